//! 批量公开: all parts of one matter that are ready, in one step. No second way to publication: each part is proposed and
//! released by the command for one part, with its guards.

use super::changes::Changes;
use super::{
    Case, Ctx, Effects, ProposePublication, PublicationDecision, PublicationPart, PublicationStatus,
    SecrecyReview, SuggestionStep,
};
use crate::authz::{Permit, act};
use crate::kernel::{AccountId, DomainError, ErrorCode, Event};

/// What was answered in the review stands; nothing is added to it by proposing many at once.
const AS_REVIEWED: SecrecyReview =
    SecrecyReview { secret: false, commercial: false, privacy: false, stability: false };

impl Case {
    /// Proposes every part that may be published and on which nothing is decided (提请公开全部可公开内容), of `parts` or, when
    /// none is named, of all. The marks must be decided and the secrecy review answered for each of them, before.
    ///
    /// # Errors
    /// As [`Case::propose_publication`], with the parameter `part`; nothing is proposed then. `publication.exists` when
    /// nothing is left to propose.
    pub fn propose_reviewed_parts(
        &mut self,
        permit: &Permit<act::ProposePublication>,
        parts: &[PublicationPart],
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::ProposePublication, None, ctx)?;
        let open: Vec<_> = self
            .publication_options(ctx.settings.feedback_public)
            .into_iter()
            .filter(|option| option.barred.is_none())
            .filter(|option| parts.is_empty() || parts.contains(&option.part))
            .collect();
        if open.is_empty() {
            return Err(ErrorCode::PublicationExists.into());
        }
        self.part_by_part(permit.account(), ctx, "suggestion.propose_publication", |case| {
            let mut events = Vec::new();
            for option in &open {
                let command = ProposePublication {
                    part: option.part,
                    reply: option.reply,
                    review: AS_REVIEWED,
                    redactions: Vec::new(),
                };
                let done = case.propose_publication(permit, command, ctx);
                events.extend(done.map_err(|error| error.param("part", option.part.code()))?.1.events);
            }
            Ok(events)
        })
    }

    /// Releases every part that waits for a decision (公开全部待决定内容).
    ///
    /// # Errors
    /// As [`Case::decide_publication`], with the parameter `part`; nothing is released then.
    pub fn release_proposed_parts(
        &mut self,
        permit: &Permit<act::PublishSuggestion>,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::DecidePublication, None, ctx)?;
        let waiting: Vec<_> = self
            .publications
            .iter()
            .filter(|known| known.status == PublicationStatus::Proposed)
            .map(|known| (known.id, known.part))
            .collect();
        self.part_by_part(permit.account(), ctx, "suggestion.decide_publication", |case| {
            let mut events = Vec::new();
            for (id, part) in waiting {
                let done = case.decide_publication(permit, id, PublicationDecision::Release, ctx);
                events.extend(done.map_err(|error| error.param("part", part.code()))?.events);
            }
            Ok(events)
        })
    }

    /// Several commands as one: on a copy, so that a refusal leaves nothing behind, and with one audit line over all.
    fn part_by_part(
        &mut self,
        by: AccountId,
        ctx: &Ctx<'_>,
        action: &'static str,
        commands: impl FnOnce(&mut Self) -> Result<Vec<Event>, DomainError>,
    ) -> Result<Effects, DomainError> {
        let changes = Changes::begin(self, ctx, Some(by), action);
        let mut tried = self.clone();
        let events = commands(&mut tried)?;
        *self = tried;
        let Effects { audit, .. } = changes.finish(self);
        Ok(Effects { events, audit })
    }
}
