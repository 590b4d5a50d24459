//! 领导一页: how the year stands, what is late and red by name, and what waits for a decision.

use crate::{
    http::{Answer, Api, ApiResult, Caller, Query},
    state::State,
    suggestion::{
        MeasuresResponse, Reading, Selection, SuggestionSummary, facts, period, represent_measures, summary,
    },
};
use actix_web::web;
use chrono::{Datelike, NaiveDate};
use domain::{
    authz::{Actor, PublicRegister, Role, act, require},
    calendar::Light,
    suggestion::{KeyStatus, SuggestionStatus, metrics::measures},
};
use persistence::{
    listing::PageRequest,
    suggestion::{KeyFilter, MeasuredMatter, SUGGESTION_SORTS, SuggestionFilter, TaskFilter},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// So many are told by name.
const NAMED: u64 = 10;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_standing, get_standing);
}

/// Which year.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StandingQuery {
    /// Year of the assignment; default: this year.
    #[serde(default, deserialize_with = "crate::http::year")]
    #[param(minimum = 1990, maximum = 2100, example = 2026)]
    pub year: Option<i32>,
}

/// How many were assigned and answered in a month.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"month": 3, "assigned": 120, "replied": 14}))]
pub struct MonthFigures {
    /// 1–12
    pub month: u32,
    /// Assigned in it.
    pub assigned: u32,
    /// Of the year's, answered in it.
    pub replied: u32,
}

/// Something that waits for the reader, or for who reports to him (需要关注).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"kind": "key_candidates", "label": "重点督办候选待主任会议决定", "count": 3,
    "list": "key_suggestions", "query": "status=candidate"}))]
pub struct AttentionItem {
    /// Stable name.
    pub kind: &'static str,
    /// In words.
    pub label: String,
    /// How many.
    pub count: i64,
    /// Which list: `suggestions`, `tasks`, `key_suggestions`.
    pub list: &'static str,
    /// Its filter.
    pub query: String,
}

/// How the year stands.
#[derive(Serialize, ToSchema)]
pub struct Standing {
    /// The year.
    pub year: i32,
    /// First day of assignment.
    pub from: NaiveDate,
    /// Last day of assignment.
    pub to: NaiveDate,
    /// The day on which this stands.
    pub today: NaiveDate,
    /// The measures of the year's matters.
    pub total: MeasuresResponse,
    /// By month.
    pub months: Vec<MonthFigures>,
    /// Matters of any year with a yellow light (临期).
    pub near: i64,
    /// Matters of any year with a yellow or a red card (超期).
    pub late: i64,
    /// Of these, with a red card.
    pub red: i64,
    /// Those that have been late the longest, at most ten.
    pub late_items: Vec<SuggestionSummary>,
    /// Those with a red card, at most ten.
    pub red_items: Vec<SuggestionSummary>,
    /// What waits for a decision or a look; what is nothing is left out.
    pub attention: Vec<AttentionItem>,
}

/// How things stand
///
/// 领导一页: the year's measures, by month, what is late and what has a red card by name (whatever its year), and what waits for
/// a decision. Of what I may read.
#[utoipa::path(get, path = "/api/v1/standing", tag = "standing", security(("bearer" = [])),
    params(StandingQuery),
    responses((status = 200, description = "How the year stands", body = Standing)))]
pub(super) async fn get_standing(
    state: web::Data<State>,
    caller: Caller,
    query: Query<StandingQuery>,
) -> ApiResult<Answer> {
    require::<act::ReadSuggestion>(&caller.actor, &PublicRegister)?;
    let actor = &caller.actor;
    let reading = Reading::of(&state, &caller.request).await?;
    let (from, to) = period(query.year, None, None, reading.today);
    let matters = Selection::between(from, to).read(&state, actor).await?;
    let lit = |lights: &[Light]| SuggestionFilter {
        lights: Some((reading.days, lights.to_vec())),
        ..SuggestionFilter::default()
    };
    let (near, late, red) =
        (lit(&[Light::Yellow]), lit(&[Light::YellowCard, Light::RedCard]), lit(&[Light::RedCard]));
    let standing = Standing {
        year: from.year(),
        from,
        to,
        today: reading.today,
        total: represent_measures(&reading, None, &measures(&facts(&matters), reading.today)),
        months: months(&matters, from.year()),
        near: state.store.count_suggestions(actor, &near).await?,
        late: state.store.count_suggestions(actor, &late).await?,
        red: state.store.count_suggestions(actor, &red).await?,
        late_items: named(&state, actor, &reading, &late).await?,
        red_items: named(&state, actor, &reading, &red).await?,
        attention: attention(&state, actor, &reading).await?,
    };
    Answer::ok(&standing)
}

