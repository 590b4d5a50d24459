use crate::http::Instant;
use domain::kernel::Patch;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// Filter, sort and page of the list of accounts.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AccountListQuery {
    /// Part of user name or display name.
    pub q: Option<String>,
    /// Holders of this role.
    #[param(example = "DC_STAFF")]
    pub role: Option<String>,
    /// `true`: disabled ones; `false`: enabled ones.
    pub disabled: Option<bool>,
    /// Rows per page, 1–200, default 50.
    #[serde(skip_serializing)]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing)]
    pub cursor: Option<String>,
}

/// A line of the list of accounts.
#[derive(Serialize, ToSchema)]
pub struct AccountSummaryResponse {
    /// The account.
    pub id: Uuid,
    /// User name.
    pub username: String,
    /// Name shown to others.
    pub display_name: String,
    /// Roles in force.
    pub roles: Vec<String>,
    /// True when it cannot sign in.
    pub disabled: bool,
    /// Last sign-in.
    pub last_login_at: Option<Instant>,
}

/// A page of accounts, by user name.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": [{"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "username": "daigong",
    "display_name": "代表工委经办", "roles": ["DC_STAFF"], "disabled": false,
    "last_login_at": "2026-06-10T08:30:00.000000+08:00"}], "next_cursor": null}))]
pub struct AccountList {
    /// The page.
    pub items: Vec<AccountSummaryResponse>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
}

/// 新建账号
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"username": "zhujian2", "display_name": "住建局联络员", "person_id": null}))]
pub struct CreateAccountRequest {
    /// 3–32 letters, digits, `.`, `_`, `-`.
    pub username: String,
    /// Name shown to others, 1–40 characters.
    pub display_name: String,
    /// The natural person behind it.
    #[serde(default)]
    pub person_id: Option<Uuid>,
}

/// 修改账号 (merge-patch)
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"display_name": "住建局办公室", "disabled": false}))]
pub struct UpdateAccountRequest {
    /// Name shown to others.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub display_name: Patch<String>,
    /// The natural person behind it; `null` removes it.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub person_id: Patch<Uuid>,
    /// `true` disables and ends every sign-in.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    pub disabled: Patch<bool>,
}

/// 账号
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "username": "zhujian",
    "display_name": "住建局联络员", "person_id": null, "disabled": false, "has_password": true,
    "must_change_password": false, "last_login_at": "2026-06-10T08:30:00.000000+08:00",
    "created_at": "2026-01-05T09:00:00.000000+08:00",
    "grants": [{"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b53", "role": "UNIT_HANDLER", "label": "承办单位联络员",
        "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b54", "jurisdiction_name": "泗安县（演示）",
        "unit_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b55", "group_id": null, "deputy_id": null,
        "scope_name": "泗安县住房和城乡建设局", "granted_at": "2026-01-05T09:00:00.000000+08:00"}],
    "allowed_actions": ["account.manage"], "version": 3}))]
pub struct AccountResponse {
    /// The account.
    pub id: Uuid,
    /// User name.
    pub username: String,
    /// Name shown to others.
    pub display_name: String,
    /// The natural person behind it.
    pub person_id: Option<Uuid>,
    /// True when it cannot sign in.
    pub disabled: bool,
    /// A password was set.
    pub has_password: bool,
    /// The initial password was not changed yet.
    pub must_change_password: bool,
    /// Last sign-in.
    pub last_login_at: Option<Instant>,
    /// When it was made.
    pub created_at: Instant,
    /// Roles in force.
    pub grants: Vec<RoleGrantResponse>,
    /// What the asking account may do with it.
    pub allowed_actions: Vec<String>,
    /// Same as the `ETag`.
    pub version: i64,
}

/// 角色授权
#[derive(Serialize, ToSchema)]
pub struct RoleGrantResponse {
    /// The grant.
    pub id: Uuid,
    /// Role name.
    pub role: String,
    /// The role's official name.
    pub label: String,
    /// Root of its subtree.
    pub jurisdiction_id: Uuid,
    /// The node's name.
    pub jurisdiction_name: String,
    /// For unit roles.
    pub unit_id: Option<Uuid>,
    /// For group roles.
    pub group_id: Option<Uuid>,
    /// For deputies.
    pub deputy_id: Option<Uuid>,
    /// Name of that unit, group or deputy.
    pub scope_name: Option<String>,
    /// Since when.
    pub granted_at: Instant,
}

/// 授予角色
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"role": "UNIT_HANDLER", "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52",
    "unit_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b53"}))]
pub struct GrantRoleRequest {
    /// Role name.
    pub role: String,
    /// Root of the subtree in which it counts.
    pub jurisdiction_id: Uuid,
    /// Required for unit roles.
    #[serde(default)]
    pub unit_id: Option<Uuid>,
    /// Required for group roles.
    #[serde(default)]
    pub group_id: Option<Uuid>,
    /// Required for deputies.
    #[serde(default)]
    pub deputy_id: Option<Uuid>,
}

/// 一次性重设密码链接: shown once, to be handed over in person.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"url": "https://npc.example/desk/reset#h9nC…", "expires_at": "2026-11-23T09:30:00.000000+08:00"}))]
pub struct ResetLinkResponse {
    /// The link; its secret is in the fragment, which no server ever sees in a log.
    pub url: String,
    /// When it stops working.
    pub expires_at: Instant,
}
