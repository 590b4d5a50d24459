//! 辖区树: county → towns and streets.

use super::{
    jurisdictions_dto::{
        CreateJurisdictionRequest, JurisdictionList, JurisdictionListQuery, JurisdictionResponse,
        UpdateJurisdictionRequest,
    },
    references::{References, record, scope_of},
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IdempotencyKey, Idempotent, IfMatch, ListPlan, Query},
    state::State,
};
use actix_web::{HttpRequest, web};
use domain::{
    authz::{Action, Actor, PublicRegister, Register, act, allows, require},
    kernel::{ErrorCode, JurisdictionId, Version},
    org::Jurisdiction,
};
use persistence::org::{JURISDICTION_SORTS, JurisdictionFilter, JurisdictionView};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_jurisdictions, list_jurisdictions)
        .route(__path_create_jurisdiction, create_jurisdiction)
        .route(__path_get_jurisdiction, get_jurisdiction)
        .route(__path_update_jurisdiction, update_jurisdiction);
}

/// List jurisdictions
///
/// 辖区列表: each tree from its root downwards, so that a client can draw it in one pass.
#[utoipa::path(get, path = "/api/v1/jurisdictions", tag = "org", security(("bearer" = [])),
    params(JurisdictionListQuery),
    responses((status = 200, description = "A page of jurisdictions", body = JurisdictionList)))]
pub(super) async fn list_jurisdictions(
    state: web::Data<State>,
    caller: Caller,
    query: Query<JurisdictionListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    // Whoever administers accounts has to name the nodes of grants, without seeing the registers.
    let scope = if require::<act::ReadRegisters>(&caller.actor, &PublicRegister).is_ok() {
        scope_of(&caller.actor)
    } else {
        require::<act::ReadAccounts>(&caller.actor, &PublicRegister)?;
        domain::authz::Scope::of(&caller.actor, Action::ReadAccounts)
    };
    let account = Some(caller.actor.account);
    let plan = ListPlan::new(&state, "jurisdictions", &query.0, account, JURISDICTION_SORTS, "path")?;
    let filter = filter(&query);
    let mut rows = state.store.jurisdiction_page(Some(&scope), &filter, &plan.page).await?;
    let links = plan.links(&mut rows, &http);
    let total =
        if plan.wants_total { Some(state.store.count_jurisdictions(&scope, &filter).await?) } else { None };
    let items = rows.into_iter().map(|listed| represent(&caller.actor, listed.row)).collect();
    Ok(Answer::ok(&JurisdictionList { items, next_cursor: links.cursor, total })?.next(links.link))
}

/// The query as the store knows it.
pub(super) fn filter(query: &JurisdictionListQuery) -> JurisdictionFilter {
    JurisdictionFilter {
        text: query.q.clone(),
        kinds: query.kind.0.iter().map(|kind| kind.code().to_owned()).collect(),
        parent: query.parent_id,
    }
}

/// Create a jurisdiction
///
/// 新建辖区 below another. Towns and streets have nothing below them; streets have no congress, but they
/// are nodes like towns.
#[utoipa::path(post, path = "/api/v1/jurisdictions", tag = "org", security(("bearer" = [])), params(IdempotencyKey),
    request_body = CreateJurisdictionRequest,
    responses((status = 201, description = "Created", body = JurisdictionResponse)))]
pub(super) async fn create_jurisdiction(
    state: web::Data<State>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<CreateJurisdictionRequest>,
) -> ApiResult<Answer> {
    let permit = require::<act::ManageRegisters>(&caller.actor, &PublicRegister)?;
    let uow = state.begin(&caller).await?;
    let (uow, key) = match key.claim(uow, &body.request_hash).await? {
        Idempotent::Fresh(uow, key) => (uow, key),
        Idempotent::Replayed(answer) => return Ok(answer),
    };
    let wanted = body.valid()?;
    let mut references = References::new(&uow, &caller.actor);
    let parent = references.node("#/parent_id", wanted.parent_id, Action::ManageRegisters).await?;
    let above = parent.as_ref().map(JurisdictionView::aggregate).transpose()?;
    let id: JurisdictionId = uow.id();
    let decided = Jurisdiction::create(&permit, id, above.as_ref(), wanted.kind, &wanted.code, &wanted.name);
    let outcome = references.decide(decided)?;
    let parent = uow.jurisdiction(wanted.parent_id.into()).await?;
    let node = &outcome.next;
    let kind = node.kind.code().to_ascii_uppercase();
    uow.insert_jurisdiction(id, parent.as_ref(), &kind, &node.code, &node.name).await?;
    record(&uow, outcome, Version::FIRST).await?;
    let row = uow.jurisdiction_view(id).await?.ok_or(ErrorCode::NotFound)?;
    let answer = answer(&caller.actor, row)?.created(format!("/api/v1/jurisdictions/{id}"));
    IdempotencyKey::finish(uow, key, answer).await
}

/// One jurisdiction
///
/// 辖区详情.
#[utoipa::path(get, path = "/api/v1/jurisdictions/{id}", tag = "org", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The node")),
    responses((status = 200, description = "The node", body = JurisdictionResponse)))]
pub(super) async fn get_jurisdiction(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let row = state.store.jurisdiction_view(JurisdictionId(*id)).await?.ok_or(ErrorCode::NotFound)?;
    require::<act::ReadRegisters>(&caller.actor, &Register { path: &row.scope_path() })?;
    answer(&caller.actor, row)
}

/// Rename a jurisdiction
///
/// 辖区更名. Code and place in the tree never change: every scope rests on them.
#[utoipa::path(patch, path = "/api/v1/jurisdictions/{id}", tag = "org", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The node"), IfMatch), request_body = UpdateJurisdictionRequest,
    responses((status = 200, description = "The renamed node", body = JurisdictionResponse)))]
pub(super) async fn update_jurisdiction(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<UpdateJurisdictionRequest>,
) -> ApiResult<Answer> {
    let id = JurisdictionId(*id);
    let uow = state.begin(&caller).await?;
    let row = uow.jurisdiction_view(id).await?.ok_or(ErrorCode::NotFound)?;
    let permit = require::<act::ManageRegisters>(&caller.actor, &Register { path: &row.scope_path() })?;
    seen.check(Version(row.version))?;
    let outcome = row.aggregate()?.rename(&permit, &body.valid()?.name)?;
    uow.rename_jurisdiction(&outcome.next).await?;
    let version = outcome.next.version;
    record(&uow, outcome, version).await?;
    let row = uow.jurisdiction_view(id).await?.ok_or(ErrorCode::NotFound)?;
    uow.commit().await?;
    answer(&caller.actor, row)
}

fn answer(actor: &Actor, row: JurisdictionView) -> ApiResult<Answer> {
    let version = Version(row.version);
    Ok(Answer::ok(&represent(actor, row))?.version(version))
}

pub(super) fn represent(actor: &Actor, row: JurisdictionView) -> JurisdictionResponse {
    let may = allows(actor, Action::ManageRegisters, &Register { path: &row.scope_path() });
    JurisdictionResponse {
        id: row.id,
        parent_id: row.parent_id,
        parent_name: row.parent_name,
        kind: row.kind,
        code: row.code,
        name: row.name,
        depth: row.path.matches('/').count().saturating_sub(1),
        path: row.path,
        allowed_actions: if may { vec!["update"] } else { Vec::new() },
        updated_at: row.updated_at.into(),
        version: row.version,
    }
}
