//! The register of webhooks: a key's own, self-service.

use super::{
    dto::{CreateWebhookRequest, UpdateWebhookRequest, WebhookList, WebhookResponse},
    hand::Owner,
    keeping,
    represent::represent,
};
use crate::{
    http::{Answer, Api, ApiResult, Body, IdempotencyKey, IfMatch},
    open::KeyCaller,
    state::State,
};
use actix_web::web;
use domain::{
    integration::webhook::WebhookChange,
    kernel::{Patch, WebhookId},
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
    let _may = Owner::of(&caller)?;
    let rows = state.store.webhooks_of(caller.key).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let secrets = state.store.webhook_secrets(&ids, caller.request.now).await?;
    let items = rows.into_iter().map(|row| {
        let its = secrets.iter().filter(|(whose, _)| *whose == row.id);
        let signing: Vec<_> = its.map(|(_, one)| one.secret.clone()).collect();
        represent(row, &signing)
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
    let owner = Owner::of(&caller)?;
    let hash = body.request_hash;
    let wanted = body.valid()?.into();
    keeping::create(&state, &owner, caller.key, wanted, (key, hash)).await
}

impl From<CreateWebhookRequest> for WebhookChange {
    fn from(wanted: CreateWebhookRequest) -> Self {
        Self {
            url: Patch::Value(wanted.url),
            description: wanted.description.map_or(Patch::Absent, Patch::Value),
            event_types: wanted.event_types.map_or(Patch::Absent, Patch::Value),
            status: Patch::Absent,
        }
    }
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
    keeping::get(&state, &Owner::of(&caller)?, WebhookId(*id)).await
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
    let patch = || {
        let patch = body.valid()?;
        Ok(WebhookChange {
            url: patch.url,
            description: patch.description,
            event_types: patch.event_types,
            status: patch.status,
        })
    };
    keeping::change(&state, &Owner::of(&caller)?, WebhookId(*id), seen, patch).await
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
    keeping::remove(&state, &Owner::of(&caller)?, WebhookId(*id), seen).await
}
