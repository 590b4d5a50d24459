//! The frontend as `run` and `test` see it: packages, scripts, the built pages.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::console::{self, Step};
use crate::{process, workspace};

/// Folders of `frontend/` that nothing is built from.
const NOT_INPUT: [&str; 7] =
    ["node_modules", "dist", "coverage", "e2e", "test-results", "playwright-report", ".vite"];

/// The folder of the project.
pub fn folder() -> PathBuf {
    workspace::path("frontend")
}

/// The built pages.
pub fn dist() -> PathBuf {
    folder().join("dist")
}

/// Whether the work tree has a frontend.
pub fn exists() -> bool {
    folder().join("package.json").is_file()
}

/// Whether `package.json` has a script of that name.
pub fn has_script(name: &str) -> bool {
    fs::read_to_string(folder().join("package.json"))
        .ok()
        .and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok())
        .is_some_and(|package| package["scripts"][name].is_string())
}

/// `npm run <script>` in the frontend's folder.
pub fn script(name: &str) -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(folder()).args(["run", "--silent", name]);
    npm
}

/// Brings `node_modules` to what the lock file says, if it is not there already.
pub fn install() -> Result<()> {
    let mut hasher = DefaultHasher::new();
    for name in ["package.json", "package-lock.json", ".npmrc"] {
        fs::read(folder().join(name)).unwrap_or_default().hash(&mut hasher);
    }
    let note = Note::new("frontend-packages", hasher.finish());
    if note.is_current() && folder().join("node_modules").is_dir() {
        return Ok(());
    }
    let step = Step::start("Installing the frontend's packages (npm ci)");
    let mut npm = Command::new("npm");
    npm.current_dir(folder()).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    process::logged(&step, "npm-ci", &mut npm)?;
    note.keep()?;
    step.done("");
    Ok(())
}

/// Builds the pages if something they are made of has changed. False when there is no frontend.
pub fn build() -> Result<bool> {
    if !exists() {
        console::warn("there is no frontend/package.json yet: only the API is served");
        return Ok(false);
    }
    install()?;
    let step = Step::quiet("Frontend is built");
    let mut hasher = DefaultHasher::new();
    hash_folder(&folder(), &mut hasher)?;
    let note = Note::new("frontend-build", hasher.finish());
    if note.is_current() && dist().join("index.html").is_file() {
        step.done("unchanged");
        return Ok(true);
    }
    let step = Step::start("Building the frontend (npm run build)");
    process::logged(&step, "npm-build", &mut script("build"))?;
    note.keep()?;
    step.done("");
    Ok(true)
}

/// Names and contents of everything below `folder` that a build reads, in a fixed order.
fn hash_folder(folder: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if NOT_INPUT.contains(&name.as_str()) {
            continue;
        }
        name.hash(hasher);
        if path.is_dir() {
            hash_folder(&path, hasher)?;
        } else {
            // A broken link counts by its name.
            fs::read(&path).unwrap_or_default().hash(hasher);
        }
    }
    Ok(())
}

/// Remembers what a result was made from, so that it is not made again from the same.
struct Note {
    file: PathBuf,
    value: String,
}

impl Note {
    fn new(name: &str, value: u64) -> Note {
        Note { file: workspace::scratch().join(name), value: format!("{value:016x}") }
    }

    fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|text| text == self.value)
    }

    fn keep(&self) -> Result<()> {
        let folder = self.file.parent().context("the note's folder")?;
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&self.file, &self.value))
            .with_context(|| format!("writing {}", self.file.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(folder: &Path) -> u64 {
        let mut hasher = DefaultHasher::new();
        hash_folder(folder, &mut hasher).expect("read");
        hasher.finish()
    }

    #[test]
    fn the_hash_follows_sources_and_ignores_results() {
        let folder = std::env::temp_dir().join(format!("xtask-hash-{}", std::process::id()));
        fs::create_dir_all(folder.join("src")).expect("make");
        fs::create_dir_all(folder.join("dist")).expect("make");
        fs::write(folder.join("src/a.ts"), "1").expect("write");
        let before = hash(&folder);
        fs::write(folder.join("dist/a.js"), "1").expect("write");
        assert_eq!(hash(&folder), before);
        fs::write(folder.join("src/a.ts"), "2").expect("write");
        let changed = hash(&folder);
        assert_ne!(changed, before);
        fs::rename(folder.join("src/a.ts"), folder.join("src/b.ts")).expect("rename");
        assert_ne!(hash(&folder), changed);
        fs::remove_dir_all(&folder).expect("clean up");
    }
}
