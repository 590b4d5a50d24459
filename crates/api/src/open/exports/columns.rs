//! Flat columns for spreadsheets, of the same documents.

use documents::sheet::disarm;
use serde_json::Value;

/// Columns in their order: the name in the first line, and where the value stands in the document; `*` is each of a list.
/// Only added to, at the end.
pub(super) const COLUMNS: &[(&str, &[&str])] = &[
    ("id", &["id"]),
    ("ref", &["ref"]),
    ("view", &["view"]),
    ("version", &["version"]),
    ("seq", &["seq"]),
    ("official_no", &["official_no"]),
    ("title", &["title"]),
    ("category", &["category"]),
    ("jurisdiction_id", &["jurisdiction_id"]),
    ("term", &["term"]),
    ("session", &["session"]),
    ("period", &["period"]),
    ("status", &["status"]),
    ("phase", &["phase"]),
    ("result_class", &["result_class"]),
    ("result_letter", &["result_letter"]),
    ("lead_unit_ids", &["lead_units", "*", "id"]),
    ("lead_units", &["lead_units", "*", "name"]),
    ("co_unit_ids", &["co_units", "*", "id"]),
    ("co_units", &["co_units", "*", "name"]),
    ("proposers", &["proposers", "*", "name"]),
    ("cosigner_count", &["cosigner_count"]),
    ("submitted_on", &["dates", "submitted_on"]),
    ("accepted_on", &["dates", "accepted_on"]),
    ("assigned_on", &["dates", "assigned_on"]),
    ("replied_on", &["dates", "replied_on"]),
    ("closed_on", &["dates", "closed_on"]),
    ("due_on", &["due", "on"]),
    ("due_basis", &["due", "basis"]),
    ("due_extended", &["due", "extended"]),
    ("overdue_level", &["due", "overdue_level"]),
    ("satisfaction_attitude", &["satisfaction", "attitude"]),
    ("satisfaction_result", &["satisfaction", "result"]),
    ("satisfaction_on", &["satisfaction", "on"]),
    ("commitments", &["commitments", "*", "text"]),
    ("commitments_due_on", &["commitments", "*", "due_on"]),
    ("commitments_status", &["commitments", "*", "status"]),
    ("reply_count", &["reply_count"]),
    ("merged_into", &["merged_into"]),
    ("page", &["links", "page"]),
    ("updated_at", &["updated_at"]),
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
        let cell = |name: &str| &line[COLUMNS.iter().position(|(known, _)| *known == name).unwrap()];
        assert_eq!(cell("id"), "1");
        assert_eq!(cell("version"), "3");
        assert_eq!(cell("title"), "'=HYPERLINK(\"x\")");
    }

    #[test]
    fn every_column_stands_in_the_documented_object() {
        use utoipa::PartialSchema;
        let schema = serde_json::to_value(crate::open::OpenMatter::schema()).unwrap();
        let example = &schema["example"];
        for (name, path) in COLUMNS {
            // What the example has as `null` or as an empty list says nothing of what is inside.
            let mut value = example;
            for step in *path {
                if value.is_null() || value.as_array().is_some_and(Vec::is_empty) {
                    break;
                }
                value = if *step == "*" {
                    &value[0]
                } else {
                    value.get(step).unwrap_or_else(|| panic!("{name}"))
                };
            }
        }
    }
}
