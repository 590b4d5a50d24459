//! 起草答复、预审: the letter before it is signed.

use super::{codes::ReviewCheckCode, command::OnTask, detail_dto::SuggestionResponse, reply_dto::ReplyDraft};
use crate::http::{Answer, Api, ApiResult, Body, IfMatch};
use domain::{
    authz::act,
    suggestion::{CheckedItem, ReviewCheck},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

pub(super) fn register(api: &mut Api) {
    api.route(__path_draft_reply, draft_reply)
        .route(__path_submit_reply, submit_reply)
        .route(__path_return_reply, return_reply)
        .route(__path_pass_reply, pass_reply)
        .route(__path_reject_reply_draft, reject_reply_draft);
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
#[schema(example = json!({"checklist": [
    {"check": "every_proposal_answered", "met": true}, {"check": "category_evidence", "met": true},
    {"check": "contact_confirmed", "met": false, "reason": "代表出差，已电话告知，返程后补确认。"},
    {"check": "signature_ready", "met": true}, {"check": "publish_attribute", "met": true},
    {"check": "co_units_explained", "met": true}, {"check": "wording", "met": true}]}))]
pub struct PassReplyRequest {
    /// Every item of the list (预审核对) once: met, or with the reason why it may pass.
    #[validate(length(max = 10), nested)]
    pub checklist: Vec<CheckedItemDto>,
}

/// One item of the pre-review.
#[derive(Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"check": "wording", "met": true, "reason": null}))]
pub struct CheckedItemDto {
    /// Which.
    #[schema(value_type = ReviewCheckCode)]
    pub check: ReviewCheck,
    /// It is met.
    pub met: bool,
    /// Why it may pass all the same; required when it is not met.
    #[serde(default)]
    #[validate(length(max = 500))]
    pub reason: Option<String>,
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

/// Draft the reply
///
/// 起草答复: saved as often as one likes.
#[utoipa::path(put, path = "/api/v1/suggestions/{id}/tasks/{task_id}/reply", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = ReplyDraft,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn draft_reply(on: OnTask, body: Body<ReplyDraft>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::HandleTask>().await?;
    let content = body.valid()?.into();
    opened.answer(|case, ctx| case.draft_reply(&permit, on.task(), content, ctx)).await
}

/// Hand the reply to pre-review
///
/// 提交预审: every proposal answered, category with what it demands, co-opinions in or marked late.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/submit-reply", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn submit_reply(on: OnTask) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::HandleTask>().await?;
    opened.answer(|case, ctx| case.submit_reply(&permit, on.task(), ctx)).await
}

/// Return the reply from pre-review
///
/// 预审退回, by the points of the checklist.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/return-reply", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = ReturnReplyRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn return_reply(on: OnTask, body: Body<ReturnReplyRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::PreReviewReply>().await?;
    let request = body.valid()?;
    opened
        .answer(|case, ctx| case.return_reply(&permit, on.task(), request.checklist, &request.remark, ctx))
        .await
}

/// Pass the reply to sign-off
///
/// 预审通过. A reply drafted without talking with the deputy needs a reason.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/pass-reply", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = PassReplyRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn pass_reply(on: OnTask, body: Body<PassReplyRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::PreReviewReply>().await?;
    let items = body.valid()?.checklist.into_iter();
    let checklist =
        items.map(|item| CheckedItem { check: item.check, met: item.met, reason: item.reason }).collect();
    opened.answer(|case, ctx| case.pass_reply(&permit, on.task(), checklist, ctx)).await
}

/// Return the draft instead of signing
///
/// 负责人退回修改.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/reject-draft", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = RejectDraftRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn reject_reply_draft(on: OnTask, body: Body<RejectDraftRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::SignOffTask>().await?;
    let remark = body.valid()?.remark;
    opened.answer(|case, ctx| case.reject_draft(&permit, on.task(), &remark, ctx)).await
}
