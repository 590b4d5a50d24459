//! Trying, rotating, enabling, replaying.

use super::{
    body,
    dto::{
        EnableWebhookRequest, ReplayWebhookRequest, ResumeFrom, RotateWebhookSecretRequest,
        WebhookReplayResponse, WebhookResponse, WebhookTestResponse,
    },
    following::wanted,
    represent::{answer_within, own, with_secret},
    secrets::Vault,
    signing::sign,
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Fields, IfMatch, Language},
    open::KeyCaller,
    org::record,
    state::State,
};
use actix_web::web;
use chrono::Duration;
use domain::{
    integration::{
        KeyScope,
        webhook::{LONGEST_WEBHOOK_OVERLAP_HOURS, SigningKind, SigningSecret, rotate},
    },
    kernel::{ErrorCode, FieldError, WebhookId},
};
use uuid::Uuid;

/// Hours for which an old secret signs on unless something else is asked for.
const OVERLAP_HOURS: i64 = 24;
/// Places of the feed that are replayed by one request.
const REPLAYED: i64 = 10_000;
/// Places that are read at once.
const PAGE: u64 = 200;

pub(super) fn register(api: &mut Api) {
    api.route_keyed(__path_test_webhook, test_webhook)
        .route_keyed(__path_rotate_webhook_secret, rotate_webhook_secret)
        .route_keyed(__path_enable_webhook, enable_webhook)
        .route_keyed(__path_replay_webhook, replay_webhook);
}

/// Try a webhook
///
/// 测试推送: calls the receiver now with an event `webhook.test`, once, and answers what was sent and what came back. Works for
/// disabled webhooks and for sandbox keys too; the test is not in the log of calls and changes nothing.
#[utoipa::path(post, path = "/api/v1/open/webhooks/{id}/test", tag = "open", security(("key" = [])),
    params(("id" = Uuid, Path, description = "The webhook")), extensions(("x-limit-class" = json!("heavy"))),
    responses((status = 200, description = "The call was made; whether it was taken is in the answer", body = WebhookTestResponse)))]
pub(super) async fn test_webhook(
    state: web::Data<State>,
    caller: KeyCaller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    caller.require(KeyScope::WebhooksManage)?;
    let id = WebhookId(*id);
    let row = own(state.store.webhook(id).await?, &caller)?;
    let now = state.now();
    let secrets = state.store.webhook_secrets(&[id.0], now).await?;
    let secrets: Vec<_> = secrets.into_iter().map(|(_, secret)| secret).collect();
    let event = state.shared.ids.next_id().to_string();
    let text = body::test(id.0, row.version, now)?;
    let message = sign(&Vault(&state.shared.keys), id, &secrets, event, text, now)?;
    let called = state.shared.webhooks.call(&row.url, &message).await;
    let words = called.error.map(|error| match caller.request.language {
        Language::Chinese => error.zh(),
        Language::English => error.en(),
    });
    Answer::ok(&WebhookTestResponse {
        delivered: called.error.is_none(),
        status: called.status,
        error: called.error,
        error_text: words.map(str::to_owned),
        duration_ms: called.ms,
        answer: called.answer,
        webhook_id: message.id,
        webhook_timestamp: message.timestamp,
        webhook_signature: message.signature,
        body: message.body,
    })
}

/// Rotate the signing secret
///
/// 轮换签名密钥. The answer shows the new secret, once. For the overlap every call carries signatures of both, so receivers can
/// be changed one after the other; a still older secret ends at once.
#[utoipa::path(post, path = "/api/v1/open/webhooks/{id}/rotate-secret", tag = "open", security(("key" = [])),
    params(("id" = Uuid, Path, description = "The webhook"), IfMatch), request_body = RotateWebhookSecretRequest,
    responses((status = 200, description = "The webhook with its new secret", body = WebhookResponse)))]
