//! 协办意见、答复、预审、签发、送达.

use super::{
    Opened,
    codes::{DeliveryMethodCode, PublishAttributeCode, ReplyCategoryCode, ReplyKindCode, ReviewCheckCode},
    detail,
    detail_dto::SuggestionResponse,
    task_ids,
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IfMatch},
    state::State,
};
use actix_web::web;
use chrono::{Datelike, NaiveDate};
use domain::{
    authz::act,
    kernel::{CommitmentId, DomainError, ErrorCode, FileId, HandlingTaskId, SuggestionId, business_date},
    suggestion::{
        Case, DeliveryMethod, Milestone, PointAnswer, PromisedItem, PublishAttribute, ReplyCategory,
        ReplyContent, ReplyKind, ReviewCheck, SignOff, SupplementReply,
    },
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

pub(super) fn register(api: &mut Api) {
    api.route(__path_draft_co_opinion, draft_co_opinion)
        .route(__path_issue_co_opinion, issue_co_opinion)
        .route(__path_return_co_opinion, return_co_opinion)
        .route(__path_mark_co_opinion_missing, mark_co_opinion_missing)
        .route(__path_draft_reply, draft_reply)
        .route(__path_submit_reply, submit_reply)
        .route(__path_return_reply, return_reply)
        .route(__path_pass_reply, pass_reply)
        .route(__path_reject_reply_draft, reject_reply_draft)
        .route(__path_sign_off_reply, sign_off_reply)
        .route(__path_deliver_reply, deliver_reply)
        .route(__path_note_as_read, note_as_read)
        .route(__path_supplement_reply, supplement_reply);
}

/// 协办意见
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "经现场核查，校门口道路红线宽度满足设置即停即走泊位条件，建议设置八个泊位，由我局负责施划标线并安排警力疏导。"}))]
pub struct CoOpinionRequest {
    /// At least 50 characters of substance (不能只写“原则同意”).
    #[validate(length(max = 5000))]
    pub text: String,
}

/// 退回协办意见
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "未说明具体措施和完成时间。"}))]
pub struct ReturnCoOpinionRequest {
    /// What is missing.
    #[validate(length(max = 1000))]
    pub reason: String,
}

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
                        .map(|step| Milestone { text: step.text, date: step.date })
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

/// 预审退回
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"checklist": ["every_proposal_answered"], "remark": "第二条意见未答复。"}))]
pub struct ReturnReplyRequest {
    /// Points of the checklist that are not met.
    #[validate(length(max = 10))]
    #[schema(value_type = Vec<ReviewCheckCode>)]
    pub checklist: Vec<ReviewCheck>,
    /// What is to be mended. The reviewer does not rewrite the letter.
    #[validate(length(max = 2000))]
    pub remark: String,
}

/// 预审通过
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"contact_waiver": null}))]
pub struct PassReplyRequest {
    /// Why a talk that the deputy has not confirmed is enough, when it is.
    #[serde(default)]
    #[validate(length(max = 500))]
    pub contact_waiver: Option<String>,
}

/// 退回修改答复稿
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"remark": "请补充经费来源。"}))]
pub struct RejectDraftRequest {
    /// What is to be mended.
    #[validate(length(max = 2000))]
    pub remark: String,
}

/// 签发
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"doc_no": "泗住建复〔2026〕5号", "signer_name": "演局长", "by_head": true, "seal_applied": true}))]
pub struct SignOffRequest {
    /// 文号; `null`: the next one of the unit's series.
    #[serde(default)]
    #[validate(length(max = 40))]
    pub doc_no: Option<String>,
    /// 签发人
    #[validate(length(min = 1, max = 40))]
    pub signer_name: String,
    /// Signed by the head of the unit (主要负责人), as key matters need.
    pub by_head: bool,
    /// The unit's seal was applied (已用印).
    pub seal_applied: bool,
}

/// 送达
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"method": "face"}))]
pub struct DeliverReplyRequest {
    /// How.
    #[schema(value_type = DeliveryMethodCode)]
    pub method: DeliveryMethod,
}

