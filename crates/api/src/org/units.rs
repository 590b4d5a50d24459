//! 单位: organisations of every kind. They end by succession and are never deleted.

use super::{
    references::{References, record, scope_of},
    units_dto::{
        CreateUnitRequest, NameUnitHeadRequest, UnitList, UnitListQuery, UnitPredecessor, UnitReference,
        UnitResponse, UnitSummary, UpdateUnitRequest,
    },
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IdempotencyKey, Idempotent, IfMatch, ListPlan, Query},
    state::State,
};
use actix_web::{HttpRequest, web};
use domain::{
    authz::{Action, Actor, PublicRegister, Register, act, allows, require},
    kernel::{ErrorCode, Patch, PersonId, UnitId, Version},
    org::{Unit, UnitData},
};
use persistence::org::{UNIT_SORTS, UnitFilter, UnitRow};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_units, list_units)
        .route(__path_create_unit, create_unit)
        .route(__path_get_unit, get_unit)
        .route(__path_update_unit, update_unit)
        .route(__path_name_unit_head, name_unit_head);
}

/// List units
///
/// 单位列表 with type (类别), system (系统) and the day on which they exist; ended units are listed too.
#[utoipa::path(get, path = "/api/v1/units", tag = "org", security(("bearer" = [])), params(UnitListQuery),
    responses((status = 200, description = "A page of units", body = UnitList)))]
pub(super) async fn list_units(
    state: web::Data<State>,
    caller: Caller,
    query: Query<UnitListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    require::<act::ReadRegisters>(&caller.actor, &PublicRegister)?;
    let scope = scope_of(&caller.actor);
    let account = Some(caller.actor.account);
    let plan = ListPlan::new(&state, "units", &query.0, account, UNIT_SORTS, "name")?;
    let filter = filter(&query);
    let mut rows = state.store.units(&scope, &filter, &plan.page).await?;
    let links = plan.links(&mut rows, &http);
    let total = if plan.wants_total { Some(state.store.count_units(&scope, &filter).await?) } else { None };
    let items = rows.into_iter().map(|listed| summary(&caller.actor, listed.row)).collect();
    Ok(Answer::ok(&UnitList { items, next_cursor: links.cursor, total })?.next(links.link))
}

/// The query as the store knows it.
pub(super) fn filter(query: &UnitListQuery) -> UnitFilter {
    UnitFilter {
        text: query.q.clone(),
        kinds: query.kind.0.iter().map(|kind| kind.code().to_owned()).collect(),
        system: query.system.map(|system| system.code().to_owned()),
        jurisdiction: query.jurisdiction_id,
        parent: query.parent_id,
        on: query.on,
    }
}

/// Create a unit
///
/// 新建单位. Names are unique among the units in use of a node.
#[utoipa::path(post, path = "/api/v1/units", tag = "org", security(("bearer" = [])), params(IdempotencyKey),
    request_body = CreateUnitRequest,
    responses((status = 201, description = "Created", body = UnitResponse)))]
pub(super) async fn create_unit(
    state: web::Data<State>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<CreateUnitRequest>,
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
    if let Some(parent) = wanted.parent_id {
        references.unit("#/parent_id", parent.into()).await?;
    }
    let data = UnitData {
        jurisdiction: wanted.jurisdiction_id.into(),
        name: wanted.name,
        short_name: wanted.short_name,
        kind: wanted.kind,
        system: wanted.system,
        parent: wanted.parent_id.map(Into::into),
        credit_code: wanted.credit_code,
        doc_prefix: wanted.doc_prefix,
        phone: wanted.phone,
        valid_from: wanted.valid_from,
    };
    let outcome = references.decide(Unit::create(&permit, uow.id(), data))?;
    let id = outcome.next.id;
    uow.insert_unit(&outcome.next).await?;
    record(&uow, outcome, Version::FIRST).await?;
    let row = uow.unit(id).await?.ok_or(ErrorCode::NotFound)?;
    let version = Version(row.version);
    // A new unit has taken nothing over yet.
    let representation = represent(&caller.actor, row, Vec::new(), None);
    let answer = Answer::ok(&representation)?.version(version).created(format!("/api/v1/units/{id}"));
    IdempotencyKey::finish(uow, key, answer).await
}

/// One unit
///
/// 单位详情 with its history: what it took over (前身), what carries its matters on (承继单位).
#[utoipa::path(get, path = "/api/v1/units/{id}", tag = "org", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The unit")),
    responses((status = 200, description = "The unit", body = UnitResponse)))]
pub(super) async fn get_unit(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    answer(&state, &caller.actor, UnitId(*id)).await
}

/// Correct a unit
///
/// 更正单位信息. A rename or merger by a reform is a succession (`…/succeed`), so that history keeps the old name.
#[utoipa::path(patch, path = "/api/v1/units/{id}", tag = "org", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The unit"), IfMatch), request_body = UpdateUnitRequest,
    responses((status = 200, description = "The corrected unit", body = UnitResponse)))]
