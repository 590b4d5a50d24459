//! What follows from the ratings: interview, explanation, handling again, tracking of promises, closing.

use super::changes::Changes;
use super::readiness::ensure;
use super::{
    Assignment, Case, Ctx, Effects, FollowUp, FollowUpKind, HandlingTask, Rating, SuggestionStatus,
    SuggestionStep, TaskRole, TaskStatus,
};
use crate::authz::{Permit, act};
use crate::kernel::{DomainError, ErrorCode, HandlingTaskId, TextRule};
use serde_json::json;

const TEXT: TextRule = TextRule::body(5, 4_000);
const SHA256: TextRule = TextRule::line(64, 64);

/// 责成重新办理
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderRehandle {
    /// Why, after talking with deputy and unit.
    pub reason: String,
    /// Which parts; empty: those whose letters were rated 不满意, or all when none was.
    pub tasks: Vec<HandlingTaskId>,
    /// The co-units give an opinion again, too.
    pub with_co_units: bool,
    /// 评估结论, needed from the second 不满意 on: a third round is not automatic.
    pub panel_conclusion: Option<String>,
}

impl Case {
    /// Leaves 已评价 as soon as nothing waits for a decision: to the promises, or to the end.
    pub(super) fn settle_evaluation(&mut self, changes: &mut Changes<'_>) {
        if self.status() != SuggestionStatus::Evaluated
            || self.result_unsettled()
            || self.attitude_unsettled()
        {
            return;
        }
        if self.commitments.iter().all(super::Commitment::is_settled) {
            self.suggestion.closed_at = Some(changes.ctx.now);
            changes.enter(self, SuggestionStatus::Closed, SuggestionStep::Settle, None);
            changes.event(self, "suggestion.closed", json!({ "category": self.category() }));
        } else {
            changes.enter(self, SuggestionStatus::Tracking, SuggestionStep::Settle, None);
            changes.event(self, "suggestion.tracking", json!({}));
        }
    }

