//! `run` and `test` build the same thing.
//!
//! Cargo adds up the features that all selected crates want of a dependency, and those that their
//! tests want only when it builds tests. One dev-dependency that switches on a feature deep down
//! (lopdf did, in a cipher that sea-orm's driver uses) compiles half of everything a second time.

use std::collections::BTreeMap;
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use super::Findings;
use super::tree::Tree;
use crate::binary;

/// Compares the features of every package with and without the tests' own dependencies.
pub fn gate(_: &Tree) -> Result<Findings> {
    Ok(differences(&packages("normal,build")?, &packages("normal,build,dev")?))
}

/// Package and version → its features, as cargo resolves them.
fn packages(edges: &str) -> Result<BTreeMap<String, String>> {
    let answer = binary::cargo()
        .args([
            "tree",
            "--locked",
            "--workspace",
            "--edges",
            edges,
            "--format",
            "{p}|{f}",
            "--prefix",
            "none",
        ])
        .stdin(Stdio::null())
        .output()
        .context("running cargo tree")?;
    if !answer.status.success() {
        bail!("cargo tree: {}", String::from_utf8_lossy(&answer.stderr).trim());
    }
    Ok(parse(&String::from_utf8_lossy(&answer.stdout)))
}

/// A package may be there twice, for the build's own programs and for what is built: both count.
fn parse(output: &str) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (package, features) in output.lines().filter_map(|line| line.split_once('|')) {
        // What has been listed before is marked so.
        let features = features.trim_end_matches("(*)").trim_end();
        let variants = found.entry(package.trim().to_owned()).or_default();
        if !variants.contains(&features) {
            variants.push(features);
        }
    }
    let joined = found.into_iter().map(|(package, mut variants)| {
        variants.sort_unstable();
        (package, variants.join(" / "))
    });
    joined.collect()
}

fn differences(built: &BTreeMap<String, String>, tested: &BTreeMap<String, String>) -> Findings {
    let mut findings = Findings::new();
    for (package, features) in built {
        if let Some(more) = tested.get(package).filter(|more| *more != features) {
            findings.push(format!("{package}: features {features:?} when built, {more:?} when tested"));
        }
    }
    if !findings.is_empty() {
        findings.push("a dev-dependency switches them on: name it in tests/Cargo.toml too (see there), or take it without them".to_owned());
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_for_tests_only_is_found() {
        let built = parse("md-5 v0.11.0|\ncipher v0.5.2|block-buffer\nsyn v2.0.0|full\nsyn v2.0.0|\n");
        let tested = parse(
            "cipher v0.5.2|block-buffer,block-padding\nmd-5 v0.11.0|\nlopdf v0.47.0|\nsyn v2.0.0|\nsyn v2.0.0|full\n",
        );
        let found = differences(&built, &tested);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("cipher"));
        assert_eq!(differences(&built, &built), Findings::new());
    }
}
