use chrono::{Datelike, NaiveDate};
use domain::calendar::{CalendarDay, CoverageStatus, CoverageYear, DayChange, DayKind, WorkCalendar};
use domain::kernel::{DomainError, ErrorCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

/// The year whose days are asked.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CalendarDaysQuery {
    /// Calendar year, 1990–2100.
    #[param(minimum = 1990, maximum = 2100, example = 2026)]
    pub year: i32,
}

/// 工作日历的一年: how it can be relied on and the days that differ from the plain week.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "year": 2026, "status": "official", "source": "国办发明电〔2025〕7号", "working_days": 248,
    "items": [{"date": "2026-01-01", "kind": "holiday", "name": "元旦"}], "version": 1
}))]
pub struct CalendarYearResponse {
    /// Calendar year.
    pub year: i32,
    /// `official`: the State Council's notice is entered; `provisional`: statutory days only.
    pub status: CalendarYearStatus,
    /// The notice it rests on.
    pub source: String,
    /// Working days of the year.
    pub working_days: i32,
    /// Listed days, in order. Other Saturdays and Sundays are days of rest, other days working days.
    pub items: Vec<CalendarDayResponse>,
    /// Same as the `ETag`. 0: nothing is known of the year.
    pub version: i64,
}

/// What is known of each year.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "items": [{"year": 2026, "status": "official", "source": "国办发明电〔2025〕7号", "version": 1}]
}))]
pub struct CalendarYearList {
    /// In order.
    pub items: Vec<CalendarYearSummary>,
}

/// One year without its days.
#[derive(Serialize, ToSchema)]
pub struct CalendarYearSummary {
    /// Calendar year.
    pub year: i32,
    /// Official or provisional.
    pub status: CalendarYearStatus,
    /// The notice it rests on.
    pub source: String,
    /// Same as the year's `ETag`.
    pub version: i64,
}

/// Whether a year's notice is entered.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CalendarYearStatus {
    /// The State Council's notice is entered.
    Official,
    /// Statutory days only.
    Provisional,
}

/// How a listed day differs from the plain week.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CalendarDayKind {
    /// 放假
    Holiday,
    /// 调休上班
    MakeUpWorkday,
}

/// One listed day.
#[derive(Serialize, ToSchema)]
pub struct CalendarDayResponse {
    /// The day.
    pub date: NaiveDate,
    /// Rest or work.
    pub kind: CalendarDayKind,
    /// Name of the festival.
    pub name: String,
}

/// 录入节假日或调休上班日
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "holiday", "name": "县庆日"}))]
pub struct PutCalendarDayRequest {
    /// Rest or work.
    pub kind: CalendarDayKind,
    /// Name, 1–40 characters.
    pub name: String,
}

/// 标注年度放假安排的依据
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"status": "official", "source": "国办发明电〔2025〕7号"}))]
pub struct PutCalendarYearRequest {
    /// Official or provisional.
    pub status: CalendarYearStatus,
    /// The notice it rests on, at most 100 characters; required when official.
    pub source: String,
}

/// Format of an imported calendar.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CalendarImportFormat {
    /// `date,kind,name`, one day a line.
    Csv,
    /// RFC 5545, whole-day events.
    Ical,
}

/// How an import meets what is there.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CalendarImportMode {
    /// Days of the file are added or changed, others stay.
    #[default]
    Merge,
    /// Listed days of the file's years that are not in the file are removed.
    ReplaceYears,
}

/// 导入工作日历
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "format": "csv", "text": "date,kind,name\n2027-02-05,holiday,春节\n2027-02-20,make_up_workday,春节\n", "mode": "merge",
    "dry_run": true, "official_year": 2027, "source": "国务院办公厅关于2027年部分节假日安排的通知"
}))]
pub struct ImportCalendarRequest {
    /// What `text` is.
    pub format: CalendarImportFormat,
    /// The file's text, at most 1,000,000 characters.
    #[validate(length(min = 1, max = 1_000_000))]
    pub text: String,
    /// How it meets what is there.
    #[serde(default)]
    pub mode: CalendarImportMode,
    /// Only tell what would change.
    #[serde(default)]
    pub dry_run: bool,
    /// The year whose notice this is: it becomes official.
    #[serde(default)]
    pub official_year: Option<i32>,
    /// The notice; required with `official_year`.
    #[serde(default)]
    pub source: Option<String>,
}

