//! 划转: after a reorganisation the successor carries on what is open. Letters already issued keep the old name, so that
//! statistics do too (§8.3 example 11).

use super::changes::Changes;
use super::{Case, Commitment, Ctx, Effects, HandlingTask, TaskRole, TaskStatus, TaskStep, TaskTier};
use crate::authz::{Permit, act};
use crate::kernel::{DomainError, ErrorCode, HandlingTaskId, UnitId};
use serde_json::json;

/// What becomes of one part when its unit is merged into another (划转方式).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandOverFate {
    /// The successor carries it on.
    Moved,
    /// The successor has a part of the matter already, which takes this one in.
    Absorbed,
}

impl Case {
    /// Promises of the task that something is still owed on.
    pub fn open_promises(&self, task: HandlingTaskId) -> impl Iterator<Item = &Commitment> {
        self.commitments.iter().filter(move |promise| promise.task == task && !promise.is_settled())
    }

    /// Moves one task, and what it still promises, to the unit that succeeds it.
    ///
    /// # Errors
    /// `state.conflict`; `task.not_applicable` for a finished task that owes nothing; `validation.failed` at `#/unit`
    /// when the successor has a part already.
    pub fn transfer(
        &mut self,
        permit: &Permit<act::TransferTask>,
        task: HandlingTaskId,
        successor: UnitId,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::Transfer, None, ctx)?;
        if self.task(task)?.unit == successor || self.current_tasks().any(|other| other.unit == successor) {
            return Err(DomainError::invalid_field("#/unit", ErrorCode::ValueDuplicate));
        }
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.transfer");
        self.move_task(&mut changes, task, successor)?;
        Ok(changes.finish(self))
    }

    /// What of `unit` in this matter would go to `successor`, and how.
    pub fn hand_over_plan(
        &self,
        unit: UnitId,
        successor: UnitId,
        ctx: &Ctx<'_>,
    ) -> Vec<(&HandlingTask, HandOverFate)> {
        let open = self.tasks.iter().filter(|task| {
            task.unit == unit && self.ready_task(task.id, TaskStep::Transfer, None, ctx).is_ok()
        });
        open.map(|task| {
            let helps = task.role == TaskRole::Co && task.status != TaskStatus::Done;
            let taken_in = helps && self.parts_of(successor).next().is_some();
            (task, if taken_in { HandOverFate::Absorbed } else { HandOverFate::Moved })
        })
        .collect()
    }

    /// Live parts of a unit in the present round.
    fn parts_of(&self, unit: UnitId) -> impl Iterator<Item = &HandlingTask> {
        self.current_tasks().filter(move |task| task.unit == unit && task.tier == TaskTier::Unit)
    }

    /// Hands everything of `unit` that is open over to `successor` (单位撤并划转). Where both had a part, an answering
    /// part takes the co-handling one in; two separate parts stay two. `None` when nothing is open.
    ///
    /// # Errors
    /// None in practice; the machine's own checks are passed on.
    pub fn hand_over(
        &mut self,
        permit: &Permit<act::TransferTask>,
        (unit, successor): (UnitId, UnitId),
        ctx: &Ctx<'_>,
    ) -> Result<Option<Effects>, DomainError> {
        let plan: Vec<_> = self
            .hand_over_plan(unit, successor, ctx)
            .into_iter()
            .map(|(task, fate)| (task.id, fate))
            .collect();
        if plan.is_empty() || unit == successor {
            return Ok(None);
        }
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.hand_over");
        for (id, fate) in plan {
            match fate {
                HandOverFate::Absorbed => self.take_in(&mut changes, id)?,
                HandOverFate::Moved => {
                    let helpers: Vec<_> = self
                        .parts_of(successor)
                        .filter(|part| part.role == TaskRole::Co && !part.status.is_finished())
                        .map(|part| part.id)
                        .collect();
                    for helper in helpers {
                        self.take_in(&mut changes, helper)?;
                    }
                    self.move_task(&mut changes, id, successor)?;
                }
            }
        }
        Ok(Some(changes.finish(self)))
    }

    fn take_in(&mut self, changes: &mut Changes<'_>, id: HandlingTaskId) -> Result<(), DomainError> {
        changes.enter_task(
            self,
            id,
            TaskStatus::Cancelled,
            TaskStep::Cancel,
            Some("单位合并，并入承继单位的任务"),
        )?;
        changes.event(self, "task.absorbed", json!({ "task": id }));
        Ok(())
    }

    fn move_task(
        &mut self,
        changes: &mut Changes<'_>,
        id: HandlingTaskId,
        successor: UnitId,
    ) -> Result<(), DomainError> {
        let moved = self.task_mut(id)?;
        let (former, status) = (moved.unit, moved.status);
        moved.former_units.push(former);
        moved.unit = successor;
        let mut promises = Vec::new();
        for promise in self.commitments.iter_mut().filter(|one| one.task == id && !one.is_settled()) {
            promise.former_units.push(promise.unit);
            promise.unit = successor;
            promises.push(promise.id);
        }
        // The state stays, but the history must tell who has it now.
        let note = format!("{former} → {successor}");
        let step = TaskStep::Transfer.code();
        changes.log(self, Some(id), Some(status.code()), status.code(), step, Some(&note));
        let data = json!({ "task": id, "from": former, "to": successor, "promises": promises });
        changes.event(self, "task.transferred", data);
        Ok(())
    }
}
