//! What can go wrong when a document is made.

use thiserror::Error;

/// Why a letter, form or sheet could not be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// A character that no printable document can hold (NUL, other control characters, U+FFFE/U+FFFF).
    /// Refused rather than dropped, so that what is printed is what was accepted.
    #[error("character U+{code_point:04X} in `{field}` cannot be printed")]
    ForbiddenCharacter {
        /// Path of the field inside the document model, for example `blocks.4.text`.
        field: String,
        /// The refused code point.
        code_point: u32,
    },
    /// The whole text is longer than [`crate::layout::MAX_CHARS`] characters.
    #[error("the document has {chars} characters, more than the {max} allowed")]
    TooLong {
        /// Characters found.
        chars: usize,
        /// Characters allowed.
        max: usize,
    },
    /// None of the given font directories holds a usable Chinese font (中文字体).
    #[error(
        "no Chinese font found in {searched:?}: install one, for example the Debian package fonts-noto-cjk"
    )]
    NoChineseFont {
        /// The directories that were searched.
        searched: Vec<String>,
    },
    /// The typesetter refused its input; a defect of this crate, not of the user's text.
    #[error("typesetting failed: {0}")]
    Typeset(String),
    /// The Word file could not be packed.
    #[error("writing the Word file failed: {0}")]
    Docx(String),
    /// The spreadsheet could not be written.
    #[error("writing the sheet failed: {0}")]
    Sheet(String),
}
