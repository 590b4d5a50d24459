//! Trying, rotating, enabling, replaying.

use super::{
    dto::{
        EnableWebhookRequest, ReplayWebhookRequest, RotateWebhookSecretRequest, WebhookReplayResponse,
        WebhookResponse, WebhookTestResponse,
    },
    hand::Owner,
    keeping, replaying, trying,
};
use crate::{
    http::{Answer, Api, ApiResult, Body, IfMatch},
    open::KeyCaller,
    state::State,
};
use actix_web::web;
use domain::kernel::WebhookId;
use uuid::Uuid;

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
    trying::test(&state, &Owner::of(&caller)?, WebhookId(*id)).await
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
    keeping::rotate_secret(&state, &Owner::of(&caller)?, WebhookId(*id), seen, body.open()).await
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
    let owner = Owner::of(&caller)?;
    keeping::enable(&state, &owner, WebhookId(*id), seen, body.valid()?).await
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
    replaying::replay(&state, &Owner::of(&caller)?, WebhookId(*id), || body.open()).await
}
