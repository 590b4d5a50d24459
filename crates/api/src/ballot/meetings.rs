//! 督办会: list, one, new, change.

use super::{
    dto::{
        CreateSupervisionMeetingRequest, ReportRequest, SupervisionMeetingList, SupervisionMeetingListQuery,
        SupervisionMeetingResponse, UpdateSupervisionMeetingRequest, VoteItemRequest,
    },
    represent::{represent, summary},
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IdempotencyKey, Idempotent, IfMatch, ListPlan, Query},
    org::{References, record},
    state::State,
};
use actix_web::{HttpRequest, web};
use domain::{
    authz::{Action, ActionKind, MeetingCollection, MeetingRecord, Permit, Scope, act, allows, require},
    ballot::{MeetingData, NewItem, Report, SupervisionMeeting},
    kernel::{ErrorCode, Outcome, Patch, SuggestionId, SupervisionMeetingId, UnitId, Version},
};
use persistence::{
    Uow,
    ballot::{MEETING_SORTS, MeetingFilter},
};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_supervision_meetings, list_supervision_meetings)
        .route(__path_create_supervision_meeting, create_supervision_meeting)
        .route(__path_get_supervision_meeting, get_supervision_meeting)
        .route(__path_update_supervision_meeting, update_supervision_meeting);
}

/// List supervision meetings
///
/// 代表建议办理督办会, the latest first. Those who only read results see meetings of which something was announced.
#[utoipa::path(get, path = "/api/v1/supervision-meetings", tag = "ballot", security(("bearer" = [])),
    params(SupervisionMeetingListQuery),
    responses((status = 200, description = "A page of meetings", body = SupervisionMeetingList)))]
pub(super) async fn list_supervision_meetings(
    state: web::Data<State>,
    caller: Caller,
    query: Query<SupervisionMeetingListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    require::<act::ReadSupervisionMeeting>(&caller.actor, &MeetingCollection)?;
    let whole = Scope::of(&caller.actor, Action::CountBallots);
    let results = Scope::of(&caller.actor, Action::ReadSupervisionMeeting);
    let account = Some(caller.actor.account);
    let plan = ListPlan::new(&state, "supervision-meetings", &query.0, account, MEETING_SORTS, "-held_on")?;
    let filter = MeetingFilter {
        text: query.q.clone(),
        year: query.year,
        state: query.state.map(|state| state.code().to_owned()),
    };
    let scopes = (&whole, &results);
    let mut rows = state.store.supervision_meetings(scopes, &filter, &plan.page).await?;
    let links = plan.links(&mut rows, &http);
    let total = if plan.wants_total {
        Some(state.store.count_supervision_meetings(scopes, &filter).await?)
    } else {
        None
    };
    let items = rows.iter().map(|listed| summary(&listed.row)).collect::<ApiResult<_>>()?;
    Ok(Answer::ok(&SupervisionMeetingList { items, next_cursor: links.cursor, total })?.next(links.link))
}

/// Prepare a supervision meeting
///
/// 新建督办会: who reports, and what is voted on. The roll follows by its own command.
#[utoipa::path(post, path = "/api/v1/supervision-meetings", tag = "ballot", security(("bearer" = [])),
    params(IdempotencyKey), request_body = CreateSupervisionMeetingRequest,
    responses((status = 201, description = "Created", body = SupervisionMeetingResponse)))]
pub(super) async fn create_supervision_meeting(
    state: web::Data<State>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<CreateSupervisionMeetingRequest>,
) -> ApiResult<Answer> {
    let permit = require::<act::PrepareSupervisionMeeting>(&caller.actor, &MeetingCollection)?;
    let uow = state.begin(&caller).await?;
    let (uow, key) = match key.claim(uow, &body.request_hash).await? {
        Idempotent::Fresh(uow, key) => (uow, key),
        Idempotent::Replayed(answer) => return Ok(answer),
    };
    let wanted = body.valid()?;
    let mut references = References::new(&uow, &caller.actor);
    references.term("#/term_id", wanted.term_id.into()).await?;
    references.node("#/jurisdiction_id", wanted.jurisdiction_id, Action::PrepareSupervisionMeeting).await?;
    mention(&mut references, (&state, &caller), &wanted.reports, &wanted.items).await?;
    let data = MeetingData {
        title: wanted.title,
        held_on: wanted.held_on,
        place: wanted.place,
        reports: wanted.reports.into_iter().map(report).collect(),
        way: wanted.way,
        items: wanted.items.into_iter().map(item).collect(),
    };
    let at = (wanted.jurisdiction_id.into(), wanted.term_id.into());
    let outcome = references.decide(SupervisionMeeting::create(&permit, uow.id(), at, data))?;
    let id = outcome.next.id;
    uow.insert_supervision_meeting(&outcome.next).await?;
    record(&uow, outcome, Version::FIRST).await?;
    let answer =
        answer_within(&uow, &caller, id).await?.created(format!("/api/v1/supervision-meetings/{id}"));
    IdempotencyKey::finish(uow, key, answer).await
}

/// One supervision meeting
///
/// 督办会详情: agenda, rounds of voting, results. Before closing nothing is told of what was cast.
#[utoipa::path(get, path = "/api/v1/supervision-meetings/{id}", tag = "ballot", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The meeting")),
    responses((status = 200, description = "The meeting", body = SupervisionMeetingResponse)))]
pub(super) async fn get_supervision_meeting(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let row = state.store.supervision_meeting(SupervisionMeetingId(*id)).await?.ok_or(ErrorCode::NotFound)?;
    let record = MeetingRecord { path: &row.scope_path(), announced: row.announced };
    require::<act::ReadSupervisionMeeting>(&caller.actor, &record)?;
    Ok(Answer::ok(&represent(&caller.actor, &row)?)?.version(Version(row.version)))
}

