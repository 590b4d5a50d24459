//! 起草、联名、提交、撤回: what deputies do with their own suggestions.

use super::{
    Opened,
    command::OnSuggestion,
    detail,
    detail_dto::SuggestionResponse,
    writing_dto::{
        ConfirmCosignRequest, CreateSuggestionRequest, InviteCosignersRequest, ReasonRequest, SuggestionDraft,
    },
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IdempotencyKey, Idempotent, IfMatch},
    state::State,
};
use actix_web::web;
use domain::{
    authz::{act, require, suggestion::NewSuggestion},
    kernel::{DeputyId, DomainError, ErrorCode, SuggestionId, business_date},
    suggestion::{
        Case, ConfirmCosign, CosignMethod, Ctx, DraftSuggestion, EditSuggestion, Place, Submit, TextVersion,
    },
};
use persistence::{Uow, suggestion::DeputySeat};

pub(super) fn register(api: &mut Api) {
    api.route(__path_create_suggestion, create_suggestion)
        .route(__path_update_suggestion, update_suggestion)
        .route(__path_delete_suggestion, delete_suggestion)
        .route(__path_invite_cosigners, invite_cosigners)
        .route(__path_confirm_cosign, confirm_cosign)
        .route(__path_decline_cosign, decline_cosign)
        .route(__path_submit_suggestion, submit_suggestion)
        .route(__path_insist_suggestion, insist_suggestion)
        .route(__path_withdraw_suggestion, withdraw_suggestion)
        .route(__path_agree_withdrawal, agree_withdrawal)
        .route(__path_refuse_withdrawal, refuse_withdrawal)
        .route(__path_cancel_withdrawal, cancel_withdrawal);
}

/// Begin a suggestion
///
/// 起草建议: a draft of the signed-in deputy. Nobody else sees it. Send an `Idempotency-Key`, so that a draft that
/// was written without a connection is created once.
#[utoipa::path(post, path = "/api/v1/suggestions", tag = "suggestion", security(("bearer" = [])),
    params(IdempotencyKey), request_body = CreateSuggestionRequest,
    responses((status = 201, description = "The draft", body = SuggestionResponse)))]
pub(super) async fn create_suggestion(
    state: web::Data<State>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<CreateSuggestionRequest>,
) -> ApiResult<Answer> {
    let own = caller.actor.seats().next();
    let hash = body.request_hash;
    let request = body.valid();
    let lead = request.as_ref().ok().and_then(|r| r.deputy_id).map(DeputyId).or(own);
    let lead = lead.ok_or(ErrorCode::PermissionDenied)?;
    let permit = require::<act::WriteSuggestion>(&caller.actor, &NewSuggestion { lead })?;
    let request = request?;
    let uow = state.begin(&caller).await?;
    let (uow, key) = match key.claim(uow, &hash).await? {
        Idempotent::Fresh(uow, key) => (uow, key),
        Idempotent::Replayed(answer) => return Ok(answer),
    };
    let (text, wishes) = request.draft.into_parts();
    let seat = seat(&uow, lead).await?;
    let place = place(&seat);
    let path = place.path.clone();
    let command = DraftSuggestion {
        id: uow.id(),
        place,
        lead,
        kind: request.kind,
        motion_ref: request.motion_ref,
        text,
        wishes,
    };
    let configuration = state.configuration().await?;
    let settings = configuration.settings_at(business_date(uow.now()))?;
    let seats = uow.active_seats(&[lead]).await?;
    let ctx = Ctx {
        now: uow.now(),
        settings: &settings,
        calendar: configuration.calendar(),
        ids: uow.ids(),
        seats: &seats,
    };
    let (mut case, outcome) = Case::draft(&permit, command, &ctx)?;
    case.version = uow.insert_case(&case, &path).await?;
    uow.record_effects(outcome, case.version).await?;
    let location = format!("/api/v1/suggestions/{}", case.id());
    let answer = detail::answer_within(&uow, &caller, &case, &ctx).await?.created(location);
    IdempotencyKey::finish(uow, key, answer).await
}

