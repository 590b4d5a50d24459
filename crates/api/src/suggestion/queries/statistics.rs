use super::reading::Reading;
use crate::{
    http::{Answer, Api, ApiResult, Caller, Query},
    state::State,
};
use actix_web::web;
use chrono::{Datelike, NaiveDate};
use domain::{
    authz::{PublicRegister, act, require},
    kernel::UnitId,
    suggestion::metrics::{MatterFacts, Measures, Ratio, measures},
};
use persistence::suggestion::{NamesWanted, SuggestionFilter};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_suggestion_statistics, get_suggestion_statistics);
}

/// Which matters are measured: those assigned in a year, or between two days.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SuggestionStatisticsQuery {
    /// Year of the assignment; default: this year.
    #[serde(default, deserialize_with = "crate::http::year")]
    #[param(minimum = 1990, maximum = 2100, example = 2026)]
    pub year: Option<i32>,
    /// Assigned on or after this day; instead of the year.
    pub assigned_from: Option<NaiveDate>,
    /// Assigned on or before this day.
    pub assigned_to: Option<NaiveDate>,
    /// Only what this unit answers for.
    pub unit_id: Option<Uuid>,
    /// Counts what a unit did before a reorganisation under the unit that carries on (按承继单位口径); without it, under the
    /// name that the unit had then.
    #[serde(default)]
    #[param(example = false)]
    pub successors: bool,
    /// 届
    pub term_id: Option<Uuid>,
    /// 次会议
    pub session_id: Option<Uuid>,
    /// 类别
    pub category: Option<String>,
    /// 重点督办建议
    pub key: Option<bool>,
    /// `unit` adds a line for each unit, `category` one for each category.
    #[param(inline)]
    pub by: Option<StatisticsBy>,
}

/// What the figures are broken down by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "unit")]
pub enum StatisticsBy {
    /// 承办单位
    Unit,
    /// 建议类别
    Category,
}

/// A share with what it counts: nothing is a percentage alone.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"key": "on_time", "label": "按时办复率", "numerator": 8, "denominator": 9, "percent": 88.9}))]
pub struct MeasureResponse {
    /// Stable name.
    pub key: &'static str,
    /// In words.
    pub label: String,
    /// How many.
    pub numerator: u32,
    /// Of how many.
    pub denominator: u32,
    /// The share, to a tenth of a per cent; `null` for an empty base.
    pub percent: Option<f64>,
}

/// How many answers have one category.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"category": "resolved", "letter": "A", "label": "已经解决或基本解决", "count": 12}))]
pub struct CategoryCount {
    /// Category.
    pub category: &'static str,
    /// Its letter under the scheme in force.
    pub letter: Option<String>,
    /// In words.
    pub label: String,
    /// How many.
    pub count: u32,
}

/// The measures of one base (§3.8.12).
#[derive(Serialize, ToSchema)]
pub struct MeasuresResponse {
    /// The unit; `null`: all.
    pub unit_id: Option<Uuid>,
    /// Its name.
    pub unit: Option<String>,
    /// Matters in the base.
    pub base: u32,
    /// The shares.
    pub measures: Vec<MeasureResponse>,
    /// Answered, but not evaluated in the end.
    pub unevaluated: u32,
    /// 办理天数: median from assignment to answer.
    pub days_median: Option<i64>,
    /// Nine of ten took no longer.
    pub days_p90: Option<i64>,
    /// Matters by category of the answer now.
    pub by_category: Vec<CategoryCount>,
}

/// Figures of a period.
#[derive(Serialize, ToSchema)]
pub struct SuggestionStatistics {
    /// First day of assignment.
    pub from: NaiveDate,
    /// Last day of assignment.
    pub to: NaiveDate,
    /// All of them.
    pub total: MeasuresResponse,
    /// By unit, with `by=unit`; the largest base first.
    pub units: Vec<MeasuresResponse>,
    /// With `by=category` each category, the largest first.
    pub categories: Vec<CategoryMeasures>,
}

/// The measures of the matters of one category (建议类别).
#[derive(Serialize, ToSchema)]
pub struct CategoryMeasures {
    /// The category's official word, such as 城建交通; `null`: not classified.
    pub category: Option<String>,
    /// Its measures.
    pub measures: MeasuresResponse,
}

/// Statistics of suggestions
///
/// 办理统计: of the suggestions assigned in a period (without withdrawn, not accepted and merged ones) that I may read:
/// 按时办复率, 办复率, 面商率, 满意率, 办成率, 落实率 … Each share with its numerator and base; by unit or by
/// category on demand.
#[utoipa::path(get, path = "/api/v1/suggestions/statistics", tag = "suggestion", security(("bearer" = [])),
    params(SuggestionStatisticsQuery),
    responses((status = 200, description = "The figures", body = SuggestionStatistics)))]
