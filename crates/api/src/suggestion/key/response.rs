use super::super::{
    codes::{KeyEventKindCode, KeyRatingCode, KeyReasonCode, KeyStatusCode, LeadingOrganCode},
    detail_dto::{DueResponse, Named},
};
use crate::{file::AttachedFile, http::Instant};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// 重点督办 of one suggestion: every nomination, the last one first, and what the asking account may do now.
#[derive(Serialize, ToSchema)]
pub struct KeyRecordResponse {
    /// The suggestion.
    pub suggestion_id: Uuid,
    /// For `If-Match`: the suggestion's.
    pub version: i64,
    /// Title of the suggestion.
    pub title: String,
    /// It was chosen once, and is signed off by the unit's head in person.
    pub is_key: bool,
    /// Nominations; empty: never nominated.
    pub nominations: Vec<KeySupervisionResponse>,
    /// What stands between the supervision and its report: codes of errors, empty when nothing does.
    pub report_waits_for: Vec<&'static str>,
    /// 督办活动 with deputies so far, of the last nomination.
    pub events_with_deputies: usize,
    /// How many are wanted (setting `key_min_events`).
    pub events_wanted: u16,
    /// What the asking account may do now: `propose_key`, `choose_key`, `plan_key` …
    pub allowed_actions: Vec<&'static str>,
}

/// 重点督办 of one year
#[derive(Serialize, ToSchema)]
pub struct KeySupervisionResponse {
    /// 年度
    pub year: i32,
    /// State.
    #[schema(value_type = KeyStatusCode)]
    pub status: &'static str,
    /// The state's word.
    pub status_label: String,
    /// 提名理由
    #[schema(value_type = Vec<KeyReasonCode>)]
    pub reasons: Vec<&'static str>,
    /// Their words.
    pub reason_labels: Vec<String>,
    /// In words.
    pub reason: String,
    /// The committee that nominated it; `null`: the deputies' committee.
    pub proposed_unit: Option<Named>,
    /// When.
    pub proposed_at: Instant,
    /// 征求政府意见
    pub consultation: Option<KeyConsultationResponse>,
    /// 主任会议决定
    pub decision: Option<KeyDecisionResponse>,
    /// Who supervises, who handles; of a chosen one.
    pub people: Option<KeyPeopleResponse>,
    /// 制定方案期限
    pub plan_due: Option<DueResponse>,
    /// 办理方案
    pub plan: Option<KeyPlanResponse>,
    /// 督办活动, by day.
    pub events: Vec<KeyEventResponse>,
    /// 进展, by day.
    pub progress: Vec<KeyProgressResponse>,
    /// 办理情况报告
    pub report: Option<KeyReportResponse>,
    /// 督办结论
    pub closing: Option<KeyClosingResponse>,
}

/// 征求政府意见
#[derive(Serialize, ToSchema)]
pub struct KeyConsultationResponse {
    /// When the government answered.
    pub on: NaiveDate,
    /// What it said.
    pub opinion: String,
}

/// 主任会议决定
#[derive(Serialize, ToSchema)]
pub struct KeyDecisionResponse {
    /// Chosen, or not.
    pub chosen: bool,
    /// The meeting.
    pub meeting: String,
    /// Its day.
    pub on: NaiveDate,
    /// Why not.
    pub reason: Option<String>,
}

/// 姓名、职务
#[derive(Serialize, ToSchema)]
pub struct OfficialResponse {
    /// 姓名
    pub name: String,
    /// 职务
    pub post: String,
}

/// 领衔督办、领办
#[derive(Serialize, ToSchema)]
pub struct KeyPeopleResponse {
    /// 领衔督办领导, as named on the day of the decision.
    pub supervising_leader: Named,
    /// Whose leader handles it.
    #[schema(value_type = LeadingOrganCode)]
    pub organ: &'static str,
    /// Its word.
    pub organ_label: String,
    /// 领办领导
    pub leading_official: OfficialResponse,
    /// 承办单位主要负责人
    pub unit_head: OfficialResponse,
    /// 对口督办的专（工）委
    pub committee: Named,
}

/// 节点
#[derive(Serialize, ToSchema)]
pub struct KeyMilestoneResponse {
    /// What is to be done.
    pub text: String,
    /// By when.
    pub due: NaiveDate,
}

/// 办理方案
#[derive(Serialize, ToSchema)]
pub struct KeyPlanResponse {
    /// 措施
    pub measures: String,
    /// 节点, by day.
    pub milestones: Vec<KeyMilestoneResponse>,
    /// When it was handed in or revised.
    pub at: Instant,
    /// It came after its deadline.
    pub late: bool,
}

/// 督办活动
#[derive(Serialize, ToSchema)]
pub struct KeyEventResponse {
    /// Its id.
    pub id: Uuid,
    /// 形式
    #[schema(value_type = KeyEventKindCode)]
    pub kind: &'static str,
    /// Its word.
    pub kind_label: String,
    /// Its day.
    pub on: NaiveDate,
    /// Where.
    pub place: String,
    /// Who took part, besides the deputies.
    pub participants: String,
    /// Deputies who took part.
    pub deputies: Vec<Named>,
    /// What was found and demanded.
    pub summary: String,
    /// Photos, minutes: those that the asking account may download.
    pub files: Vec<AttachedFile>,
}

/// 进展
#[derive(Serialize, ToSchema)]
pub struct KeyProgressResponse {
    /// As of this day.
    pub on: NaiveDate,
    /// What was done.
    pub text: String,
}

/// 办理情况报告
#[derive(Serialize, ToSchema)]
pub struct KeyReportResponse {
    /// The report.
    pub text: String,
    /// When it was handed in.
    pub at: Instant,
}

/// 督办结论
#[derive(Serialize, ToSchema)]
pub struct KeyClosingResponse {
    /// The meeting that heard the report.
    pub meeting: String,
    /// Its day.
    pub on: NaiveDate,
    /// What it concluded.
    pub conclusion: String,
    /// 督办评价
    #[schema(value_type = Option<KeyRatingCode>)]
    pub rating: Option<&'static str>,
    /// Its word.
    pub rating_label: Option<String>,
}
