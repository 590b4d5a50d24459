use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{CalendarDay, CoverageStatus, CoverageYear, DayKind};
use crate::authz::{Permit, act};
use crate::kernel::{AuditChange, DomainError, ErrorCode, Event, FieldError};

/// Years that the working calendar may hold.
pub const CALENDAR_YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;
/// Longest name of a day, characters.
pub const MAX_DAY_NAME: usize = 40;

/// Longest name of a notice, characters.
pub const MAX_SOURCE: usize = 100;

/// How an imported calendar meets what is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportMode {
    /// 合并: days of the file are added or changed, others stay.
    #[default]
    Merge,
    /// 按年替换: listed days of the file's years that are not in the file are removed.
    ReplaceYears,
}

/// One listed day before and after a change; `None`: not listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DayChange {
    /// The day.
    pub date: NaiveDate,
    /// What was listed.
    pub before: Option<CalendarDay>,
    /// What is listed now.
    pub after: Option<CalendarDay>,
}

/// What an import would change, in order of the days. Days that stay as they are do not appear.
pub fn plan_import(existing: &[CalendarDay], imported: &[CalendarDay], mode: ImportMode) -> Vec<DayChange> {
    let before: BTreeMap<NaiveDate, &CalendarDay> = existing.iter().map(|day| (day.date, day)).collect();
    let after: BTreeMap<NaiveDate, &CalendarDay> = imported.iter().map(|day| (day.date, day)).collect();
    let years: BTreeSet<i32> = imported.iter().map(|day| day.date.year()).collect();
    let removable = |date: &NaiveDate| mode == ImportMode::ReplaceYears && years.contains(&date.year());
    let dates: BTreeSet<NaiveDate> =
        before.keys().filter(|date| removable(date)).chain(after.keys()).copied().collect();
    let change = |date| DayChange {
        date,
        before: before.get(&date).map(|day| (*day).clone()),
        after: after.get(&date).map(|day| (*day).clone()),
    };
    dates.into_iter().map(change).filter(|change| change.before != change.after).collect()
}

/// Checks one day that the administrator enters (录入节假日或调休上班日).
///
/// # Errors
/// `validation.failed`: the year is out of 1990–2100, the name has not 1–40 characters, or a make-up working day is not a Saturday or Sunday.
pub fn check_day(day: &CalendarDay) -> Result<(), DomainError> {
    let mut wrong = Vec::new();
    if !CALENDAR_YEARS.contains(&day.date.year()) {
        let error = FieldError::new("#/date", ErrorCode::ValueOutOfRange);
        wrong.push(error.param("min", *CALENDAR_YEARS.start()).param("max", *CALENDAR_YEARS.end()));
    }
    let length = day.name.trim().chars().count();
    if length == 0 {
        wrong.push(FieldError::new("#/name", ErrorCode::TextRequired));
    } else if length > MAX_DAY_NAME {
        let error = FieldError::new("#/name", ErrorCode::TextTooLong);
        wrong.push(error.param("max", MAX_DAY_NAME).param("actual", length));
    }
    let weekend = matches!(day.date.weekday(), Weekday::Sat | Weekday::Sun);
    if day.kind == DayKind::MakeUpWorkday && !weekend {
        wrong.push(FieldError::new("#/kind", ErrorCode::ValueInvalid));
    }
    if wrong.is_empty() { Ok(()) } else { Err(DomainError::invalid(wrong)) }
}

/// A change of one year of the calendar: its listed days, and what the year rests on.
#[derive(Clone, Copy, Debug)]
pub struct YearChange<'a> {
    /// The year's id.
    pub id: Uuid,
    /// What was known of the year.
    pub before: &'a CoverageYear,
    /// What is known of it now.
    pub after: &'a CoverageYear,
    /// Days that change.
    pub days: &'a [DayChange],
}

impl YearChange<'_> {
    /// Whether nothing changes at all.
    pub fn is_empty(&self) -> bool {
        self.days.is_empty() && self.before == self.after
    }

    /// What the change leaves behind: the event `calendar.changed` and the audit line.
    pub fn record(&self, permit: &Permit<act::ManageSettings>) -> (Event, AuditChange) {
        let dates: Vec<NaiveDate> = self.days.iter().map(|change| change.date).collect();
        let event = Event {
            kind: "calendar.changed",
            aggregate: "calendar_year",
            aggregate_id: self.id,
            data: json!({"year": self.after.year, "status": self.after.status, "dates": dates}),
        };
        let side = |year: &CoverageYear, pick: fn(&DayChange) -> Option<&CalendarDay>| {
            let days: Vec<&CalendarDay> = self.days.iter().filter_map(pick).collect();
            json!({"year": year.year, "status": year.status, "source": year.source, "days": days})
        };
        let audit = AuditChange {
            action: permit.action_name(),
            subject: "calendar_year",
            subject_id: self.id,
            before: side(self.before, |change| change.before.as_ref()),
            after: side(self.after, |change| change.after.as_ref()),
        };
        (event, audit)
    }
}

/// Checks what a year is said to rest on (放假安排的依据).
///
/// # Errors
/// `validation.failed`: the source has more than 100 characters, or is empty although the year is official.
pub fn check_year(year: &CoverageYear) -> Result<(), DomainError> {
    let length = year.source.trim().chars().count();
    if length > MAX_SOURCE {
        let error = FieldError::new("#/source", ErrorCode::TextTooLong);
        return Err(error.param("max", MAX_SOURCE).param("actual", length).into());
    }
    if length == 0 && year.status == CoverageStatus::Official {
        return Err(FieldError::new("#/source", ErrorCode::TextRequired).into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(date: &str, kind: DayKind, name: &str) -> CalendarDay {
        CalendarDay { date: date.parse().expect("valid"), kind, name: name.to_owned() }
    }

    #[test]
    fn a_plan_names_only_what_changes() {
        let existing = [
            day("2026-12-31", DayKind::Holiday, "元旦"),
            day("2027-01-01", DayKind::Holiday, "元旦"),
            day("2027-02-05", DayKind::Holiday, "春节"),
            day("2027-05-04", DayKind::Holiday, "县庆"),
        ];
        let imported = [
            day("2027-02-20", DayKind::MakeUpWorkday, "春节"),
            day("2027-01-01", DayKind::Holiday, "元旦"),
            day("2027-02-05", DayKind::Holiday, "除夕"),
        ];
        let plan = |mode| {
            plan_import(&existing, &imported, mode)
                .into_iter()
                .map(|change| (change.date.to_string(), change.before.is_some(), change.after.is_some()))
                .collect::<Vec<_>>()
        };
        let changed = ("2027-02-05".to_owned(), true, true);
        let added = ("2027-02-20".to_owned(), false, true);
        assert_eq!(plan(ImportMode::Merge), [changed.clone(), added.clone()]);
        let removed = ("2027-05-04".to_owned(), true, false);
        assert_eq!(plan(ImportMode::ReplaceYears), [changed, added, removed], "2026 is left alone");
    }

    #[test]
    fn a_day_is_checked_whole() {
        assert_eq!(check_day(&day("2027-02-20", DayKind::MakeUpWorkday, "春节")), Ok(()));
        let error = check_day(&day("1989-01-02", DayKind::MakeUpWorkday, " ")).expect_err("all wrong");
        let pointers: Vec<_> = error.fields.iter().map(|field| field.pointer.as_str()).collect();
        assert_eq!(pointers, ["#/date", "#/name", "#/kind"]);
    }
}
