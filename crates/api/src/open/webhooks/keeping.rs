//! Making, changing, stopping and removing webhooks, and giving them new secrets.

use super::{
    dto::{EnableWebhookRequest, ResumeFrom, RotateWebhookSecretRequest},
    hand::{Deed, Hand},
    represent::{present_secret, with_secret},
    secrets::Vault,
};
use crate::{
    http::{Answer, ApiResult, Fields, IdempotencyKey, Idempotent, IfMatch},
    org::record,
    state::State,
};
use chrono::Duration;
use domain::{
    integration::webhook::{
        DisabledReason, LONGEST_WEBHOOK_OVERLAP_HOURS, SigningKind, SigningSecret, Webhook, WebhookChange,
        WebhookStatus, rotate,
    },
    kernel::{ApiKeyId, ErrorCode, FieldError, Outcome, Version, WebhookId},
};
use persistence::{Uow, integration::SealedSecret};

/// Hours for which an old secret signs on unless something else is asked for.
const OVERLAP_HOURS: i64 = 24;

/// Gives a key a webhook; the answer shows its secret, also when the request is repeated under the same idempotency key.
pub(crate) async fn create<H: Hand>(
    state: &State,
    hand: &H,
    key: ApiKeyId,
    wanted: WebhookChange,
    (chosen, request_hash): (IdempotencyKey, [u8; 32]),
) -> ApiResult<Answer> {
    look_at(state, &wanted).await?;
    let uow = hand.begin(state).await?;
    let (uow, chosen) = match chosen.claim(uow, &request_hash).await? {
        Idempotent::Fresh(uow, chosen) => (uow, chosen),
        Idempotent::Replayed(answer) => return again(state, hand, answer).await,
    };
    hand.admit_key(&uow, key).await?;
    let others = uow.count_webhooks_of(key).await?;
    let outcome = Webhook::create(uow.id(), key, wanted, state.shared.webhooks.target(), others)?;
    let id = outcome.next.id;
    uow.insert_webhook(&outcome.next).await?;
    let vault = Vault(&state.shared.keys);
    for kind in [SigningKind::Hmac, SigningKind::Ed25519] {
        let made = vault.make(id, uow.id(), kind, uow.now())?;
        uow.insert_webhook_secret(id, &made).await?;
    }
    record(&uow, outcome, Version::FIRST).await?;
    let (answer, secrets) = shown(&uow, hand, id).await?;
    let answer = answer.created(format!("{}/{id}", H::ADDRESS));
    let answer = IdempotencyKey::finish(uow, chosen, answer).await?;
    with_secret(present_secret(state, id, &secrets)?, answer)
}

/// The first answer once more, with the secret; without it when the webhook is gone.
async fn again(state: &State, hand: &impl Hand, answer: Answer) -> ApiResult<Answer> {
    let id = answer.body_member("id").and_then(|id| id.as_str()?.parse::<WebhookId>().ok());
    let Some(id) = id else { return Ok(answer) };
    let secrets = state.store.webhook_secrets(&[id.0], hand.request().now).await?;
    let secrets: Vec<_> = secrets.into_iter().map(|(_, secret)| secret).collect();
    with_secret(present_secret(state, id, &secrets)?, answer)
}

/// One webhook.
pub(crate) async fn get(state: &State, hand: &impl Hand, id: WebhookId) -> ApiResult<Answer> {
    let row = hand.admit(Deed::Read, state.store.webhook(id).await?)?;
    let secrets = state.store.webhook_secrets(&[row.id], hand.request().now).await?;
    let signing: Vec<_> = secrets.into_iter().map(|(_, one)| one.secret).collect();
    hand.show(row, &signing)
}

/// Changes address, description, event types; what is waiting is sent to the new address. `patch` is looked at after the
/// webhook was found.
pub(crate) async fn change(
    state: &State,
    hand: &impl Hand,
    id: WebhookId,
    seen: IfMatch,
    patch: impl FnOnce() -> ApiResult<WebhookChange>,
) -> ApiResult<Answer> {
    hand.admit(Deed::Manage, state.store.webhook(id).await?)?;
    let change = patch()?;
    look_at(state, &change).await?;
    let (uow, webhook) = begin(state, hand, Deed::Manage, id, seen).await?;
    let outcome = webhook.change(change, state.shared.webhooks.target(), uow.now())?;
    let starts = webhook.status == WebhookStatus::Disabled && outcome.next.status == WebhookStatus::Active;
    save(&uow, outcome).await?;
    if starts {
        uow.resume_webhook(id).await?;
    }
    finish(uow, hand, id).await
}

/// Removes it with what is waiting and with its log.
pub(crate) async fn remove(
    state: &State,
    hand: &impl Hand,
    id: WebhookId,
    seen: IfMatch,
) -> ApiResult<Answer> {
    let (uow, webhook) = begin(state, hand, Deed::Manage, id, seen).await?;
    let outcome = webhook.deleted();
    let version = outcome.next.version;
    uow.delete_webhook(id, webhook.version).await?;
    record(&uow, outcome, version).await?;
    uow.commit().await?;
    Ok(Answer::no_content())
}