/// 已阅研究
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "已阅，将在编制明年计划时研究采纳。", "signer_name": "演局长"}))]
pub struct NoteAsReadRequest {
    /// The short note.
    #[validate(length(max = 1000))]
    pub text: String,
    /// 签发人
    #[validate(length(min = 1, max = 40))]
    pub signer_name: String,
}

/// 补充答复或更正
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct SupplementReplyRequest {
    /// Why there is another letter.
    #[schema(value_type = ReplyKindCode)]
    pub kind: ReplyKind,
    /// The letter.
    #[validate(nested)]
    pub content: ReplyDraft,
    /// Its sign-off.
    #[validate(nested)]
    pub sign_off: SignOffRequest,
    /// Promises that were kept and are answered by this letter.
    #[serde(default)]
    #[validate(length(max = 20))]
    pub kept_commitment_ids: Vec<Uuid>,
}

/// Draft the co-opinion
///
/// 起草协办意见.
#[utoipa::path(put, path = "/api/v1/suggestions/{id}/tasks/{task_id}/co-opinion", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = CoOpinionRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn draft_co_opinion(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(Uuid, Uuid)>,
    seen: IfMatch,
    body: Body<CoOpinionRequest>,
) -> ApiResult<Answer> {
    let ids = task_ids(&path);
    let (opened, permit) = Opened::task::<act::HandleTask>(&state, &caller, ids, seen).await?;
    let text = body.valid()?.text;
    let case = opened.apply(|case, ctx| case.draft_co_opinion(&permit, ids.1, &text, ctx)).await?;
    detail::answer(&state, &caller, &case).await
}

/// Issue the co-opinion
///
/// 签发协办意见, by the leader of the co-unit.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/issue-co-opinion", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = CoOpinionRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn issue_co_opinion(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(Uuid, Uuid)>,
    seen: IfMatch,
    body: Body<CoOpinionRequest>,
) -> ApiResult<Answer> {
    let ids = task_ids(&path);
    let (opened, permit) = Opened::task::<act::SignOffTask>(&state, &caller, ids, seen).await?;
    let text = body.valid()?.text;
    let case = opened.apply(|case, ctx| case.issue_co_opinion(&permit, ids.1, &text, ctx)).await?;
    detail::answer(&state, &caller, &case).await
}

/// Return a co-opinion without substance
///
/// 退回协办意见, once, by the leader of the lead unit.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/return-co-opinion", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = ReturnCoOpinionRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn return_co_opinion(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(Uuid, Uuid)>,
    seen: IfMatch,
    body: Body<ReturnCoOpinionRequest>,
) -> ApiResult<Answer> {
    let ids = task_ids(&path);
    let (opened, permit) = Opened::task::<act::ReturnCoOpinion>(&state, &caller, ids, seen).await?;
    let reason = body.valid()?.reason;
    let case = opened.apply(|case, ctx| case.return_co_opinion(&permit, ids.1, &reason, ctx)).await?;
    detail::answer(&state, &caller, &case).await
}

/// Go on without a late co-opinion
///
/// 标记协办未反馈; it stands on the co-unit's record.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/mark-co-opinion-missing", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn mark_co_opinion_missing(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(Uuid, Uuid)>,
    seen: IfMatch,
) -> ApiResult<Answer> {
    let ids = task_ids(&path);
    let (opened, permit) = Opened::task::<act::MarkCoOpinionMissing>(&state, &caller, ids, seen).await?;
    let case = opened.apply(|case, ctx| case.mark_co_opinion_missing(&permit, ids.1, ctx)).await?;
    detail::answer(&state, &caller, &case).await
}