/// Change a supervision meeting
///
/// 修改督办会, while voting has not opened.
#[utoipa::path(patch, path = "/api/v1/supervision-meetings/{id}", tag = "ballot", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The meeting"), IfMatch),
    request_body = UpdateSupervisionMeetingRequest,
    responses((status = 200, description = "The changed meeting", body = SupervisionMeetingResponse)))]
pub(super) async fn update_supervision_meeting(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<UpdateSupervisionMeetingRequest>,
) -> ApiResult<Answer> {
    let uow = state.begin(&caller).await?;
    let (meeting, permit) = load(&uow, &caller, SupervisionMeetingId(*id), Some(seen)).await?;
    let patch = body.valid()?;
    let mut references = References::new(&uow, &caller.actor);
    let none = (&Vec::new(), &Vec::new());
    let (reports, items) = (patch.reports.value().unwrap_or(none.0), patch.items.value().unwrap_or(none.1));
    mention(&mut references, (&state, &caller), reports, items).await?;
    let mut data = meeting.data();
    let checks = &mut references.checks;
    checks.replace("#/title", patch.title, &mut data.title);
    checks.replace("#/held_on", patch.held_on, &mut data.held_on);
    checks.replace("#/place", patch.place, &mut data.place);
    checks.replace("#/way", patch.way, &mut data.way);
    checks.replace("#/reports", map(patch.reports, report), &mut data.reports);
    checks.replace("#/items", map(patch.items, item), &mut data.items);
    let outcome = references.decide(meeting.revise(&permit, data))?;
    save(uow, &caller, outcome).await
}

fn map<T, U>(patch: Patch<Vec<T>>, each: fn(T) -> U) -> Patch<Vec<U>> {
    match patch {
        Patch::Absent => Patch::Absent,
        Patch::Null => Patch::Null,
        Patch::Value(values) => Patch::Value(values.into_iter().map(each).collect()),
    }
}

fn report(wanted: ReportRequest) -> Report {
    Report { unit: wanted.unit_id.into(), way: wanted.way, speaker: wanted.speaker, summary: wanted.summary }
}

fn item(wanted: VoteItemRequest) -> NewItem {
    NewItem {
        subject: wanted.subject,
        unit: wanted.unit_id.map(Into::into),
        suggestion: wanted.suggestion_id.map(Into::into),
        axis: wanted.axis,
        title: wanted.title,
    }
}

/// Units and suggestions must exist. The domain refuses long lists; there is no need to look all of them up first.
async fn mention(
    references: &mut References<'_>,
    (state, caller): (&State, &Caller),
    reports: &[ReportRequest],
    items: &[VoteItemRequest],
) -> ApiResult<()> {
    let mut known = std::collections::HashSet::new();
    for (index, report) in reports.iter().take(100).enumerate() {
        if known.insert(report.unit_id) {
            references.unit(&format!("#/reports/{index}/unit_id"), UnitId(report.unit_id)).await?;
        }
    }
    for (index, item) in items.iter().take(domain::ballot::MAX_ITEMS).enumerate() {
        if let Some(unit) = item.unit_id.filter(|unit| known.insert(*unit)) {
            references.unit(&format!("#/items/{index}/unit_id"), UnitId(unit)).await?;
        }
        if let Some(suggestion) = item.suggestion_id.filter(|suggestion| known.insert(*suggestion))
            && !sees(state, caller, SuggestionId(suggestion)).await?
        {
            references.unknown(&format!("#/items/{index}/suggestion_id"));
        }
    }
    Ok(())
}

/// True when the caller may read the suggestion.
async fn sees(state: &State, caller: &Caller, id: SuggestionId) -> ApiResult<bool> {
    let found = state.store.case(id).await?;
    Ok(found.is_some_and(|found| allows(&caller.actor, Action::ReadSuggestion, &found.case)))
}

/// The meeting that a command is about, held until the end of the transaction: 404 for who may not see it, 403 without the right,
/// 412 when stale.
pub(super) async fn load<A: ActionKind>(
    uow: &Uow,
    caller: &Caller,
    id: SupervisionMeetingId,
    seen: Option<IfMatch>,
) -> ApiResult<(SupervisionMeeting, Permit<A>)> {
    let row = uow.supervision_meeting_held(id).await?.ok_or(ErrorCode::NotFound)?;
    let record = MeetingRecord { path: &row.scope_path(), announced: row.announced };
    let permit = require::<A>(&caller.actor, &record)?;
    if let Some(seen) = seen {
        seen.check(Version(row.version))?;
    }
    Ok((row.aggregate()?, permit))
}

/// Writes the next state with its event and audit line, and answers with it.
pub(super) async fn save(
    uow: Uow,
    caller: &Caller,
    outcome: Outcome<SupervisionMeeting>,
) -> ApiResult<Answer> {
    let answer = write(&uow, caller, outcome).await?;
    uow.commit().await?;
    Ok(answer)
}

/// As [`save`], without the end of the transaction.
pub(super) async fn write(
    uow: &Uow,
    caller: &Caller,
    outcome: Outcome<SupervisionMeeting>,
) -> ApiResult<Answer> {
    uow.update_supervision_meeting(&outcome.next).await?;
    let version = outcome.next.version;
    let meeting = record(uow, outcome, version).await?;
    answer_within(uow, caller, meeting.id).await
}

async fn answer_within(uow: &Uow, caller: &Caller, id: SupervisionMeetingId) -> ApiResult<Answer> {
    let row = uow.supervision_meeting(id).await?.ok_or(ErrorCode::NotFound)?;
    Ok(Answer::ok(&represent(&caller.actor, &row)?)?.version(Version(row.version)))
}
