use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// What one step of a computed deadline did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// 起算日不计入 (《民法典》第201条). `from` = `to` = start.
    StartNotCounted,
    /// 计工作日: `count` working days, the first is `from`, the last is `to`.
    WorkingDaysCounted,
    /// 周末休息: `count` Saturdays and Sundays within were not counted.
    WeekendsSkipped,
    /// 放假: the holiday `name`, `from`–`to`, was not counted.
    HolidaySkipped,
    /// 调休上班: the make-up working day `from` was counted.
    MakeUpDayCounted,
    /// 顺数: the period `name` (written rule) was added to `from`, giving `to`.
    PeriodAdded,
    /// 月末: the month of `to` has no day `count`, so its last day counts (《民法典》第202条).
    MonthEndTaken,
    /// 末日为工作日: the last day `to` is a make-up working day, so it stays.
    LastDayIsMakeUpDay,
    /// 顺延: the last day `from` is a day of rest (`name`, empty: weekend), so `to` is the last day (《民法典》第203条).
    RolledForward,
    /// 不顺延: the last day `to` is a day of rest, and the rule does not move it.
    NotRolled,
    /// 中止: the clock stood still `from`–`to`; `count` days of the rule's unit were not counted.
    Paused,
    /// 延期: from `from` to `to`, by consent.
    Extended,
    /// 统一截止日: `from` would be later than the common last day `to`.
    Capped,
    /// 暂定: the notice for the year `count` is not entered, so the result may change.
    ProvisionalYear,
}

impl StepKind {
    /// The word on the wire and in [`Step::text_key`].
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StartNotCounted => "start_not_counted",
            Self::WorkingDaysCounted => "working_days_counted",
            Self::WeekendsSkipped => "weekends_skipped",
            Self::HolidaySkipped => "holiday_skipped",
            Self::MakeUpDayCounted => "make_up_day_counted",
            Self::PeriodAdded => "period_added",
            Self::MonthEndTaken => "month_end_taken",
            Self::LastDayIsMakeUpDay => "last_day_is_make_up_day",
            Self::RolledForward => "rolled_forward",
            Self::NotRolled => "not_rolled",
            Self::Paused => "paused",
            Self::Extended => "extended",
            Self::Capped => "capped",
            Self::ProvisionalYear => "provisional_year",
        }
    }
}

/// One step in the explanation of a deadline: what was done to which days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What was done.
    pub kind: StepKind,
    /// First day concerned.
    pub from: NaiveDate,
    /// Last day concerned.
    pub to: NaiveDate,
    /// A number whose meaning [`StepKind`] tells; 0 when it has none.
    pub count: u32,
    /// A holiday's name or a written rule, as [`StepKind`] tells; else empty.
    pub name: String,
}

impl Step {
    /// A step without number and name.
    pub fn plain(kind: StepKind, from: NaiveDate, to: NaiveDate) -> Self {
        Self { kind, from, to, count: 0, name: String::new() }
    }

    pub(super) fn counted(kind: StepKind, from: NaiveDate, to: NaiveDate, count: u32) -> Self {
        Self { count, ..Self::plain(kind, from, to) }
    }

