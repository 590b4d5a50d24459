use crate::http::Instant;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Something that happened (沿革).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "log-3", "at": "2026-03-02T09:30:00.000000+08:00", "kind": "assign", "title": "交办",
    "from_status": "accepted", "to_status": "assigned", "to_label": "已交办（待签收）", "task_id": null, "unit": null,
    "who": "代表工委经办", "note": null}))]
pub struct TimelineEntry {
    /// Stable within the timeline.
    pub id: String,
    /// When.
    pub at: Instant,
    /// The step, or `contact`, `urge`, `holding_answer`, `delivery`, `feedback`, `publication`.
    pub kind: String,
    /// In words.
    pub title: String,
    /// State before, for changes of state.
    pub from_status: Option<String>,
    /// State after.
    pub to_status: Option<String>,
    /// State after, in words.
    pub to_label: Option<String>,
    /// The unit's part it belongs to.
    pub task_id: Option<Uuid>,
    /// That unit.
    pub unit: Option<String>,
    /// Who; `null`: the system, or not shown.
    pub who: Option<String>,
    /// Reason or remark.
    pub note: Option<String>,
}

/// The history of a matter, oldest first.
#[derive(Serialize, ToSchema)]
pub struct Timeline {
    /// Everything that I may know of.
    pub items: Vec<TimelineEntry>,
}
