//! The representation of one matter. Every field that the asking actor may not see is `null` or empty.

use super::{
    codes::{
        OriginCode, PeriodCode, PublishConsentCode, RepeatedYearsCode, ReplyCategoryCode, SuggestionKindCode,
        SuggestionStatusCode, UrgeByCode, UrgeLevelCode,
    },
    outcome_dto::{
        CategoryChangeResponse, CommitmentResponse, FeedbackResponse, PublicationOptionResponse,
        PublicationResponse, RatingDueResponse,
    },
    reply_dto::ReplyResponse,
    signing_dto::{
        CosignerResponse, EarlierTextResponse, ObjectionResponse, ReviewRemarkResponse, WithdrawalResponse,
    },
    task_dto::HandlingTaskResponse,
};
use crate::{file::AttachedFile, http::Instant};
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

/// A text with its instant.
#[derive(Serialize, ToSchema)]
pub struct TextAt {
    /// The text.
    pub text: String,
    /// When.
    pub at: Instant,
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
    /// Which committee, of a committee's.
    pub committee: Option<Named>,
    /// What was said.
    pub text: String,
    /// When.
    pub at: Instant,
    /// The answer.
    pub acknowledgement: Option<String>,
    /// When the unit answered.
    pub acknowledged_at: Option<Instant>,
    /// I may answer it, for the unit that was urged.
    pub may_answer: bool,
}

/// A capacity in which I may urge (催办身份), and when.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"by": "committee", "by_label": "专（工）委", "interval_wd": 5, "last_on": "2026-05-08",
    "next_on": "2026-05-15", "allowed": false}))]
pub struct UrgingResponse {
    /// Who urges.
    #[schema(value_type = UrgeByCode)]
    pub by: s::UrgeBy,
    /// In words.
    pub by_label: &'static str,
    /// Working days between two urges in this capacity; 0: as often as needed.
    pub interval_wd: u16,
    /// The last one.
    pub last_on: Option<NaiveDate>,
    /// From when on it may be urged again; `null` when it has not been urged, or is bound by no interval.
    pub next_on: Option<NaiveDate>,
    /// It may be urged now.
    pub allowed: bool,
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
    /// 申请姓名保护: why the deputies' names are to be hidden from the units; for the signers and the committee.
    pub ask_protection: Option<String>,
    /// 希望加强沟通
    pub want_contact: bool,
    /// 仅供参考
    pub reference_only: bool,
    /// 欢迎附议
    pub open_for_cosign: bool,
    /// 附件
    pub attachment_ids: Vec<Uuid>,
    /// The same with their names.
    pub attachments: Vec<AttachedFile>,
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
    /// 换届结转: when it was carried over from the term in which it was handed in.
    pub carried_over_at: Option<Instant>,
    /// 往年同类建议
    pub previous: Vec<Named>,
    /// For how many years in a row the matter has been raised, this one included (连续提出年数).
    pub raised_for_years: u32,
    /// 并入
    pub merged_into: Option<Named>,
    /// 并入本件的建议
    pub merged_children: Vec<MergedChildResponse>,
    /// Remarks of the review.
    pub review_remarks: Vec<ReviewRemarkResponse>,
    /// Reason of a withdrawal that waits for co-signers.
    pub withdrawal_reason: Option<String>,
    /// A withdrawal that waits for co-signers, with who has agreed.
    pub withdrawal: Option<WithdrawalResponse>,
    /// What the asking deputy confirmed before the text was edited, while the confirmation is not renewed.
    pub earlier_text: Option<EarlierTextResponse>,
    /// 代表异议, latest last.
    pub objections: Vec<ObjectionResponse>,
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
    /// 类别沿革
    pub category_history: Vec<CategoryChangeResponse>,
    /// 评价
    pub feedbacks: Vec<FeedbackResponse>,
    /// Ratings that are owed now, shown to those who owe them and to the committee.
    pub ratings_due: Vec<RatingDueResponse>,
    /// 承诺事项
    pub commitments: Vec<CommitmentResponse>,
    /// 公开
    pub publications: Vec<PublicationResponse>,
    /// The parts that may be proposed for publication, and those that may not, with the reason.
    pub publication_options: Vec<PublicationOptionResponse>,
    /// 催办
    pub urges: Vec<UrgeResponse>,
    /// In which capacities I may urge here, an office before a seat; empty for who may not, or where nothing can be urged.
    pub urging: Vec<UrgingResponse>,
    /// Private reports of pressure, for the committee alone.
    pub pressure_flags: Vec<TextAt>,
    /// Whose turn it is, most urgent first.
    pub turns: Vec<TurnResponse>,
    /// SHA-256 (hex) of the archive's one file (一件一档).
    pub archive_sha256: Option<String>,
    /// What the asking actor may do now: the words of the commands.
    pub allowed_actions: Vec<&'static str>,
    /// Same as the `ETag`.
    pub version: i64,
}
