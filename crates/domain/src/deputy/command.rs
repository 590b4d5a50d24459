use super::{DeputyStatus, DeputyStep};
use crate::kernel::{DomainError, ErrorCode, FieldChecks, TextRule, coded_enum};
use chrono::NaiveDate;
use serde::Serialize;

coded_enum! {
    /// 暂停执行代表职务的法定情形: only these two (代表法 art. 61). A low score is never a ground.
    SuspensionGround {
        CriminalDetention = "criminal_detention", "因刑事案件被羁押正在受侦查、起诉、审判", "Detained in a criminal case under investigation, prosecution or trial";
        ServingSentence = "serving_sentence", "被依法判处管制、拘役或者有期徒刑而没有附加剥夺政治权利，正在服刑", "Serving a sentence without deprivation of political rights";
    }
}

coded_enum! {
    /// 代表资格终止的法定情形 (代表法 art. 62; 选举法 arts. 50–57).
    TerminationGround {
        VoluntaryResignation = "voluntary_resignation", "辞职被接受", "Resignation accepted";
        OrderedResignation = "ordered_resignation", "责令辞职被接受", "Ordered resignation accepted";
        Recall = "recall", "被罢免", "Recalled";
        AbsentTwice = "absent_twice", "未经批准两次不出席本级人民代表大会会议", "Absent from two sessions without leave";
        MovedAway = "moved_away", "迁出或者调离本行政区域", "Moved away";
        LostNationality = "lost_nationality", "丧失中华人民共和国国籍", "Lost the nationality";
        DeprivedOfRights = "deprived_of_political_rights", "依照法律被剥夺政治权利", "Deprived of political rights";
        LostCapacity = "lost_capacity", "丧失行为能力", "Lost legal capacity";
        Death = "death", "去世", "Died";
    }
}

impl TerminationGround {
    /// Resignations are accepted by more than half of all members of the standing committee
    /// (选举法 art. 55).
    pub const fn needs_vote(self) -> bool {
        matches!(self, Self::VoluntaryResignation | Self::OrderedResignation)
    }
}

/// 表决: counted against all members, not those present (domain specification §8.3, example 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Vote {
    /// 赞成票
    pub in_favour: i32,
    /// 全体组成人员
    pub members: i32,
}

impl Vote {
    /// Votes needed: more than half of all members.
    pub const fn needed(self) -> i32 {
        self.members / 2 + 1
    }
}

/// 代表状态变动: a command of the machine, with the grounds of law it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeputyCommand {
    /// 确认资格: the credentials committee's report was confirmed.
    Confirm,
    /// 暂停执行职务
    Suspend(SuspensionGround),
    /// 恢复执行职务: the ground has gone.
    Resume,
    /// 终止资格
    Terminate {
        /// The ground of law.
        ground: TerminationGround,
        /// For resignations.
        vote: Option<Vote>,
    },
    /// 届满
    EndTerm,
}

impl DeputyCommand {
    /// The step of the machine.
    pub const fn step(&self) -> DeputyStep {
        match self {
            Self::Confirm => DeputyStep::Confirm,
            Self::Suspend(_) => DeputyStep::Suspend,
            Self::Resume => DeputyStep::Resume,
            Self::Terminate { .. } => DeputyStep::Terminate,
            Self::EndTerm => DeputyStep::EndTerm,
        }
    }

    /// The code of the ground, if the step has one.
    pub const fn ground(&self) -> Option<&'static str> {
        match self {
            Self::Suspend(ground) => Some(ground.code()),
            Self::Terminate { ground, .. } => Some(ground.code()),
            Self::Confirm | Self::Resume | Self::EndTerm => None,
        }
    }

    fn check_vote(&self) -> Result<(), DomainError> {
        let Self::Terminate { ground, vote } = self else { return Ok(()) };
        if !ground.needs_vote() {
            return Ok(());
        }
        let Some(vote) = vote else {
            return Err(DomainError::invalid_field("#/vote", ErrorCode::ValueRequired));
        };
        let mut checks = FieldChecks::new();
        checks.range("#/vote/members", vote.members.into(), 1, 999);
        checks.range("#/vote/in_favour", vote.in_favour.into(), 0, vote.members.max(0).into());
        checks.finish()?;
        if vote.in_favour < vote.needed() {
            return Err(DomainError::new(ErrorCode::VoteInsufficient)
                .param("needed", vote.needed())
                .param("actual", vote.in_favour));
        }
        Ok(())
    }
}

/// A change of status as it is requested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusChange {
    /// What.
    pub command: DeputyCommand,
    /// The day from which it counts.
    pub on: NaiveDate,
    /// 公告（文件）文号
    pub document_no: Option<String>,
    /// Inner remark; not shown outside the persons named in the specification §3.11.
    pub note: Option<String>,
}

impl StatusChange {
    /// Normalises and checks the fields. `since` is the day of the previous change; `today` bounds
    /// the future: a change is recorded when it has been announced.
    pub(super) fn check(mut self, since: NaiveDate, today: NaiveDate) -> Result<Self, DomainError> {
        let mut checks = FieldChecks::new();
        checks.optional_text(TextRule::line(0, 60), "#/document_no", &mut self.document_no);
        checks.optional_text(TextRule::body(0, 500), "#/note", &mut self.note);
        checks.date("#/on", self.on);
        checks.not_after("#/on", self.on, today);
        checks.ensure(self.on >= since, "#/on", ErrorCode::DateOrder);
        checks.absorb(self.command.check_vote())?;
        checks.finish().map(|()| self)
    }
}

/// One line of a deputy's status history (状态沿革).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatusRecord {
    /// Before; `None` for the first.
    pub from: Option<DeputyStatus>,
    /// After.
    pub to: DeputyStatus,
    /// The step; `None` when the row was created.
    pub step: Option<DeputyStep>,
    /// From which day it counts.
    pub on: NaiveDate,
    /// Code of the ground of law.
    pub ground: Option<String>,
    /// 公告（文件）文号
    pub document_no: Option<String>,
    /// Inner remark.
    pub note: Option<String>,
    /// The vote, for resignations.
    pub vote: Option<Vote>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resignation(vote: Option<Vote>) -> Result<(), DomainError> {
        let ground = TerminationGround::VoluntaryResignation;
        DeputyCommand::Terminate { ground, vote }.check_vote()
    }

    #[test]
    fn a_resignation_needs_more_than_half_of_all_members() {
        // Example 7: 25 members, 14 present: 13 needed, not 8.
        assert!(resignation(Some(Vote { in_favour: 13, members: 25 })).is_ok());
        let refused = resignation(Some(Vote { in_favour: 12, members: 25 })).unwrap_err();
        assert_eq!(
            (refused.code, refused.params["needed"].as_i64()),
            (ErrorCode::VoteInsufficient, Some(13))
        );
        assert_eq!(Vote { in_favour: 0, members: 24 }.needed(), 13);
        assert_eq!(resignation(None).unwrap_err().fields[0].pointer, "#/vote");
    }

    #[test]
    fn there_are_exactly_two_grounds_of_suspension() {
        assert_eq!(SuspensionGround::ALL.len(), 2);
    }
}
