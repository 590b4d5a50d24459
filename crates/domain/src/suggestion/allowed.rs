//! `allowed_actions`: what this actor may do to this matter now. Permission (authz) and readiness (state, time, facts)
//! are asked exactly as the commands ask them.

use super::{Case, Ctx, SuggestionStep, TaskStep};
use crate::authz::suggestion::{TaskSubject, may_answer_urge, urge_capacities};
use crate::authz::{Action, Actor, allows};
use crate::kernel::{DeputyId, HandlingTaskId};
use serde::Serialize;

/// What an actor may do now, by the steps' codes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AllowedActions {
    /// On the suggestion.
    pub suggestion: Vec<&'static str>,
    /// On its tasks, only those with something to do.
    pub tasks: Vec<(HandlingTaskId, Vec<&'static str>)>,
}

/// The extra code beside `evaluate` for entering a paper form: another door with another permission.
pub const RECORD_PAPER_FEEDBACK: &str = "record_paper_feedback";

impl SuggestionStep {
    /// The action for which a permit is asked.
    pub const fn action(self) -> Action {
        match self {
            Self::Edit | Self::InviteCosigner | Self::Submit | Self::Delete | Self::Insist => {
                Action::WriteSuggestion
            }
            Self::ConfirmCosign | Self::DeclineCosign => Action::CosignSuggestion,
            Self::Withdraw | Self::AgreeWithdrawal | Self::RefuseWithdrawal | Self::CancelWithdrawal => {
                Action::WithdrawSuggestion
            }
            Self::Classify | Self::LinkPrevious | Self::Accept | Self::Return | Self::Correct => {
                Action::ReviewSuggestion
            }
            Self::Protect => Action::ProtectSuggestion,
            Self::NotAccept => Action::RefuseSuggestion,
            Self::Merge | Self::Unmerge => Action::MergeSuggestion,
            Self::Assign | Self::Recall | Self::DecideObjection => Action::AssignSuggestion,
            Self::ObjectToUnit => Action::ObjectToUnit,
            Self::Urge => Action::UrgeSuggestion,
            Self::AcknowledgeUrge => Action::AcknowledgeUrge,
            Self::Evaluate | Self::ConfirmExplanation => Action::EvaluateSuggestion,
            Self::FlagPressure => Action::ReportPressure,
            Self::Interview | Self::Explain => Action::HandleEvaluation,
            Self::OrderRehandle | Self::Reopen => Action::OrderRehandle,
            Self::ReportCommitment | Self::ReachMilestone | Self::ChangeCommitment | Self::FailCommitment => {
                Action::ReportCommitment
            }
            Self::JudgeCommitment | Self::CarryOverCommitment => Action::JudgeCommitment,
            Self::Close | Self::Archive => Action::CloseSuggestion,
            Self::ProposePublication => Action::ProposePublication,
            Self::DecidePublication | Self::Unpublish => Action::PublishSuggestion,
            Self::NeedsReassignment
            | Self::AllSigned
            | Self::AllReplied
            | Self::RemindFeedback
            | Self::LapseFeedback
            | Self::Settle => Action::SweepDeadlines,
        }
    }
}

impl TaskStep {
    /// The action for which a permit is asked.
    pub const fn action(self) -> Action {
        match self {
            Self::Sign => Action::SignForTask,
            Self::RequestSendBack => Action::RequestSendBack,
            Self::AgreeSendBack | Self::RefuseSendBack => Action::DecideSendBack,
            Self::Dispatch => Action::DispatchTask,
            Self::Start
            | Self::ChangeHandler
            | Self::LogContact
            | Self::DraftCoOpinion
            | Self::DraftReply
            | Self::SubmitReply
            | Self::SendHoldingAnswer
            | Self::RequestExtension => Action::HandleTask,
            Self::ConfirmContact | Self::DisputeContact => Action::ConfirmContact,
            Self::MarkCoOpinionMissing => Action::MarkCoOpinionMissing,
            Self::ReturnCoOpinion => Action::ReturnCoOpinion,
            Self::ReturnReply | Self::PassReply => Action::PreReviewReply,
            Self::RejectDraft
            | Self::SignOff
            | Self::IssueCoOpinion
            | Self::NoteAsRead
            | Self::SupplementReply => Action::SignOffTask,
            Self::Deliver => Action::DeliverReply,
            Self::DecideExtension => Action::DecideExtension,
            Self::Transfer => Action::TransferTask,
            Self::SignSilently | Self::FinishCoOpinion | Self::FinishSystemTask | Self::Cancel => {
                Action::SweepDeadlines
            }
        }
    }
}

