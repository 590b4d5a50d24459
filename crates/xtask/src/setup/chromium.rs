//! The browser of the end-to-end tests.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::{apt, fonts};
use crate::console::Step;

/// Debian's chromium without a window: smaller, and a sixth faster over all journeys.
const SHELL: &str = "chromium-headless-shell";

/// The browser's program: `CHROMIUM_PATH`, else one on this machine, else Debian's, installed now.
pub fn ensure() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("CHROMIUM_PATH").map(PathBuf::from) {
        if !path.is_file() {
            bail!("CHROMIUM_PATH names {}, which is no file", path.display());
        }
        return Ok(path);
    }
    if let Some(path) = find() {
        return Ok(path);
    }
    let Some(means) = apt::means() else {
        bail!(
            "the end-to-end tests need chromium and Chinese fonts: run `sudo apt-get install chromium {}`, or name a browser in CHROMIUM_PATH",
            fonts::PACKAGE
        );
    };
    let step = Step::start("Installing chromium");
    // On Ubuntu the package `chromium` is a snap, which does not run in containers; there the error below asks for a
    // browser by name.
    apt::install(means, &step, &[SHELL, fonts::PACKAGE])
        .or_else(|_| apt::install(means, &step, &["chromium", fonts::PACKAGE]))?;
    step.done("");
    match find() {
        Some(path) => Ok(path),
        None => bail!("chromium was installed but not found: name its program in CHROMIUM_PATH"),
    }
}

fn find() -> Option<PathBuf> {
    let names = [SHELL, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mac = Path::new("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    let in_path = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    in_path.chain([mac.to_owned()]).find(|path| path.is_file())
}
