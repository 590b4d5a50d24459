//! Bodies: what may be sent must still be accepted, what is answered must still be understood.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Pair, members, resolve};

/// Who has to live with the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The client writes it: nothing may be asked for or refused that was not before.
    Request,
    /// The client reads it: nothing may be missing or of another shape. A new value of a closed list is no break: the
    /// documentation says of every such list that it grows at its end.
    Response,
}

/// Bounds that refuse more when they rise.
const LOWER: [&str; 5] = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];

/// Bounds that refuse more when they fall.
const UPPER: [&str; 5] = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];

/// Compares two schemas and names each break with its path below them.
pub fn compare<'a>(
    pair: &Pair<'a>,
    old: &'a Value,
    new: &'a Value,
    direction: Direction,
    found: &mut Vec<String>,
) {
    let mut walk = Walk { pair, direction, seen: BTreeSet::new(), found };
    walk.schemas(old, new, "");
}

struct Walk<'a, 'b> {
    pair: &'b Pair<'a>,
    direction: Direction,
    seen: BTreeSet<(String, String)>,
    found: &'b mut Vec<String>,
}

/// A schema with its references followed, its `allOf` merged, and `null` taken out of its alternatives.
#[derive(Default)]
struct Shape<'a> {
    types: BTreeSet<&'a str>,
    properties: BTreeMap<&'a str, &'a Value>,
    required: BTreeSet<&'a str>,
    values: Option<BTreeSet<String>>,
    items: Option<&'a Value>,
    additional: Option<&'a Value>,
    format: Option<&'a str>,
    pattern: Option<&'a str>,
    bounds: BTreeMap<&'a str, f64>,
    alternatives: BTreeMap<String, &'a Value>,
}

impl<'a> Shape<'a> {
    fn of(document: &'a Value, schema: &'a Value) -> Shape<'a> {
        let mut shape = Shape::default();
        shape.take(document, schema, 0);
        shape
    }

    fn take(&mut self, document: &'a Value, schema: &'a Value, depth: usize) {
        if depth > 16 {
            return;
        }
        let schema = resolve(document, schema);
        match &schema["type"] {
            Value::String(one) => {
                self.types.insert(one);
            }
            Value::Array(list) => self.types.extend(list.iter().filter_map(Value::as_str)),
            _ => {}
        }
        self.properties.extend(members(&schema["properties"]).map(|(name, it)| (name.as_str(), it)));
        self.required.extend(schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str));
        if let Some(values) = schema["enum"].as_array() {
            self.values = Some(values.iter().filter(|it| !it.is_null()).map(Value::to_string).collect());
        } else if let Some(value) = schema.get("const") {
            self.values = Some(BTreeSet::from([value.to_string()]));
        }
        self.items = schema.get("items").or(self.items);
        self.additional = schema.get("additionalProperties").or(self.additional);
        self.format = schema["format"].as_str().or(self.format);
        self.pattern = schema["pattern"].as_str().or(self.pattern);
        for bound in LOWER.into_iter().chain(UPPER) {
            if let Some(number) = schema[bound].as_f64() {
                self.bounds.insert(bound, number);
            }
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.take(document, part, depth + 1);
        }
        for list in ["oneOf", "anyOf"] {
            self.take_alternatives(document, schema[list].as_array().into_iter().flatten(), depth);
        }
    }

    fn take_alternatives(
        &mut self,
        document: &'a Value,
        list: impl Iterator<Item = &'a Value>,
        depth: usize,
    ) {
        let (null, others): (Vec<&Value>, Vec<&Value>) = list.partition(|it| it["type"] == "null");
        match others[..] {
            // "This or null" is how an optional reference is written.
            [one] => self.take(document, one, depth + 1),
            _ => self
                .alternatives
                .extend(others.iter().enumerate().map(|(n, it)| (alternative_name(document, it, n), *it))),
        }
        if !null.is_empty() {
            self.types.insert("null");
        }
    }
}

/// What tells an alternative from the others: its schema's name, its title, its tag, else its place.
fn alternative_name(document: &Value, schema: &Value, place: usize) -> String {
    if let Some(name) = schema["$ref"].as_str().or(schema["title"].as_str()) {
        return name.rsplit('/').next().unwrap_or(name).to_owned();
    }
    let tag = members(&resolve(document, schema)["properties"]).find_map(|(name, property)| {
        let only = match property["enum"].as_array().map(Vec::as_slice) {
            Some([only]) => Some(only),
            _ => property.get("const"),
        };
        only.map(|value| format!("{name}={value}"))
    });
    tag.unwrap_or_else(|| format!("alternative {}", place + 1))
}

