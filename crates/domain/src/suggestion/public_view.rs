//! 公开内容: what of a matter the public may read today, with everything masked that was to be masked (§3.8.9). Nothing
//! else of the aggregate ever reaches a public page.

use super::{
    Case, Commitment, Feedback, PublicCopy, Publication, PublicationPart, PublicationStatus, Reply,
    ReplyKind, SuggestionStatus, WithdrawalClass,
};
use crate::kernel::{AccountId, FileId, PublicationId, ReplyId, business_date};
use crate::redaction::{Span, covered, personal_data};
use chrono::{DateTime, NaiveDate, Utc};
use std::ops::Range;

/// A released letter.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicReply<'c> {
    /// The letter, for number, unit, category and days. Its text is below.
    pub reply: &'c Reply,
    /// Opening and closing.
    pub body: String,
    /// Answers by number of the proposal.
    pub points: Vec<(u32, String)>,
    /// It was completed or corrected by a later letter.
    pub kind: ReplyKind,
    /// Its files, as public copies.
    pub files: Vec<&'c PublicCopy>,
}

/// A promise of a released letter. Nobody looks at its words, which follow the letter for years: what the recogniser finds in
/// them is covered.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicPromise<'c> {
    /// The promise, for day and state. Its words are below.
    pub promise: &'c Commitment,
    /// What is promised.
    pub text: String,
    /// Who answers for it.
    pub responsible: String,
}

/// What the public is told of a page that was taken down (撤回说明).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// When.
    pub withdrawn_at: DateTime<Utc>,
    /// Why.
    pub class: WithdrawalClass,
}

/// The released parts.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicView<'c> {
    /// 标题
    pub title: String,
    /// 情况, when the text is released.
    pub facts: Option<String>,
    /// 分析, when the text is released and has one.
    pub analysis: Option<String>,
    /// 具体意见, when the text is released.
    pub proposals: Vec<String>,
    /// 附件 of the text, as public copies.
    pub files: Vec<&'c PublicCopy>,
    /// 办理进展 is released: state, units and days may be told.
    pub progress: bool,
    /// Released letters, in order of issue.
    pub replies: Vec<PublicReply<'c>>,
    /// Promises of released letters.
    pub promises: Vec<PublicPromise<'c>>,
    /// 代表评价, when released: those in the order in which they were given.
    pub feedbacks: Vec<&'c Feedback>,
}

impl PublicView<'_> {
    /// Everything that a search of the public may find.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts = vec![self.title.as_str()];
        texts.extend(self.facts.as_deref());
        texts.extend(self.analysis.as_deref());
        texts.extend(self.proposals.iter().map(String::as_str));
        for reply in &self.replies {
            texts.push(&reply.body);
            texts.extend(reply.points.iter().map(|(_, answer)| answer.as_str()));
        }
        texts
    }

    /// A public copy of any of the released parts.
    pub fn file(&self, copy: FileId) -> Option<&PublicCopy> {
        let letters = self.replies.iter().flat_map(|letter| &letter.files);
        self.files.iter().chain(letters).copied().find(|known| known.file == copy)
    }
}

