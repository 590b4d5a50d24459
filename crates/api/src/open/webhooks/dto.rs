use super::body::WebhookEvent;
use crate::http::{Code, CommaList, Instant, left_out};
use domain::{
    integration::webhook::{AttemptError, DeliveryState, DisabledReason, SigningKind, WebhookStatus},
    kernel::Patch,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// Schema of `WebhookStatus`.
pub type WebhookStatusCode = Code<WebhookStatus>;
/// Schema of `DisabledReason`.
pub type DisabledReasonCode = Code<DisabledReason>;
/// Schema of `DeliveryState`.
pub type DeliveryStateCode = Code<DeliveryState>;
/// Schema of `SigningKind`.
pub type SigningKindCode = Code<SigningKind>;
/// Schema of `AttemptError`.
pub type AttemptErrorCode = Code<AttemptError>;

/// 新建推送
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"url": "https://portal.example.org/hooks/suggestions", "description": "县政府门户",
    "event_types": ["suggestion.*", "reply.*"]}))]
pub struct CreateWebhookRequest {
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
pub struct UpdateWebhookRequest {
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
    /// `disabled` stops it; `active` starts it where it stopped, as `enable` does.
    #[serde(default)]
    #[schema(value_type = Option<WebhookStatusCode>)]
    pub status: Patch<WebhookStatus>,
}

/// 推送端
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9bd1", "url": "https://portal.example.org/hooks/suggestions",
    "description": "县政府门户", "event_types": ["suggestion.*"], "status": "active", "disabled_reason": null,
    "disabled_at": null, "failing_since": null, "consecutive_failures": 0, "last_success_at": "2026-11-22T10:02:11.201934+08:00", "cursor_seq": 1042,
    "pending": 0, "secret": null,
    "signing": [{"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9bd2", "kind": "hmac", "public_key": null,
        "created_at": "2026-11-22T09:30:00.000000+08:00", "expires_at": null}],
    "created_at": "2026-11-22T09:30:00.000000+08:00", "updated_at": "2026-11-22T09:30:00.000000+08:00", "version": 1}))]
pub struct WebhookResponse {
    /// The webhook.
    pub id: Uuid,
    /// 推送地址
    pub url: String,
    /// 说明
    pub description: Option<String>,
    /// 事件类型; empty: all.
    pub event_types: Vec<String>,
    /// Whether it is called.
    #[schema(value_type = WebhookStatusCode)]
    pub status: WebhookStatus,
    /// Why it is not.
    #[schema(value_type = Option<DisabledReasonCode>)]
    pub disabled_reason: Option<DisabledReason>,
    /// Since when it is not.
    pub disabled_at: Option<Instant>,
    /// Since when nothing has got through; after five days it is disabled. `null`: the last call was taken.
    pub failing_since: Option<Instant>,
    /// Attempts in a row that were not taken.
    pub consecutive_failures: i32,
    /// When a call was last taken.
    pub last_success_at: Option<Instant>,
    /// Place of the change feed up to which calls have been prepared.
    pub cursor_seq: i64,
    /// Calls that are still to be made, counted to 10,001.
    pub pending: i64,
    /// `whsec_…`: shown here once, when it is made; `null` ever after.
    pub secret: Option<String>,
    /// What calls are signed with.
    pub signing: Vec<WebhookSigningResponse>,
    /// When it was made.
    pub created_at: Instant,
    /// Last change.
    pub updated_at: Instant,
    /// Version: the `ETag`.
    pub version: i64,
}

/// 签名密钥: what is known of a secret after it was shown.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9bd3", "kind": "ed25519",
    "public_key": "whpk_GVyT9mS0Yk9TqRTKz2Qf4YbRjP6Jc6o6m2nq1p0eX2s=",
    "created_at": "2026-11-22T09:30:00.000000+08:00", "expires_at": null}))]
pub struct WebhookSigningResponse {
    /// Its id.
    pub id: Uuid,
    /// `hmac`: signature `v1`; `ed25519`: signature `v1a`.
    #[schema(value_type = SigningKindCode)]
    pub kind: SigningKind,
    /// `whpk_…` of a key pair: all that is needed to verify `v1a`.
    pub public_key: Option<String>,
    /// When it was made.
    pub created_at: Instant,
    /// Until when it signs on beside a newer one.
    pub expires_at: Option<Instant>,
}

/// The webhooks of a key; ten at most.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": []}))]
pub struct WebhookList {
    /// Oldest first.
    pub items: Vec<WebhookResponse>,
}

/// 轮换密钥
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"overlap_hours": 24, "key_pair": false}))]
pub struct RotateWebhookSecretRequest {
    /// For so many hours calls are signed with the old secret too, 0–168, default 24.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 168)]
    pub overlap_hours: Option<i64>,
    /// A new key pair too (`v1a`); default: only the secret (`v1`).
    #[serde(default)]
    pub key_pair: Option<bool>,
}

