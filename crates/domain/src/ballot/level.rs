//! Result levels (测评等次): domain specification §3.9.

use super::ItemCount;
use crate::kernel::coded_enum;
use crate::settings::Settings;
use serde::{Deserialize, Serialize};

coded_enum! {
    /// 测评等次
    ResultLevel {
        Satisfied = "satisfied", "满意", "Satisfied";
        Basic = "basic", "基本满意", "Basically satisfied";
        Unsatisfied = "unsatisfied", "不满意", "Not satisfied";
    }
}

/// 等次划分: by which shares of the valid ballots a level is reached. Taken from the settings when voting opens, so that a
/// change of settings never changes a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelRule {
    /// 满意 needs at least so many percent 满意 …
    pub satisfied_percent: u16,
    /// … and at least so many percent 满意 and 基本满意 together.
    pub approval_percent: u16,
    /// 基本满意 needs more than so many percent 满意 and 基本满意 together.
    pub basic_percent: u16,
    /// Below so many valid ballots nothing of them is shown: too few to be secret.
    pub min_ballots: u16,
    /// 不满意: months until the unit reports again.
    pub report_again_months: u16,
}

impl LevelRule {
    /// The rule in force.
    pub fn of(settings: &Settings) -> Self {
        Self {
            satisfied_percent: settings.ballot_satisfied_percent,
            approval_percent: settings.ballot_approval_percent,
            basic_percent: settings.ballot_basic_percent,
            min_ballots: settings.ballot_min_breakdown,
            report_again_months: settings.ballot_report_again_months,
        }
    }

    /// What becomes of a count: the level, or nothing but that there were too few.
    pub fn judge(&self, count: ItemCount) -> ItemResult {
        let valid = count.ballots();
        if valid < u32::from(self.min_ballots) {
            return ItemResult { level: None, count: None };
        }
        let share = |n: u32| u64::from(n) * 100;
        let of = |percent: u16| u64::from(percent) * u64::from(valid);
        let approval = count.satisfied + count.basic;
        let level = if share(count.satisfied) >= of(self.satisfied_percent)
            && share(approval) >= of(self.approval_percent)
        {
            ResultLevel::Satisfied
        } else if share(approval) > of(self.basic_percent) {
            ResultLevel::Basic
        } else {
            ResultLevel::Unsatisfied
        };
        ItemResult { level: Some(level), count: Some(count) }
    }
}

/// What came of one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemResult {
    /// 等次; `None`: too few ballots to say anything.
    pub level: Option<ResultLevel>,
    /// How often each option was chosen; `None` as above.
    pub count: Option<ItemCount>,
}

/// A share of the valid ballots in tenths of a percent, rounded half up: 20 of 29 is 690, printed 69.0 %.
pub fn permille(part: u32, whole: u32) -> Option<u32> {
    if whole == 0 {
        return None;
    }
    let (part, whole) = (u64::from(part), u64::from(whole));
    u32::try_from((part * 2000 + whole) / (2 * whole)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule() -> LevelRule {
        LevelRule::of(&Settings::default())
    }

    fn level(satisfied: u32, basic: u32, unsatisfied: u32, abstained: u32) -> Option<ResultLevel> {
        rule().judge(ItemCount { satisfied, basic, unsatisfied, abstained }).level
    }

    /// Domain specification §8.3, example 6.
    #[test]
    fn example_six_to_the_digit() {
        let count = ItemCount { satisfied: 20, basic: 6, unsatisfied: 3, abstained: 0 };
        assert_eq!(count.ballots(), 29);
        assert_eq!((permille(20, 29), permille(26, 29)), (Some(690), Some(897)));
        assert_eq!(
            rule().judge(count),
            ItemResult { level: Some(ResultLevel::Satisfied), count: Some(count) }
        );
    }

    #[test]
    fn levels_begin_exactly_where_the_rule_says() {
        assert_eq!(level(5, 3, 2, 0), Some(ResultLevel::Satisfied));
        assert_eq!(level(50, 29, 21, 0), Some(ResultLevel::Basic));
        assert_eq!(level(49, 51, 0, 0), Some(ResultLevel::Basic));
        assert_eq!(level(0, 51, 49, 0), Some(ResultLevel::Basic));
        assert_eq!(level(0, 50, 50, 0), Some(ResultLevel::Unsatisfied));
        assert_eq!(level(50, 0, 50, 0), Some(ResultLevel::Unsatisfied));
    }

    #[test]
    fn whoever_abstains_is_counted_in_the_whole() {
        assert_eq!(level(8, 0, 0, 2), Some(ResultLevel::Satisfied));
        assert_eq!(level(7, 0, 0, 3), Some(ResultLevel::Basic));
    }

    #[test]
    fn nothing_is_said_of_too_few_ballots() {
        let few = ItemCount { satisfied: 4, ..ItemCount::default() };
        assert_eq!(rule().judge(few), ItemResult { level: None, count: None });
        assert_eq!(rule().judge(ItemCount::default()).level, None);
        assert_eq!(level(5, 0, 0, 0), Some(ResultLevel::Satisfied));
        assert_eq!(permille(1, 0), None);
    }
}
