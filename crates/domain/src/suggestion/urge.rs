use super::coded::coded_enum;
use crate::kernel::{AccountId, DeputyId, HandlingTaskId, UnitId, UrgeId};
use crate::settings::{SettingKey, Settings};
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
        Leader = "leader", "领衔督办领导", "Supervising leader";
        System = "system", "系统", "System";
    }
}

impl UrgeBy {
    /// The setting with the working days between two urges (催办间隔); `None`: bound by none.
    pub const fn interval_setting(self) -> Option<SettingKey> {
        match self {
            Self::Deputy => Some(SettingKey::DeputyUrgeIntervalWd),
            Self::Congress => Some(SettingKey::CongressUrgeIntervalWd),
            Self::Government => Some(SettingKey::GovernmentUrgeIntervalWd),
            Self::Committee => Some(SettingKey::CommitteeUrgeIntervalWd),
            Self::Leader => Some(SettingKey::LeaderUrgeIntervalWd),
            Self::System => None,
        }
    }

    /// Working days between two urges under these settings; 0: as often as needed.
    pub const fn interval(self, settings: &Settings) -> u16 {
        match self {
            Self::Deputy => settings.deputy_urge_interval_wd,
            Self::Congress => settings.congress_urge_interval_wd,
            Self::Government => settings.government_urge_interval_wd,
            Self::Committee => settings.committee_urge_interval_wd,
            Self::Leader => settings.leader_urge_interval_wd,
            Self::System => 0,
        }
    }
}

/// For whom somebody urges (催办身份). An office has one voice, whoever of it speaks; each deputy has his own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UrgeCapacity {
    /// Who.
    pub by: UrgeBy,
    /// The deputy, of a deputy.
    pub deputy: Option<DeputyId>,
    /// The committee, of a committee.
    pub unit: Option<UnitId>,
}

impl UrgeCapacity {
    /// An office or a leader.
    pub const fn office(by: UrgeBy) -> Self {
        Self { by, deputy: None, unit: None }
    }

    /// A deputy who signed.
    pub const fn deputy(deputy: DeputyId) -> Self {
        Self { by: UrgeBy::Deputy, deputy: Some(deputy), unit: None }
    }

    /// A committee.
    pub const fn committee(unit: UnitId) -> Self {
        Self { by: UrgeBy::Committee, deputy: None, unit: Some(unit) }
    }

    /// True when `urge` came from the same voice. A card is not an urge.
    pub fn spoke(&self, urge: &Urge) -> bool {
        let said = matches!(urge.level, UrgeLevel::Notice | UrgeLevel::Urge);
        said && urge.by == self.by
            && match self.by {
                UrgeBy::Deputy => urge.deputy == self.deputy,
                // Of an urge from before the committee was written down it is taken to be this one.
                UrgeBy::Committee => urge.unit.is_none() || urge.unit == self.unit,
                UrgeBy::Congress | UrgeBy::Government | UrgeBy::Leader | UrgeBy::System => true,
            }
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
    /// The committee, when one urges: another one that gets the matter later is not bound by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
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
