//! What rustfmt and clippy say.

use std::process::Stdio;

use anyhow::{Context, Result};

use super::Findings;
use super::tree::Tree;
use crate::binary;
use crate::process::Running;

/// `cargo fmt --check`.
pub fn format(_: &Tree) -> Result<Findings> {
    let answer = binary::cargo()
        .args(["fmt", "--all", "--check", "--", "-l"])
        .stdin(Stdio::null())
        .output()
        .context("running cargo fmt")?;
    if answer.status.success() {
        return Ok(Vec::new());
    }
    let mut files: Findings = String::from_utf8_lossy(&answer.stdout).lines().map(str::to_owned).collect();
    if files.is_empty() {
        files.push(String::from_utf8_lossy(&answer.stderr).trim().to_owned());
    }
    files.push("put right by: cargo fmt --all".to_owned());
    Ok(files)
}

/// clippy over everything, warnings denied. It shows its own findings and progress.
pub fn clippy(_: &Tree) -> Result<Findings> {
    let mut cargo = binary::cargo();
    cargo.args(["clippy", "--locked", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]);
    let status = Running::start(&mut cargo)?.wait(|| {})?;
    Ok(if status.success() {
        Vec::new()
    } else {
        vec!["see above; again with: cargo clippy --workspace --all-targets".to_owned()]
    })
}
