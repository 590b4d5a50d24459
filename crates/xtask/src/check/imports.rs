//! Who may import whom (architecture §3): the layers are crates, and this keeps them apart.

use std::collections::BTreeSet;

use anyhow::Result;
use syn::visit::{self, Visit};

use super::Findings;
use super::tree::{Source, Tree};

/// Our own crates, and which of our own each may use.
const OURS: [(&str, &[&str]); 7] = [
    ("domain", &[]),
    ("persistence", &["domain"]),
    ("documents", &["domain"]),
    ("api", &["domain", "persistence", "documents"]),
    ("tests", &["domain", "persistence", "documents", "api", "pgbox"]),
    ("pgbox", &[]),
    ("xtask", &["pgbox"]),
];

/// Foreign crates that belong to some of ours only: (beginning of the name, where it may be used).
const HOMES: [(&str, &[&str]); 9] = [
    ("sea-orm", &["persistence"]),
    ("sqlx", &["persistence"]),
    ("tokio-postgres", &["persistence"]),
    ("actix", &["api", "tests"]),
    ("utoipa", &["api"]),
    ("typst", &["documents"]),
    ("docx", &["documents"]),
    ("rust_xlsxwriter", &["documents"]),
    ("calamine", &["documents", "api", "tests"]),
];

/// What the domain may not touch, because it would be I/O, a clock, or chance.
const NOT_IN_DOMAIN: [&str; 9] =
    ["tokio", "reqwest", "libc", "rand", "std::env", "std::fs", "std::net", "std::process", "std::thread"];

/// Looks at manifests and at every path in the sources.
pub fn gate(tree: &Tree) -> Result<Findings> {
    let mut findings = Vec::new();
    for (package, dependencies) in &tree.dependencies {
        for dependency in dependencies {
            if let Some(why) = forbidden(package, &dependency.name, dependency.for_tests) {
                findings.push(format!("Cargo.toml of {package}: {} ({why})", dependency.name));
            }
        }
    }
    for source in &tree.sources {
        findings.extend(in_source(source));
    }
    Ok(findings)
}

/// Why `package` may not use the crate `name`; none when it may.
fn forbidden(package: &str, name: &str, for_tests: bool) -> Option<String> {
    let name = name.replace('_', "-");
    if OURS.iter().any(|(ours, _)| *ours == name) {
        let allowed = OURS.iter().find(|(ours, _)| *ours == package).map_or(&[][..], |(_, allowed)| allowed);
        return (name != package && !allowed.contains(&name.as_str()))
            .then(|| format!("{package} may use of ours only: {}", list(allowed)));
    }
    if package == "domain" && !for_tests && NOT_IN_DOMAIN.contains(&name.as_str()) {
        return Some("the domain does no I/O and makes no chance".to_owned());
    }
    let (_, homes) = HOMES.iter().find(|(home, _)| name.starts_with(&home.replace('_', "-")))?;
    // Tests of persistence may look at the database as they like, and so on: the same homes hold.
    (!homes.contains(&package)).then(|| format!("its home is {}", list(homes)))
}

fn list(names: &[&str]) -> String {
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}

fn in_source(source: &Source) -> Findings {
    let mut paths = Paths::default();
    paths.visit_file(&source.syntax);
    let mut findings = Vec::new();
    for path in paths.found {
        let root = path.split("::").next().unwrap_or_default();
        // A path may begin with a module or a name of ours that is called like a crate; only what
        // could be a crate's name is looked up, and crates have been checked against the manifests.
        if let Some(why) = forbidden(&source.package, root, source.is_test()).filter(|_| path.contains("::"))
        {
            findings.push(format!("{}: {path} ({why})", source.path));
        }
        if source.package == "domain" && !source.is_test() {
            let touched =
                NOT_IN_DOMAIN.iter().find(|it| path == **it || path.starts_with(&format!("{it}::")));
            if touched.is_some_and(|it| it.contains("::")) {
                findings.push(format!("{}: {path} (the domain does no I/O)", source.path));
            }
        }
        let leaves = ["api", "tests"].contains(&source.package.as_str()) && root == "persistence";
        if leaves && path.split("::").any(|part| part == "entity") {
            findings.push(format!("{}: {path} (entities never leave persistence)", source.path));
        }
    }
    findings
}

/// Every path of a file, in `use` trees, in code, and in what is given to macros.
#[derive(Default)]
struct Paths {
    found: BTreeSet<String>,
    locals: BTreeSet<String>,
}

