//! 换届: preview, the one command that may be repeated until it is through, and its report.

use super::{
    rollover_copy::copy_structure,
    rollover_dto::{
        NextTerm, RollOverTermRequest, RolloverBlocker, RolloverFigures, RolloverPreview,
        RolloverPreviewQuery, RolloverResponse, RolloverWarning, TermRollover,
    },
    status::apply,
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IfMatch, Query},
    org::{record, scope_of},
    state::State,
    workers::carry_over_matters,
};
use actix_web::web;
use chrono::NaiveDate;
use domain::{
    authz::{Action, Permit, Register, Role, act, allows, require},
    deputy::{DeputyCommand, StatusChange},
    kernel::{AuditChange, DomainError, ErrorCode, Event, TermId, Version, business_date},
    org::{RolledOver, Rollover, follows},
};
use persistence::{
    Uow,
    account::NewGrant,
    listing::PageRequest,
    org::{RolloverCounts, TERM_SORTS, TermFilter, TermRow},
};
use serde_json::json;
use uuid::Uuid;

/// Matters that one call of the command carries over: the screen shows progress between the calls.
const AT_ONCE: i64 = 25;

pub(super) fn register(api: &mut Api) {
    api.route(__path_preview_rollover, preview_rollover)
        .route(__path_get_rollover, get_rollover)
        .route(__path_roll_over_term, roll_over_term);
}

/// Preview a rollover
///
/// 换届预览: what would happen to seats, groups, accounts and suggestions, what prevents it, and what should be looked at
/// before. Nothing changes.
#[utoipa::path(get, path = "/api/v1/terms/{id}/rollover-preview", tag = "deputy", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The term that ends"), RolloverPreviewQuery),
    responses((status = 200, description = "What it would do", body = RolloverPreview),
        (status = 422, description = "The other term does not follow this one", body = crate::http::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn preview_rollover(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    query: Query<RolloverPreviewQuery>,
) -> ApiResult<Answer> {
    let row = state.store.term(TermId(*id)).await?.ok_or(ErrorCode::NotFound)?;
    require::<act::RollOverTerm>(&caller.actor, &Register { path: &row.scope_path() })?;
    let today = business_date(caller.request.now);
    let mut candidates = candidates(&state, &caller, &row).await?;
    let chosen = match query.next_term_id {
        Some(wanted) => {
            let known = candidates.iter().position(|term| term.id == wanted);
            let known = known
                .ok_or_else(|| DomainError::invalid_field("#/next_term_id", ErrorCode::ReferenceUnknown))?;
            Some(candidates[known].clone())
        }
        None => candidates.first().cloned(),
    };
    let next = chosen.as_ref().map(|term| TermId(term.id));
    let counts = state.store.rollover_counts(TermId(*id), next).await?;
    let mut blockers = Vec::new();
    if !row.is_current {
        blockers.push(RolloverBlocker::NotCurrent);
    }
    match &chosen {
        None => blockers.push(RolloverBlocker::NoNextTerm),
        Some(term) if term.starts_on > today => blockers.push(RolloverBlocker::NotBegun),
        Some(_) => {}
    }
    let warnings = if chosen.is_some() { warnings(&counts) } else { Vec::new() };
    let version = Version(row.version);
    let preview = RolloverPreview {
        term_id: row.id,
        term_name: row.name,
        next_term: chosen,
        candidates: std::mem::take(&mut candidates),
        blockers,
        warnings,
        figures: counts.into(),
        version: version.0,
    };
    Ok(Answer::ok(&preview)?.version(version))
}

/// The rollover of a term
///
/// 换届情况: how far it is, and what it has done; nothing while the term goes on.
#[utoipa::path(get, path = "/api/v1/terms/{id}/rollover", tag = "deputy", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The term that ended")),
    responses((status = 200, description = "The rollover", body = TermRollover)))]