/// Change a draft
///
/// 修改草稿: the whole text at once, as the autosave sends it. Confirmations of co-signers of an earlier text lapse
/// (联名须重新确认). After acceptance nobody can change the text.
#[utoipa::path(put, path = "/api/v1/suggestions/{id}/draft", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = SuggestionDraft,
    responses((status = 200, description = "The draft", body = SuggestionResponse)))]
pub(super) async fn update_suggestion(on: OnSuggestion, body: Body<SuggestionDraft>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::WriteSuggestion>().await?;
    let (text, wishes) = body.valid()?.into_parts();
    let deputy = opened.deputy()?;
    let command = EditSuggestion { deputy, text, wishes };
    opened.answer(|case, ctx| case.edit(&permit, command, ctx)).await
}

/// Discard a draft
///
/// 删除草稿.
#[utoipa::path(delete, path = "/api/v1/suggestions/{id}", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    responses((status = 204, description = "Discarded")))]
pub(super) async fn delete_suggestion(on: OnSuggestion) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::WriteSuggestion>().await?;
    opened.apply(|case, ctx| case.delete(&permit, ctx)).await?;
    Ok(Answer::no_content())
}

/// Invite deputies to co-sign
///
/// 邀请联名. An invitation stands seven days; only a confirmation of the present text counts.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/cosigners", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = InviteCosignersRequest,
    responses((status = 200, description = "The draft with its co-signers", body = SuggestionResponse)))]
pub(super) async fn invite_cosigners(
    on: OnSuggestion,
    body: Body<InviteCosignersRequest>,
) -> ApiResult<Answer> {
    let (mut opened, permit) = on.open::<act::WriteSuggestion>().await?;
    let deputies: Vec<DeputyId> = body.valid()?.deputy_ids.into_iter().map(DeputyId).collect();
    if opened.uow.known_deputies(&deputies).await?.len() != deputies.len() {
        return Err(DomainError::invalid_field("#/deputy_ids", ErrorCode::ReferenceUnknown).into());
    }
    opened.seat_also(&deputies).await?;
    let deputy = opened.deputy()?;
    opened.answer(|case, ctx| case.invite_cosigners(&permit, deputy, &deputies, ctx)).await
}

/// Confirm co-signing
///
/// 确认联名: the text is my true will. Names the version of the text that was read; a newer one is refused.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/cosign", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = ConfirmCosignRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn confirm_cosign(on: OnSuggestion, body: Body<ConfirmCosignRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::CosignSuggestion>().await?;
    let command = ConfirmCosign {
        deputy: opened.deputy()?,
        text_version: TextVersion(body.valid()?.text_version),
        method: CosignMethod::Online,
    };
    opened.answer(|case, ctx| case.confirm_cosign(&permit, command, ctx)).await
}

/// Decline to co-sign
///
/// 谢绝联名.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/decline-cosign", tag = "suggestion",
    security(("bearer" = [])), params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn decline_cosign(on: OnSuggestion) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::CosignSuggestion>().await?;
    let deputy = opened.deputy()?;
    opened.answer(|case, ctx| case.decline_cosign(&permit, deputy, ctx)).await
}

/// Submit a suggestion
///
/// 提交建议 to the deputies' committee, or to the session's secretariat while the congress sits. It gets its internal
/// code; unconfirmed co-signers are left out.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/submit", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    responses((status = 200, description = "The submitted suggestion", body = SuggestionResponse)))]
pub(super) async fn submit_suggestion(on: OnSuggestion) -> ApiResult<Answer> {
    let case = submit(&on.state, &on.caller, on.target, on.seen).await?;
    on.answer(&case).await
}

