use super::codes::{KeyStateCode, WebhookHealthCode};
use crate::{
    http::{CommaList, IncludeTotal, Instant, list_queries},
    open::webhooks::dto::{
        DeliveryStateCode, DisabledReasonCode, WebhookAttemptResponse, WebhookSigningResponse,
        WebhookStatusCode,
    },
};
use domain::{
    integration::{
        KeyState,
        webhook::{DeliveryState, DisabledReason, WebhookHealth, WebhookStatus},
    },
    kernel::Patch,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// Filter, sort and page of the list of webhooks.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct KeyWebhookListQuery {
    /// Part of the address, or of the key's name or owner.
    pub q: Option<String>,
    /// 推送状况: one or more, separated by commas.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<WebhookHealthCode>>, style = Form, explode = false)]
    pub health: CommaList<WebhookHealth>,
    /// The webhooks of this key.
    pub key_id: Option<Uuid>,
    /// `created_at` (default, newest first), `key_name`, `url`, `last_success_at`, `consecutive_failures`, `disabled_at`; a
    /// leading `-` reverses.
    #[param(example = "-created_at")]
    pub sort: Option<String>,
    /// `total` adds the number of rows.
    #[serde(skip_serializing_if = "crate::http::left_out")]
    #[param(inline)]
    pub include: Option<IncludeTotal>,
    /// Rows per page, 1–200, default 50.
    #[serde(skip_serializing)]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing)]
    pub cursor: Option<String>,
}
list_queries!(KeyWebhookListQuery);

/// 推送端, as whoever looks after all of them sees it
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9bd1", "key_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9ba1",
    "key_name": "县政府门户网站", "key_owner": "县大数据局", "key_state": "active", "sandbox": false,
    "url": "https://portal.example.org/hooks/suggestions", "description": "县政府门户", "event_types": ["suggestion.*"],
    "health": "stopped", "status": "disabled", "disabled_reason": "failing",
    "disabled_at": "2026-11-22T10:02:11.201934+08:00", "failing_since": "2026-11-17T10:02:11.201934+08:00",
    "consecutive_failures": 11, "last_success_at": "2026-11-17T09:58:01.000000+08:00", "cursor_seq": 1042, "pending": 6,
    "secret": null, "signing": [{"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9bd2", "kind": "hmac", "public_key": null,
        "created_at": "2026-11-01T09:30:00.000000+08:00", "expires_at": null}],
    "allowed_actions": ["update", "test", "rotate", "delete", "replay", "enable"],
    "created_at": "2026-11-01T09:30:00.000000+08:00", "updated_at": "2026-11-22T10:02:11.201934+08:00", "version": 2}))]
pub struct KeyWebhookResponse {
    /// The webhook.
    pub id: Uuid,
    /// The key whose matters it tells of.
    pub key_id: Uuid,
    /// Its name.
    pub key_name: String,
    /// 使用单位
    pub key_owner: String,
    /// Whether the key works; while it does not, nothing is told.
    #[schema(value_type = KeyStateCode)]
    pub key_state: KeyState,
    /// 沙箱: nothing happens there, so only tests are sent.
    pub sandbox: bool,
    /// 推送地址
    pub url: String,
    /// 说明
    pub description: Option<String>,
    /// 事件类型; empty: all.
    pub event_types: Vec<String>,
    /// 推送状况, at a glance.
    #[schema(value_type = WebhookHealthCode)]
    pub health: WebhookHealth,
    /// Whether it is called.
    #[schema(value_type = WebhookStatusCode)]
    pub status: WebhookStatus,
    /// 停用原因
    #[schema(value_type = Option<DisabledReasonCode>)]
    pub disabled_reason: Option<DisabledReason>,
    /// Since when it is not called.
    pub disabled_at: Option<Instant>,
    /// Since when nothing has got through; after five days it is disabled. `null`: the last call was taken.
    pub failing_since: Option<Instant>,
    /// 连续失败次数
    pub consecutive_failures: i32,
    /// 最近成功
    pub last_success_at: Option<Instant>,
    /// Place of the change feed up to which calls have been prepared.
    pub cursor_seq: i64,
    /// 待推送: calls that are still to be made, counted to 10,001.
    pub pending: i64,
    /// `whsec_…`: shown here once, when it is made; `null` ever after.
    pub secret: Option<String>,
    /// What calls are signed with.
    pub signing: Vec<WebhookSigningResponse>,
    /// What the caller may do: `update`, `test`, `rotate`, `delete`, `replay`, `enable`, `disable`.
    pub allowed_actions: Vec<&'static str>,
    /// When it was made.
    pub created_at: Instant,
    /// Last change.
    pub updated_at: Instant,
    /// Version: the `ETag`.
    pub version: i64,
}

