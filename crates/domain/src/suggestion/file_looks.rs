//! 附件公开审看: what was decided about a file of a part, bound to exactly its bytes, and the public copy that was made of it
//! (ADR 21). A file that nobody decided to publish stays inside.

use super::marks::marks_in;
use super::{Case, Mark, MarkDecision, MarkVerdict, PublicationPart};
use crate::file::{FileKind, FileReading, FileSection};
use crate::kernel::{AccountId, DomainError, ErrorCode, FileId, ReplyId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A public copy of a file (公开副本): made anew from what was read and covered, or from bare pixels; it has nothing else of the
/// file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicCopy {
    /// The copy, a file of its own.
    pub file: FileId,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// 公开文件名, with its extension.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// Bytes.
    pub size: u64,
}

/// A file with the copy under which it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedFile {
    /// The file of the part; never public itself.
    pub file: FileId,
    /// What the public gets.
    pub copy: PublicCopy,
}

/// What was decided about a file (附件公开决定).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileVerdict {
    /// 公开: this copy of it; `None`: it stays inside.
    pub copy: Option<PublicCopy>,
    /// Why it stays inside.
    pub reason: Option<String>,
    /// Who has looked at it himself, by name (查看人): where no text can be read.
    pub looked_by: Option<String>,
    /// Who decided.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}

/// What was decided about one file with exactly these bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLook {
    /// Of which part it is a file.
    pub part: PublicationPart,
    /// Of which letter.
    pub reply: Option<ReplyId>,
    /// The file.
    pub file: FileId,
    /// SHA-256 of the bytes that were looked at.
    pub sha256: String,
    /// Decisions about stretches of its sections, which are named by their numbers from 0.
    pub marks: Vec<MarkVerdict>,
    /// What becomes of it; `None`: undecided, so it stays inside.
    pub verdict: Option<FileVerdict>,
}

impl FileLook {
    /// The copy that is to be published.
    pub fn copy(&self) -> Option<&PublicCopy> {
        self.verdict.as_ref()?.copy.as_ref()
    }
}

/// A file as the desk looks at it: its marks and what was decided about exactly these bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedFile {
    /// Marks in the order of the sections, whose numbers are their fields.
    pub marks: Vec<Mark>,
    /// What becomes of it.
    pub verdict: Option<FileVerdict>,
}

impl MarkedFile {
    /// Marks that wait for a decision.
    pub fn undecided(&self) -> usize {
        self.marks.iter().filter(|mark| mark.verdict.is_none()).count()
    }

    /// The sections with everything covered that was decided to be.
    pub fn covered(&self, reading: &FileReading) -> Vec<FileSection> {
        reading.covered(&self.covers().collect::<Vec<_>>())
    }

    fn covers(&self) -> impl Iterator<Item = (usize, Range<usize>)> {
        let verdicts = self.marks.iter().filter_map(|mark| mark.verdict.as_ref());
        let covering = verdicts.filter(|verdict| verdict.decision == MarkDecision::Cover);
        covering.filter_map(|verdict| {
            Some((verdict.field.parse().ok()?, verdict.start as usize..verdict.end as usize))
        })
    }

    /// The words that are covered somewhere in the file: none of them may stand in its public name.
    pub(super) fn covered_words(&self, reading: &FileReading) -> Vec<String> {
        let words = self.covers().filter_map(|(place, range)| {
            let text = &reading.sections.get(place)?.text;
            Some(text.chars().skip(range.start).take(range.len()).collect::<String>())
        });
        words.map(|word| word.trim().to_owned()).filter(|word| word.chars().count() > 1).collect()
    }
}

impl Case {
    /// The files that belong to a part: attachments of the text, evidence of a letter. The other parts have none.
    pub fn part_files(&self, part: PublicationPart, reply: Option<ReplyId>) -> &[FileId] {
        match part {
            PublicationPart::Text => &self.suggestion.wishes.attachments,
            PublicationPart::Reply => {
                let letter = self.replies.iter().find(|letter| Some(letter.id) == reply);
                letter.map_or(&[], |letter| &letter.content.evidence)
            }
            PublicationPart::Title | PublicationPart::Status | PublicationPart::Feedback => &[],
        }
    }