impl Case {
    /// What the public reads; `None` when there is no public page. A page needs its title: it is there when title
    /// or text are released, and never for confidential or protected matters, whatever was released before.
    pub fn public_view(&self) -> Option<PublicView<'_>> {
        let confidentiality = &self.suggestion.confidentiality;
        if confidentiality.confidential
            || confidentiality.hide_names_from_units
            || self.status() == SuggestionStatus::Deleted
        {
            return None;
        }
        let text = self.released(PublicationPart::Text, None);
        let shown = text.or_else(|| self.released(PublicationPart::Title, None))?;
        let written = &self.suggestion.text;
        let letters = self.replies.iter().filter(|reply| reply.is_issued()).filter_map(|reply| {
            let released = self.released(PublicationPart::Reply, Some(reply.id))?;
            Some(PublicReply {
                reply,
                body: masked(&reply.content.body, "body", released),
                points: reply
                    .content
                    .points
                    .iter()
                    .enumerate()
                    .map(|(place, point)| {
                        let field = format!("points/{place}");
                        (point.proposal_no, masked(&point.answer, &field, released))
                    })
                    .collect(),
                kind: reply.kind,
                files: self.published_files(released),
            })
        });
        let replies: Vec<PublicReply<'_>> = letters.collect();
        let promises = self.commitments.iter().filter_map(|promise| {
            let letter = replies.iter().find(|letter| letter.reply.id == promise.reply)?;
            let issued = business_date(letter.reply.issued_at()?);
            let (text, responsible) = (careful(&promise.text, issued), careful(&promise.responsible, issued));
            Some(PublicPromise { promise, text, responsible })
        });
        let promises = promises.collect();
        let feedback = self.released(PublicationPart::Feedback, None).is_some();
        Some(PublicView {
            title: masked(&written.title, "title", shown),
            facts: text.map(|part| masked(&written.facts, "facts", part)),
            analysis: text
                .filter(|_| !written.analysis.is_empty())
                .map(|part| masked(&written.analysis, "analysis", part)),
            proposals: text.map_or_else(Vec::new, |part| {
                let masked_proposal = |(place, proposal): (usize, &String)| {
                    masked(proposal, &format!("proposals/{place}"), part)
                };
                written.proposals.iter().enumerate().map(masked_proposal).collect()
            }),
            files: text.map_or_else(Vec::new, |part| self.published_files(part)),
            progress: self.released(PublicationPart::Status, None).is_some(),
            replies,
            promises,
            feedbacks: if feedback { self.feedbacks.iter().collect() } else { Vec::new() },
        })
    }

    /// What is told where the page was, when it was public and is no longer.
    pub fn tombstone(&self) -> Option<Tombstone> {
        if self.public_view().is_some() {
            return None;
        }
        let page = |part| matches!(part, PublicationPart::Title | PublicationPart::Text);
        let gone = self.publications.iter().filter(|known| page(known.part));
        let last = gone
            .filter_map(|known| Some((known.withdrawn_at?, known.withdrawal)))
            .max_by_key(|(at, _)| *at)?;
        Some(Tombstone { withdrawn_at: last.0, class: last.1.unwrap_or(WithdrawalClass::Other) })
    }

    /// What is told where a public copy was, when it was public and is no longer: its part was taken down, or the page.
    pub fn file_tombstone(&self, copy: FileId) -> Option<Tombstone> {
        if self.public_view().is_some_and(|view| view.file(copy).is_some()) {
            return None;
        }
        let had = |known: &&Publication| known.files.iter().any(|file| file.copy.file == copy);
        let gone = self.publications.iter().filter(had).filter_map(|known| {
            let class = known.withdrawal.unwrap_or(WithdrawalClass::Other);
            Some(Tombstone { withdrawn_at: known.withdrawn_at?, class })
        });
        gone.max_by_key(|stone| stone.withdrawn_at).or_else(|| {
            let released = |known: &Publication| known.status == PublicationStatus::Released;
            let was_public = self.publications.iter().filter(had).any(released);
            self.tombstone().filter(|_| was_public)
        })
    }

    /// The public copies of a released part, of those files that it still has.
    fn published_files<'c>(&'c self, part: &'c Publication) -> Vec<&'c PublicCopy> {
        let has = self.part_files(part.part, part.reply);
        part.files.iter().filter(|file| has.contains(&file.file)).map(|file| &file.copy).collect()
    }

    /// The matter as it would be if exactly these parts were released today, masked as was decided so far: for the preview,
    /// which goes the way of the public page from here on.
    pub fn as_if_released(&self, parts: &[(PublicationPart, Option<ReplyId>)], today: NaiveDate) -> Self {
        let mut case = self.clone();
        case.publications.clear();
        for (part, reply) in parts {
            let marked = self.marked_part(*part, *reply, today);
            let standing =
                self.publications.iter().rev().find(|known| known.part == *part && known.reply == *reply);
            let Some(known) = standing.cloned().or_else(|| self.unproposed(*part, *reply)) else { continue };
            case.publications.push(Publication {
                redactions: if known.status == PublicationStatus::Released {
                    known.redactions.clone()
                } else {
                    marked.redactions()
                },
                text_sha256: Some(marked.text_sha256),
                files: if known.status == PublicationStatus::Released {
                    known.files.clone()
                } else {
                    self.copies_to_publish(*part, *reply)
                },
                status: PublicationStatus::Released,
                ..known
            });
        }
        case
    }

    /// A part before anybody proposed it.
    fn unproposed(&self, part: PublicationPart, reply: Option<ReplyId>) -> Option<Publication> {
        let created = self.suggestion.submitted_at?;
        Some(Publication {
            id: PublicationId(self.id().0),
            part,
            reply,
            review: super::SecrecyReview::default(),
            redactions: Vec::new(),
            text_sha256: None,
            files: Vec::new(),
            status: PublicationStatus::Proposed,
            // Nobody: this is never stored.
            proposed_by: AccountId(uuid::Uuid::nil()),
            proposed_at: created,
            decided_by: None,
            decided_at: None,
            reason: None,
            withdrawn_at: None,
            withdrawn_by: None,
            withdrawal: None,
        })
    }

    /// The decision by which a part is public: that of the text as it stands now, for no other was looked at.
    fn released(&self, part: PublicationPart, reply: Option<ReplyId>) -> Option<&Publication> {
        self.publications.iter().find(|known| {
            known.status == PublicationStatus::Released
                && known.part == part
                && known.reply == reply
                && known
                    .text_sha256
                    .as_ref()
                    .is_none_or(|looked_at| *looked_at == self.part_sha256(part, reply))
        })
    }
}

/// The words with everything covered that the recogniser finds.
fn careful(text: &str, on: NaiveDate) -> String {
    covered(text, personal_data(text, on).iter().map(Span::range))
}

/// The text with the stretches of `field` covered that were to be. Of what was released before texts were looked at by their
/// hash, what the recogniser finds is covered as well.
fn masked(text: &str, field: &str, part: &Publication) -> String {
    let of_field = part.redactions.iter().filter(|mark| mark.field == field);
    let mut stretches: Vec<Range<usize>> =
        of_field.map(|mark| mark.start as usize..mark.end as usize).collect();
    if part.text_sha256.is_none() {
        let on = business_date(part.decided_at.unwrap_or(part.proposed_at));
        stretches.extend(personal_data(text, on).iter().map(Span::range));
    }
    covered(text, stretches)
}
