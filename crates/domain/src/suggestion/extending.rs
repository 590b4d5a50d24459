//! 延期: asked for in time, approved by the committee's head, told to the deputies; never beyond the legal maximum,
//! and the start is never reset.

use super::changes::Changes;
use super::{Case, Ctx, Effects, Extension, TaskStep, Verdict};
use crate::authz::{Permit, act};
use crate::kernel::{DomainError, ErrorCode, ExtensionId, HandlingTaskId, TextRule};
use chrono::NaiveDate;
use serde_json::json;

const REASON: TextRule = TextRule::body(5, 2_000);
const DECISION: TextRule = TextRule::body(2, 2_000);

impl Case {
    /// Asks for more time.
    ///
    /// # Errors
    /// `state.conflict`; `extension.pending`, `extension.too_late`, `extension.not_later`,
    /// `extension.beyond_maximum`; `task.not_applicable`; `validation.failed`.
    pub fn request_extension(
        &mut self,
        permit: &Permit<act::HandleTask>,
        task: HandlingTaskId,
        reason: &str,
        until: NaiveDate,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::RequestExtension, None, ctx)?;
        let reason = REASON.check("#/reason", reason)?;
        let due = self.task(task)?.dues.effective.clone().ok_or(ErrorCode::TaskNotApplicable)?;
        ctx.extended(&due, until)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.request_extension");
        self.task_mut(task)?.extensions.push(Extension {
            id: ExtensionId(ctx.ids.next_id()),
            reason,
            requested_until: until,
            requested_by: permit.account(),
            requested_at: ctx.now,
            verdict: Verdict::Pending,
            approved_until: None,
            decided_by: None,
            decided_at: None,
            decision_reason: None,
            informed_deputy_at: None,
        });
        changes.event(self, "task.extension_requested", json!({ "task": task, "until": until }));
        Ok(changes.finish(self))
    }

    /// Decides: `approved_until` grants (perhaps less than asked), `None` refuses. The deputies are told in the same
    /// transaction.
    ///
    /// # Errors
    /// `state.conflict`; `extension.none`, `extension.not_later`, `extension.beyond_maximum`; `validation.failed`.
    pub fn decide_extension(
        &mut self,
        permit: &Permit<act::DecideExtension>,
        task: HandlingTaskId,
        approved_until: Option<NaiveDate>,
        reason: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::DecideExtension, None, ctx)?;
        let reason = DECISION.check("#/reason", reason)?;
        let due = self.task(task)?.dues.effective.clone().ok_or(ErrorCode::TaskNotApplicable)?;
        let extended = approved_until.map(|until| ctx.extended(&due, until)).transpose()?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.decide_extension");
        let owner = self.task_mut(task)?;
        for request in owner.extensions.iter_mut().filter(|request| request.verdict == Verdict::Pending) {
            request.verdict = if extended.is_some() { Verdict::Agreed } else { Verdict::Refused };
            request.approved_until = extended.as_ref().map(|due| due.on);
            request.decided_by = Some(permit.account());
            request.decided_at = Some(ctx.now);
            request.decision_reason = Some(reason.clone());
            request.informed_deputy_at = Some(ctx.now);
        }
        let on = extended.as_ref().map(|due| due.on);
        if let Some(extended) = extended {
            owner.dues.effective = Some(extended);
            // The matter's end is that of its last part.
            let latest = self
                .answering_tasks()
                .filter_map(|task| task.dues.effective.as_ref())
                .max_by_key(|due| due.on)
                .cloned();
            if latest.is_some() {
                self.suggestion.dues.effective = latest;
            }
        }
        let data = json!({ "task": task, "until": on, "reason": reason, "tell": self.recipients(ctx) });
        changes.event(self, "task.extension_decided", data);
        Ok(changes.finish(self))
    }
}
