//! 答复: the content of a letter as requests and answers carry it, and the letter as it is shown.

use super::{
    codes::{DeliveryMethodCode, PublishAttributeCode, ReplyCategoryCode, ReplyKindCode, ReplyStatusCode},
    detail_dto::Named,
    replying::CheckedItemDto,
};
use crate::{file::AttachedFile, http::Instant};
use chrono::NaiveDate;
use domain::{
    kernel::FileId,
    suggestion::{
        DeliveryMethod, Milestone, PointAnswer, PromisedItem, PublishAttribute, ReplyCategory, ReplyContent,
        ReplyKind, ReplyStatus,
    },
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// Answer to one numbered proposal.
#[derive(Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct PointAnswerDto {
    /// Number of the proposal, from 1.
    #[schema(minimum = 1)]
    pub proposal_no: u32,
    /// The answer.
    #[validate(length(max = 5000))]
    pub answer: String,
}

/// A step towards a promise.
#[derive(Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct MilestoneDto {
    /// What is done by then.
    #[validate(length(max = 200))]
    pub text: String,
    /// By when.
    pub date: NaiveDate,
}

/// A promise (承诺事项) with its date.
#[derive(Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct PromisedItemDto {
    /// What is promised.
    #[validate(length(max = 1000))]
    pub text: String,
    /// Who answers for it.
    #[validate(length(max = 60))]
    pub responsible: String,
    /// By when.
    pub due: NaiveDate,
    /// Steps towards it.
    #[serde(default)]
    #[validate(length(max = 20), nested)]
    pub milestones: Vec<MilestoneDto>,
}

/// 答复稿. A draft may be unfinished: completeness is checked when it is submitted for pre-review.
#[derive(Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"category": "in_progress", "body": "收到建议后，我局会同公安交警部门现场踏勘，现将办理情况答复如下。",
    "points": [{"proposal_no": 1, "answer": "已在第一小学施划八个即停即走泊位。"}], "reason": null,
    "co_units_explained": true, "contact_name": "演联络", "contact_phone": "0527-80000000", "cc": ["县人大常委会代表工委"],
    "publish_attr": "active", "publish_reason": null, "evidence_ids": [],
    "promises": [{"text": "年底前完成其余两所小学泊位施划", "responsible": "市政科", "due": "2026-12-31", "milestones": []}]}))]
pub struct ReplyDraft {
    /// 办理结果分类, by meaning; the letter A/B/C/D follows from the scheme in force.
    #[schema(value_type = ReplyCategoryCode)]
    pub category: ReplyCategory,
    /// General part of the letter.
    #[validate(length(max = 20000))]
    pub body: String,
    /// Point by point.
    #[serde(default)]
    #[validate(length(max = 50), nested)]
    pub points: Vec<PointAnswerDto>,
    /// Legal, policy or financial reason, for what is not solved.
    #[serde(default)]
    #[validate(length(max = 2000))]
    pub reason: Option<String>,
    /// The letter says what the co-units think.
    #[serde(default)]
    pub co_units_explained: bool,
    /// 联系人
    #[serde(default)]
    #[validate(length(max = 40))]
    pub contact_name: String,
    /// 联系电话
    #[serde(default)]
    #[validate(length(max = 40))]
    pub contact_phone: String,
    /// 抄送
    #[serde(default)]
    #[validate(length(max = 20))]
    pub cc: Vec<String>,
    /// 公开属性
    #[schema(value_type = PublishAttributeCode)]
    pub publish_attr: PublishAttribute,
    /// Why not public, when it is not.
    #[serde(default)]
    #[validate(length(max = 1000))]
    pub publish_reason: Option<String>,
    /// 佐证材料: ids of uploaded files, required for A.
    #[serde(default)]
    #[validate(length(max = 20))]
    pub evidence_ids: Vec<Uuid>,
    /// 承诺事项, required for B.
    #[serde(default)]
    #[validate(length(max = 20), nested)]
    pub promises: Vec<PromisedItemDto>,
}

impl From<ReplyDraft> for ReplyContent {
    fn from(draft: ReplyDraft) -> Self {
        Self {
            category: draft.category,
            body: draft.body,
            points: draft
                .points
                .into_iter()
                .map(|point| PointAnswer { proposal_no: point.proposal_no, answer: point.answer })
                .collect(),
            reason: draft.reason,
            co_units_explained: draft.co_units_explained,
            contact_name: draft.contact_name,
            contact_phone: draft.contact_phone,
            cc: draft.cc,
            publish_attr: draft.publish_attr,
            publish_reason: draft.publish_reason,
            evidence: draft.evidence_ids.into_iter().map(FileId).collect(),
            promises: draft
                .promises
                .into_iter()
                .map(|promise| PromisedItem {
                    text: promise.text,
                    responsible: promise.responsible,
                    due: promise.due,
                    milestones: promise
                        .milestones
                        .into_iter()
                        .map(|step| Milestone { text: step.text, date: step.date, reached: None })
                        .collect(),
                })
                .collect(),
        }
    }
}

impl From<&ReplyContent> for ReplyDraft {
    fn from(content: &ReplyContent) -> Self {
        Self {
            category: content.category,
            body: content.body.clone(),
            points: content
                .points
                .iter()
                .map(|point| PointAnswerDto { proposal_no: point.proposal_no, answer: point.answer.clone() })
                .collect(),
            reason: content.reason.clone(),
            co_units_explained: content.co_units_explained,
            contact_name: content.contact_name.clone(),
            contact_phone: content.contact_phone.clone(),
            cc: content.cc.clone(),
            publish_attr: content.publish_attr,
            publish_reason: content.publish_reason.clone(),
            evidence_ids: content.evidence.iter().map(|file| file.0).collect(),
            promises: content
                .promises
                .iter()
                .map(|promise| PromisedItemDto {
                    text: promise.text.clone(),
                    responsible: promise.responsible.clone(),
                    due: promise.due,
                    milestones: promise
                        .milestones
                        .iter()
                        .map(|step| MilestoneDto { text: step.text.clone(), date: step.date })
                        .collect(),
                })
                .collect(),
        }
    }
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

/// 预审记录
#[derive(Serialize, ToSchema)]
pub struct PreReviewResponse {
    /// Every item of the list.
    pub items: Vec<CheckedItemDto>,
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
    pub kind: ReplyKind,
    /// Draft, under review, issued …
    #[schema(value_type = ReplyStatusCode)]
    pub status: ReplyStatus,
    /// The category by meaning.
    #[schema(value_type = ReplyCategoryCode)]
    pub category: ReplyCategory,
    /// Its letter in the scheme in force.
    pub category_letter: String,
    /// The deputy disputes the result: frozen until checked (待核实).
    pub disputed: Option<String>,
    /// Its content.
    pub content: ReplyDraft,
    /// The evidence of the content with its names.
    pub evidence: Vec<AttachedFile>,
    /// The stored letter.
    pub file: Option<AttachedFile>,
    /// 文号
    pub doc_no: Option<String>,
    /// 签发人
    pub signer_name: Option<String>,
    /// When issued.
    pub issued_at: Option<Instant>,
    /// How delivered.
    #[schema(value_type = Option<DeliveryMethodCode>)]
    pub delivery_method: Option<DeliveryMethod>,
    /// When delivered.
    pub delivered_at: Option<Instant>,
    /// The pre-reviews that let it pass, latest last: every item ticked or with its reason. For the unit and its reviewers.
    pub pre_reviews: Vec<PreReviewResponse>,
    /// Returns from pre-review.
    pub returns: Vec<ReplyReturnResponse>,
}
