use super::{
    conditions,
    measured::{MeasureResponse, MeasuresResponse, Selection, facts, of_unit, represent_measures},
    reading::Reading,
};
use crate::{
    export::{Export, ExportQuery, FormatQuery, Rows},
    http::{Answer, Api, ApiResult, Caller, Language, Query, SheetFile},
    state::State,
};
use actix_web::{HttpResponse, web};
use chrono::{Datelike, NaiveDate};
use documents::sheet::{Value, ledger::Column};
use domain::{
    authz::{PublicRegister, act, require},
    kernel::UnitId,
    suggestion::metrics::measures,
};
use persistence::suggestion::{MeasuredMatter, NamesWanted};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_export_suggestion_statistics, export_suggestion_statistics)
        .route(__path_get_suggestion_statistics, get_suggestion_statistics);
}

/// Which matters are measured: those assigned in a year, or between two days.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
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
    /// 类别; `none`: those that have none.
    pub category: Option<String>,
    /// 乡镇、街道 of the lead deputy's constituency; the nil id: those of none.
    pub town_id: Option<Uuid>,
    /// 重点督办建议
    pub key: Option<bool>,
    /// Adds a line for each unit, category, town, or for key matters and the others.
    #[param(inline)]
    pub by: Option<StatisticsBy>,
}

impl SuggestionStatisticsQuery {
    fn selection(&self, today: NaiveDate) -> Selection {
        let (from, to) = period(self.year, self.assigned_from, self.assigned_to, today);
        Selection {
            from,
            to,
            unit: self.unit_id.map(UnitId),
            successors: self.successors,
            term: self.term_id,
            session: self.session_id,
            category: self.category.clone(),
            town: self.town_id,
            key: self.key,
        }
    }
}

/// The days of assignment: those given, else the year's, else this year's.
pub(crate) fn period(
    year: Option<i32>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    today: NaiveDate,
) -> (NaiveDate, NaiveDate) {
    let year = year.unwrap_or_else(|| today.year());
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or(today);
    (from.unwrap_or_else(|| day(1, 1)), to.unwrap_or_else(|| day(12, 31)))
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
    /// 乡镇、街道
    Town,
    /// 是否重点督办
    Key,
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
    /// 代表活跃度: of the deputies in office, those who led at least one of these suggestions; `null` for who does not oversee
    /// the congress, and where the figures are of a part only.
    pub deputies: Option<MeasureResponse>,
    /// By unit, with `by=unit`; the largest base first.
    pub units: Vec<MeasuresResponse>,
    /// With `by=category` each category, the largest first.
    pub categories: Vec<CategoryMeasures>,
    /// With `by=town` each town, the largest first.
    pub towns: Vec<TownMeasures>,
    /// With `by=key` key matters and the others.
    pub keys: Vec<KeyMeasures>,
}

/// The measures of the matters of one category (建议类别).
#[derive(Serialize, ToSchema)]
pub struct CategoryMeasures {
    /// The category's official word, such as 城建交通; `null`: not classified.
    pub category: Option<String>,
    /// Its measures.
    pub measures: MeasuresResponse,
}

/// The measures of the matters that deputies of one town brought (乡镇、街道).
#[derive(Serialize, ToSchema)]
pub struct TownMeasures {
    /// The node; `null`: not known, or not shown.
    pub town_id: Option<Uuid>,
    /// Its name.
    pub town: Option<String>,
    /// Its measures.
    pub measures: MeasuresResponse,
}

/// The measures of key matters, or of the others (重点督办).
#[derive(Serialize, ToSchema)]
pub struct KeyMeasures {
    /// 重点督办建议
    pub is_key: bool,
    /// Their measures.
    pub measures: MeasuresResponse,
}

