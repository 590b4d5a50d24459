use super::MeasurePart;
use crate::kernel::{SuggestionId, UnitId};
use chrono::NaiveDate;
use serde::Serialize;

/// One thing that a measure counts: a matter, or a unit's task, letter, promise or card in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The matter.
    pub matter: SuggestionId,
    /// Whose task or card it is, for measures that count those.
    pub unit: Option<UnitId>,
    /// Until when it was due, for measures of time.
    pub due: Option<NaiveDate>,
    /// When it was done.
    pub on: Option<NaiveDate>,
    /// In the numerator.
    pub counts: bool,
}

impl Entry {
    /// The matter itself, without days.
    pub const fn of(matter: SuggestionId, counts: bool) -> Self {
        Self { matter, unit: None, due: None, on: None, counts }
    }
}

/// A share, with what it counts: nothing is a percentage alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Ratio {
    /// How many.
    pub numerator: u32,
    /// Of how many.
    pub denominator: u32,
    /// The matters counted in the numerator (each once, though it may count several times).
    pub counted: Vec<SuggestionId>,
    /// The matters in the base that are not counted.
    pub not_counted: Vec<SuggestionId>,
    /// Everything in the base, one by one: as many as `denominator`, those that count as many as `numerator`.
    pub entries: Vec<Entry>,
}

impl Ratio {
    /// Adds a matter to the base.
    pub fn add(&mut self, of: SuggestionId, counts: bool) {
        self.enter(Entry::of(of, counts));
    }

    /// Adds one thing to the base.
    pub fn enter(&mut self, entry: Entry) {
        self.denominator += 1;
        self.numerator += u32::from(entry.counts);
        let list = if entry.counts { &mut self.counted } else { &mut self.not_counted };
        // A matter's things are added one after the other.
        if list.last() != Some(&entry.matter) {
            list.push(entry.matter);
        }
        self.entries.push(entry);
    }

    /// What stands behind a part of the share: as many as its number says.
    pub fn part(&self, part: MeasurePart) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| match part {
            MeasurePart::Numerator => entry.counts,
            MeasurePart::Denominator => true,
            MeasurePart::Rest => !entry.counts,
        })
    }

    /// The share in tenths of a per cent, rounded half up: 889 for 8/9. `None` for an empty base.
    pub fn per_mille(&self) -> Option<u32> {
        let (n, d) = (u64::from(self.numerator), u64::from(self.denominator));
        if d == 0 {
            return None;
        }
        u32::try_from((n * 2000 + d) / (2 * d)).ok()
    }

    /// As reports print it: `88.9 %`, `100 %`; `—` for an empty base.
    pub fn percent(&self) -> String {
        match self.per_mille() {
            None => "—".to_owned(),
            Some(tenths) => format!("{}.{} %", tenths / 10, tenths % 10),
        }
    }
}

/// How long something takes, in days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Spread {
    /// How many were measured.
    pub count: u32,
    /// 中位数, rounded down between two.
    pub median: Option<i64>,
    /// Nine of ten took no longer (nearest rank).
    pub p90: Option<i64>,
}

impl Spread {
    /// Of these durations.
    pub fn of(mut days: Vec<i64>) -> Self {
        days.sort_unstable();
        let count = days.len();
        let at = |rank: usize| days.get(rank.saturating_sub(1)).copied();
        let median = match count % 2 {
            _ if count == 0 => None,
            1 => at(count / 2 + 1),
            _ => at(count / 2).zip(at(count / 2 + 1)).map(|(low, high)| (low + high) / 2),
        };
        Self { count: u32::try_from(count).unwrap_or(u32::MAX), median, p90: at((count * 9).div_ceil(10)) }
    }
}