/// Draft the reply
///
/// 起草答复: saved as often as one likes.
#[utoipa::path(put, path = "/api/v1/suggestions/{id}/tasks/{task_id}/reply", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = ReplyDraft,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn draft_reply(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(Uuid, Uuid)>,
    seen: IfMatch,
    body: Body<ReplyDraft>,
) -> ApiResult<Answer> {
    let ids = task_ids(&path);
    let (opened, permit) = Opened::task::<act::HandleTask>(&state, &caller, ids, seen).await?;
    let content = body.valid()?.into();
    let case = opened.apply(|case, ctx| case.draft_reply(&permit, ids.1, content, ctx)).await?;
    detail::answer(&state, &caller, &case).await
}

/// Hand the reply to pre-review
///
/// 提交预审: every proposal answered, category with what it demands, co-opinions in or marked late.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/submit-reply", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn submit_reply(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(Uuid, Uuid)>,
    seen: IfMatch,
) -> ApiResult<Answer> {
    let ids = task_ids(&path);
    let (opened, permit) = Opened::task::<act::HandleTask>(&state, &caller, ids, seen).await?;
    let case = opened.apply(|case, ctx| case.submit_reply(&permit, ids.1, ctx)).await?;
    detail::answer(&state, &caller, &case).await
}

/// Return the reply from pre-review
///
/// 预审退回, by the points of the checklist.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/return-reply", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = ReturnReplyRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn return_reply(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(Uuid, Uuid)>,
    seen: IfMatch,
    body: Body<ReturnReplyRequest>,
) -> ApiResult<Answer> {
    let ids = task_ids(&path);
    let (opened, permit) = Opened::task::<act::PreReviewReply>(&state, &caller, ids, seen).await?;
    let request = body.valid()?;
    let case = opened
        .apply(|case, ctx| case.return_reply(&permit, ids.1, request.checklist, &request.remark, ctx))
        .await?;
    detail::answer(&state, &caller, &case).await
}

/// Pass the reply to sign-off
///
/// 预审通过. A reply drafted without talking with the deputy needs a reason.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/pass-reply", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = PassReplyRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn pass_reply(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(Uuid, Uuid)>,
    seen: IfMatch,
    body: Body<PassReplyRequest>,
) -> ApiResult<Answer> {
    let ids = task_ids(&path);
    let (opened, permit) = Opened::task::<act::PreReviewReply>(&state, &caller, ids, seen).await?;
    let waiver = body.valid()?.contact_waiver;
    let case = opened.apply(|case, ctx| case.pass_reply(&permit, ids.1, waiver.as_deref(), ctx)).await?;
    detail::answer(&state, &caller, &case).await
}

/// Return the draft instead of signing
///
/// 负责人退回修改.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/reject-draft", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = RejectDraftRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn reject_reply_draft(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(Uuid, Uuid)>,
    seen: IfMatch,
    body: Body<RejectDraftRequest>,
) -> ApiResult<Answer> {
    let ids = task_ids(&path);
    let (opened, permit) = Opened::task::<act::SignOffTask>(&state, &caller, ids, seen).await?;
    let remark = body.valid()?.remark;
    let case = opened.apply(|case, ctx| case.reject_draft(&permit, ids.1, &remark, ctx)).await?;
    detail::answer(&state, &caller, &case).await
}

/// Sign off and issue the reply
///
/// 签发: gives it its document number (文号, unique in unit and year), freezes its content by hash.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/sign-off", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = SignOffRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn sign_off_reply(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(Uuid, Uuid)>,
    seen: IfMatch,
    body: Body<SignOffRequest>,
) -> ApiResult<Answer> {
    let case = sign_off_letter(&state, &caller, task_ids(&path), seen, || body.valid()).await?;
    detail::answer(&state, &caller, &case).await
}

/// Deliver the reply
///
/// 送达代表: opens the feedback window.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/deliver", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = DeliverReplyRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn deliver_reply(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(Uuid, Uuid)>,
    seen: IfMatch,
    body: Body<DeliverReplyRequest>,
) -> ApiResult<Answer> {
    let ids = task_ids(&path);
    let (opened, permit) = Opened::task::<act::DeliverReply>(&state, &caller, ids, seen).await?;
    let method = body.valid()?.method;
    let case = opened.apply(|case, ctx| case.deliver(&permit, ids.1, method, ctx)).await?;
    detail::answer(&state, &caller, &case).await
}

