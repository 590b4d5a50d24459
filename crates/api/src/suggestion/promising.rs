//! 承诺事项: reported, judged, changed, carried over.

use super::{command::OnCommitment, detail_dto::SuggestionResponse};
use crate::http::{Answer, Api, ApiResult, Body, IfMatch};
use chrono::NaiveDate;
use domain::{authz::act, kernel::FileId};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

pub(super) fn register(api: &mut Api) {
    api.route(__path_report_commitment, report_commitment)
        .route(__path_reach_milestone, reach_milestone)
        .route(__path_judge_commitment, judge_commitment)
        .route(__path_change_commitment, change_commitment)
        .route(__path_fail_commitment, fail_commitment)
        .route(__path_carry_over_commitment, carry_over_commitment)
        .route(__path_confirm_explanation, confirm_explanation);
}

/// 报告落实
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "其余两所小学泊位已施划完成。", "evidence_ids": ["0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52"]}))]
pub struct ReportCommitmentRequest {
    /// What was done.
    #[validate(length(max = 2000))]
    pub text: String,
    /// 佐证材料: ids of uploaded files, at least one.
    #[validate(length(max = 20))]
    pub evidence_ids: Vec<Uuid>,
}

/// 阶段目标完成
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"milestone": 1, "text": "施工图设计已完成。", "evidence_ids": ["0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52"]}))]
pub struct ReachMilestoneRequest {
    /// Which, counted from 1.
    #[validate(range(min = 1, max = 50))]
    pub milestone: u32,
    /// What was done.
    #[validate(length(max = 2000))]
    pub text: String,
    /// 佐证材料: ids of uploaded files, at least one.
    #[validate(length(max = 20))]
    pub evidence_ids: Vec<Uuid>,
}

/// 认定
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"accept": true, "reason": "现场核实属实。"}))]
pub struct JudgeCommitmentRequest {
    /// Kept or not.
    pub accept: bool,
    /// Why; required when it is not kept.
    #[serde(default)]
    #[validate(length(max = 1000))]
    pub reason: Option<String>,
}

/// 变更承诺
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"explanation": "因管线迁改，调整实施方案。", "text": "次年六月底前完成。", "due": "2027-06-30"}))]
pub struct ChangeCommitmentRequest {
    /// The written reason to the deputy.
    #[validate(length(max = 2000))]
    pub explanation: String,
    /// What is promised instead.
    #[validate(length(max = 1000))]
    pub text: String,
    /// By when.
    pub due: NaiveDate,
}

/// 未能兑现
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"explanation": "上级资金计划取消，无法实施。"}))]
pub struct FailCommitmentRequest {
    /// The written reason to the deputy.
    #[validate(length(max = 2000))]
    pub explanation: String,
}

/// 结转
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"due": "2027-12-31"}))]
pub struct CarryOverCommitmentRequest {
    /// The new date.
    pub due: NaiveDate,
}

/// Report a promise as kept
///
/// 报告承诺落实情况, with evidence.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/commitments/{commitment_id}/report", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"),
        ("commitment_id" = Uuid, Path, description = "The promise"), IfMatch),
    request_body = ReportCommitmentRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn report_commitment(
    on: OnCommitment,
    body: Body<ReportCommitmentRequest>,
) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::ReportCommitment>().await?;
    let request = body.valid()?;
    let evidence = request.evidence_ids.iter().copied().map(FileId).collect();
    opened
        .answer(|case, ctx| case.report_commitment(&permit, on.promise(), &request.text, evidence, ctx))
        .await
}

/// Report a milestone as reached
///
/// 报告阶段目标完成, with evidence. It does not report the whole promise.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/commitments/{commitment_id}/milestones", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"),
        ("commitment_id" = Uuid, Path, description = "The promise"), IfMatch),
    request_body = ReachMilestoneRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn reach_milestone(
    on: OnCommitment,
    body: Body<ReachMilestoneRequest>,
) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::ReportCommitment>().await?;
    let request = body.valid()?;
    let evidence = request.evidence_ids.iter().copied().map(FileId).collect();
    let which = (on.promise(), request.milestone.saturating_sub(1) as usize);
    opened.answer(|case, ctx| case.reach_milestone(&permit, which, &request.text, evidence, ctx)).await
}

/// Judge a reported promise
///
/// 认定承诺是否兑现.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/commitments/{commitment_id}/judge", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"),
        ("commitment_id" = Uuid, Path, description = "The promise"), IfMatch),
    request_body = JudgeCommitmentRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn judge_commitment(
    on: OnCommitment,
    body: Body<JudgeCommitmentRequest>,
) -> ApiResult<Answer> {
    let (opened, permit) = on.open_case::<act::JudgeCommitment>().await?;
    let request = body.valid()?;
    opened
        .answer(|case, ctx| {
            case.judge_commitment(&permit, on.promise(), request.accept, request.reason.as_deref(), ctx)
        })
        .await
}

/// Change a promise
///
/// 变更承诺, with a written explanation that the deputy must receive.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/commitments/{commitment_id}/change", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"),
        ("commitment_id" = Uuid, Path, description = "The promise"), IfMatch),
    request_body = ChangeCommitmentRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn change_commitment(
    on: OnCommitment,
    body: Body<ChangeCommitmentRequest>,
) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::ReportCommitment>().await?;
    let request = body.valid()?;
    opened
        .answer(|case, ctx| {
            case.change_commitment(
                &permit,
                on.promise(),
                &request.explanation,
                &request.text,
                request.due,
                ctx,
            )
        })
        .await
}

/// Admit that a promise cannot be kept
///
/// 说明未能兑现.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/commitments/{commitment_id}/fail", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"),
        ("commitment_id" = Uuid, Path, description = "The promise"), IfMatch),
    request_body = FailCommitmentRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn fail_commitment(
    on: OnCommitment,
    body: Body<FailCommitmentRequest>,
) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::ReportCommitment>().await?;
    let explanation = body.valid()?.explanation;
    opened.answer(|case, ctx| case.fail_commitment(&permit, on.promise(), &explanation, ctx)).await
}

/// Carry a promise over
///
/// 结转下年度.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/commitments/{commitment_id}/carry-over", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"),
        ("commitment_id" = Uuid, Path, description = "The promise"), IfMatch),
    request_body = CarryOverCommitmentRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn carry_over_commitment(
    on: OnCommitment,
    body: Body<CarryOverCommitmentRequest>,
) -> ApiResult<Answer> {
    let (opened, permit) = on.open_case::<act::JudgeCommitment>().await?;
    let due = body.valid()?.due;
    opened.answer(|case, ctx| case.carry_over_commitment(&permit, on.promise(), due, ctx)).await
}

/// Confirm an explanation
///
/// 代表确认收到变更或未兑现的书面说明.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/commitments/{commitment_id}/confirm-explanation", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"),
        ("commitment_id" = Uuid, Path, description = "The promise"), IfMatch),
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn confirm_explanation(on: OnCommitment) -> ApiResult<Answer> {
    let (opened, permit) = on.open_case::<act::EvaluateSuggestion>().await?;
    let deputy = opened.deputy()?;
    opened.answer(|case, ctx| case.confirm_explanation(&permit, on.promise(), deputy, ctx)).await
}
