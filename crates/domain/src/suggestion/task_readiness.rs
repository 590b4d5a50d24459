//! The guards of task steps that do not depend on the request itself. See `readiness.rs`.

use super::readiness::ensure;
use super::{Case, Ctx, HandlingTask, TaskRole, TaskStatus, TaskStep, TaskTier, Verdict, check_letter};
use crate::kernel::{DeputyId, DomainError, ErrorCode, HandlingTaskId};

impl Case {
    /// Whether `step` is possible now on the task, for `deputy` when a deputy takes it.
    ///
    /// # Errors
    /// `resource.not_found`, `state.conflict`, or the code of the guard that fails.
    pub fn ready_task(
        &self,
        id: HandlingTaskId,
        step: TaskStep,
        deputy: Option<DeputyId>,
        ctx: &Ctx<'_>,
    ) -> Result<(), DomainError> {
        self.permits_task(id, step)?;
        let task = self.task(id)?;
        let applies = |holds: bool| ensure(holds, ErrorCode::TaskNotApplicable);
        match step {
            TaskStep::RequestSendBack => can_send_back(task, ctx),
            TaskStep::Dispatch | TaskStep::FinishSystemTask => applies(task.tier == TaskTier::System),
            TaskStep::Start | TaskStep::RejectDraft => applies(task.owes_reply()),
            TaskStep::ChangeHandler => {
                applies(task.tier == TaskTier::Unit)?;
                ensure(task.responsibles.is_some(), ErrorCode::ResponsiblesRequired)
            }
            TaskStep::LogContact => applies(task.tier == TaskTier::Unit),
            TaskStep::ConfirmContact | TaskStep::DisputeContact => {
                let waiting = task
                    .contacts
                    .iter()
                    .any(|log| log.awaiting().any(|who| deputy.is_none_or(|deputy| deputy == who)));
                ensure(waiting, ErrorCode::NotFound)
            }
            TaskStep::DraftCoOpinion | TaskStep::IssueCoOpinion => applies(task.owes_co_opinion()),
            TaskStep::ReturnCoOpinion => {
                applies(task.owes_co_opinion())?;
                let returned = task.co_opinions.iter().any(|opinion| opinion.returned.is_some());
                ensure(!returned, ErrorCode::CoOpinionReturnedBefore)
            }
            TaskStep::MarkCoOpinionMissing => {
                applies(task.owes_co_opinion() && task.co_opinion_missing_at.is_none())?;
                let days = ctx.settings.co_opinion_wait_wd;
                if ctx.co_opinion_may_be_marked_missing(task) {
                    Ok(())
                } else {
                    Err(DomainError::new(ErrorCode::CoOpinionNotLate).param("days", days))
                }
            }
            TaskStep::FinishCoOpinion => applies(task.owes_co_opinion()),
            TaskStep::DraftReply => self.can_draft(task),
            TaskStep::SubmitReply => {
                self.can_draft(task)?;
                let draft = self.draft_of(id).ok_or(ErrorCode::NotFound)?;
                let wrong = check_letter(self, task, &draft.content);
                if wrong.is_empty() { Ok(()) } else { Err(DomainError::invalid(wrong)) }
            }
            TaskStep::ReturnReply | TaskStep::PassReply | TaskStep::SignOff => {
                applies(task.owes_reply())?;
                ensure(self.draft_of(id).is_some(), ErrorCode::NotFound)
            }
            TaskStep::Deliver | TaskStep::SupplementReply => {
                applies(task.owes_reply())?;
                ensure(self.first_reply_of(id).is_some(), ErrorCode::NotFound)
            }
            TaskStep::NoteAsRead => applies(task.owes_reply() && self.suggestion.wishes.reference_only),
            TaskStep::SendHoldingAnswer => applies(task.owes_reply()),
            TaskStep::RequestExtension => self.can_ask_extension(task, ctx),
            TaskStep::DecideExtension => ensure(task.pending_extension().is_some(), ErrorCode::ExtensionNone),
            TaskStep::AgreeSendBack | TaskStep::RefuseSendBack => {
                let waiting = task.send_backs.iter().any(|request| request.verdict == Verdict::Pending);
                ensure(waiting, ErrorCode::NotFound)
            }
            TaskStep::SignSilently => {
                let silent = task.dues.send_back.as_ref().is_some_and(|due| due.is_past(ctx.today()));
                applies(silent)
            }
            // What is finished goes over only with what it still owes.
            TaskStep::Transfer => {
                applies(task.status != TaskStatus::Done || self.open_promises(id).next().is_some())
            }
            TaskStep::Sign | TaskStep::Cancel => Ok(()),
        }
    }

    /// A letter is begun after talking with the deputy, and with the co-units' opinions at hand.
    fn can_draft(&self, task: &HandlingTask) -> Result<(), DomainError> {
        ensure(task.owes_reply(), ErrorCode::TaskNotApplicable)?;
        ensure(task.responsibles.is_some(), ErrorCode::ResponsiblesRequired)?;
        ensure(!task.contacts.is_empty(), ErrorCode::ContactRequired)?;
        let settled = self.co_tasks_of(task).all(HandlingTask::co_opinion_settled);
        ensure(settled, ErrorCode::CoOpinionsPending)
    }

    fn can_ask_extension(&self, task: &HandlingTask, ctx: &Ctx<'_>) -> Result<(), DomainError> {
        ensure(task.owes_reply() && task.role != TaskRole::Co, ErrorCode::TaskNotApplicable)?;
        ensure(task.pending_extension().is_none(), ErrorCode::ExtensionPending)?;
        let due = task.dues.effective.as_ref().ok_or(ErrorCode::TaskNotApplicable)?;
        let ask_by = ctx.extension_ask_by(due);
        if ctx.today() > ask_by {
            return Err(DomainError::new(ErrorCode::ExtensionTooLate).param("due", ask_by.to_string()));
        }
        Ok(())
    }
}

/// In time, and not named by an arbiter. Silence past the limit counts as acceptance.
fn can_send_back(task: &HandlingTask, ctx: &Ctx<'_>) -> Result<(), DomainError> {
    ensure(!task.final_assignment, ErrorCode::SendBackFinal)?;
    match &task.dues.send_back {
        Some(due) if due.is_past(ctx.today()) => {
            Err(DomainError::new(ErrorCode::SendBackTooLate).param("due", due.on.to_string()))
        }
        Some(_) | None => Ok(()),
    }
}
