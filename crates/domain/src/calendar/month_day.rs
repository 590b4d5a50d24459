use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A day of any year (月日), written `07-31`. 29 February is refused, because most years have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MonthDay {
    month: u32,
    day: u32,
}

/// Not a day of every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write a day of the year as MM-DD, e.g. 07-31 (29 February is not possible)")]
pub struct ParseMonthDayError;

impl MonthDay {
    /// # Errors
    /// When there is no such day in a common year.
    pub fn new(month: u32, day: u32) -> Result<Self, ParseMonthDayError> {
        // 2025 is a common year: what exists in it exists in every year.
        NaiveDate::from_ymd_opt(2025, month, day).map(|_| Self { month, day }).ok_or(ParseMonthDayError)
    }

    /// Month, 1–12.
    pub const fn month(self) -> u32 {
        self.month
    }

    /// Day of the month, 1–31.
    pub const fn day(self) -> u32 {
        self.day
    }

    /// The first such day after `date` (never `date` itself).
    pub fn first_after(self, date: NaiveDate) -> NaiveDate {
        let in_year = |year| NaiveDate::from_ymd_opt(year, self.month, self.day).unwrap_or(NaiveDate::MAX);
        let this_year = in_year(date.year());
        if this_year > date { this_year } else { in_year(date.year() + 1) }
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

impl FromStr for MonthDay {
    type Err = ParseMonthDayError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (month, day) = text.split_once('-').ok_or(ParseMonthDayError)?;
        let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        if !two_digits(month) || !two_digits(day) {
            return Err(ParseMonthDayError);
        }
        let number = |part: &str| part.parse::<u32>().map_err(|_| ParseMonthDayError);
        Self::new(number(month)?, number(day)?)
    }
}

impl TryFrom<String> for MonthDay {
    type Error = ParseMonthDayError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<MonthDay> for String {
    fn from(day: MonthDay) -> Self {
        day.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_every_year_are_accepted() {
        for text in ["07-31", "12-31", "01-01", "02-28"] {
            assert_eq!(text.parse::<MonthDay>().expect(text).to_string(), text);
        }
        for text in ["", "7-31", "02-29", "13-01", "04-31", "07/31", "07-31-1", "+7-31", "07-+1"] {
            assert_eq!(text.parse::<MonthDay>(), Err(ParseMonthDayError), "{text}");
        }
    }

    #[test]
    fn the_first_after_is_strictly_later() {
        let cap: MonthDay = "07-31".parse().expect("valid");
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("valid");
        assert_eq!(cap.first_after(day(2026, 3, 6)), day(2026, 7, 31));
        assert_eq!(cap.first_after(day(2026, 7, 31)), day(2027, 7, 31));
        assert_eq!(cap.first_after(day(2026, 12, 1)), day(2027, 7, 31));
    }
}
