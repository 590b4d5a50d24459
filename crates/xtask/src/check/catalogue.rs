//! The error catalogue is complete in both languages.
//!
//! Read from the macro that declares it, so that a wrong entry is named before anything is built.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Attribute, Ident, LitInt, LitStr, Token};

use super::Findings;
use super::tree::Tree;

/// `Variant = "code", 422, "中文", "English";`
struct Entry {
    code: String,
    status: u16,
    zh: String,
    en: String,
}

impl Parse for Entry {
    fn parse(input: ParseStream<'_>) -> syn::Result<Entry> {
        Attribute::parse_outer(input)?;
        input.parse::<Ident>()?;
        input.parse::<Token![=]>()?;
        let code = input.parse::<LitStr>()?.value();
        input.parse::<Token![,]>()?;
        let status = input.parse::<LitInt>()?.base10_parse()?;
        input.parse::<Token![,]>()?;
        let zh = input.parse::<LitStr>()?.value();
        input.parse::<Token![,]>()?;
        let en = input.parse::<LitStr>()?.value();
        Ok(Entry { code, status, zh, en })
    }
}

/// Checks every `catalogue! { … }` of the domain.
pub fn gate(tree: &Tree) -> Result<Findings> {
    let mut reader = Reader::default();
    for source in tree.sources.iter().filter(|source| source.package == "domain") {
        reader.path.clone_from(&source.path);
        reader.visit_file(&source.syntax);
    }
    let mut findings = reader.findings;
    if reader.entries.is_empty() {
        findings.push("no error catalogue was found: a macro `catalogue!` in crates/domain".to_owned());
    }
    let mut codes = BTreeMap::new();
    for entry in &reader.entries {
        if codes.insert(&entry.code, ()).is_some() {
            findings.push(format!("{}: twice in the catalogue", entry.code));
        }
        findings.extend(wrong_with(entry).map(|what| format!("{}: {what}", entry.code)));
    }
    Ok(findings)
}

#[derive(Default)]
struct Reader {
    path: String,
    entries: Vec<Entry>,
    findings: Findings,
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if call.path.is_ident("catalogue") {
            match call.parse_body_with(Punctuated::<Entry, Token![;]>::parse_terminated) {
                Ok(entries) => self.entries.extend(entries),
                Err(error) => {
                    self.findings.push(format!("{}: the catalogue cannot be read: {error}", self.path))
                }
            }
        }
        visit::visit_macro(self, call);
    }
}

fn wrong_with(entry: &Entry) -> Option<String> {
    let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let well_formed = entry.code.split('.').all(|part| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    });
    if !well_formed {
        return Some("codes are snake_case words joined by dots".to_owned());
    }
    if !(400..600).contains(&entry.status) {
        return Some(format!("{} is not the status of an error", entry.status));
    }
    if !chinese(&entry.zh) {
        return Some("the Chinese text is missing".to_owned());
    }
    // It may quote a Chinese form, but has to say something about it.
    let latin = entry.en.chars().filter(char::is_ascii_alphabetic).count();
    if latin <= entry.en.chars().filter(|c| !c.is_ascii()).count() {
        return Some("the English text is missing".to_owned());
    }
    let (zh, en) = (parameters(&entry.zh), parameters(&entry.en));
    (zh != en).then(|| format!("the texts have different parameters: {zh:?} and {en:?}"))
}

/// The names in braces.
fn parameters(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(entries: &str) -> Findings {
        gate(&Tree::sample(&[(
            "crates/domain/src/kernel/error_codes.rs",
            &format!("catalogue! {{ {entries} }}"),
        )]))
        .expect("runs")
    }

    #[test]
    fn each_mistake_is_found() {
        for (entry, word) in [
            ("A = \"Text.Long\", 422, \"太长\", \"Too long\";", "snake_case"),
            ("A = \"text.long\", 200, \"太长\", \"Too long\";", "status"),
            ("A = \"text.long\", 422, \"Too long\", \"Too long\";", "Chinese"),
            ("A = \"text.long\", 422, \"太长\", \"\";", "English"),
            ("A = \"text.long\", 422, \"不超过 {max} 个字\", \"At most {limit}\";", "parameters"),
            ("A = \"a\", 422, \"长\", \"x\"; B = \"a\", 422, \"长\", \"x\";", "twice"),
            ("A = \"a\", \"长\";", "cannot be read"),
        ] {
            let findings = found(entry);
            assert!(findings.iter().any(|finding| finding.contains(word)), "{entry}: {findings:?}");
        }
        assert_eq!(gate(&Tree::sample(&[])).expect("runs").len(), 1, "no catalogue at all");
    }

    #[test]
    fn a_complete_entry_passes() {
        assert_eq!(
            found("/// doc\nA = \"text.long\", 422, \"不超过 {max} 个字\", \"At most {max} characters\";"),
            Findings::new()
        );
    }
}
