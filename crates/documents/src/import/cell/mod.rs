//! What people type into one cell, made regular: names, numbers, dates, telephones, lists of units.

pub(super) mod choice;
pub(super) mod date;
pub(super) mod identity;
pub(super) mod list;
pub(super) mod name;
pub(super) mod number;
pub(super) mod phone;
pub(super) mod text;
pub(super) mod unit;

use domain::kernel::ErrorCode;

/// Why a cell cannot be used: an entry of the catalogue and what it was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub code: ErrorCode,
    pub message: String,
}

impl Problem {
    /// The catalogue's text followed by the offending value.
    pub fn about(code: ErrorCode, value: impl std::fmt::Display) -> Self {
        Self { code, message: format!("{}：{value}", code.zh()) }
    }

    /// The catalogue's text with its parameters filled in.
    pub fn with(code: ErrorCode, parameters: &[(&str, &str)]) -> Self {
        let message = parameters
            .iter()
            .fold(code.zh().to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value));
        Self { code, message }
    }

    /// The catalogue's text alone.
    pub fn plain(code: ErrorCode) -> Self {
        Self::with(code, &[])
    }
}
