use super::{
    super::opened::concerned,
    list_dto::{LightFilter, SuggestionList, SuggestionListQuery},
    reading::Reading,
    represent::{add_mine, summary, text_snippet},
};
use crate::{
    http::{Answer, Api, ApiResult, Caller, ListPlan, PresumedCaller, Query},
    state::State,
};
use actix_web::{HttpRequest, web};
use domain::{
    authz::{Actor, PublicRegister, act, require},
    calendar::Light,
    kernel::{DeputyId, SuggestionId},
    suggestion::SuggestionStatus,
};
use persistence::{
    listing::{Listed, PageRequest},
    suggestion::{SUGGESTION_SORTS, StoredCase, SuggestionFilter, SuggestionRow},
};
use std::collections::HashMap;

pub(super) fn register(api: &mut Api) {
    api.route_presuming(__path_list_suggestions, list_suggestions);
}

/// List suggestions
///
/// 建议列表: exactly the suggestions that I may read. Filters combine; `q` finds words of two characters in title, text,
/// number and answers. In lists with `mine=true` each line tells what I may do with it. Deputies see published matters
/// of others, without what is not published; a filter by something unpublished leaves those out.
#[utoipa::path(get, path = "/api/v1/suggestions", tag = "suggestion", security(("bearer" = [])),
    params(SuggestionListQuery),
    responses((status = 200, description = "A page of suggestions", body = SuggestionList)))]
pub(super) async fn list_suggestions(
    state: web::Data<State>,
    caller: PresumedCaller,
    query: Query<SuggestionListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    let plan = ListPlan::new(
        &state,
        "suggestions",
        &query.0,
        Some(caller.actor().account),
        SUGGESTION_SORTS,
        "-submitted_at",
    )?;
    let reading = Reading::of(&state, caller.request()).await?;
    let (caller, mut rows) = read(&state, caller, &query, &reading, &plan.page).await?;
    let actor = &caller.actor;
    let links = plan.links(&mut rows, &http);
    let total = if plan.wants_total {
        Some(state.store.count_suggestions(actor, &filter(&query, actor, &reading)).await?)
    } else {
        None
    };
    let words = query.q.as_deref().map(str::trim).filter(|words| !words.is_empty());
    let mine = query.mine == Some(true);
    let lines: Vec<_> = rows.into_iter().map(|listed| summary(&reading, actor, listed.row, words)).collect();
    // Of most lines the row tells everything; the matter itself is read where the hit is not in the title.
    let needed = lines.iter().filter(|line| mine || (words.is_some() && line.title_marks.is_empty()));
    let cases = bodies(&state, needed.map(|line| SuggestionId(line.id)).collect()).await?;
    let seats = if mine {
        let deputies: Vec<DeputyId> = cases.values().flat_map(|stored| concerned(&stored.case)).collect();
        state.store.active_seats(&deputies).await?
    } else {
        Default::default()
    };
    let items = lines
        .into_iter()
        .map(|mut line| {
            if let Some(stored) = cases.get(&line.id) {
                if let Some(words) = words.filter(|_| line.title_marks.is_empty()) {
                    line.snippet = text_snippet(&stored.case, line.published_only, words);
                }
                if mine {
                    add_mine(&mut line, &reading, &seats, actor, &stored.case);
                }
            }
            line
        })
        .collect();
    Ok(Answer::ok(&SuggestionList { items, next_cursor: links.cursor, total })?.next(links.link))
}

