//! 评价、重办、办结、归档.

use super::{
    codes::{RatingCode, UnsatisfiedReasonCode},
    command::OnSuggestion,
    detail_dto::SuggestionResponse,
};
use crate::http::{Answer, Api, ApiResult, Body, IfMatch};
use chrono::NaiveDate;
use domain::{
    authz::act,
    kernel::{DeputyId, FileId, HandlingTaskId, ReplyId, SuggestionId},
    suggestion::{Evaluate, OrderRehandle, Rating, UnsatisfiedReason},
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

pub(super) fn register(api: &mut Api) {
    api.route(__path_evaluate_suggestion, evaluate_suggestion)
        .route(__path_record_paper_feedback, record_paper_feedback)
        .route(__path_flag_pressure, flag_pressure)
        .route(__path_interview_unit, interview_unit)
        .route(__path_explain_result, explain_result)
        .route(__path_order_rehandle, order_rehandle)
        .route(__path_reopen_suggestion, reopen_suggestion)
        .route(__path_close_suggestion, close_suggestion);
}

/// 评价: attitude and result are two things.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reply_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "on_behalf_of_id": null, "attitude": "satisfied",
    "result": "basic", "met": true, "received_reply_on": "2026-05-20", "who_replied": "演分管（副局长）",
    "comment": "", "reasons": [], "cosigner_summary": null, "disputes_result": null}))]
pub struct EvaluateRequest {
    /// The reply that is rated.
    pub reply_id: Uuid,
    /// For a merged suggestion: one's own; `null`: this one.
    #[serde(default)]
    pub on_behalf_of_id: Option<Uuid>,
    /// 办理态度
    #[schema(value_type = RatingCode)]
    pub attitude: Rating,
    /// 办理结果
    #[schema(value_type = RatingCode)]
    pub result: Rating,
    /// Somebody came to talk (见面).
    pub met: bool,
    /// When the letter arrived.
    pub received_reply_on: NaiveDate,
    /// Who answered.
    #[serde(default)]
    #[validate(length(max = 60))]
    pub who_replied: String,
    /// Comment; required with 不满意.
    #[serde(default)]
    #[validate(length(max = 2000))]
    pub comment: String,
    /// Reasons of the dictionary: at least one with 不满意, none without.
    #[serde(default)]
    #[validate(length(max = 10))]
    #[schema(value_type = Vec<UnsatisfiedReasonCode>)]
    pub reasons: Vec<UnsatisfiedReason>,
    /// What the co-signers think.
    #[serde(default)]
    #[validate(length(max = 1000))]
    pub cosigner_summary: Option<String>,
    /// The stated result is not true: the category is frozen until it is checked (待核实).
    #[serde(default)]
    #[validate(length(max = 1000))]
    pub disputes_result: Option<String>,
}

impl EvaluateRequest {
    fn into_command(self, id: SuggestionId, deputy: DeputyId) -> Evaluate {
        Evaluate {
            reply: ReplyId(self.reply_id),
            on_behalf_of: self.on_behalf_of_id.map_or(id, SuggestionId),
            deputy,
            attitude: self.attitude,
            result: self.result,
            met: self.met,
            received_reply_on: self.received_reply_on,
            who_replied: self.who_replied,
            comment: self.comment,
            reasons: self.reasons,
            cosigner_summary: self.cosigner_summary,
            disputes_result: self.disputes_result,
        }
    }
}

/// 纸质代录
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct PaperFeedbackRequest {
    /// The deputy who signed the paper form.
    pub deputy_id: Uuid,
    /// The scanned form: id of an uploaded file.
    pub scan_id: Uuid,
    /// What the form says.
    #[validate(nested)]
    pub evaluation: EvaluateRequest,
}

/// Text of a report, an interview or an explanation.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "承办单位工作人员多次来电要求评价满意。"}))]
pub struct TextRequest {
    /// In words.
    #[validate(length(max = 2000))]
    pub text: String,
}

/// 解释说明
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "受国家政策限制，已与代表、单位三方会商。", "panel_conclusion": null}))]
pub struct ExplainRequest {
    /// What the deputy was told.
    #[validate(length(max = 2000))]
    pub text: String,
    /// 评估结论, needed from the second 不满意 on.
    #[serde(default)]
    #[validate(length(max = 2000))]
    pub panel_conclusion: Option<String>,
}

