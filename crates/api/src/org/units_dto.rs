use super::codes::{UnitKindCode, UnitSystemCode};
use crate::http::{CommaList, IncludeTotal, Instant, list_queries};
use chrono::NaiveDate;
use domain::{
    kernel::Patch,
    org::{UnitKind, UnitSystem},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// Filter, sort and page of the list of units.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UnitListQuery {
    /// Words of the name or short name.
    pub q: Option<String>,
    /// Types, separated by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<UnitKindCode>>, style = Form, explode = false)]
    pub kind: CommaList<UnitKind>,
    /// 系统
    #[param(value_type = Option<UnitSystemCode>)]
    pub system: Option<UnitSystem>,
    /// The node.
    pub jurisdiction_id: Option<Uuid>,
    /// The unit above.
    pub parent_id: Option<Uuid>,
    /// Units that exist on this day.
    pub on: Option<NaiveDate>,
    /// `name` (default), `short_name`, `valid_from`; a leading `-` reverses.
    #[param(example = "name")]
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
list_queries!(UnitListQuery);

/// 单位, as lists show it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b81", "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b01",
    "jurisdiction_name": "泗安县（演示）", "name": "泗安县住房和城乡建设局", "short_name": "县住建局", "kind": "gov_dept",
    "system": "gov", "parent_id": null, "parent_name": null, "valid_from": "2019-03-01", "valid_to": null,
    "successor_id": null, "successor_name": null, "allowed_actions": ["update", "succeed"],
    "updated_at": "2026-11-22T09:30:00.000000+08:00", "version": 1}))]
pub struct UnitSummary {
    /// The unit.
    pub id: Uuid,
    /// Its node.
    pub jurisdiction_id: Uuid,
    /// The node's name.
    pub jurisdiction_name: String,
    /// Official name.
    pub name: String,
    /// 简称
    pub short_name: String,
    /// 类别
    #[schema(value_type = UnitKindCode)]
    pub kind: String,
    /// 系统
    #[schema(value_type = UnitSystemCode)]
    pub system: String,
    /// The unit above it.
    pub parent_id: Option<Uuid>,
    /// Its name.
    pub parent_name: Option<String>,
    /// First day of its existence.
    pub valid_from: NaiveDate,
    /// 撤并日期: the first day on which it no longer exists.
    pub valid_to: Option<NaiveDate>,
    /// 承继单位
    pub successor_id: Option<Uuid>,
    /// Its name.
    pub successor_name: Option<String>,
    /// `update`, `succeed`: what the asking account may do with it now.
    pub allowed_actions: Vec<&'static str>,
    /// Last change.
    pub updated_at: Instant,
    /// Same as the `ETag`.
    pub version: i64,
}

/// A page of units.
#[derive(Serialize, ToSchema)]
pub struct UnitList {
    /// The page.
    pub items: Vec<UnitSummary>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
    /// Rows in all, with `include=total`; 10001 stands for more than 10,000.
    pub total: Option<i64>,
}

/// 单位
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b81", "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b01",
    "jurisdiction_name": "泗安县（演示）", "name": "泗安县住房和城乡建设局", "short_name": "县住建局", "kind": "gov_dept",
    "system": "gov", "parent_id": null, "parent_name": null, "valid_from": "2019-03-01", "valid_to": null,
    "successor_id": null, "successor_name": null, "allowed_actions": ["update", "succeed"],
    "updated_at": "2026-11-22T09:30:00.000000+08:00", "version": 1, "credit_code": null, "doc_prefix": "泗住建复", "phone": "0527-80000001",
    "succession_reason": null, "head": null, "in_charge": null, "predecessors": []}))]
pub struct UnitResponse {
    /// The unit.
    pub id: Uuid,
    /// Its node.
    pub jurisdiction_id: Uuid,
    /// The node's name.
    pub jurisdiction_name: String,
    /// Official name.
    pub name: String,
    /// 简称
    pub short_name: String,
    /// 类别
    #[schema(value_type = UnitKindCode)]
    pub kind: String,
    /// 系统
    #[schema(value_type = UnitSystemCode)]
    pub system: String,
    /// The unit above it.
    pub parent_id: Option<Uuid>,
    /// Its name.
    pub parent_name: Option<String>,
    /// First day of its existence.
    pub valid_from: NaiveDate,
    /// 撤并日期: the first day on which it no longer exists.
    pub valid_to: Option<NaiveDate>,
    /// 承继单位
    pub successor_id: Option<Uuid>,
    /// Its name.
    pub successor_name: Option<String>,
    /// 统一社会信用代码
    pub credit_code: Option<String>,
    /// 发文字号前缀
    pub doc_prefix: Option<String>,
    /// Office telephone.
    pub phone: Option<String>,
    /// Why it ended.
    pub succession_reason: Option<String>,
    /// 主要负责人 as a person of the register, when known.
    pub head: Option<UnitReference>,
    /// The unit that carries its matters on today, at the end of the line of successors; `null` while the unit itself exists.
    pub in_charge: Option<UnitReference>,
    /// 前身: units it took over, oldest first.
    pub predecessors: Vec<UnitPredecessor>,
    /// `update`, `succeed`: what the asking account may do with it now.
    pub allowed_actions: Vec<&'static str>,
    /// Last change.
    pub updated_at: Instant,
    /// Same as the `ETag`.
    pub version: i64,
}