/// The use case of submitting.
pub(crate) async fn submit(
    state: &State,
    caller: &Caller,
    id: SuggestionId,
    seen: IfMatch,
) -> ApiResult<Case> {
    let (opened, permit) = Opened::case::<act::WriteSuggestion>(state, caller, id, seen).await?;
    let deputy = opened.deputy()?;
    let seat = seat(&opened.uow, opened.case.suggestion.lead).await?;
    let code = match &opened.case.suggestion.code {
        Some(_) => None,
        None => {
            let session = seat.session_id.zip(seat.session_ordinal).map(|(id, ordinal)| (id.into(), ordinal));
            let term = (seat.term_id.into(), seat.term_ordinal);
            Some(opened.uow.next_suggestion_code(seat.jurisdiction_id.into(), term, session).await?)
        }
    };
    let command = Submit { deputy, code, place: place(&seat) };
    opened.apply(|case, ctx| case.submit(&permit, command, ctx)).await
}

/// Insist on a returned suggestion
///
/// 坚持提交: a returned suggestion goes unchanged to the head of the deputies' committee, who decides.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/insist", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = ReasonRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn insist_suggestion(on: OnSuggestion, body: Body<ReasonRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::WriteSuggestion>().await?;
    let (deputy, reason) = (opened.deputy()?, body.valid()?.reason);
    opened.answer(|case, ctx| case.insist(&permit, deputy, &reason, ctx)).await
}

/// Withdraw a suggestion
///
/// 撤回建议, any time before the reply. A joint one waits until every signer has agreed.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/withdraw", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = ReasonRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn withdraw_suggestion(on: OnSuggestion, body: Body<ReasonRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::WithdrawSuggestion>().await?;
    let (deputy, reason) = (opened.deputy()?, body.valid()?.reason);
    opened.answer(|case, ctx| case.withdraw(&permit, deputy, &reason, ctx)).await
}

/// Agree to the withdrawal
///
/// 同意撤回, as a co-signer.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/agree-withdrawal", tag = "suggestion",
    security(("bearer" = [])), params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn agree_withdrawal(on: OnSuggestion) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::WithdrawSuggestion>().await?;
    let deputy = opened.deputy()?;
    opened.answer(|case, ctx| case.agree_withdrawal(&permit, deputy, ctx)).await
}

/// Refuse the withdrawal
///
/// 不同意撤回, as a co-signer: the request is over and the suggestion goes on.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/refuse-withdrawal", tag = "suggestion",
    security(("bearer" = [])), params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    request_body = ReasonRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn refuse_withdrawal(on: OnSuggestion, body: Body<ReasonRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::WithdrawSuggestion>().await?;
    let (deputy, reason) = (opened.deputy()?, body.valid()?.reason);
    opened.answer(|case, ctx| case.refuse_withdrawal(&permit, deputy, &reason, ctx)).await
}

/// Take the withdrawal back
///
/// 取消撤回申请, by the lead deputy while co-signers are still asked.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/cancel-withdrawal", tag = "suggestion",
    security(("bearer" = [])), params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn cancel_withdrawal(on: OnSuggestion) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::WithdrawSuggestion>().await?;
    let deputy = opened.deputy()?;
    opened.answer(|case, ctx| case.cancel_withdrawal(&permit, deputy, ctx)).await
}

async fn seat(uow: &Uow, deputy: DeputyId) -> ApiResult<DeputySeat> {
    let seat = uow.deputy_seat(deputy, business_date(uow.now())).await?;
    Ok(seat.ok_or_else(|| DomainError::invalid_field("#/deputy_id", ErrorCode::ReferenceUnknown))?)
}

fn place(seat: &DeputySeat) -> Place {
    Place {
        jurisdiction: seat.jurisdiction_id.into(),
        path: domain::authz::JurisdictionPath(seat.path.clone()),
        term: seat.term_id.into(),
        session: seat.session_id.map(Into::into),
        group: seat.group_id.map(Into::into),
        delegation: seat.delegation_id.map(Into::into),
    }
}
