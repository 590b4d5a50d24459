//! Names that say nothing. A file is found by its name, so the name has to say what is in it.

use anyhow::Result;

use super::Findings;
use super::tree::Tree;
use crate::workspace;

const FORBIDDEN: [&str; 10] =
    ["utils", "util", "common", "helpers", "helper", "manager", "types", "misc", "stuff", "shared"];

/// Looks at every file and folder of the crates and of the frontend's sources.
pub fn gate(tree: &Tree) -> Result<Findings> {
    let mut paths: Vec<String> = tree.sources.iter().map(|source| source.path.clone()).collect();
    list(&workspace::path("frontend/src"), &mut paths);
    Ok(forbidden(&paths))
}

fn forbidden(paths: &[String]) -> Findings {
    let mut findings: Findings = paths.iter().filter_map(|path| wrong_part(path)).collect();
    findings.sort();
    findings.dedup();
    findings
}

fn wrong_part(path: &str) -> Option<String> {
    let mut upto = String::new();
    for part in path.split('/') {
        upto.push_str(part);
        let stem = part.split('.').next().unwrap_or(part).to_lowercase();
        if FORBIDDEN.iter().any(|name| stem == *name || stem.ends_with(&format!("_{name}"))) {
            return Some(format!("{upto}: say what is in it"));
        }
        upto.push('/');
    }
    None
}

fn list(folder: &std::path::Path, paths: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        // Generated code has the names that its generator gives.
        if path.is_dir() && entry.file_name() != "gen" {
            list(&path, paths);
        // Texts are sorted by where they are shown, and some are shown everywhere.
        } else if path.is_file() && path.extension().is_none_or(|extension| extension != "json") {
            paths.push(workspace::shown(&path));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_names_are_found_once() {
        let paths = [
            "crates/api/src/utils/a.rs",
            "crates/api/src/utils/b.rs",
            "crates/domain/src/job_manager.rs",
            "frontend/src/ui/helpers.ts",
        ];
        let found = forbidden(&paths.map(str::to_owned));
        assert_eq!(found.len(), 3, "{found:?}");
    }

    #[test]
    fn names_that_say_something_pass() {
        let paths = [
            "crates/api/src/account/routes.rs",
            "frontend/src/api/problem.ts",
            "crates/domain/src/commons_vote.rs",
        ];
        assert_eq!(forbidden(&paths.map(str::to_owned)), Findings::new());
    }
}