/// 恢复推送
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"from": "missed"}))]
pub struct EnableWebhookRequest {
    /// `missed` (default): what has happened meanwhile is sent, in order; `now`: only what happens from now on.
    #[serde(default)]
    pub from: Option<ResumeFrom>,
}

/// From where a webhook is called again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "missed")]
pub enum ResumeFrom {
    /// Where it stopped.
    Missed,
    /// The present end of the feed.
    Now,
}

/// 测试推送 result: what was sent and what came back.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"delivered": true, "status": 204, "error": null, "error_text": null, "duration_ms": 38, "answer": null,
    "webhook_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9bd4", "webhook_timestamp": 1795311000,
    "webhook_signature": "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=", "body": "{\"type\":\"webhook.test\"}"}))]
pub struct WebhookTestResponse {
    /// The receiver took it.
    pub delivered: bool,
    /// The answer's status.
    pub status: Option<u16>,
    /// Why it does not count.
    #[schema(value_type = Option<AttemptErrorCode>)]
    pub error: Option<AttemptError>,
    /// The same in words.
    pub error_text: Option<String>,
    /// How long it took, milliseconds.
    pub duration_ms: i32,
    /// The beginning of the answer, 500 characters at most.
    pub answer: Option<String>,
    /// Header `webhook-id`.
    pub webhook_id: String,
    /// Header `webhook-timestamp`.
    pub webhook_timestamp: i64,
    /// Header `webhook-signature`.
    pub webhook_signature: String,
    /// The body, byte for byte.
    pub body: String,
}

/// 重放: by place in the change feed, or by time. Give one of the two ranges.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"from_seq": 1001, "to_seq": 1042}))]
pub struct ReplayWebhookRequest {
    /// First place of the change feed.
    #[serde(default)]
    #[schema(minimum = 1)]
    pub from_seq: Option<i64>,
    /// Last place; default: how far calls have been prepared.
    #[serde(default)]
    #[schema(minimum = 1)]
    pub to_seq: Option<i64>,
    /// Changes that were told from this instant on.
    #[serde(default)]
    pub from: Option<Instant>,
    /// Until this instant; default: now.
    #[serde(default)]
    pub to: Option<Instant>,
}

/// What will be sent again.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"from_seq": 1001, "to_seq": 1042, "replayed": 17}))]
pub struct WebhookReplayResponse {
    /// First place; `null` when nothing lies in the range.
    pub from_seq: Option<i64>,
    /// Last place.
    pub to_seq: Option<i64>,
    /// Calls that will be made again, under the same `webhook-id`. Places that do not concern the key, that the filter leaves
    /// out, or that are still waiting are not counted.
    pub replayed: u64,
}

/// Filter and page of the list of calls.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WebhookDeliveryListQuery {
    /// One or more states, separated by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<DeliveryStateCode>>, style = Form, explode = false)]
    pub state: CommaList<DeliveryState>,
    /// Calls about this matter.
    pub resource_id: Option<Uuid>,
    /// Rows per page, 1–200, default 50.
    #[serde(skip_serializing_if = "left_out")]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "left_out")]
    pub cursor: Option<String>,
}

/// A page of calls.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": [], "next_cursor": null}))]
pub struct WebhookDeliveryList {
    /// Newest first.
    pub items: Vec<WebhookDeliveryResponse>,
    /// For the next page.
    pub next_cursor: Option<String>,
}

/// 推送记录: one call with its attempts. Kept for 30 days after it has ended; it can be replayed for as long as the feed is
/// kept.
#[derive(Serialize, ToSchema)]
pub struct WebhookDeliveryResponse {
    /// Its place in the change feed.
    pub seq: i64,
    /// Header `webhook-id`: the event, the same in the feed.
    pub event_id: Uuid,
    /// Event type.
    #[serde(rename = "type")]
    pub kind: String,
    /// The matter.
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
    /// What is sent.
    pub body: WebhookEvent,
    /// Every attempt, oldest first.
    pub log: Vec<WebhookAttemptResponse>,
    /// When it was prepared.
    pub created_at: Instant,
    /// When it ended.
    pub finished_at: Option<Instant>,
}

/// One attempt.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"at": "2026-11-22T10:02:11.201934+08:00", "status": 503, "error": "status", "duration_ms": 38,
    "answer": "maintenance"}))]
pub struct WebhookAttemptResponse {
    /// When it began.
    pub at: Instant,
    /// The answer's status.
    pub status: Option<u16>,
    /// Why it does not count.
    #[schema(value_type = Option<AttemptErrorCode>)]
    pub error: Option<AttemptError>,
    /// How long it took, milliseconds.
    pub duration_ms: i32,
    /// The beginning of the answer, 500 characters at most.
    pub answer: Option<String>,
}
