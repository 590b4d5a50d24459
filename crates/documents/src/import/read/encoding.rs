//! Which encoding a text file has. County offices save CSV as UTF-8 with or without byte order mark, as GBK/GB18030, or as "Unicode text".

use std::borrow::Cow;

use domain::kernel::ErrorCode;
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use super::super::error::ImportFileError;

/// The text and the name of its encoding.
pub(super) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str), ImportFileError> {
    let (text, name) = if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        (std::str::from_utf8(rest).map(Cow::Borrowed).map_err(|_| unreadable())?, "utf-8")
    } else if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        (decoded(UTF_16LE, rest)?, "utf-16le")
    } else if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        (decoded(UTF_16BE, rest)?, "utf-16be")
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        (Cow::Borrowed(text), "utf-8")
    } else {
        (decoded(GB18030, bytes)?, "gb18030")
    };
    // Binary files decode to "something" as well; no office table holds NUL.
    if text.contains('\0') {
        return Err(ImportFileError::new(ErrorCode::ImportFileType, "a binary file"));
    }
    Ok((text, name))
}

fn decoded<'a>(
    encoding: &'static encoding_rs::Encoding,
    bytes: &'a [u8],
) -> Result<Cow<'a, str>, ImportFileError> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or_else(unreadable)
}

fn unreadable() -> ImportFileError {
    ImportFileError::new(ErrorCode::ImportEncoding, "neither UTF-8 nor GB18030")
}