    /// The committee has interviewed the unit about its attitude; the matter goes on.
    ///
    /// # Errors
    /// `state.conflict`; `evaluation.nothing_to_settle`; `validation.failed` at `#/text`.
    pub fn interview(
        &mut self,
        permit: &Permit<act::HandleEvaluation>,
        text: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Interview, None, ctx)?;
        let text = TEXT.check("#/text", text)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.interview");
        self.follow_up(FollowUpKind::Interview, text, None, permit.account(), ctx);
        changes.event(self, "suggestion.unit_interviewed", json!({}));
        self.settle_evaluation(&mut changes);
        Ok(changes.finish(self))
    }

    /// The matter cannot be solved as things are; deputy, unit and committee have talked, the deputy is told.
    ///
    /// # Errors
    /// `state.conflict`; `evaluation.nothing_to_settle`; `rehandle.panel_required`; `validation.failed`.
    pub fn explain(
        &mut self,
        permit: &Permit<act::HandleEvaluation>,
        text: &str,
        panel_conclusion: Option<&str>,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Explain, None, ctx)?;
        let text = TEXT.check("#/text", text)?;
        let conclusion = self.checked_panel(panel_conclusion)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.explain");
        self.follow_up(FollowUpKind::Explain, text, conclusion, permit.account(), ctx);
        changes.event(self, "suggestion.explained", json!({}));
        self.settle_evaluation(&mut changes);
        Ok(changes.finish(self))
    }

    /// Orders the unit to handle it again: a new round with new tasks, nothing is overwritten.
    ///
    /// # Errors
    /// `state.conflict`; `evaluation.nothing_to_settle`; `rehandle.panel_required`; `validation.failed`.
    pub fn order_rehandle(
        &mut self,
        permit: &Permit<act::OrderRehandle>,
        command: OrderRehandle,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::OrderRehandle, None, ctx)?;
        let reason = TEXT.check("#/reason", &command.reason)?;
        let conclusion = self.checked_panel(command.panel_conclusion.as_deref())?;
        let again = self.tasks_to_repeat(&command)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.order_rehandle");
        self.follow_up(FollowUpKind::Rehandle, reason.clone(), conclusion, permit.account(), ctx);
        self.new_round(&mut changes, &again, SuggestionStep::OrderRehandle, &reason)?;
        Ok(changes.finish(self))
    }

    /// Reopens a closed matter.
    ///
    /// # Errors
    /// `state.conflict`; `validation.failed`.
    pub fn reopen(
        &mut self,
        permit: &Permit<act::OrderRehandle>,
        command: OrderRehandle,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Reopen, None, ctx)?;
        let reason = TEXT.check("#/reason", &command.reason)?;
        let again = self.tasks_to_repeat(&command)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.reopen");
        self.follow_up(FollowUpKind::Reopen, reason.clone(), command.panel_conclusion, permit.account(), ctx);
        self.suggestion.closed_at = None;
        self.new_round(&mut changes, &again, SuggestionStep::Reopen, &reason)?;
        Ok(changes.finish(self))
    }

    /// From the second 不满意 on a panel of deputy, unit head, committee and experts concludes first (§3.8.8).
    fn checked_panel(&self, conclusion: Option<&str>) -> Result<Option<String>, DomainError> {
        let conclusion = conclusion.map(|text| TEXT.check("#/panel_conclusion", text)).transpose()?;
        let needed = self.suggestion.round >= 2 && self.result_unsettled();
        ensure(!needed || conclusion.is_some(), ErrorCode::PanelRequired)?;
        Ok(conclusion)
    }

    fn follow_up(
        &mut self,
        kind: FollowUpKind,
        text: String,
        panel_conclusion: Option<String>,
        by: crate::kernel::AccountId,
        ctx: &Ctx<'_>,
    ) {
        let round = self.suggestion.round;
        self.follow_ups.push(FollowUp { kind, round, text, panel_conclusion, by, at: ctx.now });
        // Whatever was decided, the committee has looked into the dispute.
        for reply in self.replies.iter_mut().filter(|reply| reply.round == round) {
            reply.disputed = None;
        }
    }

    fn tasks_to_repeat(&self, command: &OrderRehandle) -> Result<Vec<HandlingTask>, DomainError> {
        let unsatisfied = |task: &HandlingTask| {
            self.current_feedbacks().any(|feedback| {
                feedback.result == Rating::Unsatisfied
                    && self.reply(feedback.reply).is_ok_and(|reply| reply.task == task.id)
            })
        };
        for (place, id) in command.tasks.iter().enumerate() {
            let known = self.answering_tasks().any(|task| task.id == *id);
            if !known || command.tasks[..place].contains(id) {
                return Err(DomainError::invalid_field(
                    format!("#/tasks/{place}"),
                    ErrorCode::ReferenceUnknown,
                ));
            }
        }
        let any = self.answering_tasks().any(unsatisfied);
        let again = self.current_tasks().filter(|task| match task.role {
            TaskRole::Co => command.with_co_units && task.status == TaskStatus::Done,
            TaskRole::Lead | TaskRole::Split if !task.owes_reply() => false,
            TaskRole::Lead | TaskRole::Split => {
                if command.tasks.is_empty() {
                    !any || unsatisfied(task)
                } else {
                    command.tasks.contains(&task.id)
                }
            }
        });
        Ok(again.cloned().collect())
    }

    fn new_round(
        &mut self,
        changes: &mut Changes<'_>,
        again: &[HandlingTask],
        step: SuggestionStep,
        reason: &str,
    ) -> Result<(), DomainError> {
        let due = changes.ctx.rehandle_due();
        // Letters of the last round that were issued but not yet handed over: the new round replaces the handing over.
        self.suggestion.round += 1;
        self.suggestion.dues.effective = Some(due.clone());
        self.suggestion.dues.feedback = None;
        self.suggestion.evaluation_lapsed = None;
        let mut tasks = Vec::new();
        for old in again {
            let assignment = Assignment {
                unit: old.unit,
                role: old.role,
                tier: old.tier,
                scope_text: old.scope_text.clone(),
            };
            let by = changes.by.unwrap_or(old.assigned_by);
            let id = self.add_task(changes, by, &assignment, old.parent, Some(old.id))?;
            // The order names who must do it.
            let task = self.task_mut(id)?;
            task.final_assignment = true;
            if task.role != TaskRole::Co {
                task.dues.reply = Some(due.clone());
            }
            tasks.push(id);
        }
        changes.enter(self, SuggestionStatus::Rehandling, step, Some(reason));
        let data = json!({ "round": self.suggestion.round, "tasks": tasks, "due": due.on });
        changes.event(self, "suggestion.rehandling", data);
        Ok(())
    }

    /// Closes a tracked matter once every promise is settled.
    ///
    /// # Errors
    /// `state.conflict`; `commitment.open`.
    pub fn close(
        &mut self,
        permit: &Permit<act::CloseSuggestion>,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Close, None, ctx)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.close");
        self.suggestion.closed_at = Some(ctx.now);
        changes.enter(self, SuggestionStatus::Closed, SuggestionStep::Close, None);
        changes.event(self, "suggestion.closed", json!({ "category": self.category() }));
        Ok(changes.finish(self))
    }

    /// Archives it; from now on nothing changes but publication. `bundle_sha256` is the digest of the one file that
    /// holds everything (一件一档).
    ///
    /// # Errors
    /// `state.conflict`; `validation.failed` at `#/bundle_sha256`.
    pub fn archive(
        &mut self,
        permit: &Permit<act::CloseSuggestion>,
        bundle_sha256: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Archive, None, ctx)?;
        let digest = SHA256.check("#/bundle_sha256", bundle_sha256)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.archive");
        self.suggestion.archive_sha256 = Some(digest);
        changes.enter(self, SuggestionStatus::Archived, SuggestionStep::Archive, None);
        changes.event(self, "suggestion.archived", json!({}));
        Ok(changes.finish(self))
    }
}
