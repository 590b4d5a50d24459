//! 选区: constituencies of a term, with vacant seats.

use super::{
    constituencies_dto::{
        ConstituencyList, ConstituencyListQuery, ConstituencyResponse, CreateConstituencyRequest,
        UpdateConstituencyRequest,
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
    kernel::{ConstituencyId, ErrorCode, Patch, Version},
    org::{Constituency, ConstituencyData},
};
use persistence::org::{CONSTITUENCY_SORTS, ConstituencyFilter, ConstituencyRow};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_constituencies, list_constituencies)
        .route(__path_create_constituency, create_constituency)
        .route(__path_get_constituency, get_constituency)
        .route(__path_update_constituency, update_constituency);
}

/// List constituencies
///
/// 选区列表 with seats held and vacant (缺额); `vacant=true` is the list for by-elections (补选).
#[utoipa::path(get, path = "/api/v1/constituencies", tag = "org", security(("bearer" = [])),
    params(ConstituencyListQuery),
    responses((status = 200, description = "A page of constituencies", body = ConstituencyList)))]
pub(super) async fn list_constituencies(
    state: web::Data<State>,
    caller: Caller,
    query: Query<ConstituencyListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    require::<act::ReadRegisters>(&caller.actor, &PublicRegister)?;
    let scope = scope_of(&caller.actor);
    let account = Some(caller.actor.account);
    let plan = ListPlan::new(&state, "constituencies", &query.0, account, CONSTITUENCY_SORTS, "no")?;
    let filter = filter(&query);
    let mut rows = state.store.constituencies(&scope, &filter, &plan.page).await?;
    let links = plan.links(&mut rows, &http);
    let total =
        if plan.wants_total { Some(state.store.count_constituencies(&scope, &filter).await?) } else { None };
    let items = rows.into_iter().map(|listed| represent(&caller.actor, listed.row)).collect();
    Ok(Answer::ok(&ConstituencyList { items, next_cursor: links.cursor, total })?.next(links.link))
}

/// The query as the store knows it.
pub(super) fn filter(query: &ConstituencyListQuery) -> ConstituencyFilter {
    ConstituencyFilter {
        text: query.q.clone(),
        term: query.term_id,
        current_term: query.current_term,
        jurisdiction: query.jurisdiction_id,
        vacant: query.vacant,
    }
}

/// Create a constituency
///
/// 新建选区.
#[utoipa::path(post, path = "/api/v1/constituencies", tag = "org", security(("bearer" = [])), params(IdempotencyKey),
    request_body = CreateConstituencyRequest,
    responses((status = 201, description = "Created", body = ConstituencyResponse)))]
pub(super) async fn create_constituency(
    state: web::Data<State>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<CreateConstituencyRequest>,
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
    let data = ConstituencyData {
        term: wanted.term_id.into(),
        jurisdiction: wanted.jurisdiction_id.into(),
        no: wanted.no,
        name: wanted.name,
        seats: wanted.seats,
    };
    let outcome = references.decide(Constituency::create(&permit, uow.id(), data))?;
    let id = outcome.next.id;
    uow.insert_constituency(&outcome.next).await?;
    record(&uow, outcome, Version::FIRST).await?;
    let row = uow.constituency(id).await?.ok_or(ErrorCode::NotFound)?;
    let answer = answer(&caller.actor, row)?.created(format!("/api/v1/constituencies/{id}"));
    IdempotencyKey::finish(uow, key, answer).await
}

/// One constituency
///
/// 选区详情.
#[utoipa::path(get, path = "/api/v1/constituencies/{id}", tag = "org", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The constituency")),
    responses((status = 200, description = "The constituency", body = ConstituencyResponse)))]
pub(super) async fn get_constituency(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let row = state.store.constituency(ConstituencyId(*id)).await?.ok_or(ErrorCode::NotFound)?;
    require::<act::ReadRegisters>(&caller.actor, &Register { path: &row.scope_path() })?;
    answer(&caller.actor, row)
}

/// Change a constituency
///
/// 修改选区. Its term never changes.
#[utoipa::path(patch, path = "/api/v1/constituencies/{id}", tag = "org", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The constituency"), IfMatch), request_body = UpdateConstituencyRequest,
    responses((status = 200, description = "The changed constituency", body = ConstituencyResponse)))]
pub(super) async fn update_constituency(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<UpdateConstituencyRequest>,
) -> ApiResult<Answer> {
    let id = ConstituencyId(*id);
    let uow = state.begin(&caller).await?;
    let row = uow.constituency(id).await?.ok_or(ErrorCode::NotFound)?;
    let permit = require::<act::ManageRegisters>(&caller.actor, &Register { path: &row.scope_path() })?;
    seen.check(Version(row.version))?;
    let patch = body.valid()?;
    let mut references = References::new(&uow, &caller.actor);
    let constituency = row.aggregate();
    let mut data = constituency.data.clone();
    if let Patch::Value(node) = patch.jurisdiction_id {
        references.node("#/jurisdiction_id", node, Action::ManageRegisters).await?;
    }
    let checks = &mut references.checks;
    let mut node = data.jurisdiction.0;
    checks.replace("#/jurisdiction_id", patch.jurisdiction_id, &mut node);
    data.jurisdiction = node.into();
    checks.replace("#/no", patch.no, &mut data.no);
    checks.replace("#/name", patch.name, &mut data.name);
    checks.replace("#/seats", patch.seats, &mut data.seats);
    let outcome = references.decide(constituency.revise(&permit, data))?;
    uow.update_constituency(&outcome.next).await?;
    let version = outcome.next.version;
    record(&uow, outcome, version).await?;
    let row = uow.constituency(id).await?.ok_or(ErrorCode::NotFound)?;
    uow.commit().await?;
    answer(&caller.actor, row)
}

fn answer(actor: &Actor, row: ConstituencyRow) -> ApiResult<Answer> {
    let version = Version(row.version);
    Ok(Answer::ok(&represent(actor, row))?.version(version))
}

pub(super) fn represent(actor: &Actor, row: ConstituencyRow) -> ConstituencyResponse {
    let may = allows(actor, Action::ManageRegisters, &Register { path: &row.scope_path() });
    ConstituencyResponse {
        id: row.id,
        term_id: row.term_id,
        term_name: row.term_name,
        jurisdiction_id: row.jurisdiction_id,
        jurisdiction_name: row.jurisdiction_name,
        no: row.no,
        name: row.name,
        seats: row.seats,
        held: row.held,
        vacant: (i64::from(row.seats) - row.held).max(0),
        allowed_actions: if may { vec!["update"] } else { Vec::new() },
        updated_at: row.updated_at.into(),
        version: row.version,
    }
}
