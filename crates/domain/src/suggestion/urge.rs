use super::coded::coded_enum;
use crate::kernel::{AccountId, DeputyId, HandlingTaskId, UrgeId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

coded_enum! {
    /// How strong (催办等级).
    UrgeLevel {
        Notice = "notice", "提醒", "Notice";
        Urge = "urge", "催办", "Urge";
        Yellow = "yellow", "黄牌", "Yellow card";
        Red = "red", "红牌", "Red card";
    }
}

coded_enum! {
    /// Who urges (催办主体).
    UrgeBy {
        Deputy = "deputy", "代表", "Deputy";
        Congress = "congress", "代表工委", "Deputies' committee";
        Government = "government", "政府办（督查室）", "Government office";
        Committee = "committee", "专（工）委", "Committee";
        System = "system", "系统", "System";
    }
}

/// 催办
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Urge {
    /// Identity.
    pub id: UrgeId,
    /// One task, or the whole matter.
    pub task: Option<HandlingTaskId>,
    /// How strong.
    pub level: UrgeLevel,
    /// Who.
    pub by: UrgeBy,
    /// The deputy, when one urges.
    pub deputy: Option<DeputyId>,
    /// The account; `None` for the system.
    pub account: Option<AccountId>,
    /// What is said.
    pub text: String,
    /// When.
    pub at: DateTime<Utc>,
    /// When the unit answered.
    pub acknowledged_at: Option<DateTime<Utc>>,
    /// What it answered.
    pub acknowledgement: Option<String>,
}
