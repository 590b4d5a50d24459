//! The reviewer's decisions about files of a part: their marks, and whether a public copy of each is published (ADR 21).

use super::changes::Changes;
use super::file_looks::not_looked_at;
use super::marking::{check_choices, filled, note_choices};
use super::readiness::ensure;
use super::{Case, Ctx, Effects, FileLook, FileVerdict, MarkChoice, MarkedFile, PublicCopy, PublicationPart};
use crate::authz::{Permit, act};
use crate::file::{FileKind, FileName, FileReading};
use crate::kernel::{DomainError, ErrorCode, FieldError, FileId, ReplyId, TextRule, normalise};
use crate::redaction::personal_data;
use serde_json::json;

const REASON: TextRule = TextRule::body(2, 500);
const LOOKER: TextRule = TextRule::line(2, 40);

/// Which file somebody has looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookedAtFile {
    /// Of which part.
    pub part: PublicationPart,
    /// Of which letter.
    pub reply: Option<ReplyId>,
    /// The file.
    pub file: FileId,
    /// SHA-256 of the bytes that were shown.
    pub sha256: String,
}

/// What the public is to get of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishFile {
    /// 公开文件名; an extension is replaced by that of the copy.
    pub name: String,
    /// 查看人: needed where no text can be read.
    pub looked_by: Option<String>,
}

/// A publication of a file that may be: under which name, and who has looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileOrder {
    /// The public name.
    pub name: FileName,
    /// Who has looked at it.
    pub looked_by: Option<String>,
    /// The file as decided.
    pub marked: MarkedFile,
}

/// A copy that was made and is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeCopy {
    /// The copy.
    pub file: FileId,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

/// What becomes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileDecision {
    /// 公开, as the copy that was made.
    Publish(PublishFile, MadeCopy),
    /// 不公开
    KeepInside {
        /// Why.
        reason: String,
    },
}

/// What a copy of a file of this kind is: pictures stay pictures, everything else becomes a PDF.
pub const fn copy_kind(of: FileKind) -> FileKind {
    match of {
        FileKind::Jpg => FileKind::Jpg,
        FileKind::Png | FileKind::Webp => FileKind::Png,
        _ => FileKind::Pdf,
    }
}

impl Case {
    /// Decides about marks of a file, or adds marks that the recogniser did not find. What was decided about the file before
    /// lapses: its copy was covered otherwise.
    ///
    /// # Errors
    /// `state.conflict`; the codes of [`Case::publishable`]; `publication.exists` while the part is public;
    /// `publication.file_changed`; `validation.failed` at `#/choices/…`.
    pub fn decide_file_marks(
        &mut self,
        permit: &Permit<act::ProposePublication>,
        looked: &LookedAtFile,
        choices: Vec<MarkChoice>,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        let (reply, reading) = self.file_as_shown(looked, ctx)?;
        let sections = reading.sections.iter().enumerate();
        let fields: Vec<_> = sections.map(|(at, section)| (at.to_string(), section.text.clone())).collect();
        let choices = check_choices(&fields, choices)?;
        let by = permit.account();
        let mut changes = Changes::begin(self, ctx, Some(by), "suggestion.decide_file_marks");
        let look = self.file_look_mut(looked, reply);
        note_choices(&mut look.marks, &choices, (by, ctx.now));
        look.verdict = None;
        let data = json!({ "part": looked.part, "reply": reply, "file": looked.file });
        changes.event(self, "publication.file_marked", data);
        Ok(changes.finish(self))
    }

    /// Whether the file may be published under this name, as its marks are decided now; what a copy is then made of.
    ///
    /// # Errors
    /// As [`Case::decide_file_marks`]; `publication.file_not_cleanable`; `publication.file_marks_undecided`;
    /// `publication.file_not_looked_at`; `validation.failed` at `#/public_name` or `#/looked_by`.
    pub fn order_file_copy(
        &self,
        looked: &LookedAtFile,
        (kind, publish): (FileKind, &PublishFile),
        ctx: &Ctx<'_>,
    ) -> Result<FileOrder, DomainError> {
        let (reply, reading) = self.file_as_shown(looked, ctx)?;
        ensure(reading.readability.is_cleanable(), ErrorCode::PublicationFileNotCleanable)?;
        let marked = self.marked_file((looked.part, reply, looked.file), &reading, ctx.today());
        marked.ready(&reading)?;
        let looked_by =
            filled(publish.looked_by.clone()).map(|name| LOOKER.check("#/looked_by", &name)).transpose()?;
        if reading.readability.needs_look() && looked_by.is_none() {
            return Err(not_looked_at(&reading.name));
        }
        let name = public_name(&publish.name, copy_kind(kind))?;
        let words = marked.covered_words(&reading);
        let tells = !personal_data(name.as_str(), ctx.today()).is_empty()
            || words.iter().any(|word| name.as_str().contains(word.as_str()));
        if tells {
            return Err(FieldError::new("#/public_name", ErrorCode::PublicationFileNameTells).into());
        }
        Ok(FileOrder { name, looked_by, marked })
    }

