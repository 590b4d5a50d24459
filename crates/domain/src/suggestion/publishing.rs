//! 双公开: consent of the deputy × attribute of the unit × secrecy review, decided part by part (§3.8.9).

use super::changes::Changes;
use super::readiness::ensure;
use super::{
    Case, Ctx, Effects, MarkDecision, MarkVerdict, Publication, PublicationPart, PublicationStatus,
    Redaction, SecrecyAspect, SecrecyReview, SecrecyVerdict, SuggestionStep, WithdrawalClass,
};
use crate::authz::{Permit, act};
use crate::kernel::{AccountId, DomainError, ErrorCode, FieldError, PublicationId, ReplyId, TextRule};
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
    /// Proposes a part. What the command masks and calls clear is added to what was decided about the text before: every
    /// mark must be decided and every question of the secrecy review answered. What is decided about its files goes with it:
    /// what nobody decided to publish stays inside.
    ///
    /// # Errors
    /// `state.conflict`; the codes of [`Case::proposable`]; `publication.review_failed`; `publication.marks_undecided`; the codes
    /// of [`Case::files_ready`];
    /// `validation.failed` at `#/redactions/…`.
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
        for (place, redaction) in command.redactions.iter().enumerate() {
            if redaction.start >= redaction.end {
                let field = FieldError::new(format!("#/redactions/{place}"), ErrorCode::ValueInvalid);
                return Err(DomainError::from(field));
            }
        }
        // Tried on a copy: a proposal that is refused leaves no decision behind.
        let mut looked = self.clone();
        let text_sha256 = looked.part_sha256(command.part, reply);
        looked.look_as_proposed(&command, reply, &text_sha256, permit.account(), ctx);
        let marked = looked.marked_part(command.part, reply, ctx.today());
        let (review, redactions) = (marked.review(), marked.redactions());
        ensure(review.passes(), ErrorCode::PublicationReview)?;
        marked.all_decided()?;
        self.files_ready(command.part, reply, ctx.today())?;
        let files = self.copies_to_publish(command.part, reply);
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.propose_publication");
        let id = PublicationId(ctx.ids.next_id());
        self.looks = looked.looks;
        self.publications.push(Publication {
            id,
            part: command.part,
            reply,
            review,
            redactions,
            text_sha256: Some(text_sha256),
            files,
            status: PublicationStatus::Proposed,
            proposed_by: permit.account(),
            proposed_at: ctx.now,
            decided_by: None,
            decided_at: None,
            reason: None,
            withdrawn_at: None,
            withdrawn_by: None,
            withdrawal: None,
        });
        changes.event(self, "publication.proposed", json!({ "publication": id, "part": command.part }));
        Ok((id, changes.finish(self)))
    }

    /// Notes what a proposal brings with it, as if it had been decided before.
    fn look_as_proposed(
        &mut self,
        command: &ProposePublication,
        reply: Option<ReplyId>,
        text_sha256: &str,
        by: AccountId,
        ctx: &Ctx<'_>,
    ) {
        let at = ctx.now;
        let copies = self.copy_hashes(command.part, reply);
        let look = self.look_mut(command.part, reply, text_sha256);
        for Redaction { field, start, end, kind } in command.redactions.iter().cloned() {
            look.marks.retain(|known| known.field != field || (known.start, known.end) != (start, end));
            let decision = MarkDecision::Cover;
            look.marks.push(MarkVerdict { field, start, end, kind, decision, reason: None, by, at });
        }
        let review = command.review;
        for (aspect, clear) in [
            (SecrecyAspect::StateSecret, review.secret),
            (SecrecyAspect::CommercialSecret, review.commercial),
            (SecrecyAspect::Privacy, review.privacy),
            (SecrecyAspect::Stability, review.stability),
        ] {
            // Whoever answered before answers for it, as far as what he looked at is all that there is.
            let answered = |known: &SecrecyVerdict| {
                known.aspect == aspect
                    && (!known.clear || copies.iter().all(|copy| known.copies.contains(copy)))
            };
            if clear && !look.secrecy.iter().any(answered) {
                look.secrecy.retain(|known| known.aspect != aspect);
                let copies = copies.clone();
                look.secrecy.push(SecrecyVerdict {
                    aspect,
                    clear,
                    reviewer: None,
                    note: None,
                    copies,
                    by,
                    at,
                });
            }
        }
    }

    /// Releases the part, or withholds it. Consent, attribute, review and marks are asked again on the day.
    ///
    /// # Errors
    /// `state.conflict`; `resource.not_found`; the codes of [`Case::publishable`]; `publication.text_changed`,
    /// `publication.marks_undecided`, `publication.review_failed`; the codes of [`Case::files_ready`]; `validation.failed`.
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
        let mut masked = self.publications[at].redactions.clone();
        let mut files = self.publications[at].files.clone();
        let (status, reason, kind) = match decision {
            PublicationDecision::Release => {
                self.publishable(part, reply, ctx.settings.feedback_public)?;
                let marked = self.marked_part(part, reply, ctx.today());
                let proposed = &self.publications[at];
                let same = proposed.text_sha256.as_ref().is_none_or(|text| *text == marked.text_sha256);
                ensure(same, ErrorCode::PublicationTextChanged)?;
                marked.all_decided()?;
                self.files_ready(part, reply, ctx.today())?;
                files = self.copies_to_publish(part, reply);
                // What was proposed before texts were looked at by their hash brings its own review and masks.
                let older = proposed.text_sha256.is_none();
                let reviewed = marked.review().passes() || (older && proposed.review.passes());
                ensure(reviewed, ErrorCode::PublicationReview)?;
                masked.retain(|mask| older && !marked.redactions().contains(mask));
                masked.extend(marked.redactions());
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
        publication.redactions = masked;
        publication.files = files;
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
        (class, reason): (WithdrawalClass, &str),
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
        publication.withdrawal = Some(class);
        let part = publication.part;
        changes.event(self, "publication.withdrawn", json!({ "publication": id, "part": part }));
        Ok(changes.finish(self))
    }

    /// Parts that the public sees now.
    pub fn released_parts(&self) -> impl Iterator<Item = &Publication> {
        self.publications.iter().filter(|known| known.status == PublicationStatus::Released)
    }
}
