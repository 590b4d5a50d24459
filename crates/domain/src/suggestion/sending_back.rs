//! 退办: a unit may say "not ours", in time and in writing; it may neither forward nor hold the matter. After the
//! second one the arbiter names the unit, and that is final.

use super::changes::Changes;
use super::{
    Assignment, Case, Ctx, Effects, SendBack, SuggestionStatus, SuggestionStep, TaskRole, TaskStatus,
    TaskStep, Verdict,
};
use crate::authz::{Permit, act};
use crate::kernel::{DomainError, ErrorCode, HandlingTaskId, SendBackId, TextRule, UnitId};
use serde_json::json;

const REASON: TextRule = TextRule::body(2, 2_000);

/// What the arbiter decides on a send-back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendBackVerdict {
    /// 同意, and this unit has it now; without one the matter goes back for re-assignment.
    Agree {
        /// The unit named instead.
        new_unit: Option<UnitId>,
    },
    /// 不同意: the unit keeps it, for good.
    Refuse,
}

impl Case {
    /// Asks to send the task back, signed by the unit's leader. The deputies and the committee are told.
    ///
    /// # Errors
    /// `state.conflict`; `send_back.too_late`, `send_back.final`; `validation.failed` at `#/reason`.
    pub fn request_send_back(
        &mut self,
        permit: &Permit<act::RequestSendBack>,
        task: HandlingTaskId,
        reason: &str,
        suggested_unit: Option<UnitId>,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::RequestSendBack, None, ctx)?;
        let reason = REASON.check("#/reason", reason)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.request_send_back");
        let request = SendBack {
            id: SendBackId(ctx.ids.next_id()),
            reason: reason.clone(),
            suggested_unit,
            signed_by: permit.account(),
            requested_at: ctx.now,
            verdict: Verdict::Pending,
            decided_by: None,
            decided_at: None,
            decision_reason: None,
            new_unit: None,
        };
        self.task_mut(task)?.send_backs.push(request);
        changes.enter_task(
            self,
            task,
            TaskStatus::SendBackRequested,
            TaskStep::RequestSendBack,
            Some(&reason),
        )?;
        changes.event(self, "task.send_back_requested", json!({ "task": task }));
        Ok(changes.finish(self))
    }

    /// Decides the request.
    ///
    /// # Errors
    /// `state.conflict`; `send_back.unit_required` when the matter has been sent back too often to travel on;
    /// `validation.failed` at `#/reason`, or at `#/new_unit` when that unit has a part already.
    pub fn decide_send_back(
        &mut self,
        permit: &Permit<act::DecideSendBack>,
        task: HandlingTaskId,
        verdict: &SendBackVerdict,
        reason: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        let step = match verdict {
            SendBackVerdict::Agree { .. } => TaskStep::AgreeSendBack,
            SendBackVerdict::Refuse => TaskStep::RefuseSendBack,
        };
        self.ready_task(task, step, None, ctx)?;
        let reason = REASON.check("#/reason", reason)?;
        let limit = u32::from(ctx.settings.max_send_backs_per_suggestion);
        let last = self.suggestion.send_backs_agreed + 1 >= limit;
        if let SendBackVerdict::Agree { new_unit } = verdict {
            // A further round is the head's order to certain units: it cannot end up with nobody.
            let ordered = self.suggestion.round > 1 && self.task(task)?.role != TaskRole::Co;
            if (last || ordered) && new_unit.is_none() {
                return Err(DomainError::new(ErrorCode::SendBackUnitRequired).param("max", limit));
            }
            let taken = new_unit.is_some_and(|unit| self.current_tasks().any(|other| other.unit == unit));
            if taken {
                return Err(DomainError::invalid_field("#/new_unit", ErrorCode::ValueDuplicate));
            }
        }
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.decide_send_back");
        for request in self.task_mut(task)?.send_backs.iter_mut().filter(|r| r.verdict == Verdict::Pending) {
            request.decided_by = Some(permit.account());
            request.decided_at = Some(ctx.now);
            request.decision_reason = Some(reason.clone());
            match verdict {
                SendBackVerdict::Agree { new_unit } => {
                    request.verdict = Verdict::Agreed;
                    request.new_unit = *new_unit;
                }
                SendBackVerdict::Refuse => request.verdict = Verdict::Refused,
            }
        }
        match verdict {
            SendBackVerdict::Refuse => {
                changes.enter_task(self, task, TaskStatus::PendingSign, step, Some(&reason))?;
                let sign_due = ctx.sign_due();
                let kept = self.task_mut(task)?;
                kept.final_assignment = true;
                kept.signed_at = None;
                kept.signed_by = None;
                kept.dues.sign = Some(sign_due);
            }
            SendBackVerdict::Agree { new_unit } => {
                self.send_back(&mut changes, task, *new_unit, last, &reason)?;
            }
        }
        let agreed = step == TaskStep::AgreeSendBack;
        changes.event(
            self,
            "task.send_back_decided",
            json!({ "task": task, "agreed": agreed, "reason": reason }),
        );
        Ok(changes.finish(self))
    }

    fn send_back(
        &mut self,
        changes: &mut Changes<'_>,
        id: HandlingTaskId,
        new_unit: Option<UnitId>,
        last: bool,
        reason: &str,
    ) -> Result<(), DomainError> {
        let old = self.task(id)?.clone();
        changes.enter_task(self, id, TaskStatus::SentBack, TaskStep::AgreeSendBack, Some(reason))?;
        self.suggestion.send_backs_agreed += 1;
        if let Some(unit) = new_unit {
            let by = changes.by.unwrap_or(old.assigned_by);
            let assignment =
                Assignment { unit, role: old.role, tier: old.tier, scope_text: old.scope_text.clone() };
            let new = self.add_task(changes, by, &assignment, old.parent, Some(id))?;
            self.task_mut(new)?.final_assignment = last;
        }
        // A co-unit's task comes and goes without moving the matter. In a further round the tasks are the order's.
        let moves = old.role != TaskRole::Co
            && matches!(self.status(), SuggestionStatus::Assigned | SuggestionStatus::Handling);
        if moves {
            // Dispatched departments go back to the government office, which keeps the matter.
            let keeps = new_unit.is_some() || old.parent.is_some();
            let to = if keeps { SuggestionStatus::Assigned } else { SuggestionStatus::Accepted };
            if !keeps {
                self.suggestion.dues.assign = Some(changes.ctx.reassign_due());
            }
            changes.enter(self, to, SuggestionStep::NeedsReassignment, Some(reason));
        }
        Ok(())
    }
}
