use super::super::codes::{KeyEventKindCode, KeyRatingCode, KeyReasonCode, LeadingOrganCode};
use chrono::NaiveDate;
use domain::suggestion::{KeyEventKind, KeyRating, KeyReason, LeadingOrgan};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// 提名为重点督办建议
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"year": 2026, "reasons": ["livelihood", "concentrated"], "reason": "停车难连续两年反映集中，涉及多个部门。"}))]
pub struct ProposeKeyRequest {
    /// 年度: this year, the last or the next.
    pub year: i32,
    /// 提名理由, at least one.
    #[validate(length(max = 5))]
    #[schema(value_type = Vec<KeyReasonCode>)]
    pub reasons: Vec<KeyReason>,
    /// In words.
    #[validate(length(max = 4000))]
    pub reason: String,
}

/// 政府意见
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"on": "2026-03-12", "opinion": "县政府同意列入重点督办建议。"}))]
pub struct ConsultKeyRequest {
    /// When the government answered; not in the future.
    pub on: NaiveDate,
    /// What it said.
    #[validate(length(max = 4000))]
    pub opinion: String,
}

/// 领办领导、单位主要负责人
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct OfficialRequest {
    /// The person in the register, when known there. Required where a member of the standing committee has the same name.
    #[serde(default)]
    pub person_id: Option<Uuid>,
    /// 姓名
    #[validate(length(max = 60))]
    pub name: String,
    /// 职务
    #[validate(length(max = 60))]
    pub post: String,
}

/// 确定为重点督办建议
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"meeting": "县十八届人大常委会第30次主任会议", "on": "2026-03-16",
    "supervising_leader_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b90", "organ": "government",
    "leading_official": {"name": "陈志远", "post": "副县长"}, "unit_head": {"name": "张卫国", "post": "住建局局长"},
    "committee_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b91"}))]
pub struct ChooseKeyRequest {
    /// The meeting of the council of chairpersons (主任会议).
    #[validate(length(max = 100))]
    pub meeting: String,
    /// Its day; not in the future. The plan's deadline counts from it.
    pub on: NaiveDate,
    /// 领衔督办领导: see `/key-suggestions/options`.
    pub supervising_leader_id: Uuid,
    /// 一府一委两院: whose leader handles it.
    #[schema(value_type = LeadingOrganCode)]
    pub organ: LeadingOrgan,
    /// 领办领导
    #[validate(nested)]
    pub leading_official: OfficialRequest,
    /// 承办单位主要负责人
    #[validate(nested)]
    pub unit_head: OfficialRequest,
    /// 对口督办的专（工）委
    pub committee_id: Uuid,
}

/// 不列入重点督办
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"meeting": "县十八届人大常委会第30次主任会议", "on": "2026-03-16", "reason": "与年度民生实事项目重复。"}))]
pub struct DeclineKeyRequest {
    /// The meeting of the council of chairpersons.
    #[validate(length(max = 100))]
    pub meeting: String,
    /// Its day; not in the future.
    pub on: NaiveDate,
    /// Why not.
    #[validate(length(max = 4000))]
    pub reason: String,
}

/// 节点
#[derive(Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct KeyMilestoneRequest {
    /// What is to be done.
    #[validate(length(max = 200))]
    pub text: String,
    /// By when.
    pub due: NaiveDate,
}

/// 办理方案
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"measures": "分三步建成两处停车场。", "milestones": [{"text": "完成选址", "due": "2026-05-31"}]}))]
pub struct PlanKeyRequest {
    /// 措施
    #[validate(length(max = 4000))]
    pub measures: String,
    /// 节点, at least one.
    #[validate(length(max = 20), nested)]
    pub milestones: Vec<KeyMilestoneRequest>,
}

/// 督办活动
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "site", "on": "2026-04-20", "place": "老城区停车场工地", "participants": "县人大城建工委、县住建局",
    "deputy_ids": [], "summary": "察看工地，要求按期完工。", "file_ids": []}))]
pub struct KeyEventRequest {
    /// 形式
    #[schema(value_type = KeyEventKindCode)]
    pub kind: KeyEventKind,
    /// Its day; not in the future.
    pub on: NaiveDate,
    /// Where.
    #[validate(length(max = 200))]
    pub place: String,
    /// Who took part, besides the deputies.
    #[serde(default)]
    #[validate(length(max = 1000))]
    pub participants: String,
    /// Deputies who took part; events without any do not count for the report.
    #[serde(default)]
    #[validate(length(max = 50))]
    pub deputy_ids: Vec<Uuid>,
    /// What was found and demanded.
    #[validate(length(max = 4000))]
    pub summary: String,
    /// Photos, minutes: ids of uploaded files.
    #[serde(default)]
    #[validate(length(max = 20))]
    pub file_ids: Vec<Uuid>,
}

/// 进展 or 办理情况报告
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "两处停车场建成，新增车位320个。"}))]
pub struct KeyTextRequest {
    /// What was done.
    #[validate(length(max = 4000))]
    pub text: String,
}

/// 督办办结
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"meeting": "第33次主任会议", "on": "2026-09-12", "conclusion": "同意办结，继续跟踪管理。", "rating": "excellent"}))]
pub struct CloseKeyRequest {
    /// The meeting of the council of chairpersons that heard the report.
    #[validate(length(max = 100))]
    pub meeting: String,
    /// Its day; not in the future.
    pub on: NaiveDate,
    /// What it concluded.
    #[validate(length(max = 4000))]
    pub conclusion: String,
    /// 督办评价, where the congress gives one.
    #[serde(default)]
    #[schema(value_type = Option<KeyRatingCode>)]
    pub rating: Option<KeyRating>,
}
