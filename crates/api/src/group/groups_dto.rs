use super::OfficerRoleCode;
use crate::http::{IncludeTotal, Instant, list_queries};
use chrono::NaiveDate;
use domain::kernel::Patch;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// Filter, sort and page of the list of groups.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GroupListQuery {
    /// Words of the name or field.
    pub q: Option<String>,
    /// The term.
    pub term_id: Option<Uuid>,
    /// `true`: of a current term (当前届); `false`: of earlier and later ones.
    pub current_term: Option<bool>,
    /// Groups that cover this town or street.
    pub area_id: Option<Uuid>,
    /// `true`: groups that exist on the day; `false`: dissolved ones.
    pub active: Option<bool>,
    /// The day for members and officers; absent: today.
    pub on: Option<NaiveDate>,
    /// `no` (default), `name`, `founded_on`; a leading `-` reverses.
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
list_queries!(GroupListQuery);

/// 代表小组, as lists show it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9bc1", "term_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "term_name": "十八届",
    "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b02", "jurisdiction_name": "青阳镇", "no": 3, "name": "青阳第三代表小组",
    "area_ids": ["0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b02"], "area_names": ["青阳镇"], "field": null,
    "founded_on": "2022-02-01", "dissolved_on": null, "members": 11, "convenors": ["王建国"], "liaisons": ["李秀英"],
    "allowed_actions": ["update", "add_member", "remove_member", "move_member", "appoint", "dissolve"],
    "updated_at": "2026-11-22T09:30:00.000000+08:00", "version": 4}))]
pub struct GroupSummary {
    /// The group.
    pub id: Uuid,
    /// The term.
    pub term_id: Uuid,
    /// Its name.
    pub term_name: String,
    /// The node that keeps it.
    pub jurisdiction_id: Uuid,
    /// Its name.
    pub jurisdiction_name: String,
    /// 组号
    pub no: i32,
    /// 名称
    pub name: String,
    /// Towns and streets it covers.
    pub area_ids: Vec<Uuid>,
    /// Their names, in the same order.
    pub area_names: Vec<String>,
    /// Field of work, for groups formed by field.
    pub field: Option<String>,
    /// 成立日期
    pub founded_on: NaiveDate,
    /// 撤销日期: the first day on which it no longer exists.
    pub dissolved_on: Option<NaiveDate>,
    /// Members on the day.
    pub members: i64,
    /// 召集人 on the day, by name.
    pub convenors: Vec<String>,
    /// 联络员 on the day, by name.
    pub liaisons: Vec<String>,
    /// `update`, `add_member`, `remove_member`, `move_member`, `appoint`, `dissolve`: what the asking account may do now.
    pub allowed_actions: Vec<&'static str>,
    /// Last change.
    pub updated_at: Instant,
    /// Same as the `ETag`.
    pub version: i64,
}

/// A page of groups.
#[derive(Serialize, ToSchema)]
pub struct GroupList {
    /// The page.
    pub items: Vec<GroupSummary>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
    /// Rows in all, with `include=total`; 10001 stands for more than 10,000.
    pub total: Option<i64>,
}

/// 代表小组 with duties and everybody who was or is in office.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9bc1", "term_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "term_name": "十八届",
    "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b02", "jurisdiction_name": "青阳镇", "no": 3, "name": "青阳第三代表小组",
    "area_ids": ["0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b02"], "area_names": ["青阳镇"], "field": null,
    "founded_on": "2022-02-01", "dissolved_on": null, "members": 11, "convenors": ["王建国"], "liaisons": ["李秀英"],
    "allowed_actions": ["update", "add_member", "remove_member", "move_member", "appoint", "dissolve"],
    "updated_at": "2026-11-22T09:30:00.000000+08:00", "version": 4, "duties": "联系选民，反映社情民意。", "dissolved_reason": null, "officers": []}))]
