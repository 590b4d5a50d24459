use serde_json::{Value, json};

use super::{Findings, unannounced};

fn released() -> Value {
    json!({
        "paths": {
            "/things": {
                "get": {
                    "operationId": "list_things", "security": [{"key": []}, {"bearer": []}],
                    "parameters": [
                        {"name": "q", "in": "query", "schema": {"type": "string", "maxLength": 50}},
                        {"name": "status", "in": "query", "style": "form", "explode": false, "schema":
                            {"type": "array", "items": {"$ref": "#/components/schemas/Status"}}}
                    ],
                    "responses": {
                        "200": {
                            "headers": {"ETag": {"schema": {"type": "string"}}},
                            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
                        },
                        "304": {"description": "Unchanged"},
                        "404": {"$ref": "#/components/responses/NotFound"}
                    }
                },
                "post": {
                    "operationId": "create_thing", "security": [],
                    "requestBody": {"content": {"application/json": {"schema":
                        {"$ref": "#/components/schemas/NewThing"}}}},
                    "responses": {"201": {"description": "Made"}}
                }
            },
            "/old": {"get": {"operationId": "get_old", "responses": {"200": {"description": "Old"}}}}
        },
        "components": {
            "responses": {"NotFound": {"content": {"application/problem+json": {}}}},
            "schemas": {
                "Status": {"type": "string", "enum": ["open", "closed"]},
                "Thing": {
                    "type": "object", "required": ["id", "name", "status"],
                    "properties": {
                        "id": {"type": "string", "format": "uuid"},
                        "name": {"type": "string"},
                        "status": {"$ref": "#/components/schemas/Status"},
                        "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
                        "unit": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Unit"}]},
                        "event": {"oneOf": [{"title": "Made", "type": "object"}, {"title": "Gone", "type": "object"}]}
                    }
                },
                "Unit": {"allOf": [{"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}]},
                "NewThing": {
                    "type": "object", "required": ["name"], "additionalProperties": false,
                    "properties": {
                        "name": {"type": "string", "minLength": 1, "maxLength": 50},
                        "note": {"type": ["string", "null"]},
                        "kind": {"type": "string"},
                        "count": {"type": "integer", "minimum": 1, "maximum": 9},
                        "status": {"$ref": "#/components/schemas/Status"}
                    }
                }
            }
        }
    })
}

/// The breaks after one change: the value at the pointer replaced, or taken away.
fn after(pointer: &str, value: Option<Value>) -> Findings {
    let mut today = released();
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let name = name.replace("~1", "/");
    let parent = today.pointer_mut(parent).expect("the pointer leads somewhere");
    match (parent, value) {
        (Value::Object(map), Some(value)) => drop(map.insert(name, value)),
        (Value::Object(map), None) => drop(map.remove(&name).expect("it was there")),
        (Value::Array(list), Some(value)) => list.push(value),
        (Value::Array(list), None) => drop(list.remove(name.parse().expect("a place"))),
        _ => panic!("{pointer} is no member"),
    }
    unannounced(&released(), &today, "")
}

const GET: &str = "/paths/~1things/get";
const POST: &str = "/paths/~1things/post";
const SCHEMAS: &str = "/components/schemas";

#[test]
fn nothing_changed_is_no_break() {
    assert_eq!(unannounced(&released(), &released(), ""), Findings::new());
}

#[test]
fn each_kind_of_break_is_named() {
    let new_thing = format!("{SCHEMAS}/NewThing");
    let thing = format!("{SCHEMAS}/Thing");
    for (pointer, value, said) in [
        ("/paths/~1old".to_owned(), None, "/old: removed"),
        (GET.to_owned(), None, "GET /things: removed"),
        (
            format!("{GET}/operationId"),
            Some(json!("things")),
            "operationId was \"list_things\", is \"things\"",
        ),
        (format!("{GET}/security/1"), None, "credentials {\"bearer\":[]} no longer accepted"),
        (format!("{POST}/security"), Some(json!([{"key": []}])), "asks for credentials now"),
        (format!("{GET}/parameters/0"), None, "parameter q (query) removed"),
        (
            format!("{GET}/parameters/-"),
            Some(json!({"name": "year", "in": "query", "required": true, "schema": {}})),
            "parameter year (query) is new and required",
        ),
        (format!("{GET}/parameters/0/required"), Some(json!(true)), "parameter q (query) is required now"),
        (
            format!("{GET}/parameters/1/explode"),
            Some(json!(true)),
            "parameter status (query): explode was false, is true",
        ),
        (
            format!("{GET}/parameters/0/schema/maxLength"),
            Some(json!(20)),
            "parameter q (query): maxLength was 50, is 20",
        ),
        (
            format!("{SCHEMAS}/Status/enum/1"),
            None,
            "parameter status (query): [] value \"closed\" no longer accepted",
        ),
        (format!("{GET}/responses/304"), None, "response 304 removed"),
        (format!("{GET}/responses/200/headers/ETag"), None, "response 200: header ETag removed"),
        (
            format!("{GET}/responses/200/content"),
            Some(json!({"text/csv": {}})),
            "response 200: no longer application/json",
        ),
        (
            "/components/responses/NotFound/content".to_owned(),
            Some(json!({"text/plain": {}})),
            "response 404: no longer application/problem+json",
        ),
        (format!("{thing}/properties/name"), None, "response 200: name removed"),
        (format!("{thing}/required/1"), None, "response 200: name may be missing now"),
        (
            format!("{thing}/properties/name/type"),
            Some(json!("integer")),
            "response 200: name type was string, is integer",
        ),
        (
            format!("{thing}/properties/name/type"),
            Some(json!(["string", "null"])),
            "response 200: name type was string, is null|string",
        ),
        (format!("{thing}/properties/id/format"), None, "response 200: id format was uuid, is none"),
        (format!("{SCHEMAS}/Status/enum"), None, "response 200: status is no longer a closed list of values"),
        (format!("{SCHEMAS}/Unit/allOf/0/properties/id"), None, "response 200: unit.id removed"),
        (
            format!("{thing}/properties/event/oneOf/-"),
            Some(json!({"title": "Moved", "type": "object"})),
            "response 200: event may be Moved now",
        ),
        (format!("{POST}/requestBody/required"), Some(json!(true)), "a request body is required now"),
        (
            format!("{POST}/requestBody/content"),
            Some(json!({})),
            "request body application/json no longer accepted",
        ),
        (format!("{new_thing}/required/-"), Some(json!("kind")), "request: kind is required now"),
        (format!("{new_thing}/properties/note"), None, "request: note removed"),
        (
            format!("{new_thing}/properties/note/type"),
            Some(json!("string")),
            "request: note type was null|string, is string",
        ),
        (
            format!("{new_thing}/properties/kind/enum"),
            Some(json!(["a"])),
            "request: kind accepts a closed list of values only",
        ),
        (format!("{new_thing}/properties/kind/pattern"), Some(json!("^a")), "request: kind pattern is ^a"),
        (
            format!("{new_thing}/properties/kind/format"),
            Some(json!("uuid")),
            "request: kind format was none, is uuid",
        ),
        (
            format!("{new_thing}/properties/count/minimum"),
            Some(json!(2)),
            "request: count minimum was 1, is 2",
        ),
        (
            format!("{new_thing}/properties/count/maximum"),
            Some(json!(8)),
            "request: count maximum was 9, is 8",
        ),
        (
            format!("{new_thing}/properties/kind/maxLength"),
            Some(json!(9)),
            "request: kind maxLength was none, is 9",
        ),
    ] {
        let found = after(&pointer, value);
        assert!(found.iter().any(|it| it.ends_with(said)), "{pointer}: {said} not in {found:?}");
    }
}

#[test]
fn additions_and_relaxations_are_no_break() {
    let new_thing = format!("{SCHEMAS}/NewThing");
    for (pointer, value) in [
        ("/paths/~1new".to_owned(), Some(json!({"get": {"operationId": "get_new"}}))),
        (format!("{GET}/parameters/-"), Some(json!({"name": "sort", "in": "query", "schema": {}}))),
        (format!("{GET}/security"), Some(json!([]))),
        (format!("{GET}/responses/429"), Some(json!({"description": "Too many"}))),
        (format!("{SCHEMAS}/Thing/properties/more"), Some(json!({"type": "string"}))),
        (format!("{SCHEMAS}/Status/enum/-"), Some(json!("merged"))),
        (format!("{new_thing}/properties/more"), Some(json!({"type": "string"}))),
        (format!("{new_thing}/properties/name/maxLength"), Some(json!(60))),
        (format!("{new_thing}/properties/name/minLength"), None),
        (format!("{new_thing}/properties/kind/type"), Some(json!(["string", "null"]))),
        (format!("{new_thing}/required/0"), None),
        (format!("{new_thing}/additionalProperties"), Some(json!(true))),
    ] {
        assert_eq!(after(&pointer, value), Findings::new(), "{pointer}");
    }
}

#[test]
fn an_announced_break_is_accepted_and_another_is_not() {
    let mut today = released();
    today["paths"].as_object_mut().expect("paths").remove("/old");
    let announced = "- 2027-01-01: `/old: removed`; use `/new` instead";
    assert_eq!(unannounced(&released(), &today, announced), Findings::new());
    assert_eq!(unannounced(&released(), &today, "- `/older: removed`").len(), 1);
}
