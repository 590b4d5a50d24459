//! 代表状态变动: the commands of the status machine, each with its grounds of law.

use super::{
    deputies_dto::DeputyResponse,
    represent::answer,
    status_dto::{DeputyStatusRequest, SuspendDeputyRequest, TerminateDeputyRequest},
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IfMatch},
    org::record,
    state::State,
};
use actix_web::web;
use chrono::NaiveDate;
use domain::{
    authz::{Permit, Register, act, require},
    deputy::{DeputyCommand, StatusChange, Vote},
    kernel::{DeputyId, ErrorCode, Event, GroupId, Version, business_date},
};
use persistence::{Uow, deputy::DeputyRow};
use serde_json::json;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_confirm_deputy, confirm_deputy)
        .route(__path_suspend_deputy, suspend_deputy)
        .route(__path_resume_deputy, resume_deputy)
        .route(__path_terminate_deputy, terminate_deputy)
        .route(__path_end_deputy_term, end_deputy_term);
}

/// Confirm a deputy's credentials
///
/// 确认代表资格: 待资格确认 → 在任.
#[utoipa::path(post, path = "/api/v1/deputies/{id}/confirm", tag = "deputy", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The seat"), IfMatch), request_body = DeputyStatusRequest,
    responses((status = 200, description = "The deputy in office", body = DeputyResponse)))]
pub(super) async fn confirm_deputy(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<DeputyStatusRequest>,
) -> ApiResult<Answer> {
    change(&state, &caller, DeputyId(*id), seen, plain(DeputyCommand::Confirm, body.valid()?)).await
}

/// Suspend a deputy
///
/// 暂停执行代表职务: 在任 → 暂停. Only the two grounds of the Deputies Law, art. 61; never a penalty. The deputy keeps the
/// seat, and may not submit, co-sign, rate or vote.
#[utoipa::path(post, path = "/api/v1/deputies/{id}/suspend", tag = "deputy", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The seat"), IfMatch), request_body = SuspendDeputyRequest,
    responses((status = 200, description = "The suspended deputy", body = DeputyResponse)))]
pub(super) async fn suspend_deputy(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<SuspendDeputyRequest>,
) -> ApiResult<Answer> {
    let wanted = body.valid()?;
    let command = DeputyCommand::Suspend(wanted.ground);
    let change_of =
        StatusChange { command, on: wanted.on, document_no: wanted.document_no, note: wanted.note };
    change(&state, &caller, DeputyId(*id), seen, change_of).await
}

/// Let a suspended deputy resume
///
/// 恢复执行代表职务: 暂停 → 在任, when the ground has gone.
#[utoipa::path(post, path = "/api/v1/deputies/{id}/resume", tag = "deputy", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The seat"), IfMatch), request_body = DeputyStatusRequest,
    responses((status = 200, description = "The deputy in office again", body = DeputyResponse)))]
pub(super) async fn resume_deputy(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<DeputyStatusRequest>,
) -> ApiResult<Answer> {
    change(&state, &caller, DeputyId(*id), seen, plain(DeputyCommand::Resume, body.valid()?)).await
}

/// Terminate a deputy's seat
///
/// 终止代表资格 (final). A resignation needs more than half of all members of the standing committee. Offices in the standing
/// committee, group membership and the right to act as this deputy end with it.
#[utoipa::path(post, path = "/api/v1/deputies/{id}/terminate", tag = "deputy", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The seat"), IfMatch), request_body = TerminateDeputyRequest,
    responses((status = 200, description = "The ended seat", body = DeputyResponse)))]
pub(super) async fn terminate_deputy(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<TerminateDeputyRequest>,
) -> ApiResult<Answer> {
    let wanted = body.valid()?;
    let vote = wanted.vote.map(|vote| Vote { in_favour: vote.in_favour, members: vote.members });
    let command = DeputyCommand::Terminate { ground: wanted.ground, vote };
    let change_of =
        StatusChange { command, on: wanted.on, document_no: wanted.document_no, note: wanted.note };
    change(&state, &caller, DeputyId(*id), seen, change_of).await
}

/// End a deputy's term
///
/// 届满: the next term's first session has begun.
#[utoipa::path(post, path = "/api/v1/deputies/{id}/end-term", tag = "deputy", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The seat"), IfMatch), request_body = DeputyStatusRequest,
    responses((status = 200, description = "The ended seat", body = DeputyResponse)))]
pub(super) async fn end_deputy_term(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<DeputyStatusRequest>,
) -> ApiResult<Answer> {
    change(&state, &caller, DeputyId(*id), seen, plain(DeputyCommand::EndTerm, body.valid()?)).await
}

fn plain(command: DeputyCommand, wanted: DeputyStatusRequest) -> StatusChange {
    StatusChange { command, on: wanted.on, document_no: wanted.document_no, note: wanted.note }
}

/// The one use case behind the five commands.
async fn change(
    state: &State,
    caller: &Caller,
    id: DeputyId,
    seen: IfMatch,
    change: StatusChange,
) -> ApiResult<Answer> {
    let uow = state.begin(caller).await?;
    let today = business_date(uow.now());
    let row = uow.deputy(id, today).await?.ok_or(ErrorCode::NotFound)?;
    let permit = require::<act::ChangeDeputyStatus>(&caller.actor, &Register { path: &row.scope_path() })?;
    seen.check(Version(row.version))?;
    if !row.term_open {
        return Err(ErrorCode::TermEnded.into());
    }
    let groups = apply(&uow, &permit, &row, change, today).await?;
    for group in groups {
        lost_member(&uow, group, today).await?;
    }
    uow.commit().await?;
    answer(state, caller, id).await
}

/// Changes the status of one seat and ends what ends with it; the groups that lost a member come back.
pub(super) async fn apply(
    uow: &Uow,
    permit: &Permit<act::ChangeDeputyStatus>,
    row: &DeputyRow,
    change: StatusChange,
    today: NaiveDate,
) -> ApiResult<Vec<GroupId>> {
    let id = DeputyId(row.id);
    let outcome = row.aggregate()?.change_status(permit, change, today)?;
    let (deputy, status) = &outcome.next;
    uow.update_deputy(deputy).await?;
    uow.insert_status_record(id, status).await?;
    let groups = if status.to.holds_seat() { Vec::new() } else { uow.end_seat(id, status.on).await? };
    let version = deputy.version;
    record(uow, outcome, version).await?;
    Ok(groups)
}

/// The group has fewer members: its readers must notice.
pub(super) async fn lost_member(uow: &Uow, group: GroupId, on: NaiveDate) -> ApiResult<()> {
    let Some(row) = uow.group(group, on).await? else { return Ok(()) };
    let mut group = row.aggregate();
    group.version = group.version.next();
    uow.update_group(&group).await?;
    let event =
        Event { kind: "group.seats_ended", aggregate: "group", aggregate_id: group.id.0, data: json!({}) };
    Ok(uow.emit(event, group.version).await?)
}
