use super::Period;
use crate::kernel::{CongressSessionId, JurisdictionId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Counts the edits of a suggestion's text, from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TextVersion(pub u32);

/// Series in which official numbers run without gaps (编号序列): per session, or per year between
/// sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NumberSeries {
    /// 大会期间: 县十八届人大五次会议第063号建议
    Session {
        /// Whose congress.
        jurisdiction: JurisdictionId,
        /// Which session.
        session: CongressSessionId,
    },
    /// 闭会期间: 闭会第007号
    Between {
        /// Whose congress.
        jurisdiction: JurisdictionId,
        /// Calendar year of acceptance in the congress's zone.
        year: i32,
    },
}

impl NumberSeries {
    /// The series' name in the counter table; stable.
    pub fn key(self) -> String {
        match self {
            Self::Session { jurisdiction, session } => format!("suggestion/{jurisdiction}/session/{session}"),
            Self::Between { jurisdiction, year } => format!("suggestion/{jurisdiction}/between/{year}"),
        }
    }

    /// Of which period its suggestions are.
    pub const fn period(self) -> Period {
        match self {
            Self::Session { .. } => Period::InSession,
            Self::Between { .. } => Period::Between,
        }
    }
}

/// 正式编号: place in its series, from 1. Allocated in the accepting transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OfficialNumber {
    /// Which series.
    pub series: NumberSeries,
    /// Place in it.
    pub number: u32,
}

impl OfficialNumber {
    /// As letters print it: 第063号, 闭会第007号.
    pub fn zh(self) -> String {
        match self.series.period() {
            Period::InSession => format!("第{:03}号", self.number),
            Period::Between => format!("闭会第{:03}号", self.number),
        }
    }

    /// With the session's name before it: 县十八届人大五次会议第063号建议.
    pub fn full_zh(self, congress_name: &str) -> String {
        format!("{congress_name}{}建议", self.zh())
    }
}

impl fmt::Display for OfficialNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.zh())
    }
}

/// The internal code given at the first submission: `JY-18-05-0063`; `00` stands for between
/// sessions.
pub fn internal_code(term_ordinal: u32, session_ordinal: Option<u32>, serial: u32) -> String {
    format!("JY-{term_ordinal:02}-{:02}-{serial:04}", session_ordinal.unwrap_or(0))
}
