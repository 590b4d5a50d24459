use serde_json::json;

use crate::kernel::{ErrorCode, FieldError};

/// Why the value of a setting was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {kind}")]
pub struct SettingError {
    /// The key as given.
    pub key: String,
    /// What is wrong.
    pub kind: SettingErrorKind,
}

/// What is wrong with a setting's value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingErrorKind {
    /// There is no such setting.
    #[error("there is no such setting")]
    UnknownKey,
    /// Not a value of the kind that the setting takes.
    #[error("expected {0}")]
    WrongKind(&'static str),
    /// A number out of bounds.
    #[error("must be between {min} and {max}{}", if *.legal { " (set by law)" } else { "" })]
    OutOfRange {
        /// Least value.
        min: u16,
        /// Greatest value.
        max: u16,
        /// Whether the law sets the bound.
        legal: bool,
    },
    /// Contradicts the setting named.
    #[error("contradicts {0}")]
    Contradicts(&'static str),
}

impl SettingError {
    pub(super) fn new(key: impl Into<String>, kind: SettingErrorKind) -> Self {
        Self { key: key.into(), kind }
    }

    /// As an error of the request's field at `pointer`.
    pub fn to_field_error(&self, pointer: &str) -> FieldError {
        match &self.kind {
            SettingErrorKind::UnknownKey => FieldError::new(pointer, ErrorCode::ReferenceUnknown),
            SettingErrorKind::WrongKind(expected) => {
                FieldError::new(pointer, ErrorCode::ValueInvalid).param("expected", *expected)
            }
            SettingErrorKind::OutOfRange { min, max, legal } => {
                FieldError::new(pointer, ErrorCode::ValueOutOfRange)
                    .param("min", *min)
                    .param("max", *max)
                    .param("set_by_law", json!(legal))
            }
            SettingErrorKind::Contradicts(other) => {
                FieldError::new(pointer, ErrorCode::ValueInvalid).param("contradicts", *other)
            }
        }
    }
}
