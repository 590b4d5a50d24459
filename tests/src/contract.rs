//! The OpenAPI document that a running server serves, as tests walk it.

use crate::TestApp;
use reqwest::Method;
use serde_json::{Value, json};

/// One operation of the contract.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its method.
    pub method: Method,
    /// Its path, with `{parameters}`.
    pub path: String,
    /// Its `operationId`.
    pub id: String,
    /// Whether it can be called without signing in.
    pub public: bool,
    /// Whether it is for other systems, which come with a key.
    pub keyed: bool,
    /// The names of its query parameters.
    pub query: Vec<String>,
    /// The headers it reads: `If-Match`, `Idempotency-Key` …
    pub headers: Vec<String>,
    /// Whether it takes a JSON body.
    pub takes_json: bool,
    /// An example of that body: the contract's, else one made up from its schema.
    pub example: Option<Value>,
    /// Whether that example is the contract's own.
    pub has_own_example: bool,
    /// The status codes that it says it answers with.
    pub statuses: Vec<u16>,
    /// Query parameters that must be there, with plausible values.
    needed_query: Vec<String>,
    /// A plausible value for each path parameter.
    sample: Vec<(String, String)>,
}

impl Operation {
    /// Every operation of the document.
    pub async fn all(app: &TestApp) -> Vec<Self> {
        let document = app.anonymous().get("/openapi/openapi.json").await.ok(200);
        let mut found = Vec::new();
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
                if let Some(operation) = item.get(method.as_str().to_lowercase()) {
                    found.push(Self::read(&document, path, method, operation));
                }
            }
        }
        assert!(found.len() > 10, "the document has {} operations", found.len());
        found
    }

    fn read(document: &Value, path: &str, method: Method, operation: &Value) -> Self {
        let parameters = |kind: &str| -> Vec<&Value> {
            let all = operation["parameters"].as_array().into_iter().flatten();
            all.filter(|parameter| parameter["in"] == kind).collect()
        };
        let name = |parameter: &&Value| parameter["name"].as_str().unwrap_or_default().to_owned();
        let security = operation["security"].as_array().cloned().unwrap_or_default();
        let json = &operation["requestBody"]["content"]["application/json"];
        let schema = resolve(document, &json["schema"]);
        let examples = schema["examples"].as_array().and_then(|examples| examples.first());
        let example =
            [json.get("example"), schema.get("example"), examples].into_iter().flatten().next().cloned();
        // A search for nothing is refused before anybody asks who searches.
        let needed = |parameter: &&Value| parameter["required"] == true || parameter["name"] == "q";
        let needed = parameters("query").into_iter().filter(needed);
        Self {
            path: path.to_owned(),
            id: operation["operationId"].as_str().unwrap_or_default().to_owned(),
            public: security.iter().all(|scheme| scheme.as_object().is_some_and(serde_json::Map::is_empty)),
            keyed: security.iter().any(|scheme| scheme.get("key").is_some()),
            query: parameters("query").iter().map(name).collect(),
            headers: parameters("header").iter().map(name).collect(),
            takes_json: !json.is_null(),
            has_own_example: example.is_some(),
            example: example.or_else(|| (!json.is_null()).then(|| made_up(document, schema, 0))),
            needed_query: needed
                .map(|it| match name(&it).as_str() {
                    "q" => "q=%E5%BB%BA%E8%AE%AE".to_owned(),
                    other => format!("{other}={}", plausible(&it["schema"])),
                })
                .collect(),
            statuses: operation["responses"]
                .as_object()
                .into_iter()
                .flatten()
                .filter_map(|(status, _)| status.parse().ok())
                .collect(),
            sample: parameters("path")
                .iter()
                .map(|parameter| (name(parameter), plausible(&parameter["schema"])))
                .collect(),
            method,
        }
    }

    /// Whether it answers pages.
    pub fn is_list(&self) -> bool {
        self.method == Method::GET && self.query.iter().any(|name| name == "cursor")
    }

    /// `GET /api/v1/…`, for messages.
    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The path with plausible values that lead nowhere.
    pub fn nowhere(&self) -> String {
        let mut path = self.path.clone();
        for (name, value) in &self.sample {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        path
    }

    /// The path to existing records: `known` names, for a beginning of a path up to and with its
    /// parameter (`/api/v1/suggestions/{id}`), the value that leads somewhere.
    pub fn leading_to(&self, known: &[(&str, String)]) -> String {
        let mut values = self.sample.clone();
        for (beginning, value) in known {
            let name =
                beginning.rsplit('{').next().and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
            let rest = self.path.strip_prefix(beginning);
            if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
                values.iter_mut().filter(|(it, _)| it == name).for_each(|(_, it)| it.clone_from(value));
            }
        }
        let mut path = self.path.clone();
        for (name, value) in &values {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        if self.needed_query.is_empty() { path } else { format!("{path}?{}", self.needed_query.join("&")) }
    }

    /// The path with `value` for its last parameter; none when it has no parameter.
    pub fn with_last(&self, value: &str) -> Option<String> {
        let (last, _) = self.sample.last()?;
        let path = self.path.replace(&format!("{{{last}}}"), value);
        Some(self.sample.iter().fold(path, |path, (name, value)| path.replace(&format!("{{{name}}}"), value)))
    }
}

/// A value of the right form that names nothing.
fn plausible(schema: &Value) -> String {
    let is = |kind: &str| {
        schema["type"] == kind || schema["type"].as_array().is_some_and(|all| all.iter().any(|it| it == kind))
    };
    if let Some(first) = schema["enum"].as_array().and_then(|values| values.first()).and_then(Value::as_str) {
        first.to_owned()
    } else if is("integer") {
        "2026".to_owned()
    } else {
        match schema["format"].as_str() {
            Some("uuid") => "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52".to_owned(),
            Some("date") => "2026-03-02".to_owned(),
            _ => "nothing".to_owned(),
        }
    }
}

/// The least that fits a schema.
fn made_up(document: &Value, schema: &Value, depth: usize) -> Value {
    let schema = resolve(document, schema);
    if let Some(example) = schema.get("example") {
        return example.clone();
    }
    if let Some(first) = schema["enum"].as_array().and_then(|values| values.first()) {
        return first.clone();
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        if let Some(first) = schema[key].as_array().and_then(|parts| parts.first()) {
            return made_up(document, first, depth + 1);
        }
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.first().and_then(Value::as_str),
        kind => kind.as_str(),
    };
    match kind {
        Some("integer" | "number") => json!(schema["minimum"].as_i64().unwrap_or(1).max(1)),
        Some("boolean") => json!(true),
        Some("array") if depth < 5 => json!([made_up(document, &schema["items"], depth + 1)]),
        Some("array") => json!([]),
        Some("string") => match plausible(schema).as_str() {
            "nothing" => json!("为测试而写的一段话，长度足够。"),
            other => json!(other),
        },
        _ => {
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let members = required
                .map(|name| (name.to_owned(), made_up(document, &schema["properties"][name], depth + 1)));
            Value::Object(members.collect())
        }
    }
}

fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
        Some(pointer) => document.pointer(pointer).unwrap_or(schema),
        None => schema,
    }
}
