//! One round of voting (一轮测评) and its states.

use super::{
    CountDifference, ItemCount, ItemResult, LevelRule, ResultLevel, TellerEntry, TellerOffice, VoteItem,
};
use crate::kernel::{DomainError, ErrorCode, coded_enum};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::fmt::Write;

coded_enum! {
    /// 测评阶段
    BallotState {
        Prepared = "prepared", "筹备", "Prepared";
        Open = "open", "投票", "Voting";
        Closed = "closed", "已截止", "Closed";
        Tallied = "tallied", "已计票", "Counted";
        Announced = "announced", "已宣布", "Announced";
    }
}

coded_enum! {
    /// 测评步骤
    BallotStep {
        Revise = "update", "修改", "Change";
        SetRoll = "set_roll", "编制名册", "Draw up the roll";
        CheckIn = "check_in", "签到", "Check in";
        Issue = "issue", "发票", "Hand out a ballot";
        Open = "open", "宣布开始投票", "Open";
        Void = "void", "作废重投", "Void and vote again";
        Close = "close", "宣布截止", "Close";
        EnterCount = "enter_count", "填报计票", "Enter a count";
        Tally = "tally", "确认计票结果", "Confirm the count";
        Announce = "announce", "宣布结果", "Announce";
        SecondVote = "second_vote", "再次测评", "Second vote";
    }
}

coded_enum! {
    /// 投票方式
    VotingWay {
        Electronic = "electronic", "电子票", "Electronic";
        Paper = "paper", "纸质票", "Paper";
    }
}

impl BallotState {
    /// The state after a step; `None` when the step is not possible now.
    pub const fn after(self, step: BallotStep) -> Option<Self> {
        use BallotStep::{
            Announce, CheckIn, Close, EnterCount, Issue, Open, Revise, SecondVote, SetRoll, Tally, Void,
        };
        match (self, step) {
            (Self::Prepared, Revise | SetRoll | CheckIn) => Some(Self::Prepared),
            (Self::Prepared, Open) => Some(Self::Open),
            (Self::Open, CheckIn | Issue) => Some(Self::Open),
            (Self::Open, Close) => Some(Self::Closed),
            (Self::Open | Self::Closed, Void) => Some(Self::Prepared),
            (Self::Closed, EnterCount) => Some(Self::Closed),
            (Self::Closed, Tally) => Some(Self::Tallied),
            (Self::Tallied, Announce) => Some(Self::Announced),
            // The next round begins; this one stays as it is.
            (Self::Announced, SecondVote) => Some(Self::Announced),
            (Self::Prepared, Issue | Void | Close | EnterCount | Tally | Announce | SecondVote)
            | (Self::Open, Revise | SetRoll | Open | EnterCount | Tally | Announce | SecondVote)
            | (Self::Closed, Revise | SetRoll | CheckIn | Issue | Open | Close | Announce | SecondVote)
            | (
                Self::Tallied,
                Revise | SetRoll | CheckIn | Issue | Open | Void | Close | EnterCount | Tally | SecondVote,
            )
            | (
                Self::Announced,
                Revise | SetRoll | CheckIn | Issue | Open | Void | Close | EnterCount | Tally | Announce,
            ) => None,
        }
    }
}

/// The machine as a section of `docs/state-machines.md`, with a mermaid diagram.
pub fn state_machine_markdown() -> String {
    let mut text = String::from("## 无记名测评 · Secret ballot\n\n```mermaid\nstateDiagram-v2\n");
    for state in BallotState::ALL {
        // Writing to a String cannot fail.
        let _ok = writeln!(text, "    state \"{}\" as {state}", state.zh());
    }
    text.push_str("    [*] --> prepared\n");
    for state in BallotState::ALL {
        for step in BallotStep::ALL {
            if let Some(next) = state.after(*step) {
                let _ok = writeln!(text, "    {state} --> {next}: {}", step.zh());
            }
        }
    }
    text.push_str("    announced --> [*]\n```\n");
    text
}

/// What the roll says at closing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollFigures {
    /// 应到
    pub eligible: u32,
    /// 实到
    pub present: u32,
    /// 发出
    pub issued: u32,
}