pub(super) async fn rotate_webhook_secret(
    state: web::Data<State>,
    caller: KeyCaller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<RotateWebhookSecretRequest>,
) -> ApiResult<Answer> {
    caller.require(KeyScope::WebhooksManage)?;
    let id = WebhookId(*id);
    let (wanted, mut fields) = body.open();
    let hours = wanted.overlap_hours.unwrap_or(OVERLAP_HOURS);
    if !(0..=LONGEST_WEBHOOK_OVERLAP_HOURS).contains(&hours) {
        fields.add(out_of_range("#/overlap_hours", 0, LONGEST_WEBHOOK_OVERLAP_HOURS));
    }
    fields.finish()?;
    let uow = state.begin_for_key(&caller).await?;
    let webhook = own(uow.webhook_locked(id).await?, &caller)?.aggregate()?;
    seen.check(webhook.version)?;
    let mut secrets: Vec<SigningSecret> =
        uow.webhook_secrets(id).await?.into_iter().map(|one| one.secret).collect();
    let pair = wanted.key_pair.unwrap_or(false).then_some(SigningKind::Ed25519);
    for kind in [SigningKind::Hmac].into_iter().chain(pair) {
        let made = Vault(&state.shared.keys).make(id, uow.id(), kind, uow.now())?;
        uow.insert_webhook_secret(id, &made).await?;
        rotate(&mut secrets, made.secret, Duration::hours(hours), uow.now());
    }
    uow.expire_webhook_secrets(id, &secrets).await?;
    let outcome = webhook.rotated().with_note("overlap_hours", hours);
    uow.update_webhook(&outcome.next).await?;
    let version = outcome.next.version;
    record(&uow, outcome, version).await?;
    let answer = answer_within(&uow, id).await?;
    let secrets = uow.webhook_secrets(id).await?;
    uow.commit().await?;
    with_secret(&state, id, &secrets, answer)
}

/// Enable a webhook
///
/// 恢复推送 after it was stopped, by its owner or because its receiver failed or was gone. What has happened meanwhile is sent in
/// order, or left out.
#[utoipa::path(post, path = "/api/v1/open/webhooks/{id}/enable", tag = "open", security(("key" = [])),
    params(("id" = Uuid, Path, description = "The webhook"), IfMatch), request_body = EnableWebhookRequest,
    responses((status = 200, description = "The webhook", body = WebhookResponse)))]
pub(super) async fn enable_webhook(
    state: web::Data<State>,
    caller: KeyCaller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<EnableWebhookRequest>,
) -> ApiResult<Answer> {
    caller.require(KeyScope::WebhooksManage)?;
    let id = WebhookId(*id);
    let from = body.valid()?.from.unwrap_or(ResumeFrom::Missed);
    let uow = state.begin_for_key(&caller).await?;
    let webhook = own(uow.webhook_locked(id).await?, &caller)?.aggregate()?;
    seen.check(webhook.version)?;
    if from == ResumeFrom::Now {
        uow.skip_webhook_to_head(id).await?;
    }
    let outcome = webhook.enable();
    uow.update_webhook(&outcome.next).await?;
    uow.resume_webhook(id).await?;
    let version = outcome.next.version;
    record(&uow, outcome, version).await?;
    let answer = answer_within(&uow, id).await?;
    uow.commit().await?;
    Ok(answer)
}

/// Replay calls
///
/// 重放: sends a part of the change feed again, in order, each call under the `webhook-id` that it had; receivers that keep ids
/// take each once. Works for as long as the feed is kept, 400 days, at most 10,000 places at once.
#[utoipa::path(post, path = "/api/v1/open/webhooks/{id}/replay", tag = "open", security(("key" = [])),
    params(("id" = Uuid, Path, description = "The webhook")), request_body = ReplayWebhookRequest,
    extensions(("x-limit-class" = json!("heavy"))),
    responses((status = 202, description = "The calls will be made", body = WebhookReplayResponse)))]
