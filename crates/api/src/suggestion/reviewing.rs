//! 审查、立案: what the deputies' committee does before the units.

use super::{
    Opened,
    codes::{NotAcceptedOutcomeCode, ReviewReasonCode},
    command::OnSuggestion,
    detail_dto::SuggestionResponse,
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IfMatch},
    state::State,
};
use chrono::{Datelike, NaiveDate};
use domain::{
    authz::{Permit, act},
    kernel::{DomainError, ErrorCode, SuggestionId, business_date},
    suggestion::{
        Accept, Case, Classification, Confidentiality, EarlierSuggestion, NotAcceptedOutcome, NumberSeries,
        Refuse, ReviewReason, SuggestionText, Urgency,
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
        .route(__path_correct_suggestion, correct_suggestion);
}

/// 分类
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"category": "城建交通", "sub_category": null, "committee_id": null, "urgent_by": null}))]
pub struct ClassificationRequest {
    /// The official word of the dictionary 建议类别, such as 城建交通, in every language.
    #[validate(length(min = 1, max = 40))]
    pub category: Option<String>,
    /// Its second level, likewise.
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
#[derive(Clone, Deserialize, ToSchema, Validate)]
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

/// Accept a suggestion
///
/// 审查立案: classifies it and gives it the next official number (正式编号) of its series, gapless. The text cannot
/// change from here on.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/accept", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = ClassificationRequest,
    responses((status = 200, description = "The accepted suggestion", body = SuggestionResponse)))]
pub(super) async fn accept_suggestion(
    on: OnSuggestion,
    body: Body<ClassificationRequest>,
) -> ApiResult<Answer> {
    let classification = || Ok(body.valid()?.into());
    let case = accept(&on.state, &on.caller, on.target, on.seen, classification).await?;
    on.answer(&case).await
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
    accept_opened(opened, permit, classification()?).await
}

/// Accepts the matter that is open.
pub(super) async fn accept_opened(
    opened: Opened<'_>,
    permit: Permit<act::ReviewSuggestion>,
    classification: Classification,
) -> ApiResult<Case> {
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
pub(super) async fn return_suggestion(on: OnSuggestion, body: Body<RefuseRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::ReviewSuggestion>().await?;
    let case = return_opened(opened, permit, body.valid()?.into()).await?;
    on.answer(&case).await
}

/// Returns the matter that is open.
pub(super) async fn return_opened(
    opened: Opened<'_>,
    permit: Permit<act::ReviewSuggestion>,
    command: Refuse,
) -> ApiResult<Case> {
    opened.apply(|case, ctx| case.return_for_changes(&permit, command, ctx)).await
}

/// Do not accept a suggestion
///
/// 不作建议处理: decided by the head of the deputies' committee; the deputy is told why and what becomes of it.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/not-accept", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = NotAcceptRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn refuse_suggestion(on: OnSuggestion, body: Body<NotAcceptRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::RefuseSuggestion>().await?;
    let NotAcceptRequest { reasons, text, outcome } = body.valid()?;
    let command = Refuse { reasons, text };
    opened.answer(|case, ctx| case.not_accept(&permit, command, outcome, ctx)).await
}

/// Classify a suggestion
///
/// 调整分类: category, counterpart committee, urgency.
#[utoipa::path(put, path = "/api/v1/suggestions/{id}/classification", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = ClassificationRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn classify_suggestion(
    on: OnSuggestion,
    body: Body<ClassificationRequest>,
) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::ReviewSuggestion>().await?;
    let command = body.valid()?.into();
    opened.answer(|case, ctx| case.classify(&permit, command, ctx)).await
}

/// Protect a suggestion
///
/// 设置保护: confidential, or the deputies' names hidden from the units.
#[utoipa::path(put, path = "/api/v1/suggestions/{id}/confidentiality", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = ProtectRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn protect_suggestion(on: OnSuggestion, body: Body<ProtectRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::ProtectSuggestion>().await?;
    let request = body.valid()?;
    let command = Confidentiality {
        confidential: request.confidential,
        hide_names_from_units: request.hide_names_from_units,
        reason: request.reason,
        named: request.named_account_ids.into_iter().map(Into::into).collect(),
    };
    opened.answer(|case, ctx| case.protect(&permit, command, ctx)).await
}

/// Link earlier suggestions on the same matter
///
/// 关联往年同类建议 (连续多年提出).
#[utoipa::path(put, path = "/api/v1/suggestions/{id}/previous", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = LinkPreviousRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn link_previous_suggestions(
    on: OnSuggestion,
    body: Body<LinkPreviousRequest>,
) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::ReviewSuggestion>().await?;
    let previous: Vec<SuggestionId> = body.valid()?.suggestion_ids.into_iter().map(SuggestionId).collect();
    let known = on.state.store.cases(&previous).await?;
    if known.len() != previous.len() {
        return Err(DomainError::invalid_field("#/suggestion_ids", ErrorCode::ReferenceUnknown).into());
    }
    // In the order that was sent; the year is that of the hand-in.
    let year = |id: SuggestionId| {
        let earlier = known.iter().find(|stored| stored.case.id() == id)?;
        Some(business_date(earlier.case.suggestion.submitted_at?).year())
    };
    let previous = previous.into_iter().map(|id| EarlierSuggestion { id, year: year(id) }).collect();
    opened.answer(|case, ctx| case.link_previous(&permit, previous, ctx)).await
}

/// Record an erratum
///
/// 勘误: the accepted text stays as it is; the correction stands beside it.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/errata", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = CorrectRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn correct_suggestion(on: OnSuggestion, body: Body<CorrectRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::ReviewSuggestion>().await?;
    let text = body.valid()?.text;
    opened.answer(|case, ctx| case.correct(&permit, &text, ctx)).await
}
