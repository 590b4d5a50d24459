use crate::suggestion::{NumberSeries, OfficialNumber};
use std::fmt;

/// 引用号: the official number of a matter in a form that fits into an address and never changes. `18-5-63` is number 63
/// of the fifth session of the eighteenth congress, `18-b2026-7` number 7 of those accepted in 2026 between sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatterRef {
    /// 届
    pub term: i32,
    /// 次会议, or the year between sessions.
    pub series: RefSeries,
    /// Place in the series, from 1.
    pub number: u32,
}

/// The middle of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefSeries {
    /// The session's ordinal.
    Session(i32),
    /// Between sessions: the year of acceptance.
    Between(i32),
}

impl MatterRef {
    /// The reference of an official number. `None` when a session's ordinal is not known.
    pub fn of(number: OfficialNumber, term: i32, session: Option<i32>) -> Option<Self> {
        let series = match number.series {
            NumberSeries::Session { .. } => RefSeries::Session(session?),
            NumberSeries::Between { year, .. } => RefSeries::Between(year),
        };
        Some(Self { term, series, number: number.number })
    }

    /// Reads a reference, as it is printed or with leading zeros.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let (term, series, number) = (parts.next()?, parts.next()?, parts.next()?);
        let series = match series.strip_prefix('b') {
            Some(year) => RefSeries::Between(digits(year)?),
            None => RefSeries::Session(digits(series)?),
        };
        Some(Self { term: digits(term)?, series, number: u32::try_from(digits(number)?).ok()? })
    }
}

/// Up to six digits and nothing else: no sign, no space.
fn digits(text: &str) -> Option<i32> {
    let fits = (1..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

impl fmt::Display for MatterRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.series {
            RefSeries::Session(session) => write!(f, "{}-{session}-{}", self.term, self.number),
            RefSeries::Between(year) => write!(f, "{}-b{year}-{}", self.term, self.number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read() {
        for text in ["18-5-63", "18-b2026-7"] {
            assert_eq!(MatterRef::read(text).unwrap().to_string(), text);
        }
        assert_eq!(MatterRef::read("18-05-063").unwrap().to_string(), "18-5-63");
    }

    #[test]
    fn nothing_else_is_a_reference() {
        for text in
            ["18-5--1", "18-5-+1", "-5-1", "18-x2026-1", "18-5-1e3", "18-5", "18-5-99999999999", "18-5-6-3"]
        {
            assert_eq!(MatterRef::read(text), None, "{text}");
        }
    }
}