pub(super) async fn update_unit(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<UpdateUnitRequest>,
) -> ApiResult<Answer> {
    let uow = state.begin(&caller).await?;
    let row = uow.unit(UnitId(*id)).await?.ok_or(ErrorCode::NotFound)?;
    let permit = require::<act::ManageRegisters>(&caller.actor, &Register { path: &row.scope_path() })?;
    seen.check(Version(row.version))?;
    let patch = body.valid()?;
    let mut references = References::new(&uow, &caller.actor);
    let unit = row.aggregate()?;
    let mut data = unit.data.clone();
    match patch.parent_id {
        Patch::Absent => {}
        Patch::Null => data.parent = None,
        Patch::Value(parent) => {
            references.unit("#/parent_id", parent.into()).await?;
            data.parent = Some(parent.into());
        }
    }
    let checks = &mut references.checks;
    checks.replace("#/name", patch.name, &mut data.name);
    checks.replace("#/short_name", patch.short_name, &mut data.short_name);
    checks.replace("#/kind", patch.kind, &mut data.kind);
    checks.replace("#/system", patch.system, &mut data.system);
    patch.credit_code.apply_to_option(&mut data.credit_code);
    patch.doc_prefix.apply_to_option(&mut data.doc_prefix);
    patch.phone.apply_to_option(&mut data.phone);
    checks.replace("#/valid_from", patch.valid_from, &mut data.valid_from);
    let outcome = references.decide(unit.revise(&permit, data))?;
    uow.update_unit(&outcome.next).await?;
    let version = outcome.next.version;
    record(&uow, outcome, version).await?;
    uow.commit().await?;
    answer(&state, &caller.actor, UnitId(*id)).await
}

/// Name the head of a unit
///
/// 登记主要负责人. A deputy who heads a unit can neither sign off its answer to an own suggestion nor count as its
/// counterpart in a talk (回避).
#[utoipa::path(put, path = "/api/v1/units/{id}/head", tag = "org", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The unit"), IfMatch), request_body = NameUnitHeadRequest,
    responses((status = 200, description = "The unit", body = UnitResponse)))]
pub(super) async fn name_unit_head(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<NameUnitHeadRequest>,
) -> ApiResult<Answer> {
    let uow = state.begin(&caller).await?;
    let row = uow.unit(UnitId(*id)).await?.ok_or(ErrorCode::NotFound)?;
    let permit = require::<act::ManageRegisters>(&caller.actor, &Register { path: &row.scope_path() })?;
    seen.check(Version(row.version))?;
    let head = body.valid()?.person_id.map(PersonId);
    let mut references = References::new(&uow, &caller.actor);
    if let Some(person) = head {
        references.person("#/person_id", person).await?;
    }
    let unit = row.aggregate()?;
    let outcome = references.decide(Ok(unit.name_head(&permit, row.head_person_id.map(PersonId), head)))?;
    uow.set_unit_head(&outcome.next, head).await?;
    let version = outcome.next.version;
    record(&uow, outcome, version).await?;
    uow.commit().await?;
    answer(&state, &caller.actor, UnitId(*id)).await
}

/// The unit with its history, as far as the actor may read it.
pub(super) async fn answer(state: &State, actor: &Actor, id: UnitId) -> ApiResult<Answer> {
    let row = state.store.unit(id).await?.ok_or(ErrorCode::NotFound)?;
    require::<act::ReadRegisters>(actor, &Register { path: &row.scope_path() })?;
    let predecessors = state.store.unit_predecessors(id).await?;
    let in_charge = if row.successor_id.is_some() { state.store.unit_in_charge(id).await? } else { None };
    let version = Version(row.version);
    Ok(Answer::ok(&represent(actor, row, predecessors, in_charge))?.version(version))
}

fn allowed(actor: &Actor, row: &UnitRow) -> Vec<&'static str> {
    if !allows(actor, Action::ManageRegisters, &Register { path: &row.scope_path() }) {
        Vec::new()
    } else if row.valid_to.is_some() {
        vec!["update"]
    } else {
        vec!["update", "succeed"]
    }
}

fn summary(actor: &Actor, row: UnitRow) -> UnitSummary {
    UnitSummary {
        allowed_actions: allowed(actor, &row),
        id: row.id,
        jurisdiction_id: row.jurisdiction_id,
        jurisdiction_name: row.jurisdiction_name,
        name: row.name,
        short_name: row.short_name,
        kind: row.kind,
        system: row.system,
        parent_id: row.parent_id,
        parent_name: row.parent_name,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        successor_id: row.successor_id,
        successor_name: row.successor_name,
        updated_at: row.updated_at.into(),
        version: row.version,
    }
}

fn represent(
    actor: &Actor,
    row: UnitRow,
    predecessors: Vec<UnitRow>,
    in_charge: Option<UnitRow>,
) -> UnitResponse {
    UnitResponse {
        allowed_actions: allowed(actor, &row),
        id: row.id,
        jurisdiction_id: row.jurisdiction_id,
        jurisdiction_name: row.jurisdiction_name,
        name: row.name,
        short_name: row.short_name,
        kind: row.kind,
        system: row.system,
        parent_id: row.parent_id,
        parent_name: row.parent_name,
        credit_code: row.credit_code,
        doc_prefix: row.doc_prefix,
        phone: row.phone,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        successor_id: row.successor_id,
        successor_name: row.successor_name,
        succession_reason: row.succession_reason,
        head: row.head_person_id.map(|id| UnitReference { id, name: row.head_name.unwrap_or_default() }),
        in_charge: in_charge.map(|unit| UnitReference { id: unit.id, name: unit.name }),
        predecessors: predecessors
            .into_iter()
            .map(|unit| UnitPredecessor {
                id: unit.id,
                name: unit.name,
                valid_from: unit.valid_from,
                valid_to: unit.valid_to,
                reason: unit.succession_reason,
            })
            .collect(),
        updated_at: row.updated_at.into(),
        version: row.version,
    }
}
