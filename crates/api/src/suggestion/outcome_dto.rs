//! What came of a matter, in its representation: ratings, promises, what is public.

use super::{
    codes::{
        CommitmentStatusCode, FeedbackEntryCode, PublicationPartCode, PublicationStatusCode, RatingCode,
        ReplyCategoryCode, UnsatisfiedReasonCode, WithdrawalClassCode,
    },
    detail_dto::Named,
    publishing::RedactionDto,
};
use crate::{file::AttachedFile, http::Instant};
use chrono::NaiveDate;
use domain::suggestion as s;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// One step of the category's history (类别沿革): only a further letter changes a category.
#[derive(Serialize, ToSchema)]
pub struct CategoryChangeResponse {
    /// Which unit's part.
    pub unit: Named,
    /// The letter that says so.
    pub reply_id: Uuid,
    /// Before; `null` for the first letter.
    #[schema(value_type = Option<ReplyCategoryCode>)]
    pub from: Option<s::ReplyCategory>,
    /// After.
    #[schema(value_type = ReplyCategoryCode)]
    pub to: s::ReplyCategory,
    /// Its letter in the scheme in force.
    pub to_letter: String,
    /// Why, in words: a supplement, a second handling, a promise kept.
    pub source_label: &'static str,
    /// When.
    pub at: Instant,
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
    /// Reasons of the dictionary, for 不满意.
    #[schema(value_type = Vec<UnsatisfiedReasonCode>)]
    pub reasons: Vec<s::UnsatisfiedReason>,
    /// By the deputy, or entered from paper.
    #[schema(value_type = FeedbackEntryCode)]
    pub entry: s::FeedbackEntry,
    /// Scan of the paper form (纸质代录).
    pub paper_scan: Option<AttachedFile>,
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

/// 落实情况报告
#[derive(Serialize, ToSchema)]
pub struct CommitmentReportResponse {
    /// What was done.
    pub text: String,
    /// When it was reported.
    pub at: Instant,
    /// 佐证材料
    pub evidence: Vec<AttachedFile>,
}

/// 阶段目标
#[derive(Serialize, ToSchema)]
pub struct MilestoneResponse {
    /// What.
    pub text: String,
    /// Until when.
    pub date: NaiveDate,
    /// What was done, when it is reached.
    pub reached: Option<CommitmentReportResponse>,
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
    /// By when as first promised; another day means that it was carried over (结转).
    pub original_due: NaiveDate,
    /// 阶段目标, in their order.
    pub milestones: Vec<MilestoneResponse>,
    /// When it was found unkept past its day.
    pub breached_at: Option<Instant>,
    /// Units that had it before a reorganisation, oldest first.
    pub former_units: Vec<Named>,
    /// State.
    #[schema(value_type = CommitmentStatusCode)]
    pub status: s::CommitmentStatus,
    /// State in words.
    pub status_label: &'static str,
    /// What was reported, last first.
    pub reports: Vec<CommitmentReportResponse>,
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
    /// When it was taken down.
    pub withdrawn_at: Option<Instant>,
    /// Why, as the public is told.
    #[schema(value_type = Option<WithdrawalClassCode>)]
    pub withdrawal: Option<s::WithdrawalClass>,
}

/// A part that stands for publication (可提请公开的内容)
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"part": "feedback", "reply_id": null, "barred": "publication.feedback_not_public"}))]
pub struct PublicationOptionResponse {
    /// Which part.
    #[schema(value_type = PublicationPartCode)]
    pub part: s::PublicationPart,
    /// Which letter, for the part `reply`.
    pub reply_id: Option<Uuid>,
    /// Why it cannot be proposed now: the code with which the proposal would be refused; `null` when it can.
    pub barred: Option<&'static str>,
}
