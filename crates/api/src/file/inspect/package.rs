//! Office documents and OFD: zip archives with a main part at a known place.

use super::Fault;
use domain::{file::FileKind, kernel::ErrorCode};
use std::{
    fs::File,
    io::{self, BufReader, Read},
};
use zip::ZipArchive;

const MAX_ENTRIES: usize = 10_000;
/// What a document may unpack to, in bytes.
const MAX_EXPANDED: u64 = 400 * 1024 * 1024;
/// From this size on, how many times larger than its packed form it may be.
const SUSPICIOUS: u64 = 16 * 1024 * 1024;
const MAX_RATIO: u64 = 100;
/// Content types of an office document are a short list.
const MAX_CONTENT_TYPES: u64 = 1024 * 1024;

/// # Errors
/// `file.type_mismatch` when the main part is missing, `file.damaged`, `file.active_content`, `file.expands_too_much`.
pub(super) fn check(file: &mut File, kind: FileKind) -> Result<(), Fault> {
    let packed = file.metadata()?.len();
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|_| ErrorCode::FileDamaged)?;
    if archive.len() > MAX_ENTRIES {
        return Err(ErrorCode::FileExpandsTooMuch.into());
    }
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.map(std::borrow::Cow::into_owned))
        .collect::<Result<_, _>>()
        .map_err(|_| ErrorCode::FileDamaged)?;
    if names.iter().any(|name| leaves(name)) {
        return Err(ErrorCode::FileDamaged.into());
    }
    let main = match kind {
        FileKind::Docx => "word/document.xml",
        FileKind::Xlsx => "xl/workbook.xml",
        FileKind::Pptx => "ppt/presentation.xml",
        _ => "OFD.xml",
    };
    let office = kind != FileKind::Ofd;
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    if !has(main) || (office && !has("[Content_Types].xml")) {
        return Err(ErrorCode::FileTypeMismatch.into());
    }
    if names.iter().any(|name| runs(name)) {
        return Err(ErrorCode::FileActiveContent.into());
    }
    expand(&mut archive, packed)?;
    if office && declares_macros(&mut archive)? {
        return Err(ErrorCode::FileActiveContent.into());
    }
    Ok(())
}

/// Names that point out of the archive.
fn leaves(name: &str) -> bool {
    name.starts_with(['/', '\\']) || name.contains(':') || name.split(['/', '\\']).any(|part| part == "..")
}

/// Parts that an office program or a reader would run.
fn runs(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let last = name.rsplit('/').next().unwrap_or_default();
    last.starts_with("vbaproject")
        || last.starts_with("vbadata")
        || name.contains("/macrosheets/")
        || name.contains("/activex/")
        || [".js", ".vbs", ".exe", ".dll", ".bat", ".cmd", ".ps1", ".html", ".htm", ".svg"]
            .iter()
            .any(|extension| last.ends_with(extension) && !(*extension == ".svg" && name.contains("/media/")))
}

/// Unpacks everything into nothing: sizes that are declared may lie.
fn expand<R: io::Read + io::Seek>(archive: &mut ZipArchive<R>, packed: u64) -> Result<(), Fault> {
    let limit =
        if packed > MAX_EXPANDED / MAX_RATIO { MAX_EXPANDED } else { (packed * MAX_RATIO).max(SUSPICIOUS) };
    let mut left = limit;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| ErrorCode::FileDamaged)?;
        let unpacked =
            io::copy(&mut entry.take(left + 1), &mut io::sink()).map_err(|_| ErrorCode::FileDamaged)?;
        if unpacked > left {
            return Err(ErrorCode::FileExpandsTooMuch.into());
        }
        left -= unpacked;
    }
    Ok(())
}

/// A document renamed from `.docm` says in its content types what it is.
fn declares_macros<R: io::Read + io::Seek>(archive: &mut ZipArchive<R>) -> Result<bool, Fault> {
    let entry = archive.by_name("[Content_Types].xml").map_err(|_| ErrorCode::FileDamaged)?;
    let mut types = String::new();
    entry.take(MAX_CONTENT_TYPES).read_to_string(&mut types).map_err(|_| ErrorCode::FileDamaged)?;
    let types = types.to_ascii_lowercase();
    Ok(types.contains("macroenabled") || types.contains("vbaproject"))
}
