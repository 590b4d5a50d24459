//! What a third party relies on is still there: the open contract of today against the last one that was released.
//!
//! The registries have no maintained library for OpenAPI 3.1 that needs no other tool chain (oasdiff is Go, the npm and
//! PyPI packages stop at 3.0), so the comparison is ours: `operation` looks at paths, parameters and statuses, `schema`
//! at bodies. A deliberate break is accepted by its own words in `docs/api-changelog.md`.

mod operation;
mod schema;
#[cfg(test)]
mod tests;

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use super::tree::Tree;
use super::{Findings, drift};
use crate::workspace;

/// The contract as third parties got it last.
const RELEASED: &str = "openapi/released/open.json";

/// Where a deliberate break is announced, each in back quotes on a line of its own.
const CHANGELOG: &str = "docs/api-changelog.md";

/// Names every break that is not announced.
pub fn gate(_: &Tree) -> Result<Findings> {
    let path = workspace::path(RELEASED);
    if !path.exists() {
        return Ok(vec![format!("{RELEASED} is missing: what would a break be measured against?")]);
    }
    let fresh = drift::fresh_contract()?.join("open.json");
    let announced = fs::read_to_string(workspace::path(CHANGELOG)).unwrap_or_default();
    let found = unannounced(&read(&path)?, &read(&fresh)?, &announced);
    if found.is_empty() {
        return Ok(found);
    }
    let how = format!("a deliberate break is announced in {CHANGELOG}, as that page says");
    Ok(found.into_iter().chain([how]).collect())
}

fn read(path: &std::path::Path) -> Result<Value> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))
}

fn unannounced(released: &Value, today: &Value, changelog: &str) -> Findings {
    let mut found = operation::breaks(&Pair { released, today });
    found.sort();
    found.dedup();
    found.retain(|it| !changelog.lines().any(|line| line.contains(&format!("`{it}`"))));
    found
}

/// The two documents that are compared.
struct Pair<'a> {
    released: &'a Value,
    today: &'a Value,
}

impl<'a> Pair<'a> {
    fn then(&self, value: &'a Value) -> &'a Value {
        resolve(self.released, value)
    }

    fn now(&self, value: &'a Value) -> &'a Value {
        resolve(self.today, value)
    }
}

/// Follows references.
fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let mut value = value;
    // Each step leads to another object; a circle of bare references describes nothing.
    for _ in 0..16 {
        match value["$ref"].as_str().and_then(|to| document.pointer(to.strip_prefix('#')?)) {
            Some(there) => value = there,
            None => break,
        }
    }
    value
}

/// The members of an object, none for anything else.
fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}