/// The page, and for whom it was read: for who was presumed, or, when that no longer holds, for who it is now.
async fn read(
    state: &State,
    caller: PresumedCaller,
    query: &SuggestionListQuery,
    reading: &Reading,
    page: &PageRequest,
) -> ApiResult<(Caller, Vec<Listed<SuggestionRow>>)> {
    let caller = if require::<act::ReadSuggestion>(caller.actor(), &PublicRegister).is_ok() {
        let wanted = filter(query, caller.actor(), reading);
        let seen = state.store.suggestions_seen(caller.actor(), &wanted, page).await?;
        let settled = caller.settle(state, seen.access).await?;
        if !settled.changed {
            return Ok((settled.caller, seen.rows));
        }
        settled.caller
    } else {
        caller.ask(state).await?
    };
    require::<act::ReadSuggestion>(&caller.actor, &PublicRegister)?;
    let rows = state.store.suggestions(&caller.actor, &filter(query, &caller.actor, reading), page).await?;
    Ok((caller, rows))
}

/// The matters of a page, for what only their texts tell.
pub(in crate::suggestion) async fn bodies(
    state: &State,
    ids: Vec<SuggestionId>,
) -> ApiResult<HashMap<uuid::Uuid, StoredCase>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let cases = state.store.cases(&ids).await?;
    Ok(cases.into_iter().map(|stored| (stored.case.id().0, stored)).collect())
}

/// The query as the store knows it.
pub(super) fn filter(query: &SuggestionListQuery, actor: &Actor, reading: &Reading) -> SuggestionFilter {
    let phase = query.phase.map(|phase| phase.statuses());
    let chosen = |status: &&SuggestionStatus| query.status.0.is_empty() || query.status.0.contains(status);
    let statuses: Vec<&SuggestionStatus> = match phase {
        Some(phase) => phase.iter().filter(chosen).collect(),
        None => query.status.0.iter().collect(),
    };
    // A state outside of the phase asked for: nothing is both.
    let impossible = phase.is_some() && statuses.is_empty();
    let mut codes: Vec<String> = statuses.into_iter().map(|status| status.code().to_owned()).collect();
    if impossible {
        codes.push("none".to_owned());
    }
    let mine = query.mine == Some(true);
    let role = query.role.map(|role| role.code().to_owned());
    let of_deputy = mine || query.deputy_id.is_some();
    SuggestionFilter {
        ids: None,
        statuses: codes,
        term: query.term_id,
        current_term: query.current_term == Some(true),
        carried_over: query.carried_over,
        session: query.session_id,
        period: query.period.map(|period| period.code().to_owned()),
        unit: query.unit_id,
        unit_role: role.clone().filter(|_| !of_deputy),
        deputy: query.deputy_id,
        party_role: role.filter(|_| of_deputy),
        mine: mine.then(|| actor.deputies().map(|deputy| deputy.0).collect()),
        group: query.group_id,
        categories: query.category.0.clone(),
        committee: query.committee_id,
        lights: (!query.light.0.is_empty()).then(|| (reading.days, lights(&query.light.0))),
        to_urge: query.to_urge.map(|wanted| (reading.urge_days, wanted)),
        urged: query.urged,
        key: query.key,
        turn: query.turn.0.iter().map(|who| who.code().to_owned()).collect(),
        reply_categories: query.reply_category.0.iter().map(|c| c.code().to_owned()).collect(),
        results: query.result.0.iter().map(|rating| rating.code().to_owned()).collect(),
        publication: query
            .publication
            .0
            .iter()
            .flat_map(|progress| progress.marks(reading.settings.feedback_public))
            .map(str::to_owned)
            .collect(),
        text: query.q.clone(),
        assigned: (query.assigned_from, query.assigned_to),
        submitted: (query.submitted_from, query.submitted_to),
        due: (query.due_from, query.due_to),
    }
}

pub(super) fn lights(wanted: &[LightFilter]) -> Vec<Light> {
    wanted
        .iter()
        .flat_map(|light| match light {
            LightFilter::Green => vec![Light::Green],
            LightFilter::Yellow => vec![Light::Yellow],
            LightFilter::YellowCard => vec![Light::YellowCard],
            LightFilter::RedCard | LightFilter::Red => vec![Light::RedCard],
            LightFilter::Late => vec![Light::YellowCard, Light::RedCard],
        })
        .collect()
}