pub(super) async fn replay_webhook(
    state: web::Data<State>,
    caller: KeyCaller,
    id: web::Path<Uuid>,
    body: Body<ReplayWebhookRequest>,
) -> ApiResult<Answer> {
    caller.require(KeyScope::WebhooksManage)?;
    let id = WebhookId(*id);
    own(state.store.webhook(id).await?, &caller)?;
    let (range, fields) = body.open();
    let Some(webhook) = state.store.followed_webhook(id).await? else {
        return Err(ErrorCode::NotFound.into());
    };
    let found = places(&state, &caller, &range, fields, webhook.cursor).await?;
    if caller.sandbox {
        return Err(ErrorCode::WebhookSandbox.into());
    }
    let log = format!("/api/v1/open/webhooks/{id}/deliveries");
    let Some((first, last)) = found else {
        let nothing = WebhookReplayResponse { from_seq: None, to_seq: None, replayed: 0 };
        return Ok(Answer::ok(&nothing)?.accepted(log));
    };
    let mut deliveries = Vec::new();
    let mut after = first - 1;
    while after < last {
        let mut page = state.store.feed_entries(&webhook.sight, after, PAGE).await?;
        page.retain(|entry| entry.seq <= last);
        let Some(end) = page.last() else { break };
        after = end.seq;
        deliveries.extend(wanted(&webhook, &page)?);
    }
    let uow = state.begin_for_key(&caller).await?;
    let row = own(uow.webhook_locked(id).await?, &caller)?;
    let outcome = row.aggregate()?.replayed(first, last);
    let replayed = uow.replay_webhook(id, &deliveries).await?.deliveries;
    uow.audit(outcome).await?;
    uow.commit().await?;
    let told = WebhookReplayResponse { from_seq: Some(first), to_seq: Some(last), replayed };
    Ok(Answer::ok(&told)?.accepted(log))
}

/// The places that are meant. What has not been told yet is not replayed: it comes by itself.
async fn places(
    state: &State,
    caller: &KeyCaller,
    range: &ReplayWebhookRequest,
    mut fields: Fields,
    cursor: i64,
) -> ApiResult<Option<(i64, i64)>> {
    let by_seq = range.from_seq.is_some() || range.to_seq.is_some();
    let by_time = range.from.is_some() || range.to.is_some();
    fields.add_if(by_seq && by_time, "#/from", ErrorCode::ValueInvalid);
    fields.add_if(!by_time && range.from_seq.is_none(), "#/from_seq", ErrorCode::ValueRequired);
    fields.add_if(by_time && range.from.is_none(), "#/from", ErrorCode::ValueRequired);
    fields.add_if(range.from_seq.is_some_and(|seq| seq < 1), "#/from_seq", ErrorCode::ValueInvalid);
    fields.add_if(
        range.to_seq < range.from_seq && range.to_seq.is_some(),
        "#/to_seq",
        ErrorCode::ValueInvalid,
    );
    fields.add_if(range.to < range.from && range.to.is_some(), "#/to", ErrorCode::DateOrder);
    fields.finish()?;
    let found = match (range.from_seq, range.from) {
        (Some(first), _) => Some((first, range.to_seq.unwrap_or(cursor))),
        (None, Some(from)) => {
            let until = range.to.map_or(caller.request.now, |to| to.0);
            state.store.feed_between(from.0, until).await?
        }
        (None, None) => None,
    };
    let oldest = state.store.feed_head().await?.oldest;
    let found = found
        .map(|(first, last)| (first.max(oldest), last.min(cursor)))
        .filter(|(first, last)| first <= last);
    if let Some((first, last)) = found
        && last - first >= REPLAYED
    {
        let pointer = if by_seq { "#/to_seq" } else { "#/to" };
        let error = FieldError::new(pointer, ErrorCode::WebhookRangeTooLarge).param("max", REPLAYED);
        return Err(error.into());
    }
    Ok(found)
}

fn out_of_range(pointer: &str, min: i64, max: i64) -> FieldError {
    FieldError::new(pointer, ErrorCode::ValueOutOfRange).param("min", min).param("max", max)
}
