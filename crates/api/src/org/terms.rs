//! 届: terms of the congress.

use super::{
    references::{References, record, scope_of},
    terms_dto::{CreateTermRequest, TermList, TermListQuery, TermResponse, UpdateTermRequest},
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IdempotencyKey, Idempotent, IfMatch, ListPlan, Query},
    state::State,
};
use actix_web::{HttpRequest, web};
use domain::{
    authz::{Action, Actor, PublicRegister, Register, act, allows, require},
    kernel::{ErrorCode, TermId, Version},
    org::{Term, TermData},
};
use persistence::org::{TERM_SORTS, TermFilter, TermRow};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_terms, list_terms)
        .route(__path_create_term, create_term)
        .route(__path_get_term, get_term)
        .route(__path_update_term, update_term);
}

/// List terms
///
/// 届次列表, newest first.
#[utoipa::path(get, path = "/api/v1/terms", tag = "org", security(("bearer" = [])), params(TermListQuery),
    responses((status = 200, description = "A page of terms", body = TermList)))]
pub(super) async fn list_terms(
    state: web::Data<State>,
    caller: Caller,
    query: Query<TermListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    require::<act::ReadRegisters>(&caller.actor, &PublicRegister)?;
    let scope = scope_of(&caller.actor);
    let account = Some(caller.actor.account);
    let plan = ListPlan::new(&state, "terms", &query.0, account, TERM_SORTS, "-starts_on")?;
    let filter = TermFilter {
        text: query.q.clone(),
        jurisdiction: query.jurisdiction_id,
        is_current: query.is_current,
    };
    let mut rows = state.store.terms(&scope, &filter, &plan.page).await?;
    let links = plan.links(&mut rows, &http);
    let total = if plan.wants_total { Some(state.store.count_terms(&scope, &filter).await?) } else { None };
    let items = rows.into_iter().map(|listed| represent(&caller.actor, listed.row)).collect();
    Ok(Answer::ok(&TermList { items, next_cursor: links.cursor, total })?.next(links.link))
}

/// Create a term
///
/// 新建届次. A node has one term of each number and at most one current term.
#[utoipa::path(post, path = "/api/v1/terms", tag = "org", security(("bearer" = [])), params(IdempotencyKey),
    request_body = CreateTermRequest,
    responses((status = 201, description = "Created", body = TermResponse)))]
pub(super) async fn create_term(
    state: web::Data<State>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<CreateTermRequest>,
) -> ApiResult<Answer> {
    let permit = require::<act::ManageRegisters>(&caller.actor, &PublicRegister)?;
    let uow = state.begin(&caller).await?;
    let (uow, key) = match key.claim(uow, &body.request_hash).await? {
        Idempotent::Fresh(uow, key) => (uow, key),
        Idempotent::Replayed(answer) => return Ok(answer),
    };
    let wanted = body.valid()?;
    let mut references = References::new(&uow, &caller.actor);
    references.node("#/jurisdiction_id", wanted.jurisdiction_id, Action::ManageRegisters).await?;
    let data = TermData {
        jurisdiction: wanted.jurisdiction_id.into(),
        ordinal: wanted.ordinal,
        name: wanted.name,
        starts_on: wanted.starts_on,
        ends_on: wanted.ends_on,
        is_current: wanted.is_current,
    };
    let outcome = references.decide(Term::create(&permit, uow.id(), data))?;
    let id = outcome.next.id;
    uow.insert_term(&outcome.next).await?;
    record(&uow, outcome, Version::FIRST).await?;
    let row = uow.term(id).await?.ok_or(ErrorCode::NotFound)?;
    let answer = answer(&caller.actor, row)?.created(format!("/api/v1/terms/{id}"));
    IdempotencyKey::finish(uow, key, answer).await
}

/// One term
///
/// 届次详情.
#[utoipa::path(get, path = "/api/v1/terms/{id}", tag = "org", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The term")),
    responses((status = 200, description = "The term", body = TermResponse)))]
pub(super) async fn get_term(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let row = state.store.term(TermId(*id)).await?.ok_or(ErrorCode::NotFound)?;
    require::<act::ReadRegisters>(&caller.actor, &Register { path: &row.scope_path() })?;
    answer(&caller.actor, row)
}

/// Change a term
///
/// 修改届次. Its node never changes.
#[utoipa::path(patch, path = "/api/v1/terms/{id}", tag = "org", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The term"), IfMatch), request_body = UpdateTermRequest,
    responses((status = 200, description = "The changed term", body = TermResponse)))]
pub(super) async fn update_term(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<UpdateTermRequest>,
) -> ApiResult<Answer> {
    let uow = state.begin(&caller).await?;
    let row = uow.term(TermId(*id)).await?.ok_or(ErrorCode::NotFound)?;
    let permit = require::<act::ManageRegisters>(&caller.actor, &Register { path: &row.scope_path() })?;
    seen.check(Version(row.version))?;
    let patch = body.valid()?;
    let mut references = References::new(&uow, &caller.actor);
    let term = row.aggregate();
    let mut data = term.data.clone();
    let checks = &mut references.checks;
    checks.replace("#/ordinal", patch.ordinal, &mut data.ordinal);
    checks.replace("#/name", patch.name, &mut data.name);
    checks.replace("#/starts_on", patch.starts_on, &mut data.starts_on);
    patch.ends_on.apply_to_option(&mut data.ends_on);
    checks.replace("#/is_current", patch.is_current, &mut data.is_current);
    let outcome = references.decide(term.revise(&permit, data))?;
    uow.update_term(&outcome.next).await?;
    let version = outcome.next.version;
    record(&uow, outcome, version).await?;
    let row = uow.term(TermId(*id)).await?.ok_or(ErrorCode::NotFound)?;
    uow.commit().await?;
    answer(&caller.actor, row)
}

fn answer(actor: &Actor, row: TermRow) -> ApiResult<Answer> {
    let version = Version(row.version);
    Ok(Answer::ok(&represent(actor, row))?.version(version))
}

fn represent(actor: &Actor, row: TermRow) -> TermResponse {
    let may = allows(actor, Action::ManageRegisters, &Register { path: &row.scope_path() });
    TermResponse {
        id: row.id,
        jurisdiction_id: row.jurisdiction_id,
        jurisdiction_name: row.jurisdiction_name,
        ordinal: row.ordinal,
        name: row.name,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        is_current: row.is_current,
        closed_at: row.closed_at.map(Into::into),
        allowed_actions: if may && row.closed_at.is_none() { vec!["update"] } else { Vec::new() },
        updated_at: row.updated_at.into(),
        version: row.version,
    }
}