pub(super) async fn get_suggestion_statistics(
    state: web::Data<State>,
    caller: Caller,
    query: Query<SuggestionStatisticsQuery>,
) -> ApiResult<Answer> {
    require::<act::ReadSuggestion>(&caller.actor, &PublicRegister)?;
    let reading = Reading::of(&state, &caller.request).await?;
    let year = query.year.unwrap_or_else(|| reading.today.year());
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or(reading.today);
    let from = query.assigned_from.unwrap_or_else(|| day(1, 1));
    let to = query.assigned_to.unwrap_or_else(|| day(12, 31));
    let filter = SuggestionFilter {
        assigned: (Some(from), Some(to)),
        unit: query.unit_id.filter(|_| !query.successors),
        term: query.term_id,
        session: query.session_id,
        categories: query.category.iter().cloned().collect(),
        key: query.key,
        ..SuggestionFilter::default()
    };
    let all = state.store.suggestion_facts(&caller.actor, &filter).await?;
    let mut by_category: BTreeMap<Option<String>, Vec<MatterFacts>> = BTreeMap::new();
    let in_charge = if query.successors { state.store.units_in_charge().await? } else { HashMap::new() };
    for (category, mut matter) in all {
        for task in &mut matter.tasks {
            task.unit = in_charge.get(&task.unit.0).map_or(task.unit, |unit| UnitId(*unit));
        }
        by_category.entry(category).or_default().push(matter);
    }
    if let Some(unit) = query.unit_id {
        by_category.values_mut().for_each(|matters| *matters = of_unit(matters, UnitId(unit)));
        by_category.retain(|_, matters| !matters.is_empty());
    }
    let facts: Vec<MatterFacts> = by_category.values().flatten().cloned().collect();
    let mut categories = Vec::new();
    if query.by == Some(StatisticsBy::Category) {
        let lines = by_category.into_iter().map(|(category, matters)| CategoryMeasures {
            category,
            measures: represent(&reading, None, &measures(&matters, reading.today)),
        });
        categories.extend(lines);
        // A stable sort: categories of one size stay in the order of their words.
        categories.sort_by_key(|line| std::cmp::Reverse(line.measures.base));
    }
    let mut units = Vec::new();
    if query.by == Some(StatisticsBy::Unit) {
        let known: BTreeSet<UnitId> =
            facts.iter().flat_map(|matter| &matter.tasks).map(|task| task.unit).collect();
        let wanted = known.iter().map(|unit| unit.0).collect();
        let names = state.store.names(NamesWanted { units: wanted, ..NamesWanted::default() }).await?;
        for unit in known {
            let own = of_unit(&facts, unit);
            units.push(represent(&reading, Some((unit.0, names.of(unit.0))), &measures(&own, reading.today)));
        }
        units.sort_by(|a, b| b.base.cmp(&a.base).then_with(|| a.unit.cmp(&b.unit)));
    }
    let total = represent(&reading, None, &measures(&facts, reading.today));
    Answer::ok(&SuggestionStatistics { from, to, total, units, categories })
}

/// The matters that a unit answers for or helps with, with its own part alone.
pub(super) fn of_unit(facts: &[MatterFacts], unit: UnitId) -> Vec<MatterFacts> {
    facts
        .iter()
        .filter(|matter| matter.tasks.iter().any(|task| task.unit == unit && task.owes_reply))
        .map(|matter| MatterFacts {
            tasks: matter.tasks.iter().filter(|task| task.unit == unit).cloned().collect(),
            ..matter.clone()
        })
        .collect()
}

fn represent(reading: &Reading, unit: Option<(Uuid, String)>, all: &Measures) -> MeasuresResponse {
    let line = |key, zh, en, ratio: &Ratio| MeasureResponse {
        key,
        label: reading.pick(zh, en).to_owned(),
        numerator: ratio.numerator,
        denominator: ratio.denominator,
        percent: ratio.per_mille().map(|tenths| f64::from(tenths) / 10.0),
    };
    let mut by_category: BTreeMap<usize, CategoryCount> = BTreeMap::new();
    for (place, (category, count)) in all.by_category.iter().enumerate() {
        by_category.insert(
            place,
            CategoryCount {
                category: category.code(),
                letter: reading.letter(Some(category.code())),
                label: reading.label(*category),
                count: *count,
            },
        );
    }
    let (id, name) = unit.unzip();
    MeasuresResponse {
        unit_id: id,
        unit: name,
        base: all.base,
        measures: vec![
            line("on_time", "按时办复率", "Answered on time", &all.on_time),
            line("on_time_original", "未延期按时率", "On time without extension", &all.on_time_original),
            line("replied", "办复率", "Answered", &all.replied),
            line("signed_on_time", "按时签收率", "Signed for on time", &all.signed_on_time),
            line("send_back", "退办率", "Asked to send back", &all.send_back),
            line("wrong_assignment", "错交率", "Wrongly assigned", &all.wrong_assignment),
            line("met", "面商率", "Talked face to face", &all.met),
            line(
                "satisfied",
                "满意率（结果，最终）",
                "Satisfied with the result",
                &all.final_result.satisfied,
            ),
            line(
                "satisfied_or_basic",
                "满意和基本满意率（结果，最终）",
                "At least basically satisfied with the result",
                &all.final_result.satisfied_or_basic,
            ),
            line(
                "satisfied_first",
                "满意率（结果，初次）",
                "Satisfied at first",
                &all.first_result.satisfied,
            ),
            line(
                "attitude",
                "满意率（态度，最终）",
                "Satisfied with the attitude",
                &all.final_attitude.satisfied,
            ),
            line("resolved", "办成率", "Solved", &all.resolved),
            line("first_resolved", "首答A率", "Solved at the first answer", &all.first_resolved),
            line("implemented", "落实率", "Carried out", &all.implemented),
            line("promised_then_resolved", "B转A率", "Promised, then solved", &all.promised_then_resolved),
            line("commitments_kept", "承诺按时兑现率", "Promises kept on time", &all.commitments_kept),
            line("rehandled", "重办率", "Handled again", &all.rehandled),
            line("published", "公开率", "Published", &all.published),
            line("recurring", "重复提出率", "Raised before", &all.recurring),
        ],
        unevaluated: all.final_result.unevaluated,
        days_median: all.days_to_reply.median,
        days_p90: all.days_to_reply.p90,
        by_category: by_category.into_values().collect(),
    }
}