    /// Decides what becomes of a file. Answers of the secrecy review that were given before are about less than is to be
    /// published now: they are asked for again.
    ///
    /// # Errors
    /// As [`Case::order_file_copy`]; `validation.failed` at `#/reason`.
    pub fn decide_file(
        &mut self,
        permit: &Permit<act::ProposePublication>,
        looked: &LookedAtFile,
        (kind, decision): (FileKind, FileDecision),
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        let (by, at) = (permit.account(), ctx.now);
        let (reply, _) = self.file_as_shown(looked, ctx)?;
        let verdict = match decision {
            FileDecision::Publish(publish, made) => {
                let FileOrder { name, looked_by, .. } =
                    self.order_file_copy(looked, (kind, &publish), ctx)?;
                let MadeCopy { file, sha256, size } = made;
                let kind = name.kind();
                let copy = PublicCopy { file, sha256, name: name.as_str().to_owned(), kind, size };
                FileVerdict { copy: Some(copy), reason: None, looked_by, by, at }
            }
            FileDecision::KeepInside { reason } => {
                let reason = Some(REASON.check("#/reason", &reason)?);
                FileVerdict { copy: None, reason, looked_by: None, by, at }
            }
        };
        let published = verdict.copy.is_some();
        let mut changes = Changes::begin(self, ctx, Some(by), "suggestion.decide_file");
        self.file_look_mut(looked, reply).verdict = Some(verdict);
        let data = json!({ "part": looked.part, "reply": reply, "file": looked.file, "publish": published });
        changes.event(self, "publication.file_decided", data);
        Ok(changes.finish(self))
    }

    /// The letter and the reading of the file, when it is still of the part, what was shown, and nothing of the part is public.
    fn file_as_shown(
        &self,
        looked: &LookedAtFile,
        ctx: &Ctx<'_>,
    ) -> Result<(Option<ReplyId>, std::sync::Arc<FileReading>), DomainError> {
        let reply = self.still_inside(looked.part, looked.reply, ctx)?;
        ensure(self.part_files(looked.part, reply).contains(&looked.file), ErrorCode::NotFound)?;
        let reading = self.file_readings.get(&looked.file).ok_or(ErrorCode::PublicationFileChanged)?;
        ensure(reading.sha256 == looked.sha256, ErrorCode::PublicationFileChanged)?;
        Ok((reply, reading.clone()))
    }

    /// The look at these bytes; a look at others lapses.
    fn file_look_mut(&mut self, looked: &LookedAtFile, reply: Option<ReplyId>) -> &mut FileLook {
        let same =
            |look: &FileLook| look.part == looked.part && look.reply == reply && look.file == looked.file;
        self.file_looks.retain(|look| !same(look) || look.sha256 == looked.sha256);
        let known = self.file_looks.iter().position(same);
        let at = known.unwrap_or_else(|| {
            self.file_looks.push(FileLook {
                part: looked.part,
                reply,
                file: looked.file,
                sha256: looked.sha256.clone(),
                marks: Vec::new(),
                verdict: None,
            });
            self.file_looks.len() - 1
        });
        &mut self.file_looks[at]
    }
}

/// The name with the extension of the copy instead of its own.
fn public_name(sent: &str, kind: FileKind) -> Result<FileName, DomainError> {
    let sent = normalise(sent);
    let stem = match sent.rsplit_once('.') {
        Some((stem, extension)) if FileKind::of_extension(extension.trim()).is_some() => stem,
        _ => &sent,
    };
    let required = || FieldError::new("#/public_name", ErrorCode::TextRequired);
    if stem.trim().is_empty() {
        return Err(required().into());
    }
    FileName::of(&format!("{stem}.{}", kind.code())).map_err(|_| required().into())
}
