//! 双公开: consent of the deputy × attribute of the unit × secrecy review, decided part by part (§3.8.9).

use super::changes::Changes;
use super::readiness::ensure;
use super::{
    Case, Ctx, Effects, Publication, PublicationPart, PublicationStatus, PublishAttribute, PublishConsent,
    Redaction, SecrecyReview, SuggestionStep,
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
    /// Consent and protection of the matter as a whole.
    pub(super) fn publishable_at_all(&self) -> Result<(), DomainError> {
        let closed = self.suggestion.confidentiality.confidential
            || self.suggestion.confidentiality.hide_names_from_units;
        ensure(!closed, ErrorCode::PublicationConfidential)?;
        ensure(self.suggestion.wishes.publish_consent != PublishConsent::No, ErrorCode::PublicationNoConsent)
    }

    /// Whether the part may be published at all, apart from the secrecy review.
    ///
    /// # Errors
    /// `publication.no_consent`, `publication.attribute`, `publication.confidential`; `resource.not_found`.
    pub fn publishable(
        &self,
        part: PublicationPart,
        reply: Option<ReplyId>,
        feedback_public: bool,
    ) -> Result<(), DomainError> {
        self.publishable_at_all()?;
        let full = self.suggestion.wishes.publish_consent == PublishConsent::Full;
        match part {
            PublicationPart::Title | PublicationPart::Status => Ok(()),
            PublicationPart::Text => ensure(full, ErrorCode::PublicationNoConsent),
            PublicationPart::Reply => {
                // The answer repeats the matter: who agreed to the title alone did not agree to it.
                ensure(full, ErrorCode::PublicationNoConsent)?;
                let reply = reply.ok_or(ErrorCode::NotFound).and_then(|id| {
                    self.replies.iter().find(|reply| reply.id == id).ok_or(ErrorCode::NotFound)
                })?;
                ensure(reply.is_issued(), ErrorCode::NotFound)?;
                ensure(
                    reply.content.publish_attr == PublishAttribute::Active,
                    ErrorCode::PublicationAttribute,
                )
            }
            PublicationPart::Feedback => ensure(full && feedback_public, ErrorCode::PublicationNoConsent),
        }
    }

    /// Proposes a part, with the secrecy review and the stretches to be masked.
    ///
    /// # Errors
    /// `state.conflict`; `publication.no_consent`, `publication.attribute`, `publication.review_failed`,
    /// `publication.confidential`, `publication.exists`; `validation.failed` at `#/redactions/…`.
    pub fn propose_publication(
        &mut self,
        permit: &Permit<act::ProposePublication>,
        command: ProposePublication,
        ctx: &Ctx<'_>,
    ) -> Result<(PublicationId, Effects), DomainError> {
        self.ready(SuggestionStep::ProposePublication, None, ctx)?;
        self.publishable(command.part, command.reply, ctx.settings.feedback_public)?;
        ensure(command.review.passes(), ErrorCode::PublicationReview)?;
        let reply = if command.part == PublicationPart::Reply { command.reply } else { None };
        let taken = self.publications.iter().any(|known| {
            known.part == command.part
                && known.reply == reply
                && matches!(known.status, PublicationStatus::Proposed | PublicationStatus::Released)
        });
        ensure(!taken, ErrorCode::PublicationExists)?;
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
