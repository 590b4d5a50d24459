use crate::http::{IncludeTotal, Instant, list_queries};
use chrono::NaiveDate;
use domain::kernel::Patch;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// Filter, sort and page of the list of sessions.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CongressSessionListQuery {
    /// Part of the name.
    pub q: Option<String>,
    /// The term.
    pub term_id: Option<Uuid>,
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
list_queries!(CongressSessionListQuery);

/// 次会议 (人代会)
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b61", "term_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52",
    "term_name": "十八届", "ordinal": 5, "name": "十八届五次", "starts_on": "2026-01-12", "ends_on": "2026-01-15",
    "motion_deadline_at": "2026-01-13T18:00:00.000000+08:00", "allowed_actions": ["update"],
    "updated_at": "2026-11-22T09:30:00.000000+08:00", "version": 1}))]
pub struct CongressSessionResponse {
    /// The session.
    pub id: Uuid,
    /// Its term.
    pub term_id: Uuid,
    /// The term's name.
    pub term_name: String,
    /// Which session of the term.
    pub ordinal: i32,
    /// 届次简称
    pub name: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// 议案截止时间
    pub motion_deadline_at: Option<Instant>,
    /// `update` when the asking account may change it.
    pub allowed_actions: Vec<&'static str>,
    /// Last change.
    pub updated_at: Instant,
    /// Same as the `ETag`.
    pub version: i64,
}

/// A page of sessions.
#[derive(Serialize, ToSchema)]
pub struct CongressSessionList {
    /// The page.
    pub items: Vec<CongressSessionResponse>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
    /// Rows in all, with `include=total`; 10001 stands for more than 10,000.
    pub total: Option<i64>,
}

/// 新建次会议
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"term_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "ordinal": 5, "name": "十八届五次",
    "starts_on": "2026-01-12", "ends_on": "2026-01-15", "motion_deadline_at": "2026-01-13T18:00:00+08:00"}))]
pub struct CreateCongressSessionRequest {
    /// The term.
    pub term_id: Uuid,
    /// Which session of the term, 1–99.
    pub ordinal: i32,
    /// 届次简称, 1–20 characters.
    pub name: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// 议案截止时间, not after the last day.
    #[serde(default)]
    pub motion_deadline_at: Option<Instant>,
}

/// 修改次会议 (merge-patch)
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ends_on": "2026-01-16"}))]
pub struct UpdateCongressSessionRequest {
    /// Which session of the term, 1–99.
    #[serde(default)]
    #[schema(value_type = Option<i32>)]
    pub ordinal: Patch<i32>,
    /// 届次简称, 1–20 characters.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub name: Patch<String>,
    /// First day.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub starts_on: Patch<NaiveDate>,
    /// Last day.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub ends_on: Patch<NaiveDate>,
    /// 议案截止时间; `null`: none.
    #[serde(default)]
    #[schema(value_type = Option<Instant>)]
    pub motion_deadline_at: Patch<Instant>,
}
