//! 作废: ending keys and secrets. It acts at once, on every server.

use super::{
    keys_dto::{ApiKeyResponse, RevokeApiKeyRequest},
    keys_represent::answer,
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IfMatch},
    org::record,
    state::State,
};
use actix_web::web;
use domain::{
    authz::{KeyRecord, Permit, act, require},
    integration::ApiKey,
    kernel::{ApiKeyId, DomainError, ErrorCode, Outcome, Version},
};
use persistence::Uow;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_revoke_api_key, revoke_api_key)
        .route(__path_revoke_api_key_secret, revoke_api_key_secret);
}

/// End a key
///
/// 作废接口密钥, at once and for ever, with all its secrets.
#[utoipa::path(post, path = "/api/v1/api-keys/{id}/revoke", tag = "integration", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The key"), IfMatch), request_body = RevokeApiKeyRequest,
    responses((status = 200, description = "The ended key", body = ApiKeyResponse)))]
pub(super) async fn revoke_api_key(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<RevokeApiKeyRequest>,
) -> ApiResult<Answer> {
    let uow = state.begin(&caller).await?;
    let permit = permit(&uow, &caller, ApiKeyId(*id), seen).await?;
    let reason = body.valid()?.reason.unwrap_or_default();
    let now = uow.now();
    end(uow, &caller, ApiKeyId(*id), |key| key.revoke(&permit, &reason, now)).await
}

/// End one secret
///
/// 作废密钥串, at once. The key stays; give it a new secret by rotating.
#[utoipa::path(delete, path = "/api/v1/api-keys/{id}/secrets/{secret_id}", tag = "integration", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The key"), ("secret_id" = Uuid, Path, description = "The secret"), IfMatch),
    responses((status = 200, description = "The key with its secrets", body = ApiKeyResponse)))]
pub(super) async fn revoke_api_key_secret(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(Uuid, Uuid)>,
    seen: IfMatch,
) -> ApiResult<Answer> {
    let (id, secret) = path.into_inner();
    let uow = state.begin(&caller).await?;
    let permit = permit(&uow, &caller, ApiKeyId(id), seen).await?;
    let now = uow.now();
    end(uow, &caller, ApiKeyId(id), |key| key.revoke_secret(&permit, secret.into(), now)).await
}

async fn permit(
    uow: &Uow,
    caller: &Caller,
    id: ApiKeyId,
    seen: IfMatch,
) -> ApiResult<Permit<act::RevokeApiKeys>> {
    let row = uow.api_key_row(id).await?.ok_or(ErrorCode::NotFound)?;
    let permit = require::<act::RevokeApiKeys>(&caller.actor, &KeyRecord { path: &row.scope_path() })?;
    seen.check(Version(row.version))?;
    Ok(permit)
}

async fn end(
    uow: Uow,
    caller: &Caller,
    id: ApiKeyId,
    decide: impl FnOnce(&ApiKey) -> Result<Outcome<ApiKey>, DomainError>,
) -> ApiResult<Answer> {
    let key = uow.api_key(id).await?.ok_or(ErrorCode::NotFound)?;
    let outcome = decide(&key)?;
    uow.update_api_key(&outcome.next).await?;
    let version = outcome.next.version;
    record(&uow, outcome, version).await?;
    let row = uow.api_key_row(id).await?.ok_or(ErrorCode::NotFound)?;
    let now = uow.now();
    uow.commit().await?;
    answer(&caller.actor, row, now)
}
