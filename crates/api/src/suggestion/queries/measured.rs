//! Which matters are measured, and their measures as they are answered.

use super::reading::Reading;
use crate::{http::ApiResult, state::State};
use chrono::NaiveDate;
use domain::{
    authz::{Actor, Role},
    kernel::UnitId,
    suggestion::metrics::{MatterFacts, MeasureKey, Measures, Ratio},
};
use persistence::suggestion::{MeasuredMatter, SuggestionFilter};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// Asks for matters that were not classified; categories themselves are Chinese words.
const NO_CATEGORY: &str = "none";

/// A selection of matters, as statistics, lists behind numbers and scores read them: the same selection is the same matters.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    /// First day of assignment.
    pub from: NaiveDate,
    /// Last day of assignment.
    pub to: NaiveDate,
    /// Only what this unit answers for, with its own part alone.
    pub unit: Option<UnitId>,
    /// What a unit did before a reorganisation counts for the one that carries on.
    pub successors: bool,
    /// 届
    pub term: Option<Uuid>,
    /// 次会议
    pub session: Option<Uuid>,
    /// 类别; [`NO_CATEGORY`]: those that have none.
    pub category: Option<String>,
    /// 乡镇、街道; nil: those of none.
    pub town: Option<Uuid>,
    /// 重点督办建议
    pub key: Option<bool>,
}

impl Selection {
    /// Everything assigned between two days.
    pub(crate) const fn between(from: NaiveDate, to: NaiveDate) -> Self {
        Self {
            from,
            to,
            unit: None,
            successors: false,
            term: None,
            session: None,
            category: None,
            town: None,
            key: None,
        }
    }

    /// The matters of the selection that the actor may read.
    ///
    /// # Errors
    /// As the database.
    pub(crate) async fn read(&self, state: &State, actor: &Actor) -> ApiResult<Vec<MeasuredMatter>> {
        let category = self.category.as_deref().filter(|category| *category != NO_CATEGORY);
        let filter = SuggestionFilter {
            assigned: (Some(self.from), Some(self.to)),
            unit: self.unit.map(|unit| unit.0).filter(|_| !self.successors),
            term: self.term,
            session: self.session,
            categories: category.map(str::to_owned).into_iter().collect(),
            key: self.key,
            ..SuggestionFilter::default()
        };
        let mut matters = state.store.suggestion_facts(actor, &filter).await?;
        if self.successors {
            let in_charge: HashMap<Uuid, Uuid> = state.store.units_in_charge().await?;
            let name = |unit: UnitId| in_charge.get(&unit.0).map_or(unit, |unit| UnitId(*unit));
            matters.iter_mut().for_each(|matter| matter.facts.rename_units(name));
        }
        if self.category.as_deref() == Some(NO_CATEGORY) {
            matters.retain(|matter| matter.category.is_none());
        }
        let overseer =
            [Role::DcStaff, Role::DcHead, Role::ScLeader].into_iter().any(|role| actor.has_role(role));
        for matter in &mut matters {
            // From where a protected deputy comes would say too much.
            matter.town = matter.town.take().filter(|_| overseer || !matter.names_hidden);
        }
        if let Some(town) = self.town {
            let wanted = (!town.is_nil()).then_some(town);
            matters.retain(|matter| matter.town.as_ref().map(|(id, _)| *id) == wanted);
        }
        if let Some(unit) = self.unit {
            matters = matters.into_iter().filter_map(|matter| of_unit(&matter, unit)).collect();
        }
        Ok(matters)
    }
}

/// The matter with the unit's own part alone.
pub(crate) fn of_unit(matter: &MeasuredMatter, unit: UnitId) -> Option<MeasuredMatter> {
    let facts = matter.facts.of_unit(unit)?;
    Some(MeasuredMatter { facts, ..matter.clone() })
}

/// The facts alone.
pub(crate) fn facts<'m>(matters: impl IntoIterator<Item = &'m MeasuredMatter>) -> Vec<MatterFacts> {
    matters.into_iter().map(|matter| matter.facts.clone()).collect()
}

/// A share with what it counts: nothing is a percentage alone.
#[derive(Clone, Serialize, ToSchema)]
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
#[derive(Clone, Serialize, ToSchema)]
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
#[derive(Clone, Serialize, ToSchema)]
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
    /// How many answers the days were measured of.
    pub days_count: u32,
    /// 办理天数: median from assignment to answer.
    pub days_median: Option<i64>,
    /// Nine of ten took no longer.
    pub days_p90: Option<i64>,
    /// 黄牌
    pub yellow_cards: u32,
    /// 红牌
    pub red_cards: u32,
    /// Matters by category of the answer now.
    pub by_category: Vec<CategoryCount>,
}

/// One share as it is answered.
pub(super) fn represent_ratio(reading: &Reading, key: MeasureKey, ratio: &Ratio) -> MeasureResponse {
    MeasureResponse {
        key: key.code(),
        label: reading.label(key),
        numerator: ratio.numerator,
        denominator: ratio.denominator,
        percent: ratio.per_mille().map(|tenths| f64::from(tenths) / 10.0),
    }
}

/// The measures as they are answered; of a unit, when one is given.
pub(crate) fn represent_measures(
    reading: &Reading,
    unit: Option<(Uuid, String)>,
    all: &Measures,
) -> MeasuresResponse {
    let shares = MeasureKey::ALL.iter().copied().filter(|key| key.is_share());
    let (unit_id, unit) = unit.unzip();
    MeasuresResponse {
        unit_id,
        unit,
        base: all.base,
        measures: shares.map(|key| represent_ratio(reading, key, all.ratio(key))).collect(),
        unevaluated: all.final_result.unevaluated,
        days_count: all.days_to_reply.count,
        days_median: all.days_to_reply.median,
        days_p90: all.days_to_reply.p90,
        yellow_cards: all.yellow_cards.numerator,
        red_cards: all.red_cards.numerator,
        by_category: all
            .by_category
            .iter()
            .map(|(category, count)| CategoryCount {
                category: category.code(),
                letter: reading.letter(Some(category.code())),
                label: reading.label(*category),
                count: *count,
            })
            .collect(),
    }
}