/// A unit that is mentioned.
#[derive(Serialize, ToSchema)]
pub struct UnitReference {
    /// The unit.
    pub id: Uuid,
    /// Official name.
    pub name: String,
}

/// A unit that was taken over.
#[derive(Serialize, ToSchema)]
pub struct UnitPredecessor {
    /// The unit.
    pub id: Uuid,
    /// Its name then.
    pub name: String,
    /// First day of its existence.
    pub valid_from: NaiveDate,
    /// The first day on which it no longer existed.
    pub valid_to: Option<NaiveDate>,
    /// Why it ended.
    pub reason: Option<String>,
}

/// 新建单位
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b01", "name": "泗安县住房和城乡建设局",
    "short_name": "县住建局", "kind": "gov_dept", "system": "gov", "doc_prefix": "泗住建复", "valid_from": "2019-03-01"}))]
pub struct CreateUnitRequest {
    /// Its node.
    pub jurisdiction_id: Uuid,
    /// Official name, 2–60 characters; unique among the units in use.
    pub name: String,
    /// 简称, 1–20 characters.
    pub short_name: String,
    /// 类别
    #[schema(value_type = UnitKindCode)]
    pub kind: UnitKind,
    /// 系统
    #[schema(value_type = UnitSystemCode)]
    pub system: UnitSystem,
    /// The unit above it.
    #[serde(default)]
    pub parent_id: Option<Uuid>,
    /// 统一社会信用代码, 18 characters.
    #[serde(default)]
    pub credit_code: Option<String>,
    /// 发文字号前缀, at most 20 characters.
    #[serde(default)]
    pub doc_prefix: Option<String>,
    /// Office telephone, at most 30 characters.
    #[serde(default)]
    pub phone: Option<String>,
    /// First day of its existence.
    pub valid_from: NaiveDate,
}

/// 更正单位信息 (merge-patch). A rename or merger by reform is a succession, not a correction.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"phone": "0527-80000002", "doc_prefix": null}))]
pub struct UpdateUnitRequest {
    /// Official name, 2–60 characters.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub name: Patch<String>,
    /// 简称, 1–20 characters.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub short_name: Patch<String>,
    /// 类别
    #[serde(default)]
    #[schema(value_type = Option<UnitKindCode>)]
    pub kind: Patch<UnitKind>,
    /// 系统
    #[serde(default)]
    #[schema(value_type = Option<UnitSystemCode>)]
    pub system: Patch<UnitSystem>,
    /// The unit above it; `null`: none.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub parent_id: Patch<Uuid>,
    /// 统一社会信用代码; `null` removes it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub credit_code: Patch<String>,
    /// 发文字号前缀; `null` removes it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub doc_prefix: Patch<String>,
    /// Office telephone; `null` removes it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub phone: Patch<String>,
    /// First day of its existence.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub valid_from: Patch<NaiveDate>,
}

/// 登记主要负责人
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"person_id": null}))]
pub struct NameUnitHeadRequest {
    /// The person; `null`: nobody is registered.
    pub person_id: Option<Uuid>,
}

/// 单位撤并: the unit ends, another carries on. Give either `successor_id` or `new_unit`.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"on": "2026-09-01", "reason": "县级机构改革方案（2026）",
    "new_unit": {"name": "泗安县自然资源局", "short_name": "县自然资源局", "doc_prefix": null}}))]
pub struct SucceedUnitRequest {
    /// The first day on which the unit no longer exists.
    pub on: NaiveDate,
    /// Why, 1–200 characters: the document of the reform.
    pub reason: String,
    /// 承继单位 that exists already.
    #[serde(default)]
    pub successor_id: Option<Uuid>,
    /// 承继单位 that begins on that day, of the same type and system.
    #[serde(default)]
    pub new_unit: Option<NewSuccessor>,
}

/// A successor that begins with the reform.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSuccessor {
    /// Official name, 2–60 characters.
    pub name: String,
    /// 简称, 1–20 characters.
    pub short_name: String,
    /// 发文字号前缀
    #[serde(default)]
    pub doc_prefix: Option<String>,
}