/// Statistics of suggestions
///
/// 办理统计: of the suggestions assigned in a period (without withdrawn, not accepted and merged ones) that I may read:
/// 按时办复率, 办复率, 面商率, 满意率, 办成率, 落实率 … Each share with its numerator and base; by unit, category, town or
/// key on demand. `GET /standing/matters` lists what stands behind each number.
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
    Answer::ok(&figures(&state, &caller, &query, &reading).await?)
}

async fn figures(
    state: &State,
    caller: &Caller,
    query: &SuggestionStatisticsQuery,
    reading: &Reading,
) -> ApiResult<SuggestionStatistics> {
    let selection = query.selection(reading.today);
    let matters = selection.read(state, &caller.actor).await?;
    let measured = |matters: &[&MeasuredMatter]| {
        represent_measures(reading, None, &measures(&facts(matters.iter().copied()), reading.today))
    };
    let all: Vec<&MeasuredMatter> = matters.iter().collect();
    let mut statistics = SuggestionStatistics {
        from: selection.from,
        to: selection.to,
        total: measured(&all),
        deputies: deputies(state, caller, &selection, reading).await?,
        units: Vec::new(),
        categories: Vec::new(),
        towns: Vec::new(),
        keys: Vec::new(),
    };
    match query.by {
        None => {}
        Some(StatisticsBy::Unit) => statistics.units = by_unit(state, reading, &matters).await?,
        Some(StatisticsBy::Category) => {
            let lines = grouped(&matters, |matter| matter.category.clone()).into_iter();
            statistics.categories =
                lines.map(|(category, of)| CategoryMeasures { category, measures: measured(&of) }).collect();
            // A stable sort: categories of one size stay in the order of their words.
            statistics.categories.sort_by_key(|line| std::cmp::Reverse(line.measures.base));
        }
        Some(StatisticsBy::Town) => {
            let lines = grouped(&matters, |matter| matter.town.clone().map(|(id, name)| (name, id)));
            statistics.towns = lines
                .into_iter()
                .map(|(town, of)| {
                    let (town, town_id) = town.unzip();
                    TownMeasures { town_id, town, measures: measured(&of) }
                })
                .collect();
            statistics.towns.sort_by_key(|line| std::cmp::Reverse(line.measures.base));
        }
        Some(StatisticsBy::Key) => {
            let lines = grouped(&matters, |matter| !matter.is_key).into_iter();
            statistics.keys =
                lines.map(|(other, of)| KeyMeasures { is_key: !other, measures: measured(&of) }).collect();
        }
    }
    Ok(statistics)
}

fn grouped<K: Ord>(
    matters: &[MeasuredMatter],
    key: impl Fn(&MeasuredMatter) -> K,
) -> BTreeMap<K, Vec<&MeasuredMatter>> {
    let mut groups: BTreeMap<K, Vec<&MeasuredMatter>> = BTreeMap::new();
    for matter in matters {
        groups.entry(key(matter)).or_default().push(matter);
    }
    groups
}

async fn by_unit(
    state: &State,
    reading: &Reading,
    matters: &[MeasuredMatter],
) -> ApiResult<Vec<MeasuresResponse>> {
    let known: BTreeSet<UnitId> =
        matters.iter().flat_map(|matter| &matter.facts.tasks).map(|task| task.unit).collect();
    let wanted = known.iter().map(|unit| unit.0).collect();
    let names = state.store.names(NamesWanted { units: wanted, ..NamesWanted::default() }).await?;
    let mut units: Vec<MeasuresResponse> = known
        .into_iter()
        .map(|unit| {
            let own: Vec<MeasuredMatter> =
                matters.iter().filter_map(|matter| of_unit(matter, unit)).collect();
            let all = measures(&facts(&own), reading.today);
            represent_measures(reading, Some((unit.0, names.of(unit.0))), &all)
        })
        .collect();
    units.sort_by(|a, b| b.base.cmp(&a.base).then_with(|| a.unit.cmp(&b.unit)));
    Ok(units)
}

