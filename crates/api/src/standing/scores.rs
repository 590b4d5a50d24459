//! 单位得分: each line with its measure, weight and points, and the cards that are taken off.

use crate::{
    export::{Export, ExportQuery, FormatQuery, Rows},
    http::{Answer, Api, ApiResult, Caller, Language, Query, SheetFile},
    state::State,
    suggestion::{Reading, Selection, facts, of_selection, of_unit, period},
};
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use documents::sheet::{Value, ledger::Column};
use domain::{
    authz::{Actor, PublicRegister, Role, act, require},
    kernel::UnitId,
    suggestion::metrics::{ScoreKey, ScoreWeights, UnitScore, measures, ranks, unit_score},
};
use persistence::suggestion::{MeasuredMatter, NamesWanted};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_unit_scores, get_unit_scores).route(__path_export_unit_scores, export_unit_scores);
}

/// The period of the score, by the assignment.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UnitScoresQuery {
    /// Year of the assignment; default: this year.
    #[serde(default, deserialize_with = "crate::http::year")]
    #[param(minimum = 1990, maximum = 2100, example = 2026)]
    pub year: Option<i32>,
    /// Assigned on or after this day; instead of the year.
    pub assigned_from: Option<NaiveDate>,
    /// Assigned on or before this day.
    pub assigned_to: Option<NaiveDate>,
    /// 按承继单位口径
    #[serde(default)]
    #[param(example = false)]
    pub successors: bool,
}

impl UnitScoresQuery {
    fn selection(&self, today: NaiveDate) -> Selection {
        let (from, to) = period(self.year, self.assigned_from, self.assigned_to, today);
        Selection { successors: self.successors, ..Selection::between(from, to) }
    }
}

/// A weight of the score (分值).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"key": "satisfaction", "label": "结果满意", "measure": "satisfied_or_basic", "setting": "score_satisfaction", "points": 25}))]
pub struct ScoreWeight {
    /// The line.
    pub key: &'static str,
    /// In words.
    pub label: String,
    /// The measure that earns it: `GET /standing/matters?measure=…` lists what stands behind; `null` for cards.
    pub measure: Option<&'static str>,
    /// The setting that holds it.
    pub setting: String,
    /// Points; of a card the points taken off.
    pub points: u32,
}

/// A line of a unit's score.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"key": "satisfaction", "numerator": 8, "denominator": 9, "full": 25.0, "points": 22.22}))]
pub struct ScoreLineResponse {
    /// The line, as in `weights`.
    pub key: &'static str,
    /// How many counted.
    pub numerator: u32,
    /// Of how many; of none the full mark is earned.
    pub denominator: u32,
    /// Full mark.
    pub full: f64,
    /// Reached.
    pub points: f64,
}

/// The score of one unit.
#[derive(Serialize, ToSchema)]
pub struct UnitScoreResponse {
    /// 承办单位
    pub unit_id: Uuid,
    /// Its name.
    pub unit: String,
    /// Matters that it answers for.
    pub base: u32,
    /// 得分
    pub total: f64,
    /// 名次 among all units; `null` for who sees only its own.
    pub rank: Option<u32>,
    /// The lines, in the order of `weights`.
    pub lines: Vec<ScoreLineResponse>,
    /// 黄牌
    pub yellow_cards: u32,
    /// 红牌
    pub red_cards: u32,
    /// Taken off for cards.
    pub deducted: f64,
}

/// The scores of a period.
#[derive(Serialize, ToSchema)]
pub struct UnitScores {
    /// First day of assignment.
    pub from: NaiveDate,
    /// Last day of assignment.
    pub to: NaiveDate,
    /// 满分: the sum of the weights.
    pub full: u32,
    /// The weights in force today, and what a card takes off.
    pub weights: Vec<ScoreWeight>,
    /// The units, the best first.
    pub items: Vec<UnitScoreResponse>,
}

/// A unit's score before it is named.
pub(super) struct Scored {
    pub unit: UnitId,
    pub base: u32,
    pub score: UnitScore,
    pub rank: u32,
}

