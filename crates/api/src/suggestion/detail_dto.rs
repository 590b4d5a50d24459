//! The representation of one matter. Every field that the asking actor may not see is `null` or empty.

use super::{
    codes::{
        CommitmentStatusCode, ContactKindCode, DeliveryMethodCode, FeedbackEntryCode, OriginCode, PeriodCode,
        PersonRankCode, PublicationPartCode, PublicationStatusCode, PublishConsentCode, RatingCode,
        RepeatedYearsCode, ReplyCategoryCode, ReplyKindCode, ReplyStatusCode, ReviewReasonCode,
        SuggestionKindCode, SuggestionStatusCode, TaskRoleCode, TaskStatusCode, TaskTierCode, UrgeByCode,
        UrgeLevelCode, VerdictCode,
    },
    publishing::RedactionDto,
    reply_dto::ReplyDraft,
};
use crate::http::Instant;
use chrono::NaiveDate;
use domain::suggestion as s;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Somebody or something with a name.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "name": "演知秋"}))]
pub struct Named {
    /// Its id; `null` when the name is protected.
    pub id: Option<Uuid>,
    /// Its name; 受保护代表 when protected.
    pub name: String,
}

/// A day by which something is due, and what that rests on.
#[derive(Serialize, ToSchema)]
pub struct DueResponse {
    /// What is due: `sign`, `reply`, `feedback` …
    pub kind: &'static str,
    /// The day.
    pub on: NaiveDate,
    /// The setting it was computed from.
    pub setting: Option<String>,
    /// True while the calendar of that year is not official yet.
    pub provisional: bool,
}

/// 联名代表
#[derive(Serialize, ToSchema)]
pub struct CosignerResponse {
    /// The deputy.
    pub deputy: Named,
    /// `invited`, `confirmed`, `declined`, `expired`
    pub status: &'static str,
    /// Until when the invitation stands.
    pub expires_at: Instant,
    /// When confirmed.
    pub confirmed_at: Option<Instant>,
}

/// Remark of the review to the deputy.
#[derive(Serialize, ToSchema)]
pub struct ReviewRemarkResponse {
    /// `returned` or `not_accepted`
    pub decision: &'static str,
    /// Reasons of the dictionary.
    #[schema(value_type = Vec<ReviewReasonCode>)]
    pub reasons: Vec<s::ReviewReason>,
    /// In words.
    pub text: String,
    /// When.
    pub at: Instant,
}

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

/// A text with its instant.
#[derive(Serialize, ToSchema)]
pub struct TextAt {
    /// The text.
    pub text: String,
    /// When.
    pub at: Instant,
}

/// A return from pre-review.
#[derive(Serialize, ToSchema)]
pub struct ReplyReturnResponse {
    /// Points that are not met.
    pub checklist: Vec<&'static str>,
    /// Remark.
    pub remark: String,
    /// When.
    pub at: Instant,
}

/// 答复
#[derive(Serialize, ToSchema)]
pub struct ReplyResponse {
    /// The reply.
    pub id: Uuid,
    /// Whose task it answers.
    pub task_id: Uuid,
    /// The unit.
    pub unit: Named,
    /// Round.
    pub round: u32,
    /// 首次答复、补充答复、更正
    #[schema(value_type = ReplyKindCode)]
    pub kind: s::ReplyKind,
    /// Draft, under review, issued …
    #[schema(value_type = ReplyStatusCode)]
    pub status: s::ReplyStatus,
    /// The category by meaning.
    #[schema(value_type = ReplyCategoryCode)]
    pub category: s::ReplyCategory,
    /// Its letter in the scheme in force.
    pub category_letter: String,
    /// The deputy disputes the result: frozen until checked (待核实).
    pub disputed: Option<String>,
    /// Its content.
    pub content: ReplyDraft,
    /// 文号
    pub doc_no: Option<String>,
    /// 签发人
    pub signer_name: Option<String>,
    /// When issued.
    pub issued_at: Option<Instant>,
    /// How delivered.
    #[schema(value_type = Option<DeliveryMethodCode>)]
    pub delivery_method: Option<s::DeliveryMethod>,
    /// When delivered.
    pub delivered_at: Option<Instant>,
    /// Returns from pre-review.
    pub returns: Vec<ReplyReturnResponse>,
}

