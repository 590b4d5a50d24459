use super::super::codes::SuggestionStatusCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Which suggestions are counted.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SuggestionCountsQuery {
    /// 届
    pub term_id: Option<Uuid>,
    /// 次会议
    pub session_id: Option<Uuid>,
}

/// How many there are of something, and how old the oldest is.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"status": "submitted", "label": "待审查", "count": 4, "late": 1, "oldest_on": "2026-03-02",
    "oldest_days": 6}))]
pub struct StatusCount {
    /// State.
    #[schema(value_type = SuggestionStatusCode)]
    pub status: String,
    /// In words.
    pub label: String,
    /// How many.
    pub count: i64,
    /// Of these, past the deadline that counts.
    pub late: i64,
    /// Since when the oldest is in its state.
    pub oldest_on: Option<NaiveDate>,
    /// For how many days.
    pub oldest_days: Option<i64>,
}

/// Work that waits for my role (待办队列).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"key": "review", "label": "待审查", "count": 4, "late": 1, "oldest_on": "2026-03-02",
    "oldest_days": 6, "next_due_on": "2026-03-05", "list": "suggestions", "query": "status=submitted"}))]
pub struct QueueCount {
    /// Stable name of the queue.
    pub key: &'static str,
    /// In words.
    pub label: String,
    /// How many.
    pub count: i64,
    /// Of these, past their deadline.
    pub late: i64,
    /// The oldest of them.
    pub oldest_on: Option<NaiveDate>,
    /// For how many days.
    pub oldest_days: Option<i64>,
    /// The earliest deadline.
    pub next_due_on: Option<NaiveDate>,
    /// The list that shows them: `suggestions` or `tasks`.
    pub list: &'static str,
    /// Its filter.
    pub query: &'static str,
}

/// Counts for the desk's first page.
#[derive(Serialize, ToSchema)]
pub struct SuggestionCounts {
    /// By state, in the order of the machine; only states that occur.
    pub statuses: Vec<StatusCount>,
    /// What waits for my roles; empty queues included.
    pub queues: Vec<QueueCount>,
}