/// Every unit that answers for one of these matters, the best first.
pub(super) fn scored(matters: &[MeasuredMatter], weights: &ScoreWeights, today: NaiveDate) -> Vec<Scored> {
    let tasks = matters.iter().filter(|matter| matter.facts.counts()).flat_map(|matter| &matter.facts.tasks);
    let units: BTreeSet<UnitId> = tasks.filter(|task| task.owes_reply).map(|task| task.unit).collect();
    let scores: Vec<(UnitId, u32, UnitScore)> = units
        .into_iter()
        .map(|unit| {
            let own: Vec<MeasuredMatter> =
                matters.iter().filter_map(|matter| of_unit(matter, unit)).collect();
            let measured = measures(&facts(&own), today);
            (unit, measured.base, unit_score(&measured, weights))
        })
        .collect();
    let places = ranks(&scores.iter().map(|(_, _, score)| score.total).collect::<Vec<_>>());
    let mut scored: Vec<Scored> = scores
        .into_iter()
        .zip(places)
        .map(|((unit, base, score), rank)| Scored { unit, base, score, rank })
        .collect();
    scored.sort_by_key(|one| one.rank);
    scored
}

/// The units to which this reader is limited: whoever only works for units sees theirs, without a place among others that he
/// does not see.
fn own_units(actor: &Actor) -> Option<Vec<UnitId>> {
    let watching = [Role::DcStaff, Role::DcHead, Role::ScLeader, Role::GovDispatch, Role::Committee];
    if watching.into_iter().any(|role| actor.has_role(role)) {
        return None;
    }
    let grants = actor.grants().iter();
    let own = grants.filter(|grant| matches!(grant.role, Role::UnitHandler | Role::UnitLeader));
    Some(own.filter_map(|grant| grant.unit).collect())
}

async fn scores(
    state: &State,
    caller: &Caller,
    query: &UnitScoresQuery,
    reading: &Reading,
) -> ApiResult<UnitScores> {
    let selection = query.selection(reading.today);
    let matters = selection.read(state, &caller.actor).await?;
    let weights = reading.settings.score_weights();
    let mut scored = scored(&matters, &weights, reading.today);
    let own = own_units(&caller.actor);
    if let Some(own) = &own {
        scored.retain(|one| own.contains(&one.unit));
    }
    let wanted = scored.iter().map(|one| one.unit.0).collect();
    let names = state.store.names(NamesWanted { units: wanted, ..NamesWanted::default() }).await?;
    let points = |hundredths: u32| f64::from(hundredths) / 100.0;
    let mut items: Vec<UnitScoreResponse> = scored
        .into_iter()
        .map(|one| UnitScoreResponse {
            unit_id: one.unit.0,
            unit: names.of(one.unit.0),
            base: one.base,
            total: points(one.score.total),
            rank: own.is_none().then_some(one.rank),
            lines: one
                .score
                .lines
                .iter()
                .map(|line| ScoreLineResponse {
                    key: line.key.code(),
                    numerator: line.numerator,
                    denominator: line.denominator,
                    full: points(line.full),
                    points: points(line.reached),
                })
                .collect(),
            yellow_cards: one.score.yellow_cards,
            red_cards: one.score.red_cards,
            deducted: points(one.score.deducted),
        })
        .collect();
    items.sort_by(|a, b| b.total.total_cmp(&a.total).then_with(|| a.unit.cmp(&b.unit)));
    Ok(UnitScores {
        from: selection.from,
        to: selection.to,
        full: weights.full(),
        weights: represent_weights(reading, &weights),
        items,
    })
}

fn represent_weights(reading: &Reading, weights: &ScoreWeights) -> Vec<ScoreWeight> {
    let line = |key: &ScoreKey| ScoreWeight {
        key: key.code(),
        label: reading.label(*key),
        measure: Some(key.measure().code()),
        setting: format!("score_{}", key.code()),
        points: key.weight(weights),
    };
    let card = |key, (zh, en), points| ScoreWeight {
        key,
        label: reading.pick(zh, en).to_owned(),
        measure: None,
        setting: format!("score_{key}"),
        points,
    };
    let mut all: Vec<ScoreWeight> = ScoreKey::ALL.iter().map(line).collect();
    all.push(card("yellow_card", ("每张黄牌扣分", "Taken off for a yellow card"), weights.yellow_card));
    all.push(card("red_card", ("每张红牌扣分", "Taken off for a red card"), weights.red_card));
    all
}

