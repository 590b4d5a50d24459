//! Dates: 2026-03-06, 2026/3/6, 2026.3.6, 2026年3月6日, 20260306 and serial numbers; months (1975.06) for dates of birth.

use chrono::{Days, NaiveDate};
use domain::kernel::{ErrorCode, fold_width};

use super::super::raw::RawValue;
use super::Problem;
use super::text::of_value;

/// A date, perhaps only known to the month; then it is the first of that month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateRead {
    pub date: NaiveDate,
    pub month_only: bool,
}

/// Serial numbers of spreadsheets that can be meant: 1927 to 2099. Smaller ones are years or plain numbers.
const SERIALS: std::ops::RangeInclusive<u32> = 10_000..=73_050;

/// Reads a cell that is meant as a date.
pub fn read(value: &RawValue) -> Result<DateRead, Problem> {
    let found = match value {
        RawValue::Date(date) => full(Some(*date)),
        RawValue::Number(n) => from_number(*n),
        RawValue::Text(text) => from_text(text),
        RawValue::Bool(_) | RawValue::Error(_) => None,
    };
    found
        .filter(|read| (1900..=2100).contains(&chrono::Datelike::year(&read.date)))
        .ok_or_else(|| Problem::about(ErrorCode::DateInvalid, of_value(value).trim()))
}

fn full(date: Option<NaiveDate>) -> Option<DateRead> {
    date.map(|date| DateRead { date, month_only: false })
}

fn month(year: u32, month: u32) -> Option<DateRead> {
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, 1)?;
    Some(DateRead { date, month_only: true })
}

fn day(year: u32, month: u32, day: u32) -> Option<DateRead> {
    full(NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day))
}

fn from_number(n: f64) -> Option<DateRead> {
    if !n.is_finite() || n < 0.0 {
        return None;
    }
    // 1975.06 typed as a number. 1975.1 may be January or, its zero lost, October: refused.
    if (1900.0..2101.0).contains(&n) && n.fract() != 0.0 {
        let text = format!("{n}");
        let (year, part) = text.split_once('.')?;
        return (part != "1" && part.len() <= 2)
            .then(|| month(year.parse().ok()?, part.parse().ok()?))
            .flatten();
    }
    // The fraction of a serial number is the time of day.
    let whole = n.trunc();
    if whole > 99_999_999.0 {
        return None;
    }
    // Truncated and bounded above, so the cast is exact.
    from_digits(&format!("{}", whole as u32))
}

fn from_digits(digits: &str) -> Option<DateRead> {
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|d| d.parse::<u32>().ok());
    match digits.len() {
        8 => day(part(0..4)?, part(4..6)?, part(6..8)?),
        6 => month(part(0..4)?, part(4..6)?),
        5 => {
            let serial = part(0..5)?;
            // Day 60 of the 1900 system is a 29 February that never was; all serials here lie behind it.
            let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?;
            SERIALS
                .contains(&serial)
                .then(|| full(epoch.checked_add_days(Days::new(serial.into()))))
                .flatten()
        }
        _ => None,
    }
}

fn from_text(text: &str) -> Option<DateRead> {
    let folded = fold_width(text);
    let (groups, rest) = digit_groups(folded.trim());
    // Behind a complete date only a time of day may stand.
    let time = |c: char| c.is_ascii_digit() || ":. TZ+上下午时分秒".contains(c);
    let complete = rest.is_empty() || (groups.len() == 3 && rest.chars().all(time));
    if !complete {
        return None;
    }
    match groups.as_slice() {
        [digits] => from_digits(digits),
        [y, m] if y.len() == 4 && m.len() <= 2 => month(y.parse().ok()?, m.parse().ok()?),
        [y, m, d] if y.len() == 4 && m.len() <= 2 && d.len() <= 2 => {
            day(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?)
        }
        _ => None,
    }
}

/// Up to three groups of digits with date separators between them, and what follows.
fn digit_groups(text: &str) -> (Vec<&str>, &str) {
    let separator = |c: char| "-/.年月日号—–、\\ ".contains(c);
    let mut groups = Vec::new();
    let mut rest = text;
    while groups.len() < 3 {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        if end == 0 {
            break;
        }
        groups.push(&rest[..end]);
        rest = rest[end..].trim_start_matches(separator);
    }
    (groups, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Option<String> {
        read(&RawValue::Text(text.into()))
            .ok()
            .map(|d| format!("{}{}", d.date, if d.month_only { "?" } else { "" }))
    }

    fn number(n: f64) -> Option<String> {
        read(&RawValue::Number(n)).ok().map(|d| format!("{}{}", d.date, if d.month_only { "?" } else { "" }))
    }

    #[test]
    fn the_styles_of_offices() {
        for spelled in [
            "2026-03-06",
            "2026/3/6",
            "2026.3.6",
            "2026年3月6日",
            "20260306",
            "２０２６年３月６日",
            " 2026 年 3 月 6 日 ",
            "2026-03-06 00:00:00",
            "2026-03-06T10:00:00Z",
            "2026年3月6号",
            "46087",
            "2026—3—6",
        ] {
            assert_eq!(text(spelled).as_deref(), Some("2026-03-06"), "{spelled}");
        }
        assert_eq!(number(46087.0).as_deref(), Some("2026-03-06"));
        assert_eq!(number(46087.75).as_deref(), Some("2026-03-06"));
        assert_eq!(number(20_260_306.0).as_deref(), Some("2026-03-06"));
    }

    #[test]
    fn months_stand_for_their_first_day_and_say_so() {
        assert_eq!(text("1975.06").as_deref(), Some("1975-06-01?"));
        assert_eq!(text("1975年6月").as_deref(), Some("1975-06-01?"));
        assert_eq!(text("197506").as_deref(), Some("1975-06-01?"));
        assert_eq!(number(1975.06).as_deref(), Some("1975-06-01?"));
        assert_eq!(number(1975.1), None, "January, or October without its zero");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for wrong in [
            "2026-02-29",
            "2026-13-01",
            "3/6/2026",
            "26-3-6",
            "2026",
            "昨天",
            "",
            "2026-03-06至2026-04-01",
            "123",
            "99999999",
        ] {
            assert_eq!(text(wrong), None, "{wrong}");
        }
        for wrong in [2026.0, -1.0, 1e12, f64::NAN, 12.0] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
    }
}
