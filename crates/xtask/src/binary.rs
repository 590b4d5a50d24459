//! The product's binary, as `run`, `test`, `check` and `openapi` all build it: one profile and one
//! set of features, so that nothing is compiled twice.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;

use crate::console::Step;
use crate::{process, workspace};

/// `cargo` in the root of the work tree.
pub fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(workspace::root());
    // What `cargo run` tells a program about its own package is not meant for what we start.
    for (name, _) in std::env::vars_os() {
        if name
            .to_str()
            .is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"))
        {
            cargo.env_remove(name);
        }
    }
    cargo
}

/// Cargo with clippy as the compiler of our own crates, where clippy is installed. Everything that is built for work on
/// the product is built this way: what the gate has looked at need not be compiled again for the tests or for `run`.
pub fn looked_at() -> Command {
    let mut cargo = cargo();
    if let Some(driver) = clippy() {
        cargo.env("RUSTC_WORKSPACE_WRAPPER", driver);
    }
    cargo
}

/// Clippy's compiler, beside the one that this toolchain compiles with.
pub fn clippy() -> Option<&'static Path> {
    static DRIVER: OnceLock<Option<PathBuf>> = OnceLock::new();
    let find = || {
        let asked = Command::new("rustc")
            .args(["--print", "sysroot"])
            .current_dir(workspace::root())
            .output()
            .ok()?;
        let driver = Path::new(String::from_utf8(asked.stdout).ok()?.trim()).join("bin/clippy-driver");
        driver.is_file().then_some(driver)
    };
    DRIVER.get_or_init(find).as_deref()
}

static BUILT: AtomicBool = AtomicBool::new(false);

/// The whole workspace's features, the binary alone: the tests then find its dependencies built.
pub const SELECTION: [&str; 4] = ["--locked", "--workspace", "--bin", "daibiao"];

/// Builds `daibiao` (cargo shows its own progress) and returns its path.
pub fn build() -> Result<PathBuf> {
    let step = Step::start("Building the server (cargo build)");
    process::shown(looked_at().arg("build").args(SELECTION))?;
    BUILT.store(true, Ordering::Relaxed);
    step.done("");
    Ok(path())
}

/// Builds it unless this run of xtask has done so already.
pub fn ensure() -> Result<PathBuf> {
    if !BUILT.load(Ordering::Relaxed) {
        build()?;
    }
    Ok(path())
}

/// Where the built binary lies.
pub fn path() -> PathBuf {
    workspace::target().join("debug/daibiao")
}

/// One of its commands, run in the root of the work tree.
pub fn command(subcommand: &str) -> Command {
    let mut command = Command::new(path());
    command.current_dir(workspace::root()).arg(subcommand);
    command
}
