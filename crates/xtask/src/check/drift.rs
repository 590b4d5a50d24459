//! What is generated from the code and committed is what the code generates today.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};

use super::Findings;
use super::tree::Tree;
use crate::openapi::{self, GENERATED_DOCS};
use crate::{binary, workspace};

static WRITTEN: AtomicBool = AtomicBool::new(false);

/// The folder with the documents as the code generates them today: written once in each run, by whichever gate asks
/// first, so that none looks at what an earlier run has left.
pub fn fresh_contract() -> Result<PathBuf> {
    let fresh = workspace::scratch().join("openapi");
    if !WRITTEN.load(Ordering::Relaxed) {
        if fresh.exists() {
            fs::remove_dir_all(&fresh).with_context(|| format!("emptying {}", fresh.display()))?;
        }
        binary::ensure()?;
        openapi::write_contract(&fresh)?;
        WRITTEN.store(true, Ordering::Relaxed);
    }
    Ok(fresh)
}

/// `openapi/*.json`.
pub fn contract(_: &Tree) -> Result<Findings> {
    let fresh = fresh_contract()?;
    let names: BTreeSet<String> =
        file_names(&fresh)?.union(&file_names(&workspace::path("openapi"))?).cloned().collect();
    differences(&fresh, &workspace::path("openapi"), names.into_iter().filter(|name| name.ends_with(".json")))
}

/// The generated pages of `docs/`.
pub fn docs(_: &Tree) -> Result<Findings> {
    binary::ensure()?;
    let fresh = workspace::scratch().join("docs");
    openapi::write_docs(&fresh)?;
    differences(&fresh, &workspace::path("docs"), GENERATED_DOCS.map(str::to_owned))
}

fn file_names(folder: &Path) -> Result<BTreeSet<String>> {
    if !folder.is_dir() {
        return Ok(BTreeSet::new());
    }
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    Ok(entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
}

fn differences(fresh: &Path, committed: &Path, names: impl IntoIterator<Item = String>) -> Result<Findings> {
    let mut findings = Findings::new();
    for name in names {
        let (new, old) =
            (fs::read_to_string(fresh.join(&name)).ok(), fs::read_to_string(committed.join(&name)).ok());
        let shown = workspace::shown(&committed.join(&name));
        match (new, old) {
            (Some(new), Some(old)) if new == old => {}
            (Some(new), Some(old)) => {
                let line = 1 + new.lines().zip(old.lines()).take_while(|(a, b)| a == b).count();
                let text = new.lines().nth(line - 1).unwrap_or("").trim();
                findings.push(format!("{shown} is out of date from line {line} on (now: {text})"));
            }
            (Some(_), None) => findings.push(format!("{shown} is missing")),
            (None, _) => findings.push(format!("{shown} is no longer generated")),
        }
    }
    if !findings.is_empty() {
        findings.push("put right by: cargo xtask openapi".to_owned());
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_a_missing_and_a_forgotten_file_are_found() {
        let root = std::env::temp_dir().join(format!("xtask-drift-{}", std::process::id()));
        let (fresh, committed) = (root.join("fresh"), root.join("committed"));
        for (folder, name, text) in [
            (&fresh, "same.json", "1"),
            (&committed, "same.json", "1"),
            (&fresh, "changed.json", "a\nb\n"),
            (&committed, "changed.json", "a\nc\n"),
            (&fresh, "new.json", "1"),
            (&committed, "old.json", "1"),
        ] {
            fs::create_dir_all(folder).expect("make");
            fs::write(folder.join(name), text).expect("write");
        }
        let names = ["same.json", "changed.json", "new.json", "old.json"].map(str::to_owned);
        let found = differences(&fresh, &committed, names).expect("compared");
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(found[0].contains("line 2"), "{found:?}");
        assert_eq!(
            differences(&fresh, &committed, ["same.json".to_owned()]).expect("compared"),
            Findings::new()
        );
        fs::remove_dir_all(&root).expect("clean up");
    }
}
