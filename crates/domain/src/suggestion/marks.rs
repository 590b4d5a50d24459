//! 个人信息标注: what stands in a part that nobody should read of a person, and what the reviewer decided about each mark.
//! Marks are found anew each time in the exact text; only decisions are kept, under the hash of that text, so that a changed
//! text is looked at again (ADR 14).

use super::coded::coded_enum;
use super::{Case, PublicationPart, Redaction, SecrecyReview};
use crate::kernel::{AccountId, DomainError, ErrorCode, ReplyId};
use crate::redaction::{PersonalData, personal_data};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::ops::Range;

coded_enum! {
    /// What is done about a mark (标注处理).
    MarkDecision {
        /// The public does not see it.
        Cover = "cover", "遮盖", "Cover";
        /// It is no personal data, or may be known: with the reason.
        Leave = "leave", "保留", "Leave";
    }
}

coded_enum! {
    /// What the secrecy review asks about (保密审查事项).
    SecrecyAspect {
        StateSecret = "state_secret", "国家秘密", "State secret";
        CommercialSecret = "commercial_secret", "商业秘密", "Commercial secret";
        Privacy = "privacy", "个人隐私", "Personal privacy";
        Stability = "stability", "安全稳定", "Security and stability";
    }
}

/// One decision about a stretch of a part (标注处理意见).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkVerdict {
    /// Which text of the part: `title`, `facts`, `proposals/0`, `body` …
    pub field: String,
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// What it is: a code of [`PersonalData`], or `name`, `other` for what was added by hand.
    pub kind: String,
    /// What was decided.
    pub decision: MarkDecision,
    /// Why it may stay.
    pub reason: Option<String>,
    /// Who decided.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}

impl MarkVerdict {
    fn range(&self) -> Range<u32> {
        self.start..self.end
    }

    /// What the public page covers.
    pub(super) fn redaction(&self) -> Redaction {
        Redaction { field: self.field.clone(), start: self.start, end: self.end, kind: self.kind.clone() }
    }
}

/// One answer of the secrecy review (保密审查意见).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecrecyVerdict {
    /// What was asked.
    pub aspect: SecrecyAspect,
    /// Nothing stands against publication.
    pub clear: bool,
    /// Who answers for it, by name (审查人); the account that entered it is `by`.
    pub reviewer: Option<String>,
    /// What stands against it, or what was considered.
    pub note: Option<String>,
    /// SHA-256 of the public copies of files that it covers besides the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<String>,
    /// Who entered it.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}

/// What was decided about one part with exactly this text (公开审看).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicationLook {
    /// Which part.
    pub part: PublicationPart,
    /// Which letter, for [`PublicationPart::Reply`].
    pub reply: Option<ReplyId>,
    /// SHA-256 of the text that was looked at.
    pub text_sha256: String,
    /// Decisions, at most one for each stretch.
    pub marks: Vec<MarkVerdict>,
    /// Answers of the secrecy review, at most one for each aspect.
    pub secrecy: Vec<SecrecyVerdict>,
}

/// A stretch of a part with what was decided about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Which text.
    pub field: String,
    /// The characters.
    pub range: Range<u32>,
    /// What it is.
    pub kind: String,
    /// The recogniser found it; else somebody added it.
    pub found: bool,
    /// The decision, when there is one. One that covers more than the mark decides it as well.
    pub verdict: Option<MarkVerdict>,
}

/// One part as the desk looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedPart {
    /// Its texts by name, in the order of the page; those that are empty are left out.
    pub fields: Vec<(String, String)>,
    /// SHA-256 of the texts.
    pub text_sha256: String,
    /// Marks in the order of the text.
    pub marks: Vec<Mark>,
    /// Answers of the secrecy review to this text.
    pub secrecy: Vec<SecrecyVerdict>,
}

impl MarkedPart {
    /// Marks that wait for a decision.
    pub fn undecided(&self) -> usize {
        self.marks.iter().filter(|mark| mark.verdict.is_none()).count()
    }

    /// What is covered as decided so far.
    pub fn redactions(&self) -> Vec<Redaction> {
        let covered = |mark: &Mark| {
            mark.verdict
                .as_ref()
                .filter(|verdict| verdict.decision == MarkDecision::Cover)
                .map(MarkVerdict::redaction)
        };
        let mut all: Vec<Redaction> = Vec::new();
        for redaction in self.marks.iter().filter_map(covered) {
            if !all.contains(&redaction) {
                all.push(redaction);
            }
        }
        all
    }

    /// How the review answers: an aspect that was not reviewed is not clear.
    pub fn review(&self) -> SecrecyReview {
        let clear = |aspect| self.secrecy.iter().any(|verdict| verdict.aspect == aspect && verdict.clear);
        SecrecyReview {
            secret: clear(SecrecyAspect::StateSecret),
            commercial: clear(SecrecyAspect::CommercialSecret),
            privacy: clear(SecrecyAspect::Privacy),
            stability: clear(SecrecyAspect::Stability),
        }
    }

    /// # Errors
    /// `publication.marks_undecided` with how many.
    pub(super) fn all_decided(&self) -> Result<(), DomainError> {
        match self.undecided() {
            0 => Ok(()),
            count => Err(DomainError::new(ErrorCode::PublicationMarks).param("count", count)),
        }
    }
}