/// One round: the first vote, or a second one on what was not satisfactory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BallotRound {
    /// 1 for the first vote.
    pub no: u16,
    /// 阶段
    pub state: BallotState,
    /// 方式
    pub way: VotingWay,
    /// The day of the vote.
    pub held_on: NaiveDate,
    /// What is voted on.
    pub items: Vec<VoteItem>,
    /// Set when voting opens.
    pub rule: Option<LevelRule>,
    /// 应到、实到、发出, set at closing.
    pub figures: Option<RollFigures>,
    /// 收回; for paper from the tellers.
    pub returned: Option<u32>,
    /// 有效
    pub valid: Option<u32>,
    /// 无效
    pub invalid: Option<u32>,
    /// One for each item, in order; empty until the count is confirmed.
    pub results: Vec<ItemResult>,
    /// What the tellers have entered, for paper.
    pub entries: Vec<TellerEntry>,
    /// 宣布开始
    pub opened_at: Option<DateTime<Utc>>,
    /// 宣布截止
    pub closed_at: Option<DateTime<Utc>>,
    /// 确认计票结果
    pub tallied_at: Option<DateTime<Utc>>,
    /// 宣布结果
    pub announced_at: Option<DateTime<Utc>>,
    /// Until when units that were not satisfactory report again.
    pub report_again_by: Option<NaiveDate>,
}

impl BallotRound {
    /// A round that is being prepared.
    pub fn new(no: u16, way: VotingWay, held_on: NaiveDate, items: Vec<VoteItem>) -> Self {
        Self {
            no,
            state: BallotState::Prepared,
            way,
            held_on,
            items,
            rule: None,
            figures: None,
            returned: None,
            valid: None,
            invalid: None,
            results: Vec::new(),
            entries: Vec::new(),
            opened_at: None,
            closed_at: None,
            tallied_at: None,
            announced_at: None,
            report_again_by: None,
        }
    }

    /// The round after `step`.
    ///
    /// # Errors
    /// `state.conflict`.
    pub fn after(&self, step: BallotStep) -> Result<Self, DomainError> {
        let state = self.state.after(step).ok_or_else(|| {
            DomainError::new(ErrorCode::StateConflict).param("state", self.state.code().to_owned())
        })?;
        Ok(Self { state, ..self.clone() })
    }

    /// True when the step is possible in this state and this way of voting.
    pub fn allows(&self, step: BallotStep) -> bool {
        let fits = match step {
            BallotStep::EnterCount => self.way == VotingWay::Paper,
            BallotStep::Tally => self.way == VotingWay::Electronic || self.agreed().is_some(),
            BallotStep::SecondVote => !self.to_vote_again().is_empty(),
            BallotStep::Open => !self.items.is_empty(),
            _ => true,
        };
        fits && self.state.after(step).is_some()
    }

    /// The entry of a teller.
    pub fn entry(&self, office: TellerOffice) -> Option<&TellerEntry> {
        self.entries.iter().find(|entry| entry.office == office)
    }

    /// Where the two entries differ; `None` while one is missing.
    pub fn differences(&self) -> Option<Vec<CountDifference>> {
        let (first, second) = (self.entry(TellerOffice::Supervisor)?, self.entry(TellerOffice::Counter)?);
        Some(first.count.differences(&second.count))
    }

    /// The count on which both tellers agree.
    pub(super) fn agreed(&self) -> Option<&TellerEntry> {
        self.differences()?.is_empty().then(|| self.entry(TellerOffice::Counter)).flatten()
    }

    /// Writes the count down and judges every item.
    pub(super) fn judged(mut self, counts: &[ItemCount], rule: LevelRule) -> Self {
        self.results = counts.iter().map(|count| rule.judge(*count)).collect();
        self
    }

    /// Items that were not satisfactory, and those of which too few ballots came back to say: they are voted on again.
    pub fn to_vote_again(&self) -> Vec<&VoteItem> {
        let again = |result: &ItemResult| matches!(result.level, None | Some(ResultLevel::Unsatisfied));
        self.items
            .iter()
            .zip(&self.results)
            .filter(|(_, result)| again(result))
            .map(|(item, _)| item)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_diagram_shows_every_transition() {
        let pairs =
            BallotState::ALL.iter().flat_map(|state| BallotStep::ALL.iter().map(|step| state.after(*step)));
        assert_eq!(state_machine_markdown().matches("-->").count(), pairs.flatten().count() + 2);
    }

    #[test]
    fn a_round_goes_one_way_and_back_only_by_voiding() {
        let line = [
            (BallotState::Prepared, BallotStep::Open, BallotState::Open),
            (BallotState::Open, BallotStep::Close, BallotState::Closed),
            (BallotState::Closed, BallotStep::Tally, BallotState::Tallied),
            (BallotState::Tallied, BallotStep::Announce, BallotState::Announced),
        ];
        for (from, step, to) in line {
            assert_eq!(from.after(step), Some(to));
            for other in BallotState::ALL.iter().filter(|state| **state != from) {
                assert_eq!(other.after(step), None, "{other} {step}");
            }
        }
        let voided = |state: BallotState| state.after(BallotStep::Void);
        assert_eq!(voided(BallotState::Open), Some(BallotState::Prepared));
        assert_eq!(voided(BallotState::Closed), Some(BallotState::Prepared));
        assert_eq!(voided(BallotState::Tallied), None);
        assert_eq!(BallotState::Prepared.after(BallotStep::Issue), None);
    }
}
