//! The register of webhooks: a key's own, self-service.

use super::{
    dto::{CreateWebhookRequest, UpdateWebhookRequest, WebhookList, WebhookResponse},
    represent::{answer_within, own, represent, with_secret},
    secrets::Vault,
};
use crate::{
    http::{Answer, Api, ApiResult, Body, IdempotencyKey, Idempotent, IfMatch},
    open::KeyCaller,
    org::record,
    state::State,
};
use actix_web::web;
use domain::{
    integration::{
        KeyScope,
        webhook::{SigningKind, Webhook, WebhookChange, WebhookStatus},
    },
    kernel::{Patch, Version, WebhookId},
};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route_keyed(__path_list_webhooks, list_webhooks)
        .route_keyed(__path_create_webhook, create_webhook)
        .route_keyed(__path_get_webhook, get_webhook)
        .route_keyed(__path_update_webhook, update_webhook)
        .route_keyed(__path_delete_webhook, delete_webhook);
}

/// List webhooks
///
/// 推送端列表: those of this key.
#[utoipa::path(get, path = "/api/v1/open/webhooks", tag = "open", security(("key" = [])),
    responses((status = 200, description = "The webhooks of this key", body = WebhookList)))]
pub(super) async fn list_webhooks(state: web::Data<State>, caller: KeyCaller) -> ApiResult<Answer> {
    caller.require(KeyScope::WebhooksManage)?;
    let rows = state.store.webhooks_of(caller.key).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let secrets = state.store.webhook_secrets(&ids, caller.request.now).await?;
    let items = rows.into_iter().map(|row| {
        let id = row.id;
        represent(row, secrets.iter().filter(|(whose, _)| *whose == id).map(|(_, one)| &one.secret))
    });
    Answer::ok(&WebhookList { items: items.collect::<ApiResult<_>>()? })
}

/// Create a webhook
///
/// 新建推送. It is told what happens from now on. The answer shows the signing secret, once; repeat the request with the same
/// `Idempotency-Key` if the answer was lost.
#[utoipa::path(post, path = "/api/v1/open/webhooks", tag = "open", security(("key" = [])), params(IdempotencyKey),
    request_body = CreateWebhookRequest,
    responses((status = 201, description = "Created, with its secret", body = WebhookResponse)))]
pub(super) async fn create_webhook(
    state: web::Data<State>,
    caller: KeyCaller,
    key: IdempotencyKey,
    body: Body<CreateWebhookRequest>,
) -> ApiResult<Answer> {
    caller.require(KeyScope::WebhooksManage)?;
    let hash = body.request_hash;
    let wanted = body.valid()?;
    // Before the transaction: nothing is locked while a name is looked up.
    state.shared.webhooks.look_at(&wanted.url).await?;
    let uow = state.begin_for_key(&caller).await?;
    let (uow, key) = match key.claim(uow, &hash).await? {
        Idempotent::Fresh(uow, key) => (uow, key),
        Idempotent::Replayed(answer) => return again(&state, &caller, answer).await,
    };
    let others = uow.count_webhooks_of(caller.key).await?;
    let change = WebhookChange {
        url: Patch::Value(wanted.url),
        description: wanted.description.map_or(Patch::Absent, Patch::Value),
        event_types: wanted.event_types.map_or(Patch::Absent, Patch::Value),
        status: Patch::Absent,
    };
    let outcome = Webhook::create(uow.id(), caller.key, change, state.shared.webhooks.target(), others)?;
    let id = outcome.next.id;
    uow.insert_webhook(&outcome.next).await?;
    let vault = Vault(&state.shared.keys);
    for kind in [SigningKind::Hmac, SigningKind::Ed25519] {
        let made = vault.make(id, uow.id(), kind, uow.now())?;
        uow.insert_webhook_secret(id, &made).await?;
    }
    record(&uow, outcome, Version::FIRST).await?;
    let answer = answer_within(&uow, id).await?.created(format!("/api/v1/open/webhooks/{id}"));
    let secrets = uow.webhook_secrets(id).await?;
    let answer = IdempotencyKey::finish(uow, key, answer).await?;
    with_secret(&state, id, &secrets, answer)
}