pub struct GroupResponse {
    /// The group.
    pub id: Uuid,
    /// The term.
    pub term_id: Uuid,
    /// Its name.
    pub term_name: String,
    /// The node that keeps it.
    pub jurisdiction_id: Uuid,
    /// Its name.
    pub jurisdiction_name: String,
    /// 组号
    pub no: i32,
    /// 名称
    pub name: String,
    /// Towns and streets it covers.
    pub area_ids: Vec<Uuid>,
    /// Their names, in the same order.
    pub area_names: Vec<String>,
    /// Field of work, for groups formed by field.
    pub field: Option<String>,
    /// 成立日期
    pub founded_on: NaiveDate,
    /// 撤销日期: the first day on which it no longer exists.
    pub dissolved_on: Option<NaiveDate>,
    /// Members on the day.
    pub members: i64,
    /// 召集人 on the day, by name.
    pub convenors: Vec<String>,
    /// 联络员 on the day, by name.
    pub liaisons: Vec<String>,
    /// 小组职责
    pub duties: String,
    /// Why it ended.
    pub dissolved_reason: Option<String>,
    /// 召集人 and 联络员, now and earlier, latest first.
    pub officers: Vec<GroupOfficer>,
    /// `update`, `add_member`, `remove_member`, `move_member`, `appoint`, `dissolve`: what the asking account may do now.
    pub allowed_actions: Vec<&'static str>,
    /// Last change.
    pub updated_at: Instant,
    /// Same as the `ETag`.
    pub version: i64,
}

/// Somebody in office in a group, now or earlier.
#[derive(Serialize, ToSchema)]
pub struct GroupOfficer {
    /// 召集人 or 联络员
    #[schema(value_type = OfficerRoleCode)]
    pub role: String,
    /// The person.
    pub person_id: Uuid,
    /// 姓名
    pub name: String,
    /// The seat, for convenors.
    pub deputy_id: Option<Uuid>,
    /// First day in office.
    pub from_on: NaiveDate,
    /// First day no longer in office; `null` while it lasts.
    pub to_on: Option<NaiveDate>,
}

/// 新建代表小组
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"term_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52",
    "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b02", "no": 3, "name": "青阳第三代表小组",
    "area_ids": ["0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b02"], "duties": "联系选民，反映社情民意。", "founded_on": "2022-02-01"}))]
pub struct CreateGroupRequest {
    /// The term.
    pub term_id: Uuid,
    /// The node that keeps it: a town for a group of one town, else the county.
    pub jurisdiction_id: Uuid,
    /// 组号, 1–999, unique in the term.
    pub no: i32,
    /// 名称, 1–60 characters.
    pub name: String,
    /// Towns and streets it covers, at most 60.
    #[serde(default)]
    pub area_ids: Vec<Uuid>,
    /// Field of work, for groups formed by field.
    #[serde(default)]
    pub field: Option<String>,
    /// 小组职责, 1–4000 characters.
    pub duties: String,
    /// 成立日期
    pub founded_on: NaiveDate,
}

/// 修改代表小组 (merge-patch)
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"duties": "联系选民，开展视察调研。"}))]
pub struct UpdateGroupRequest {
    /// 组号, 1–999.
    #[serde(default)]
    #[schema(value_type = Option<i32>)]
    pub no: Patch<i32>,
    /// 名称, 1–60 characters.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub name: Patch<String>,
    /// Towns and streets it covers, all of them.
    #[serde(default)]
    #[schema(value_type = Option<Vec<Uuid>>)]
    pub area_ids: Patch<Vec<Uuid>>,
    /// Field of work; `null`: none.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub field: Patch<String>,
    /// 小组职责, 1–4000 characters.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub duties: Patch<String>,
    /// 成立日期
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub founded_on: Patch<NaiveDate>,
}

/// 任命召集人和联络员: those in office before end on that day.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"on": "2022-02-01", "convenor_ids": ["0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9ba1"],
    "liaison_ids": ["0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b92"]}))]
pub struct AppointOfficersRequest {
    /// First day in office.
    pub on: NaiveDate,
    /// 召集人: one or two seats of members.
    pub convenor_ids: Vec<Uuid>,
    /// 联络员: one or two persons; they need not be deputies.
    pub liaison_ids: Vec<Uuid>,
}

/// 撤销代表小组
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"on": "2026-12-31", "reason": "区划调整，并入第四代表小组"}))]
pub struct DissolveGroupRequest {
    /// The first day on which it no longer exists.
    pub on: NaiveDate,
    /// Why, 1–200 characters.
    pub reason: String,
}
