use super::codes::{EntryCode, LevelCode, OccupationCode};
use chrono::NaiveDate;
use domain::{
    deputy::{Entry, Level, Occupation},
    kernel::Patch,
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// 登记代表: a seat that waits for the confirmation of credentials.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"person_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b91", "term_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52",
    "level": "county", "constituency_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b71", "cert_no": "18001",
    "elected_on": "2022-01-06", "entry": "general", "is_newcomer": true, "is_reelected": false, "occupation": "农民",
    "composition": "worker_peasant"}))]
pub struct CreateDeputyRequest {
    /// The holder.
    pub person_id: Uuid,
    /// The term.
    pub term_id: Uuid,
    /// 级别
    #[schema(value_type = LevelCode)]
    pub level: Level,
    /// The node under which the deputy is listed; absent: the constituency's town, else the congress's own.
    #[serde(default)]
    pub jurisdiction_id: Option<Uuid>,
    /// 选区, required for county and township deputies.
    #[serde(default)]
    pub constituency_id: Option<Uuid>,
    /// 代表团
    #[serde(default)]
    pub delegation_id: Option<Uuid>,
    /// 代表证号, 1–30 characters, unique in term and level.
    pub cert_no: String,
    /// 当选日期
    pub elected_on: NaiveDate,
    /// 当选方式
    #[schema(value_type = EntryCode)]
    pub entry: Entry,
    /// 新任
    pub is_newcomer: bool,
    /// 连任
    pub is_reelected: bool,
    /// 职业, 1–60 characters.
    pub occupation: String,
    /// 工作单位
    #[serde(default)]
    pub employer: Option<String>,
    /// 职务
    #[serde(default)]
    pub post: Option<String>,
    /// 代表构成
    #[schema(value_type = OccupationCode)]
    pub composition: Occupation,
    /// 常委会组成人员
    #[serde(default)]
    pub sc_member: bool,
    /// Offices in committees, at most ten.
    #[serde(default)]
    pub committee_posts: Vec<String>,
    /// 简介 (public), at most 1000 characters.
    #[serde(default)]
    pub intro: Option<String>,
    /// 联系选民的平台 (public)
    #[serde(default)]
    pub contact_platform: Option<String>,
}

/// 修改代表信息 (merge-patch). Person, term and level make the seat and never change; status has its own commands.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"post": "党支部书记", "delegation_id": null}))]
pub struct UpdateDeputyRequest {
    /// The node under which the deputy is listed.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub jurisdiction_id: Patch<Uuid>,
    /// 选区; `null`: none.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub constituency_id: Patch<Uuid>,
    /// 代表团; `null`: none.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub delegation_id: Patch<Uuid>,
    /// 代表证号, 1–30 characters.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub cert_no: Patch<String>,
    /// 当选日期
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub elected_on: Patch<NaiveDate>,
    /// 当选方式
    #[serde(default)]
    #[schema(value_type = Option<EntryCode>)]
    pub entry: Patch<Entry>,
    /// 新任
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    pub is_newcomer: Patch<bool>,
    /// 连任
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    pub is_reelected: Patch<bool>,
    /// 职业, 1–60 characters.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub occupation: Patch<String>,
    /// 工作单位; `null`: none.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub employer: Patch<String>,
    /// 职务; `null`: none.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub post: Patch<String>,
    /// 代表构成
    #[serde(default)]
    #[schema(value_type = Option<OccupationCode>)]
    pub composition: Patch<Occupation>,
    /// 常委会组成人员
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    pub sc_member: Patch<bool>,
    /// Offices in committees, all of them.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub committee_posts: Patch<Vec<String>>,
    /// 简介 (public); `null`: none.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub intro: Patch<String>,
    /// 联系选民的平台 (public); `null`: none.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub contact_platform: Patch<String>,
}
