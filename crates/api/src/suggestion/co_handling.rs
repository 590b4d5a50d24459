//! 协办意见: what co-units contribute, and what the lead unit does without it.

use super::{command::OnTask, detail_dto::SuggestionResponse};
use crate::http::{Answer, Api, ApiResult, Body, IfMatch};
use domain::authz::act;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

pub(super) fn register(api: &mut Api) {
    api.route(__path_draft_co_opinion, draft_co_opinion)
        .route(__path_issue_co_opinion, issue_co_opinion)
        .route(__path_return_co_opinion, return_co_opinion)
        .route(__path_mark_co_opinion_missing, mark_co_opinion_missing);
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

/// Draft the co-opinion
///
/// 起草协办意见.
#[utoipa::path(put, path = "/api/v1/suggestions/{id}/tasks/{task_id}/co-opinion", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = CoOpinionRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn draft_co_opinion(on: OnTask, body: Body<CoOpinionRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::HandleTask>().await?;
    let text = body.valid()?.text;
    opened.answer(|case, ctx| case.draft_co_opinion(&permit, on.task(), &text, ctx)).await
}

/// Issue the co-opinion
///
/// 签发协办意见, by the leader of the co-unit.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/issue-co-opinion", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = CoOpinionRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn issue_co_opinion(on: OnTask, body: Body<CoOpinionRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::SignOffTask>().await?;
    let text = body.valid()?.text;
    opened.answer(|case, ctx| case.issue_co_opinion(&permit, on.task(), &text, ctx)).await
}

/// Return a co-opinion without substance
///
/// 退回协办意见, once, by the leader of the lead unit.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/return-co-opinion", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = ReturnCoOpinionRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn return_co_opinion(on: OnTask, body: Body<ReturnCoOpinionRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::ReturnCoOpinion>().await?;
    let reason = body.valid()?.reason;
    opened.answer(|case, ctx| case.return_co_opinion(&permit, on.task(), &reason, ctx)).await
}

/// Go on without a late co-opinion
///
/// 标记协办未反馈; it stands on the co-unit's record.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/mark-co-opinion-missing", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn mark_co_opinion_missing(on: OnTask) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::MarkCoOpinionMissing>().await?;
    opened.answer(|case, ctx| case.mark_co_opinion_missing(&permit, on.task(), ctx)).await
}
