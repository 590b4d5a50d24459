//! “你还差 2 步” and “轮到谁”: what a unit still has to do, and whose turn it is, in words' keys.

use super::coded::coded_enum;
use super::{
    Case, CommitmentStatus, Ctx, HandlingTask, PublicationStatus, SuggestionStatus, TaskRole, TaskStatus,
    TaskTier, Verdict,
};
use crate::kernel::{DeputyId, HandlingTaskId, UnitId};
use chrono::NaiveDate;
use serde::Serialize;

coded_enum! {
    /// The steps of a unit's case page (办理步骤), in order.
    UnitStep {
        Sign = "sign", "签收", "Sign for";
        Dispatch = "dispatch", "分办", "Dispatch";
        Handle = "handle", "明确承办人", "Name who handles it";
        Contact = "contact", "联系代表", "Talk with the deputy";
        CoOpinion = "co_opinion", "协办意见", "Co-opinions";
        Draft = "draft", "起草答复", "Draft the reply";
        PreReview = "pre_review", "预审", "Pre-review";
        SignOff = "sign_off", "签发", "Sign off";
        Deliver = "deliver", "送达", "Deliver";
    }
}

/// One step on the unit's case page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct UnitStepState {
    /// Which.
    pub step: UnitStep,
    /// Done.
    pub done: bool,
    /// It is somebody else's: the unit only waits for it.
    pub waiting_for_others: bool,
    /// Until when, if the step has a deadline of its own.
    pub due: Option<NaiveDate>,
}

/// Where a unit stands with its task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitProgress {
    /// All steps, in order.
    pub steps: Vec<UnitStepState>,
    /// 你还差几步: own steps not done.
    pub remaining: usize,
    /// The first step not done.
    pub next: Option<UnitStep>,
}

coded_enum! {
    /// Who can move the matter (轮到谁).
    TurnOf {
        LeadDeputy = "lead_deputy", "领衔代表", "Lead deputy";
        Cosigner = "cosigner", "联名代表", "Co-signer";
        Reviewer = "reviewer", "代表工委", "Deputies' committee";
        Head = "head", "代表工委主任", "Head of the deputies' committee";
        Government = "government", "政府办（督查室）", "Government office";
        Unit = "unit", "承办单位", "Handling unit";
        UnitLeader = "unit_leader", "承办单位负责人", "Leader of the unit";
        Rater = "rater", "评价代表", "Deputy who rates";
    }
}

/// Somebody whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Turn {
    /// In which capacity.
    pub who: TurnOf,
    /// Which unit.
    pub unit: Option<UnitId>,
    /// Which deputy.
    pub deputy: Option<DeputyId>,
    /// Which task.
    pub task: Option<HandlingTaskId>,
    /// Key of what is to be done: `turn.<key>` in the texts.
    pub key: &'static str,
    /// Until when.
    pub due: Option<NaiveDate>,
}

impl Turn {
    fn of(who: TurnOf, key: &'static str, due: Option<NaiveDate>) -> Self {
        Self { who, unit: None, deputy: None, task: None, key, due }
    }

    fn on_task(who: TurnOf, key: &'static str, task: &HandlingTask, due: Option<NaiveDate>) -> Self {
        Self { who, unit: Some(task.unit), deputy: None, task: Some(task.id), key, due }
    }

    fn of_deputy(who: TurnOf, key: &'static str, deputy: DeputyId, due: Option<NaiveDate>) -> Self {
        Self { deputy: Some(deputy), ..Self::of(who, key, due) }
    }
}

impl Case {
    /// The steps of one task.
    pub fn unit_progress(&self, task: &HandlingTask) -> UnitProgress {
        let on = |due: &Option<super::Due>| due.as_ref().map(|due| due.on);
        let own = |step, done, due| UnitStepState { step, done, waiting_for_others: false, due };
        let others = |step, done, due| UnitStepState { step, done, waiting_for_others: true, due };
        let reached = |status: TaskStatus| rank(task.status) >= rank(status);
        let mut steps = vec![own(UnitStep::Sign, !task.status.is_unsigned(), on(&task.dues.sign))];
        if task.tier == TaskTier::System {
            steps.push(own(UnitStep::Dispatch, reached(TaskStatus::InProgress), on(&task.dues.dispatch)));
        } else if task.role == TaskRole::Co {
            let issued = matches!(task.status, TaskStatus::CoOpinionIssued | TaskStatus::Done);
            steps.push(own(UnitStep::CoOpinion, issued, on(&task.dues.co_opinion)));
        } else if self.suggestion.wishes.reference_only {
            steps.push(own(UnitStep::SignOff, task.status == TaskStatus::Done, None));
        } else {
            steps.push(own(UnitStep::Handle, task.responsibles.is_some(), None));
            steps.push(own(UnitStep::Contact, !task.contacts.is_empty(), on(&task.dues.first_contact)));
            let co: Vec<_> = self.co_tasks_of(task).collect();
            if !co.is_empty() {
                let last = co.iter().filter_map(|co| on(&co.dues.co_opinion)).max();
                let settled = co.iter().all(|co| co.co_opinion_settled()) || task.status.is_issued();
                steps.push(others(UnitStep::CoOpinion, settled, last));
            }
            let due = on(&task.dues.effective);
            steps.push(own(UnitStep::Draft, reached(TaskStatus::PreReview), due));
            steps.push(others(UnitStep::PreReview, reached(TaskStatus::SignOff), on(&task.dues.pre_review)));
            steps.push(own(UnitStep::SignOff, reached(TaskStatus::Issued), due));
            steps.push(own(UnitStep::Deliver, task.status == TaskStatus::Done, None));
        }
        if !task.status.is_live() {
            return UnitProgress { steps, remaining: 0, next: None };
        }
        let remaining = steps.iter().filter(|state| !state.done && !state.waiting_for_others).count();
        let next = steps.iter().find(|state| !state.done).map(|state| state.step);
        UnitProgress { steps, remaining, next }
    }