/// 评价
#[derive(Serialize, ToSchema)]
pub struct FeedbackResponse {
    /// The rating.
    pub id: Uuid,
    /// The reply rated.
    pub reply_id: Uuid,
    /// Who.
    pub deputy: Named,
    /// Round.
    pub round: u32,
    /// 办理态度
    #[schema(value_type = RatingCode)]
    pub attitude: s::Rating,
    /// 办理结果
    #[schema(value_type = RatingCode)]
    pub result: s::Rating,
    /// Met in person.
    pub met: bool,
    /// Comment.
    pub comment: String,
    /// By the deputy, or entered from paper.
    #[schema(value_type = FeedbackEntryCode)]
    pub entry: s::FeedbackEntry,
    /// When.
    pub submitted_at: Instant,
}

/// A rating that somebody owes now.
#[derive(Serialize, ToSchema)]
pub struct RatingDueResponse {
    /// The reply to be rated.
    pub reply_id: Uuid,
    /// On behalf of which suggestion.
    pub on_behalf_of_id: Uuid,
    /// Who rates.
    pub deputy: Named,
}

/// 承诺事项
#[derive(Serialize, ToSchema)]
pub struct CommitmentResponse {
    /// The promise.
    pub id: Uuid,
    /// The unit.
    pub unit: Named,
    /// What was promised.
    pub text: String,
    /// Who answers for it.
    pub responsible: String,
    /// By when.
    pub due: NaiveDate,
    /// State.
    #[schema(value_type = CommitmentStatusCode)]
    pub status: s::CommitmentStatus,
    /// State in words.
    pub status_label: &'static str,
    /// What was reported, last first.
    pub reports: Vec<TextAt>,
    /// The written explanation of a change or a failure.
    pub explanation: Option<String>,
    /// The deputy has confirmed the explanation.
    pub explanation_received: bool,
}

/// 公开
#[derive(Serialize, ToSchema)]
pub struct PublicationResponse {
    /// The decision.
    pub id: Uuid,
    /// Which part.
    #[schema(value_type = PublicationPartCode)]
    pub part: s::PublicationPart,
    /// Which letter.
    pub reply_id: Option<Uuid>,
    /// State.
    #[schema(value_type = PublicationStatusCode)]
    pub status: s::PublicationStatus,
    /// What is masked.
    pub redactions: Vec<RedactionDto>,
    /// When proposed.
    pub proposed_at: Instant,
    /// When decided.
    pub decided_at: Option<Instant>,
    /// Reason of withholding or taking down.
    pub reason: Option<String>,
}

/// 催办
#[derive(Serialize, ToSchema)]
pub struct UrgeResponse {
    /// The urge.
    pub id: Uuid,
    /// Which task.
    pub task_id: Option<Uuid>,
    /// How strong.
    #[schema(value_type = UrgeLevelCode)]
    pub level: s::UrgeLevel,
    /// By whom.
    #[schema(value_type = UrgeByCode)]
    pub by: s::UrgeBy,
    /// What was said.
    pub text: String,
    /// When.
    pub at: Instant,
    /// The answer.
    pub acknowledgement: Option<String>,
}

/// Whose turn it is.
#[derive(Serialize, ToSchema)]
pub struct TurnResponse {
    /// In which capacity.
    pub who: &'static str,
    /// In words.
    pub who_label: &'static str,
    /// Which unit.
    pub unit: Option<Named>,
    /// Which deputy.
    pub deputy: Option<Named>,
    /// Which task.
    pub task_id: Option<Uuid>,
    /// Key of what is to be done.
    pub key: &'static str,
    /// By when.
    pub due_on: Option<NaiveDate>,
}

/// A suggestion merged into this one.
#[derive(Serialize, ToSchema)]
pub struct MergedChildResponse {
    /// The suggestion.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Its lead deputy.
    pub lead: Named,
}

