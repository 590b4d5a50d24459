use super::{Audience, NoticeKind};
use crate::kernel::{HandlingTaskId, SuggestionId, UnitId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What a notice says besides its kind: kept with it, and put into words when it is read. Never personal data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Which task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<HandlingTaskId>,
    /// Which unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// Days left, or days late, when it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<i64>,
    /// 正式编号 as printed, for notices that tell nothing else of the matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// A notice before it is known who exactly receives it (通知).
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What it is about.
    pub kind: NoticeKind,
    /// Nobody is told twice under one key.
    pub key: String,
    /// The matter.
    pub matter: Option<SuggestionId>,
    /// Capacities in which somebody receives it.
    pub to: Vec<Audience>,
    /// What it says.
    pub facts: Facts,
    /// When it happened.
    pub at: DateTime<Utc>,
}