/// 代表活跃度 of the whole: it says nothing of a unit's, a category's or a town's part.
async fn deputies(
    state: &State,
    caller: &Caller,
    selection: &Selection,
    reading: &Reading,
) -> ApiResult<Option<MeasureResponse>> {
    let whole = selection.unit.is_none()
        && selection.category.is_none()
        && selection.town.is_none()
        && selection.key.is_none()
        && selection.term.is_none()
        && selection.session.is_none();
    if !whole {
        return Ok(None);
    }
    let days = (selection.from, selection.to);
    let Some(active) = state.store.active_deputies(&caller.actor, days, reading.today).await? else {
        return Ok(None);
    };
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let led = count(active.iter().filter(|deputy| deputy.led > 0).count());
    let all = count(active.len());
    let ratio = domain::suggestion::metrics::Ratio { numerator: led, denominator: all, ..Default::default() };
    Ok(Some(MeasureResponse {
        key: "deputies_active",
        label: reading.pick("代表活跃度", "Deputies who led a suggestion").to_owned(),
        numerator: led,
        denominator: all,
        percent: ratio.per_mille().map(|tenths| f64::from(tenths) / 10.0),
    }))
}

/// One number of the table.
struct FigureRow {
    line: String,
    label: String,
    numerator: u32,
    denominator: u32,
    percent: Option<f64>,
}

const COLUMNS: &[Column<FigureRow>] = &[
    ("范围", |row| row.line.as_str().into()),
    ("指标", |row| row.label.as_str().into()),
    ("分子", |row| row.numerator.into()),
    ("分母", |row| row.denominator.into()),
    ("比率", |row| row.percent.map_or(Value::Empty, |percent| Value::Percent(percent / 100.0))),
];

/// Export the statistics
///
/// 导出办理统计 (XLSX 或 CSV): the figures of `GET /suggestions/statistics` under the same selection, one number a row with its
/// numerator and base. The export is entered in the audit log.
#[utoipa::path(get, path = "/api/v1/suggestions/statistics/export", tag = "suggestion", security(("bearer" = [])),
    params(SuggestionStatisticsQuery, FormatQuery),
    responses(SheetFile))]
pub(super) async fn export_suggestion_statistics(
    state: web::Data<State>,
    caller: Caller,
    query: ExportQuery<SuggestionStatisticsQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ExportSuggestions>(&caller.actor, &PublicRegister)?;
    let mut reading = Reading::of(&state, &caller.request).await?;
    // The sheet's heads are the official terms, and so are its words.
    reading.language = Language::Chinese;
    let found = figures(&state, &caller, &query.list, &reading).await?;
    let mut rows = Vec::new();
    let mut add = |line: &str, of: &MeasuresResponse, more: Option<&MeasureResponse>| {
        rows.push(FigureRow {
            line: line.to_owned(),
            label: "交办件数".to_owned(),
            numerator: of.base,
            denominator: of.base,
            percent: None,
        });
        rows.extend(of.measures.iter().chain(more).map(|one| FigureRow {
            line: line.to_owned(),
            label: one.label.clone(),
            numerator: one.numerator,
            denominator: one.denominator,
            percent: one.percent,
        }));
    };
    add("合计", &found.total, found.deputies.as_ref());
    for line in &found.units {
        add(line.unit.as_deref().unwrap_or_default(), line, None);
    }
    for line in &found.categories {
        add(line.category.as_deref().unwrap_or("未分类"), &line.measures, None);
    }
    for line in &found.towns {
        add(line.town.as_deref().unwrap_or("其他"), &line.measures, None);
    }
    for line in &found.keys {
        add(if line.is_key { "重点督办" } else { "其他建议" }, &line.measures, None);
    }
    let selection = query.list.selection(reading.today);
    Export::of_suggestions(
        &state,
        &caller,
        "办理统计",
        query.format(),
        conditions::of_selection(&selection),
        "statistics",
    )
    .table(Rows::whole(rows), COLUMNS)
    .await
}
