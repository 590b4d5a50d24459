//! 审查、立案、并案: what the deputies' committee does before the units.

use super::{
    Opened,
    codes::{NotAcceptedOutcomeCode, ReviewReasonCode},
    detail,
    detail_dto::SuggestionResponse,
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IfMatch},
    state::State,
};
use actix_web::web;
use chrono::{Datelike, NaiveDate};
use domain::{
    authz::act,
    kernel::{DomainError, ErrorCode, SuggestionId, Version, business_date},
    suggestion::{
        Accept, Case, Classification, Confidentiality, NotAcceptedOutcome, NumberSeries, Refuse,
        ReviewReason, SuggestionText, Urgency,
    },
};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

pub(super) fn register(api: &mut Api) {
    api.route(__path_accept_suggestion, accept_suggestion)
        .route(__path_return_suggestion, return_suggestion)
        .route(__path_refuse_suggestion, refuse_suggestion)
        .route(__path_classify_suggestion, classify_suggestion)
        .route(__path_protect_suggestion, protect_suggestion)
        .route(__path_link_previous_suggestions, link_previous_suggestions)
        .route(__path_correct_suggestion, correct_suggestion)
        .route(__path_merge_suggestion, merge_suggestion)
        .route(__path_unmerge_suggestion, unmerge_suggestion);
}

/// 分类
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"category": "urban", "sub_category": null, "committee_id": null, "urgent_by": null}))]
pub struct ClassificationRequest {
    /// Code of the dictionary 建议类别.
    #[validate(length(min = 1, max = 40))]
    pub category: Option<String>,
    /// Code of the second level.
    #[serde(default)]
    #[validate(length(max = 40))]
    pub sub_category: Option<String>,
    /// 对口督办的专（工）委
    #[serde(default)]
    pub committee_id: Option<Uuid>,
    /// Time-bound (时限性): useless after this day, so it is to be answered before.
    #[serde(default)]
    pub urgent_by: Option<NaiveDate>,
}

impl From<ClassificationRequest> for Classification {
    fn from(request: ClassificationRequest) -> Self {
        Self {
            category: request.category,
            sub_category: request.sub_category,
            committee: request.committee_id.map(Into::into),
            urgency: request.urgent_by.map_or(Urgency::Normal, |by| Urgency::TimeBound { by }),
        }
    }
}

/// 退回或不予立案的理由
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reasons": ["no_content"], "text": "请补充具体意见后重新提交。"}))]
pub struct RefuseRequest {
    /// Reasons of the dictionary, at least one.
    #[validate(length(min = 1, max = 12))]
    #[schema(value_type = Vec<ReviewReasonCode>)]
    pub reasons: Vec<ReviewReason>,
    /// What the deputy is told.
    #[validate(length(max = 2000))]
    pub text: String,
}

impl From<RefuseRequest> for Refuse {
    fn from(request: RefuseRequest) -> Self {
        Self { reasons: request.reasons, text: request.text }
    }
}

/// 不作建议处理
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reasons": ["own_matter"], "text": "属于本人个案，已转信访部门。", "outcome": "letter"}))]
pub struct NotAcceptRequest {
    /// Reasons of the dictionary, at least one.
    #[validate(length(min = 1, max = 12))]
    #[schema(value_type = Vec<ReviewReasonCode>)]
    pub reasons: Vec<ReviewReason>,
    /// What the deputy is told.
    #[validate(length(max = 2000))]
    pub text: String,
    /// What becomes of it.
    #[schema(value_type = NotAcceptedOutcomeCode)]
    pub outcome: NotAcceptedOutcome,
}

/// 保护与涉密
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"confidential": false, "hide_names_from_units": true, "reason": "代表要求保护", "named_account_ids": []}))]
pub struct ProtectRequest {
    /// 涉密或敏感: only named persons read it.
    pub confidential: bool,
    /// Units see no deputy's name (受保护代表).
    pub hide_names_from_units: bool,
    /// Why.
    #[validate(length(max = 500))]
    pub reason: Option<String>,
    /// Accounts that may read a confidential one although their role alone would not do.
    #[serde(default)]
    #[validate(length(max = 50))]
    pub named_account_ids: Vec<Uuid>,
}

/// 关联往年建议
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"suggestion_ids": ["0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52"]}))]
pub struct LinkPreviousRequest {
    /// Earlier suggestions on the same matter.
    #[validate(length(max = 20))]
    pub suggestion_ids: Vec<Uuid>,
}

