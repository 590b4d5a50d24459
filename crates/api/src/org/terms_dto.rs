use crate::http::{IncludeTotal, Instant, list_queries};
use chrono::NaiveDate;
use domain::kernel::Patch;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// Filter, sort and page of the list of terms.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TermListQuery {
    /// Part of the name.
    pub q: Option<String>,
    /// The node whose congress it is.
    pub jurisdiction_id: Option<Uuid>,
    /// `true`: the current term only.
    pub is_current: Option<bool>,
    /// `starts_on` (default, newest first), `ordinal`, `name`; a leading `-` reverses.
    #[param(example = "-starts_on")]
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
list_queries!(TermListQuery);

/// 届
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52",
    "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b01", "jurisdiction_name": "泗安县（演示）", "ordinal": 18,
    "name": "十八届", "starts_on": "2022-01-06", "ends_on": null, "is_current": true, "closed_at": null,
    "allowed_actions": ["update"], "updated_at": "2026-11-22T09:30:00.000000+08:00", "version": 1}))]
pub struct TermResponse {
    /// The term.
    pub id: Uuid,
    /// The node whose congress it is.
    pub jurisdiction_id: Uuid,
    /// The node's name.
    pub jurisdiction_name: String,
    /// Which one.
    pub ordinal: i32,
    /// 届次名称
    pub name: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day, once known.
    pub ends_on: Option<NaiveDate>,
    /// 当前届
    pub is_current: bool,
    /// When it was rolled over (换届); from then on it is only read.
    pub closed_at: Option<Instant>,
    /// `update` when the asking account may change it.
    pub allowed_actions: Vec<&'static str>,
    /// Last change.
    pub updated_at: Instant,
    /// Same as the `ETag`.
    pub version: i64,
}

/// A page of terms.
#[derive(Serialize, ToSchema)]
pub struct TermList {
    /// The page.
    pub items: Vec<TermResponse>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
    /// Rows in all, with `include=total`; 10001 stands for more than 10,000.
    pub total: Option<i64>,
}

/// 新建届次
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b01", "ordinal": 18, "name": "十八届",
    "starts_on": "2022-01-06", "ends_on": null, "is_current": true}))]
pub struct CreateTermRequest {
    /// The node whose congress it is.
    pub jurisdiction_id: Uuid,
    /// Which one, 1–99.
    pub ordinal: i32,
    /// 届次名称, 1–20 characters.
    pub name: String,
    /// First day: that of its first session.
    pub starts_on: NaiveDate,
    /// Last day, once known.
    #[serde(default)]
    pub ends_on: Option<NaiveDate>,
    /// 当前届; a node has at most one.
    #[serde(default)]
    pub is_current: bool,
}

/// 修改届次 (merge-patch)
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ends_on": "2027-01-10", "is_current": false}))]
pub struct UpdateTermRequest {
    /// Which one, 1–99.
    #[serde(default)]
    #[schema(value_type = Option<i32>)]
    pub ordinal: Patch<i32>,
    /// 届次名称, 1–20 characters.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub name: Patch<String>,
    /// First day.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub starts_on: Patch<NaiveDate>,
    /// Last day; `null`: not known yet.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub ends_on: Patch<NaiveDate>,
    /// 当前届
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    pub is_current: Patch<bool>,
}
