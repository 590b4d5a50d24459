//! How a deputy is shown, and to whom.

use super::deputies_dto::{
    DeputyPerson, DeputyResponse, DeputySummary, GroupHistoryEntry, OtherSeat, StatusHistoryEntry,
};
use crate::{
    http::{Answer, ApiResult, Caller},
    org::scope_of,
    protect::Protector,
    state::State,
};
use domain::{
    authz::{Action, Actor, PersonRecord, Register, act, allows, require},
    deputy::{DeputyStatus, DeputyStep, StatusRecord},
    kernel::{DeputyId, ErrorCode, PersonId, Version, business_date},
};
use persistence::{
    deputy::{DEPUTY_SORTS, DeputyFilter, DeputyMembershipRow, DeputyRow, StatusLogRow},
    listing::PageRequest,
};

/// Everything that stands beside the seat itself.
#[derive(Default)]
struct History {
    statuses: Vec<StatusHistoryEntry>,
    groups: Vec<DeputyMembershipRow>,
    others: Vec<OtherSeat>,
}

/// The deputy with its histories, as far as the caller may read it.
pub(super) async fn answer(state: &State, caller: &Caller, id: DeputyId) -> ApiResult<Answer> {
    let today = business_date(caller.request.now);
    let row = state.store.deputy(id, today).await?.ok_or(ErrorCode::NotFound)?;
    let path = row.scope_path();
    require::<act::ReadRegisters>(&caller.actor, &Register { path: &path })?;
    let grounds = allows(&caller.actor, Action::ReadExitGrounds, &Register { path: &path });
    let statuses = state.store.deputy_status_log(id).await?;
    let groups = state.store.deputy_memberships(id).await?;
    let filter = DeputyFilter { person: Some(row.person_id), ..DeputyFilter::default() };
    let page = PageRequest { sort: &DEPUTY_SORTS[2], descending: true, after: None, limit: 20 };
    let seats = state.store.deputies(&scope_of(&caller.actor), &filter, today, &page).await?;
    let others = seats.into_iter().filter(|seat| seat.row.id != row.id).map(|seat| OtherSeat {
        id: seat.row.id,
        term_name: seat.row.term_name,
        level: seat.row.level,
        status: seat.row.status,
    });
    let history = History {
        statuses: statuses.into_iter().map(|line| status_entry(line, grounds)).collect(),
        groups,
        others: others.collect(),
    };
    let version = Version(row.version);
    Ok(Answer::ok(&represent(state, caller, row, history)?)?.version(version))
}

/// A seat that was just registered: its history is one line.
pub(super) fn first_representation(
    state: &State,
    caller: &Caller,
    row: DeputyRow,
    status: &StatusRecord,
) -> ApiResult<Answer> {
    let first = StatusHistoryEntry {
        from: None,
        to: status.to.code().to_owned(),
        step: None,
        on: status.on,
        document_no: None,
        ground: None,
        note: None,
        recorded_by: Some(caller.actor.display_name.clone()),
        recorded_at: caller.request.now.into(),
    };
    let version = Version(row.version);
    let history = History { statuses: vec![first], ..History::default() };
    Ok(Answer::ok(&represent(state, caller, row, history)?)?.version(version))
}

/// Grounds and remarks are for few eyes (domain specification §3.11); the rest of the line is announced.
fn status_entry(line: StatusLogRow, grounds: bool) -> StatusHistoryEntry {
    StatusHistoryEntry {
        from: line.from_status,
        to: line.to_status,
        step: line.step,
        on: line.on_date,
        document_no: line.document_no,
        ground: line.ground.filter(|_| grounds),
        note: line.note.filter(|_| grounds),
        recorded_by: line.recorded_by,
        recorded_at: line.at.into(),
    }
}

