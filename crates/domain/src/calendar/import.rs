use super::CalendarDay;
use crate::kernel::ErrorCode;

/// What was read from a file: the good lines, and what is wrong with the others. Nothing is guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportedCalendar {
    /// Days read, in the file's order; of one date there is one entry only.
    pub days: Vec<CalendarDay>,
    /// Lines refused.
    pub errors: Vec<ImportLineError>,
}

/// One refused line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {kind}")]
pub struct ImportLineError {
    /// Line in the file, from 1.
    pub line: usize,
    /// What is wrong.
    pub kind: LineErrorKind,
}

/// What is wrong with a line of an imported calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineErrorKind {
    /// Not `date,kind,name`.
    #[error("write date,kind,name")]
    Columns,
    /// Not a date of the years 1990–2100.
    #[error("`{0}` is not a date; write YYYY-MM-DD")]
    Date(String),
    /// Neither rest nor work.
    #[error("`{0}` is neither holiday (休) nor make_up_workday (班)")]
    Kind(String),
    /// No name, or longer than 40 characters.
    #[error("the name must have 1 to 40 characters")]
    Name,
    /// The date was on an earlier line, with another kind or name.
    #[error("the same date was given on line {0} differently")]
    Duplicate(usize),
    /// A make-up working day on a day that works anyway.
    #[error("{0} works anyway: a make-up working day is a Saturday or Sunday")]
    NotAWeekend(chrono::NaiveDate),
    /// iCal: an event without DTSTART, or that does not end.
    #[error("the event is not complete: {0}")]
    Event(&'static str),
    /// iCal: an event longer than 31 days.
    #[error("the event is longer than 31 days")]
    TooLong,
    /// The file is no calendar at all.
    #[error("no calendar found in the file")]
    NotACalendar,
    /// Too many days for a calendar of holidays.
    #[error("more than {0} days")]
    TooManyDays(usize),
}

impl LineErrorKind {
    /// The code of the catalogue.
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Date(_) => ErrorCode::DateInvalid,
            Self::Duplicate(_) => ErrorCode::ValueDuplicate,
            Self::TooManyDays(_) => ErrorCode::RequestTooLarge,
            Self::Columns
            | Self::Kind(_)
            | Self::Name
            | Self::NotAWeekend(_)
            | Self::Event(_)
            | Self::TooLong
            | Self::NotACalendar => ErrorCode::ValueInvalid,
        }
    }

    /// What is wrong, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Columns => "每行应为“日期,类型,名称”三列".to_owned(),
            Self::Date(text) => format!("“{text}”不是正确的日期，应写作 2027-02-05"),
            Self::Kind(text) => format!("“{text}”不是可识别的类型，应为“休”或“班”"),
            Self::Name => "名称应为 1 至 40 个字".to_owned(),
            Self::Duplicate(line) => format!("与第 {line} 行的日期相同而内容不同"),
            Self::NotAWeekend(date) => format!("{date} 本来就是工作日，调休上班日应为周六或周日"),
            Self::Event(what) => format!("日历事件不完整：{what}"),
            Self::TooLong => "日历事件超过 31 天".to_owned(),
            Self::NotACalendar => "文件中没有找到日历内容".to_owned(),
            Self::TooManyDays(max) => format!("超过 {max} 天"),
        }
    }
}

/// Collects days, refusing contradictions.
#[derive(Default)]
pub(super) struct Collector {
    result: ImportedCalendar,
    seen: std::collections::HashMap<chrono::NaiveDate, (usize, usize)>,
}

/// No calendar of holidays is longer: 30 years of 60 days.
const MAX_DAYS: usize = 1_800;
use super::edit::MAX_DAY_NAME as MAX_NAME;

impl Collector {
    pub(super) fn refuse(&mut self, line: usize, kind: LineErrorKind) {
        self.result.errors.push(ImportLineError { line, kind });
    }

    pub(super) fn add(&mut self, line: usize, day: CalendarDay) {
        use chrono::{Datelike, Weekday};
        if let Some((at, first_line)) = self.seen.get(&day.date).copied() {
            if self.result.days[at] != day {
                self.refuse(line, LineErrorKind::Duplicate(first_line));
            }
            return;
        }
        let name_length = day.name.chars().count();
        if name_length == 0 || name_length > MAX_NAME || day.name.chars().any(char::is_control) {
            return self.refuse(line, LineErrorKind::Name);
        }
        let weekend = matches!(day.date.weekday(), Weekday::Sat | Weekday::Sun);
        if day.kind == super::DayKind::MakeUpWorkday && !weekend {
            return self.refuse(line, LineErrorKind::NotAWeekend(day.date));
        }
        if self.result.days.len() == MAX_DAYS {
            if self.result.errors.last().is_none_or(|last| last.kind != LineErrorKind::TooManyDays(MAX_DAYS))
            {
                self.refuse(line, LineErrorKind::TooManyDays(MAX_DAYS));
            }
            return;
        }
        self.seen.insert(day.date, (self.result.days.len(), line));
        self.result.days.push(day);
    }

    pub(super) fn finish(mut self) -> ImportedCalendar {
        if self.result.days.is_empty() && self.result.errors.is_empty() {
            self.refuse(1, LineErrorKind::NotACalendar);
        }
        self.result
    }
}

/// A date as files write it: `2026-02-14`, `2026/2/14`, `20260214`, `2026年2月14日`, of the years 1990–2100.
pub(super) fn parse_date(text: &str) -> Result<chrono::NaiveDate, LineErrorKind> {
    let wrong = || LineErrorKind::Date(text.chars().take(40).collect());
    let compact = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = if compact {
        vec![&text[..4], &text[4..6], &text[6..]]
    } else {
        text.trim_end_matches('日').split(['-', '/', '.', '年', '月']).collect()
    };
    let [year, month, day] = parts[..] else {
        return Err(wrong());
    };
    let number = |part: &str, max: usize| {
        let digits = !part.is_empty() && part.len() <= max && part.bytes().all(|byte| byte.is_ascii_digit());
        if digits { part.parse::<u32>().map_err(|_| wrong()) } else { Err(wrong()) }
    };
    let year = i32::try_from(number(year, 4)?).map_err(|_| wrong())?;
    if !(1990..=2100).contains(&year) {
        return Err(wrong());
    }
    chrono::NaiveDate::from_ymd_opt(year, number(month, 2)?, number(day, 2)?).ok_or_else(wrong)
}