    /// Whose turn it is, most urgent first. Empty when the matter rests.
    pub fn whose_turn(&self, ctx: &Ctx<'_>) -> Vec<Turn> {
        let suggestion = &self.suggestion;
        let on = |due: &Option<super::Due>| due.as_ref().map(|due| due.on);
        let mut turns = match self.status() {
            SuggestionStatus::Draft => {
                vec![Turn::of_deputy(TurnOf::LeadDeputy, "finish_draft", suggestion.lead, None)]
            }
            SuggestionStatus::Cosigning => self.cosigning_turns(),
            SuggestionStatus::Submitted => {
                let who = if suggestion.insisted { TurnOf::Head } else { TurnOf::Reviewer };
                vec![Turn::of(who, "review", on(&suggestion.dues.accept))]
            }
            SuggestionStatus::Returned => {
                vec![Turn::of_deputy(TurnOf::LeadDeputy, "change_and_resubmit", suggestion.lead, None)]
            }
            SuggestionStatus::Accepted => {
                vec![Turn::of(TurnOf::Reviewer, "assign", on(&suggestion.dues.assign))]
            }
            SuggestionStatus::Assigned | SuggestionStatus::Handling | SuggestionStatus::Rehandling => {
                Vec::new()
            }
            SuggestionStatus::Replied => self.rating_turns(ctx),
            SuggestionStatus::Evaluated => {
                let key = if self.result_unsettled() { "decide_unsatisfied" } else { "interview_unit" };
                vec![Turn::of(TurnOf::Reviewer, key, None)]
            }
            SuggestionStatus::Tracking => self.promise_turns(),
            SuggestionStatus::Closed => vec![Turn::of(TurnOf::Reviewer, "archive", None)],
            SuggestionStatus::NotAccepted
            | SuggestionStatus::Merged
            | SuggestionStatus::Archived
            | SuggestionStatus::Withdrawn
            | SuggestionStatus::Deleted => Vec::new(),
        };
        if self.status().is_with_units() || self.status() == SuggestionStatus::Replied {
            turns.extend(self.current_tasks().filter_map(|task| self.task_turn(task)));
        }
        if suggestion.withdrawal.is_some() && self.permits(super::SuggestionStep::AgreeWithdrawal).is_ok() {
            let waiting = suggestion.confirmed_cosigners().filter(|one| one.withdrawal_agreed_at.is_none());
            turns.extend(
                waiting.map(|one| Turn::of_deputy(TurnOf::Cosigner, "agree_withdrawal", one.deputy, None)),
            );
        }
        if suggestion.pending_objection().is_some() {
            turns.push(Turn::of(TurnOf::Reviewer, "decide_objection", None));
        }
        if self.publications.iter().any(|p| p.status == PublicationStatus::Proposed) {
            turns.push(Turn::of(TurnOf::Head, "decide_publication", on(&suggestion.dues.publish)));
        }
        turns.sort_by_key(|turn| turn.due.unwrap_or(NaiveDate::MAX));
        turns
    }

    fn cosigning_turns(&self) -> Vec<Turn> {
        let version = self.suggestion.text_version;
        let mut turns: Vec<_> = self
            .suggestion
            .cosigners
            .iter()
            .filter(|cosigner| cosigner.is_open(version))
            .map(|c| {
                let until = crate::kernel::business_date(c.expires_at);
                Turn::of_deputy(TurnOf::Cosigner, "confirm_cosign", c.deputy, Some(until))
            })
            .collect();
        turns.push(Turn::of_deputy(TurnOf::LeadDeputy, "submit", self.suggestion.lead, None));
        turns
    }

