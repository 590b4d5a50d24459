use crate::http::{IncludeTotal, Instant, list_queries};
use domain::kernel::Patch;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// Filter, sort and page of the list of delegations.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DelegationListQuery {
    /// Part of the name.
    pub q: Option<String>,
    /// The term.
    pub term_id: Option<Uuid>,
    /// `true`: of a current term (当前届); `false`: of earlier and later ones.
    pub current_term: Option<bool>,
    /// The node.
    pub jurisdiction_id: Option<Uuid>,
    /// `no` (default), `name`; a leading `-` reverses.
    #[param(example = "no")]
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
list_queries!(DelegationListQuery);

/// 代表团
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9bb1", "term_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "term_name": "十八届",
    "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b02", "jurisdiction_name": "青阳镇", "no": 1, "name": "青阳代表团",
    "leader_deputy_id": null, "leader_name": null, "members": 21, "allowed_actions": ["update"],
    "updated_at": "2026-11-22T09:30:00.000000+08:00", "version": 1}))]
pub struct DelegationResponse {
    /// The delegation.
    pub id: Uuid,
    /// The term.
    pub term_id: Uuid,
    /// Its name.
    pub term_name: String,
    /// The node from which its deputies come.
    pub jurisdiction_id: Uuid,
    /// Its name.
    pub jurisdiction_name: String,
    /// Place in the order of delegations.
    pub no: i32,
    /// 代表团名称
    pub name: String,
    /// 团长
    pub leader_deputy_id: Option<Uuid>,
    /// The leader's name.
    pub leader_name: Option<String>,
    /// Deputies who hold a seat.
    pub members: i64,
    /// `update` when the asking account may change it.
    pub allowed_actions: Vec<&'static str>,
    /// Last change.
    pub updated_at: Instant,
    /// Same as the `ETag`.
    pub version: i64,
}

/// A page of delegations.
#[derive(Serialize, ToSchema)]
pub struct DelegationList {
    /// The page.
    pub items: Vec<DelegationResponse>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
    /// Rows in all, with `include=total`; 10001 stands for more than 10,000.
    pub total: Option<i64>,
}

/// 新建代表团
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"term_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52",
    "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b02", "no": 1, "name": "青阳代表团"}))]
pub struct CreateDelegationRequest {
    /// The term.
    pub term_id: Uuid,
    /// The node from which its deputies come.
    pub jurisdiction_id: Uuid,
    /// Place in the order, 1–999.
    pub no: i32,
    /// 代表团名称, 1–60 characters, unique in the term.
    pub name: String,
    /// 团长
    #[serde(default)]
    pub leader_deputy_id: Option<Uuid>,
}

/// 修改代表团 (merge-patch)
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"leader_deputy_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9ba1"}))]
pub struct UpdateDelegationRequest {
    /// Place in the order, 1–999.
    #[serde(default)]
    #[schema(value_type = Option<i32>)]
    pub no: Patch<i32>,
    /// 代表团名称, 1–60 characters.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub name: Patch<String>,
    /// 团长; `null`: none.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub leader_deputy_id: Patch<Uuid>,
}
