//! 协办: the co-unit's opinion for the lead unit.

use super::changes::Changes;
use super::{
    CO_OPINION_MIN_CHARS, Case, CoOpinion, CoOpinionReturn, Ctx, Effects, TaskStatus, TaskStep,
    lacks_substance,
};
use crate::authz::{Permit, act};
use crate::kernel::{CoOpinionId, DomainError, ErrorCode, FieldError, HandlingTaskId, TextRule};
use serde_json::json;

const TEXT: TextRule = TextRule::body(1, 10_000);
const REASON: TextRule = TextRule::body(2, 1_000);

impl Case {
    /// Saves the draft of the opinion.
    ///
    /// # Errors
    /// `state.conflict`; `task.not_applicable` for other than co-units; `validation.failed` at `#/text`.
    pub fn draft_co_opinion(
        &mut self,
        permit: &Permit<act::HandleTask>,
        task: HandlingTaskId,
        text: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::DraftCoOpinion, None, ctx)?;
        let text = TEXT.check("#/text", text)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.draft_co_opinion");
        self.write_opinion(task, text, ctx)?;
        changes.enter_task(self, task, TaskStatus::CoOpinionDraft, TaskStep::DraftCoOpinion, None)?;
        changes.event(self, "task.co_opinion_drafted", json!({ "task": task }));
        Ok(changes.finish(self))
    }

    /// The co-unit's leader issues the opinion; the lead unit is told.
    ///
    /// # Errors
    /// `state.conflict`; `task.not_applicable`; `validation.failed` at `#/text` (`co_opinion.no_substance`).
    pub fn issue_co_opinion(
        &mut self,
        permit: &Permit<act::SignOffTask>,
        task: HandlingTaskId,
        text: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::IssueCoOpinion, None, ctx)?;
        let text = TEXT.check("#/text", text)?;
        if lacks_substance(&text) {
            let field = FieldError::new("#/text", ErrorCode::CoOpinionNoSubstance);
            return Err(DomainError::from(field.param("min", CO_OPINION_MIN_CHARS)));
        }
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.issue_co_opinion");
        self.write_opinion(task, text, ctx)?;
        if let Some(opinion) = self.task_mut(task)?.co_opinions.last_mut() {
            opinion.signed_by = Some(permit.account());
            opinion.issued_at = Some(ctx.now);
        }
        changes.enter_task(self, task, TaskStatus::CoOpinionIssued, TaskStep::IssueCoOpinion, None)?;
        changes.event(self, "task.co_opinion_issued", json!({ "task": task }));
        Ok(changes.finish(self))
    }

    fn write_opinion(
        &mut self,
        task: HandlingTaskId,
        text: String,
        ctx: &Ctx<'_>,
    ) -> Result<(), DomainError> {
        let opinions = &mut self.task_mut(task)?.co_opinions;
        match opinions.last_mut() {
            Some(draft) if draft.issued_at.is_none() => draft.text = text,
            Some(_) | None => opinions.push(CoOpinion {
                id: CoOpinionId(ctx.ids.next_id()),
                text,
                signed_by: None,
                issued_at: None,
                returned: None,
            }),
        }
        Ok(())
    }

    /// The lead unit's leader returns an opinion without substance, once.
    ///
    /// # Errors
    /// `state.conflict`; `co_opinion.returned_before`; `validation.failed` at `#/reason`.
    pub fn return_co_opinion(
        &mut self,
        permit: &Permit<act::ReturnCoOpinion>,
        task: HandlingTaskId,
        reason: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::ReturnCoOpinion, None, ctx)?;
        let reason = REASON.check("#/reason", reason)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.return_co_opinion");
        let due = ctx.co_opinion_redo_due();
        let co = self.task_mut(task)?;
        if let Some(opinion) = co.co_opinions.last_mut() {
            opinion.returned =
                Some(CoOpinionReturn { reason: reason.clone(), by: permit.account(), at: ctx.now });
        }
        co.dues.co_opinion = Some(due.clone());
        co.dues.effective = Some(due);
        changes.enter_task(self, task, TaskStatus::Signed, TaskStep::ReturnCoOpinion, Some(&reason))?;
        changes.event(self, "task.co_opinion_returned", json!({ "task": task, "reason": reason }));
        Ok(changes.finish(self))
    }

    /// The lead unit marks an overdue opinion as missing (协办未反馈) and goes on without it.
    ///
    /// # Errors
    /// `state.conflict`; `co_opinion.not_late`; `task.not_applicable`.
    pub fn mark_co_opinion_missing(
        &mut self,
        permit: &Permit<act::MarkCoOpinionMissing>,
        task: HandlingTaskId,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::MarkCoOpinionMissing, None, ctx)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.mark_co_opinion_missing");
        self.task_mut(task)?.co_opinion_missing_at = Some(ctx.now);
        changes.event(self, "task.co_opinion_missing", json!({ "task": task }));
        Ok(changes.finish(self))
    }
}
