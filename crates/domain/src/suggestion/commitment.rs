use super::coded::coded_enum;
use crate::kernel::{AccountId, CommitmentId, DeputyId, FileId, HandlingTaskId, ReplyId, UnitId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

coded_enum! {
    /// Where a promise stands (承诺状态). 即将到期 is no state of its own: it follows from the date.
    CommitmentStatus {
        Open = "open", "办理中", "Open";
        Reported = "reported", "已报告待认定", "Reported";
        Accepted = "accepted", "已兑现", "Kept";
        Rejected = "rejected", "认定未兑现", "Not accepted";
        Changed = "changed", "已变更", "Changed";
        CarriedOver = "carried_over", "已结转", "Carried over";
        Failed = "failed", "未能兑现", "Failed";
    }
}

coded_enum! {
    /// What can be done to a promise.
    CommitmentStep {
        Report = "report", "报告落实", "Report";
        Accept = "accept", "认定兑现", "Accept";
        Reject = "reject", "认定未兑现", "Reject";
        Change = "change", "变更", "Change";
        CarryOver = "carry_over", "结转", "Carry over";
        Fail = "fail", "未能兑现", "Fail";
    }
}

/// Where `step` leads from `status`; `None`: refused. No wildcard over the states.
pub const fn commitment_target(status: CommitmentStatus, step: CommitmentStep) -> Option<CommitmentStatus> {
    use CommitmentStatus::*;
    match step {
        CommitmentStep::Report => match status {
            Open | Rejected | CarriedOver => Some(Reported),
            Reported | Accepted | Changed | Failed => None,
        },
        CommitmentStep::Accept => match status {
            Reported => Some(Accepted),
            Open | Accepted | Rejected | Changed | CarriedOver | Failed => None,
        },
        CommitmentStep::Reject => match status {
            Reported => Some(Rejected),
            Open | Accepted | Rejected | Changed | CarriedOver | Failed => None,
        },
        // A change ends this promise; what replaces it is a new one that points back.
        CommitmentStep::Change => match status {
            Open | Rejected | CarriedOver => Some(Changed),
            Reported | Accepted | Changed | Failed => None,
        },
        CommitmentStep::CarryOver => match status {
            Open | Rejected | CarriedOver => Some(CarriedOver),
            Reported | Accepted | Changed | Failed => None,
        },
        CommitmentStep::Fail => match status {
            Open | Rejected | CarriedOver => Some(Failed),
            Reported | Accepted | Changed | Failed => None,
        },
    }
}

/// 阶段目标
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// What.
    pub text: String,
    /// Until when.
    pub date: NaiveDate,
    /// That it was reached, as the unit reports.
    #[serde(default)]
    pub reached: Option<MilestoneReached>,
}

/// 阶段目标完成情况: the unit's word with its proof; the promise as a whole is what the committee judges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MilestoneReached {
    /// What was done.
    pub text: String,
    /// Proof.
    pub evidence: Vec<FileId>,
    /// Who reports it.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}

/// A written explanation that the deputy must have received (书面说明).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// Why the promise is changed or not kept.
    pub text: String,
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// The deputy who confirmed receipt, and when.
    pub received: Option<(DeputyId, DateTime<Utc>)>,
}

/// One report of the unit on its promise (落实报告).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitmentReport {
    /// What was done.
    pub text: String,
    /// Proof.
    pub evidence: Vec<FileId>,
    /// Who reported.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
    /// The verdict's reason, once judged.
    pub verdict: Option<String>,
    /// When judged.
    pub judged_at: Option<DateTime<Utc>>,
}

/// 答复承诺事项. It outlives terms, reorganised units and departed deputies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// Identity.
    pub id: CommitmentId,
    /// The letter that promised.
    pub reply: ReplyId,
    /// The task whose unit promised.
    pub task: HandlingTaskId,
    /// Who must keep it: the unit or its successor.
    pub unit: UnitId,
    /// What is promised.
    pub text: String,
    /// Who answers for it.
    pub responsible: String,
    /// 阶段目标
    pub milestones: Vec<Milestone>,
    /// Until when; as first promised.
    pub original_due: NaiveDate,
    /// Until when, after carrying over.
    pub due: NaiveDate,
    /// State.
    pub status: CommitmentStatus,
    /// Reports.
    pub reports: Vec<CommitmentReport>,
    /// For changed and failed ones.
    pub explanation: Option<Explanation>,
    /// The promise that replaced this one.
    pub replaced_by: Option<CommitmentId>,
    /// 兑现日期
    pub accepted_at: Option<DateTime<Utc>>,
    /// The second letter that says it is kept (B→A).
    pub kept_reply: Option<ReplyId>,
    /// When promised.
    pub created_at: DateTime<Utc>,
    /// When it was found unkept past its day (承诺逾期); carrying over empties it.
    #[serde(default)]
    pub breached_at: Option<DateTime<Utc>>,
    /// Units that had it before a reorganisation, oldest first (原承诺单位).
    #[serde(default)]
    pub former_units: Vec<UnitId>,
}

impl Commitment {
    /// Nothing more is owed: kept, or given up with an explanation that the deputy received.
    pub fn is_settled(&self) -> bool {
        match self.status {
            CommitmentStatus::Accepted => true,
            CommitmentStatus::Changed | CommitmentStatus::Failed => {
                self.explanation.as_ref().is_some_and(|explanation| explanation.received.is_some())
            }
            CommitmentStatus::Open
            | CommitmentStatus::Reported
            | CommitmentStatus::Rejected
            | CommitmentStatus::CarriedOver => false,
        }
    }

    /// Past its day and not kept.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        today > self.due
            && matches!(
                self.status,
                CommitmentStatus::Open | CommitmentStatus::Rejected | CommitmentStatus::CarriedOver
            )
    }
}
