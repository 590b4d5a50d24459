use crate::http::Instant;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Which lines of the log, and which page of them.
#[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditListQuery {
    /// Part of the name of whoever acted, or a whole request id.
    pub q: Option<String>,
    /// Whoever acted.
    pub account_id: Option<Uuid>,
    /// One action, such as `account.grant_roles`; `GET /audit/actions` lists them.
    #[param(example = "account.grant_roles")]
    pub action: Option<String>,
    /// One kind of subject: `account`, `setting`, `suggestion` …
    #[param(example = "account")]
    pub subject: Option<String>,
    /// One subject.
    pub subject_id: Option<Uuid>,
    /// First day, in the congress's zone.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// Rows per page, 1–200, default 50.
    #[serde(skip_serializing)]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing)]
    pub cursor: Option<String>,
}

/// 审计记录: who did what to what, and when.
#[derive(Serialize, ToSchema)]
pub struct AuditEntryResponse {
    /// The line.
    pub id: Uuid,
    /// Place in the hash chain; `null` for the moment until the chain has reached it.
    pub seq: Option<i64>,
    /// When.
    pub at: Instant,
    /// Who; `null` for the system and the public.
    pub account_id: Option<Uuid>,
    /// User name.
    pub username: Option<String>,
    /// Name shown to others, as it is today.
    pub account_name: Option<String>,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub subject: String,
    /// To which; all zeros where there is no one thing, as for an export.
    pub subject_id: Uuid,
    /// What changed, by field.
    pub changes: Vec<AuditFieldResponse>,
    /// The request, as in the server's log and in problem documents.
    pub request_id: String,
}

/// A field that changed.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"field": "display_name", "before": "住建局", "after": "住建局办公室", "hidden": false}))]
pub struct AuditFieldResponse {
    /// The field.
    pub field: String,
    /// Its value before; `null` when it had none.
    pub before: Option<String>,
    /// Its value after; `null` when it has none.
    pub after: Option<String>,
    /// The values are business or personal data, which auditors are not shown (三员分立): both are `null`.
    pub hidden: bool,
}

/// A page of the log, newest first.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": [{"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "seq": 4711,
    "at": "2026-06-10T08:30:00.000000+08:00", "account_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b53", "username": "sec",
    "account_name": "安全管理员", "action": "account.grant_roles", "subject": "account",
    "subject_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b54",
    "changes": [{"field": "role", "before": null, "after": "UNIT_HANDLER", "hidden": false}],
    "request_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b55"}], "next_cursor": null}))]
pub struct AuditEntryList {
    /// The page.
    pub items: Vec<AuditEntryResponse>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
}

/// What the log can be asked by.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": ["account.grant_roles", "account.sign_in", "suggestion.assign"]}))]
pub struct AuditActionList {
    /// Actions of which there is a line.
    pub items: Vec<String>,
}