/// What an import changes, or would change.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "applied": false, "changes": [{"date": "2027-02-20", "before": null,
        "after": {"date": "2027-02-20", "kind": "make_up_workday", "name": "春节"}}],
    "unchanged": 7, "errors": [{"line": 3, "code": "date.invalid", "message": "“2027-02-30”不是正确的日期，应写作 2027-02-05"}]
}))]
pub struct CalendarImportReport {
    /// Whether it was written. Nothing is written on a dry run or when a line was refused.
    pub applied: bool,
    /// Days that change, in order.
    pub changes: Vec<CalendarDayChange>,
    /// Days of the file that are listed already.
    pub unchanged: usize,
    /// Refused lines.
    pub errors: Vec<CalendarImportError>,
}

/// One day before and after.
#[derive(Serialize, ToSchema)]
pub struct CalendarDayChange {
    /// The day.
    pub date: NaiveDate,
    /// What was listed.
    pub before: Option<CalendarDayResponse>,
    /// What is listed then.
    pub after: Option<CalendarDayResponse>,
}

/// A refused line of an imported calendar.
#[derive(Serialize, ToSchema)]
pub struct CalendarImportError {
    /// Line in the file, from 1.
    pub line: usize,
    /// Code of the catalogue.
    pub code: String,
    /// What is wrong, in words.
    pub message: String,
}

impl From<CoverageStatus> for CalendarYearStatus {
    fn from(status: CoverageStatus) -> Self {
        match status {
            CoverageStatus::Official => Self::Official,
            CoverageStatus::Provisional => Self::Provisional,
        }
    }
}

impl From<CalendarYearStatus> for CoverageStatus {
    fn from(status: CalendarYearStatus) -> Self {
        match status {
            CalendarYearStatus::Official => Self::Official,
            CalendarYearStatus::Provisional => Self::Provisional,
        }
    }
}

impl From<CalendarDayKind> for DayKind {
    fn from(kind: CalendarDayKind) -> Self {
        match kind {
            CalendarDayKind::Holiday => Self::Holiday,
            CalendarDayKind::MakeUpWorkday => Self::MakeUpWorkday,
        }
    }
}

impl From<&CalendarDay> for CalendarDayResponse {
    fn from(day: &CalendarDay) -> Self {
        let kind = match day.kind {
            DayKind::Holiday => CalendarDayKind::Holiday,
            DayKind::MakeUpWorkday => CalendarDayKind::MakeUpWorkday,
        };
        Self { date: day.date, kind, name: day.name.clone() }
    }
}

impl From<&DayChange> for CalendarDayChange {
    fn from(change: &DayChange) -> Self {
        Self {
            date: change.date,
            before: change.before.as_ref().map(Into::into),
            after: change.after.as_ref().map(Into::into),
        }
    }
}

impl CalendarYearResponse {
    /// The year with its days and the number of its working days.
    pub fn new(year: &CoverageYear, days: &[CalendarDay], version: i64) -> Self {
        let (first, last) = year_bounds(year.year);
        let calendar = WorkCalendar::new(days.iter().cloned(), []);
        Self {
            year: year.year,
            status: year.status.into(),
            source: year.source.clone(),
            working_days: calendar.working_days_between(first.pred_opt().unwrap_or(first), last),
            items: days.iter().map(Into::into).collect(),
            version,
        }
    }
}

/// First and last day of a year that the calendar may hold.
pub fn year_bounds(year: i32) -> (NaiveDate, NaiveDate) {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    (first, first.with_month(12).and_then(|day| day.with_day(31)).unwrap_or(first))
}

/// Refuses a year that the calendar cannot hold, as part of the address.
///
/// # Errors
/// `request.malformed`.
pub fn check_year_asked(year: i32) -> Result<(), DomainError> {
    let years = domain::calendar::CALENDAR_YEARS;
    if years.contains(&year) {
        return Ok(());
    }
    let mut refused = DomainError::new(ErrorCode::RequestMalformed);
    let field = domain::kernel::FieldError::new("?year", ErrorCode::ValueOutOfRange);
    refused.fields.push(field.param("min", *years.start()).param("max", *years.end()));
    Err(refused)
}
