//! Counting (计票): options, counts of one item, and what two tellers enter on their own.

use crate::kernel::{AccountId, DomainError, ErrorCode, FieldChecks, coded_enum};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

coded_enum! {
    /// 测评选项. One letter each on the wire, so that the length of what is sent says nothing of the choice.
    Choice {
        Abstained = "o", "弃权", "Abstained";
        Satisfied = "s", "满意", "Satisfied";
        Basic = "b", "基本满意", "Basically satisfied";
        Unsatisfied = "u", "不满意", "Not satisfied";
    }
}

impl Choice {
    /// The byte that lies in the sealed ballot.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Abstained => 0,
            Self::Satisfied => 1,
            Self::Basic => 2,
            Self::Unsatisfied => 3,
        }
    }

    /// The choice of a byte; `None` for what no ballot holds.
    pub const fn of_byte(byte: u8) -> Option<Self> {
        match byte {
            0 => Some(Self::Abstained),
            1 => Some(Self::Satisfied),
            2 => Some(Self::Basic),
            3 => Some(Self::Unsatisfied),
            _ => None,
        }
    }
}

coded_enum! {
    /// 监票、计票
    TellerOffice {
        Supervisor = "supervisor", "监票人", "Supervising teller";
        Counter = "counter", "计票人", "Counting teller";
    }
}

/// 一项的得票
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemCount {
    /// 满意
    pub satisfied: u32,
    /// 基本满意
    pub basic: u32,
    /// 不满意
    pub unsatisfied: u32,
    /// 弃权
    pub abstained: u32,
}

impl ItemCount {
    /// All ballots of the item: each has exactly one of the four.
    pub const fn ballots(&self) -> u32 {
        self.satisfied
            .saturating_add(self.basic)
            .saturating_add(self.unsatisfied)
            .saturating_add(self.abstained)
    }

    /// Counts one ballot.
    pub fn add(&mut self, choice: Choice) {
        let place = match choice {
            Choice::Satisfied => &mut self.satisfied,
            Choice::Basic => &mut self.basic,
            Choice::Unsatisfied => &mut self.unsatisfied,
            Choice::Abstained => &mut self.abstained,
        };
        *place = place.saturating_add(1);
    }
}

/// 纸质票合计: what a teller writes down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperCount {
    /// 发出
    pub issued: u32,
    /// 收回
    pub returned: u32,
    /// 有效
    pub valid: u32,
    /// 无效
    pub invalid: u32,
    /// Each item, in order.
    pub items: Vec<ItemCount>,
}

impl PaperCount {
    /// Checks the arithmetic: returned ≤ issued ≤ present, valid + invalid = returned, every item adds up to the valid ones.
    ///
    /// # Errors
    /// `validation.failed` with every number that cannot be.
    pub fn check(&self, present: u32, items: usize) -> Result<(), DomainError> {
        let mut checks = FieldChecks::new();
        checks.ensure(self.issued <= present, "#/issued", ErrorCode::BallotIssuedTooMany);
        checks.ensure(self.returned <= self.issued, "#/returned", ErrorCode::BallotReturnedTooMany);
        checks.ensure(
            self.valid.checked_add(self.invalid) == Some(self.returned),
            "#/valid",
            ErrorCode::BallotSumWrong,
        );
        checks.ensure(self.items.len() == items, "#/items", ErrorCode::ValueInvalid);
        for (index, item) in self.items.iter().enumerate() {
            checks.ensure(
                item.ballots() == self.valid,
                &format!("#/items/{index}"),
                ErrorCode::BallotItemSumWrong,
            );
        }
        checks.finish()
    }

    /// Where two entries differ.
    pub fn differences(&self, other: &Self) -> Vec<CountDifference> {
        let mut found = Vec::new();
        for (name, own, others) in [
            ("issued", self.issued, other.issued),
            ("returned", self.returned, other.returned),
            ("valid", self.valid, other.valid),
            ("invalid", self.invalid, other.invalid),
        ] {
            if own != others {
                found.push(CountDifference { field: name.to_owned(), item: None });
            }
        }
        for (index, (own, others)) in self.items.iter().zip(&other.items).enumerate() {
            if own != others {
                found
                    .push(CountDifference { field: "items".to_owned(), item: u16::try_from(index + 1).ok() });
            }
        }
        found
    }
}

/// A place where the tellers' entries differ: which one, not by how much, so that both count again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountDifference {
    /// `issued`, `returned`, `valid`, `invalid` or `items`.
    pub field: String,
    /// The item's number.
    pub item: Option<u16>,
}

/// What one teller has entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TellerEntry {
    /// 监票人 or 计票人
    pub office: TellerOffice,
    /// Who entered it.
    pub account: AccountId,
    /// His name, as it is printed.
    pub name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The numbers.
    pub count: PaperCount,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper() -> PaperCount {
        let item = ItemCount { satisfied: 20, basic: 6, unsatisfied: 3, abstained: 0 };
        PaperCount { issued: 31, returned: 30, valid: 29, invalid: 1, items: vec![item] }
    }

    fn wrong(count: &PaperCount) -> Vec<String> {
        count.check(31, 1).map_or_else(|e| e.fields.into_iter().map(|f| f.pointer).collect(), |()| Vec::new())
    }

    /// Domain specification §8.3, example 6.
    #[test]
    fn example_six_adds_up() {
        assert_eq!(paper().check(31, 1), Ok(()));
    }

    #[test]
    fn numbers_that_cannot_be_are_told_at_once() {
        assert_eq!(wrong(&PaperCount { issued: 32, ..paper() }), ["#/issued"]);
        assert_eq!(wrong(&PaperCount { returned: 32, invalid: 3, ..paper() }), ["#/returned"]);
        assert_eq!(wrong(&PaperCount { invalid: 2, ..paper() }), ["#/valid"]);
        assert_eq!(wrong(&PaperCount { items: vec![], ..paper() }), ["#/items"]);
        assert_eq!(wrong(&PaperCount { items: vec![ItemCount::default()], ..paper() }), ["#/items/0"]);
        assert_eq!(wrong(&PaperCount { valid: u32::MAX, ..paper() }), ["#/valid", "#/items/0"]);
    }

    #[test]
    fn where_tellers_differ_is_said_but_not_by_how_much() {
        let mut other = paper();
        assert!(paper().differences(&other).is_empty());
        other.invalid = 0;
        other.items[0].basic = 7;
        let found = paper().differences(&other);
        let told: Vec<_> = found.iter().map(|d| (d.field.as_str(), d.item)).collect();
        assert_eq!(told, [("invalid", None), ("items", Some(1))]);
    }

    #[test]
    fn a_byte_is_read_as_it_was_written() {
        for choice in Choice::ALL {
            assert_eq!(Choice::of_byte(choice.byte()), Some(*choice));
            assert_eq!(choice.code().len(), 1);
        }
        assert_eq!(Choice::of_byte(4), None);
    }
}
