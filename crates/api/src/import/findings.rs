//! What is found about one row beyond what the sheet alone tells.

use documents::import::{Notice, NoticeCode, ReportRow, RowError, RowStatus};
use domain::kernel::{DomainError, ErrorCode};
use serde_json::{Map, Value};

/// The findings about one row, put into the report at the end.
#[derive(Default)]
pub(super) struct Findings {
    errors: Vec<RowError>,
    notices: Vec<(String, NoticeCode, String)>,
    duplicate: bool,
}

impl Findings {
    /// Something is wrong with a field.
    pub(super) fn refuse(&mut self, field: &str, code: ErrorCode) {
        self.refuse_with(field, code, text(code, &Map::new()));
    }

    /// Something is wrong with a field, in other words than the catalogue's.
    pub(super) fn refuse_with(&mut self, field: &str, code: ErrorCode, message: impl Into<String>) {
        if !self.errors.iter().any(|known| known.field == field && known.code == code.code()) {
            self.errors.push(RowError {
                field: field.to_owned(),
                code: code.code().to_owned(),
                message: message.into(),
            });
        }
    }

    /// The record exists already.
    pub(super) fn exists(&mut self, field: &str) {
        self.duplicate = true;
        self.refuse(field, ErrorCode::UniqueConflict);
    }

    /// What the domain refused, by the sheet's fields; `names` renames those that are called otherwise.
    pub(super) fn refused(&mut self, error: &DomainError, names: &[(&str, &str)], fallback: &str) {
        if error.fields.is_empty() {
            self.refuse_with(fallback, error.code, text(error.code, &error.params));
        }
        for field in &error.fields {
            let name = field.pointer.trim_start_matches("#/").split('/').next().unwrap_or_default();
            let name = names.iter().find(|(from, _)| *from == name).map_or(name, |(_, to)| *to);
            self.refuse_with(name, field.code, text(field.code, &field.params));
        }
    }

    /// Something was presumed.
    pub(super) fn note(&mut self, field: &str, code: NoticeCode, message: impl Into<String>) {
        self.notices.push((field.to_owned(), code, message.into()));
    }

    /// Nothing speaks against the row.
    pub(super) fn is_clean(&self) -> bool {
        self.errors.is_empty()
    }

    /// Writes the findings into the report.
    pub(super) fn tell(self, row: &mut ReportRow, notices: &mut Vec<Notice>) {
        let number = row.row;
        notices.extend(self.notices.into_iter().map(|(field, code, message)| Notice {
            row: number,
            field,
            code,
            message,
        }));
        if self.duplicate {
            row.status = RowStatus::Duplicate;
        } else if !self.errors.is_empty() {
            row.status = RowStatus::Error;
        }
        row.errors.extend(self.errors);
    }
}

/// The catalogue's Chinese text with its parameters filled in.
fn text(code: ErrorCode, params: &Map<String, Value>) -> String {
    params.iter().fold(code.zh().to_owned(), |text, (name, value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        text.replace(&format!("{{{name}}}"), &value)
    })
}
