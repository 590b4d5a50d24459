//! 交办、分办: who answers for it. The assignment starts the legal three months.

use super::changes::Changes;
use super::readiness::ensure;
use super::{
    Case, Ctx, Effects, HandlingTask, SuggestionStatus, SuggestionStep, TaskDues, TaskRole, TaskStatus,
    TaskStep, TaskTier,
};
use crate::authz::{Permit, act};
use crate::kernel::{AccountId, DomainError, ErrorCode, FieldError, HandlingTaskId, TextRule, UnitId};
use serde_json::json;

const SCOPE: TextRule = TextRule::body(2, 1_000);
const REASON: TextRule = TextRule::body(2, 1_000);

/// One unit's part in an assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// 承办单位; for [`TaskTier::System`] the government office itself.
    pub unit: UnitId,
    /// 主办、协办、分办
    pub role: TaskRole,
    /// Directly, or through the government office.
    pub tier: TaskTier,
    /// Which part; required for 分办.
    pub scope_text: Option<String>,
}

/// The head's order that the deputy's three months begin anew with the new unit (重新计算期限).
#[derive(Clone, Copy, Debug)]
pub struct ClockRestart<'a> {
    /// Only who decides extensions may order it.
    pub permit: &'a Permit<act::DecideExtension>,
    /// Why; kept in the history.
    pub reason: &'a str,
}

impl Case {
    /// Assigns it, or assigns anew what came back. Live tasks of other units stay.
    ///
    /// # Errors
    /// `state.conflict`; `validation.failed` at `#/assignments/…`; `assignment.composition`.
    pub fn assign(
        &mut self,
        permit: &Permit<act::AssignSuggestion>,
        assignments: &[Assignment],
        restart: Option<ClockRestart<'_>>,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Assign, None, ctx)?;
        let reason = restart.map(|order| REASON.check("#/restart_reason", order.reason)).transpose()?;
        self.check_assignments(assignments, None)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.assign");
        if self.suggestion.assigned_at.is_none() || reason.is_some() {
            self.start_clock(ctx);
        }
        self.suggestion.dues.object = Some(ctx.object_due());
        let mut tasks = Vec::new();
        for assignment in assignments {
            tasks.push(self.add_task(&changes, permit.account(), assignment, None, None)?);
        }
        changes.enter(self, SuggestionStatus::Assigned, SuggestionStep::Assign, reason.as_deref());
        let data =
            json!({ "tasks": tasks, "reply_due": self.suggestion.dues.effective.as_ref().map(|due| due.on) });
        changes.event(self, "suggestion.assigned", data);
        Ok(changes.finish(self))
    }

    fn start_clock(&mut self, ctx: &Ctx<'_>) {
        let (first, effective) = ctx.reply_due(ctx.today(), self.suggestion.classification.urgency);
        self.suggestion.assigned_at = Some(ctx.now);
        self.suggestion.dues.reply = Some(first);
        self.suggestion.dues.effective = Some(effective.clone());
        // A restarted clock counts for the parts that other units still work on, too.
        for task in self.tasks.iter_mut().filter(|task| task.owes_reply() && !task.status.is_issued()) {
            task.dues.effective = Some(effective.clone());
        }
    }

