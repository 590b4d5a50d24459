use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How a listed day differs from the plain week (Monday to Friday work, Saturday and Sunday rest).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// 放假: a day of rest, whatever the day of the week.
    Holiday,
    /// 调休上班: a working day, although a Saturday or Sunday.
    MakeUpWorkday,
}

impl DayKind {
    /// The wire and database word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Holiday => "holiday",
            Self::MakeUpWorkday => "make_up_workday",
        }
    }

    /// The official Chinese word: 放假, 上班.
    pub const fn label_zh(self) -> &'static str {
        match self {
            Self::Holiday => "放假",
            Self::MakeUpWorkday => "调休上班",
        }
    }
}

impl fmt::Display for DayKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DayKind {
    type Err = UnknownDayKind;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "holiday" => Ok(Self::Holiday),
            "make_up_workday" => Ok(Self::MakeUpWorkday),
            _ => Err(UnknownDayKind),
        }
    }
}

/// The word is neither `holiday` nor `make_up_workday`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a day is either `holiday` or `make_up_workday`")]
pub struct UnknownDayKind;

/// One listed day of the working calendar (节假日或调休上班日).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarDay {
    /// The day, in the congress's zone.
    pub date: NaiveDate,
    /// Rest or work.
    pub kind: DayKind,
    /// Name of the festival, e.g. 春节.
    pub name: String,
}

/// How far the days of a year can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoverageStatus {
    /// The State Council's notice for the year is entered.
    Official,
    /// Only the statutory days are known: dates may still move by a few days.
    Provisional,
}

impl CoverageStatus {
    /// The wire and database word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Provisional => "provisional",
        }
    }
}

/// What is known of one calendar year. A year that is not listed counts as provisional.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageYear {
    /// Calendar year.
    pub year: i32,
    /// Official or provisional.
    pub status: CoverageStatus,
    /// The notice it rests on, e.g. 国办发明电〔2025〕7号.
    pub source: String,
}