pub(super) async fn get_rollover(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let row = state.store.term(TermId(*id)).await?.ok_or(ErrorCode::NotFound)?;
    require::<act::ManageRegisters>(&caller.actor, &Register { path: &row.scope_path() })?;
    let rollover = state.store.rollover(TermId(*id)).await?.map(RolloverResponse::of).transpose()?;
    Answer::ok(&TermRollover { term_id: row.id, rollover })
}

/// Roll over to the next term
///
/// 换届. With `copy_structure` constituencies, delegations and groups go on under their numbers. The first call ends the old term with all its seats, dissolves its groups, gives those who signed an unfinished
/// matter a limited access, and makes the next term the current one, all in one transaction; from then on the old term is
/// only read. Each call carries over some of what is unfinished and tells how far it is; repeat it, with any `If-Match`,
/// until `state` is `done`. Whatever is interrupted is gone on with in the background.
#[utoipa::path(post, path = "/api/v1/terms/{id}/rollover", tag = "deputy", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The term that ends"), IfMatch), request_body = RollOverTermRequest,
    responses((status = 200, description = "How far it is", body = RolloverResponse)))]
pub(super) async fn roll_over_term(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<RollOverTermRequest>,
) -> ApiResult<Answer> {
    let id = TermId(*id);
    let uow = state.begin(&caller).await?;
    uow.lock_terms(&[id]).await?;
    let row = uow.term(id).await?.ok_or(ErrorCode::NotFound)?;
    let path = row.scope_path();
    let permit = require::<act::RollOverTerm>(&caller.actor, &Register { path: &path })?;
    match uow.rollover(id).await? {
        Some(known) => {
            let wanted = body.valid()?;
            if known.next_term_id != wanted.next_term_id {
                return Err(ErrorCode::RolloverOtherTerm.into());
            }
            // Nothing was changed; the lock is given back.
            uow.commit().await?;
        }
        None => {
            seen.check(Version(row.version))?;
            let wanted = body.valid()?;
            end_term(uow, &caller, &permit, &row, wanted).await?;
        }
    }
    carry_over_matters(&state, id, AT_ONCE).await?;
    let rollover = state.store.rollover(id).await?.ok_or(ErrorCode::NotFound)?;
    Answer::ok(&RolloverResponse::of(rollover)?)
}

/// The old term ends, the next one begins: one transaction.
async fn end_term(
    uow: Uow,
    caller: &Caller,
    permit: &Permit<act::RollOverTerm>,
    row: &TermRow,
    wanted: RollOverTermRequest,
) -> ApiResult<()> {
    let today = business_date(uow.now());
    let next = TermId(wanted.next_term_id);
    uow.lock_terms(&[next]).await?;
    let readable =
        |next: &TermRow| allows(&caller.actor, Action::ReadRegisters, &Register { path: &next.scope_path() });
    let next = uow.term(next).await?.filter(readable);
    let next =
        next.ok_or_else(|| DomainError::invalid_field("#/next_term_id", ErrorCode::ReferenceUnknown))?;
    let (from, to) = (row.aggregate(), next.aggregate());
    let outcome = Rollover::decide(permit, (&from, &to), (wanted.document_no, wanted.copy_structure), today)?;
    let RolledOver { rollover, from, to } = outcome.next.clone();
    let counts = uow.rollover_counts(from.id, to.id).await?;
    let limited = uow.limited_grants(from.id).await?;
    // The old one first: a congress has one current term.
    uow.update_term(&from).await?;
    uow.update_term(&to).await?;
    let began = Event {
        kind: "term.began",
        aggregate: "term",
        aggregate_id: to.id.0,
        data: json!({"on": rollover.on}),
    };
    uow.emit(began, to.version).await?;
    record(&uow, outcome, from.version).await?;
    if rollover.copy_structure {
        // While the groups of the old term still have their members.
        copy_structure(&uow, caller, &next, &rollover, today).await?;
    }
    end_seats(&uow, caller, row, &rollover, today).await?;
    dissolve_groups(&uow, caller, row, rollover.on, today).await?;
    for grant in limited {
        let (account, jurisdiction, deputy) = grant.parts();
        let limited = NewGrant {
            role: Role::FormerDeputy,
            jurisdiction,
            unit: None,
            group: None,
            deputy: Some(deputy),
        };
        uow.insert_grant(uow.id(), account, &limited).await?;
        uow.audit(AuditChange {
            action: "term.roll_over",
            subject: "account",
            subject_id: account.0,
            before: json!({"role": Role::Deputy}),
            after: json!({"role": Role::FormerDeputy, "deputy_id": deputy}),
        })
        .await?;
    }
    let ended = serde_json::to_value(RolloverFigures::from(counts)).map_err(persistence::Error::corrupt)?;
    uow.insert_rollover(&rollover, ended).await?;
    uow.close_term(from.id).await?;
    uow.commit().await?;
    Ok(())
}

