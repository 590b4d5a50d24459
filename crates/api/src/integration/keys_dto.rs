use super::codes::{KeyScopeCode, KeyStateCode};
use crate::http::{IncludeTotal, Instant, list_queries};
use chrono::NaiveDate;
use domain::{
    integration::{KeyScope, KeyState},
    kernel::Patch,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// Filter, sort and page of the list of keys.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ApiKeyListQuery {
    /// Part of the name or of the owner.
    pub q: Option<String>,
    /// 状态
    #[param(value_type = Option<KeyStateCode>)]
    pub state: Option<KeyState>,
    /// Keys with this scope.
    #[param(value_type = Option<KeyScopeCode>)]
    pub scope: Option<KeyScope>,
    /// `true`: test keys; `false`: the others.
    pub sandbox: Option<bool>,
    /// `created_at` (default, newest first), `name`, `owner`, `expires_at`, `last_used_at`; a leading `-` reverses.
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
list_queries!(ApiKeyListQuery);

/// 密钥串: what is known of a secret after it was shown.
#[derive(Clone, Serialize, ToSchema)]
pub struct ApiKeySecretResponse {
    /// The secret's id.
    pub id: Uuid,
    /// How it begins: enough to tell it from another.
    pub prefix: String,
    /// 状态, apart from that of the key.
    #[schema(value_type = KeyStateCode)]
    pub state: KeyState,
    /// When it was given.
    pub created_at: Instant,
    /// When it ends because a new one was given.
    pub expires_at: Option<Instant>,
    /// When it was ended by hand.
    pub revoked_at: Option<Instant>,
    /// When it was used last, a few seconds behind.
    pub last_used_at: Option<Instant>,
}

/// 接口密钥
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9ba1", "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b01",
    "jurisdiction_name": "泗安县（演示）", "name": "县政府门户网站", "owner": "县大数据局", "contact": "运维值班室 0527-80000002",
    "scopes": ["suggestions:read", "reference:read"], "unit_id": null, "unit_name": null, "networks": ["203.0.113.0/24"],
    "sandbox": false, "state": "active", "expires_on": "2027-11-21", "expires_at": "2027-11-22T00:00:00.000000+08:00",
    "revoked_at": null, "created_at": "2026-11-22T09:30:00.000000+08:00", "created_by_name": "接口管理员（演示）",
    "last_used_at": "2026-11-22T10:02:11.201934+08:00", "last_used_from": "203.0.113.7",
    "secrets": [{"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9ba2", "prefix": "dbk_live_Zt4k", "state": "active",
        "created_at": "2026-11-22T09:30:00.000000+08:00", "expires_at": null, "revoked_at": null,
        "last_used_at": "2026-11-22T10:02:11.201934+08:00"}],
    "allowed_actions": ["update", "rotate", "revoke"], "updated_at": "2026-11-22T09:30:00.000000+08:00", "version": 1}))]
pub struct ApiKeyResponse {
    /// The key; other systems need not know it.
    pub id: Uuid,
    /// The node that has given it.
    pub jurisdiction_id: Uuid,
    /// The node's name.
    pub jurisdiction_name: String,
    /// 名称
    pub name: String,
    /// 使用单位: the organisation that calls with it.
    pub owner: String,
    /// 联系人: whom to ask.
    pub contact: Option<String>,
    /// 授权范围; never changes.
    #[schema(value_type = Vec<KeyScopeCode>)]
    pub scopes: Vec<KeyScope>,
    /// 限定单位: it sees the official record of this unit's matters alone; never changes.
    pub unit_id: Option<Uuid>,
    /// Its name.
    pub unit_name: Option<String>,
    /// 允许的网段; empty: from anywhere.
    pub networks: Vec<String>,
    /// 沙箱: it sees invented matters only; never changes.
    pub sandbox: bool,
    /// 状态
    #[schema(value_type = KeyStateCode)]
    pub state: KeyState,
    /// 有效期至: the last day on which it works.
    pub expires_on: NaiveDate,
    /// The instant from which on it does not.
    pub expires_at: Instant,
    /// When it was ended by hand.
    pub revoked_at: Option<Instant>,
    /// When it was made.
    pub created_at: Instant,
    /// By whom.
    pub created_by_name: Option<String>,
    /// When it was used last, a few seconds behind.
    pub last_used_at: Option<Instant>,
    /// From which network address.
    pub last_used_from: Option<String>,
    /// Its secrets, oldest first.
    pub secrets: Vec<ApiKeySecretResponse>,
    /// `update`, `rotate`, `revoke`: what the asking account may do with it now.
    pub allowed_actions: Vec<&'static str>,
    /// Last change; its use is none.
    pub updated_at: Instant,
    /// Same as the `ETag`.
    pub version: i64,
}

