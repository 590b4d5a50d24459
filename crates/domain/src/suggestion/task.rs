//! One unit's part in one suggestion and one round (办理任务), with what belongs to it alone.

use super::Due;
use super::coded::coded_enum;
use super::{CoOpinion, ContactLog, TaskStatus};
use crate::kernel::{AccountId, ExtensionId, HandlingTaskId, PersonId, SendBackId, UnitId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

coded_enum! {
    /// What the unit owes (承办方式).
    TaskRole {
        Lead = "lead", "主办", "Lead";
        Co = "co", "协办", "Co-handling";
        Split = "split", "分办", "Separate handling";
    }
}

coded_enum! {
    /// Which tier of the two (交办层级).
    TaskTier {
        System = "system", "系统（政府办）", "System (government office)";
        Unit = "unit", "承办单位", "Unit";
    }
}

coded_enum! {
    /// What was decided on a request (审批结果).
    Verdict {
        Pending = "pending", "待决定", "Pending";
        Agreed = "agreed", "同意", "Agreed";
        Refused = "refused", "不同意", "Refused";
    }
}

/// 退办申请
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SendBack {
    /// Identity.
    pub id: SendBackId,
    /// Why it is not this unit's matter.
    pub reason: String,
    /// Who it should be instead.
    pub suggested_unit: Option<UnitId>,
    /// The leader who signed the request.
    pub signed_by: AccountId,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// The decision.
    pub verdict: Verdict,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// Why.
    pub decision_reason: Option<String>,
    /// The unit named instead, if any.
    pub new_unit: Option<UnitId>,
}

/// 延期申请
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Extension {
    /// Identity.
    pub id: ExtensionId,
    /// Why more time is needed.
    pub reason: String,
    /// Until when.
    pub requested_until: NaiveDate,
    /// Who asked.
    pub requested_by: AccountId,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// The decision.
    pub verdict: Verdict,
    /// What was granted.
    pub approved_until: Option<NaiveDate>,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// When; the deputies are told in the same transaction (告知代表).
    pub decided_at: Option<DateTime<Utc>>,
    /// Why.
    pub decision_reason: Option<String>,
    /// When the deputies were told.
    pub informed_deputy_at: Option<DateTime<Utc>>,
}

/// 阶段性答复: tells the deputies where things stand; it is no reply and stops no clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HoldingAnswer {
    /// What was said.
    pub text: String,
    /// Who sent it.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}

/// Who works on it inside the unit (承办责任人).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Responsibles {
    /// 具体承办人
    pub handler: AccountId,
    /// 分管或主要负责人, by name as printed.
    pub leader_name: String,
    /// The leader as a natural person, when known: a deputy who is this person is in conflict.
    pub leader: Option<PersonId>,
    /// 办理方案
    pub plan: String,
}

/// Deadlines of the task as computed when they began to run (单位的期限).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskDues {
    /// 签收
    pub sign: Option<Due>,
    /// 申请退办
    pub send_back: Option<Due>,
    /// 分办 (SYSTEM tier)
    pub dispatch: Option<Due>,
    /// 首次联系代表
    pub first_contact: Option<Due>,
    /// 协办意见
    pub co_opinion: Option<Due>,
    /// 答复 as first computed for this unit
    pub reply: Option<Due>,
    /// 答复 in force
    pub effective: Option<Due>,
    /// 预审
    pub pre_review: Option<Due>,
}

/// 办理任务
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HandlingTask {
    /// Identity.
    pub id: HandlingTaskId,
    /// 承办单位
    pub unit: UnitId,
    /// 主办、协办、分办
    pub role: TaskRole,
    /// Which part, for 分办.
    pub scope_text: Option<String>,
    /// 系统 or 单位
    pub tier: TaskTier,
    /// The SYSTEM task this one was dispatched from.
    pub parent: Option<HandlingTaskId>,
    /// The task this one follows: after a send-back, a rehandling, a transfer.
    pub follows: Option<HandlingTaskId>,
    /// Round, from 1.
    pub round: u32,
    /// Who assigned it.
    pub assigned_by: AccountId,
    /// When: the start of the unit's clock.
    pub assigned_at: DateTime<Utc>,
    /// When receipt was confirmed.
    pub signed_at: Option<DateTime<Utc>>,
    /// By whom; `None` with `signed_at` means 逾期视同签收.
    pub signed_by: Option<AccountId>,
    /// Named by an arbiter: cannot be sent back again.
    pub final_assignment: bool,
    /// Who works on it.
    pub responsibles: Option<Responsibles>,
    /// Deadlines.
    pub dues: TaskDues,
    /// 退办
    pub send_backs: Vec<SendBack>,
    /// 延期
    pub extensions: Vec<Extension>,
    /// 联系沟通
    pub contacts: Vec<ContactLog>,
    /// 协办意见, latest last.
    pub co_opinions: Vec<CoOpinion>,
    /// 协办未反馈: marked so that the lead need not wait.
    pub co_opinion_missing_at: Option<DateTime<Utc>>,
    /// 阶段性答复
    pub holding_answers: Vec<HoldingAnswer>,
    /// How often pre-review or the leader returned the draft.
    pub review_returns: u32,
    /// Units that had it before a reorganisation, oldest first (原承办单位).
    pub former_units: Vec<UnitId>,
    /// State.
    pub status: TaskStatus,
    /// When it reached a finished state.
    pub finished_at: Option<DateTime<Utc>>,
}

impl HandlingTask {
    /// True when this unit owes the deputies a letter.
    pub fn owes_reply(&self) -> bool {
        self.tier == TaskTier::Unit && self.role != TaskRole::Co && self.status.is_live()
    }

    /// True when this unit owes the lead unit an opinion.
    pub fn owes_co_opinion(&self) -> bool {
        self.tier == TaskTier::Unit && self.role == TaskRole::Co && self.status.is_live()
    }

    /// The co-opinion in force.
    pub fn co_opinion(&self) -> Option<&CoOpinion> {
        self.co_opinions.iter().rev().find(|opinion| opinion.returned.is_none())
    }

    /// True when a co-opinion is in, or the lead may go on without it.
    pub fn co_opinion_settled(&self) -> bool {
        matches!(self.status, TaskStatus::CoOpinionIssued | TaskStatus::Done)
            || self.co_opinion_missing_at.is_some()
    }

    /// The request waiting for a verdict.
    pub fn pending_extension(&self) -> Option<&Extension> {
        self.extensions.iter().find(|extension| extension.verdict == Verdict::Pending)
    }

    /// A deputy confirmed a talk face to face (面商) before `until`.
    pub fn has_face_meeting_before(&self, until: Option<DateTime<Utc>>) -> bool {
        self.contacts.iter().any(|log| log.counts_as_face_meeting() && until.is_none_or(|end| log.at <= end))
    }

    /// The due date in force, if any.
    pub fn effective_due(&self) -> Option<NaiveDate> {
        self.dues.effective.as_ref().map(|due| due.on)
    }
}
