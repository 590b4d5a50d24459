use chrono::NaiveDate;

use super::*;

mod examples;
mod explanations;
mod imports;
mod official_data;
mod properties;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("valid date")
}

fn rule(text: &str) -> Rule {
    text.parse().expect("valid rule")
}

fn due(start: &str, written: &str) -> String {
    official_calendar().due(day(start), &rule(written)).due.to_string()
}

fn listed(date: &str, kind: DayKind, name: &str) -> CalendarDay {
    CalendarDay { date: day(date), kind, name: name.to_owned() }
}
