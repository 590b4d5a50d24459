//! What a file really is: extension and content must agree, and nothing in it may run.

mod jpeg;
mod package;
mod raster;
mod text;

use domain::{file::FileKind, kernel::ErrorCode};
use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
};

/// Why a file is not taken.
#[derive(Debug)]
pub(super) enum Fault {
    /// The code to tell.
    Refused(ErrorCode),
    /// It cannot be read.
    Io(io::Error),
}

impl From<ErrorCode> for Fault {
    fn from(code: ErrorCode) -> Self {
        Self::Refused(code)
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

const PDF: &[u8] = b"%PDF-";
const ZIP: &[u8] = b"PK\x03\x04";
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const JPEG: &[u8] = b"\xff\xd8\xff";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Checks the content against the kind that the extension names. Images come back without what the camera wrote into
/// them: `Some` bytes to be stored instead.
///
/// # Errors
/// `file.type_mismatch`, `file.damaged`, `file.active_content`, `file.expands_too_much`.
pub(super) fn look_into(file: &mut File, kind: FileKind) -> Result<Option<Vec<u8>>, Fault> {
    file.seek(SeekFrom::Start(0))?;
    let mut head = Vec::with_capacity(16);
    file.by_ref().take(16).read_to_end(&mut head)?;
    let begins = |magic: &[u8]| head.starts_with(magic);
    let fits = match kind {
        FileKind::Pdf => begins(PDF),
        FileKind::Ofd | FileKind::Docx | FileKind::Xlsx | FileKind::Pptx => begins(ZIP),
        FileKind::Wps | FileKind::Et => begins(OLE),
        FileKind::Jpg => begins(JPEG),
        FileKind::Png => begins(PNG),
        FileKind::Webp => begins(b"RIFF") && head.get(8..12) == Some(b"WEBP"),
        FileKind::Txt | FileKind::Csv => ![PDF, ZIP, OLE, JPEG, PNG].into_iter().any(begins),
    };
    if !fits {
        return Err(ErrorCode::FileTypeMismatch.into());
    }
    file.seek(SeekFrom::Start(0))?;
    match kind {
        FileKind::Pdf => pdf(file).map(|()| None),
        FileKind::Ofd | FileKind::Docx | FileKind::Xlsx | FileKind::Pptx => {
            package::check(file, kind).map(|()| None)
        }
        FileKind::Wps | FileKind::Et => compound(file).map(|()| None),
        FileKind::Jpg => Ok(Some(jpeg::clean(&whole(file)?)?)),
        FileKind::Png => Ok(Some(raster::clean_png(&whole(file)?)?)),
        FileKind::Webp => Ok(Some(raster::clean_webp(&whole(file)?)?)),
        FileKind::Txt | FileKind::Csv => text::check(file).map(|()| None),
    }
}

fn whole(file: &mut File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A PDF ends with `%%EOF`, give or take what some programs append.
fn pdf(file: &mut File) -> Result<(), Fault> {
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(2_048)))?;
    let tail = whole(file)?;
    if contains(&tail, b"%%EOF") { Ok(()) } else { Err(ErrorCode::FileDamaged.into()) }
}

/// The compound files of WPS and older office programs. Macros live in a storage named `_VBA_PROJECT` or `Macros`; names of
/// storages are UTF-16.
fn compound(file: &mut File) -> Result<(), Fault> {
    let bytes = whole(file)?;
    // A header of 512 bytes, then whole sectors.
    if bytes.len() < 1_536 {
        return Err(ErrorCode::FileDamaged.into());
    }
    let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let macros = ["_VBA_PROJECT", "Macros"].iter().any(|name| contains(&bytes, &wide(name)));
    if macros { Err(ErrorCode::FileActiveContent.into()) } else { Ok(()) }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    // The first byte is searched for quickly; the rest is compared seldom.
    let Some((first, _)) = part.split_first() else { return true };
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| byte == first) {
        if bytes[from + at..].starts_with(part) {
            return true;
        }
        from += at + 1;
    }
    false
}

#[cfg(test)]
mod tests;
