use chrono::NaiveDate;
use serde::Serialize;

use super::WorkCalendar;

/// How much time is left until a deadline, seen from one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Remaining {
    /// 剩余: the last day is still to come.
    Left {
        /// Working days after today up to and with the last day.
        working_days: u32,
        /// Calendar days, likewise.
        days: u32,
    },
    /// 今天到期.
    DueToday,
    /// 超期: the last day has passed.
    Overdue {
        /// Working days after the last day up to and with today; 0 on the weekend after.
        working_days: u32,
        /// Calendar days, likewise.
        days: u32,
    },
}

impl Remaining {
    /// 剩 9 个工作日, 今天到期, 超期 3 天.
    pub fn zh(&self) -> String {
        match self {
            Self::Left { working_days: 0, days } => format!("剩 {days} 天"),
            Self::Left { working_days, .. } => format!("剩 {working_days} 个工作日"),
            Self::DueToday => "今天到期".to_owned(),
            Self::Overdue { days, .. } => format!("超期 {days} 天"),
        }
    }

    /// 9 working days left, due today, 3 days overdue.
    pub fn en(&self) -> String {
        let s = |n: u32| if n == 1 { "" } else { "s" };
        match *self {
            Self::Left { working_days: 0, days } => format!("{days} day{} left", s(days)),
            Self::Left { working_days: n, .. } => format!("{n} working day{} left", s(n)),
            Self::DueToday => "due today".to_owned(),
            Self::Overdue { days, .. } => format!("{days} day{} overdue", s(days)),
        }
    }

    /// Whether the last day has passed.
    pub const fn is_overdue(&self) -> bool {
        matches!(self, Self::Overdue { .. })
    }
}

impl WorkCalendar {
    /// How much time is left on `today` until the end of `due`.
    pub fn remaining(&self, today: NaiveDate, due: NaiveDate) -> Remaining {
        let days = |from: NaiveDate, to: NaiveDate| u32::try_from((to - from).num_days()).unwrap_or(0);
        let working = |from, to| u32::try_from(self.working_days_between(from, to)).unwrap_or(0);
        match today.cmp(&due) {
            std::cmp::Ordering::Less => {
                Remaining::Left { working_days: working(today, due), days: days(today, due) }
            }
            std::cmp::Ordering::Equal => Remaining::DueToday,
            std::cmp::Ordering::Greater => {
                Remaining::Overdue { working_days: working(due, today), days: days(due, today) }
            }
        }
    }
}