fn months(matters: &[MeasuredMatter], year: i32) -> Vec<MonthFigures> {
    let counted = || matters.iter().map(|matter| &matter.facts).filter(|facts| facts.counts());
    let count = |month: u32, day: &dyn Fn(&domain::suggestion::metrics::MatterFacts) -> Option<NaiveDate>| {
        let within = |on: NaiveDate| on.year() == year && on.month() == month;
        u32::try_from(counted().filter(|facts| day(facts).is_some_and(within)).count()).unwrap_or(u32::MAX)
    };
    (1..=12)
        .map(|month| MonthFigures {
            month,
            assigned: count(month, &|facts| facts.assigned_on),
            replied: count(month, &|facts| facts.replied_on),
        })
        .collect()
}

/// The first of a list, those due the longest ago first.
async fn named(
    state: &State,
    actor: &Actor,
    reading: &Reading,
    filter: &SuggestionFilter,
) -> ApiResult<Vec<SuggestionSummary>> {
    let Some(sort) = SUGGESTION_SORTS.iter().find(|sort| sort.name == "due_on") else {
        return Ok(Vec::new());
    };
    let page = PageRequest { sort, descending: false, after: None, limit: NAMED };
    let rows = state.store.suggestions(actor, filter, &page).await?;
    Ok(rows.into_iter().map(|listed| summary(reading, actor, listed.row, None)).collect())
}

/// What waits, by role: decisions of the council of chairpersons for its leaders, those of the head for the head, and what
/// both watch.
async fn attention(state: &State, actor: &Actor, reading: &Reading) -> ApiResult<Vec<AttentionItem>> {
    let store = &state.store;
    let (leader, head) = (actor.has_role(Role::ScLeader), actor.has_role(Role::DcHead));
    let mut found = Vec::new();
    let mut add = |kind, (zh, en), count: i64, list, query: &str| {
        if count > 0 {
            let label = reading.pick(zh, en).to_owned();
            found.push(AttentionItem { kind, label, count, list, query: query.to_owned() });
        }
    };
    if leader || actor.has_role(Role::DcStaff) || head {
        let candidates =
            KeyFilter { statuses: vec![KeyStatus::Candidate.code().to_owned()], ..KeyFilter::default() };
        let count = store.count_key_suggestions(actor, &candidates).await?;
        let words = ("重点督办候选，待主任会议决定", "Candidates for key supervision, to be decided");
        add("key_candidates", words, count, "key_suggestions", "status=candidate");
    }
    if head {
        let waiting = SuggestionFilter { turn: vec!["head".to_owned()], ..SuggestionFilter::default() };
        let count = store.count_suggestions(actor, &waiting).await?;
        add("head", ("待主任决定的建议", "To be decided by the head"), count, "suggestions", "turn=head");
        let asked =
            TaskFilter { extension_pending: Some(true), current: Some(true), ..TaskFilter::default() };
        let count = store.count_handling_tasks(actor, &asked).await?;
        add("extension", ("延期待审批", "Extensions to be decided"), count, "tasks", "queue=extension");
    }
    let unsatisfied = SuggestionFilter {
        statuses: vec![SuggestionStatus::Evaluated.code().to_owned()],
        results: vec!["unsatisfied".to_owned()],
        ..SuggestionFilter::default()
    };
    let count = store.count_suggestions(actor, &unsatisfied).await?;
    let words = ("代表对结果不满意，尚未处理", "Not satisfied with the result, not yet settled");
    add("unsatisfied", words, count, "suggestions", "status=evaluated&result=unsatisfied");
    let again = SuggestionFilter {
        statuses: vec![SuggestionStatus::Rehandling.code().to_owned()],
        ..SuggestionFilter::default()
    };
    let count = store.count_suggestions(actor, &again).await?;
    add("rehandling", ("正在重新办理", "Being handled again"), count, "suggestions", "status=rehandling");
    let late_key = SuggestionFilter {
        key: Some(true),
        lights: Some((reading.days, vec![Light::YellowCard, Light::RedCard])),
        ..SuggestionFilter::default()
    };
    let count = store.count_suggestions(actor, &late_key).await?;
    add(
        "late_key",
        ("重点督办建议超期", "Key suggestions that are late"),
        count,
        "suggestions",
        "key=true&light=late",
    );
    Ok(found)
}