    fn rating_turns(&self, ctx: &Ctx<'_>) -> Vec<Turn> {
        let due = self.suggestion.dues.feedback.as_ref().map(|due| due.on);
        let mut deputies: Vec<DeputyId> = self.ratings_due(ctx).map(|rating| rating.deputy).collect();
        deputies.sort_unstable();
        deputies.dedup();
        deputies.into_iter().map(|deputy| Turn::of_deputy(TurnOf::Rater, "rate", deputy, due)).collect()
    }

    fn promise_turns(&self) -> Vec<Turn> {
        let mut turns: Vec<_> = self
            .commitments
            .iter()
            .filter(|promise| !promise.is_settled())
            .map(|promise| match promise.status {
                CommitmentStatus::Reported => {
                    Turn::of(TurnOf::Reviewer, "judge_commitment", Some(promise.due))
                }
                CommitmentStatus::Changed | CommitmentStatus::Failed => {
                    Turn::of_deputy(TurnOf::LeadDeputy, "confirm_explanation", self.suggestion.lead, None)
                }
                CommitmentStatus::Open
                | CommitmentStatus::Rejected
                | CommitmentStatus::CarriedOver
                | CommitmentStatus::Accepted => Turn {
                    unit: Some(promise.unit),
                    task: Some(promise.task),
                    ..Turn::of(TurnOf::Unit, "keep_commitment", Some(promise.due))
                },
            })
            .collect();
        if turns.is_empty() {
            turns.push(Turn::of(TurnOf::Reviewer, "close", None));
        }
        turns
    }

    fn task_turn(&self, task: &HandlingTask) -> Option<Turn> {
        let on = |due: &Option<super::Due>| due.as_ref().map(|due| due.on);
        let due = on(&task.dues.effective);
        let system = task.tier == TaskTier::System;
        let dispatched = task.parent.is_some();
        let unit = if system { TurnOf::Government } else { TurnOf::Unit };
        if task.pending_extension().is_some_and(|request| request.verdict == Verdict::Pending) {
            return Some(Turn::on_task(TurnOf::Head, "decide_extension", task, due));
        }
        let turn = match task.status {
            TaskStatus::PendingSign => Turn::on_task(unit, "sign", task, on(&task.dues.sign)),
            TaskStatus::Signed if system => Turn::on_task(unit, "dispatch", task, on(&task.dues.dispatch)),
            TaskStatus::Signed | TaskStatus::InProgress | TaskStatus::ReplyDraft
                if !system && task.role != TaskRole::Co =>
            {
                let key = match self.unit_progress(task).next {
                    Some(UnitStep::Handle) => "start",
                    Some(UnitStep::Contact) => "contact",
                    Some(UnitStep::CoOpinion) => "wait_for_co_opinions",
                    Some(_) | None => "draft_reply",
                };
                Turn::on_task(unit, key, task, due)
            }
            TaskStatus::Signed | TaskStatus::InProgress | TaskStatus::CoOpinionDraft if !system => {
                Turn::on_task(unit, "co_opinion", task, on(&task.dues.co_opinion))
            }
            TaskStatus::PreReview => {
                let who = if dispatched { TurnOf::Government } else { TurnOf::Reviewer };
                Turn::on_task(who, "pre_review", task, on(&task.dues.pre_review))
            }
            TaskStatus::SignOff => Turn::on_task(TurnOf::UnitLeader, "sign_off", task, due),
            TaskStatus::Issued => Turn::on_task(unit, "deliver", task, None),
            TaskStatus::SendBackRequested => {
                let who = if dispatched { TurnOf::Government } else { TurnOf::Head };
                Turn::on_task(who, "decide_send_back", task, None)
            }
            TaskStatus::Signed
            | TaskStatus::InProgress
            | TaskStatus::CoOpinionDraft
            | TaskStatus::CoOpinionIssued
            | TaskStatus::ReplyDraft
            | TaskStatus::Done
            | TaskStatus::SentBack
            | TaskStatus::Cancelled => return None,
        };
        Some(turn)
    }
}

/// How far along the main line a state is.
const fn rank(status: TaskStatus) -> u8 {
    match status {
        TaskStatus::PendingSign
        | TaskStatus::SendBackRequested
        | TaskStatus::SentBack
        | TaskStatus::Cancelled => 0,
        TaskStatus::Signed | TaskStatus::CoOpinionDraft => 1,
        TaskStatus::InProgress => 2,
        TaskStatus::ReplyDraft => 3,
        TaskStatus::PreReview => 4,
        TaskStatus::SignOff => 5,
        TaskStatus::Issued | TaskStatus::CoOpinionIssued => 6,
        TaskStatus::Done => 7,
    }
}