/// Answer a suggestion for reference
///
/// 已阅研究: the short note for suggestions that ask for no written reply.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/note-as-read", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = NoteAsReadRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn note_as_read(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(Uuid, Uuid)>,
    seen: IfMatch,
    body: Body<NoteAsReadRequest>,
) -> ApiResult<Answer> {
    let ids = task_ids(&path);
    let (opened, permit) = Opened::task::<act::SignOffTask>(&state, &caller, ids, seen).await?;
    let request = body.valid()?;
    let case = opened
        .apply(|case, ctx| case.note_as_read(&permit, ids.1, &request.text, &request.signer_name, ctx))
        .await?;
    detail::answer(&state, &caller, &case).await
}

/// Issue another letter
///
/// 补充答复、更正: never an edit of the first one. The history of the category is kept (B转A).
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/supplements", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = SupplementReplyRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn supplement_reply(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(Uuid, Uuid)>,
    seen: IfMatch,
    body: Body<SupplementReplyRequest>,
) -> ApiResult<Answer> {
    let ids = task_ids(&path);
    let (opened, permit) = Opened::task::<act::SignOffTask>(&state, &caller, ids, seen).await?;
    let request = body.valid()?;
    let content: ReplyContent = request.content.into();
    let command = SupplementReply {
        kind: request.kind,
        sign_off: sign_off(&opened, ids.1, request.sign_off, Some(&content)).await?,
        content,
        keeps: request.kept_commitment_ids.into_iter().map(CommitmentId).collect(),
    };
    let case = opened.apply(|case, ctx| case.supplement_reply(&permit, ids.1, command, ctx)).await?;
    detail::answer(&state, &caller, &case).await
}

/// The use case of signing a letter off.
///
/// # Errors
/// As the command and its policy.
pub(crate) async fn sign_off_letter(
    state: &State,
    caller: &Caller,
    ids: (SuggestionId, HandlingTaskId),
    seen: IfMatch,
    request: impl FnOnce() -> ApiResult<SignOffRequest>,
) -> ApiResult<Case> {
    let (opened, permit) = Opened::task::<act::SignOffTask>(state, caller, ids, seen).await?;
    let content =
        opened.case.replies.iter().rev().find(|reply| reply.task == ids.1).map(|reply| reply.content.clone());
    let command = sign_off(&opened, ids.1, request()?, content.as_ref()).await?;
    opened.apply(|case, ctx| case.sign_off(&permit, ids.1, command, ctx)).await
}

/// The sign-off with its document number and the hash that freezes the letter.
pub(crate) async fn sign_off(
    opened: &Opened<'_>,
    task: HandlingTaskId,
    request: SignOffRequest,
    content: Option<&ReplyContent>,
) -> ApiResult<SignOff> {
    let doc_no = match request.doc_no {
        Some(number) => number,
        None => next_doc_no(opened, task).await?,
    };
    let frozen = serde_json::to_vec(&(&doc_no, content)).map_err(anyhow::Error::from)?;
    let content_sha256 = Sha256::digest(frozen).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(SignOff {
        doc_no,
        signer_name: request.signer_name,
        by_head: request.by_head,
        seal_applied: request.seal_applied,
        content_sha256,
        file: None,
    })
}

async fn next_doc_no(opened: &Opened<'_>, task: HandlingTaskId) -> ApiResult<String> {
    let unit = opened.case.task(task)?.unit;
    let today = business_date(opened.uow.now());
    let facts = opened.uow.unit_facts(&[unit], today).await?;
    let prefix = facts.first().and_then(|unit| unit.doc_prefix.clone());
    let prefix = prefix.ok_or_else(|| DomainError::invalid_field("#/doc_no", ErrorCode::ValueRequired))?;
    let number = opened.uow.proposed_doc_number(unit, today.year()).await?;
    Ok(format!("{prefix}〔{}〕{number}号", today.year()))
}