    /// What was decided about a file of a part, whatever its bytes were.
    pub(super) fn file_look(
        &self,
        part: PublicationPart,
        reply: Option<ReplyId>,
        file: FileId,
    ) -> Option<&FileLook> {
        self.file_looks.iter().find(|look| look.part == part && look.reply == reply && look.file == file)
    }

    /// The file with its marks as they are on this day, and what was decided about exactly these bytes.
    pub fn marked_file(
        &self,
        (part, reply, file): (PublicationPart, Option<ReplyId>, FileId),
        reading: &FileReading,
        today: NaiveDate,
    ) -> MarkedFile {
        let look = self.file_look(part, reply, file).filter(|look| look.sha256 == reading.sha256);
        let verdicts = look.map_or(&[][..], |look| &look.marks);
        let sections = reading.sections.iter().enumerate();
        let marks = sections
            .flat_map(|(place, section)| marks_in(&place.to_string(), &section.text, verdicts, today))
            .collect();
        MarkedFile { marks, verdict: look.and_then(|look| look.verdict.clone()) }
    }

    /// The files of a part that are to be published, each as its copy.
    pub fn copies_to_publish(&self, part: PublicationPart, reply: Option<ReplyId>) -> Vec<PublishedFile> {
        let files = self.part_files(part, reply).iter();
        let decided = files.filter_map(|file| self.file_look(part, reply, *file));
        let published =
            decided.filter_map(|look| Some(PublishedFile { file: look.file, copy: look.copy()?.clone() }));
        published.collect()
    }

    /// SHA-256 of those copies: what an answer of the secrecy review covers besides the text.
    pub(super) fn copy_hashes(&self, part: PublicationPart, reply: Option<ReplyId>) -> Vec<String> {
        self.copies_to_publish(part, reply).into_iter().map(|file| file.copy.sha256).collect()
    }

    /// The files whose readings a publication needs: all that are to be published of any part.
    pub fn files_to_read(&self) -> Vec<FileId> {
        self.file_looks.iter().filter(|look| look.copy().is_some()).map(|look| look.file).collect()
    }

    /// Whether every file of the part that is to be published is what was looked at, with every mark of the day decided, and
    /// looked at by a named person where no text can be read. Asked of what [`Case::file_readings`] holds: a file that is not
    /// in it counts as not looked at.
    ///
    /// # Errors
    /// `publication.file_changed`, `publication.file_marks_undecided`, `publication.file_not_looked_at`.
    pub fn files_ready(
        &self,
        part: PublicationPart,
        reply: Option<ReplyId>,
        today: NaiveDate,
    ) -> Result<(), DomainError> {
        for file in self.copies_to_publish(part, reply) {
            let look = self.file_look(part, reply, file.file).ok_or(ErrorCode::PublicationFileChanged)?;
            let Some(reading) = self.file_readings.get(&file.file) else {
                return Err(not_looked_at(&file.copy.name));
            };
            if reading.sha256 != look.sha256 {
                return Err(ErrorCode::PublicationFileChanged.into());
            }
            self.marked_file((part, reply, file.file), reading, today).ready(reading)?;
            let looked = look.verdict.as_ref().is_some_and(|verdict| verdict.looked_by.is_some());
            if reading.readability.needs_look() && !looked {
                return Err(not_looked_at(&reading.name));
            }
        }
        Ok(())
    }
}

impl MarkedFile {
    /// # Errors
    /// `publication.file_marks_undecided` with how many, and of which file.
    pub(super) fn ready(&self, reading: &FileReading) -> Result<(), DomainError> {
        match self.undecided() {
            0 => Ok(()),
            count => Err(DomainError::new(ErrorCode::PublicationFileMarks)
                .param("count", count)
                .param("name", reading.name.clone())),
        }
    }
}

pub(super) fn not_looked_at(name: &str) -> DomainError {
    DomainError::new(ErrorCode::PublicationFileNotRead).param("name", name)
}
