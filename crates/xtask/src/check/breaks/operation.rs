//! Paths, operations, parameters, answers.

use serde_json::Value;

use super::schema::{Direction, compare};
use super::{Pair, members};

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Everything that a client of the released contract may stumble over today, each in one line that names its place.
pub fn breaks(pair: &Pair<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for (path, released) in members(&pair.released["paths"]) {
        let Some(today) = pair.today["paths"].get(path) else {
            found.push(format!("{path}: removed"));
            continue;
        };
        for method in METHODS {
            let Some(old) = released.get(method) else { continue };
            let place = format!("{} {path}", method.to_uppercase());
            let Some(new) = today.get(method) else {
                found.push(format!("{place}: removed"));
                continue;
            };
            let mut here = Vec::new();
            operation(pair, old, new, &mut here);
            found.extend(here.into_iter().map(|it| format!("{place}: {it}")));
        }
    }
    found
}

fn operation<'a>(pair: &Pair<'a>, old: &'a Value, new: &'a Value, found: &mut Vec<String>) {
    // The name of the function in every generated client.
    if old["operationId"] != new["operationId"] {
        found.push(format!("operationId was {}, is {}", old["operationId"], new["operationId"]));
    }
    security(old, new, found);
    parameters(pair, old, new, found);
    request(pair, old, new, found);
    responses(pair, old, new, found);
}

/// Whoever was let in must still be: each of the released alternatives is still offered.
fn security(old: &Value, new: &Value, found: &mut Vec<String>) {
    let alternatives =
        |value: &Value| -> Vec<Value> { value["security"].as_array().cloned().unwrap_or_default() };
    let (before, now) = (alternatives(old), alternatives(new));
    let is_open = |list: &[Value]| {
        list.is_empty() || list.iter().any(|one| one.as_object().is_some_and(serde_json::Map::is_empty))
    };
    if is_open(&now) {
        return;
    }
    if is_open(&before) {
        found.push("asks for credentials now".to_owned());
        return;
    }
    for gone in before.iter().filter(|one| !now.contains(one)) {
        found.push(format!("credentials {gone} no longer accepted"));
    }
}

fn parameters<'a>(pair: &Pair<'a>, old: &'a Value, new: &'a Value, found: &mut Vec<String>) {
    let list = |value: &'a Value| value["parameters"].as_array().into_iter().flatten();
    let released: Vec<&Value> = list(old).map(|it| pair.then(it)).collect();
    let today: Vec<&Value> = list(new).map(|it| pair.now(it)).collect();
    let same = |a: &Value, b: &Value| a["name"] == b["name"] && a["in"] == b["in"];
    let named = |it: &Value| {
        format!(
            "parameter {} ({})",
            it["name"].as_str().unwrap_or_default(),
            it["in"].as_str().unwrap_or_default()
        )
    };
    for before in &released {
        let name = named(before);
        let Some(now) = today.iter().find(|it| same(it, before)) else {
            found.push(format!("{name} removed"));
            continue;
        };
        if now["required"] == true && before["required"] != true {
            found.push(format!("{name} is required now"));
        }
        for how in ["style", "explode"] {
            if before[how] != now[how] {
                found.push(format!("{name}: {how} was {}, is {}", before[how], now[how]));
            }
        }
        let mut inside = Vec::new();
        compare(pair, &before["schema"], &now["schema"], Direction::Request, &mut inside);
        found.extend(inside.into_iter().map(|it| format!("{name}: {it}")));
    }
    for now in today.iter().filter(|it| it["required"] == true) {
        if !released.iter().any(|it| same(it, now)) {
            found.push(format!("{} is new and required", named(now)));
        }
    }
}

fn request<'a>(pair: &Pair<'a>, old: &'a Value, new: &'a Value, found: &mut Vec<String>) {
    let (before, now) = (pair.then(&old["requestBody"]), pair.now(&new["requestBody"]));
    if now["required"] == true && before["required"] != true {
        found.push("a request body is required now".to_owned());
    }
    for (media_type, released) in members(&before["content"]) {
        match now["content"].get(media_type) {
            None => found.push(format!("request body {media_type} no longer accepted")),
            Some(today) => {
                let mut inside = Vec::new();
                compare(pair, &released["schema"], &today["schema"], Direction::Request, &mut inside);
                found.extend(inside.into_iter().map(|it| format!("request: {it}")));
            }
        }
    }
}

fn responses<'a>(pair: &Pair<'a>, old: &'a Value, new: &'a Value, found: &mut Vec<String>) {
    for (status, released) in members(&old["responses"]) {
        let Some(today) = new["responses"].get(status) else {
            found.push(format!("response {status} removed"));
            continue;
        };
        let (before, now) = (pair.then(released), pair.now(today));
        for (header, _) in members(&before["headers"]) {
            if now["headers"].get(header).is_none() {
                found.push(format!("response {status}: header {header} removed"));
            }
        }
        for (media_type, before) in members(&before["content"]) {
            match now["content"].get(media_type) {
                None => found.push(format!("response {status}: no longer {media_type}")),
                Some(now) => {
                    let mut inside = Vec::new();
                    compare(pair, &before["schema"], &now["schema"], Direction::Response, &mut inside);
                    found.extend(inside.into_iter().map(|it| format!("response {status}: {it}")));
                }
            }
        }
    }
}
