//! 接口密钥: making and changing keys.

use super::{
    keys_dto::{
        ApiKeyList, ApiKeyListQuery, ApiKeyResponse, CreateApiKeyRequest, IssuedApiKeyResponse,
        RotateApiKeyRequest, UpdateApiKeyRequest,
    },
    keys_represent::{answer, represent},
    new_secret::NewSecret,
};
use crate::{
    account::require_recent,
    http::{Answer, Api, ApiResult, Body, Caller, IdempotencyKey, Idempotent, IfMatch, ListPlan, Query},
    org::record,
    state::State,
};
use actix_web::{HttpRequest, web};
use domain::{
    authz::{Action, JurisdictionPath, KeyCollection, KeyRecord, Scope, act, allows, require},
    integration::{ApiKey, ApiKeyChange, ApiKeyData},
    kernel::{ApiKeyId, ErrorCode, FieldChecks, FieldError, JurisdictionId, UnitId, Version},
};
use persistence::{
    Uow,
    integration::{API_KEY_SORTS, ApiKeyFilter},
};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_api_keys, list_api_keys)
        .route(__path_create_api_key, create_api_key)
        .route(__path_get_api_key, get_api_key)
        .route(__path_update_api_key, update_api_key)
        .route(__path_rotate_api_key, rotate_api_key);
}

/// List keys of other systems
///
/// 接口密钥列表, newest first.
#[utoipa::path(get, path = "/api/v1/api-keys", tag = "integration", security(("bearer" = [])), params(ApiKeyListQuery),
    responses((status = 200, description = "A page of keys", body = ApiKeyList)))]
pub(super) async fn list_api_keys(
    state: web::Data<State>,
    caller: Caller,
    query: Query<ApiKeyListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    require::<act::ReadApiKeys>(&caller.actor, &KeyCollection)?;
    let scope = Scope::of(&caller.actor, Action::ReadApiKeys);
    let (account, now) = (Some(caller.actor.account), caller.request.now);
    let plan = ListPlan::new(&state, "api_keys", &query.0, account, API_KEY_SORTS, "-created_at")?;
    let filter = ApiKeyFilter {
        text: query.q.clone(),
        state: query.state.map(|wanted| (wanted, now)),
        scope: query.scope,
        sandbox: query.sandbox,
    };
    let mut rows = state.store.api_keys(&scope, &filter, &plan.page).await?;
    let links = plan.links(&mut rows, &http);
    let total =
        if plan.wants_total { Some(state.store.count_api_keys(&scope, &filter).await?) } else { None };
    let items = rows.into_iter().map(|listed| represent(&caller.actor, listed.row, now));
    let items = items.collect::<ApiResult<_>>()?;
    Ok(Answer::ok(&ApiKeyList { items, next_cursor: links.cursor, total })?.next(links.link))
}

/// Make a key
///
/// 新建接口密钥. The answer holds its secret, once: only the hash is kept. Asked of a sign-in
/// that is older than 15 minutes it is 401 `auth.confirmation_required`: sign in again, then repeat it.
#[utoipa::path(post, path = "/api/v1/api-keys", tag = "integration", security(("bearer" = [])), params(IdempotencyKey),
    request_body = CreateApiKeyRequest,
    responses((status = 201, description = "Made; the secret is shown here and never again", body = IssuedApiKeyResponse)))]
pub(super) async fn create_api_key(
    state: web::Data<State>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<CreateApiKeyRequest>,
) -> ApiResult<Answer> {
    require_recent(&state, &caller).await?;
    let permit = require::<act::ManageApiKeys>(&caller.actor, &KeyCollection)?;
    let request_hash = body.request_hash;
    let wanted = body.valid()?;
    let uow = state.begin(&caller).await?;
    let (uow, remember) = match key.claim(uow, &request_hash).await? {
        Idempotent::Fresh(uow, key) => (uow, key),
        Idempotent::Replayed(answer) => return Ok(answer),
    };
    let mut checks = FieldChecks::new();
    let path = node(&uow, &caller, wanted.jurisdiction_id.into(), &mut checks).await?;
    if let Some(unit) = wanted.unit_id {
        check_unit(&uow, unit.into(), path.as_ref(), &mut checks).await?;
    }
    let networks = ApiKeyData::networks(&wanted.networks, &mut checks);
    let expires_at = ApiKeyData::end_of(wanted.expires_on).unwrap_or_else(|error| {
        checks.refuse(error);
        uow.now()
    });
    let data = ApiKeyData {
        jurisdiction: wanted.jurisdiction_id.into(),
        name: wanted.name,
        owner: wanted.owner,
        contact: wanted.contact,
        scopes: wanted.scopes,
        unit: wanted.unit_id.map(Into::into),
        networks,
        sandbox: wanted.sandbox,
        expires_at,
    };
    let secret = NewSecret::make(&uow, data.sandbox);
    let created = checks.absorb(ApiKey::create(&permit, uow.id(), data, secret.kept, uow.now()))?;
    checks.finish()?;
    let outcome = created.ok_or(ErrorCode::Internal)?;
    let id = outcome.next.id;
    uow.insert_api_key(&outcome.next).await?;
    record(&uow, outcome, Version::FIRST).await?;
    issue(uow, &caller, id, remember, secret.shown, true).await
}

/// One key
///
/// 接口密钥详情 with what is known of its secrets.
#[utoipa::path(get, path = "/api/v1/api-keys/{id}", tag = "integration", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The key")),
    responses((status = 200, description = "The key", body = ApiKeyResponse)))]