/// 勘误
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "正文第二段“2025年”应为“2026年”。"}))]
pub struct CorrectRequest {
    /// What is corrected, and to what.
    #[validate(length(max = 1000))]
    pub text: String,
}

/// 并案: into which one.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"child_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "child_version": 3}))]
pub struct MergeRequest {
    /// The suggestion that is merged into the one of the address.
    pub child_id: Uuid,
    /// The version of it that was seen.
    pub child_version: i64,
}

/// Accept a suggestion
///
/// 审查立案: classifies it and gives it the next official number (正式编号) of its series, gapless. The text cannot
/// change from here on.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/accept", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = ClassificationRequest,
    responses((status = 200, description = "The accepted suggestion", body = SuggestionResponse)))]
pub(super) async fn accept_suggestion(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<ClassificationRequest>,
) -> ApiResult<Answer> {
    let case = accept(&state, &caller, SuggestionId(*id), seen, || Ok(body.valid()?.into())).await?;
    detail::answer(&state, &caller, &case).await
}

/// The use case of accepting.
pub(crate) async fn accept(
    state: &State,
    caller: &Caller,
    id: SuggestionId,
    seen: IfMatch,
    classification: impl FnOnce() -> ApiResult<Classification>,
) -> ApiResult<Case> {
    let (opened, permit) = Opened::case::<act::ReviewSuggestion>(state, caller, id, seen).await?;
    let classification = classification()?;
    // Asked before a number is drawn: a refusal must not wait for the counter.
    opened.case.ready(domain::suggestion::SuggestionStep::Accept, None, &opened.ctx())?;
    let suggestion = &opened.case.suggestion;
    let series = match suggestion.session {
        Some(session) => NumberSeries::Session { jurisdiction: suggestion.jurisdiction, session },
        None => {
            let year = business_date(opened.uow.now()).year();
            NumberSeries::Between { jurisdiction: suggestion.jurisdiction, year }
        }
    };
    let session_closes_on = match suggestion.session {
        Some(session) => opened.uow.session_closes_on(session).await?,
        None => None,
    };
    let text_sha256 = text_hash(&opened.case.suggestion.text);
    let official_no = opened.uow.next_official_number(series).await?;
    let command = Accept { official_no, text_sha256, classification, session_closes_on };
    opened.apply(|case, ctx| case.accept(&permit, command, ctx)).await
}

/// SHA-256 (hex) of the text as it was accepted.
pub(crate) fn text_hash(text: &SuggestionText) -> String {
    let mut hash = Sha256::new();
    for part in [&text.title, &text.facts, &text.analysis].into_iter().chain(&text.proposals) {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Return a suggestion to its deputy
///
/// 退回修改, with reasons of the dictionary. The deputy may change it or insist.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/return", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = RefuseRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn return_suggestion(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<RefuseRequest>,
) -> ApiResult<Answer> {
    let (opened, permit) =
        Opened::case::<act::ReviewSuggestion>(&state, &caller, SuggestionId(*id), seen).await?;
    let command = body.valid()?.into();
    let case = opened.apply(|case, ctx| case.return_for_changes(&permit, command, ctx)).await?;
    detail::answer(&state, &caller, &case).await
}

/// Do not accept a suggestion
///
/// 不作建议处理: decided by the head of the deputies' committee; the deputy is told why and what becomes of it.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/not-accept", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = NotAcceptRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn refuse_suggestion(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<NotAcceptRequest>,
) -> ApiResult<Answer> {
    let (opened, permit) =
        Opened::case::<act::RefuseSuggestion>(&state, &caller, SuggestionId(*id), seen).await?;
    let NotAcceptRequest { reasons, text, outcome } = body.valid()?;
    let command = Refuse { reasons, text };
    let case = opened.apply(|case, ctx| case.not_accept(&permit, command, outcome, ctx)).await?;
    detail::answer(&state, &caller, &case).await
}

/// Classify a suggestion
///
/// 调整分类: category, counterpart committee, urgency.
#[utoipa::path(put, path = "/api/v1/suggestions/{id}/classification", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = ClassificationRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn classify_suggestion(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<ClassificationRequest>,
) -> ApiResult<Answer> {
    let (opened, permit) =
        Opened::case::<act::ReviewSuggestion>(&state, &caller, SuggestionId(*id), seen).await?;
    let command = body.valid()?.into();
    let case = opened.apply(|case, ctx| case.classify(&permit, command, ctx)).await?;
    detail::answer(&state, &caller, &case).await
}

