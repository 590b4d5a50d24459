//! 承办单位统计: how each unit answered, from the measures of its own matters.

use chrono::NaiveDate;
use documents::sheet::ledger::{Share, UnitRow};
use domain::{
    kernel::UnitId,
    settings::Settings,
    suggestion::{
        Case, HandlingTask, TaskRole, TaskTier, UrgeLevel, Verdict, category_letter,
        metrics::{MatterFacts, Measures, Ratio, measures, ranks, unit_score},
    },
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// One unit's line.
pub(crate) struct UnitFigures {
    /// Which unit.
    pub unit: Uuid,
    /// Its line.
    pub row: UnitRow,
}

/// What was counted of one unit besides its measures.
#[derive(Default)]
struct Counted {
    leads: u32,
    co: u32,
    splits: u32,
    agreed: u32,
    refused: u32,
    signed: Ratio,
    yellow_cards: u32,
    red_cards: u32,
}

/// The units of these matters, the best first; matters that count in no measure are left out.
pub(crate) fn unit_figures(
    cases: &[&Case],
    today: NaiveDate,
    settings: &Settings,
    name: impl Fn(UnitId) -> String,
) -> Vec<UnitFigures> {
    let facts: Vec<(&Case, MatterFacts)> =
        cases.iter().map(|case| (*case, case.facts())).filter(|(_, facts)| facts.counts()).collect();
    let mut units: BTreeMap<UnitId, Counted> = BTreeMap::new();
    for (case, facts) in &facts {
        for task in case.tasks.iter().filter(|task| task.tier == TaskTier::Unit) {
            count(case, task, units.entry(unit_of(case, task)).or_default());
        }
        for task in &facts.tasks {
            let signed = task.signed_on.zip(task.sign_due).is_some_and(|(on, due)| on <= due);
            units.entry(task.unit).or_default().signed.add(facts.id, signed);
        }
    }
    let facts: Vec<MatterFacts> = facts.into_iter().map(|(_, facts)| facts).collect();
    let mut figures: Vec<UnitFigures> = units
        .into_iter()
        .map(|(unit, counted)| {
            let own: Vec<MatterFacts> = facts.iter().filter_map(|matter| matter.of_unit(unit)).collect();
            let row = row(name(unit), &counted, &measures(&own, today), settings);
            UnitFigures { unit: unit.0, row }
        })
        .collect();
    rank(&mut figures);
    figures
}

/// The unit under the name that it had when it answered.
fn unit_of(case: &Case, task: &HandlingTask) -> UnitId {
    case.first_reply_of(task.id).map_or(task.unit, |reply| reply.unit)
}

fn count(case: &Case, task: &HandlingTask, counted: &mut Counted) {
    if task.round == 1 && task.status.is_live() {
        match task.role {
            TaskRole::Lead => counted.leads += 1,
            TaskRole::Co => counted.co += 1,
            TaskRole::Split => counted.splits += 1,
        }
    }
    for request in &task.send_backs {
        counted.agreed += u32::from(request.verdict == Verdict::Agreed);
        counted.refused += u32::from(request.verdict == Verdict::Refused);
    }
    let given = case.urges.iter().filter(|urge| match urge.task {
        Some(of) => of == task.id,
        // A card for the matter is one for every unit that owed an answer.
        None => task.owes_reply() && task.assigned_at <= urge.at,
    });
    for urge in given {
        counted.yellow_cards += u32::from(urge.level == UrgeLevel::Yellow);
        counted.red_cards += u32::from(urge.level == UrgeLevel::Red);
    }
}

fn share(ratio: &Ratio) -> Share {
    Share { numerator: ratio.numerator, denominator: ratio.denominator }
}

fn row(unit: String, counted: &Counted, measures: &Measures, settings: &Settings) -> UnitRow {
    let scheme = settings.category_scheme;
    let mut letters = [0; 4];
    for (category, count) in &measures.by_category {
        let place = (category_letter(scheme, *category) as usize).wrapping_sub('A' as usize);
        if let Some(cell) = letters.get_mut(place) {
            *cell += count;
        }
    }
    let rated = &measures.final_result;
    let at_least_basic = rated.satisfied_or_basic.numerator;
    let score = unit_score(measures, &settings.score_weights());
    UnitRow {
        unit,
        leads: counted.leads,
        co: counted.co,
        splits: counted.splits,
        signed_on_time: share(&counted.signed),
        sent_back: counted.agreed,
        send_back_refused: counted.refused,
        on_time: share(&measures.on_time),
        met: share(&measures.met),
        letters,
        satisfied: rated.satisfied.numerator,
        basic: at_least_basic - rated.satisfied.numerator,
        unsatisfied: rated.satisfied.denominator - at_least_basic,
        unevaluated: rated.unevaluated,
        resolved: share(&measures.resolved),
        promised_then_resolved: share(&measures.promised_then_resolved),
        yellow_cards: counted.yellow_cards,
        red_cards: counted.red_cards,
        // A unit that only helps owes no answer: there is nothing to score.
        score: (measures.base > 0).then(|| f64::from(score.total) / 100.0),
        rank: None,
    }
}

/// The best first, equal scores on one place; those without a score behind, by name.
fn rank(figures: &mut [UnitFigures]) {
    figures.sort_by(|a, b| {
        let score = |one: &UnitFigures| one.row.score.unwrap_or(-1.0);
        score(b).total_cmp(&score(a)).then_with(|| a.row.unit.cmp(&b.row.unit))
    });
    // Scores have two decimals.
    let hundredths = |score: f64| (score * 100.0).round() as u32;
    let totals: Vec<u32> = figures.iter().filter_map(|one| one.row.score.map(hundredths)).collect();
    for (one, rank) in figures.iter_mut().zip(ranks(&totals)) {
        one.row.rank = Some(rank);
    }
}