pub(super) async fn get_api_key(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let row = state.store.api_key(ApiKeyId(*id)).await?.ok_or(ErrorCode::NotFound)?;
    require::<act::ReadApiKeys>(&caller.actor, &KeyRecord { path: &row.scope_path() })?;
    answer(&caller.actor, row, caller.request.now)
}

/// Change a key
///
/// 修改接口密钥: name, owner, contact, networks, end. Its scopes, its unit and whether it is a test key never change: who
/// needs another view is given another key.
#[utoipa::path(patch, path = "/api/v1/api-keys/{id}", tag = "integration", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The key"), IfMatch), request_body = UpdateApiKeyRequest,
    responses((status = 200, description = "The changed key", body = ApiKeyResponse)))]
pub(super) async fn update_api_key(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<UpdateApiKeyRequest>,
) -> ApiResult<Answer> {
    let uow = state.begin(&caller).await?;
    let row = uow.api_key_row(ApiKeyId(*id)).await?.ok_or(ErrorCode::NotFound)?;
    let permit = require::<act::ManageApiKeys>(&caller.actor, &KeyRecord { path: &row.scope_path() })?;
    seen.check(Version(row.version))?;
    let patch = body.valid()?;
    let key = uow.api_key(ApiKeyId(*id)).await?.ok_or(ErrorCode::NotFound)?;
    let change = ApiKeyChange {
        name: patch.name,
        owner: patch.owner,
        contact: patch.contact,
        networks: patch.networks,
        expires_on: patch.expires_on,
    };
    let outcome = key.change(&permit, change, uow.now())?;
    uow.update_api_key(&outcome.next).await?;
    let version = outcome.next.version;
    record(&uow, outcome, version).await?;
    let row = uow.api_key_row(ApiKeyId(*id)).await?.ok_or(ErrorCode::NotFound)?;
    let now = uow.now();
    uow.commit().await?;
    answer(&caller.actor, row, now)
}

/// Give a new secret
///
/// 轮换密钥串. The present one works on for the overlap (重叠期), at most a week; two are live at most. The answer holds the
/// new secret, once. Asked of a sign-in that is older than 15 minutes it is 401 `auth.confirmation_required`.
#[utoipa::path(post, path = "/api/v1/api-keys/{id}/rotate", tag = "integration", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The key"), IfMatch), request_body = RotateApiKeyRequest,
    responses((status = 200, description = "The key with its new secret", body = IssuedApiKeyResponse)))]
pub(super) async fn rotate_api_key(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<RotateApiKeyRequest>,
) -> ApiResult<Answer> {
    require_recent(&state, &caller).await?;
    let uow = state.begin(&caller).await?;
    let row = uow.api_key_row(ApiKeyId(*id)).await?.ok_or(ErrorCode::NotFound)?;
    let permit = require::<act::ManageApiKeys>(&caller.actor, &KeyRecord { path: &row.scope_path() })?;
    seen.check(Version(row.version))?;
    let wanted = body.valid()?;
    let key = uow.api_key(ApiKeyId(*id)).await?.ok_or(ErrorCode::NotFound)?;
    let secret = NewSecret::make(&uow, key.data.sandbox);
    let outcome = key.rotate(&permit, secret.kept, wanted.overlap_hours, uow.now())?;
    uow.update_api_key(&outcome.next).await?;
    let version = outcome.next.version;
    record(&uow, outcome, version).await?;
    issue(uow, &caller, ApiKeyId(*id), None, secret.shown, false).await
}

/// Commits and answers with the secret. What is remembered for a repeated request does not have it.
async fn issue(
    uow: Uow,
    caller: &Caller,
    id: ApiKeyId,
    remember: Option<String>,
    secret: String,
    created: bool,
) -> ApiResult<Answer> {
    let row = uow.api_key_row(id).await?.ok_or(ErrorCode::NotFound)?;
    let version = Version(row.version);
    let key = represent(&caller.actor, row, uow.now())?;
    let with = |secret| {
        let answer = Answer::ok(&IssuedApiKeyResponse { key: key.clone(), secret })?.version(version);
        ApiResult::Ok(if created { answer.created(format!("/api/v1/api-keys/{id}")) } else { answer })
    };
    let shown = with(Some(secret))?;
    IdempotencyKey::finish(uow, remember, with(None)?).await?;
    Ok(shown)
}

/// The path of the node that gives the key.
async fn node(
    uow: &Uow,
    caller: &Caller,
    id: JurisdictionId,
    checks: &mut FieldChecks,
) -> ApiResult<Option<JurisdictionPath>> {
    let path = uow.jurisdiction_view(id).await?.map(|row| row.scope_path());
    let path = path.filter(|path| allows(&caller.actor, Action::ManageApiKeys, &KeyRecord { path }));
    if path.is_none() {
        checks.refuse(FieldError::new("#/jurisdiction_id", ErrorCode::ReferenceUnknown));
    }
    Ok(path)
}

/// The unit belongs to the node, or to one below it.
async fn check_unit(
    uow: &Uow,
    id: UnitId,
    path: Option<&JurisdictionPath>,
    checks: &mut FieldChecks,
) -> ApiResult<()> {
    let unit = uow.unit(id).await?.map(|row| row.scope_path());
    let inside = unit.is_some_and(|unit| path.is_some_and(|path| path.contains(&unit)));
    checks.ensure(inside, "#/unit_id", ErrorCode::ReferenceUnknown);
    Ok(())
}