/// What the caller may do now: the same policy and the same machine that decide the commands.
fn allowed(actor: &Actor, row: &DeputyRow) -> ApiResult<Vec<&'static str>> {
    let path = row.scope_path();
    let subject = Register { path: &path };
    let mut names = Vec::new();
    if row.term_open && allows(actor, Action::ManageRegisters, &subject) {
        names.push("update");
    }
    if allows(actor, Action::ChangeDeputyStatus, &subject) {
        let deputy = row.aggregate()?;
        names.extend(deputy.possible_steps().filter(|_| row.term_open).map(DeputyStep::code));
        if deputy.status == DeputyStatus::TermEnded && row.release_ground.is_none() {
            names.push("release");
        }
    }
    Ok(names)
}

pub(super) fn summary(actor: &Actor, row: DeputyRow) -> ApiResult<DeputySummary> {
    Ok(DeputySummary {
        allowed_actions: allowed(actor, &row)?,
        id: row.id,
        person_id: row.person_id,
        name: row.name,
        gender: row.gender,
        term_id: row.term_id,
        term_name: row.term_name,
        level: row.level,
        cert_no: row.cert_no,
        status: row.status,
        status_since: row.status_since,
        jurisdiction_id: row.jurisdiction_id,
        jurisdiction_name: row.jurisdiction_name,
        constituency_id: row.constituency_id,
        constituency_name: row.constituency_name,
        delegation_id: row.delegation_id,
        delegation_name: row.delegation_name,
        group_id: row.group_id,
        group_name: row.group_name,
        composition: row.composition,
        is_newcomer: row.is_newcomer,
        sc_member: row.sc_member,
        employer: row.employer,
        post: row.post,
        updated_at: row.updated_at.into(),
        version: row.version,
    })
}

fn person(state: &State, caller: &Caller, row: &DeputyRow) -> ApiResult<Option<DeputyPerson>> {
    let id = holder(row);
    let path = row.person_scope_path();
    if !allows(&caller.actor, Action::ReadPersons, &PersonRecord { path: &path, person: id }) {
        return Ok(None);
    }
    let protector = Protector::new(&state.shared.keys);
    Ok(Some(DeputyPerson {
        birth_on: row.birth_on,
        ethnicity: row.ethnicity.clone(),
        party: row.party.clone(),
        education: row.education.clone(),
        degree: row.degree.clone(),
        mobile: protector.masked_mobile(id, row.mobile_sealed.as_deref())?,
        id_no: protector.masked_id_no(id, row.id_no_sealed.as_deref())?,
    }))
}

fn represent(state: &State, caller: &Caller, row: DeputyRow, history: History) -> ApiResult<DeputyResponse> {
    Ok(DeputyResponse {
        allowed_actions: allowed(&caller.actor, &row)?,
        person: person(state, caller, &row)?,
        id: row.id,
        person_id: row.person_id,
        name: row.name,
        gender: row.gender,
        term_id: row.term_id,
        term_name: row.term_name,
        level: row.level,
        cert_no: row.cert_no,
        status: row.status,
        status_since: row.status_since,
        jurisdiction_id: row.jurisdiction_id,
        jurisdiction_name: row.jurisdiction_name,
        constituency_id: row.constituency_id,
        constituency_name: row.constituency_name,
        delegation_id: row.delegation_id,
        delegation_name: row.delegation_name,
        group_id: row.group_id,
        group_name: row.group_name,
        composition: row.composition,
        is_newcomer: row.is_newcomer,
        sc_member: row.sc_member,
        employer: row.employer,
        post: row.post,
        release_ground: row.release_ground,
        entry: row.entry,
        elected_on: row.elected_on,
        is_reelected: row.is_reelected,
        occupation: row.occupation,
        committee_posts: row.committee_posts,
        photo_file_id: row.photo_file_id,
        intro: row.intro,
        contact_platform: row.contact_platform,
        status_history: history.statuses,
        group_history: history
            .groups
            .into_iter()
            .map(|line| GroupHistoryEntry {
                group_id: line.group_id,
                group_no: line.group_no,
                group_name: line.group_name,
                from_on: line.from_on,
                to_on: line.to_on,
            })
            .collect(),
        other_seats: history.others,
        updated_at: row.updated_at.into(),
        version: row.version,
    })
}

/// The one who holds the seat, for what refers to a person.
pub(super) fn holder(row: &DeputyRow) -> PersonId {
    PersonId(row.person_id)
}
