//! Who is answered and who rates. Merged suggestions keep their own; deputies who left are followed by their
//! co-signers (§8.3 example 10).

use super::{Case, Ctx, Delivery, DeliveryMethod, Reply};
use crate::kernel::{DeputyId, ReplyId, SuggestionId};

/// One rating that is still owed (待评价).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatingDue {
    /// Which letter.
    pub reply: ReplyId,
    /// For whose suggestion.
    pub on_behalf_of: SuggestionId,
    /// Who rates.
    pub deputy: DeputyId,
}

impl Case {
    /// For each suggestion answered here (this one and those merged into it) the deputy who speaks for it now: the
    /// lead while in office or after the end of the term, else the first confirmed co-signer of whom that is true, else
    /// nobody.
    pub fn speakers(&self, ctx: &Ctx<'_>) -> Vec<(SuggestionId, Option<DeputyId>)> {
        let speaker = |lead: DeputyId, cosigners: &[DeputyId]| {
            std::iter::once(lead).chain(cosigners.iter().copied()).find(|deputy| ctx.seats.speaks(*deputy))
        };
        let own: Vec<_> = self.suggestion.confirmed_cosigners().map(|cosigner| cosigner.deputy).collect();
        let mut speakers = vec![(self.id(), speaker(self.suggestion.lead, &own))];
        speakers.extend(
            self.children.iter().map(|child| (child.suggestion, speaker(child.lead, &child.cosigners))),
        );
        speakers
    }

    /// Everybody a letter goes to today: each speaker and, by the setting `reply_to_all_cosigners`, every signer.
    /// A lead who left office still gets the letter (§3.8.10).
    pub fn recipients(&self, ctx: &Ctx<'_>) -> Vec<DeputyId> {
        let mut to: Vec<DeputyId> = vec![self.suggestion.lead];
        to.extend(self.speakers(ctx).into_iter().filter_map(|(_, deputy)| deputy));
        to.extend(self.children.iter().map(|child| child.lead));
        if ctx.settings.reply_to_all_cosigners {
            to.extend(self.suggestion.confirmed_cosigners().map(|cosigner| cosigner.deputy));
            to.extend(self.children.iter().flat_map(|child| child.cosigners.iter().copied()));
        }
        let mut seen = Vec::with_capacity(to.len());
        to.retain(|deputy| {
            let new = !seen.contains(deputy);
            seen.push(*deputy);
            new
        });
        to
    }

    /// The delivery of a letter today. Where no signer of this suggestion holds a seat any more, the convenors of the
    /// lead's group have it for information (§8.3 example 10).
    pub(super) fn delivery(&self, method: DeliveryMethod, ctx: &Ctx<'_>) -> Delivery {
        let spoken_for = self
            .speakers(ctx)
            .iter()
            .any(|(suggestion, deputy)| *suggestion == self.id() && deputy.is_some());
        let for_information = if spoken_for { Vec::new() } else { ctx.seats.convenors().to_vec() };
        Delivery { method, at: ctx.now, to: self.recipients(ctx), for_information }
    }

    /// Ratings still owed on the letters of the present round.
    pub fn ratings_due<'a>(&'a self, ctx: &'a Ctx<'a>) -> impl Iterator<Item = RatingDue> + 'a {
        let speakers = if self.suggestion.wishes.reference_only { Vec::new() } else { self.speakers(ctx) };
        let replies: Vec<&Reply> = self.replies_to_rate();
        replies.into_iter().flat_map(move |reply| {
            speakers
                .clone()
                .into_iter()
                .filter_map(move |(on_behalf_of, deputy)| {
                    deputy.map(|deputy| RatingDue { reply: reply.id, on_behalf_of, deputy })
                })
                .filter(|due| {
                    !self.feedbacks.iter().any(|f| f.reply == due.reply && f.on_behalf_of == due.on_behalf_of)
                })
        })
    }
}
