//! 小组成员: who belongs to which group, on any date.

use super::{
    OfficerRoleCode,
    groups::{answer, load},
    groups_dto::GroupResponse,
};
use crate::{
    deputy::DeputyStatusCode,
    http::{Answer, Api, ApiResult, Body, Caller, IfMatch, Query},
    org::{References, record},
    state::State,
};
use actix_web::web;
use chrono::NaiveDate;
use domain::{
    authz::{Register, act, allows, require},
    group::{Group, NewMember},
    kernel::{DeputyId, DomainError, ErrorCode, GroupId, business_date},
};
use persistence::Uow;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_group_members, list_group_members)
        .route(__path_add_group_member, add_group_member)
        .route(__path_remove_group_member, remove_group_member)
        .route(__path_move_group_member, move_group_member);
}

/// The day on which the members are looked at.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GroupMembersQuery {
    /// The day; absent: today.
    #[param(example = "2026-05-10")]
    pub on: Option<NaiveDate>,
}

/// Members of a group on a day.
#[derive(Serialize, ToSchema)]
pub struct GroupMemberList {
    /// The day.
    pub on: NaiveDate,
    /// Convenors first, then by certificate number.
    pub items: Vec<GroupMember>,
}

/// 小组成员
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"deputy_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9ba1", "name": "王建国", "cert_no": "18001",
    "status": "active", "office": "convenor", "from_on": "2022-02-01", "to_on": null}))]
pub struct GroupMember {
    /// The seat.
    pub deputy_id: Uuid,
    /// 姓名
    pub name: String,
    /// 代表证号
    pub cert_no: String,
    /// 状态 today
    #[schema(value_type = DeputyStatusCode)]
    pub status: String,
    /// Office held on the day.
    #[schema(value_type = Option<OfficerRoleCode>)]
    pub office: Option<String>,
    /// First day in the group.
    pub from_on: NaiveDate,
    /// First day no longer in it; `null` while it lasts.
    pub to_on: Option<NaiveDate>,
}

/// 加入小组 or 退出小组
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"deputy_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9ba1", "on": "2022-02-01"}))]
pub struct GroupMemberRequest {
    /// The seat.
    pub deputy_id: Uuid,
    /// Joining: the first day in the group. Leaving: the first day no longer in it.
    pub on: NaiveDate,
}

/// 调整小组
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"deputy_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9ba1",
    "to_group_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9bc7", "on": "2026-05-15"}))]
pub struct MoveGroupMemberRequest {
    /// The seat.
    pub deputy_id: Uuid,
    /// The group to join.
    pub to_group_id: Uuid,
    /// The first day in the new group; the day before is the last in the old one.
    pub on: NaiveDate,
}

/// Members of a group on a day
///
/// 小组成员 on any date: scores and "四个一" count by the membership on the day of the activity.
#[utoipa::path(get, path = "/api/v1/groups/{id}/members", tag = "group", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The group"), GroupMembersQuery),
    responses((status = 200, description = "The members on the day", body = GroupMemberList)))]
pub(super) async fn list_group_members(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    query: Query<GroupMembersQuery>,
) -> ApiResult<Answer> {
    let id = GroupId(*id);
    let on = query.on.unwrap_or_else(|| business_date(caller.request.now));
    let row = state.store.group(id, on).await?.ok_or(ErrorCode::NotFound)?;
    require::<act::ReadRegisters>(&caller.actor, &Register { path: &row.scope_path() })?;
    let members = state.store.group_members(id, on).await?;
    let items = members.into_iter().map(|member| GroupMember {
        deputy_id: member.deputy_id,
        name: member.name,
        cert_no: member.cert_no,
        status: member.status,
        office: member.office,
        from_on: member.from_on,
        to_on: member.to_on,
    });
    Answer::ok(&GroupMemberList { on, items: items.collect() })
}

/// Add a member to a group
///
/// 代表加入小组 from a day on. A deputy belongs to one group at a time.
#[utoipa::path(post, path = "/api/v1/groups/{id}/add-member", tag = "group", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The group"), IfMatch), request_body = GroupMemberRequest,
    responses((status = 200, description = "The group", body = GroupResponse)))]