/// 代表建议, as far as the asking actor may see it.
#[derive(Serialize, ToSchema)]
pub struct SuggestionResponse {
    /// The suggestion.
    pub id: Uuid,
    /// 流水编码
    pub code: Option<String>,
    /// 正式编号 as it is printed: 第063号
    pub official_no: Option<String>,
    /// With the congress: 县十八届人大五次会议第063号建议
    pub official_title: Option<String>,
    /// 类型
    #[schema(value_type = SuggestionKindCode)]
    pub kind: s::SuggestionKind,
    /// 大会期间或闭会期间
    #[schema(value_type = PeriodCode)]
    pub period: s::Period,
    /// 次会议
    pub session: Option<Named>,
    /// State.
    #[schema(value_type = SuggestionStatusCode)]
    pub status: s::SuggestionStatus,
    /// State in words.
    pub status_label: &'static str,
    /// Round of handling, from 1.
    pub round: u32,
    /// 标题
    pub title: String,
    /// 情况
    pub facts: String,
    /// 分析
    pub analysis: String,
    /// 具体意见
    pub proposals: Vec<String>,
    /// Counts the edits; co-signers confirm one version.
    pub text_version: u32,
    /// Errata after acceptance.
    pub errata: Vec<TextAt>,
    /// 领衔代表
    pub lead: Named,
    /// 代表小组
    pub group: Option<Named>,
    /// 联名代表
    pub cosigners: Vec<CosignerResponse>,
    /// 联系人
    pub contact_person: Option<Named>,
    /// 建议承办单位
    pub preferred_units: Vec<Named>,
    /// 形成方式
    #[schema(value_type = OriginCode)]
    pub origin: s::Origin,
    /// Reference of the origin.
    pub origin_ref: Option<String>,
    /// 多次提出
    #[schema(value_type = RepeatedYearsCode)]
    pub repeated_years: s::RepeatedYears,
    /// 公开意愿
    #[schema(value_type = PublishConsentCode)]
    pub publish_consent: s::PublishConsent,
    /// Why not the full text.
    pub publish_reason: Option<String>,
    /// 希望加强沟通
    pub want_contact: bool,
    /// 仅供参考
    pub reference_only: bool,
    /// 欢迎附议
    pub open_for_cosign: bool,
    /// 附件
    pub attachment_ids: Vec<Uuid>,
    /// 涉密或敏感
    pub confidential: bool,
    /// 受保护代表
    pub names_hidden_from_units: bool,
    /// 类别
    pub category: Option<String>,
    /// 子类别
    pub sub_category: Option<String>,
    /// 对口督办的专（工）委
    pub committee: Option<Named>,
    /// Answer before this day.
    pub urgent_by: Option<NaiveDate>,
    /// 重点督办建议
    pub is_key: bool,
    /// 往年同类建议
    pub previous: Vec<Named>,
    /// 并入
    pub merged_into: Option<Named>,
    /// 并入本件的建议
    pub merged_children: Vec<MergedChildResponse>,
    /// Remarks of the review.
    pub review_remarks: Vec<ReviewRemarkResponse>,
    /// Reason of a withdrawal that waits for co-signers.
    pub withdrawal_reason: Option<String>,
    /// What is due.
    pub dues: Vec<DueResponse>,
    /// The worst light of its tasks.
    pub light: Option<&'static str>,
    /// When begun.
    pub created_at: Instant,
    /// When submitted.
    pub submitted_at: Option<Instant>,
    /// When accepted.
    pub accepted_at: Option<Instant>,
    /// When assigned.
    pub assigned_at: Option<Instant>,
    /// When answered.
    pub replied_at: Option<Instant>,
    /// When closed.
    pub closed_at: Option<Instant>,
    /// The result category in force, by meaning.
    #[schema(value_type = Option<ReplyCategoryCode>)]
    pub result_category: Option<s::ReplyCategory>,
    /// Its letter in the scheme in force.
    pub result_letter: Option<String>,
    /// 办理任务
    pub tasks: Vec<HandlingTaskResponse>,
    /// 答复
    pub replies: Vec<ReplyResponse>,
    /// 评价
    pub feedbacks: Vec<FeedbackResponse>,
    /// Ratings that are owed now, shown to those who owe them and to the committee.
    pub ratings_due: Vec<RatingDueResponse>,
    /// 承诺事项
    pub commitments: Vec<CommitmentResponse>,
    /// 公开
    pub publications: Vec<PublicationResponse>,
    /// 催办
    pub urges: Vec<UrgeResponse>,
    /// Private reports of pressure, for the committee alone.
    pub pressure_flags: Vec<TextAt>,
    /// Whose turn it is, most urgent first.
    pub turns: Vec<TurnResponse>,
    /// What the asking actor may do now: the words of the commands.
    pub allowed_actions: Vec<&'static str>,
    /// Same as the `ETag`.
    pub version: i64,
}
