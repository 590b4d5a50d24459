//! Trying, rotating, stopping, enabling, replaying the webhooks of keys.

use super::{webhooks_dto::KeyWebhookResponse, webhooks_hand::Desk};
use crate::{
    account::require_recent,
    http::{Answer, Api, ApiResult, Body, Caller, IfMatch},
    open::webhooks::{
        dto::{
            EnableWebhookRequest, ReplayWebhookRequest, RotateWebhookSecretRequest, WebhookReplayResponse,
            WebhookTestResponse,
        },
        keeping, replaying, trying,
    },
    state::State,
};
use actix_web::web;
use domain::{integration::webhook::DisabledReason, kernel::WebhookId};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_test_key_webhook, test_key_webhook)
        .route(__path_rotate_key_webhook_secret, rotate_key_webhook_secret)
        .route(__path_disable_key_webhook, disable_key_webhook)
        .route(__path_enable_key_webhook, enable_key_webhook)
        .route(__path_replay_key_webhook, replay_key_webhook);
}

/// Try a webhook of a key
///
/// 测试推送: calls the receiver now with an event `webhook.test`, once, and answers what was sent and what came back. Works for
/// disabled webhooks and for those of sandbox keys too; the test is not in the log of calls and changes nothing.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/test", tag = "integration", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The webhook")),
    responses((status = 200, description = "The call was made; whether it was taken is in the answer", body = WebhookTestResponse)))]
pub(super) async fn test_key_webhook(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    trying::test(&state, &Desk(&caller), WebhookId(*id)).await
}

/// Rotate the signing secret of a webhook
///
/// 轮换签名密钥. The answer shows the new secret, once. For the overlap every call carries signatures of both. Asked of a
/// sign-in that is older than 15 minutes it is 401 `auth.confirmation_required`.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/rotate-secret", tag = "integration", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The webhook"), IfMatch), request_body = RotateWebhookSecretRequest,
    responses((status = 200, description = "The webhook with its new secret", body = KeyWebhookResponse)))]
pub(super) async fn rotate_key_webhook_secret(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<RotateWebhookSecretRequest>,
) -> ApiResult<Answer> {
    require_recent(&state, &caller).await?;
    keeping::rotate_secret(&state, &Desk(&caller), WebhookId(*id), seen, body.open()).await
}

/// Stop a webhook of a key
///
/// 停用推送. What happens meanwhile is kept for it. For the security administrator too, as ending keys is.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/disable", tag = "integration", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The webhook"), IfMatch),
    responses((status = 200, description = "The webhook", body = KeyWebhookResponse)))]
pub(super) async fn disable_key_webhook(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
) -> ApiResult<Answer> {
    let reason = DisabledReason::Administrator;
    keeping::disable(&state, &Desk(&caller), WebhookId(*id), seen, reason).await
}

/// Enable a webhook of a key
///
/// 恢复推送 after it was stopped, by somebody or because its receiver failed or was gone. What has happened meanwhile is sent
/// in order, or left out.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/enable", tag = "integration", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The webhook"), IfMatch), request_body = EnableWebhookRequest,
    responses((status = 200, description = "The webhook", body = KeyWebhookResponse)))]
pub(super) async fn enable_key_webhook(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<EnableWebhookRequest>,
) -> ApiResult<Answer> {
    keeping::enable(&state, &Desk(&caller), WebhookId(*id), seen, body.valid()?).await
}

/// Replay calls of a webhook
///
/// 重放: sends a part of the change feed again, in order, each call under the `webhook-id` that it had; receivers that keep ids
/// take each once. Works for as long as the feed is kept, 400 days, at most 10,000 places at once.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/replay", tag = "integration", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The webhook")), request_body = ReplayWebhookRequest,
    responses((status = 202, description = "The calls will be made", body = WebhookReplayResponse)))]
pub(super) async fn replay_key_webhook(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    body: Body<ReplayWebhookRequest>,
) -> ApiResult<Answer> {
    replaying::replay(&state, &Desk(&caller), WebhookId(*id), || body.open()).await
}
