//! 代表团: delegations during sessions.

use super::delegations_dto::{
    CreateDelegationRequest, DelegationList, DelegationListQuery, DelegationResponse, UpdateDelegationRequest,
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IdempotencyKey, Idempotent, IfMatch, ListPlan, Query},
    org::{References, record, scope_of},
    state::State,
};
use actix_web::{HttpRequest, web};
use domain::{
    authz::{Action, Actor, PublicRegister, Register, act, allows, require},
    deputy::{Delegation, DelegationData},
    kernel::{DelegationId, ErrorCode, Patch, Version},
};
use persistence::deputy::{DELEGATION_SORTS, DelegationFilter, DelegationRow};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_delegations, list_delegations)
        .route(__path_create_delegation, create_delegation)
        .route(__path_get_delegation, get_delegation)
        .route(__path_update_delegation, update_delegation);
}

/// List delegations
///
/// 代表团列表. Delegations exist during sessions; between them deputies work in groups (代表小组).
#[utoipa::path(get, path = "/api/v1/delegations", tag = "deputy", security(("bearer" = [])),
    params(DelegationListQuery),
    responses((status = 200, description = "A page of delegations", body = DelegationList)))]
pub(super) async fn list_delegations(
    state: web::Data<State>,
    caller: Caller,
    query: Query<DelegationListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    require::<act::ReadRegisters>(&caller.actor, &PublicRegister)?;
    let scope = scope_of(&caller.actor);
    let account = Some(caller.actor.account);
    let plan = ListPlan::new(&state, "delegations", &query.0, account, DELEGATION_SORTS, "no")?;
    let filter = filter(&query);
    let mut rows = state.store.delegations(&scope, &filter, &plan.page).await?;
    let links = plan.links(&mut rows, &http);
    let total =
        if plan.wants_total { Some(state.store.count_delegations(&scope, &filter).await?) } else { None };
    let items = rows.into_iter().map(|listed| represent(&caller.actor, listed.row)).collect();
    Ok(Answer::ok(&DelegationList { items, next_cursor: links.cursor, total })?.next(links.link))
}

/// The query as the store knows it.
pub(super) fn filter(query: &DelegationListQuery) -> DelegationFilter {
    DelegationFilter {
        text: query.q.clone(),
        term: query.term_id,
        current_term: query.current_term,
        jurisdiction: query.jurisdiction_id,
    }
}

/// Create a delegation
///
/// 新建代表团.
#[utoipa::path(post, path = "/api/v1/delegations", tag = "deputy", security(("bearer" = [])), params(IdempotencyKey),
    request_body = CreateDelegationRequest,
    responses((status = 201, description = "Created", body = DelegationResponse)))]
pub(super) async fn create_delegation(
    state: web::Data<State>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<CreateDelegationRequest>,
) -> ApiResult<Answer> {
    let permit = require::<act::ManageRegisters>(&caller.actor, &PublicRegister)?;
    let uow = state.begin(&caller).await?;
    let (uow, key) = match key.claim(uow, &body.request_hash).await? {
        Idempotent::Fresh(uow, key) => (uow, key),
        Idempotent::Replayed(answer) => return Ok(answer),
    };
    let wanted = body.valid()?;
    let mut references = References::new(&uow, &caller.actor);
    references.term("#/term_id", wanted.term_id.into()).await?;
    references.node("#/jurisdiction_id", wanted.jurisdiction_id, Action::ManageRegisters).await?;
    if let Some(leader) = wanted.leader_deputy_id {
        references.deputy("#/leader_deputy_id", leader.into()).await?;
    }
    let data = DelegationData {
        term: wanted.term_id.into(),
        jurisdiction: wanted.jurisdiction_id.into(),
        no: wanted.no,
        name: wanted.name,
        leader: wanted.leader_deputy_id.map(Into::into),
    };
    let outcome = references.decide(Delegation::create(&permit, uow.id(), data))?;
    let id = outcome.next.id;
    uow.insert_delegation(&outcome.next).await?;
    record(&uow, outcome, Version::FIRST).await?;
    let row = uow.delegation(id).await?.ok_or(ErrorCode::NotFound)?;
    let answer = answer(&caller.actor, row)?.created(format!("/api/v1/delegations/{id}"));
    IdempotencyKey::finish(uow, key, answer).await
}

/// One delegation
///
/// 代表团详情. Its deputies: `/deputies?delegation_id=…`.
#[utoipa::path(get, path = "/api/v1/delegations/{id}", tag = "deputy", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The delegation")),
    responses((status = 200, description = "The delegation", body = DelegationResponse)))]
pub(super) async fn get_delegation(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let row = state.store.delegation(DelegationId(*id)).await?.ok_or(ErrorCode::NotFound)?;
    require::<act::ReadRegisters>(&caller.actor, &Register { path: &row.scope_path() })?;
    answer(&caller.actor, row)
}

/// Change a delegation
///
/// 修改代表团. Its term and node never change.
#[utoipa::path(patch, path = "/api/v1/delegations/{id}", tag = "deputy", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The delegation"), IfMatch), request_body = UpdateDelegationRequest,
    responses((status = 200, description = "The changed delegation", body = DelegationResponse)))]
pub(super) async fn update_delegation(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<UpdateDelegationRequest>,
) -> ApiResult<Answer> {
    let id = DelegationId(*id);
    let uow = state.begin(&caller).await?;
    let row = uow.delegation(id).await?.ok_or(ErrorCode::NotFound)?;
    let permit = require::<act::ManageRegisters>(&caller.actor, &Register { path: &row.scope_path() })?;
    seen.check(Version(row.version))?;
    let patch = body.valid()?;
    let mut references = References::new(&uow, &caller.actor);
    let delegation = row.aggregate();
    let mut data = delegation.data.clone();
    match patch.leader_deputy_id {
        Patch::Absent => {}
        Patch::Null => data.leader = None,
        Patch::Value(leader) => {
            references.deputy("#/leader_deputy_id", leader.into()).await?;
            data.leader = Some(leader.into());
        }
    }
    references.checks.replace("#/no", patch.no, &mut data.no);
    references.checks.replace("#/name", patch.name, &mut data.name);
    let outcome = references.decide(delegation.revise(&permit, data))?;
    uow.update_delegation(&outcome.next).await?;
    let version = outcome.next.version;
    record(&uow, outcome, version).await?;
    let row = uow.delegation(id).await?.ok_or(ErrorCode::NotFound)?;
    uow.commit().await?;
    answer(&caller.actor, row)
}

fn answer(actor: &Actor, row: DelegationRow) -> ApiResult<Answer> {
    let version = Version(row.version);
    Ok(Answer::ok(&represent(actor, row))?.version(version))
}

pub(super) fn represent(actor: &Actor, row: DelegationRow) -> DelegationResponse {
    let may = allows(actor, Action::ManageRegisters, &Register { path: &row.scope_path() });
    DelegationResponse {
        id: row.id,
        term_id: row.term_id,
        term_name: row.term_name,
        jurisdiction_id: row.jurisdiction_id,
        jurisdiction_name: row.jurisdiction_name,
        no: row.no,
        name: row.name,
        leader_deputy_id: row.leader_deputy_id,
        leader_name: row.leader_name,
        members: row.members,
        allowed_actions: if may { vec!["update"] } else { Vec::new() },
        updated_at: row.updated_at.into(),
        version: row.version,
    }
}