pub(super) async fn add_group_member(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<GroupMemberRequest>,
) -> ApiResult<Answer> {
    let id = GroupId(*id);
    let uow = state.begin(&caller).await?;
    let (group, path) = load(&uow, &caller, id, seen).await?;
    let permit = require::<act::ManageGroups>(&caller.actor, &Register { path: &path })?;
    let wanted = body.valid()?;
    let status = status_of(&uow, &caller, wanted.deputy_id).await?;
    let deputy = DeputyId(wanted.deputy_id);
    let memberships = uow.memberships_of(deputy).await?;
    let member = NewMember { deputy, status, memberships: &memberships };
    let outcome = group.add_member(&permit, uow.id(), &member, wanted.on)?;
    let (group, joined) = &outcome.next;
    uow.update_group(group).await?;
    uow.insert_membership(joined).await?;
    let version = group.version;
    record(&uow, outcome, version).await?;
    uow.commit().await?;
    answer(&state, &caller, id).await
}

/// Remove a member from a group
///
/// 代表退出小组: the membership ends on that day and stays in history; an office in the group ends with it.
#[utoipa::path(post, path = "/api/v1/groups/{id}/remove-member", tag = "group", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The group"), IfMatch), request_body = GroupMemberRequest,
    responses((status = 200, description = "The group", body = GroupResponse)))]
pub(super) async fn remove_group_member(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<GroupMemberRequest>,
) -> ApiResult<Answer> {
    let id = GroupId(*id);
    let uow = state.begin(&caller).await?;
    let (group, path) = load(&uow, &caller, id, seen).await?;
    let permit = require::<act::ManageGroups>(&caller.actor, &Register { path: &path })?;
    let wanted = body.valid()?;
    let deputy = DeputyId(wanted.deputy_id);
    let memberships = uow.memberships_of(deputy).await?;
    let outcome = group.remove_member(&permit, deputy, &memberships, wanted.on)?;
    let (group, left) = &outcome.next;
    uow.update_group(group).await?;
    uow.end_membership(left).await?;
    let version = group.version;
    record(&uow, outcome, version).await?;
    uow.commit().await?;
    answer(&state, &caller, id).await
}

/// Move a member to another group
///
/// 调整小组 on a day: an activity before it counts for the old group, from it on for the new one. `If-Match` is that of the
/// group left; the answer is the group left.
#[utoipa::path(post, path = "/api/v1/groups/{id}/move-member", tag = "group", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The group left"), IfMatch), request_body = MoveGroupMemberRequest,
    responses((status = 200, description = "The group left", body = GroupResponse)))]
pub(super) async fn move_group_member(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<MoveGroupMemberRequest>,
) -> ApiResult<Answer> {
    let id = GroupId(*id);
    let uow = state.begin(&caller).await?;
    let (from, path) = load(&uow, &caller, id, seen).await?;
    let permit = require::<act::ManageGroups>(&caller.actor, &Register { path: &path })?;
    let wanted = body.valid()?;
    let to = target_group(&uow, &caller, wanted.to_group_id).await?;
    let status = status_of(&uow, &caller, wanted.deputy_id).await?;
    let deputy = DeputyId(wanted.deputy_id);
    let memberships = uow.memberships_of(deputy).await?;
    let member = NewMember { deputy, status, memberships: &memberships };
    let outcome = from.move_member(&permit, uow.id(), &to, &member, wanted.on)?;
    let moved = &outcome.next;
    // Always in the order of the ids: two moves in opposite directions must not wait for each other.
    let mut both = [&moved.from, &moved.to];
    both.sort_by_key(|group| group.id);
    for group in both {
        uow.update_group(group).await?;
    }
    uow.end_membership(&moved.left).await?;
    uow.insert_membership(&moved.joined).await?;
    let version = moved.from.version;
    record(&uow, outcome, version).await?;
    uow.commit().await?;
    answer(&state, &caller, id).await
}

async fn target_group(uow: &Uow, caller: &Caller, id: Uuid) -> ApiResult<Group> {
    let unknown = || DomainError::invalid_field("#/to_group_id", ErrorCode::ReferenceUnknown);
    let row = uow.group(GroupId(id), business_date(uow.now())).await?.ok_or_else(unknown)?;
    let path = row.scope_path();
    if !allows(&caller.actor, domain::authz::Action::ReadRegisters, &Register { path: &path }) {
        return Err(unknown().into());
    }
    require::<act::ManageGroups>(&caller.actor, &Register { path: &path })?;
    Ok(row.aggregate())
}

async fn status_of(uow: &Uow, caller: &Caller, id: Uuid) -> ApiResult<domain::deputy::DeputyStatus> {
    let mut references = References::new(uow, &caller.actor);
    let row = references.deputy("#/deputy_id", id.into()).await?;
    references
        .decide(row.ok_or_else(|| ErrorCode::ValidationFailed.into()))?
        .aggregate()
        .map_or_else(|error| Err(error.into()), |deputy| Ok(deputy.status))
}