/// The first answer once more, with the secret; without it when the webhook is gone.
async fn again(state: &State, caller: &KeyCaller, answer: Answer) -> ApiResult<Answer> {
    let id = answer.body_member("id").and_then(|id| id.as_str()?.parse::<WebhookId>().ok());
    let Some(id) = id else { return Ok(answer) };
    let secrets = state.store.webhook_secrets(&[id.0], caller.request.now).await?;
    let secrets: Vec<_> = secrets.into_iter().map(|(_, secret)| secret).collect();
    with_secret(state, id, &secrets, answer)
}

/// One webhook
///
/// 推送端详情
#[utoipa::path(get, path = "/api/v1/open/webhooks/{id}", tag = "open", security(("key" = [])),
    params(("id" = Uuid, Path, description = "The webhook")),
    responses((status = 200, description = "The webhook", body = WebhookResponse)))]
pub(super) async fn get_webhook(
    state: web::Data<State>,
    caller: KeyCaller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    caller.require(KeyScope::WebhooksManage)?;
    let row = own(state.store.webhook(WebhookId(*id)).await?, &caller)?;
    let secrets = state.store.webhook_secrets(&[row.id], caller.request.now).await?;
    let version = Version(row.version);
    Ok(Answer::ok(&represent(row, secrets.iter().map(|(_, one)| &one.secret))?)?.version(version))
}

/// Change a webhook
///
/// 修改推送: address, description, event types; or stop and start it. What is waiting is sent to the new address.
#[utoipa::path(patch, path = "/api/v1/open/webhooks/{id}", tag = "open", security(("key" = [])),
    params(("id" = Uuid, Path, description = "The webhook"), IfMatch), request_body = UpdateWebhookRequest,
    responses((status = 200, description = "The changed webhook", body = WebhookResponse)))]
pub(super) async fn update_webhook(
    state: web::Data<State>,
    caller: KeyCaller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<UpdateWebhookRequest>,
) -> ApiResult<Answer> {
    caller.require(KeyScope::WebhooksManage)?;
    let id = WebhookId(*id);
    own(state.store.webhook(id).await?, &caller)?;
    let patch = body.valid()?;
    if let Some(url) = patch.url.value() {
        state.shared.webhooks.look_at(url).await?;
    }
    let uow = state.begin_for_key(&caller).await?;
    let webhook = own(uow.webhook_locked(id).await?, &caller)?.aggregate()?;
    seen.check(webhook.version)?;
    let change = WebhookChange {
        url: patch.url,
        description: patch.description,
        event_types: patch.event_types,
        status: patch.status,
    };
    let outcome = webhook.change(change, state.shared.webhooks.target(), uow.now())?;
    let starts = webhook.status == WebhookStatus::Disabled && outcome.next.status == WebhookStatus::Active;
    uow.update_webhook(&outcome.next).await?;
    let version = outcome.next.version;
    record(&uow, outcome, version).await?;
    if starts {
        uow.resume_webhook(id).await?;
    }
    let answer = answer_within(&uow, id).await?;
    uow.commit().await?;
    Ok(answer)
}

/// Delete a webhook
///
/// 删除推送, with what is waiting and with its log.
#[utoipa::path(delete, path = "/api/v1/open/webhooks/{id}", tag = "open", security(("key" = [])),
    params(("id" = Uuid, Path, description = "The webhook"), IfMatch),
    responses((status = 204, description = "It is gone")))]
pub(super) async fn delete_webhook(
    state: web::Data<State>,
    caller: KeyCaller,
    id: web::Path<Uuid>,
    seen: IfMatch,
) -> ApiResult<Answer> {
    caller.require(KeyScope::WebhooksManage)?;
    let id = WebhookId(*id);
    let uow = state.begin_for_key(&caller).await?;
    let webhook = own(uow.webhook_locked(id).await?, &caller)?.aggregate()?;
    seen.check(webhook.version)?;
    let outcome = webhook.deleted();
    let version = outcome.next.version;
    uow.delete_webhook(id, webhook.version).await?;
    record(&uow, outcome, version).await?;
    uow.commit().await?;
    Ok(Answer::no_content())
}
