//! 代表小组: the register of groups, officers, dissolution.

use super::groups_dto::{
    AppointOfficersRequest, CreateGroupRequest, DissolveGroupRequest, GroupList, GroupListQuery,
    GroupOfficer, GroupResponse, GroupSummary, UpdateGroupRequest,
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IdempotencyKey, Idempotent, IfMatch, ListPlan, Query},
    org::{References, ids, record, scope_of},
    state::State,
};
use actix_web::{HttpRequest, web};
use domain::{
    authz::{Action, Actor, PublicRegister, Register, act, allows, require},
    group::{Group, GroupData, Officers},
    kernel::{DeputyId, ErrorCode, GroupId, PersonId, Version, business_date},
};
use persistence::{
    Uow,
    group::{GROUP_SORTS, GroupFilter, GroupRow, OfficerRow},
};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_groups, list_groups)
        .route(__path_create_group, create_group)
        .route(__path_get_group, get_group)
        .route(__path_update_group, update_group)
        .route(__path_appoint_group_officers, appoint_group_officers)
        .route(__path_dissolve_group, dissolve_group);
}

/// List deputy groups
///
/// 代表小组列表 as it is, or was, on a day (`on`): members, convenors (召集人) and liaisons (联络员) of that day.
#[utoipa::path(get, path = "/api/v1/groups", tag = "group", security(("bearer" = [])), params(GroupListQuery),
    responses((status = 200, description = "A page of groups", body = GroupList)))]
pub(super) async fn list_groups(
    state: web::Data<State>,
    caller: Caller,
    query: Query<GroupListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    require::<act::ReadRegisters>(&caller.actor, &PublicRegister)?;
    let scope = Some(scope_of(&caller.actor));
    let account = Some(caller.actor.account);
    let plan = ListPlan::new(&state, "groups", &query.0, account, GROUP_SORTS, "no")?;
    let filter = filter(&query);
    let on = query.on.unwrap_or_else(|| business_date(caller.request.now));
    let mut rows = state.store.groups(scope.as_ref(), &filter, on, &plan.page).await?;
    let links = plan.links(&mut rows, &http);
    let total = if plan.wants_total {
        Some(state.store.count_groups(scope.as_ref(), &filter, on).await?)
    } else {
        None
    };
    let items = rows.into_iter().map(|listed| summary(&caller.actor, listed.row)).collect();
    Ok(Answer::ok(&GroupList { items, next_cursor: links.cursor, total })?.next(links.link))
}

/// The query as the store knows it.
pub(super) fn filter(query: &GroupListQuery) -> GroupFilter {
    GroupFilter {
        text: query.q.clone(),
        term: query.term_id,
        current_term: query.current_term,
        area: query.area_id,
        active: query.active,
    }
}

/// Create a deputy group
///
/// 新建代表小组, by area or by field (代表法 art. 27). Members and officers follow by their own commands.
#[utoipa::path(post, path = "/api/v1/groups", tag = "group", security(("bearer" = [])), params(IdempotencyKey),
    request_body = CreateGroupRequest,
    responses((status = 201, description = "Created", body = GroupResponse)))]
pub(super) async fn create_group(
    state: web::Data<State>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<CreateGroupRequest>,
) -> ApiResult<Answer> {
    let permit = require::<act::ManageGroups>(&caller.actor, &PublicRegister)?;
    let uow = state.begin(&caller).await?;
    let (uow, key) = match key.claim(uow, &body.request_hash).await? {
        Idempotent::Fresh(uow, key) => (uow, key),
        Idempotent::Replayed(answer) => return Ok(answer),
    };
    let wanted = body.valid()?;
    let mut references = References::new(&uow, &caller.actor);
    references.term("#/term_id", wanted.term_id.into()).await?;
    references.node("#/jurisdiction_id", wanted.jurisdiction_id, Action::ManageGroups).await?;
    mention_areas(&mut references, &wanted.area_ids).await?;
    let data = GroupData {
        term: wanted.term_id.into(),
        jurisdiction: wanted.jurisdiction_id.into(),
        no: wanted.no,
        name: wanted.name,
        areas: ids(&wanted.area_ids),
        field: wanted.field,
        duties: wanted.duties,
        founded_on: wanted.founded_on,
    };
    let outcome = references.decide(Group::create(&permit, uow.id(), data))?;
    let id = outcome.next.id;
    uow.insert_group(&outcome.next).await?;
    record(&uow, outcome, Version::FIRST).await?;
    let row = uow.group(id, business_date(uow.now())).await?.ok_or(ErrorCode::NotFound)?;
    let version = Version(row.version);
    let answer = Answer::ok(&represent(&caller.actor, row, Vec::new()))?
        .version(version)
        .created(format!("/api/v1/groups/{id}"));
    IdempotencyKey::finish(uow, key, answer).await
}