/// 责成重新办理
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "第二条意见未实质办理。", "task_ids": [], "with_co_units": false, "panel_conclusion": null}))]
pub struct RehandleRequest {
    /// What is to be done again.
    #[validate(length(max = 2000))]
    pub reason: String,
    /// Tasks that are done again; empty: all that answered.
    #[serde(default)]
    #[validate(length(max = 20))]
    pub task_ids: Vec<Uuid>,
    /// Co-units take part again.
    #[serde(default)]
    pub with_co_units: bool,
    /// 评估结论, needed from the second 不满意 on.
    #[serde(default)]
    #[validate(length(max = 2000))]
    pub panel_conclusion: Option<String>,
}

impl From<RehandleRequest> for OrderRehandle {
    fn from(request: RehandleRequest) -> Self {
        Self {
            reason: request.reason,
            tasks: request.task_ids.into_iter().map(HandlingTaskId).collect(),
            with_co_units: request.with_co_units,
            panel_conclusion: request.panel_conclusion,
        }
    }
}

/// Rate a reply
///
/// 评价 by the deputy: attitude and result apart. A rating is never changed; a new round has a new one.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/evaluate", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    request_body = EvaluateRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn evaluate_suggestion(on: OnSuggestion, body: Body<EvaluateRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::EvaluateSuggestion>().await?;
    let deputy = opened.deputy()?;
    let command = body.valid()?.into_command(on.target, deputy);
    opened.answer(|case, ctx| case.evaluate(&permit, command, ctx)).await
}

/// Enter a rating from a signed paper form
///
/// 纸质代录: with scan, shown as such, with the name of who entered it.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/paper-feedback", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    request_body = PaperFeedbackRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn record_paper_feedback(
    on: OnSuggestion,
    body: Body<PaperFeedbackRequest>,
) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::RecordPaperFeedback>().await?;
    let request = body.valid()?;
    let scan = FileId(request.scan_id);
    let command = request.evaluation.into_command(on.target, DeputyId(request.deputy_id));
    opened.answer(|case, ctx| case.record_paper_feedback(&permit, command, scan, ctx)).await
}

/// Report pressure on one's rating
///
/// 反映评价受到干预: private, read by the deputies' committee alone.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/pressure-flags", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    request_body = TextRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn flag_pressure(on: OnSuggestion, body: Body<TextRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::ReportPressure>().await?;
    let (deputy, text) = (opened.deputy()?, body.valid()?.text);
    opened.answer(|case, ctx| case.flag_pressure(&permit, deputy, &text, ctx)).await
}

/// Record the interview of a unit
///
/// 约谈承办单位 after an unsatisfied attitude.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/interview", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    request_body = TextRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn interview_unit(on: OnSuggestion, body: Body<TextRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::HandleEvaluation>().await?;
    let text = body.valid()?.text;
    opened.answer(|case, ctx| case.interview(&permit, &text, ctx)).await
}

/// Settle dissatisfaction by explaining
///
/// 解释说明: it cannot be done; deputy, unit and committee have talked.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/explain", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    request_body = ExplainRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn explain_result(on: OnSuggestion, body: Body<ExplainRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::HandleEvaluation>().await?;
    let request = body.valid()?;
    opened
        .answer(|case, ctx| case.explain(&permit, &request.text, request.panel_conclusion.as_deref(), ctx))
        .await
}

/// Order the matter to be handled again
///
/// 责成重新办理: a new round with new tasks and a new rating; nothing is overwritten.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/rehandle", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    request_body = RehandleRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn order_rehandle(on: OnSuggestion, body: Body<RehandleRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::OrderRehandle>().await?;
    let command = body.valid()?.into();
    opened.answer(|case, ctx| case.order_rehandle(&permit, command, ctx)).await
}

/// Reopen a closed matter
///
/// 重新启动办理, by the head, with the reason.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/reopen", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    request_body = RehandleRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn reopen_suggestion(on: OnSuggestion, body: Body<RehandleRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::OrderRehandle>().await?;
    let command = body.valid()?.into();
    opened.answer(|case, ctx| case.reopen(&permit, command, ctx)).await
}

/// Close a matter
///
/// 办结: every promise is settled.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/close", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn close_suggestion(on: OnSuggestion) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::CloseSuggestion>().await?;
    opened.answer(|case, ctx| case.close(&permit, ctx)).await
}