/// A page of webhooks.
#[derive(Serialize, ToSchema)]
pub struct KeyWebhookList {
    /// The page.
    pub items: Vec<KeyWebhookResponse>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
    /// Rows in all, with `include=total`; 10001 stands for more than 10,000.
    pub total: Option<i64>,
}

/// 新建推送, for a key
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"key_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9ba1",
    "url": "https://portal.example.org/hooks/suggestions", "description": "县政府门户", "event_types": ["suggestion.*"]}))]
pub struct CreateKeyWebhookRequest {
    /// The key whose matters it tells of. It need not have the scope `webhooks:manage`: then only the desk changes the webhook.
    pub key_id: Uuid,
    /// 推送地址: `https`, no user, no fragment, at most 2,048 characters; not in an internal network.
    #[schema(max_length = 2048)]
    pub url: String,
    /// 说明, up to 200 characters.
    #[serde(default)]
    pub description: Option<String>,
    /// 事件类型 of the change feed, or their beginning with `.*` (`suggestion.*`, `reply.*`, `publication.*`, `commitment.*`,
    /// `task.*`); absent or empty: all. `suggestion.gone` is always sent.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub event_types: Option<Vec<String>>,
}

/// 修改推送 (merge-patch)
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"event_types": ["suggestion.replied", "suggestion.closed"]}))]
pub struct UpdateKeyWebhookRequest {
    /// 推送地址
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 2048)]
    pub url: Patch<String>,
    /// 说明; `null`: none.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub description: Patch<String>,
    /// 事件类型; `null`: all.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>, max_items = 20)]
    pub event_types: Patch<Vec<String>>,
}

/// A page of calls.
#[derive(Serialize, ToSchema)]
pub struct KeyWebhookDeliveryList {
    /// Newest first.
    pub items: Vec<KeyWebhookDeliveryResponse>,
    /// For the next page.
    pub next_cursor: Option<String>,
}

/// 推送记录: one call with its attempts, without what it says of the matter. Kept for 30 days after it has ended.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"seq": 1042, "event_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9bd4", "type": "suggestion.replied",
    "resource_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70", "state": "pending", "waiting": false, "attempts": 1,
    "next_at": "2026-11-22T10:02:16.201934+08:00", "log": [{"at": "2026-11-22T10:02:11.201934+08:00", "status": 503,
        "error": "status", "duration_ms": 38, "answer": "maintenance"}],
    "created_at": "2026-11-22T10:02:11.101934+08:00", "finished_at": null}))]
pub struct KeyWebhookDeliveryResponse {
    /// Its place in the change feed.
    pub seq: i64,
    /// Header `webhook-id`: the event.
    pub event_id: Uuid,
    /// 事件类型
    #[serde(rename = "type")]
    pub kind: String,
    /// The matter's id.
    pub resource_id: Uuid,
    /// 推送状态
    #[schema(value_type = DeliveryStateCode)]
    pub state: DeliveryState,
    /// An earlier call about the same matter has to be taken first.
    pub waiting: bool,
    /// Attempts since it was told, or replayed; ten at most.
    pub attempts: i32,
    /// When the next attempt is made; `null` when there is none.
    pub next_at: Option<Instant>,
    /// Every attempt, oldest first.
    pub log: Vec<WebhookAttemptResponse>,
    /// When it was prepared.
    pub created_at: Instant,
    /// When it ended.
    pub finished_at: Option<Instant>,
}
