//! Why a whole file cannot be imported. What is wrong with single rows stands in the report instead.

use domain::kernel::ErrorCode;
use thiserror::Error;

/// Refusal of a file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}: {detail}", .code.code())]
pub struct ImportFileError {
    /// Entry of the error catalogue.
    pub code: ErrorCode,
    /// Parameters of the catalogue's text, for example `max`.
    pub params: Vec<(&'static str, String)>,
    /// What was found, for the log and the user's help desk.
    pub detail: String,
}

impl ImportFileError {
    pub(super) fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self { code, params: Vec::new(), detail: detail.into() }
    }

    pub(super) fn broken(detail: impl std::fmt::Display) -> Self {
        Self::new(ErrorCode::ImportFileBroken, detail.to_string())
    }

    pub(super) fn too_large(what: &str, max: impl std::fmt::Display) -> Self {
        Self {
            params: vec![("max", max.to_string())],
            ..Self::new(ErrorCode::ImportFileTooLarge, format!("{what}: at most {max}"))
        }
    }
}