    /// The government office dispatches to departments (second tier).
    ///
    /// # Errors
    /// `state.conflict`; `task.not_applicable` for a unit's task; `validation.failed`; `assignment.composition`.
    pub fn dispatch(
        &mut self,
        permit: &Permit<act::DispatchTask>,
        task: HandlingTaskId,
        assignments: &[Assignment],
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::Dispatch, None, ctx)?;
        let system = self.task(task)?.clone();
        self.check_assignments(assignments, Some(&system))?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.dispatch");
        changes.enter_task(self, task, TaskStatus::InProgress, TaskStep::Dispatch, None)?;
        let mut tasks = Vec::new();
        for assignment in assignments {
            tasks.push(self.add_task(&changes, permit.account(), assignment, Some(task), None)?);
        }
        changes.event(self, "task.dispatched", json!({ "from": task, "tasks": tasks }));
        Ok(changes.finish(self))
    }

    /// Takes the assignment back before every unit has signed for it (调整承办单位).
    ///
    /// # Errors
    /// `state.conflict` once it is being handled; `validation.failed` at `#/reason`.
    pub fn recall(
        &mut self,
        permit: &Permit<act::AssignSuggestion>,
        reason: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Recall, None, ctx)?;
        let reason = REASON.check("#/reason", reason)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.recall");
        self.do_recall(&mut changes, SuggestionStep::Recall, &reason)?;
        Ok(changes.finish(self))
    }

    pub(super) fn do_recall(
        &mut self,
        changes: &mut Changes<'_>,
        step: SuggestionStep,
        reason: &str,
    ) -> Result<(), DomainError> {
        let units: Vec<_> = self.current_tasks().map(|task| task.unit).collect();
        self.cancel_tasks(changes, reason)?;
        self.suggestion.dues.assign = Some(changes.ctx.reassign_due());
        changes.enter(self, SuggestionStatus::Accepted, step, Some(reason));
        changes.event(self, "suggestion.recalled", json!({ "units": units, "reason": reason }));
        Ok(())
    }

    /// Adds a task with its deadlines. The matter's end stays what it is.
    pub(super) fn add_task(
        &mut self,
        changes: &Changes<'_>,
        by: AccountId,
        assignment: &Assignment,
        parent: Option<HandlingTaskId>,
        follows: Option<HandlingTaskId>,
    ) -> Result<HandlingTaskId, DomainError> {
        let ctx = &changes.ctx;
        let id = HandlingTaskId(ctx.ids.next_id());
        let urgency = self.suggestion.classification.urgency;
        let dues = match &self.suggestion.dues.effective {
            Some(matter) => ctx.task_dues(assignment.tier, assignment.role, matter, urgency),
            None => TaskDues::default(),
        };
        let scope_text =
            assignment.scope_text.as_deref().map(|text| SCOPE.check("#/scope_text", text)).transpose()?;
        self.tasks.push(HandlingTask {
            id,
            unit: assignment.unit,
            role: assignment.role,
            scope_text,
            tier: assignment.tier,
            parent,
            follows,
            round: self.suggestion.round,
            assigned_by: by,
            assigned_at: ctx.now,
            signed_at: None,
            signed_by: None,
            final_assignment: false,
            responsibles: None,
            dues,
            send_backs: Vec::new(),
            extensions: Vec::new(),
            contacts: Vec::new(),
            co_opinions: Vec::new(),
            co_opinion_missing_at: None,
            holding_answers: Vec::new(),
            review_returns: 0,
            former_units: Vec::new(),
            status: TaskStatus::PendingSign,
            finished_at: None,
        });
        changes.log(self, Some(id), None, TaskStatus::PendingSign.code(), "assign", None);
        Ok(id)
    }

    /// §8.1: exactly one lead or at least two separate units; co-units only with a lead; no unit twice. Dispatched
    /// tasks are checked among themselves, in the role that their SYSTEM task has.
    fn check_assignments(
        &self,
        assignments: &[Assignment],
        system: Option<&HandlingTask>,
    ) -> Result<(), DomainError> {
        let mut wrong = Vec::new();
        for (place, assignment) in assignments.iter().enumerate() {
            let at = |field: &str| format!("#/assignments/{place}/{field}");
            let taken = self.current_tasks().any(|task| task.unit == assignment.unit)
                || assignments[..place].iter().any(|other| other.unit == assignment.unit);
            if taken {
                wrong.push(FieldError::new(at("unit"), ErrorCode::ValueDuplicate));
            }
            match &assignment.scope_text {
                Some(text) => wrong.extend(SCOPE.check(&at("scope_text"), text).err()),
                None if assignment.role == TaskRole::Split => {
                    wrong.push(FieldError::new(at("scope_text"), ErrorCode::ValueRequired));
                }
                None => {}
            }
            if system.is_some() && assignment.tier == TaskTier::System {
                wrong.push(FieldError::new(at("tier"), ErrorCode::ValueInvalid));
            }
        }
        if !wrong.is_empty() {
            return Err(DomainError::invalid(wrong));
        }
        let added = assignments.iter().map(|assignment| assignment.role);
        ensure(self.is_composed(system, added), ErrorCode::AssignmentComposition)
    }

    /// Whether the tasks of one tier, with those to be added, make a whole. In a further round the order names who
    /// handles it again, so any composition is whole.
    fn is_composed(&self, system: Option<&HandlingTask>, added: impl Iterator<Item = TaskRole>) -> bool {
        let parent = system.map(|system| system.id);
        let siblings: Vec<TaskRole> = self
            .current_tasks()
            .filter(|task| task.parent == parent)
            .map(|task| task.role)
            .chain(added)
            .collect();
        let count = |role: TaskRole| siblings.iter().filter(|own| **own == role).count();
        let (lead, co, split) = (count(TaskRole::Lead), count(TaskRole::Co), count(TaskRole::Split));
        let whole = (lead == 1 && split == 0) || (lead == 0 && split >= 2 && co == 0);
        match system.map(|system| system.role) {
            None | Some(TaskRole::Lead) => whole,
            // The government's part of a split matter may be one department's.
            Some(TaskRole::Split) => lead == 0 && co == 0 && split >= 1,
            Some(TaskRole::Co) => lead == 0 && split == 0 && co >= 1,
        }
    }

    /// Whether every part of the matter is with a unit: nothing waits to be assigned or dispatched.
    pub(super) fn is_fully_assigned(&self) -> bool {
        self.suggestion.round > 1
            || (self.is_composed(None, std::iter::empty())
                && self
                    .current_tasks()
                    .filter(|task| task.tier == TaskTier::System)
                    .all(|system| self.is_composed(Some(system), std::iter::empty())))
    }
}
