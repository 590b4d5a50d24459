//! Packages of Debian and Ubuntu.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;

use crate::console::Step;
use crate::process;

static UPDATED: AtomicBool = AtomicBool::new(false);

/// How this user can install packages here, if at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// We are root.
    Root,
    /// `sudo` works without asking for a password.
    Sudo,
}

/// How packages can be installed on this machine; none where there is no apt or no right to.
pub fn means() -> Option<Means> {
    if !Path::new("/usr/bin/apt-get").exists() {
        return None;
    }
    if pgbox::os::is_root() {
        return Some(Means::Root);
    }
    let sudo = Command::new("sudo")
        .args(["-n", "true"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    sudo.is_ok_and(|status| status.success()).then_some(Means::Sudo)
}

/// Installs packages, after bringing the list of packages up to date once in this run.
pub fn install(means: Means, step: &Step, packages: &[&str]) -> Result<()> {
    if !UPDATED.load(Ordering::Relaxed) {
        process::logged(step, "apt-update", apt_get(means).arg("update"))?;
        UPDATED.store(true, Ordering::Relaxed);
    }
    // The wait is for a machine that has just booted and is updating itself.
    process::logged(
        step,
        "apt-install",
        apt_get(means)
            .args(["-o", "DPkg::Lock::Timeout=300", "install", "-y", "--no-install-recommends"])
            .args(packages),
    )
}

/// A command as root.
pub fn as_root(means: Means, program: &str) -> Command {
    match means {
        Means::Root => Command::new(program),
        Means::Sudo => {
            let mut command = Command::new("sudo");
            command.args(["-n", program]);
            command
        }
    }
}

fn apt_get(means: Means) -> Command {
    // Through `env`, because sudo does not pass variables on.
    let mut command = as_root(means, "env");
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]);
    command
}
