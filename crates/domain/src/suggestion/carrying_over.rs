//! 换届结转: what is unfinished outlives its term; everything else of the term is only read from then on.

use super::changes::Changes;
use super::readiness::ensure;
use super::{Case, CommitmentStep, Ctx, Effects, SuggestionStatus, SuggestionStep, commitment_target};
use crate::authz::{Permit, act};
use crate::kernel::{DomainError, ErrorCode, TermId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// 结转: its number, its units and its deputies stay those of the term in which it was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedOver {
    /// The term that goes on with it.
    pub to: TermId,
    /// When.
    pub at: DateTime<Utc>,
}

impl SuggestionStatus {
    /// 未办结: handed in, and somebody still owes something. Exactly these are carried over by a rollover. What was in the
    /// deputy's own hands (草稿、联名确认中、退回修改) ends with the mandate; a merged one follows the one it went into.
    pub const fn is_unfinished(self) -> bool {
        match self {
            Self::Submitted
            | Self::Accepted
            | Self::Assigned
            | Self::Handling
            | Self::Replied
            | Self::Evaluated
            | Self::Rehandling
            | Self::Tracking => true,
            Self::Draft
            | Self::Cosigning
            | Self::Returned
            | Self::NotAccepted
            | Self::Merged
            | Self::Closed
            | Self::Archived
            | Self::Withdrawn
            | Self::Deleted => false,
        }
    }

    /// True while it waits in the deputy's own hands.
    pub const fn is_in_deputys_hands(self) -> bool {
        matches!(self, Self::Draft | Self::Cosigning | Self::Returned)
    }
}

impl Case {
    /// 往届只读: whether `step` is one that the matter still needs after its term was rolled over.
    ///
    /// # Errors
    /// `term.ended`.
    pub(super) fn open_to(&self, step: SuggestionStep, ctx: &Ctx<'_>) -> Result<(), DomainError> {
        if !ctx.seats.is_of_closed_term(self.suggestion.lead) {
            return Ok(());
        }
        use SuggestionStatus::*;
        // Publication and the archive are duties about what has ended, and a page must always be able to go.
        let formality = matches!(
            step,
            SuggestionStep::Archive
                | SuggestionStep::ProposePublication
                | SuggestionStep::DecidePublication
                | SuggestionStep::Unpublish
        );
        let open = match self.status() {
            // Nobody is left who could change the text, so it cannot be given back for that.
            Submitted => step != SuggestionStep::Return,
            Accepted | Assigned | Handling | Replied | Evaluated | Rehandling | Tracking => true,
            // Before its master is assigned the merge can still be undone.
            Merged => step == SuggestionStep::Unmerge,
            Closed => formality || self.suggestion.carried_over.is_some(),
            Draft | Cosigning | Returned | NotAccepted | Archived | Withdrawn | Deleted => formality,
        };
        ensure(open, ErrorCode::TermEnded)
    }

    /// Carries the matter over to the next term: open invitations end; an unfinished matter is marked, and its open
    /// promises go on with their days and milestones. `None` when nothing is left to do, so that it may be repeated.
    pub fn carry_over(
        &mut self,
        permit: &Permit<act::SweepDeadlines>,
        to: TermId,
        ctx: &Ctx<'_>,
    ) -> Option<Effects> {
        let mut changes = Changes::begin(self, ctx, None, "suggestion.carry_over");
        // Nobody is asked for this right: the system alone has it.
        let _system = permit;
        let mut moved = self.end_invitations(&mut changes);
        if self.status().is_unfinished() && self.suggestion.carried_over.is_none() {
            self.suggestion.carried_over = Some(CarriedOver { to, at: ctx.now });
            let mut promises = 0_u32;
            for promise in &mut self.commitments {
                if let Some(status) = commitment_target(promise.status, CommitmentStep::CarryOver) {
                    promise.status = status;
                    promises += 1;
                }
            }
            changes.event(self, "suggestion.carried_over", json!({ "to": to, "promises": promises }));
            moved = true;
        }
        moved.then(|| changes.finish(self))
    }

    fn end_invitations(&mut self, changes: &mut Changes<'_>) -> bool {
        if !self.status().is_in_deputys_hands() {
            return false;
        }
        let (now, version) = (changes.ctx.now, self.suggestion.text_version);
        let mut ended = Vec::new();
        for cosigner in self.suggestion.cosigners.iter_mut().filter(|one| one.is_open(version)) {
            cosigner.expired_at = Some(now);
            ended.push(cosigner.deputy);
        }
        if !ended.is_empty() {
            let data = json!({ "deputies": ended, "lead": self.suggestion.lead });
            changes.event(self, "suggestion.cosign_expired", data);
        }
        !ended.is_empty()
    }
}
