//! Time and ids come in as arguments. Clippy refuses the calls (`clippy.toml`); this gate keeps the
//! list complete and the exceptions few.

use anyhow::{Context, Result};

use super::Findings;
use super::tree::Tree;
use crate::workspace;

/// The calls that clippy must refuse.
const REFUSED: [&str; 6] = [
    "chrono::Utc::now",
    "chrono::Local::now",
    "std::time::SystemTime::now",
    "uuid::Uuid::now_v7",
    "uuid::Uuid::new_v7",
    "uuid::Uuid::new_v4",
];

/// The files that may say otherwise: the one place of the product that reads the clock and makes ids.
const EXCEPTIONS: [&str; 1] = ["crates/api/src/time.rs"];

/// Checks `clippy.toml` and the places that switch the lint off.
pub fn gate(tree: &Tree) -> Result<Findings> {
    let text = std::fs::read_to_string(workspace::path("clippy.toml")).context("reading clippy.toml")?;
    let mut findings = incomplete(&text);
    findings.extend(unexpected_exceptions(tree));
    Ok(findings)
}

fn incomplete(clippy_toml: &str) -> Findings {
    let missing = REFUSED.iter().filter(|call| !clippy_toml.contains(&format!("\"{call}\"")));
    missing.map(|call| format!("clippy.toml: disallowed-methods lacks {call}")).collect()
}

fn unexpected_exceptions(tree: &Tree) -> Findings {
    tree.sources
        .iter()
        .filter(|source| source.package != "xtask" && source.text.contains("clippy::disallowed_methods"))
        .filter(|source| !EXCEPTIONS.contains(&source.path.as_str()))
        .map(|source| {
            format!(
                "{}: switches clippy::disallowed_methods off; let time and ids come in as arguments",
                source.path
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortened_list_is_found() {
        assert_eq!(incomplete("disallowed-methods = [\"chrono::Utc::now\"]").len(), REFUSED.len() - 1);
    }

    #[test]
    fn an_exception_in_a_new_place_is_found() {
        let off = "#[allow(clippy::disallowed_methods)] fn now() {}";
        assert_eq!(unexpected_exceptions(&Tree::sample(&[("crates/domain/src/a.rs", off)])).len(), 1);
        assert_eq!(unexpected_exceptions(&Tree::sample(&[("crates/api/src/time.rs", off)])).len(), 0);
    }
}
