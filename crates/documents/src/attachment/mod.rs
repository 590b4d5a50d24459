//! 附件: what stands in a file that somebody handed in, and a public copy that has nothing of it but what may be seen (ADR 21).
//!
//! Files come from outside: whatever they claim, no more is unpacked, kept and looked through than the limits here allow, and
//! what cannot be read is said to be so.

mod copy;
mod office;
mod pdf;
mod picture;
mod plain;
mod sheet;
mod word;

use domain::file::{FileFinding, FileFindingKind, FileKind, FileReadability, FileReading, FileSection};

pub use copy::{CopyPlan, public_copy};

/// Most characters of one file that are looked through: about 180 pages.
pub const MAX_TEXT: usize = 120_000;
/// What the parts of an office document may unpack to altogether, in bytes.
const MAX_UNPACKED: u64 = 64 * 1024 * 1024;

/// Why nothing, or not all, could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Unread(FileReadability);

const DAMAGED: Unread = Unread(FileReadability::Damaged);
const TOO_LARGE: Unread = Unread(FileReadability::TooLarge);

/// What one kind of file gives.
struct Found {
    readability: FileReadability,
    sections: Vec<FileSection>,
    findings: Vec<FileFinding>,
}

impl Found {
    fn text(sections: Vec<FileSection>, findings: Vec<FileFinding>) -> Self {
        Self { readability: FileReadability::Text, sections, findings }
    }
}

/// Reads a file of this kind. Never fails: how far it could be read is part of the answer. `sha256` is that of the bytes.
pub fn read(name: &str, kind: FileKind, bytes: &[u8], sha256: String) -> FileReading {
    let found = match kind {
        FileKind::Pdf => pdf::read(bytes),
        FileKind::Docx => word::read(bytes),
        FileKind::Xlsx => sheet::read(bytes),
        FileKind::Txt | FileKind::Csv => plain::read(bytes),
        FileKind::Jpg | FileKind::Png | FileKind::Webp => picture::read(kind, bytes),
        FileKind::Ofd | FileKind::Pptx | FileKind::Wps | FileKind::Et => {
            Err(Unread(FileReadability::Unsupported))
        }
    };
    let found = found.and_then(within_limits).unwrap_or_else(|Unread(readability)| Found {
        readability,
        sections: Vec::new(),
        findings: Vec::new(),
    });
    let Found { readability, sections, findings } = found;
    FileReading { sha256, name: name.to_owned(), readability, sections, findings }
}

/// The texts as they can be shown and printed, those that are empty left out.
fn within_limits(found: Found) -> Result<Found, Unread> {
    let mut sections = found.sections;
    for section in &mut sections {
        section.text = printable(&section.text);
    }
    sections.retain(|section| !section.text.trim().is_empty());
    if sections.iter().map(|section| section.text.chars().count()).sum::<usize>() > MAX_TEXT {
        return Err(TOO_LARGE);
    }
    // A document without a word is a document of pictures.
    let readability = match found.readability {
        FileReadability::Text if sections.is_empty() => FileReadability::NoText,
        readability => readability,
    };
    Ok(Found { readability, sections, findings: found.findings })
}

/// Without what cannot be seen: control characters, and marks of no width that would tear numbers apart.
fn printable(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let unseen = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
                | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    let lines = text.lines().map(|line| {
        let line: String = line.chars().filter(|c| !unseen(*c)).collect();
        line.trim_end().to_owned()
    });
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in lines {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out.trim_matches('\n').to_owned()
}

fn finding(kind: FileFindingKind, detail: impl Into<String>) -> FileFinding {
    // What is long is no name; the reviewer needs to know that it is there.
    let detail: String = printable(&detail.into()).replace('\n', " ").chars().take(200).collect();
    FileFinding { kind, detail }
}

/// A finding of several, when there are any.
fn counted(kind: FileFindingKind, count: usize) -> Option<FileFinding> {
    (count > 0).then(|| finding(kind, count.to_string()))
}

#[cfg(test)]
mod tests;
