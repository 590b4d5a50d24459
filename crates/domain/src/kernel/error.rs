use super::ErrorCode;
use chrono::NaiveDate;
use serde_json::{Map, Value};
use std::fmt;

/// One field that is wrong, with a JSON pointer into the request (`#/title`).
#[derive(Clone, Debug, PartialEq)]
pub struct FieldError {
    /// JSON pointer as a URI fragment.
    pub pointer: String,
    /// Code of the catalogue.
    pub code: ErrorCode,
    /// Numbers and words for the message.
    pub params: Map<String, Value>,
}

impl FieldError {
    /// A field error without parameters.
    pub fn new(pointer: impl Into<String>, code: ErrorCode) -> Self {
        Self { pointer: pointer.into(), code, params: Map::new() }
    }

    /// A day that must be later: `date.too_early`.
    pub fn too_early(pointer: impl Into<String>, earliest: NaiveDate) -> Self {
        Self::new(pointer, ErrorCode::DateTooEarly).param("earliest", earliest.to_string())
    }

    /// A day that must be earlier: `date.too_late`.
    pub fn too_late(pointer: impl Into<String>, latest: NaiveDate) -> Self {
        Self::new(pointer, ErrorCode::DateTooLate).param("latest", latest.to_string())
    }

    /// Adds one parameter of the message.
    #[must_use]
    pub fn param(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }
}

/// Why the domain refused. It becomes one problem document; nothing was changed.
#[derive(Clone, Debug, PartialEq)]
pub struct DomainError {
    /// Code of the catalogue; it fixes the HTTP status too.
    pub code: ErrorCode,
    /// Numbers and words for the message (`{name}` in the catalogue's texts).
    pub params: Map<String, Value>,
    /// All fields that are wrong, at once.
    pub fields: Vec<FieldError>,
}

impl DomainError {
    /// An error without parameters.
    pub fn new(code: ErrorCode) -> Self {
        Self { code, params: Map::new(), fields: Vec::new() }
    }

    /// `validation.failed` with every wrong field.
    pub fn invalid(fields: Vec<FieldError>) -> Self {
        Self { fields, ..Self::new(ErrorCode::ValidationFailed) }
    }

    /// `validation.failed` with one wrong field.
    pub fn invalid_field(pointer: impl Into<String>, code: ErrorCode) -> Self {
        Self::invalid(vec![FieldError::new(pointer, code)])
    }

    /// Adds one parameter of the message.
    #[must_use]
    pub fn param(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }
}

impl From<ErrorCode> for DomainError {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

impl From<FieldError> for DomainError {
    fn from(field: FieldError) -> Self {
        Self::invalid(vec![field])
    }
}

impl fmt::Display for DomainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code.code())?;
        for field in &self.fields {
            write!(f, " [{} {}]", field.pointer, field.code.code())?;
        }
        Ok(())
    }
}

impl std::error::Error for DomainError {}
