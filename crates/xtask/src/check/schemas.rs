//! Schema names are unique. utoipa keys schemas by the type's name, and a second type of that name
//! silently replaces the first: the document then describes something that no operation uses.

use std::collections::BTreeMap;

use anyhow::Result;
use syn::visit::{self, Visit};

use super::Findings;
use super::tree::Tree;

/// Looks at everything that derives `ToSchema`.
pub fn gate(tree: &Tree) -> Result<Findings> {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in tree.sources.iter().filter(|source| source.package == "api" && !source.is_test()) {
        let mut reader = Reader { found: Vec::new() };
        reader.visit_file(&source.syntax);
        for name in reader.found {
            places.entry(name).or_default().push(source.path.clone());
        }
    }
    let twice = places.into_iter().filter(|(_, places)| places.len() > 1);
    Ok(twice
        .map(|(name, places)| format!("schema {name} is declared in {}", places.join(" and in ")))
        .collect())
}

struct Reader {
    found: Vec<String>,
}

impl Reader {
    fn look(&mut self, attributes: &[syn::Attribute], name: &syn::Ident, generic: bool) {
        let derives = attributes.iter().filter(|attribute| attribute.path().is_ident("derive"));
        let is_schema = derives.filter_map(|attribute| attribute.meta.require_list().ok()).any(|list| {
            list.tokens.to_string().split(|c: char| !c.is_alphanumeric()).any(|word| word == "ToSchema")
        });
        // A generic type gets the names of what it is made of into its own.
        if is_schema && !generic {
            self.found.push(renamed(attributes).unwrap_or_else(|| name.to_string()));
        }
    }
}

/// `#[schema(as = path::Name)]`
fn renamed(attributes: &[syn::Attribute]) -> Option<String> {
    let mut name = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("schema")) {
        let text = attribute.meta.require_list().ok()?.tokens.to_string();
        let after = text
            .split(',')
            .find_map(|part| part.trim().strip_prefix("as =").map(str::trim).map(str::to_owned));
        name = name.or(after);
    }
    name
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.look(&item.attrs, &item.ident, item.generics.type_params().next().is_some());
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.look(&item.attrs, &item.ident, item.generics.type_params().next().is_some());
        visit::visit_item_enum(self, item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Findings {
        gate(&Tree::sample(files)).expect("runs")
    }

    #[test]
    fn two_types_of_one_name_are_found() {
        let item = "#[derive(Serialize, ToSchema)] pub struct ItemResponse { a: u8 }";
        let path = "#[derive(utoipa::ToSchema)] enum ItemResponse { A }";
        assert_eq!(found(&[("crates/api/src/a.rs", item), ("crates/api/src/b.rs", path)]).len(), 1);
    }

    #[test]
    fn different_names_pass() {
        let plain = "#[derive(ToSchema)] struct Item;";
        let renamed = "#[derive(ToSchema)] #[schema(as = other::Thing)] struct Item;";
        let unrelated = "#[derive(Debug)] struct Item; struct Page<T>(T);";
        assert_eq!(
            found(&[
                ("crates/api/src/a.rs", plain),
                ("crates/api/src/b.rs", renamed),
                ("crates/api/src/c.rs", unrelated)
            ]),
            Findings::new()
        );
    }
}
