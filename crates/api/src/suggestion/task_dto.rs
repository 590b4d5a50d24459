//! 办理任务: one unit's part of a matter as it is shown.

use super::{
    codes::{ContactKindCode, PersonRankCode, TaskRoleCode, TaskStatusCode, TaskTierCode, VerdictCode},
    detail_dto::{DueResponse, Named, TextAt},
};
use crate::{file::AttachedFile, http::Instant};
use chrono::NaiveDate;
use domain::suggestion as s;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// 承办人员
#[derive(Serialize, ToSchema)]
pub struct UnitPersonResponse {
    /// Name.
    pub name: String,
    /// Post.
    pub post: String,
    /// Rank.
    #[schema(value_type = PersonRankCode)]
    pub rank: s::PersonRank,
}

/// A deputy's answer to a contact log.
#[derive(Serialize, ToSchema)]
pub struct ContactAnswerResponse {
    /// Who.
    pub deputy: Named,
    /// What is wrong with the record; `null`: confirmed.
    pub disputed: Option<String>,
    /// When.
    pub at: Instant,
}

/// 联系沟通记录
#[derive(Serialize, ToSchema)]
pub struct ContactResponse {
    /// The log.
    pub id: Uuid,
    /// How.
    #[schema(value_type = ContactKindCode)]
    pub kind: s::ContactKind,
    /// Entered as face to face.
    pub face_to_face: bool,
    /// Counts as 面商: face to face and confirmed by a deputy.
    pub counts: bool,
    /// When.
    pub at: Instant,
    /// Where.
    pub place: String,
    /// Who of the unit.
    pub unit_people: Vec<UnitPersonResponse>,
    /// Which deputies.
    pub deputies: Vec<Named>,
    /// What was said.
    pub summary: String,
    /// Uploaded files.
    pub evidence_ids: Vec<Uuid>,
    /// The same with their names.
    pub evidence: Vec<AttachedFile>,
    /// What the deputies say to the record.
    pub answers: Vec<ContactAnswerResponse>,
}

/// 退办
#[derive(Serialize, ToSchema)]
pub struct SendBackResponse {
    /// Why.
    pub reason: String,
    /// Whose it is in the unit's opinion.
    pub suggested_unit: Option<Named>,
    /// When asked.
    pub requested_at: Instant,
    /// Verdict.
    #[schema(value_type = VerdictCode)]
    pub verdict: s::Verdict,
    /// Reason of the verdict.
    pub decision_reason: Option<String>,
    /// Who got it.
    pub new_unit: Option<Named>,
}

/// 延期
#[derive(Serialize, ToSchema)]
pub struct ExtensionResponse {
    /// Why.
    pub reason: String,
    /// Asked until.
    pub requested_until: NaiveDate,
    /// When asked.
    pub requested_at: Instant,
    /// Verdict.
    #[schema(value_type = VerdictCode)]
    pub verdict: s::Verdict,
    /// Granted until.
    pub approved_until: Option<NaiveDate>,
    /// Reason of the verdict.
    pub decision_reason: Option<String>,
}

/// 协办意见
#[derive(Serialize, ToSchema)]
pub struct CoOpinionResponse {
    /// The opinion.
    pub text: String,
    /// When issued; `null`: a draft.
    pub issued_at: Option<Instant>,
    /// Why it was returned.
    pub returned: Option<String>,
}

/// A step of a unit's way.
#[derive(Serialize, ToSchema)]
pub struct UnitStepResponse {
    /// `sign`, `contact`, `draft` …
    pub step: &'static str,
    /// Its name.
    pub label: &'static str,
    /// Done.
    pub done: bool,
    /// Others have to act.
    pub waiting_for_others: bool,
    /// By when.
    pub due_on: Option<NaiveDate>,
}

/// 办理任务
#[derive(Serialize, ToSchema)]
pub struct HandlingTaskResponse {
    /// The task.
    pub id: Uuid,
    /// The unit.
    pub unit: Named,
    /// Units that had it before a reorganisation, oldest first (原承办单位).
    pub former_units: Vec<Named>,
    /// The task it follows: after a send-back or an order to handle it again.
    pub follows_id: Option<Uuid>,
    /// 主办、协办、分办
    #[schema(value_type = TaskRoleCode)]
    pub role: s::TaskRole,
    /// 系统或单位
    #[schema(value_type = TaskTierCode)]
    pub tier: s::TaskTier,
    /// The task of the government system it was dispatched from.
    pub parent_id: Option<Uuid>,
    /// Its part.
    pub scope_text: Option<String>,
    /// Round of handling, from 1.
    pub round: u32,
    /// State.
    #[schema(value_type = TaskStatusCode)]
    pub status: s::TaskStatus,
    /// State in words.
    pub status_label: &'static str,
    /// When assigned.
    pub assigned_at: Instant,
    /// When signed for.
    pub signed_at: Option<Instant>,
    /// When it ended.
    pub finished_at: Option<Instant>,
    /// It cannot be sent back any more.
    pub final_assignment: bool,
    /// Who handles it.
    pub handler: Option<Named>,
    /// The unit leader in charge.
    pub leader_name: Option<String>,
    /// What is planned.
    pub plan: Option<String>,
    /// What is due.
    pub dues: Vec<DueResponse>,
    /// `green`, `yellow`, `yellow_card`, `red_card`; `null` when nothing runs.
    pub light: Option<&'static str>,
    /// Working days to the effective due day; negative when late.
    pub working_days_left: Option<i32>,
    /// The unit's way: “你还差 N 步”.
    pub steps: Vec<UnitStepResponse>,
    /// How many of the unit's own steps are left.
    pub steps_left: usize,
    /// The co-opinion was marked missing.
    pub co_opinion_missing: bool,
    /// Contact logs.
    pub contacts: Vec<ContactResponse>,
    /// Send-backs.
    pub send_backs: Vec<SendBackResponse>,
    /// Extensions.
    pub extensions: Vec<ExtensionResponse>,
    /// Co-opinions.
    pub co_opinions: Vec<CoOpinionResponse>,
    /// Holding answers.
    pub holding_answers: Vec<TextAt>,
    /// What the asking actor may do with it now: the words of the commands.
    pub allowed_actions: Vec<&'static str>,
}
