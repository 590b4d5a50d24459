use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Remaining, WorkCalendar};

/// Warning light of a task (预警灯), from harmless to grave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// 绿灯: time enough.
    Green,
    /// 黄灯: the end is near, or half the time went by without contact.
    Yellow,
    /// 黄牌: late.
    YellowCard,
    /// 红牌: very late, or late again and again.
    RedCard,
}

impl Light {
    /// The wire word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::YellowCard => "yellow_card",
            Self::RedCard => "red_card",
        }
    }

    /// The official Chinese word.
    pub const fn label_zh(self) -> &'static str {
        match self {
            Self::Green => "绿灯",
            Self::Yellow => "黄灯",
            Self::YellowCard => "黄牌",
            Self::RedCard => "红牌",
        }
    }
}

/// Thresholds of the lights, from the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LightThresholds {
    /// Setting `yellow_light_days`: calendar days before the end at which the light turns yellow.
    pub yellow_light_days: u32,
    /// Setting `red_card_late_wd`: working days late beyond which the card is red.
    pub red_card_late_wd: u32,
}

/// What else decides the light of a task, beside its dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LightFacts {
    /// The deputy was contacted at least once (面商记录).
    pub contacted: bool,
    /// A co-opinion of this task is late (协办意见逾期).
    pub co_opinion_late: bool,
    /// A promised measure is late (承诺事项逾期).
    pub commitment_late: bool,
    /// Yellow cards given on this item before.
    pub yellow_cards: u32,
    /// How often the deputy was not satisfied with the result.
    pub unsatisfied: u32,
}

impl WorkCalendar {
    /// The light of a task on `today` (domain rule §3.8.11): red beyond `red_card_late_wd` working days late, after two yellow cards or two
    /// unsatisfied ratings; yellow card from one working day late, or when a co-opinion or a promise is late; yellow light within
    /// `yellow_light_days` of the end, or when half the time went by without contact.
    pub fn light(
        &self,
        today: NaiveDate,
        start: NaiveDate,
        due: NaiveDate,
        thresholds: LightThresholds,
        facts: LightFacts,
    ) -> Light {
        let remaining = self.remaining(today, due);
        let late = match remaining {
            Remaining::Overdue { working_days, .. } => working_days,
            Remaining::Left { .. } | Remaining::DueToday => 0,
        };
        if late > thresholds.red_card_late_wd || facts.yellow_cards >= 2 || facts.unsatisfied >= 2 {
            return Light::RedCard;
        }
        if late >= 1 || facts.co_opinion_late || facts.commitment_late {
            return Light::YellowCard;
        }
        let near = match remaining {
            Remaining::Left { days, .. } => days <= thresholds.yellow_light_days,
            Remaining::DueToday | Remaining::Overdue { .. } => true,
        };
        let half_gone = (today - start).num_days() * 2 >= (due - start).num_days();
        if near || (half_gone && !facts.contacted) { Light::Yellow } else { Light::Green }
    }
}