/// One deputy group
///
/// 代表小组详情 with duties (职责) and all officers. Members: `/groups/{id}/members?on=…`.
#[utoipa::path(get, path = "/api/v1/groups/{id}", tag = "group", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The group")),
    responses((status = 200, description = "The group", body = GroupResponse)))]
pub(super) async fn get_group(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    answer(&state, &caller, GroupId(*id)).await
}

/// Change a deputy group
///
/// 修改代表小组. Term and node never change.
#[utoipa::path(patch, path = "/api/v1/groups/{id}", tag = "group", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The group"), IfMatch), request_body = UpdateGroupRequest,
    responses((status = 200, description = "The changed group", body = GroupResponse)))]
pub(super) async fn update_group(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<UpdateGroupRequest>,
) -> ApiResult<Answer> {
    let id = GroupId(*id);
    let uow = state.begin(&caller).await?;
    let group = load(&uow, &caller, id, seen).await?;
    let permit = require::<act::ManageGroups>(&caller.actor, &Register { path: &group.1 })?;
    let group = group.0;
    let patch = body.valid()?;
    let mut references = References::new(&uow, &caller.actor);
    let mut data = group.data.clone();
    if let Some(areas) = patch.area_ids.value() {
        mention_areas(&mut references, areas).await?;
    }
    let checks = &mut references.checks;
    let mut areas: Vec<Uuid> = data.areas.iter().map(|area| area.0).collect();
    checks.replace("#/area_ids", patch.area_ids, &mut areas);
    data.areas = ids(&areas);
    checks.replace("#/no", patch.no, &mut data.no);
    checks.replace("#/name", patch.name, &mut data.name);
    patch.field.apply_to_option(&mut data.field);
    checks.replace("#/duties", patch.duties, &mut data.duties);
    checks.replace("#/founded_on", patch.founded_on, &mut data.founded_on);
    let outcome = references.decide(group.revise(&permit, data))?;
    uow.update_group(&outcome.next).await?;
    let version = outcome.next.version;
    record(&uow, outcome, version).await?;
    uow.commit().await?;
    answer(&state, &caller, id).await
}

/// Appoint convenors and liaisons
///
/// 任命召集人 (1–2, members of the group) 和联络员 (1–2) from a day on; those before them end on that day and stay in history.
#[utoipa::path(post, path = "/api/v1/groups/{id}/appoint", tag = "group", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The group"), IfMatch), request_body = AppointOfficersRequest,
    responses((status = 200, description = "The group with its officers", body = GroupResponse)))]
pub(super) async fn appoint_group_officers(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<AppointOfficersRequest>,
) -> ApiResult<Answer> {
    let id = GroupId(*id);
    let uow = state.begin(&caller).await?;
    let (group, path) = load(&uow, &caller, id, seen).await?;
    let permit = require::<act::ManageGroups>(&caller.actor, &Register { path: &path })?;
    let wanted = body.valid()?;
    let mut references = References::new(&uow, &caller.actor);
    for (index, person) in wanted.liaison_ids.iter().enumerate() {
        references.person(&format!("#/liaison_ids/{index}"), PersonId(*person)).await?;
    }
    let members = uow.group_members(id, wanted.on).await?;
    let members: Vec<DeputyId> = members.into_iter().map(|member| DeputyId(member.deputy_id)).collect();
    let officers =
        Officers { convenors: ids(&wanted.convenor_ids), liaisons: ids(&wanted.liaison_ids), on: wanted.on };
    let outcome = references.decide(group.appoint(&permit, officers, &members))?;
    let (group, officers) = &outcome.next;
    let mut convenors = Vec::new();
    for deputy in &officers.convenors {
        let row = uow.deputy(*deputy, officers.on).await?.ok_or(ErrorCode::ReferenceUnknown)?;
        convenors.push((*deputy, PersonId(row.person_id)));
    }
    uow.update_group(group).await?;
    uow.replace_officers(id, officers, &convenors).await?;
    let version = group.version;
    record(&uow, outcome, version).await?;
    uow.commit().await?;
    answer(&state, &caller, id).await
}

/// Dissolve a deputy group
///
/// 撤销代表小组: memberships and offices end with it; its history stays.
#[utoipa::path(post, path = "/api/v1/groups/{id}/dissolve", tag = "group", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The group"), IfMatch), request_body = DissolveGroupRequest,
    responses((status = 200, description = "The dissolved group", body = GroupResponse)))]
