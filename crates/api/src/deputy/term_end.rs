//! 届满换届: a term ends with all its seats in one transaction.

use super::{
    status::{apply, lost_member},
    status_dto::DeputyStatusRequest,
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IfMatch},
    org::record,
    state::State,
};
use actix_web::web;
use chrono::NaiveDate;
use domain::{
    authz::{Register, act, require},
    deputy::{DeputyCommand, StatusChange},
    kernel::{DomainError, ErrorCode, FieldError, TermId, Version, business_date},
};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_end_term, end_term);
}

/// What ended with a term.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"term_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "ends_on": "2027-01-10", "ended_seats": 298, "version": 2}))]
pub struct EndedTerm {
    /// The term.
    pub term_id: Uuid,
    /// Its last day.
    pub ends_on: NaiveDate,
    /// Seats that ended with it.
    pub ended_seats: usize,
    /// The term's version, same as the `ETag`.
    pub version: i64,
}

/// End a term with all its seats
///
/// 换届: the next term's first session begins on that day, this term and every seat of it end (届满) the day before. Running
/// suggestions go on; the accounts of the deputies lose the right to act as such.
#[utoipa::path(post, path = "/api/v1/terms/{id}/end", tag = "deputy", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The term"), IfMatch), request_body = DeputyStatusRequest,
    responses((status = 200, description = "What ended", body = EndedTerm)))]
pub(super) async fn end_term(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<DeputyStatusRequest>,
) -> ApiResult<Answer> {
    let id = TermId(*id);
    let uow = state.begin(&caller).await?;
    let today = business_date(uow.now());
    let row = uow.term(id).await?.ok_or(ErrorCode::NotFound)?;
    let path = row.scope_path();
    let subject = Register { path: &path };
    let keep = require::<act::ManageRegisters>(&caller.actor, &subject)?;
    let permit = require::<act::ChangeDeputyStatus>(&caller.actor, &subject)?;
    seen.check(Version(row.version))?;
    if row.ends_on.is_some() && !row.is_current {
        return Err(DomainError::new(ErrorCode::StateConflict).param("state", "届满").into());
    }
    let wanted = body.valid()?;
    let wrong = || DomainError::invalid(vec![FieldError::too_late("#/on", today)]);
    let last_day = wanted.on.pred_opt().filter(|_| wanted.on <= today).ok_or_else(wrong)?;
    let term = row.aggregate();
    let mut data = term.data.clone();
    data.ends_on = Some(last_day);
    data.is_current = false;
    let outcome = term.revise(&keep, data)?;
    let version = outcome.next.version;
    uow.update_term(&outcome.next).await?;
    record(&uow, outcome, version).await?;
    let seats = uow.living_seats_of_term(id, today).await?;
    let mut groups = BTreeSet::new();
    for seat in &seats {
        let change = StatusChange {
            command: DeputyCommand::EndTerm,
            on: wanted.on,
            document_no: wanted.document_no.clone(),
            note: wanted.note.clone(),
        };
        groups.extend(apply(&uow, &permit, seat, change, today).await?);
    }
    for group in groups {
        lost_member(&uow, group, today).await?;
    }
    uow.commit().await?;
    let ended = EndedTerm { term_id: id.0, ends_on: last_day, ended_seats: seats.len(), version: version.0 };
    Ok(Answer::ok(&ended)?.version(version))
}
