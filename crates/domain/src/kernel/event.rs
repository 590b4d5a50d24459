use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

/// Something that happened to an aggregate and that others may want to know: one outbox row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Event {
    /// `suggestion.accepted`, `account.created` …: stable, dotted, past tense.
    pub kind: &'static str,
    /// The aggregate's type: `suggestion`, `account` …
    pub aggregate: &'static str,
    /// The aggregate's id.
    pub aggregate_id: Uuid,
    /// What a reader needs to react without asking again; never protected personal data.
    pub data: Value,
}

/// What the audit log says of one change (审计记录).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AuditChange {
    /// The action, as in `authz::Action`: `suggestion.accept` …
    pub action: &'static str,
    /// The aggregate's type.
    pub subject: &'static str,
    /// The aggregate's id.
    pub subject_id: Uuid,
    /// Changed fields before, protected values masked.
    pub before: Value,
    /// Changed fields after, protected values masked.
    pub after: Value,
}