impl Case {
    /// The texts of a part by their names, those that are empty left out.
    pub fn part_fields(&self, part: PublicationPart, reply: Option<ReplyId>) -> Vec<(String, String)> {
        let text = &self.suggestion.text;
        let mut fields = Vec::new();
        let mut add = |name: String, text: &str| {
            if !text.is_empty() {
                fields.push((name, text.to_owned()));
            }
        };
        match part {
            PublicationPart::Title => add("title".into(), &text.title),
            PublicationPart::Text => {
                add("title".into(), &text.title);
                add("facts".into(), &text.facts);
                add("analysis".into(), &text.analysis);
                for (place, proposal) in text.proposals.iter().enumerate() {
                    add(format!("proposals/{place}"), proposal);
                }
            }
            PublicationPart::Reply => {
                if let Some(letter) = self.replies.iter().find(|letter| Some(letter.id) == reply) {
                    add("body".into(), &letter.content.body);
                    for (place, point) in letter.content.points.iter().enumerate() {
                        add(format!("points/{place}"), &point.answer);
                    }
                }
            }
            // They are made of states, days and ratings: nobody writes in them.
            PublicationPart::Status | PublicationPart::Feedback => {}
        }
        fields
    }

    /// SHA-256 of the texts of a part, each with its name and length before it.
    pub fn part_sha256(&self, part: PublicationPart, reply: Option<ReplyId>) -> String {
        let mut hash = Sha256::new();
        for (name, text) in self.part_fields(part, reply) {
            hash.update(format!("{name}:{}:{text}\n", text.len()));
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The part with its marks as they are on this day, and what was decided about exactly this text.
    pub fn marked_part(&self, part: PublicationPart, reply: Option<ReplyId>, today: NaiveDate) -> MarkedPart {
        let fields = self.part_fields(part, reply);
        let text_sha256 = self.part_sha256(part, reply);
        let look = self.look(part, reply, &text_sha256);
        let verdicts = look.map_or(&[][..], |look| &look.marks);
        let marks = fields.iter().flat_map(|(field, text)| marks_in(field, text, verdicts, today)).collect();
        // A clear answer is about the text and the files that were to be published when it was given.
        let copies = self.copies_to_publish(part, reply);
        let covers_all = |line: &&SecrecyVerdict| {
            !line.clear || copies.iter().all(|file| line.copies.contains(&file.copy.sha256))
        };
        let secrecy = look.map_or(&[][..], |look| &look.secrecy).iter().filter(covers_all).cloned().collect();
        MarkedPart { fields, text_sha256, marks, secrecy }
    }

    fn look(&self, part: PublicationPart, reply: Option<ReplyId>, text: &str) -> Option<&PublicationLook> {
        self.looks.iter().find(|look| look.part == part && look.reply == reply && look.text_sha256 == text)
    }

    /// The look at this text, begun when there is none yet.
    pub(super) fn look_mut(
        &mut self,
        part: PublicationPart,
        reply: Option<ReplyId>,
        text: &str,
    ) -> &mut PublicationLook {
        let known = self
            .looks
            .iter()
            .position(|look| look.part == part && look.reply == reply && look.text_sha256 == text);
        let at = known.unwrap_or_else(|| {
            let (marks, secrecy) = (Vec::new(), Vec::new());
            self.looks.push(PublicationLook { part, reply, text_sha256: text.to_owned(), marks, secrecy });
            self.looks.len() - 1
        });
        &mut self.looks[at]
    }
}

/// The marks of one text as they are on this day, with what of `verdicts` was decided about them.
pub(super) fn marks_in(field: &str, text: &str, verdicts: &[MarkVerdict], today: NaiveDate) -> Vec<Mark> {
    let found = personal_data(text, today);
    let spans = found.iter().map(|span| (small(span.start)..small(span.end), span.kind.code()));
    let found: Vec<(Range<u32>, &str)> = spans.collect();
    let of_field = || verdicts.iter().filter(|verdict| verdict.field == field);
    let mut here: Vec<Mark> = found
        .iter()
        .map(|(range, kind)| Mark {
            field: field.to_owned(),
            range: range.clone(),
            kind: (*kind).to_owned(),
            found: true,
            verdict: of_field()
                .find(|verdict| verdict.range() == *range)
                .or_else(|| of_field().find(|verdict| covers(verdict, range)))
                .cloned(),
        })
        .collect();
    let added = of_field().filter(|verdict| {
        verdict.decision == MarkDecision::Cover && !found.iter().any(|(range, _)| *range == verdict.range())
    });
    here.extend(added.map(|verdict| Mark {
        field: field.to_owned(),
        range: verdict.range(),
        kind: verdict.kind.clone(),
        found: false,
        verdict: Some(verdict.clone()),
    }));
    here.sort_by_key(|mark| (mark.range.start, mark.range.end));
    here
}

fn covers(verdict: &MarkVerdict, range: &Range<u32>) -> bool {
    verdict.decision == MarkDecision::Cover && verdict.start <= range.start && range.end <= verdict.end
}

fn small(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// What a mark may be called that somebody adds.
pub fn is_mark_kind(kind: &str) -> bool {
    PersonalData::ALL.iter().any(|known| known.code() == kind) || matches!(kind, "name" | "phone" | "other")
}