/// A page of keys.
#[derive(Serialize, ToSchema)]
pub struct ApiKeyList {
    /// The page.
    pub items: Vec<ApiKeyResponse>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
    /// Rows in all, with `include=total`; 10001 stands for more than 10,000.
    pub total: Option<i64>,
}

/// 新的密钥串: shown in this answer and never again.
#[derive(Serialize, ToSchema)]
pub struct IssuedApiKeyResponse {
    /// The key.
    pub key: ApiKeyResponse,
    /// What the other system sends: `Authorization: Bearer …`. Only its hash is kept, so an answer that is replayed for
    /// the same `Idempotency-Key` has `null` here; rotate the key then.
    #[schema(example = "dbk_live_Zt4kq0m6c2bB8s1fVYx3uPjN5hLrWd7aGeTiOo9KMyE")]
    pub secret: Option<String>,
}

/// 新建接口密钥
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b01", "name": "县政府门户网站",
    "owner": "县大数据局", "contact": "运维值班室 0527-80000002", "scopes": ["suggestions:read", "reference:read"],
    "unit_id": null, "networks": ["203.0.113.0/24"], "sandbox": false, "expires_on": "2027-11-21"}))]
pub struct CreateApiKeyRequest {
    /// The node that gives it. Without a unit, a key with `suggestions:official` sees the official record of this node and
    /// of those below.
    pub jurisdiction_id: Uuid,
    /// 名称, 1–60 characters.
    pub name: String,
    /// 使用单位, 1–60 characters.
    pub owner: String,
    /// 联系人, at most 120 characters.
    #[serde(default)]
    pub contact: Option<String>,
    /// 授权范围, at least one.
    #[schema(value_type = Vec<KeyScopeCode>)]
    pub scopes: Vec<KeyScope>,
    /// 限定单位, with `suggestions:official` only.
    #[serde(default)]
    pub unit_id: Option<Uuid>,
    /// 允许的网段, at most 20: `203.0.113.0/24`, `2001:db8::/32`, `203.0.113.7`. None: from anywhere.
    #[serde(default)]
    pub networks: Vec<String>,
    /// 沙箱: it sees invented matters only.
    #[serde(default)]
    pub sandbox: bool,
    /// 有效期至: the last day, at most a year with today.
    pub expires_on: NaiveDate,
}

/// 修改接口密钥 (merge-patch). What the key sees never changes; who needs another view is given another key.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"networks": ["203.0.113.0/24", "2001:db8::/32"], "expires_on": "2027-12-31"}))]
pub struct UpdateApiKeyRequest {
    /// 名称
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub name: Patch<String>,
    /// 使用单位
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub owner: Patch<String>,
    /// 联系人; `null` removes it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub contact: Patch<String>,
    /// 允许的网段, all of them; `null` or none: from anywhere.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub networks: Patch<Vec<String>>,
    /// 有效期至, at most a year from today. A key that has expired works again.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub expires_on: Patch<NaiveDate>,
}

/// 轮换密钥串
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"overlap_hours": 24}))]
pub struct RotateApiKeyRequest {
    /// For how many hours the present secret works on, 0–168.
    #[schema(minimum = 0, maximum = 168)]
    pub overlap_hours: i64,
}

/// 作废接口密钥
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "系统已下线"}))]
pub struct RevokeApiKeyRequest {
    /// 原因, at most 200 characters; kept in the audit log.
    #[serde(default)]
    pub reason: Option<String>,
}
