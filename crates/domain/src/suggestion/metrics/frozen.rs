//! 冻结报表: the figures of a period as they stood on a day, with the rules and settings that made them and everything behind
//! each number, as one text that never changes.

use super::{
    Entry, MatterFacts, MeasureKey, Measures, Ratio, ScoreWeights, UnitScore, measures, ranks, unit_score,
};
use crate::kernel::{SuggestionId, UnitId};
use crate::settings::{SettingKey, Settings};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Version of the rules by which figures are computed (口径版本). A change of a measure's definition takes the next one, so that a
/// reader of an old report knows that it was computed otherwise.
pub const RULE_VERSION: &str = "2026.1";

/// One thing that a frozen number counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenEntry {
    /// The matter.
    pub id: SuggestionId,
    /// Whose task, letter or card, for measures that count those.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit: Option<UnitId>,
    /// In the numerator.
    pub counts: bool,
}

/// A measure as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenMeasure {
    /// Its stable name.
    pub key: MeasureKey,
    /// Its official name then.
    pub label: String,
    /// How many.
    pub numerator: u32,
    /// Of how many.
    pub denominator: u32,
    /// Tenths of a per cent; `None` for an empty base.
    pub per_mille: Option<u32>,
    /// Everything in the base, one by one.
    pub entries: Vec<FrozenEntry>,
}

/// A unit's score as it was, in hundredths of a point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenUnit {
    /// 承办单位
    pub id: UnitId,
    /// Its name then.
    pub name: String,
    /// Matters that it answered for.
    pub base: u32,
    /// 得分
    pub total: u32,
    /// 名次
    pub rank: u32,
    /// Taken off for cards.
    pub deducted: u32,
    /// Reached in each line, by the line's key.
    pub lines: BTreeMap<String, u32>,
}

/// A frozen report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrozenReport {
    /// 口径版本
    pub rule_version: String,
    /// 年度
    pub year: i32,
    /// First day of assignment.
    pub from: NaiveDate,
    /// Last day of assignment.
    pub to: NaiveDate,
    /// 截止日期
    pub as_of: NaiveDate,
    /// Every setting in force on that day.
    pub settings: BTreeMap<String, serde_json::Value>,
    /// Matters in the base.
    pub base: u32,
    /// 办理天数 median.
    pub days_median: Option<i64>,
    /// Nine of ten took no longer.
    pub days_p90: Option<i64>,
    /// The measures of all.
    pub measures: Vec<FrozenMeasure>,
    /// The units with their scores, by place, then by name.
    pub units: Vec<FrozenUnit>,
}

impl FrozenReport {
    /// The report of matters **as they stood on `as_of`** (`Case::as_of`), under the settings of that day.
    pub fn of(
        matters: &[MatterFacts],
        (from, to, as_of): (NaiveDate, NaiveDate, NaiveDate),
        year: i32,
        settings: &Settings,
        name: impl Fn(UnitId) -> String,
    ) -> Self {
        let all = measures(matters, as_of);
        let key = |key: &SettingKey| (key.as_str().to_owned(), settings.get(*key));
        Self {
            rule_version: RULE_VERSION.to_owned(),
            year,
            from,
            to,
            as_of,
            settings: SettingKey::ALL.iter().map(key).collect(),
            base: all.base,
            days_median: all.days_to_reply.median,
            days_p90: all.days_to_reply.p90,
            measures: MeasureKey::ALL.iter().map(|key| frozen(*key, &all)).collect(),
            units: units(matters, as_of, &settings.score_weights(), name),
        }
    }

    /// A number with what it counted, as it was; `None` when the rules of that day did not know the measure.
    pub fn ratio(&self, key: MeasureKey) -> Option<Ratio> {
        let frozen = self.measures.iter().find(|one| one.key == key)?;
        let mut ratio = Ratio::default();
        for entry in &frozen.entries {
            ratio.enter(Entry { unit: entry.unit, ..Entry::of(entry.id, entry.counts) });
        }
        Some(ratio)
    }

    /// The text that is kept: the same report gives the same bytes.
    ///
    /// # Errors
    /// A defect: every part can be written.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// SHA-256 of the text (摘要).
    pub fn digest(text: &str) -> [u8; 32] {
        Sha256::digest(text.as_bytes()).into()
    }
}

fn frozen(key: MeasureKey, all: &Measures) -> FrozenMeasure {
    let ratio = all.ratio(key);
    FrozenMeasure {
        key,
        label: key.zh().to_owned(),
        numerator: ratio.numerator,
        denominator: ratio.denominator,
        per_mille: ratio.per_mille(),
        entries: ratio
            .entries
            .iter()
            .map(|entry| FrozenEntry { id: entry.matter, unit: entry.unit, counts: entry.counts })
            .collect(),
    }
}

fn units(
    matters: &[MatterFacts],
    as_of: NaiveDate,
    weights: &ScoreWeights,
    name: impl Fn(UnitId) -> String,
) -> Vec<FrozenUnit> {
    let tasks = matters.iter().filter(|matter| matter.counts()).flat_map(|matter| &matter.tasks);
    let known: BTreeSet<UnitId> = tasks.filter(|task| task.owes_reply).map(|task| task.unit).collect();
    let scores: Vec<(UnitId, u32, UnitScore)> = known
        .into_iter()
        .map(|unit| {
            let own: Vec<MatterFacts> = matters.iter().filter_map(|matter| matter.of_unit(unit)).collect();
            let measured = measures(&own, as_of);
            (unit, measured.base, unit_score(&measured, weights))
        })
        .collect();
    let places = ranks(&scores.iter().map(|(_, _, score)| score.total).collect::<Vec<_>>());
    let mut units: Vec<FrozenUnit> = scores
        .into_iter()
        .zip(places)
        .map(|((id, base, score), rank)| FrozenUnit {
            id,
            name: name(id),
            base,
            total: score.total,
            rank,
            deducted: score.deducted,
            lines: score.lines.iter().map(|line| (line.key.code().to_owned(), line.reached)).collect(),
        })
        .collect();
    units.sort_by(|a, b| a.rank.cmp(&b.rank).then_with(|| a.name.cmp(&b.name)));
    units
}
