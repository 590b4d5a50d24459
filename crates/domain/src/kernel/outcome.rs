use super::{AuditChange, Event};
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

/// What a domain method decided: the next state of the aggregate, and what must be written beside
/// it in the same transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome<T> {
    /// The aggregate as it is to be saved.
    pub next: T,
    /// For the outbox.
    pub event: Event,
    /// For the audit log.
    pub audit: AuditChange,
}

/// The fixed words of one kind of change.
#[derive(Clone, Copy, Debug)]
pub struct ChangeKind {
    /// Event kind, such as `unit.created`.
    pub event: &'static str,
    /// Aggregate type, such as `unit`.
    pub aggregate: &'static str,
    /// Audited action, such as `register.manage`.
    pub action: &'static str,
}

impl<T> Outcome<T> {
    /// Compares two states and records the fields that differ. `before` is `None` for a new
    /// aggregate. Neither state may show protected data when serialised.
    pub fn between(
        kind: ChangeKind,
        id: Uuid,
        before: Option<&impl Serialize>,
        after: &impl Serialize,
        next: T,
    ) -> Self {
        let old = before.map_or(Value::Null, json);
        let new = json(after);
        let (before, after) = differing(&old, &new);
        let event = Event {
            kind: kind.event,
            aggregate: kind.aggregate,
            aggregate_id: id,
            data: serde_json::json!({ "changed": after.as_object().map(|o| o.keys().cloned().collect::<Vec<_>>()).unwrap_or_default() }),
        };
        let audit =
            AuditChange { action: kind.action, subject: kind.aggregate, subject_id: id, before, after };
        Self { next, event, audit }
    }

    /// Adds what readers of the event need.
    #[must_use]
    pub fn with_data(mut self, data: Value) -> Self {
        self.event.data = data;
        self
    }

    /// Adds a word to the audited change, such as the reason given.
    #[must_use]
    pub fn with_note(mut self, name: &str, value: impl Into<Value>) -> Self {
        if let Some(after) = self.audit.after.as_object_mut() {
            after.insert(name.to_owned(), value.into());
        }
        self
    }
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

/// The members that differ, on both sides; a new aggregate shows everything it has.
fn differing(old: &Value, new: &Value) -> (Value, Value) {
    let empty = Map::new();
    let (old, new) = (old.as_object().unwrap_or(&empty), new.as_object().unwrap_or(&empty));
    let (mut before, mut after) = (Map::new(), Map::new());
    for (name, value) in new {
        match old.get(name) {
            Some(previous) if previous == value => {}
            Some(previous) => {
                before.insert(name.clone(), previous.clone());
                after.insert(name.clone(), value.clone());
            }
            None if value.is_null() => {}
            None => {
                after.insert(name.clone(), value.clone());
            }
        }
    }
    (Value::Object(before), Value::Object(after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_differs_is_recorded() {
        let (before, after) = differing(&json!({"a": 1, "b": 2}), &json!({"a": 1, "b": 3, "c": null}));
        assert_eq!((before, after), (json!({"b": 2}), json!({"b": 3})));
    }
}
