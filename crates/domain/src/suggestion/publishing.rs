//! 双公开: consent of the deputy × attribute of the unit × secrecy review, decided part by part (§3.8.9).

use super::changes::Changes;
use super::readiness::ensure;
use super::{
    Case, Ctx, Effects, Publication, PublicationPart, PublicationStatus, Redaction, SecrecyReview,
    SuggestionStep,
};
use crate::authz::{Permit, act};
use crate::kernel::{DomainError, ErrorCode, FieldError, PublicationId, ReplyId, TextRule};
use serde_json::json;

const REASON: TextRule = TextRule::body(2, 1_000);

/// 提出公开意见 for one part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposePublication {
    /// Which part.
    pub part: PublicationPart,
    /// Which letter, for the reply.
    pub reply: Option<ReplyId>,
    /// 保密审查
    pub review: SecrecyReview,
    /// 遮盖
    pub redactions: Vec<Redaction>,
}

/// The head's decision on a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicationDecision {
    /// 公开
    Release,
    /// 不公开
    Withhold {
        /// Why.
        reason: String,
    },
}

impl Case {
    /// Proposes a part, with the secrecy review and the stretches to be masked.
    ///
    /// # Errors
    /// `state.conflict`; the codes of [`Case::proposable`]; `publication.review_failed`; `validation.failed` at
    /// `#/redactions/…`.
    pub fn propose_publication(
        &mut self,
        permit: &Permit<act::ProposePublication>,
        command: ProposePublication,
        ctx: &Ctx<'_>,
    ) -> Result<(PublicationId, Effects), DomainError> {
        self.permits(SuggestionStep::ProposePublication)?;
        let reply = if command.part == PublicationPart::Reply { command.reply } else { None };
        self.proposable(command.part, reply, ctx.settings.feedback_public)?;
        self.ready(SuggestionStep::ProposePublication, None, ctx)?;
        ensure(command.review.passes(), ErrorCode::PublicationReview)?;
        for (place, redaction) in command.redactions.iter().enumerate() {
            if redaction.start >= redaction.end {
                let field = FieldError::new(format!("#/redactions/{place}"), ErrorCode::ValueInvalid);
                return Err(DomainError::from(field));
            }
        }
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.propose_publication");
        let id = PublicationId(ctx.ids.next_id());
        self.publications.push(Publication {
            id,
            part: command.part,
            reply,
            review: command.review,
            redactions: command.redactions,
            status: PublicationStatus::Proposed,
            proposed_by: permit.account(),
            proposed_at: ctx.now,
            decided_by: None,
            decided_at: None,
            reason: None,
            withdrawn_at: None,
            withdrawn_by: None,
        });
        changes.event(self, "publication.proposed", json!({ "publication": id, "part": command.part }));
        Ok((id, changes.finish(self)))
    }

    /// Releases the part, or withholds it. Consent, attribute and review are asked again on the day.
    ///
    /// # Errors
    /// `state.conflict`; `resource.not_found`; the codes of [`Case::publishable`]; `validation.failed`.
    pub fn decide_publication(
        &mut self,
        permit: &Permit<act::PublishSuggestion>,
        id: PublicationId,
        decision: PublicationDecision,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::DecidePublication, None, ctx)?;
        let at = self
            .publications
            .iter()
            .position(|known| known.id == id && known.status == PublicationStatus::Proposed)
            .ok_or(ErrorCode::NotFound)?;
        let (part, reply) = (self.publications[at].part, self.publications[at].reply);
        let (status, reason, kind) = match decision {
            PublicationDecision::Release => {
                self.publishable(part, reply, ctx.settings.feedback_public)?;
                ensure(self.publications[at].review.passes(), ErrorCode::PublicationReview)?;
                (PublicationStatus::Released, None, "publication.released")
            }
            PublicationDecision::Withhold { reason } => {
                let reason = REASON.check("#/reason", &reason)?;
                (PublicationStatus::Withheld, Some(reason), "publication.withheld")
            }
        };
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.decide_publication");
        let publication = &mut self.publications[at];
        publication.status = status;
        publication.reason = reason;
        publication.decided_by = Some(permit.account());
        publication.decided_at = Some(ctx.now);
        changes.event(self, kind, json!({ "publication": id, "part": part, "tell": self.recipients(ctx) }));
        Ok(changes.finish(self))
    }

    /// Takes a released part down; the row and its history stay.
    ///
    /// # Errors
    /// `state.conflict`; `resource.not_found`; `validation.failed` at `#/reason`.
    pub fn unpublish(
        &mut self,
        permit: &Permit<act::PublishSuggestion>,
        id: PublicationId,
        reason: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Unpublish, None, ctx)?;
        let reason = REASON.check("#/reason", reason)?;
        let at = self
            .publications
            .iter()
            .position(|known| known.id == id && known.status == PublicationStatus::Released)
            .ok_or(ErrorCode::NotFound)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.unpublish");
        let publication = &mut self.publications[at];
        publication.status = PublicationStatus::Withdrawn;
        publication.reason = Some(reason);
        publication.withdrawn_at = Some(ctx.now);
        publication.withdrawn_by = Some(permit.account());
        let part = publication.part;
        changes.event(self, "publication.withdrawn", json!({ "publication": id, "part": part }));
        Ok(changes.finish(self))
    }

    /// Parts that the public sees now.
    pub fn released_parts(&self) -> impl Iterator<Item = &Publication> {
        self.publications.iter().filter(|known| known.status == PublicationStatus::Released)
    }
}
