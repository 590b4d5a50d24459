//! What can be done now: the guards of every step that do not depend on the request itself: state, time, facts.
//! Commands ask them first, and `allowed_actions` is made of the same answers.

use super::{
    Case, CommitmentStep, Ctx, PublicationStatus, Rating, SuggestionStatus, SuggestionStep, commitment_target,
};
use crate::kernel::{DeputyId, DomainError, ErrorCode};

type Ready = Result<(), DomainError>;

/// An error unless `holds`.
pub(super) fn ensure(holds: bool, code: ErrorCode) -> Ready {
    if holds { Ok(()) } else { Err(code.into()) }
}

impl Case {
    /// Whether `step` is possible now, for `deputy` when a deputy takes it.
    ///
    /// # Errors
    /// `state.conflict`, or the code of the guard that fails.
    pub fn ready(&self, step: SuggestionStep, deputy: Option<DeputyId>, ctx: &Ctx<'_>) -> Ready {
        self.open_to(step, ctx)?;
        self.permits(step)?;
        match step {
            SuggestionStep::Edit
            | SuggestionStep::InviteCosigner
            | SuggestionStep::Submit
            | SuggestionStep::Insist => self.active(deputy, ctx),
            SuggestionStep::ConfirmCosign => {
                self.active(deputy, ctx).and_then(|()| self.invited(deputy, ctx))
            }
            SuggestionStep::DeclineCosign => {
                let open = deputy
                    .and_then(|deputy| self.suggestion.cosigner(deputy))
                    .is_some_and(|cosigner| cosigner.declined_at.is_none());
                ensure(open, ErrorCode::CosignNotInvited)
            }
            SuggestionStep::Withdraw => self.can_withdraw(ctx),
            SuggestionStep::CancelWithdrawal => {
                ensure(self.suggestion.withdrawal.is_some(), ErrorCode::WithdrawNotRequested)
            }
            SuggestionStep::AgreeWithdrawal | SuggestionStep::RefuseWithdrawal => {
                let waiting = self.suggestion.withdrawal.is_some()
                    && self.suggestion.confirmed_cosigners().any(|cosigner| {
                        Some(cosigner.deputy) == deputy && cosigner.withdrawal_agreed_at.is_none()
                    });
                ensure(waiting, ErrorCode::WithdrawNotRequested)
            }
            SuggestionStep::ObjectToUnit => self.can_object(deputy, ctx),
            SuggestionStep::DecideObjection => {
                ensure(self.suggestion.pending_objection().is_some(), ErrorCode::ObjectionNone)
            }
            SuggestionStep::AcknowledgeUrge => {
                let waiting = self.urges.iter().any(|urge| urge.acknowledged_at.is_none());
                ensure(waiting, ErrorCode::NotFound)
            }
            SuggestionStep::Evaluate => match deputy {
                Some(deputy) => {
                    ensure(ctx.seats.speaks(deputy), ErrorCode::DeputyNotActive)?;
                    ensure(self.ratings_due(ctx).any(|due| due.deputy == deputy), ErrorCode::FeedbackNotRater)
                }
                // Entered from paper by the committee: somebody must still owe a rating.
                None => ensure(self.ratings_due(ctx).next().is_some(), ErrorCode::FeedbackGiven),
            },
            SuggestionStep::Interview => ensure(self.attitude_unsettled(), ErrorCode::NothingToSettle),
            SuggestionStep::Explain => ensure(self.result_unsettled(), ErrorCode::NothingToSettle),
            SuggestionStep::OrderRehandle => {
                let tracking = self.status() == SuggestionStatus::Tracking;
                ensure(tracking || self.result_unsettled(), ErrorCode::NothingToSettle)
            }
            SuggestionStep::ReportCommitment => self.any_commitment(CommitmentStep::Report),
            SuggestionStep::ReachMilestone => {
                let open = self.commitments.iter().any(|promise| {
                    commitment_target(promise.status, CommitmentStep::Report).is_some()
                        && promise.milestones.iter().any(|milestone| milestone.reached.is_none())
                });
                ensure(open, ErrorCode::NotFound)
            }
            SuggestionStep::JudgeCommitment => self.any_commitment(CommitmentStep::Accept),
            SuggestionStep::ChangeCommitment => self.any_commitment(CommitmentStep::Change),
            SuggestionStep::FailCommitment => self.any_commitment(CommitmentStep::Fail),
            SuggestionStep::CarryOverCommitment => self.any_commitment(CommitmentStep::CarryOver),
            SuggestionStep::ConfirmExplanation => {
                let waiting = self.commitments.iter().any(|c| {
                    c.explanation.as_ref().is_some_and(|explanation| explanation.received.is_none())
                });
                ensure(waiting, ErrorCode::NotFound)
            }
            SuggestionStep::Close => {
                let open = self.commitments.iter().filter(|commitment| !commitment.is_settled()).count();
                if open == 0 {
                    Ok(())
                } else {
                    Err(DomainError::new(ErrorCode::CommitmentsOpen).param("count", open))
                }
            }
            SuggestionStep::ProposePublication => {
                self.publishable_at_all()?;
                let options = self.publication_options(ctx.settings.feedback_public);
                ensure(options.iter().any(|option| option.barred.is_none()), ErrorCode::PublicationExists)
            }
            SuggestionStep::DecidePublication => {
                let waiting = self.publications.iter().any(|p| p.status == PublicationStatus::Proposed);
                ensure(waiting, ErrorCode::NotFound)
            }
            SuggestionStep::Unpublish => {
                let released = self.publications.iter().any(|p| p.status == PublicationStatus::Released);
                ensure(released, ErrorCode::NotFound)
            }
            SuggestionStep::RemindFeedback | SuggestionStep::LapseFeedback => {
                let late = self.suggestion.dues.feedback.as_ref().is_some_and(|due| due.is_past(ctx.today()));
                ensure(late || self.ratings_due(ctx).next().is_none(), ErrorCode::FeedbackGiven)
            }
            // Nothing but the state decides.
            SuggestionStep::Delete
            // Each voice has an interval of its own: `can_urge`.
            | SuggestionStep::Urge
            | SuggestionStep::Classify
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
            | SuggestionStep::NeedsReassignment
            | SuggestionStep::AllSigned
            | SuggestionStep::AllReplied
            | SuggestionStep::FlagPressure
            | SuggestionStep::Settle
            | SuggestionStep::Reopen
            | SuggestionStep::Archive => Ok(()),
        }
    }

