//! 推送端 of all keys, for whoever looks after them. What is done is done by `open::webhooks`, as for the keys themselves.

use super::{
    webhooks_dto::{
        CreateKeyWebhookRequest, KeyWebhookDeliveryList, KeyWebhookList, KeyWebhookListQuery,
        KeyWebhookResponse, UpdateKeyWebhookRequest,
    },
    webhooks_hand::Desk,
    webhooks_represent::{represent, represent_call},
};
use crate::{
    account::require_recent,
    http::{Answer, Api, ApiResult, Body, Caller, IdempotencyKey, IfMatch, ListPlan, Query},
    open::webhooks::{dto::WebhookDeliveryListQuery, keeping, log},
    state::State,
};
use actix_web::{HttpRequest, web};
use domain::{
    authz::{Action, KeyCollection, Scope, act, require},
    integration::webhook::WebhookChange,
    kernel::{ApiKeyId, Patch, WebhookId},
};
use persistence::integration::{WEBHOOK_SORTS, WebhookFilter};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_key_webhooks, list_key_webhooks)
        .route(__path_create_key_webhook, create_key_webhook)
        .route(__path_get_key_webhook, get_key_webhook)
        .route(__path_update_key_webhook, update_key_webhook)
        .route(__path_delete_key_webhook, delete_key_webhook)
        .route(__path_list_key_webhook_deliveries, list_key_webhook_deliveries);
}

/// List webhooks of all keys
///
/// 推送端列表, newest first.
#[utoipa::path(get, path = "/api/v1/webhooks", tag = "integration", security(("bearer" = [])), params(KeyWebhookListQuery),
    responses((status = 200, description = "A page of webhooks", body = KeyWebhookList)))]
pub(super) async fn list_key_webhooks(
    state: web::Data<State>,
    caller: Caller,
    query: Query<KeyWebhookListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    require::<act::ReadApiKeys>(&caller.actor, &KeyCollection)?;
    let scope = Scope::of(&caller.actor, Action::ReadApiKeys);
    let account = Some(caller.actor.account);
    let plan = ListPlan::new(&state, "key_webhooks", &query.0, account, WEBHOOK_SORTS, "-created_at")?;
    let filter = WebhookFilter {
        text: query.q.clone(),
        health: query.health.0.clone(),
        key: query.key_id.map(ApiKeyId),
        now: caller.request.now,
    };
    let mut rows = state.store.webhooks(&scope, &filter, &plan.page).await?;
    let links = plan.links(&mut rows, &http);
    let total =
        if plan.wants_total { Some(state.store.count_webhooks(&scope, &filter).await?) } else { None };
    let ids: Vec<Uuid> = rows.iter().map(|listed| listed.row.id).collect();
    let secrets = state.store.webhook_secrets(&ids, caller.request.now).await?;
    let items = rows.into_iter().map(|listed| {
        let its = secrets.iter().filter(|(whose, _)| *whose == listed.row.id);
        let signing: Vec<_> = its.map(|(_, one)| one.secret.clone()).collect();
        represent(&caller, listed.row, &signing)
    });
    let items = items.collect::<ApiResult<_>>()?;
    Ok(Answer::ok(&KeyWebhookList { items, next_cursor: links.cursor, total })?.next(links.link))
}

/// Create a webhook for a key
///
/// 新建推送, for a system that does not do so itself. It is told what its key sees, from now on. The answer shows the signing
/// secret, once; repeat the request with the same `Idempotency-Key` if the answer was lost. Asked of a sign-in that is older
/// than 15 minutes it is 401 `auth.confirmation_required`.
#[utoipa::path(post, path = "/api/v1/webhooks", tag = "integration", security(("bearer" = [])), params(IdempotencyKey),
    request_body = CreateKeyWebhookRequest,
    responses((status = 201, description = "Created, with its secret", body = KeyWebhookResponse)))]
pub(super) async fn create_key_webhook(
    state: web::Data<State>,
    caller: Caller,
    chosen: IdempotencyKey,
    body: Body<CreateKeyWebhookRequest>,
) -> ApiResult<Answer> {
    require_recent(&state, &caller).await?;
    require::<act::ManageApiKeys>(&caller.actor, &KeyCollection)?;
    let hash = body.request_hash;
    let wanted = body.valid()?;
    let change = WebhookChange {
        url: Patch::Value(wanted.url),
        description: wanted.description.map_or(Patch::Absent, Patch::Value),
        event_types: wanted.event_types.map_or(Patch::Absent, Patch::Value),
        status: Patch::Absent,
    };
    keeping::create(&state, &Desk(&caller), ApiKeyId(wanted.key_id), change, (chosen, hash)).await
}

/// One webhook of a key
///
/// 推送端详情
#[utoipa::path(get, path = "/api/v1/webhooks/{id}", tag = "integration", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The webhook")),
    responses((status = 200, description = "The webhook", body = KeyWebhookResponse)))]
pub(super) async fn get_key_webhook(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    keeping::get(&state, &Desk(&caller), WebhookId(*id)).await
}

/// Change a webhook of a key
///
/// 修改推送: address, description, event types. What is waiting is sent to the new address.
#[utoipa::path(patch, path = "/api/v1/webhooks/{id}", tag = "integration", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The webhook"), IfMatch), request_body = UpdateKeyWebhookRequest,
    responses((status = 200, description = "The changed webhook", body = KeyWebhookResponse)))]
pub(super) async fn update_key_webhook(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<UpdateKeyWebhookRequest>,
) -> ApiResult<Answer> {
    let patch = || {
        let UpdateKeyWebhookRequest { url, description, event_types } = body.valid()?;
        Ok(WebhookChange { url, description, event_types, status: Patch::Absent })
    };
    keeping::change(&state, &Desk(&caller), WebhookId(*id), seen, patch).await
}

/// Delete a webhook of a key
///
/// 删除推送, with what is waiting and with its log.
#[utoipa::path(delete, path = "/api/v1/webhooks/{id}", tag = "integration", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The webhook"), IfMatch),
    responses((status = 204, description = "It is gone")))]
pub(super) async fn delete_key_webhook(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
) -> ApiResult<Answer> {
    keeping::remove(&state, &Desk(&caller), WebhookId(*id), seen).await
}

/// List calls of a webhook
///
/// 推送记录, newest first, each with its attempts: when, what was answered, how long it took. What a call says of the matter is
/// for the key alone.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}/deliveries", tag = "integration", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The webhook"), WebhookDeliveryListQuery),
    responses((status = 200, description = "A page of calls", body = KeyWebhookDeliveryList)))]
pub(super) async fn list_key_webhook_deliveries(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    query: Query<WebhookDeliveryListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    let (calls, links) = log::page(&state, &Desk(&caller), WebhookId(*id), &query.0, &http).await?;
    let items = calls.into_iter().map(represent_call).collect();
    Ok(Answer::ok(&KeyWebhookDeliveryList { items, next_cursor: links.cursor })?.next(links.link))
}
