//! Flat columns for spreadsheets, of the same documents.

use documents::sheet::disarm;
use serde_json::Value;

/// Columns in their order: the name in the first line, and where the value stands in the document; `*` is each of a list.
/// Only added to, at the end.
pub(super) const COLUMNS: &[(&str, &[&str])] = &[
    ("id", &["id"]),
    ("ref", &["ref"]),
    ("version", &["version"]),
    ("seq", &["seq"]),
    ("title", &["title"]),
    ("status", &["status"]),
    ("phase", &["phase"]),
    ("category", &["category"]),
];

/// One line of cells. What a spreadsheet would compute is disarmed by an apostrophe.
pub(super) fn cells(document: &Value) -> impl Iterator<Item = String> + '_ {
    COLUMNS.iter().map(|(_, path)| {
        let mut words = Vec::new();
        collect(document, path, &mut words);
        disarm(&words.join("；"))
    })
}

fn collect(value: &Value, path: &[&str], words: &mut Vec<String>) {
    match (path.split_first(), value) {
        (_, Value::Null) => {}
        (None, Value::String(text)) => words.push(text.clone()),
        (None, other) => words.push(other.to_string()),
        (Some((&"*", rest)), Value::Array(items)) => {
            items.iter().for_each(|item| collect(item, rest, words));
        }
        (Some((name, rest)), _) => {
            if let Some(inner) = value.get(name) {
                collect(inner, rest, words);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lists_are_joined_and_formulas_disarmed() {
        let document =
            json!({"a": [{"name": "住建局"}, {"name": "交通局"}], "b": {"on": "2026-03-02"}, "c": null});
        let words = |path: &[&str]| {
            let mut words = Vec::new();
            collect(&document, path, &mut words);
            words.join("；")
        };
        assert_eq!(words(&["a", "*", "name"]), "住建局；交通局");
        assert_eq!(words(&["b", "on"]), "2026-03-02");
        assert_eq!(words(&["c", "on"]), "");
        assert_eq!(words(&["nothing"]), "");
        let line: Vec<_> = cells(&json!({"id": "1", "title": "=HYPERLINK(\"x\")", "version": 3})).collect();
        assert_eq!(line[0], "1");
        assert_eq!(line[2], "3");
        assert_eq!(line[4], "'=HYPERLINK(\"x\")");
    }
}