    /// §8.5 I6: only a deputy who exercises the mandate writes, signs and rates.
    fn active(&self, deputy: Option<DeputyId>, ctx: &Ctx<'_>) -> Ready {
        ensure(deputy.is_some_and(|deputy| ctx.seats.is_active(deputy)), ErrorCode::DeputyNotActive)
    }

    fn invited(&self, deputy: Option<DeputyId>, ctx: &Ctx<'_>) -> Ready {
        let version = self.suggestion.text_version;
        let cosigner = deputy
            .and_then(|deputy| self.suggestion.cosigner(deputy))
            .filter(|cosigner| !cosigner.is_confirmed(version) && cosigner.declined_at.is_none())
            .ok_or(ErrorCode::CosignNotInvited)?;
        ensure(ctx.now <= cosigner.expires_at, ErrorCode::CosignExpired)
    }

    fn can_withdraw(&self, ctx: &Ctx<'_>) -> Ready {
        let assigned = matches!(self.status(), SuggestionStatus::Assigned | SuggestionStatus::Handling);
        ensure(!assigned || ctx.settings.withdraw_after_assignment, ErrorCode::WithdrawTooLate)?;
        // A sent-back matter may be waiting for re-assignment while one part is answered already.
        ensure(!self.replies.iter().any(super::Reply::is_issued), ErrorCode::WithdrawTooLate)?;
        ensure(self.children.is_empty(), ErrorCode::WithdrawHasMerged)?;
        ensure(self.suggestion.withdrawal.is_none(), ErrorCode::WithdrawPending)
    }

    fn can_object(&self, deputy: Option<DeputyId>, ctx: &Ctx<'_>) -> Ready {
        ensure(self.suggestion.pending_objection().is_none(), ErrorCode::ObjectionPending)?;
        self.active(deputy, ctx)?;
        match &self.suggestion.dues.object {
            Some(due) if due.is_past(ctx.today()) => {
                Err(DomainError::new(ErrorCode::ObjectionTooLate).param("due", due.on.to_string()))
            }
            Some(_) | None => Ok(()),
        }
    }

    fn any_commitment(&self, step: CommitmentStep) -> Ready {
        let some = self.commitments.iter().any(|c| commitment_target(c.status, step).is_some());
        ensure(some, ErrorCode::NotFound)
    }

    /// A rating of the result as 不满意 in this round that nothing was decided on.
    pub fn result_unsettled(&self) -> bool {
        self.current_feedbacks().any(|feedback| feedback.result == Rating::Unsatisfied)
            && !self.followed_up(&[super::FollowUpKind::Explain, super::FollowUpKind::Rehandle])
    }

    /// A rating of the attitude as 不满意, with a result that is not, and no interview yet.
    pub fn attitude_unsettled(&self) -> bool {
        self.current_feedbacks().any(|feedback| {
            feedback.attitude == Rating::Unsatisfied && feedback.result != Rating::Unsatisfied
        }) && !self.followed_up(&[super::FollowUpKind::Interview])
    }

    fn followed_up(&self, kinds: &[super::FollowUpKind]) -> bool {
        let round = self.suggestion.round;
        self.follow_ups.iter().any(|follow_up| follow_up.round == round && kinds.contains(&follow_up.kind))
    }
}