impl<'a> Walk<'a, '_> {
    fn schemas(&mut self, old: &'a Value, new: &'a Value, place: &str) {
        let names = (old["$ref"].as_str().unwrap_or_default(), new["$ref"].as_str().unwrap_or_default());
        // A tree of groups contains groups.
        if !names.0.is_empty() && !self.seen.insert((names.0.to_owned(), names.1.to_owned())) {
            return;
        }
        let before = Shape::of(self.pair.released, old);
        let now = Shape::of(self.pair.today, new);
        self.types(&before, &now, place);
        match self.direction {
            Direction::Request => self.narrowed(&before, &now, place),
            Direction::Response => self.missing(&before, &now, place),
        }
        for (name, released) in &before.properties {
            if let Some(today) = now.properties.get(name) {
                self.schemas(released, today, &joined(place, name));
            } else {
                self.say(&joined(place, name), "removed");
            }
        }
        if let (Some(released), Some(today)) = (before.items, now.items) {
            self.schemas(released, today, &format!("{place}[]"));
        }
        if let (Some(released), Some(today)) = (before.additional, now.additional)
            && released.is_object()
            && today.is_object()
        {
            self.schemas(released, today, &joined(place, "*"));
        }
        self.alternatives(&before, &now, place);
    }

    fn types(&mut self, before: &Shape<'a>, now: &Shape<'a>, place: &str) {
        // An integer is a number.
        let covered = |wide: &BTreeSet<&str>, narrow: &BTreeSet<&str>| {
            wide.is_empty()
                || !narrow.is_empty()
                    && narrow
                        .iter()
                        .all(|it| wide.contains(it) || *it == "integer" && wide.contains("number"))
        };
        let kept = match self.direction {
            Direction::Request => covered(&now.types, &before.types),
            Direction::Response => covered(&before.types, &now.types),
        };
        if !kept {
            self.say(place, &format!("type was {}, is {}", listed(&before.types), listed(&now.types)));
        }
        let format_kept = before.format == now.format
            || match self.direction {
                Direction::Request => now.format.is_none(),
                Direction::Response => before.format.is_none(),
            };
        if !format_kept {
            let (was, is) = (before.format.unwrap_or("none"), now.format.unwrap_or("none"));
            self.say(place, &format!("format was {was}, is {is}"));
        }
    }

    /// What was accepted and is refused now.
    fn narrowed(&mut self, before: &Shape<'a>, now: &Shape<'a>, place: &str) {
        for name in now.required.iter().filter(|name| !before.required.contains(*name)) {
            self.say(&joined(place, name), "is required now");
        }
        match (&before.values, &now.values) {
            (Some(released), Some(today)) => {
                for gone in released.difference(today) {
                    self.say(place, &format!("value {gone} no longer accepted"));
                }
            }
            (None, Some(_)) => self.say(place, "accepts a closed list of values only"),
            _ => {}
        }
        if now.pattern.is_some() && before.pattern != now.pattern {
            self.say(place, &format!("pattern is {}", now.pattern.unwrap_or_default()));
        }
        let is_closed = |shape: &Shape<'_>| shape.additional == Some(&Value::Bool(false));
        if is_closed(now) && !is_closed(before) && !before.properties.is_empty() {
            self.say(place, "refuses unknown properties now");
        }
        for (bound, number) in &now.bounds {
            let released = before.bounds.get(bound);
            let narrower = released.is_none_or(|released| {
                if LOWER.contains(bound) { number > released } else { number < released }
            });
            if narrower {
                let was = released.map_or("none".to_owned(), f64::to_string);
                self.say(place, &format!("{bound} was {was}, is {number}"));
            }
        }
    }

    /// What was always there and may be missing now.
    fn missing(&mut self, before: &Shape<'a>, now: &Shape<'a>, place: &str) {
        for name in before.required.iter().filter(|name| !now.required.contains(*name)) {
            if now.properties.contains_key(name) {
                self.say(&joined(place, name), "may be missing now");
            }
        }
        if before.values.is_some() && now.values.is_none() {
            self.say(place, "is no longer a closed list of values");
        }
    }

    fn alternatives(&mut self, before: &Shape<'a>, now: &Shape<'a>, place: &str) {
        for (name, released) in &before.alternatives {
            match now.alternatives.get(name) {
                Some(today) => self.schemas(released, today, &joined(place, &format!("<{name}>"))),
                None if self.direction == Direction::Request => {
                    self.say(place, &format!("{name} no longer accepted"));
                }
                None => {}
            }
        }
        if self.direction == Direction::Response {
            for name in now.alternatives.keys().filter(|name| !before.alternatives.contains_key(*name)) {
                self.say(place, &format!("may be {name} now"));
            }
        }
    }

    fn say(&mut self, place: &str, what: &str) {
        self.found.push(if place.is_empty() { what.to_owned() } else { format!("{place} {what}") });
    }
}

fn joined(place: &str, name: &str) -> String {
    if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") }
}

fn listed(types: &BTreeSet<&str>) -> String {
    if types.is_empty() { "anything".to_owned() } else { types.iter().copied().collect::<Vec<_>>().join("|") }
}