impl Case {
    /// Everything that `actor` may do now.
    pub fn allowed_actions(&self, actor: &Actor, ctx: &Ctx<'_>) -> AllowedActions {
        let mut suggestion: Vec<_> = SuggestionStep::ALL
            .iter()
            .filter(|step| !step.is_by_system() && self.may(**step, actor, ctx))
            .map(|step| step.code())
            .collect();
        let paper = allows(actor, Action::RecordPaperFeedback, self)
            && self.ready(SuggestionStep::Evaluate, None, ctx).is_ok();
        if paper {
            suggestion.push(RECORD_PAPER_FEEDBACK);
        }
        let tasks = self
            .tasks
            .iter()
            .map(|task| {
                let steps: Vec<_> = TaskStep::ALL
                    .iter()
                    .filter(|step| !step.is_by_system() && self.may_task(task.id, **step, actor, ctx))
                    .map(|step| step.code())
                    .collect();
                (task.id, steps)
            })
            .filter(|(_, steps)| !steps.is_empty())
            .collect();
        AllowedActions { suggestion, tasks }
    }

    /// Whether `actor` may take `step` now.
    pub fn may(&self, step: SuggestionStep, actor: &Actor, ctx: &Ctx<'_>) -> bool {
        if !allows(actor, step.action(), self) {
            return false;
        }
        match step {
            // These are a deputy's own.
            SuggestionStep::Edit
            | SuggestionStep::InviteCosigner
            | SuggestionStep::Submit
            | SuggestionStep::Delete
            | SuggestionStep::Insist
            | SuggestionStep::Withdraw
            | SuggestionStep::CancelWithdrawal => {
                let lead = self.suggestion.lead;
                actor.deputies().any(|own| own == lead) && self.ready(step, Some(lead), ctx).is_ok()
            }
            SuggestionStep::ConfirmCosign
            | SuggestionStep::DeclineCosign
            | SuggestionStep::AgreeWithdrawal
            | SuggestionStep::RefuseWithdrawal
            | SuggestionStep::ObjectToUnit
            | SuggestionStep::Evaluate
            | SuggestionStep::ConfirmExplanation
            | SuggestionStep::FlagPressure => {
                self.own_seats(actor).any(|own| self.ready(step, Some(own), ctx).is_ok())
            }
            // Each voice within its interval; whoever has several chooses one that may.
            SuggestionStep::Urge => {
                self.ready(step, None, ctx).is_ok()
                    && urge_capacities(self, actor).iter().any(|one| self.can_urge(one, ctx).is_ok())
            }
            SuggestionStep::AcknowledgeUrge => {
                self.ready(step, None, ctx).is_ok()
                    && self.urges.iter().any(|urge| may_answer_urge(self, urge, actor))
            }
            SuggestionStep::Classify
            | SuggestionStep::Protect
            | SuggestionStep::LinkPrevious
            | SuggestionStep::Accept
            | SuggestionStep::Return
            | SuggestionStep::NotAccept
            | SuggestionStep::Merge
            | SuggestionStep::Unmerge
            | SuggestionStep::Correct
            | SuggestionStep::Assign
            | SuggestionStep::Recall
            | SuggestionStep::DecideObjection
            | SuggestionStep::NeedsReassignment
            | SuggestionStep::AllSigned
            | SuggestionStep::AllReplied
            | SuggestionStep::RemindFeedback
            | SuggestionStep::LapseFeedback
            | SuggestionStep::Interview
            | SuggestionStep::OrderRehandle
            | SuggestionStep::Explain
            | SuggestionStep::Settle
            | SuggestionStep::ReportCommitment
            | SuggestionStep::ReachMilestone
            | SuggestionStep::JudgeCommitment
            | SuggestionStep::ChangeCommitment
            | SuggestionStep::FailCommitment
            | SuggestionStep::CarryOverCommitment
            | SuggestionStep::Close
            | SuggestionStep::Reopen
            | SuggestionStep::Archive
            | SuggestionStep::ProposePublication
            | SuggestionStep::DecidePublication
            | SuggestionStep::Unpublish => self.ready(step, None, ctx).is_ok(),
        }
    }

    /// Whether `actor` may take `step` on the task now. Steps on which only the request can fail (a letter that is
    /// still incomplete) are offered, so that the person learns what is missing.
    pub fn may_task(&self, id: HandlingTaskId, step: TaskStep, actor: &Actor, ctx: &Ctx<'_>) -> bool {
        let Ok(task) = self.task(id) else { return false };
        if !allows(actor, step.action(), &TaskSubject { case: self, task }) {
            return false;
        }
        let ready = |deputy: Option<DeputyId>| match self.ready_task(id, step, deputy, ctx) {
            Ok(()) => true,
            Err(error) => error.code == crate::kernel::ErrorCode::ValidationFailed,
        };
        match step.action() {
            Action::ConfirmContact => self.own_seats(actor).any(|own| ready(Some(own))),
            _ => ready(None),
        }
    }

    /// The actor's seats that take part in this matter, invitations included.
    fn own_seats<'a>(&'a self, actor: &'a Actor) -> impl Iterator<Item = DeputyId> + 'a {
        actor.deputies().filter(|own| self.takes_part(*own) || self.suggestion.cosigner(*own).is_some())
    }
}
