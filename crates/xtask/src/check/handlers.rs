//! Every handler is in the contract, and everything in the contract has a handler.
//!
//! utoipa collects only what is registered in the right way, and silently leaves out the rest; a
//! second operation of one name replaces the first. So we count from both ends.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result};
use syn::visit::{self, Visit};

use super::tree::{Source, Tree};
use super::{Findings, drift};

/// A function with `#[utoipa::path(…)]`.
struct Handler {
    operation_id: String,
    place: String,
}

/// Compares annotated handlers with the documents that the binary has just written.
pub fn gate(tree: &Tree) -> Result<Findings> {
    let folder = drift::fresh_contract()?;
    let mut documented = BTreeSet::new();
    for name in ["openapi.json", "open.json"] {
        let path = folder.join(name);
        let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        let document: serde_json::Value =
            serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
        documented.extend(operation_ids(&document));
    }
    Ok(compare(tree, &documented))
}

fn operation_ids(document: &serde_json::Value) -> Vec<String> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let operations = paths.flat_map(|(_, item)| item.as_object().into_iter().flatten());
    operations.filter_map(|(_, operation)| operation["operationId"].as_str().map(str::to_owned)).collect()
}

fn compare(tree: &Tree, documented: &BTreeSet<String>) -> Findings {
    let mut findings = Findings::new();
    let mut annotated: BTreeMap<String, String> = BTreeMap::new();
    for source in tree.sources.iter().filter(|source| source.package == "api" && !source.is_test()) {
        let mut reader = Reader { source, handlers: Vec::new(), bare: Vec::new() };
        reader.visit_file(&source.syntax);
        for handler in reader.handlers {
            if let Some(other) = annotated.insert(handler.operation_id.clone(), handler.place.clone()) {
                findings.push(format!(
                    "{}: operation id {} is taken by {other}",
                    handler.place, handler.operation_id
                ));
            }
        }
        findings.extend(reader.bare);
    }
    for (id, place) in &annotated {
        if !documented.contains(id) {
            findings.push(format!(
                "{place}: annotated, but {id} is in no document: is it registered with service(…)?"
            ));
        }
    }
    for id in documented.iter().filter(|id| !annotated.contains_key(*id)) {
        findings.push(format!("{id}: in the document, but no annotated handler has this operation id"));
    }
    findings
}

struct Reader<'a> {
    source: &'a Source,
    handlers: Vec<Handler>,
    bare: Findings,
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        let name = item.sig.ident.to_string();
        let place = format!("{}: {name}", self.source.path);
        match item.attrs.iter().find(|attribute| is_path_attribute(attribute)) {
            Some(attribute) => {
                if takes_body(&item.sig) && !tokens(attribute).contains("request_body") {
                    let what = "takes a Body<…>, but the document does not say so (request_body = …)";
                    self.bare.push(format!("{place}: {what}"));
                }
                let operation_id = operation_id(attribute).unwrap_or(name);
                self.handlers.push(Handler { operation_id, place });
            }
            None => {
                // Method attributes of actix make a handler too.
                let methods = ["get", "post", "put", "patch", "delete"];
                let routed = item.attrs.iter().any(|attribute| {
                    let segments = &attribute.path().segments;
                    let last = segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
                    methods.contains(&last.as_str()) && segments.len() <= 2
                });
                if routed {
                    self.bare.push(format!("{place}: a handler without #[utoipa::path]"));
                }
            }
        }
        visit::visit_item_fn(self, item);
    }
}

fn is_path_attribute(attribute: &syn::Attribute) -> bool {
    let names: Vec<String> =
        attribute.path().segments.iter().map(|segment| segment.ident.to_string()).collect();
    names.iter().map(String::as_str).eq(["utoipa", "path"])
}

/// `operation_id = "…"` among the attribute's arguments; else the function's name counts.
fn operation_id(attribute: &syn::Attribute) -> Option<String> {
    let text = tokens(attribute);
    let after =
        text.split("operation_id").nth(1)?.trim_start().strip_prefix('=')?.trim_start().strip_prefix('"')?;
    Some(after.split('"').next()?.to_owned())
}

fn tokens(attribute: &syn::Attribute) -> String {
    attribute.meta.require_list().map(|list| list.tokens.to_string()).unwrap_or_default()
}

/// Whether an argument is our extractor of JSON bodies, which utoipa does not know.
fn takes_body(signature: &syn::Signature) -> bool {
    signature.inputs.iter().any(|input| match input {
        syn::FnArg::Typed(typed) => match typed.ty.as_ref() {
            syn::Type::Path(path) => path.path.segments.last().is_some_and(|segment| segment.ident == "Body"),
            _ => false,
        },
        syn::FnArg::Receiver(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, documented: &[&str]) -> Findings {
        let tree = Tree::sample(&[("crates/api/src/account/routes.rs", text)]);
        compare(&tree, &documented.iter().map(|id| (*id).to_owned()).collect())
    }

    const LIST: &str =
        "#[utoipa::path(get, path = \"/a\", responses((status = 200)))] async fn list_things() {}";

    #[test]
    fn differences_from_both_ends_are_found() {
        assert_eq!(found(LIST, &[]).len(), 1, "annotated only");
        assert_eq!(found("", &["list_things"]).len(), 1, "documented only");
        assert_eq!(found("#[get(\"/a\")] async fn list_things() {}", &[]).len(), 1, "not annotated");
        let silent = LIST.replace("list_things()", "list_things(body: Body<New>)");
        assert_eq!(found(&silent, &["list_things"]).len(), 1, "a body that is not documented");
        let twice = format!("{LIST} mod other {{ {LIST} }}");
        assert_eq!(found(&twice, &["list_things"]).len(), 1, "one name for two");
    }

    #[test]
    fn what_agrees_passes() {
        assert_eq!(found(LIST, &["list_things"]), Findings::new());
        let renamed =
            "#[utoipa::path(get, path = \"/a\", operation_id = \"list_all\")] async fn handler() {}";
        assert_eq!(found(renamed, &["list_all"]), Findings::new());
    }

    #[test]
    fn ids_are_read_from_a_document() {
        let document = serde_json::json!({"paths": {"/a": {"get": {"operationId": "x"}, "parameters": []}, "/b": {"post": {"operationId": "y"}}}});
        assert_eq!(operation_ids(&document), ["x", "y"]);
    }
}
