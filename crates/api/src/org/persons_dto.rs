use super::codes::{EducationCode, GenderCode, PartyCode, ProtectedFieldCode};
use crate::http::{IncludeTotal, Instant, list_queries};
use chrono::NaiveDate;
use domain::{
    kernel::Patch,
    org::{Education, Gender, Party, ProtectedField},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// Filter, sort and page of the list of persons.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PersonListQuery {
    /// Part of the name.
    pub q: Option<String>,
    /// 性别
    #[param(value_type = Option<GenderCode>)]
    pub gender: Option<Gender>,
    /// 党派
    #[param(value_type = Option<PartyCode>)]
    pub party: Option<Party>,
    /// `name` (default), `birth_on`; a leading `-` reverses.
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
list_queries!(PersonListQuery);

/// 自然人. Telephone and identity numbers are masked; see `reveal`.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b91", "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b01",
    "jurisdiction_name": "泗安县（演示）", "name": "王建国", "gender": "male", "birth_on": "1972-06-15", "ethnicity": "汉族",
    "party": "cpc", "education": "bachelor", "degree": null, "mobile": "199****0001", "id_no": "321324********0013",
    "email": "w****@example.cn", "address": "城关镇****",
    "allowed_actions": ["update", "reveal"], "updated_at": "2026-11-22T09:30:00.000000+08:00", "version": 1}))]
pub struct PersonResponse {
    /// The person.
    pub id: Uuid,
    /// The node that keeps the record.
    pub jurisdiction_id: Uuid,
    /// The node's name.
    pub jurisdiction_name: String,
    /// 姓名
    pub name: String,
    /// 性别
    #[schema(value_type = GenderCode)]
    pub gender: String,
    /// 出生日期
    pub birth_on: NaiveDate,
    /// 民族
    pub ethnicity: String,
    /// 党派
    #[schema(value_type = PartyCode)]
    pub party: String,
    /// 学历
    #[schema(value_type = Option<EducationCode>)]
    pub education: Option<String>,
    /// 学位
    pub degree: Option<String>,
    /// 手机号码, masked.
    pub mobile: Option<String>,
    /// 身份证号码, masked.
    pub id_no: Option<String>,
    /// 电子邮箱, masked; the person keeps it.
    pub email: Option<String>,
    /// 联系地址, masked; the person keeps it.
    pub address: Option<String>,
    /// `update`, `reveal`: what the asking account may do with the record.
    pub allowed_actions: Vec<&'static str>,
    /// Last change.
    pub updated_at: Instant,
    /// Same as the `ETag`.
    pub version: i64,
}

/// A page of persons.
#[derive(Serialize, ToSchema)]
pub struct PersonList {
    /// The page.
    pub items: Vec<PersonResponse>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
    /// Rows in all, with `include=total`; 10001 stands for more than 10,000.
    pub total: Option<i64>,
}

/// 登记人员
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b01", "name": "王建国", "gender": "male",
    "birth_on": "1972-06-15", "ethnicity": "汉族", "party": "cpc", "education": "bachelor", "mobile": "19900000001"}))]
pub struct CreatePersonRequest {
    /// The node that keeps the record.
    pub jurisdiction_id: Uuid,
    /// 姓名, 1–40 characters.
    pub name: String,
    /// 性别
    #[schema(value_type = GenderCode)]
    pub gender: Gender,
    /// 出生日期
    pub birth_on: NaiveDate,
    /// 民族, 1–20 characters.
    pub ethnicity: String,
    /// 党派
    #[schema(value_type = PartyCode)]
    pub party: Party,
    /// 学历
    #[serde(default)]
    #[schema(value_type = Option<EducationCode>)]
    pub education: Option<Education>,
    /// 学位, at most 30 characters.
    #[serde(default)]
    pub degree: Option<String>,
    /// 手机号码, eleven digits.
    #[serde(default)]
    pub mobile: Option<String>,
    /// 身份证号码, eighteen characters with a valid check digit.
    #[serde(default)]
    pub id_no: Option<String>,
}

/// 修改人员信息 (merge-patch)
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"mobile": "19900000002", "degree": null}))]
pub struct UpdatePersonRequest {
    /// 姓名, 1–40 characters.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub name: Patch<String>,
    /// 性别
    #[serde(default)]
    #[schema(value_type = Option<GenderCode>)]
    pub gender: Patch<Gender>,
    /// 出生日期
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub birth_on: Patch<NaiveDate>,
    /// 民族, 1–20 characters.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub ethnicity: Patch<String>,
    /// 党派
    #[serde(default)]
    #[schema(value_type = Option<PartyCode>)]
    pub party: Patch<Party>,
    /// 学历; `null`: not known.
    #[serde(default)]
    #[schema(value_type = Option<EducationCode>)]
    pub education: Patch<Education>,
    /// 学位; `null`: none.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub degree: Patch<String>,
    /// 手机号码; `null` removes it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub mobile: Patch<String>,
    /// 身份证号码; `null` removes it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub id_no: Patch<String>,
}

/// 查看受保护信息
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"field": "mobile", "reason": "联系代表核实建议内容"}))]
pub struct RevealPersonRequest {
    /// Which field.
    #[schema(value_type = ProtectedFieldCode)]
    pub field: ProtectedField,
    /// Why, 4–200 characters: it goes into the audit log.
    pub reason: String,
}

/// 受保护信息: shown once, never cached.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"field": "mobile", "value": "19900000001"}))]
pub struct RevealPersonResponse {
    /// Which field.
    #[schema(value_type = ProtectedFieldCode)]
    pub field: ProtectedField,
    /// The whole value; `null` when none is recorded.
    pub value: Option<String>,
}

/// 按证件查找人员: whole numbers are compared, in the body so that they enter no log.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"field": "mobile", "value": "19900000001"}))]
pub struct FindPersonRequest {
    /// Which field.
    #[schema(value_type = ProtectedFieldCode)]
    pub field: ProtectedField,
    /// The whole number.
    pub value: String,
}
