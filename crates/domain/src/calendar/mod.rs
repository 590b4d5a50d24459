//! Working calendar (工作日历) and deadlines (办理期限) that can explain themselves.
//!
//! Rules of counting: 《民法典》第201–203条: the day on which a period starts is not counted; a period of months ends on
//! the same day of the last month, or on that month's last day when it has no such day; a last day that is not a working
//! day moves to the next working day. Which days are working days is data ([`WorkCalendar`]), because make-up working
//! Saturdays (调休上班日) are decided anew every year.

mod day;
mod deadline;
mod edit;
mod extension;
mod import;
mod import_csv;
mod import_ical;
mod light;
mod month_day;
mod official;
mod remaining;
mod rule;
mod step;
mod work_calendar;

pub use day::{CalendarDay, CoverageStatus, CoverageYear, DayKind};
pub use deadline::{Basis, Deadline};
pub use edit::{
    CALENDAR_YEARS, DayChange, ImportMode, MAX_DAY_NAME, MAX_SOURCE, YearChange, check_day, check_year,
    plan_import,
};
pub use extension::{ExtensionError, Pause};
pub use import::{ImportLineError, ImportedCalendar, LineErrorKind};
pub use import_csv::parse_csv;
pub use import_ical::parse_ical;
pub use light::{Light, LightFacts, LightThresholds};
pub use month_day::{MonthDay, ParseMonthDayError};
pub use official::{official_calendar, official_coverage, official_days};
pub use remaining::Remaining;
pub use rule::{ParseRuleError, Roll, Rule, RuleUnit};
pub use step::{Step, StepKind};
pub use work_calendar::{WorkCalendar, add_months_clamped};

#[cfg(test)]
mod tests;