/// Calls again after it was stopped: with what has happened meanwhile, or from now on.
pub(crate) async fn enable(
    state: &State,
    hand: &impl Hand,
    id: WebhookId,
    seen: IfMatch,
    wanted: EnableWebhookRequest,
) -> ApiResult<Answer> {
    let (uow, webhook) = begin(state, hand, Deed::Manage, id, seen).await?;
    if wanted.from.unwrap_or(ResumeFrom::Missed) == ResumeFrom::Now {
        uow.skip_webhook_to_head(id).await?;
    }
    save(&uow, webhook.enable()).await?;
    uow.resume_webhook(id).await?;
    finish(uow, hand, id).await
}

/// Calls no more; what happens meanwhile is kept for it.
pub(crate) async fn disable(
    state: &State,
    hand: &impl Hand,
    id: WebhookId,
    seen: IfMatch,
    reason: DisabledReason,
) -> ApiResult<Answer> {
    let (uow, webhook) = begin(state, hand, Deed::Stop, id, seen).await?;
    save(&uow, webhook.disable(reason, uow.now())).await?;
    finish(uow, hand, id).await
}

/// Gives it a new secret, and a new pair if asked for; the old ones sign on for the overlap.
pub(crate) async fn rotate_secret(
    state: &State,
    hand: &impl Hand,
    id: WebhookId,
    seen: IfMatch,
    (wanted, mut fields): (RotateWebhookSecretRequest, Fields),
) -> ApiResult<Answer> {
    let hours = wanted.overlap_hours.unwrap_or(OVERLAP_HOURS);
    if !(0..=LONGEST_WEBHOOK_OVERLAP_HOURS).contains(&hours) {
        fields.add(out_of_range("#/overlap_hours", 0, LONGEST_WEBHOOK_OVERLAP_HOURS));
    }
    fields.finish()?;
    let (uow, webhook) = begin(state, hand, Deed::Manage, id, seen).await?;
    let mut secrets: Vec<SigningSecret> =
        uow.webhook_secrets(id).await?.into_iter().map(|one| one.secret).collect();
    let pair = wanted.key_pair.unwrap_or(false).then_some(SigningKind::Ed25519);
    for kind in [SigningKind::Hmac].into_iter().chain(pair) {
        let made = Vault(&state.shared.keys).make(id, uow.id(), kind, uow.now())?;
        uow.insert_webhook_secret(id, &made).await?;
        rotate(&mut secrets, made.secret, Duration::hours(hours), uow.now());
    }
    uow.expire_webhook_secrets(id, &secrets).await?;
    save(&uow, webhook.rotated().with_note("overlap_hours", hours)).await?;
    let (answer, secrets) = shown(&uow, hand, id).await?;
    uow.commit().await?;
    with_secret(present_secret(state, id, &secrets)?, answer)
}

/// Nothing is locked while a name is looked up.
async fn look_at(state: &State, change: &WebhookChange) -> ApiResult<()> {
    if let Some(url) = change.url.value() {
        state.shared.webhooks.look_at(url).await?;
    }
    Ok(())
}

async fn begin(
    state: &State,
    hand: &impl Hand,
    deed: Deed,
    id: WebhookId,
    seen: IfMatch,
) -> ApiResult<(Uow, Webhook)> {
    let uow = hand.begin(state).await?;
    let webhook = hand.admit(deed, uow.webhook_locked(id).await?)?.aggregate()?;
    seen.check(webhook.version)?;
    Ok((uow, webhook))
}

async fn save(uow: &Uow, outcome: Outcome<Webhook>) -> ApiResult<()> {
    uow.update_webhook(&outcome.next).await?;
    let version = outcome.next.version;
    record(uow, outcome, version).await.map(drop)
}

async fn finish(uow: Uow, hand: &impl Hand, id: WebhookId) -> ApiResult<Answer> {
    let (answer, _) = shown(&uow, hand, id).await?;
    uow.commit().await?;
    Ok(answer)
}

/// The webhook as this transaction leaves it, and what it signs with.
async fn shown(uow: &Uow, hand: &impl Hand, id: WebhookId) -> ApiResult<(Answer, Vec<SealedSecret>)> {
    let row = uow.webhook(id).await?.ok_or(ErrorCode::NotFound)?;
    let secrets = uow.webhook_secrets(id).await?;
    let signing: Vec<_> = secrets.iter().map(|one| one.secret.clone()).collect();
    Ok((hand.show(row, &signing)?, secrets))
}

fn out_of_range(pointer: &str, min: i64, max: i64) -> FieldError {
    FieldError::new(pointer, ErrorCode::ValueOutOfRange).param("min", min).param("max", max)
}
