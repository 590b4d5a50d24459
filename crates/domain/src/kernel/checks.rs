use super::{DomainError, ErrorCode, FieldError, Patch, TextRule};
use chrono::{Datelike, NaiveDate};

/// Collects every wrong field of a request, so that all are told at once.
#[derive(Debug, Default)]
pub struct FieldChecks {
    errors: Vec<FieldError>,
}

impl FieldChecks {
    /// Nothing wrong yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a wrong field.
    pub fn refuse(&mut self, error: FieldError) {
        self.errors.push(error);
    }

    /// Adds a wrong field when `valid` is false.
    pub fn ensure(&mut self, valid: bool, pointer: &str, code: ErrorCode) {
        if !valid {
            self.refuse(FieldError::new(pointer, code));
        }
    }

    /// Normalises a text in place.
    pub fn text(&mut self, rule: TextRule, pointer: &str, text: &mut String) {
        match rule.check(pointer, text) {
            Ok(clean) => *text = clean,
            Err(error) => self.refuse(error),
        }
    }

    /// Normalises an optional text in place; an empty one becomes `None`.
    pub fn optional_text(&mut self, rule: TextRule, pointer: &str, text: &mut Option<String>) {
        if let Some(inner) = text {
            self.text(rule, pointer, inner);
            if inner.is_empty() {
                *text = None;
            }
        }
    }

    /// A whole number within bounds.
    pub fn range(&mut self, pointer: &str, value: i64, min: i64, max: i64) {
        if value < min || value > max {
            self.refuse(
                FieldError::new(pointer, ErrorCode::ValueOutOfRange).param("min", min).param("max", max),
            );
        }
    }

    /// A date of the history of the people's congresses: 1900 to 2199. Anything else is a slip of
    /// the keyboard.
    pub fn date(&mut self, pointer: &str, date: NaiveDate) {
        self.ensure((1900..2200).contains(&date.year()), pointer, ErrorCode::DateInvalid);
    }

    /// A date that is not after `latest`.
    pub fn not_after(&mut self, pointer: &str, date: NaiveDate, latest: NaiveDate) {
        if date > latest {
            self.refuse(FieldError::too_late(pointer, latest));
        }
    }

    /// An optional date, see [`FieldChecks::date`].
    pub fn optional_date(&mut self, pointer: &str, date: Option<NaiveDate>) {
        if let Some(date) = date {
            self.date(pointer, date);
        }
    }

    /// Two dates of which the second must not come before the first.
    pub fn ordered(&mut self, pointer: &str, first: NaiveDate, second: Option<NaiveDate>) {
        self.ensure(second.is_none_or(|second| second >= first), pointer, ErrorCode::DateOrder);
    }

    /// Replaces a required field by a merge-patch member; `null` is refused.
    pub fn replace<T>(&mut self, pointer: &str, patch: Patch<T>, field: &mut T) {
        match patch {
            Patch::Absent => {}
            Patch::Null => self.refuse(FieldError::new(pointer, ErrorCode::ValueRequired)),
            Patch::Value(value) => *field = value,
        }
    }

    /// Errors found by another check of the same request.
    pub fn absorb<T>(&mut self, result: Result<T, DomainError>) -> Result<Option<T>, DomainError> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.code == ErrorCode::ValidationFailed => {
                self.errors.extend(error.fields);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Ends the checks.
    ///
    /// # Errors
    /// `validation.failed` with every wrong field, each pointer once.
    pub fn finish(mut self) -> Result<(), DomainError> {
        let mut seen = std::collections::HashSet::new();
        self.errors.retain(|error| seen.insert(error.pointer.clone()));
        if self.errors.is_empty() { Ok(()) } else { Err(DomainError::invalid(self.errors)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_wrong_fields_are_told_at_once_each_once() {
        let mut checks = FieldChecks::new();
        checks.text(TextRule::line(1, 5), "#/name", &mut "　".to_owned());
        checks.range("#/seats", 0, 1, 99);
        checks.replace("#/name", Patch::<String>::Null, &mut String::new());
        let error = checks.finish().unwrap_err();
        let told: Vec<_> = error.fields.iter().map(|f| (f.pointer.as_str(), f.code)).collect();
        assert_eq!(told, [("#/name", ErrorCode::TextRequired), ("#/seats", ErrorCode::ValueOutOfRange)]);
    }
}
