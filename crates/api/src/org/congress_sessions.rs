//! 次会议: sessions of a term.

use super::{
    congress_sessions_dto::{
        CongressSessionList, CongressSessionListQuery, CongressSessionResponse, CreateCongressSessionRequest,
        UpdateCongressSessionRequest,
    },
    references::{References, record, scope_of},
};
use crate::{
    http::{
        Answer, Api, ApiResult, Body, Caller, IdempotencyKey, Idempotent, IfMatch, Instant, ListPlan, Query,
    },
    state::State,
};
use actix_web::{HttpRequest, web};
use domain::{
    authz::{Action, Actor, PublicRegister, Register, act, allows, require},
    kernel::{CongressSessionId, ErrorCode, Patch, Version},
    org::{CongressSession, CongressSessionData},
};
use persistence::org::{CONGRESS_SESSION_SORTS, CongressSessionFilter, CongressSessionRow};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_congress_sessions, list_congress_sessions)
        .route(__path_create_congress_session, create_congress_session)
        .route(__path_get_congress_session, get_congress_session)
        .route(__path_update_congress_session, update_congress_session);
}

/// List sessions of the congress
///
/// 次会议列表, newest first.
#[utoipa::path(get, path = "/api/v1/congress-sessions", tag = "org", security(("bearer" = [])),
    params(CongressSessionListQuery),
    responses((status = 200, description = "A page of sessions", body = CongressSessionList)))]
pub(super) async fn list_congress_sessions(
    state: web::Data<State>,
    caller: Caller,
    query: Query<CongressSessionListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    require::<act::ReadRegisters>(&caller.actor, &PublicRegister)?;
    let scope = scope_of(&caller.actor);
    let account = Some(caller.actor.account);
    let sorts = CONGRESS_SESSION_SORTS;
    let plan = ListPlan::new(&state, "congress_sessions", &query.0, account, sorts, "-starts_on")?;
    let filter = CongressSessionFilter { text: query.q.clone(), term: query.term_id };
    let mut rows = state.store.congress_sessions(&scope, &filter, &plan.page).await?;
    let links = plan.links(&mut rows, &http);
    let total = if plan.wants_total {
        Some(state.store.count_congress_sessions(&scope, &filter).await?)
    } else {
        None
    };
    let items = rows.into_iter().map(|listed| represent(&caller.actor, listed.row)).collect();
    Ok(Answer::ok(&CongressSessionList { items, next_cursor: links.cursor, total })?.next(links.link))
}

/// Create a session of the congress
///
/// 新建次会议.
#[utoipa::path(post, path = "/api/v1/congress-sessions", tag = "org", security(("bearer" = [])),
    params(IdempotencyKey), request_body = CreateCongressSessionRequest,
    responses((status = 201, description = "Created", body = CongressSessionResponse)))]
pub(super) async fn create_congress_session(
    state: web::Data<State>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<CreateCongressSessionRequest>,
) -> ApiResult<Answer> {
    let permit = require::<act::ManageRegisters>(&caller.actor, &PublicRegister)?;
    let uow = state.begin(&caller).await?;
    let (uow, key) = match key.claim(uow, &body.request_hash).await? {
        Idempotent::Fresh(uow, key) => (uow, key),
        Idempotent::Replayed(answer) => return Ok(answer),
    };
    let wanted = body.valid()?;
    let mut references = References::new(&uow, &caller.actor);
    if let Some(term) = references.term("#/term_id", wanted.term_id.into()).await? {
        references.node("#/term_id", term.jurisdiction_id, Action::ManageRegisters).await?;
    }
    let data = CongressSessionData {
        term: wanted.term_id.into(),
        ordinal: wanted.ordinal,
        name: wanted.name,
        starts_on: wanted.starts_on,
        ends_on: wanted.ends_on,
        motion_deadline_at: wanted.motion_deadline_at.map(|at| at.0),
    };
    let outcome = references.decide(CongressSession::create(&permit, uow.id(), data))?;
    let id = outcome.next.id;
    uow.insert_congress_session(&outcome.next).await?;
    record(&uow, outcome, Version::FIRST).await?;
    let row = uow.congress_session(id).await?.ok_or(ErrorCode::NotFound)?;
    let answer = answer(&caller.actor, row)?.created(format!("/api/v1/congress-sessions/{id}"));
    IdempotencyKey::finish(uow, key, answer).await
}

/// One session of the congress
///
/// 次会议详情.
#[utoipa::path(get, path = "/api/v1/congress-sessions/{id}", tag = "org", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The session")),
    responses((status = 200, description = "The session", body = CongressSessionResponse)))]
pub(super) async fn get_congress_session(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let row = state.store.congress_session(CongressSessionId(*id)).await?.ok_or(ErrorCode::NotFound)?;
    require::<act::ReadRegisters>(&caller.actor, &Register { path: &row.scope_path() })?;
    answer(&caller.actor, row)
}

/// Change a session of the congress
///
/// 修改次会议. Its term never changes.
#[utoipa::path(patch, path = "/api/v1/congress-sessions/{id}", tag = "org", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The session"), IfMatch), request_body = UpdateCongressSessionRequest,
    responses((status = 200, description = "The changed session", body = CongressSessionResponse)))]
pub(super) async fn update_congress_session(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<UpdateCongressSessionRequest>,
) -> ApiResult<Answer> {
    let id = CongressSessionId(*id);
    let uow = state.begin(&caller).await?;
    let row = uow.congress_session(id).await?.ok_or(ErrorCode::NotFound)?;
    let permit = require::<act::ManageRegisters>(&caller.actor, &Register { path: &row.scope_path() })?;
    seen.check(Version(row.version))?;
    let patch = body.valid()?;
    let mut references = References::new(&uow, &caller.actor);
    let session = row.aggregate();
    let mut data = session.data.clone();
    let checks = &mut references.checks;
    checks.replace("#/ordinal", patch.ordinal, &mut data.ordinal);
    checks.replace("#/name", patch.name, &mut data.name);
    checks.replace("#/starts_on", patch.starts_on, &mut data.starts_on);
    checks.replace("#/ends_on", patch.ends_on, &mut data.ends_on);
    match patch.motion_deadline_at {
        Patch::Absent => {}
        Patch::Null => data.motion_deadline_at = None,
        Patch::Value(Instant(at)) => data.motion_deadline_at = Some(at),
    }
    let outcome = references.decide(session.revise(&permit, data))?;
    uow.update_congress_session(&outcome.next).await?;
    let version = outcome.next.version;
    record(&uow, outcome, version).await?;
    let row = uow.congress_session(id).await?.ok_or(ErrorCode::NotFound)?;
    uow.commit().await?;
    answer(&caller.actor, row)
}

fn answer(actor: &Actor, row: CongressSessionRow) -> ApiResult<Answer> {
    let version = Version(row.version);
    Ok(Answer::ok(&represent(actor, row))?.version(version))
}

fn represent(actor: &Actor, row: CongressSessionRow) -> CongressSessionResponse {
    let may = row.term_closed_at.is_none()
        && allows(actor, Action::ManageRegisters, &Register { path: &row.scope_path() });
    CongressSessionResponse {
        id: row.id,
        term_id: row.term_id,
        term_name: row.term_name,
        ordinal: row.ordinal,
        name: row.name,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        motion_deadline_at: row.motion_deadline_at.map(Into::into),
        allowed_actions: if may { vec!["update"] } else { Vec::new() },
        updated_at: row.updated_at.into(),
        version: row.version,
    }
}
