//! The year's list (重点督办清单), candidates and all.

use super::super::{
    detail_dto::Named,
    opened::concerned,
    queries::{Reading, bodies, deputy_ref, official_ref, sight},
};
use super::list_dto::{KeyList, KeyListQuery, KeyOptions, KeySummary, NextMilestone};
use super::represent::people;
use crate::{
    http::{Answer, Api, ApiResult, Caller, ListPlan, Query},
    state::State,
};
use actix_web::{HttpRequest, web};
use domain::{
    authz::{Actor, PublicRegister, act, require},
    kernel::{DeputyId, SuggestionId},
    suggestion::{Case, KeyStatus, Seats},
};
use persistence::suggestion::{KEY_SORTS, KeyFilter, KeyRow, Names, NamesWanted};

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_key_suggestions, list_key_suggestions)
        .route(__path_key_suggestion_options, key_suggestion_options);
}

/// List key suggestions
///
/// 重点督办清单 of a year: candidates (候选), chosen ones (已确定) and what became of them; those that I take part in or
/// oversee.
#[utoipa::path(get, path = "/api/v1/key-suggestions", tag = "suggestion", security(("bearer" = [])),
    params(KeyListQuery), responses((status = 200, description = "A page of key suggestions", body = KeyList)))]
pub(super) async fn list_key_suggestions(
    state: web::Data<State>,
    caller: Caller,
    query: Query<KeyListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    require::<act::ReadSuggestion>(&caller.actor, &PublicRegister)?;
    let actor = &caller.actor;
    let plan =
        ListPlan::new(&state, "key_suggestions", &query.0, Some(actor.account), KEY_SORTS, "-proposed_at")?;
    let reading = Reading::of(&state, &caller.request).await?;
    let filter = KeyFilter {
        year: query.year,
        statuses: query.status.0.iter().map(|status| status.code().to_owned()).collect(),
        committee: query.committee_id,
    };
    let mut rows = state.store.key_suggestions(actor, &filter, &plan.page).await?;
    let links = plan.links(&mut rows, &http);
    let total =
        if plan.wants_total { Some(state.store.count_key_suggestions(actor, &filter).await?) } else { None };
    let cases = bodies(&state, rows.iter().map(|listed| SuggestionId(listed.row.id)).collect()).await?;
    let deputies: Vec<DeputyId> = cases.values().flat_map(|stored| concerned(&stored.case)).collect();
    let committees = cases.values().filter_map(|stored| stored.case.key()?.people.as_ref());
    let wanted = NamesWanted {
        units: committees.map(|people| people.committee.0).collect(),
        ..NamesWanted::default()
    };
    let stamp = state.store.names_stamp().await?;
    let (names, seats) = state.store.names_and_seats(stamp, wanted, &deputies).await?;
    let items = rows
        .into_iter()
        .filter_map(|listed| {
            let case = &cases.get(&listed.row.id)?.case;
            summary(&reading, &names, &seats, actor, listed.row, case)
        })
        .collect();
    Ok(Answer::ok(&KeyList { items, next_cursor: links.cursor, total })?.next(links.link))
}

/// What a decision on key suggestions can name
///
/// 领衔督办领导 and 专（工）委 to choose from.
#[utoipa::path(get, path = "/api/v1/key-suggestions/options", tag = "suggestion", security(("bearer" = [])),
    responses((status = 200, description = "Leaders and committees", body = KeyOptions)))]
pub(super) async fn key_suggestion_options(state: web::Data<State>, caller: Caller) -> ApiResult<Answer> {
    require::<act::DecideKeySuggestion>(&caller.actor, &PublicRegister)?;
    let named = |(id, name)| Named { id: Some(id), name };
    let leaders = state.store.supervising_leaders().await?;
    let committees = state.store.committees().await?;
    Answer::ok(&KeyOptions {
        leaders: leaders.into_iter().map(|person| named((person.id, person.name))).collect(),
        committees: committees.into_iter().map(|unit| named((unit.id, unit.name))).collect(),
    })
}

fn summary(
    reading: &Reading,
    names: &Names,
    seats: &Seats,
    actor: &Actor,
    row: KeyRow,
    case: &Case,
) -> Option<KeySummary> {
    let key = case.key()?;
    let sight = sight(&row.scope, actor);
    let lead = deputy_ref(reading, &sight, row.lead_deputy_id, row.lead_name);
    let ahead = key.plan.iter().flat_map(|plan| &plan.milestones).find(|one| one.due >= reading.today);
    Some(KeySummary {
        id: row.id,
        version: case.version.0,
        official_ref: official_ref(row.session_name.as_deref(), &row.period, row.number),
        title: case.suggestion.text.title.clone(),
        lead_deputy: Named { id: lead.id, name: lead.name },
        lead_units: row.lead_units,
        year: key.year,
        status: key.status.code(),
        status_label: reading.label(key.status),
        reason_labels: key.reasons.iter().map(|reason| reading.label(*reason)).collect(),
        people: key.people.as_ref().map(|named| people(reading, names, named)),
        plan_due_on: key.plan_due.as_ref().filter(|_| key.status == KeyStatus::Chosen).map(|due| due.on),
        events_with_deputies: key.events.iter().filter(|event| !event.deputies.is_empty()).count(),
        next_milestone: ahead
            .filter(|_| key.is_open())
            .map(|one| NextMilestone { text: one.text.clone(), due: one.due }),
        suggestion_status_label: reading.label(case.status()),
        allowed_actions: case.allowed_key_actions(actor, &reading.ctx(seats)),
    })
}
