//! The reviewer's decisions about marks, and the secrecy review by named persons (§3.8.9).

use super::changes::Changes;
use super::readiness::ensure;
use super::{
    Case, Ctx, Effects, MarkDecision, MarkVerdict, MarkedPart, PublicationPart, PublicationStatus,
    SecrecyAspect, SecrecyVerdict, SuggestionStep, is_mark_kind,
};
use crate::authz::{Permit, act};
use crate::kernel::{AccountId, DomainError, ErrorCode, FieldError, ReplyId, TextRule};
use chrono::{DateTime, Utc};
use serde_json::json;

const REASON: TextRule = TextRule::body(2, 500);
const REVIEWER: TextRule = TextRule::line(2, 40);

/// Which text somebody has looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookedAt {
    /// Which part.
    pub part: PublicationPart,
    /// Which letter, for the reply.
    pub reply: Option<ReplyId>,
    /// SHA-256 of the text that was shown.
    pub text_sha256: String,
}

/// What is to be done about one stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkChoice {
    /// Which text of the part.
    pub field: String,
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// What it is.
    pub kind: String,
    /// Covered or left; `None` takes the decision back.
    pub decision: Option<MarkDecision>,
    /// Why it may stay.
    pub reason: Option<String>,
}

/// An answer to one question of the secrecy review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewSecrecy {
    /// What was asked.
    pub aspect: SecrecyAspect,
    /// Nothing stands against publication.
    pub clear: bool,
    /// Who answers for it, where it is not the account that enters it.
    pub reviewer: Option<String>,
    /// What stands against it: needed when something does.
    pub note: Option<String>,
}

impl Case {
    /// Decides about marks of a part, or adds marks that the recogniser did not find.
    ///
    /// # Errors
    /// `state.conflict`; the codes of [`Case::publishable`]; `publication.text_changed`; `publication.exists` while the part
    /// is public; `validation.failed` at `#/choices/…`.
    pub fn decide_marks(
        &mut self,
        permit: &Permit<act::ProposePublication>,
        looked: &LookedAt,
        choices: Vec<MarkChoice>,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        let (reply, shown) = self.still_as_shown(looked, ctx)?;
        let by = permit.account();
        let verdicts = check_choices(&shown.fields, choices)?;
        let mut changes = Changes::begin(self, ctx, Some(by), "suggestion.decide_marks");
        let look = self.look_mut(looked.part, reply, &shown.text_sha256);
        note_choices(&mut look.marks, &verdicts, (by, ctx.now));
        changes.event(self, "publication.marked", json!({ "part": looked.part, "reply": reply }));
        Ok(changes.finish(self))
    }

    /// Enters the answer of a named person to one question of the secrecy review.
    ///
    /// # Errors
    /// As [`Case::decide_marks`]; `publication.marks_undecided` when privacy is called clear before every mark is decided;
    /// `validation.failed` at `#/note` or `#/reviewer`.
    pub fn review_secrecy(
        &mut self,
        permit: &Permit<act::ProposePublication>,
        looked: &LookedAt,
        command: ReviewSecrecy,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        let (reply, shown) = self.still_as_shown(looked, ctx)?;
        if command.clear && command.aspect == SecrecyAspect::Privacy {
            shown.all_decided()?;
            self.files_ready(looked.part, reply, ctx.today())?;
        }
        let reviewer =
            filled(command.reviewer).map(|name| REVIEWER.check("#/reviewer", &name)).transpose()?;
        let note = match filled(command.note) {
            None if command.clear => None,
            note => Some(REASON.check("#/note", &note.unwrap_or_default())?),
        };
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.review_secrecy");
        let copies = self.copy_hashes(looked.part, reply);
        let look = self.look_mut(looked.part, reply, &shown.text_sha256);
        look.secrecy.retain(|known| known.aspect != command.aspect);
        look.secrecy.push(SecrecyVerdict {
            aspect: command.aspect,
            clear: command.clear,
            reviewer,
            note,
            copies,
            by: permit.account(),
            at: ctx.now,
        });
        let data =
            json!({ "part": looked.part, "reply": reply, "aspect": command.aspect, "clear": command.clear });
        changes.event(self, "publication.reviewed", data);
        Ok(changes.finish(self))
    }

    /// The letter that is meant, when the part may be published and nothing of it is public.
    pub(super) fn still_inside(
        &self,
        part: PublicationPart,
        reply: Option<ReplyId>,
        ctx: &Ctx<'_>,
    ) -> Result<Option<ReplyId>, DomainError> {
        self.permits(SuggestionStep::ProposePublication)?;
        let reply = reply.filter(|_| part == PublicationPart::Reply);
        self.publishable(part, reply, ctx.settings.feedback_public)?;
        let public = self.publications.iter().any(|known| {
            known.part == part && known.reply == reply && known.status == PublicationStatus::Released
        });
        ensure(!public, ErrorCode::PublicationExists)?;
        Ok(reply)
    }

    /// The part, when it is still the text that was shown and nothing of it is public.
    fn still_as_shown(
        &self,
        looked: &LookedAt,
        ctx: &Ctx<'_>,
    ) -> Result<(Option<ReplyId>, MarkedPart), DomainError> {
        let reply = self.still_inside(looked.part, looked.reply, ctx)?;
        let shown = self.marked_part(looked.part, reply, ctx.today());
        ensure(shown.text_sha256 == looked.text_sha256, ErrorCode::PublicationTextChanged)?;
        Ok((reply, shown))
    }
}

/// Notes what was decided about stretches: of each the last decision counts.
pub(super) fn note_choices(
    marks: &mut Vec<MarkVerdict>,
    choices: &[MarkChoice],
    (by, at): (AccountId, DateTime<Utc>),
) {
    for choice in choices {
        let same = |known: &MarkVerdict| {
            known.field == choice.field && known.start == choice.start && known.end == choice.end
        };
        marks.retain(|known| !same(known));
        if let Some(decision) = choice.decision {
            marks.push(MarkVerdict {
                field: choice.field.clone(),
                start: choice.start,
                end: choice.end,
                kind: choice.kind.clone(),
                decision,
                reason: choice.reason.clone(),
                by,
                at,
            });
        }
    }
}

/// The choices, when each lies within its text and says what it must.
pub(super) fn check_choices(
    fields: &[(String, String)],
    choices: Vec<MarkChoice>,
) -> Result<Vec<MarkChoice>, DomainError> {
    let mut wrong = Vec::new();
    let mut checked = Vec::new();
    for (place, mut choice) in choices.into_iter().enumerate() {
        let at = |name: &str| format!("#/choices/{place}/{name}");
        let field = fields.iter().find(|(name, _)| *name == choice.field);
        let Some((_, text)) = field else {
            wrong.push(FieldError::new(at("field"), ErrorCode::ValueInvalid));
            continue;
        };
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        if choice.start >= choice.end || choice.end > length {
            wrong.push(FieldError::new(at("end"), ErrorCode::ValueInvalid));
        }
        if !is_mark_kind(&choice.kind) {
            wrong.push(FieldError::new(at("kind"), ErrorCode::ValueInvalid));
        }
        choice.reason = filled(choice.reason);
        if choice.decision == Some(MarkDecision::Leave) {
            match REASON.check(&at("reason"), &choice.reason.take().unwrap_or_default()) {
                Ok(reason) => choice.reason = Some(reason),
                Err(error) => wrong.push(error),
            }
        }
        checked.push(choice);
    }
    if wrong.is_empty() { Ok(checked) } else { Err(DomainError::invalid(wrong)) }
}

pub(super) fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}
