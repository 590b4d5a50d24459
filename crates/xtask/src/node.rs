//! Packages of npm, in the folders that have some of their own.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::console::Step;
use crate::{process, workspace};

/// Folders with a lock file; what is in them is installed once and kept until the lock file changes.
const FOLDERS: [&str; 2] = ["tests/interop/node", "clients/typescript"];

/// Brings every folder to what its lock file says.
pub fn install_all() -> Result<()> {
    FOLDERS.iter().try_for_each(|folder| install(folder))
}

/// Brings one folder there.
pub fn install(folder: &str) -> Result<()> {
    let path = workspace::path(folder);
    let mut hasher = DefaultHasher::new();
    for name in ["package.json", "package-lock.json"] {
        fs::read(path.join(name)).with_context(|| format!("reading {folder}/{name}"))?.hash(&mut hasher);
    }
    let note = workspace::scratch().join(format!("{}-packages", folder.replace('/', "-")));
    let stamp = format!("{:016x}", hasher.finish());
    if fs::read_to_string(&note).is_ok_and(|text| text == stamp) && path.join("node_modules").is_dir() {
        return Ok(());
    }
    let step = Step::start(format!("Installing the packages of {folder} (npm ci)"));
    let mut npm = Command::new("npm");
    npm.current_dir(&path).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    process::logged(&step, &format!("npm-ci-{}", folder.replace('/', "-")), &mut npm)?;
    fs::write(&note, stamp).with_context(|| format!("writing {}", note.display()))?;
    step.done("");
    Ok(())
}

/// A program that a package of that folder brings, run in the root of the work tree.
pub fn program(folder: &str, name: &str) -> Command {
    let path: PathBuf = workspace::path(folder).join("node_modules/.bin").join(name);
    let mut command = Command::new(path);
    command.current_dir(workspace::root());
    command
}

/// `npm run <script>` in that folder.
pub fn script(folder: &str, name: &str) -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(workspace::path(folder)).args(["run", "--silent", name]);
    npm
}
