//! 签收, 明确责任人, and what follows from everybody having signed.

use super::changes::Changes;
use super::{
    Case, Ctx, Effects, HoldingAnswer, Responsibles, SuggestionStatus, SuggestionStep, TaskRole, TaskStatus,
    TaskStep, TaskTier,
};
use crate::authz::{Permit, act};
use crate::kernel::{DomainError, HandlingTaskId, TextRule};
use serde_json::json;

const NAME: TextRule = TextRule::line(1, 50);
const PLAN: TextRule = TextRule::body(0, 5_000);
const ANSWER: TextRule = TextRule::body(10, 5_000);

impl Case {
    /// Signs for the task. When the last answering unit signs, handling begins.
    ///
    /// # Errors
    /// `state.conflict`, `resource.not_found`.
    pub fn sign(
        &mut self,
        permit: &Permit<act::SignForTask>,
        task: HandlingTaskId,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::Sign, None, ctx)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.sign");
        self.do_sign(&mut changes, task, TaskStep::Sign)?;
        Ok(changes.finish(self))
    }

    pub(super) fn do_sign(
        &mut self,
        changes: &mut Changes<'_>,
        id: HandlingTaskId,
        step: TaskStep,
    ) -> Result<(), DomainError> {
        changes.enter_task(self, id, TaskStatus::Signed, step, None)?;
        let (now, by) = (changes.ctx.now, changes.by);
        let task = self.task_mut(id)?;
        task.signed_at = Some(now);
        task.signed_by = if step == TaskStep::Sign { by } else { None };
        let data = json!({ "task": id, "unit": task.unit, "silent": step == TaskStep::SignSilently });
        changes.event(self, "task.signed", data);
        self.settle_signing(changes);
        Ok(())
    }

    /// 办理中 begins when every lead and separate unit has signed and nothing waits to be dispatched.
    pub(super) fn settle_signing(&mut self, changes: &mut Changes<'_>) {
        let all = self.status() == SuggestionStatus::Assigned
            && self.is_fully_assigned()
            && self.current_tasks().filter(|task| task.role != TaskRole::Co).all(|task| match task.tier {
                TaskTier::System => matches!(task.status, TaskStatus::InProgress | TaskStatus::Done),
                TaskTier::Unit => !task.status.is_unsigned(),
            });
        if all {
            changes.enter(self, SuggestionStatus::Handling, SuggestionStep::AllSigned, None);
            changes.event(self, "suggestion.handling_began", json!({}));
        }
    }

    /// Names who handles it and who leads, and starts.
    ///
    /// # Errors
    /// `state.conflict`; `task.not_applicable` for co-units and the SYSTEM tier; `validation.failed`.
    pub fn start(
        &mut self,
        permit: &Permit<act::HandleTask>,
        task: HandlingTaskId,
        responsibles: Responsibles,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::Start, None, ctx)?;
        let responsibles = check_responsibles(responsibles)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.start");
        self.task_mut(task)?.responsibles = Some(responsibles);
        changes.enter_task(self, task, TaskStatus::InProgress, TaskStep::Start, None)?;
        changes.event(self, "task.started", json!({ "task": task }));
        Ok(changes.finish(self))
    }

    /// Changes handler, leader or plan.
    ///
    /// # Errors
    /// `state.conflict`; `task.responsibles_required` before the start; `validation.failed`.
    pub fn change_handler(
        &mut self,
        permit: &Permit<act::HandleTask>,
        task: HandlingTaskId,
        responsibles: Responsibles,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::ChangeHandler, None, ctx)?;
        let responsibles = check_responsibles(responsibles)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.change_handler");
        self.task_mut(task)?.responsibles = Some(responsibles);
        changes.event(self, "task.handler_changed", json!({ "task": task }));
        Ok(changes.finish(self))
    }

    /// Tells the deputies where things stand (阶段性答复). It is no reply: every clock runs on.
    ///
    /// # Errors
    /// `state.conflict`; `task.not_applicable`; `validation.failed` at `#/text`.
    pub fn send_holding_answer(
        &mut self,
        permit: &Permit<act::HandleTask>,
        task: HandlingTaskId,
        text: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::SendHoldingAnswer, None, ctx)?;
        let text = ANSWER.check("#/text", text)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.send_holding_answer");
        let answer = HoldingAnswer { text, by: permit.account(), at: ctx.now };
        self.task_mut(task)?.holding_answers.push(answer);
        changes.event(self, "task.holding_answer_sent", json!({ "task": task }));
        Ok(changes.finish(self))
    }
}

fn check_responsibles(mut responsibles: Responsibles) -> Result<Responsibles, DomainError> {
    let mut wrong = Vec::new();
    match NAME.check("#/leader_name", &responsibles.leader_name) {
        Ok(name) => responsibles.leader_name = name,
        Err(error) => wrong.push(error),
    }
    match PLAN.check("#/plan", &responsibles.plan) {
        Ok(plan) => responsibles.plan = plan,
        Err(error) => wrong.push(error),
    }
    if wrong.is_empty() { Ok(responsibles) } else { Err(DomainError::invalid(wrong)) }
}
