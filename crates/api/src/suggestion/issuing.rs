//! 签发、送达、补充答复: what makes a letter official, and what follows it.

use super::{
    Opened,
    codes::{DeliveryMethodCode, ReplyKindCode},
    command::OnTask,
    concerned,
    detail_dto::SuggestionResponse,
    reply_dto::ReplyDraft,
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IfMatch},
    state::State,
};
use chrono::Datelike;
use domain::{
    authz::act,
    kernel::{CommitmentId, DomainError, ErrorCode, HandlingTaskId, SuggestionId, business_date},
    suggestion::{Case, DeliveryMethod, ReplyContent, ReplyKind, SignOff, SupplementReply},
};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

pub(super) fn register(api: &mut Api) {
    api.route(__path_sign_off_reply, sign_off_reply)
        .route(__path_deliver_reply, deliver_reply)
        .route(__path_note_as_read, note_as_read)
        .route(__path_supplement_reply, supplement_reply);
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

/// Sign off and issue the reply
///
/// 签发: gives it its document number (文号, unique in unit and year), freezes its content by hash.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/sign-off", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = SignOffRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn sign_off_reply(on: OnTask, body: Body<SignOffRequest>) -> ApiResult<Answer> {
    let case = sign_off_letter(&on.state, &on.caller, on.target, on.seen, || body.valid()).await?;
    on.answer(&case).await
}

/// Deliver the reply
///
/// 送达代表: opens the feedback window.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/deliver", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = DeliverReplyRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn deliver_reply(on: OnTask, body: Body<DeliverReplyRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::DeliverReply>().await?;
    let method = body.valid()?.method;
    let opened = opened.with_convenors().await?;
    opened.answer(|case, ctx| case.deliver(&permit, on.task(), method, ctx)).await
}

/// Answer a suggestion for reference
///
/// 已阅研究: the short note for suggestions that ask for no written reply.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/note-as-read", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = NoteAsReadRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn note_as_read(on: OnTask, body: Body<NoteAsReadRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::SignOffTask>().await?;
    let request = body.valid()?;
    opened
        .answer(|case, ctx| case.note_as_read(&permit, on.task(), &request.text, &request.signer_name, ctx))
        .await
}

/// Issue another letter
///
/// 补充答复、更正: never an edit of the first one. The history of the category is kept (B转A).
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/supplements", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = SupplementReplyRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn supplement_reply(on: OnTask, body: Body<SupplementReplyRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::SignOffTask>().await?;
    let request = body.valid()?;
    let content: ReplyContent = request.content.into();
    let command = SupplementReply {
        kind: request.kind,
        sign_off: sign_off(&opened, on.task(), request.sign_off, Some(&content)).await?,
        content,
        keeps: request.kept_commitment_ids.into_iter().map(CommitmentId).collect(),
    };
    opened.answer(|case, ctx| case.supplement_reply(&permit, on.task(), command, ctx)).await
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
    let unit = opened.case.task(task)?.unit;
    let signers = concerned(&opened.case);
    // §8.5 I13: who signed the suggestion as a deputy signs no letter on it, whichever account that is.
    let recused = match opened.caller.actor.person {
        Some(person) => opened.uow.holds_one_of(person, &signers).await?,
        None => false,
    };
    if recused {
        return Err(ErrorCode::ConflictOfInterest.into());
    }
    let head_in_conflict = opened.uow.head_holds_one_of(unit, &signers).await?;
    let frozen = serde_json::to_vec(&(&doc_no, content)).map_err(anyhow::Error::from)?;
    let content_sha256 = Sha256::digest(frozen).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(SignOff {
        doc_no,
        signer_name: request.signer_name,
        by_head: request.by_head,
        head_in_conflict,
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
