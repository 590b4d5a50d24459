//! The product's binary, as `run`, `test`, `check` and `openapi` all build it: one profile and one
//! set of features, so that nothing is compiled twice.

use std::path::PathBuf;
use std::process::Command;
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

static BUILT: AtomicBool = AtomicBool::new(false);

/// The whole workspace's features, the binary alone: the tests then find its dependencies built.
pub const SELECTION: [&str; 4] = ["--locked", "--workspace", "--bin", "daibiao"];

/// Builds `daibiao` (cargo shows its own progress) and returns its path.
pub fn build() -> Result<PathBuf> {
    let step = Step::start("Building the server (cargo build)");
    process::shown(cargo().arg("build").args(SELECTION))?;
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
