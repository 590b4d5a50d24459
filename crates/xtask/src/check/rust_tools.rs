//! What rustfmt and clippy say.

use std::process::Stdio;

use anyhow::{Context, Result};

use super::Findings;
use super::tree::Tree;
use crate::binary;
use crate::process;
use crate::test::rust;

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

/// Clippy over everything, warnings denied, while it is built for the tests (see [`binary::looked_at`]).
pub fn clippy(_: &Tree) -> Result<Findings> {
    if binary::clippy().is_none() {
        return Ok(vec!["clippy is not installed: rustup component add clippy".to_owned()]);
    }
    let mut cargo = binary::looked_at();
    cargo.args(["test", "--no-run", "--message-format=json"]).args(rust::SELECTION);
    let (status, output) = process::overheard(&mut cargo)?;
    let mut findings = diagnostics(&output);
    if !status.success() && findings.is_empty() {
        findings.push("cargo test --no-run failed, see above".to_owned());
    }
    Ok(findings)
}

/// What the compiler warned of, or refused: cargo's messages in JSON, one a line. Those of crates that were built earlier
/// are repeated by cargo.
fn diagnostics(output: &str) -> Findings {
    let mut findings = Findings::new();
    for line in output.lines() {
        let Ok(message) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let said = &message["message"];
        // The closing "2 warnings emitted" points at no place.
        if message["reason"] != "compiler-message" || said["spans"].as_array().is_none_or(Vec::is_empty) {
            continue;
        }
        let text = said["rendered"].as_str().unwrap_or_default().trim_end().replace('\n', "\n    ");
        // A file is compiled with the library and with its tests.
        if matches!(said["level"].as_str(), Some("warning" | "error")) && !findings.contains(&text) {
            findings.push(text);
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_and_errors_are_found_once() {
        let warning = r#"{"reason":"compiler-message","message":{"level":"warning","spans":[{}],"rendered":"warning: unused\n --> a.rs:1\n"}}"#;
        let error = r#"{"reason":"compiler-message","message":{"level":"error","spans":[{}],"rendered":"error: no\n"}}"#;
        let sum = r#"{"reason":"compiler-message","message":{"level":"warning","spans":[],"rendered":"warning: 1 warning emitted\n"}}"#;
        let built = r#"{"reason":"compiler-artifact","target":{"name":"domain"}}"#;
        let output = [warning, built, warning, sum, error, "not json"].join("\n");
        assert_eq!(diagnostics(&output), ["warning: unused\n     --> a.rs:1", "error: no"]);
        assert_eq!(diagnostics(built), Findings::new());
    }
}
