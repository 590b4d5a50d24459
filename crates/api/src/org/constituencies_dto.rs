use crate::http::{IncludeTotal, Instant, list_queries};
use domain::kernel::Patch;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// Filter, sort and page of the list of constituencies.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ConstituencyListQuery {
    /// Part of the name.
    pub q: Option<String>,
    /// The term.
    pub term_id: Option<Uuid>,
    /// `true`: of a current term (当前届); `false`: of earlier and later ones.
    pub current_term: Option<bool>,
    /// The town or street.
    pub jurisdiction_id: Option<Uuid>,
    /// `true`: with a vacant seat (缺额); `false`: full ones.
    pub vacant: Option<bool>,
    /// `no` (default), `name`, `seats`; a leading `-` reverses.
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
list_queries!(ConstituencyListQuery);

/// 选区
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b71", "term_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52",
    "term_name": "十八届", "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b02", "jurisdiction_name": "青阳镇", "no": 12,
    "name": "第12选区", "seats": 3, "held": 2, "vacant": 1, "allowed_actions": ["update"],
    "updated_at": "2026-11-22T09:30:00.000000+08:00", "version": 1}))]
pub struct ConstituencyResponse {
    /// The constituency.
    pub id: Uuid,
    /// The term for which it was drawn.
    pub term_id: Uuid,
    /// The term's name.
    pub term_name: String,
    /// The town or street in which it lies.
    pub jurisdiction_id: Uuid,
    /// Its name.
    pub jurisdiction_name: String,
    /// 选区号
    pub no: i32,
    /// 选区名称
    pub name: String,
    /// 应选名额
    pub seats: i32,
    /// 现任: seats held by deputies in office or suspended.
    pub held: i64,
    /// 缺额
    pub vacant: i64,
    /// `update` when the asking account may change it.
    pub allowed_actions: Vec<&'static str>,
    /// Last change.
    pub updated_at: Instant,
    /// Same as the `ETag`.
    pub version: i64,
}

/// A page of constituencies.
#[derive(Serialize, ToSchema)]
pub struct ConstituencyList {
    /// The page.
    pub items: Vec<ConstituencyResponse>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
    /// Rows in all, with `include=total`; 10001 stands for more than 10,000.
    pub total: Option<i64>,
}

/// 新建选区
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"term_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52",
    "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b02", "no": 12, "name": "第12选区", "seats": 3}))]
pub struct CreateConstituencyRequest {
    /// The term for which it is drawn.
    pub term_id: Uuid,
    /// The town or street in which it lies.
    pub jurisdiction_id: Uuid,
    /// 选区号, 1–99999.
    pub no: i32,
    /// 选区名称, 1–60 characters.
    pub name: String,
    /// 应选名额, 1–99.
    pub seats: i32,
}

/// 修改选区 (merge-patch)
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"seats": 4}))]
pub struct UpdateConstituencyRequest {
    /// The town or street in which it lies.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub jurisdiction_id: Patch<Uuid>,
    /// 选区号, 1–99999.
    #[serde(default)]
    #[schema(value_type = Option<i32>)]
    pub no: Patch<i32>,
    /// 选区名称, 1–60 characters.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub name: Patch<String>,
    /// 应选名额, 1–99.
    #[serde(default)]
    #[schema(value_type = Option<i32>)]
    pub seats: Patch<i32>,
}
