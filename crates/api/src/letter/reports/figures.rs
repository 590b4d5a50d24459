//! What the reports have in common: shares, counts, lines.

use super::Material;
use crate::suggestion::{UnitFigures, unit_figures};
use documents::{
    report::{Counts, YearFigures},
    sheet::ledger::{Share, UnitRow},
};
use domain::{
    kernel::Coded,
    suggestion::{
        Case, ReplyCategory, category_letter, category_letters,
        metrics::{MatterFacts, Measures, Ratio, measures},
    },
};
use std::collections::BTreeMap;

pub(super) fn share(ratio: &Ratio) -> Share {
    Share { numerator: ratio.numerator, denominator: ratio.denominator }
}

/// How many of each name, the most first, then by name.
pub(super) fn tally(names: impl Iterator<Item = String>) -> Counts {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let mut counts: Counts = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

impl Material {
    /// Those that count in the measures.
    pub(super) fn counted(&self) -> Vec<(&Case, MatterFacts)> {
        self.cases().map(|case| (case, case.facts())).filter(|(_, facts)| facts.counts()).collect()
    }

    pub(super) fn measures(&self) -> Measures {
        let facts: Vec<MatterFacts> = self.counted().into_iter().map(|(_, facts)| facts).collect();
        measures(&facts, self.as_of)
    }

    pub(super) fn units(&self) -> Vec<UnitRow> {
        let cases: Vec<&Case> = self.cases().collect();
        let name = |unit| {
            let known = self.cases.iter().map(|(_, registers)| registers.unit(unit));
            known.into_iter().find(|name| !name.is_empty()).unwrap_or_default()
        };
        let figures: Vec<UnitFigures> = unit_figures(&cases, self.as_of, &self.reading.settings, name);
        figures.into_iter().map(|one| one.row).collect()
    }

    pub(super) fn with_d(&self) -> bool {
        category_letters(self.reading.settings.category_scheme).len() > 3
    }

    /// A 已经解决或基本解决 and so on, in the order of the letters.
    pub(super) fn by_result(&self, measures: &Measures) -> Counts {
        let scheme = self.reading.settings.category_scheme;
        let word = |category: ReplyCategory| {
            format!("{}类：{}", category_letter(scheme, category), category.as_zh())
        };
        measures.by_category.iter().map(|(category, count)| (word(*category), *count)).collect()
    }
}

pub(super) fn year_figures(m: &Measures) -> YearFigures {
    YearFigures {
        base: m.base,
        replied: share(&m.replied),
        on_time: share(&m.on_time),
        on_time_original: share(&m.on_time_original),
        met: share(&m.met),
        satisfied: share(&m.final_result.satisfied),
        satisfied_or_basic: share(&m.final_result.satisfied_or_basic),
        satisfied_first: share(&m.first_result.satisfied),
        attitude: share(&m.final_attitude.satisfied),
        unevaluated: m.final_result.unevaluated,
        resolved: share(&m.resolved),
        implemented: share(&m.implemented),
        promised_then_resolved: share(&m.promised_then_resolved),
        commitments: share(&m.commitments_kept),
        rehandled: share(&m.rehandled),
        published: share(&m.published),
        recurring: share(&m.recurring),
        days: m.days_to_reply.median,
    }
}
