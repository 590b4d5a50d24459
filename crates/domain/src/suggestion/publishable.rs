//! What may be published (公开范围): consent of the deputy, attribute of the unit, the setting on ratings (§3.8.9).

use super::coded::coded_enum;
use super::readiness::ensure;
use super::{
    Case, Publication, PublicationPart, PublicationStatus, PublishAttribute, PublishConsent, SuggestionStep,
};
use crate::kernel::{DomainError, ErrorCode, ReplyId};

coded_enum! {
    /// How far the publication of a matter has come, as lists are filtered (公开进度); a matter may be at all three.
    PublicationProgress {
        Unproposed = "unproposed", "待提请", "Not yet proposed";
        Proposed = "proposed", "待决定", "Proposed";
        Decided = "decided", "已决定", "Decided";
    }
}

impl PublicationProgress {
    /// The marks of [`Case::publication_marks`] one of which a matter has that is so far. `feedback_public`: the setting.
    pub fn marks(self, feedback_public: bool) -> Vec<&'static str> {
        match self {
            Self::Unproposed => PublicationPart::ALL
                .iter()
                .filter(|part| feedback_public || **part != PublicationPart::Feedback)
                .map(|part| part.code())
                .collect(),
            Self::Proposed | Self::Decided => vec![self.code()],
        }
    }
}

/// A part of a matter and whether it may be proposed now (可提请公开的内容).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicationOption {
    /// Which part.
    pub part: PublicationPart,
    /// Which letter, for [`PublicationPart::Reply`].
    pub reply: Option<ReplyId>,
    /// Why not: the code with which the proposal would be refused.
    pub barred: Option<ErrorCode>,
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
    /// `publication.no_consent`, `publication.attribute`, `publication.confidential`, `publication.feedback_not_public`;
    /// `resource.not_found`.
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
            PublicationPart::Feedback => {
                ensure(full, ErrorCode::PublicationNoConsent)?;
                ensure(feedback_public, ErrorCode::PublicationFeedback)
            }
        }
    }

    /// As [`Case::publishable`], while nothing is proposed or released of the part: what may be proposed now.
    ///
    /// # Errors
    /// The codes of [`Case::publishable`]; `publication.exists`.
    pub fn proposable(
        &self,
        part: PublicationPart,
        reply: Option<ReplyId>,
        feedback_public: bool,
    ) -> Result<(), DomainError> {
        self.publishable(part, reply, feedback_public)?;
        let taken = self
            .decisions_on(part, reply)
            .any(|known| matches!(known.status, PublicationStatus::Proposed | PublicationStatus::Released));
        ensure(!taken, ErrorCode::PublicationExists)
    }

    /// The parts of this matter in the order of the public page, one for each letter that was sent, and what bars each.
    pub fn publication_options(&self, feedback_public: bool) -> Vec<PublicationOption> {
        self.publication_parts()
            .map(|(part, reply)| PublicationOption {
                part,
                reply,
                barred: self.proposable(part, reply, feedback_public).err().map(|error| error.code),
            })
            .collect()
    }

    /// What lists are filtered by: the codes of the parts that may be published and on which nothing was ever proposed,
    /// and `proposed`, `decided` for what was. Whether ratings may be published is asked when the list is:
    /// [`PublicationProgress::marks`].
    pub fn publication_marks(&self) -> Vec<&'static str> {
        let mut marks = Vec::new();
        if self.permits(SuggestionStep::ProposePublication).is_ok() {
            let open = self.publication_parts().filter(|(part, reply)| {
                self.publishable(*part, *reply, true).is_ok()
                    && self.decisions_on(*part, *reply).next().is_none()
            });
            for (part, _) in open {
                if !marks.contains(&part.code()) {
                    marks.push(part.code());
                }
            }
        }
        let waits = |known: &Publication| known.status == PublicationStatus::Proposed;
        if self.publications.iter().any(waits) {
            marks.push(PublicationProgress::Proposed.code());
        }
        if self.publications.iter().any(|known| !waits(known)) {
            marks.push(PublicationProgress::Decided.code());
        }
        marks
    }

    fn publication_parts(&self) -> impl Iterator<Item = (PublicationPart, Option<ReplyId>)> {
        let letters = self.replies.iter().filter(|reply| reply.is_issued());
        let rated = (!self.feedbacks.is_empty()).then_some((PublicationPart::Feedback, None));
        [(PublicationPart::Title, None), (PublicationPart::Text, None)]
            .into_iter()
            .chain(letters.map(|reply| (PublicationPart::Reply, Some(reply.id))))
            .chain([(PublicationPart::Status, None)])
            .chain(rated)
    }

    fn decisions_on(
        &self,
        part: PublicationPart,
        reply: Option<ReplyId>,
    ) -> impl Iterator<Item = &Publication> {
        self.publications.iter().filter(move |known| known.part == part && known.reply == reply)
    }
}