/// Every seat of the term ends on the first day of the next one; what was changed later ends on that later day.
async fn end_seats(
    uow: &Uow,
    caller: &Caller,
    row: &TermRow,
    rollover: &Rollover,
    today: NaiveDate,
) -> ApiResult<()> {
    let path = row.scope_path();
    let permit = require::<act::ChangeDeputyStatus>(&caller.actor, &Register { path: &path })?;
    for seat in uow.living_seats_of_term(rollover.from, today).await? {
        let change = StatusChange {
            command: DeputyCommand::EndTerm,
            on: rollover.on.max(seat.status_since),
            document_no: rollover.document_no.clone(),
            note: None,
        };
        apply(uow, &permit, &seat, change, today).await?;
    }
    Ok(())
}

async fn dissolve_groups(
    uow: &Uow,
    caller: &Caller,
    row: &TermRow,
    on: NaiveDate,
    today: NaiveDate,
) -> ApiResult<()> {
    let path = row.scope_path();
    let permit = require::<act::ManageGroups>(&caller.actor, &Register { path: &path })?;
    for id in uow.standing_groups(TermId(row.id)).await? {
        let Some(group) = uow.group(id, today).await? else { continue };
        let group = group.aggregate();
        let after = group.data.founded_on.succ_opt().unwrap_or(on);
        let outcome = group.dissolve(&permit, on.max(after), "届满换届")?;
        uow.update_group(&outcome.next).await?;
        uow.end_memberships_of_group(id, on.max(after)).await?;
        let version = outcome.next.version;
        record(uow, outcome, version).await?;
    }
    Ok(())
}

/// Terms that may follow, the next one first.
async fn candidates(state: &State, caller: &Caller, row: &TermRow) -> ApiResult<Vec<NextTerm>> {
    let from = row.aggregate().data;
    let filter = TermFilter { jurisdiction: Some(row.jurisdiction_id), ..TermFilter::default() };
    let page = PageRequest { sort: &TERM_SORTS[1], descending: false, after: None, limit: 99 };
    let rows = state.store.terms(&scope_of(&caller.actor), &filter, &page).await?;
    let fit = rows.into_iter().map(|listed| listed.row).filter(|term| follows(&from, &term.aggregate().data));
    Ok(fit.map(|term| NextTerm { id: term.id, name: term.name, starts_on: term.starts_on }).collect())
}

fn warnings(counts: &RolloverCounts) -> Vec<RolloverWarning> {
    let mut found = Vec::new();
    let mut warn = |holds: bool, warning| {
        if holds {
            found.push(warning);
        }
    };
    warn(counts.next_pending + counts.next_active == 0, RolloverWarning::NextWithoutDeputies);
    warn(counts.next_pending > 0, RolloverWarning::NextPending);
    warn(counts.next_sessions == 0, RolloverWarning::NextWithoutSessions);
    warn(counts.next_delegations == 0 && counts.delegations > 0, RolloverWarning::NextWithoutDelegations);
    warn(counts.next_groups == 0 && counts.groups > 0, RolloverWarning::NextWithoutGroups);
    warn(counts.drafts + counts.returned > 0, RolloverWarning::Unsubmitted);
    found
}