pub(super) async fn dissolve_group(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<DissolveGroupRequest>,
) -> ApiResult<Answer> {
    let id = GroupId(*id);
    let uow = state.begin(&caller).await?;
    let (group, path) = load(&uow, &caller, id, seen).await?;
    let permit = require::<act::ManageGroups>(&caller.actor, &Register { path: &path })?;
    let wanted = body.valid()?;
    let outcome = group.dissolve(&permit, wanted.on, &wanted.reason)?;
    uow.update_group(&outcome.next).await?;
    uow.end_memberships_of_group(id, wanted.on).await?;
    let version = outcome.next.version;
    record(&uow, outcome, version).await?;
    uow.commit().await?;
    answer(&state, &caller, id).await
}

/// The group that a command is about: 404 outside the scope, 403 without the right, 412 when stale.
pub(super) async fn load(
    uow: &Uow,
    caller: &Caller,
    id: GroupId,
    seen: IfMatch,
) -> ApiResult<(Group, domain::authz::JurisdictionPath)> {
    let row = uow.group(id, business_date(uow.now())).await?.ok_or(ErrorCode::NotFound)?;
    let path = row.scope_path();
    require::<act::ManageGroups>(&caller.actor, &Register { path: &path })?;
    seen.check(Version(row.version))?;
    if !row.term_open {
        return Err(ErrorCode::TermEnded.into());
    }
    Ok((row.aggregate(), path))
}

pub(super) async fn answer(state: &State, caller: &Caller, id: GroupId) -> ApiResult<Answer> {
    let row = state.store.group(id, business_date(caller.request.now)).await?.ok_or(ErrorCode::NotFound)?;
    require::<act::ReadRegisters>(&caller.actor, &Register { path: &row.scope_path() })?;
    let officers = state.store.group_officers(id).await?;
    let version = Version(row.version);
    Ok(Answer::ok(&represent(&caller.actor, row, officers))?.version(version))
}

async fn mention_areas(references: &mut References<'_>, areas: &[Uuid]) -> ApiResult<()> {
    // The domain refuses more than sixty; there is no need to look them all up first.
    for (index, area) in areas.iter().take(60).enumerate() {
        references.mentioned_node(&format!("#/area_ids/{index}"), (*area).into()).await?;
    }
    Ok(())
}

fn allowed(actor: &Actor, row: &GroupRow) -> Vec<&'static str> {
    let may = allows(actor, Action::ManageGroups, &Register { path: &row.scope_path() });
    if may && row.term_open && row.dissolved_on.is_none() {
        vec!["update", "add_member", "remove_member", "move_member", "appoint", "dissolve"]
    } else {
        Vec::new()
    }
}

pub(super) fn summary(actor: &Actor, row: GroupRow) -> GroupSummary {
    GroupSummary {
        allowed_actions: allowed(actor, &row),
        id: row.id,
        term_id: row.term_id,
        term_name: row.term_name,
        jurisdiction_id: row.jurisdiction_id,
        jurisdiction_name: row.jurisdiction_name,
        no: row.no,
        name: row.name,
        area_ids: row.area_ids,
        area_names: row.area_names,
        field: row.field,
        founded_on: row.founded_on,
        dissolved_on: row.dissolved_on,
        members: row.members,
        convenors: row.convenors,
        liaisons: row.liaisons,
        updated_at: row.updated_at.into(),
        version: row.version,
    }
}

fn represent(actor: &Actor, row: GroupRow, officers: Vec<OfficerRow>) -> GroupResponse {
    GroupResponse {
        allowed_actions: allowed(actor, &row),
        id: row.id,
        term_id: row.term_id,
        term_name: row.term_name,
        jurisdiction_id: row.jurisdiction_id,
        jurisdiction_name: row.jurisdiction_name,
        no: row.no,
        name: row.name,
        area_ids: row.area_ids,
        area_names: row.area_names,
        field: row.field,
        duties: row.duties,
        founded_on: row.founded_on,
        dissolved_on: row.dissolved_on,
        dissolved_reason: row.dissolved_reason,
        members: row.members,
        convenors: row.convenors,
        liaisons: row.liaisons,
        officers: officers
            .into_iter()
            .map(|officer| GroupOfficer {
                role: officer.role,
                person_id: officer.person_id,
                name: officer.name,
                deputy_id: officer.deputy_id,
                from_on: officer.from_on,
                to_on: officer.to_on,
            })
            .collect(),
        updated_at: row.updated_at.into(),
        version: row.version,
    }
}
