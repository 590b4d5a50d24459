use super::codes::{NoticeGroupCode, NoticeKindCode};
use crate::http::{CommaList, Instant};
use domain::notification::{NoticeGroup, NoticeKind};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// Which of my notices, and which page of them.
#[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NotificationListQuery {
    /// Only unread ones (`true`), or only read ones (`false`).
    pub unread: Option<bool>,
    /// Kinds, separated by commas.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<NoticeKindCode>>, style = Form, explode = false)]
    pub kind: CommaList<NoticeKind>,
    /// One group of kinds.
    #[param(inline, value_type = Option<NoticeGroupCode>)]
    pub group: Option<NoticeGroup>,
    /// One matter.
    pub suggestion_id: Option<Uuid>,
    /// Rows per page, 1–200, default 50.
    #[serde(skip_serializing)]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing)]
    pub cursor: Option<String>,
}

/// 通知: what I am told. Its words are made when it is read: what I may not read any more is not in them.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b90", "kind": "task_assigned", "group": "handling",
    "title": "新交办任务", "text": "《关于增设城区学校周边即停即走车位的建议》（第063号）交由住建局办理，请在2026年3月11日前签收。",
    "locked": true, "suggestion_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b71", "on_behalf_of": null,
    "occurred_at": "2026-03-06T09:30:00.123456+08:00", "read_at": null}))]
pub struct NotificationResponse {
    /// The notice.
    pub id: Uuid,
    /// Its kind.
    #[schema(value_type = NoticeKindCode)]
    pub kind: NoticeKind,
    /// Its group.
    #[schema(value_type = NoticeGroupCode)]
    pub group: NoticeGroup,
    /// The kind in words.
    pub title: String,
    /// The whole sentence.
    pub text: String,
    /// The kind cannot be switched off in the application.
    pub locked: bool,
    /// The matter, while I may read it.
    pub suggestion_id: Option<Uuid>,
    /// Name of the colleague for whom I stand in.
    pub on_behalf_of: Option<String>,
    /// When it happened.
    pub occurred_at: Instant,
    /// When I read it.
    pub read_at: Option<Instant>,
}

/// A page of notices.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": [], "next_cursor": null}))]
pub struct NotificationList {
    /// Newest first.
    pub items: Vec<NotificationResponse>,
    /// Where to go on; `null` on the last page.
    pub next_cursor: Option<String>,
}

/// How many notices I have not read (未读数).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"unread": 3}))]
pub struct UnreadCountResponse {
    /// Unread ones.
    pub unread: i64,
}

/// Which notices have been read.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"up_to": null}))]
pub struct MarkNotificationsReadRequest {
    /// The newest that I have seen; `null`: all.
    pub up_to: Option<Uuid>,
}
