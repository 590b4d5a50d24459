//! Every operation of the contract can be used by somebody who has only the contract.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use super::tree::Tree;
use super::{Findings, drift};

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Lints both documents that the binary has just written.
pub fn gate(_: &Tree) -> Result<Findings> {
    let mut findings = Findings::new();
    for name in ["openapi.json", "open.json"] {
        let path = drift::fresh_contract()?.join(name);
        let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        let document: Value =
            serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
        findings.extend(lint(&document).into_iter().map(|finding| format!("{name}: {finding}")));
    }
    Ok(findings)
}

fn lint(document: &Value) -> Findings {
    let mut findings = Findings::new();
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    let declared: BTreeSet<&str> =
        document["tags"].as_array().into_iter().flatten().filter_map(|tag| tag["name"].as_str()).collect();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            let Some(operation) = item.get(method) else {
                continue;
            };
            let place = format!("{} {path}", method.to_uppercase());
            let id = operation["operationId"].as_str().unwrap_or_default();
            if id.is_empty() {
                findings.push(format!("{place}: no operationId"));
            } else if let Some(other) = ids.insert(id.to_owned(), place.clone()) {
                findings.push(format!("{place}: operationId {id} is also that of {other}"));
            }
            findings.extend(
                lint_operation(document, operation, &declared)
                    .into_iter()
                    .map(|finding| format!("{place}: {finding}")),
            );
        }
    }
    findings.extend(dangling(document));
    findings
}

fn lint_operation(document: &Value, operation: &Value, declared_tags: &BTreeSet<&str>) -> Findings {
    let mut findings = Findings::new();
    for field in ["summary", "description"] {
        if operation[field].as_str().is_none_or(|text| text.trim().is_empty()) {
            findings.push(format!("no {field}"));
        }
    }
    let tags: Vec<&str> =
        operation["tags"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if tags.is_empty() {
        findings.push("no tag".to_owned());
    }
    for tag in tags.iter().filter(|tag| !declared_tags.contains(*tag)) {
        findings.push(format!("tag {tag} is not described in the document's list of tags"));
    }
    if operation.get("security").is_none_or(|security| !security.is_array()) {
        findings.push("no security (an open operation says so with an empty list)".to_owned());
    }
    findings.extend(lint_responses(document, operation));
    findings
}

/// At least one success, and problem documents for what can go wrong; an example in a request or an answer.
fn lint_responses(document: &Value, operation: &Value) -> Findings {
    let mut findings = Findings::new();
    let Some(responses) = operation["responses"].as_object() else {
        return vec!["no responses".to_owned()];
    };
    let success = responses.iter().find(|(status, _)| status.starts_with(['2', '3']));
    if success.is_none() {
        findings.push("no response of success".to_owned());
    }
    let errors: Vec<(&String, &Value)> = responses
        .iter()
        .filter(|(status, _)| status.starts_with(['4', '5']) || *status == "default")
        .collect();
    if errors.is_empty() {
        findings.push("no problem responses".to_owned());
    }
    for (status, response) in errors {
        if resolve(document, response)["content"].get("application/problem+json").is_none() {
            findings.push(format!("response {status} is not application/problem+json"));
        }
    }
    if !has_example(document, operation, success.map(|(_, response)| response)) {
        findings.push("no example: of the request body or of the answer".to_owned());
    }
    findings
}

fn has_example(document: &Value, operation: &Value, success: Option<&Value>) -> bool {
    let bodies =
        [operation.get("requestBody"), success].into_iter().flatten().map(|body| resolve(document, body));
    let mut has_json = false;
    for body in bodies {
        for (_, media) in body["content"].as_object().into_iter().flatten() {
            has_json = true;
            if example_in(document, media)
                || media.get("schema").is_some_and(|schema| example_in(document, resolve(document, schema)))
            {
                return true;
            }
        }
    }
    // Nothing goes in and nothing comes out: there is nothing to show.
    !has_json
}

/// An example of its own, or one for each of its properties, or of what it is made of.
fn example_in(document: &Value, value: &Value) -> bool {
    let own = value.get("example").is_some() || value.get("examples").is_some();
    let binary =
        value["type"] == "string" && value["format"] == "binary" || value["schema"]["format"] == "binary";
    let items = value.get("items").is_some_and(|items| example_in(document, resolve(document, items)));
    let parts = ["allOf", "oneOf", "anyOf"].iter().any(|key| {
        value[*key]
            .as_array()
            .is_some_and(|parts| parts.iter().any(|part| example_in(document, resolve(document, part))))
    });
    let properties = value["properties"].as_object().is_some_and(|properties| {
        properties.values().any(|property| {
            property.get("example").is_some()
                || property.get("examples").is_some()
                || property.get("items").is_some_and(|items| example_in(document, resolve(document, items)))
        })
    });
    own || binary || items || parts || properties
}

/// Follows one `$ref`.
fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
        Some(pointer) => document.pointer(pointer).unwrap_or(value),
        None => value,
    }
}

/// References to what is not there (a schema that another of the same name has replaced, or that was never registered).
fn dangling(document: &Value) -> Findings {
    fn walk(document: &Value, value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                if let Some(pointer) = map.get("$ref").and_then(Value::as_str)
                    && pointer.strip_prefix('#').is_none_or(|pointer| document.pointer(pointer).is_none())
                {
                    found.insert(format!("{pointer}: refers to nothing"));
                }
                map.values().for_each(|value| walk(document, value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| walk(document, value, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    walk(document, document, &mut found);
    found.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn good() -> Value {
        json!({
            "tags": [{"name": "建议"}],
            "paths": {"/a": {"get": {
                "operationId": "get_a", "summary": "s", "description": "d", "tags": ["建议"], "security": [],
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}},
                    "404": {"content": {"application/problem+json": {}}}
                }
            }}},
            "components": {"schemas": {"A": {"properties": {"x": {"type": "string", "example": "1"}}}}}
        })
    }

    /// The complete document with one thing changed.
    fn changed(pointer: &str, value: Value) -> Findings {
        let mut document = good();
        *document.pointer_mut(pointer).expect("the pointer leads somewhere") = value;
        lint(&document)
    }

    #[test]
    fn a_complete_operation_passes() {
        assert_eq!(lint(&good()), Findings::new());
    }

    #[test]
    fn each_omission_is_found() {
        let operation = "/paths/~1a/get";
        for (part, value, word) in [
            ("operationId", json!(""), "operationId"),
            ("summary", json!(" "), "summary"),
            ("description", json!(null), "description"),
            ("tags", json!([]), "no tag"),
            ("tags", json!(["其他"]), "not described"),
            ("security", json!(null), "security"),
            ("responses", json!({"200": {}}), "no problem responses"),
            ("responses/404", json!({"content": {"text/plain": {}}}), "problem+json"),
            (
                "responses/200",
                json!({"content": {"application/json": {"schema": {"$ref": "#/components/schemas/B"}}}}),
                "refers to nothing",
            ),
            (
                "responses/200",
                json!({"content": {"application/json": {"schema": {"type": "object"}}}}),
                "no example",
            ),
        ] {
            let findings = changed(&format!("{operation}/{part}"), value);
            assert!(findings.iter().any(|finding| finding.contains(word)), "{part}: {findings:?}");
        }
    }

    #[test]
    fn a_name_used_twice_is_found() {
        let mut document = good();
        document["paths"]["/b"] = document["paths"]["/a"].clone();
        assert!(lint(&document).iter().any(|finding| finding.contains("also that of")));
    }
}
