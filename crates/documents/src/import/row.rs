//! Reading the fields of one record, collecting what is wrong with them.

use chrono::NaiveDate;
use domain::kernel::ErrorCode;

use super::cell::text::{is_blank_mark, of_value, tidy};
use super::cell::{Problem, date, list, name};
use super::mapping::Mapping;
use super::raw::{RawCell, RawRow, RawValue};
use super::report::{Notice, NoticeCode, RowError};
use super::table::Entry;

/// The cells of one record and the errors and notices found so far.
pub(super) struct RowReader<'a> {
    row: u32,
    rows: &'a [&'a RawRow],
    mapping: &'a Mapping,
    pub errors: Vec<RowError>,
    pub notices: Vec<Notice>,
}

impl<'a> RowReader<'a> {
    pub fn new(entry: &'a Entry<'a>, mapping: &'a Mapping) -> Self {
        Self { row: entry.row, rows: &entry.rows, mapping, errors: Vec::new(), notices: Vec::new() }
    }

    pub fn fail(&mut self, field: &str, problem: Problem) {
        // One cell read twice (as text and as a number) complains once.
        let error = RowError {
            field: field.to_owned(),
            code: problem.code.code().to_owned(),
            message: problem.message,
        };
        if !self.errors.contains(&error) {
            self.errors.push(error);
        }
    }

    pub fn note(&mut self, field: &str, code: NoticeCode, message: impl Into<String>) {
        let notice = Notice { row: self.row, field: field.to_owned(), code, message: message.into() };
        if !self.notices.contains(&notice) {
            self.notices.push(notice);
        }
    }

    /// Whether any column is mapped to the field.
    pub fn header_of(&self, field: &str) -> Option<&str> {
        self.mapping.columns.iter().find(|c| c.field.as_deref() == Some(field)).map(|c| c.header.as_str())
    }

    /// Filled cells of a field: those of the first row, for lists of all rows. Error values are reported and dropped.
    fn cells(&mut self, field: &str, all_rows: bool) -> Vec<RawValue> {
        let rows = if all_rows { self.rows } else { &self.rows[..1] };
        let cells: Vec<&RawCell> = rows
            .iter()
            .flat_map(|row| self.mapping.columns_of(field).filter_map(|column| row.get(&column)))
            .collect();
        let mut values = Vec::new();
        for cell in cells {
            match &cell.value {
                RawValue::Error(error) => {
                    self.fail(field, Problem::with(ErrorCode::ImportCellError, &[("value", error)]));
                }
                RawValue::Text(text) if is_blank_mark(text) => {}
                value => {
                    if cell.formula {
                        self.note(field, NoticeCode::FormulaValue, "取公式已保存的结果，未重新计算");
                    }
                    values.push(value.clone());
                }
            }
        }
        values
    }

    /// First filled cell, else the mapping's default.
    pub fn value(&mut self, field: &str) -> Option<RawValue> {
        let found = self.cells(field, false).into_iter().next();
        found.or_else(|| self.mapping.defaults.get(field).map(|text| RawValue::Text(text.clone())))
    }

    /// One line of text; line breaks inside become nothing between Chinese characters.
    pub fn text(&mut self, field: &str) -> Option<String> {
        let value = self.value(field)?;
        let text: String = tidy(&of_value(&value)).lines().map(str::trim).collect();
        self.printable(field, text)
    }

    /// Text of several lines.
    pub fn body(&mut self, field: &str) -> Option<String> {
        let value = self.value(field)?;
        let text = tidy(&of_value(&value));
        self.printable(field, text)
    }

    fn printable(&mut self, field: &str, text: String) -> Option<String> {
        if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            self.fail(field, Problem::plain(ErrorCode::TextControlCharacter));
            return None;
        }
        (!text.is_empty()).then_some(text)
    }

    /// Texts of a list field from all its columns and rows, not yet split.
    pub fn texts(&mut self, field: &str) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for value in self.cells(field, true) {
            let text = of_value(&value);
            if !out.contains(&text) {
                out.push(text);
            }
        }
        if out.is_empty() {
            out.extend(self.mapping.defaults.get(field).cloned());
        }
        out
    }

    /// Reports a missing required value.
    pub fn required<T>(&mut self, field: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && !self.errors.iter().any(|e| e.field == field) {
            self.fail(field, Problem::plain(ErrorCode::ValueRequired));
        }
        value
    }

    /// A value that some reader understands or refuses.
    pub fn parsed<T>(
        &mut self,
        field: &str,
        read: impl FnOnce(&RawValue) -> Result<T, Problem>,
    ) -> Option<T> {
        let value = self.value(field)?;
        match read(&value) {
            Ok(read) => Some(read),
            Err(problem) => {
                self.fail(field, problem);
                None
            }
        }
    }

    /// A date; a month alone counts as its first day and is noted.
    pub fn date(&mut self, field: &str) -> Option<NaiveDate> {
        let read = self.parsed(field, date::read)?;
        if read.month_only {
            self.note(field, NoticeCode::MonthOnly, "只有年月，按当月1日记");
        }
        Some(read.date)
    }

    /// The name of a person, with the remarks that stood behind it.
    pub fn person(&mut self, field: &str) -> Option<name::PersonName> {
        let text = self.text(field)?;
        let (first, others) = list::without_others(&text);
        if others {
            self.note(field, NoticeCode::OthersNotListed, format!("“{text}”中未列出的人员没有导入"));
        }
        match name::read(first) {
            Ok(person) => Some(person),
            Err(problem) => {
                self.fail(field, problem);
                None
            }
        }
    }

    /// A word from a closed list, as its code.
    pub fn choice<T>(&mut self, field: &str, find: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.text(field)?;
        let found = find(&text);
        if found.is_none() {
            self.fail(field, Problem::about(ErrorCode::ValueInvalid, &text));
        }
        found
    }

    /// A word from a list that need not be complete: an unknown one is noted and left out.
    pub fn loose_choice<T>(&mut self, field: &str, find: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.text(field)?;
        let found = find(&text);
        if found.is_none() {
            self.note(field, NoticeCode::UnknownWord, format!("不认识“{text}”，未导入"));
        }
        found
    }

    /// A name on one of the caller's lists.
    pub fn known(&mut self, field: &str, names: &super::reference::Names) -> Option<String> {
        let text = self.text(field)?;
        match names.find(&text) {
            Ok(name) => Some(name),
            Err(problem) => {
                self.fail(field, problem);
                None
            }
        }
    }
}
