//! Python and its packages, for the tools that check the interfaces from outside.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::apt;
use crate::console::Step;
use crate::{process, workspace};

/// What is installed: exact versions with their hashes.
const REQUIREMENTS: &str = "tests/interop/python/requirements.txt";

/// Debian's packages.
const PACKAGES: [&str; 2] = ["python3", "python3-venv"];

/// The folder of the programs of a virtual environment that has what [`REQUIREMENTS`] says; made anew when that changed.
pub fn ensure() -> Result<PathBuf> {
    let folder = workspace::scratch().join("python");
    let list = workspace::path(REQUIREMENTS);
    let mut hasher = DefaultHasher::new();
    std::fs::read(&list).with_context(|| format!("reading {}", list.display()))?.hash(&mut hasher);
    let stamp = format!("{:016x}", hasher.finish());
    let note = folder.join("made-from");
    let programs = folder.join("bin");
    if std::fs::read_to_string(&note).is_ok_and(|text| text == stamp) && works(&programs.join("python")) {
        return Ok(programs);
    }
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| format!("emptying {}", folder.display()))?;
    }
    interpreter()?;
    let step = Step::start("Installing the Python tools (pip install --require-hashes)");
    process::logged(&step, "python-venv", Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    let mut pip = Command::new(programs.join("python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"])
        .args(["--only-binary", ":all:", "--requirement"])
        .arg(&list);
    process::logged(&step, "pip-install", &mut pip)?;
    std::fs::write(&note, stamp).with_context(|| format!("writing {}", note.display()))?;
    step.done("");
    Ok(programs)
}

/// Makes sure of a Python that can make virtual environments.
fn interpreter() -> Result<()> {
    if can_make_environments() {
        return Ok(());
    }
    let line = format!("sudo apt-get install {}", PACKAGES.join(" "));
    let Some(means) = apt::means() else {
        bail!("the tests of the interfaces need Python 3.10 or newer with venv: run `{line}`");
    };
    let step = Step::start("Installing Python (python3-venv)");
    apt::install(means, &step, &PACKAGES)?;
    step.done("");
    if !can_make_environments() {
        bail!("Python was installed but cannot make virtual environments: run `{line}`");
    }
    Ok(())
}

/// Debian ships the module without what it needs to work, in another package.
fn can_make_environments() -> bool {
    quiet(
        Command::new("python3")
            .args(["-c", "import venv, ensurepip, sys; sys.exit(sys.version_info < (3, 10))"]),
    )
}

fn works(python: &Path) -> bool {
    quiet(Command::new(python).args(["-c", "pass"]))
}

fn quiet(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