impl Paths {
    fn add(&mut self, path: String) {
        let root = path.split("::").next().unwrap_or_default();
        if !["crate", "self", "super", "Self"].contains(&root) && !self.locals.contains(root) {
            self.found.insert(path);
        }
    }

    fn add_tree(&mut self, prefix: &str, tree: &syn::UseTree) {
        let join = |name: &str| {
            if prefix.is_empty() { name.to_owned() } else { format!("{prefix}::{name}") }
        };
        match tree {
            syn::UseTree::Path(path) => self.add_tree(&join(&path.ident.to_string()), &path.tree),
            syn::UseTree::Name(name) => self.add(join(&name.ident.to_string())),
            syn::UseTree::Rename(rename) => self.add(join(&rename.ident.to_string())),
            syn::UseTree::Glob(_) => self.add(join("*")),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.add_tree(prefix, tree)),
        }
    }

    /// `a::b` anywhere in the text given to a macro.
    fn add_text(&mut self, tokens: &str) {
        let joined = without_strings(tokens).replace(" :: ", "::").replace(" ::", "::").replace(":: ", "::");
        for word in joined.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')) {
            if word.contains("::") && !word.starts_with("::") {
                self.add(word.trim_end_matches(':').to_owned());
            }
        }
    }
}

/// Code without what is written in quotes.
fn without_strings(tokens: &str) -> String {
    let mut code = String::with_capacity(tokens.len());
    let (mut quoted, mut escaped) = (false, false);
    for c in tokens.chars() {
        match (quoted, c) {
            (_, '"') if !escaped => quoted = !quoted,
            (false, _) => code.push(c),
            (true, _) => {}
        }
        escaped = quoted && c == '\\' && !escaped;
    }
    code
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_file(&mut self, file: &'ast syn::File) {
        // `mod account;` makes `account::…` a path of our own.
        for item in &file.items {
            if let syn::Item::Mod(module) = item {
                self.locals.insert(module.ident.to_string());
            }
        }
        visit::visit_file(self, file);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.add_tree("", &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if parts.len() > 1 {
            self.add(parts.join("::"));
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.add_text(&call.tokens.to_string());
        visit::visit_macro(self, call);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.add_text(&list.tokens.to_string());
        }
        visit::visit_attribute(self, attribute);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Findings {
        gate(&Tree::sample(&[(path, text)])).expect("the gate runs")
    }

    #[test]
    fn each_rule_can_fail() {
        for (path, text) in [
            ("crates/domain/src/a.rs", "use persistence::Store;"),
            ("crates/domain/src/a.rs", "fn f() { let _ = std::env::var(\"X\"); }"),
            ("crates/domain/src/a.rs", "use std::{fmt, fs};"),
            ("crates/persistence/src/a.rs", "use api::http::Problem;"),
            ("crates/documents/src/a.rs", "fn f(x: persistence::Row) {}"),
            ("crates/api/src/a.rs", "use sea_orm::EntityTrait;"),
            ("crates/api/src/a.rs", "fn f() { println!(\"{}\", sea_orm::Value::Bool(None)); }"),
            ("crates/api/src/a.rs", "use persistence::account::entity::user::Model;"),
            ("crates/persistence/src/a.rs", "#[derive(utoipa::ToSchema)] struct A;"),
            ("crates/persistence/src/a.rs", "use actix_web::web;"),
            ("tests/src/a.rs", "use xtask::run;"),
        ] {
            assert_eq!(found(path, text).len(), 1, "{path}: {text}: {:?}", found(path, text));
        }
    }

    #[test]
    fn what_is_allowed_passes() {
        for (path, text) in [
            (
                "crates/api/src/a.rs",
                "use domain::kernel::Version; use persistence::Store; use actix_web::web;",
            ),
            ("crates/persistence/src/a.rs", "use sea_orm::EntityTrait; use domain::suggestion::Suggestion;"),
            ("crates/domain/src/a.rs", "mod api; use api::Thing; use std::fmt; fn f() { let tests = 1; }"),
            ("crates/domain/src/a.rs", "//! never sea_orm::anything\nfn f() {}"),
        ] {
            assert_eq!(found(path, text), Findings::new(), "{path}: {text}");
        }
    }

    #[test]
    fn manifests_are_checked_too() {
        assert!(forbidden("api", "sea-orm", false).is_some());
        assert!(forbidden("domain", "tokio", false).is_some());
        assert!(forbidden("domain", "tokio", true).is_none());
        assert!(forbidden("documents", "typst-pdf", false).is_none());
        assert!(forbidden("api", "typst-pdf", false).is_some());
        assert!(forbidden("tests", "api", false).is_none());
    }
}
