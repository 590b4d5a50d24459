use crate::kernel::SuggestionId;
use serde::Serialize;

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
}

impl Ratio {
    /// Adds one thing to the base.
    pub fn add(&mut self, of: SuggestionId, counts: bool) {
        self.denominator += 1;
        self.numerator += u32::from(counts);
        let list = if counts { &mut self.counted } else { &mut self.not_counted };
        if !list.contains(&of) {
            list.push(of);
        }
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