/// Scores of the units
///
/// 单位得分 of the matters assigned in a period: signed for, talked, on time, quality, satisfaction, solved, published, minus
/// cards. The weights are settings. A unit sees its own score; the deputies' committee and the leaders see all, with places.
#[utoipa::path(get, path = "/api/v1/standing/scores", tag = "standing", security(("bearer" = [])),
    params(UnitScoresQuery),
    responses((status = 200, description = "The scores", body = UnitScores)))]
pub(super) async fn get_unit_scores(
    state: web::Data<State>,
    caller: Caller,
    query: Query<UnitScoresQuery>,
) -> ApiResult<Answer> {
    require::<act::ReadSuggestion>(&caller.actor, &PublicRegister)?;
    let reading = Reading::of(&state, &caller.request).await?;
    Answer::ok(&scores(&state, &caller, &query, &reading).await?)
}

/// A line of the sheet: one unit's one line.
pub(super) struct ScoreRow {
    unit: String,
    rank: Option<u32>,
    total: f64,
    line: String,
    numerator: Option<u32>,
    denominator: Option<u32>,
    full: Option<f64>,
    points: f64,
}

const COLUMNS: &[Column<ScoreRow>] = &[
    ("单位", |row| row.unit.as_str().into()),
    ("名次", |row| row.rank.into()),
    ("得分", |row| Value::Number(row.total)),
    ("项目", |row| row.line.as_str().into()),
    ("计入", |row| row.numerator.into()),
    ("基数", |row| row.denominator.into()),
    ("分值", |row| row.full.map_or(Value::Empty, Value::Number)),
    ("项目得分", |row| Value::Number(row.points)),
];

fn rows(found: UnitScores) -> Vec<ScoreRow> {
    let mut rows = Vec::new();
    for unit in found.items {
        let row = |line: String, points| ScoreRow {
            unit: unit.unit.clone(),
            rank: unit.rank,
            total: unit.total,
            line,
            numerator: None,
            denominator: None,
            full: None,
            points,
        };
        rows.extend(unit.lines.iter().zip(&found.weights).map(|(line, weight)| ScoreRow {
            numerator: Some(line.numerator),
            denominator: Some(line.denominator),
            full: Some(line.full),
            ..row(weight.label.clone(), line.points)
        }));
        let cards = format!("黄牌{}张、红牌{}张扣分", unit.yellow_cards, unit.red_cards);
        rows.push(row(cards, -unit.deducted));
    }
    rows
}

/// Export the scores of the units
///
/// 导出单位得分 (XLSX 或 CSV): every line of every unit. The export is entered in the audit log.
#[utoipa::path(get, path = "/api/v1/standing/scores/export", tag = "standing", security(("bearer" = [])),
    params(UnitScoresQuery, FormatQuery),
    responses(SheetFile))]
pub(super) async fn export_unit_scores(
    state: web::Data<State>,
    caller: Caller,
    query: ExportQuery<UnitScoresQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ExportSuggestions>(&caller.actor, &PublicRegister)?;
    let mut reading = Reading::of(&state, &caller.request).await?;
    // The sheet's heads are the official terms, and so are its words.
    reading.language = Language::Chinese;
    let found = scores(&state, &caller, &query.list, &reading).await?;
    let weights: Vec<String> =
        found.weights.iter().map(|weight| format!("{}{}分", weight.label, weight.points)).collect();
    let conditions =
        of_selection(&query.list.selection(reading.today)).words("分值", Some(weights.join("、")));
    Export::of_suggestions(&state, &caller, "单位得分", query.format(), conditions, "scores")
        .table(Rows::whole(rows(found)), COLUMNS)
        .await
}