/// Protect a suggestion
///
/// 设置保护: confidential, or the deputies' names hidden from the units.
#[utoipa::path(put, path = "/api/v1/suggestions/{id}/confidentiality", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = ProtectRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn protect_suggestion(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<ProtectRequest>,
) -> ApiResult<Answer> {
    let (opened, permit) =
        Opened::case::<act::ProtectSuggestion>(&state, &caller, SuggestionId(*id), seen).await?;
    let request = body.valid()?;
    let command = Confidentiality {
        confidential: request.confidential,
        hide_names_from_units: request.hide_names_from_units,
        reason: request.reason,
        named: request.named_account_ids.into_iter().map(Into::into).collect(),
    };
    let case = opened.apply(|case, ctx| case.protect(&permit, command, ctx)).await?;
    detail::answer(&state, &caller, &case).await
}

/// Link earlier suggestions on the same matter
///
/// 关联往年同类建议 (连续多年提出).
#[utoipa::path(put, path = "/api/v1/suggestions/{id}/previous", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = LinkPreviousRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn link_previous_suggestions(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<LinkPreviousRequest>,
) -> ApiResult<Answer> {
    let (opened, permit) =
        Opened::case::<act::ReviewSuggestion>(&state, &caller, SuggestionId(*id), seen).await?;
    let previous: Vec<SuggestionId> = body.valid()?.suggestion_ids.into_iter().map(SuggestionId).collect();
    if state.store.cases(&previous).await?.len() != previous.len() {
        return Err(DomainError::invalid_field("#/suggestion_ids", ErrorCode::ReferenceUnknown).into());
    }
    let case = opened.apply(|case, ctx| case.link_previous(&permit, previous, ctx)).await?;
    detail::answer(&state, &caller, &case).await
}

/// Record an erratum
///
/// 勘误: the accepted text stays as it is; the correction stands beside it.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/errata", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = CorrectRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn correct_suggestion(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<CorrectRequest>,
) -> ApiResult<Answer> {
    let (opened, permit) =
        Opened::case::<act::ReviewSuggestion>(&state, &caller, SuggestionId(*id), seen).await?;
    let text = body.valid()?.text;
    let case = opened.apply(|case, ctx| case.correct(&permit, &text, ctx)).await?;
    detail::answer(&state, &caller, &case).await
}

/// Merge another suggestion into this one
///
/// 并案: handled together; every deputy of the merged one is still answered and still rates.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/merge", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion that leads"), IfMatch), request_body = MergeRequest,
    responses((status = 200, description = "The suggestion that leads", body = SuggestionResponse)))]
pub(super) async fn merge_suggestion(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<MergeRequest>,
) -> ApiResult<Answer> {
    let case = with_child(&state, &caller, SuggestionId(*id), seen, body, true).await?;
    detail::answer(&state, &caller, &case).await
}

/// Take a merged suggestion out again
///
/// 撤销并案, before assignment only.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/unmerge", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion that leads"), IfMatch), request_body = MergeRequest,
    responses((status = 200, description = "The suggestion that leads", body = SuggestionResponse)))]
pub(super) async fn unmerge_suggestion(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<MergeRequest>,
) -> ApiResult<Answer> {
    let case = with_child(&state, &caller, SuggestionId(*id), seen, body, false).await?;
    detail::answer(&state, &caller, &case).await
}

/// Both matters are locked and changed in one transaction.
async fn with_child(
    state: &State,
    caller: &Caller,
    id: SuggestionId,
    seen: IfMatch,
    body: Body<MergeRequest>,
    merge: bool,
) -> ApiResult<Case> {
    let (mut opened, permit) = Opened::case::<act::MergeSuggestion>(state, caller, id, seen).await?;
    let request = body.valid()?;
    let unknown = || DomainError::invalid_field("#/child_id", ErrorCode::ReferenceUnknown);
    let child = SuggestionId(request.child_id);
    if child == id {
        return Err(unknown().into());
    }
    let mut child = opened.uow.lock_case(child).await?.ok_or_else(unknown)?.case;
    IfMatch(Version(request.child_version)).check(child.version)?;
    opened.seat_also(&super::opened::concerned(&child)).await?;
    let mut case = opened.case.clone();
    let (outcome, child_outcome) = {
        let ctx = opened.ctx();
        if merge { case.merge(&permit, &mut child, &ctx)? } else { case.unmerge(&permit, &mut child, &ctx)? }
    };
    opened.save(&child, child_outcome).await?;
    case.version = opened.save(&case, outcome).await?;
    opened.uow.commit().await?;
    Ok(case)
}