    pub(super) fn named(kind: StepKind, from: NaiveDate, to: NaiveDate, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::plain(kind, from, to) }
    }

    /// Key of the text for clients that render it themselves; parameters are `from`, `to`, `count`, `name`.
    pub fn text_key(&self) -> String {
        format!("deadline.step.{}", self.kind.as_str())
    }

    /// The step in Chinese, one sentence without full stop.
    pub fn zh(&self) -> String {
        let (from, to, n, name) = (date_zh(self.from), date_zh(self.to), self.count, &self.name);
        match self.kind {
            StepKind::StartNotCounted => format!("{from}为起算日，不计入"),
            StepKind::WorkingDaysCounted => format!("{from}至{to}，计{n}个工作日"),
            StepKind::WeekendsSkipped => format!("其间周末休息{n}天，不计入"),
            StepKind::HolidaySkipped if self.from == self.to => format!("{from}{name}放假，不计入"),
            StepKind::HolidaySkipped => format!("{from}至{to}{name}放假，不计入"),
            StepKind::MakeUpDayCounted => format!("{from}调休上班，计入"),
            StepKind::PeriodAdded => {
                let period = name.parse::<super::Rule>().map_or_else(|_| name.clone(), |rule| rule.zh());
                format!("自{from}起{period}，至{to}")
            }
            StepKind::MonthEndTaken => format!("该月没有{n}日，以月末{to}为末日"),
            StepKind::LastDayIsMakeUpDay => format!("末日{to}调休上班，是工作日，不顺延"),
            StepKind::RolledForward if name.is_empty() => format!("末日{from}为休息日，顺延至{to}"),
            StepKind::RolledForward => format!("末日{from}{name}放假，顺延至{to}"),
            StepKind::NotRolled => format!("末日{to}为休息日，按规定不顺延"),
            StepKind::Paused => format!("{from}至{to}中止计算，扣除{n}天"),
            StepKind::Extended => format!("经同意由{from}延期至{to}"),
            StepKind::Capped => format!("不晚于统一截止日{to}（原为{from}）"),
            StepKind::ProvisionalYear => format!("{n}年放假安排尚未录入，按法定节假日暂算"),
        }
    }

    /// The step in English, one sentence without full stop.
    pub fn en(&self) -> String {
        let (from, to, n, name) = (date_en(self.from), date_en(self.to), self.count, &self.name);
        let s = if n == 1 { "" } else { "s" };
        match self.kind {
            StepKind::StartNotCounted => format!("{from} is the start day and is not counted"),
            StepKind::WorkingDaysCounted => {
                format!("{n} working day{s} counted from {from} to {to}")
            }
            StepKind::WeekendsSkipped => {
                format!("{n} Saturday{s} and Sunday{s} in between are not counted")
            }
            StepKind::HolidaySkipped if self.from == self.to => {
                format!("{from} is a holiday ({name}) and is not counted")
            }
            StepKind::HolidaySkipped => {
                format!("{from} to {to} are holidays ({name}) and are not counted")
            }
            StepKind::MakeUpDayCounted => format!("{from} is a make-up working day and is counted"),
            StepKind::PeriodAdded => {
                let period = name.parse::<super::Rule>().map_or_else(|_| name.clone(), |rule| rule.en());
                format!("{period} from {from} end on {to}")
            }
            StepKind::MonthEndTaken => {
                format!("that month has no day {n}, so its last day {to} is taken")
            }
            StepKind::LastDayIsMakeUpDay => {
                format!("the last day {to} is a make-up working day and stays")
            }
            StepKind::RolledForward if name.is_empty() => {
                format!("the last day {from} is a day of rest, so it moves to {to}")
            }
            StepKind::RolledForward => {
                format!("the last day {from} is a holiday ({name}), so it moves to {to}")
            }
            StepKind::NotRolled => {
                format!("the last day {to} is a day of rest; this rule does not move it")
            }
            StepKind::Paused => {
                format!("the clock stood still from {from} to {to}: {n} day{s} not counted")
            }
            StepKind::Extended => format!("extended by consent from {from} to {to}"),
            StepKind::Capped => {
                format!("not later than the common last day {to} (would have been {from})")
            }
            StepKind::ProvisionalYear => {
                format!("the holiday notice for {n} is not entered yet; statutory days are used for now")
            }
        }
    }
}

/// 2026年2月28日（周六）
fn date_zh(date: NaiveDate) -> String {
    let weekday = match date.weekday() {
        Weekday::Mon => "一",
        Weekday::Tue => "二",
        Weekday::Wed => "三",
        Weekday::Thu => "四",
        Weekday::Fri => "五",
        Weekday::Sat => "六",
        Weekday::Sun => "日",
    };
    format!("{}年{}月{}日（周{weekday}）", date.year(), date.month(), date.day())
}

/// Sat 28 Feb 2026
fn date_en(date: NaiveDate) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
    format!("{} {} {month} {}", date.weekday(), date.day(), date.year())
}
