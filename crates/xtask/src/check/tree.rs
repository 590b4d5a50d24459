//! The work tree as the gates see it: every Rust source, parsed once.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::workspace;

/// All of our Rust.
pub struct Tree {
    /// Every source file.
    pub sources: Vec<Source>,
    /// Every crate's direct dependencies, by the crate's name.
    pub dependencies: BTreeMap<String, Vec<Dependency>>,
}

/// One Rust file.
pub struct Source {
    /// Its path from the root.
    pub path: String,
    /// The crate that it belongs to (`domain`, `api`, `tests` …).
    pub package: String,
    /// Its text.
    pub text: String,
    /// Its syntax.
    pub syntax: syn::File,
}

/// A line of `[dependencies]`.
pub struct Dependency {
    /// The package's name.
    pub name: String,
    /// Whether only tests use it.
    pub for_tests: bool,
}

impl Tree {
    /// Reads the work tree.
    pub fn read() -> Result<Tree> {
        let mut sources = Vec::new();
        let mut dependencies = BTreeMap::new();
        for manifest in manifests()? {
            let text = fs::read_to_string(workspace::path(&manifest))
                .with_context(|| format!("reading {manifest}"))?;
            let folder = manifest.trim_end_matches("/Cargo.toml");
            let package = folder.rsplit('/').next().unwrap_or(folder).to_owned();
            collect(&workspace::path(folder), &package, &mut sources)?;
            dependencies.insert(package, parse_dependencies(&text));
        }
        sources.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Tree { sources, dependencies })
    }

    /// A tree of made-up files, for the tests of the gates.
    #[cfg(test)]
    pub fn sample(files: &[(&str, &str)]) -> Tree {
        let sources = files
            .iter()
            .map(|(path, text)| {
                Source::parse((*path).to_owned(), package_of(path), (*text).to_owned())
                    .expect("the sample parses")
            })
            .collect();
        Tree { sources, dependencies: BTreeMap::new() }
    }
}

impl Source {
    fn parse(path: String, package: String, text: String) -> Result<Source> {
        let syntax = syn::parse_file(&text).with_context(|| format!("parsing {path}"))?;
        Ok(Source { path, package, text, syntax })
    }

    /// Whether the file is only compiled for tests: in a `tests` folder or crate.
    pub fn is_test(&self) -> bool {
        self.package == "tests"
            || self.path.contains("/tests/")
            || self.path.ends_with("/tests.rs")
            || self.path.ends_with("_tests.rs")
    }
}

#[cfg(test)]
fn package_of(path: &str) -> String {
    let mut parts = path.split('/');
    match parts.next() {
        Some("crates") => parts.next().unwrap_or_default().to_owned(),
        Some(first) => first.to_owned(),
        None => String::new(),
    }
}

fn manifests() -> Result<Vec<String>> {
    let mut found = vec!["tests/Cargo.toml".to_owned()];
    let crates = workspace::path("crates");
    for entry in fs::read_dir(&crates).with_context(|| format!("reading {}", crates.display()))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().join("Cargo.toml").is_file() {
            found.push(format!("crates/{name}/Cargo.toml"));
        }
    }
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, package: &str, sources: &mut Vec<Source>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !["target", "node_modules"].contains(&name.as_str()) {
                collect(&path, package, sources)?;
            }
        } else if name.ends_with(".rs") {
            let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
            sources.push(Source::parse(workspace::shown(&path), package.to_owned(), text)?);
        }
    }
    Ok(())
}

/// The names in the dependency tables of a manifest. Our manifests have one dependency a line
/// (`name.workspace = true`, `name = …`) or a table each (`[dependencies.name]`).
fn parse_dependencies(manifest: &str) -> Vec<Dependency> {
    let mut found = Vec::new();
    let mut section = "";
    for line in manifest.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = name;
            for (table, for_tests) in [("dependencies.", false), ("dev-dependencies.", true)] {
                if let Some(name) = section.strip_prefix(table) {
                    found.push(Dependency { name: name.to_owned(), for_tests });
                }
            }
        } else if let Some(name) =
            line.split(['.', '=', ' ']).next().filter(|name| !name.is_empty() && !name.starts_with('#'))
        {
            match section {
                "dependencies" | "build-dependencies" => {
                    found.push(Dependency { name: name.to_owned(), for_tests: false })
                }
                "dev-dependencies" => found.push(Dependency { name: name.to_owned(), for_tests: true }),
                _ => {}
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_manifests_as_we_write_them() {
        let manifest = "[package]\nname = \"x\"\n[dependencies]\ndomain.workspace = true\n# a word\nserde = { version = \"1\" }\n\n[dev-dependencies]\nproptest.workspace = true\n";
        let found: Vec<(String, bool)> =
            parse_dependencies(manifest).into_iter().map(|it| (it.name, it.for_tests)).collect();
        assert_eq!(
            found,
            [("domain".to_owned(), false), ("serde".to_owned(), false), ("proptest".to_owned(), true)]
        );
    }

    #[test]
    fn the_real_tree_is_read() {
        let tree = Tree::read().expect("the work tree parses");
        assert!(
            tree.sources
                .iter()
                .any(|source| source.path == "crates/xtask/src/main.rs" && source.package == "xtask")
        );
        assert!(tree.dependencies["api"].iter().any(|it| it.name == "domain"));
    }
}
