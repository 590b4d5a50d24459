//! CSV for Excel: UTF-8 with byte order mark, CRLF, and no cell that a spreadsheet would compute.

use super::{SheetHead, Value};
use crate::DocumentError;

#[derive(Debug)]
pub(super) struct Writer {
    csv: ::csv::Writer<Vec<u8>>,
    columns: usize,
}

impl Writer {
    pub(super) fn new(head: &SheetHead) -> Result<Self, DocumentError> {
        let csv = ::csv::WriterBuilder::new()
            .terminator(::csv::Terminator::CRLF)
            .flexible(true)
            .from_writer("\u{FEFF}".as_bytes().to_vec());
        let mut writer = Self { csv, columns: 0 };
        writer.head(head)?;
        Ok(writer)
    }

    pub(super) fn next_sheet(&mut self, head: &SheetHead) -> Result<(), DocumentError> {
        self.csv.write_record([""]).map_err(sheet_error)?;
        self.head(head)
    }

    fn head(&mut self, head: &SheetHead) -> Result<(), DocumentError> {
        for line in [&head.title, &head.note].into_iter().flatten() {
            self.csv.write_record([disarm(line)]).map_err(sheet_error)?;
        }
        self.columns = head.columns.len();
        self.csv.write_record(head.columns.iter().map(|c| disarm(c))).map_err(sheet_error)
    }

    pub(super) fn row(&mut self, cells: &[Value]) -> Result<(), DocumentError> {
        let missing = self.columns.saturating_sub(cells.len());
        let fields = cells.iter().map(field).chain(std::iter::repeat_n(String::new(), missing));
        self.csv.write_record(fields).map_err(sheet_error)
    }

    pub(super) fn finish(self) -> Result<Vec<u8>, DocumentError> {
        self.csv.into_inner().map_err(|e| DocumentError::Sheet(e.to_string()))
    }
}

fn field(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => disarm(text),
        Value::Integer(n) => n.to_string(),
        Value::Number(n) => n.to_string(),
        Value::Percent(p) => format!("{:.1}%", p * 100.0),
        Value::Date(date) => date.format("%Y-%m-%d").to_string(),
    }
}

/// Puts an apostrophe before text that Excel, WPS or LibreOffice would compute, also behind spaces, which some of them drop.
pub fn disarm(text: &str) -> String {
    let computed = text.starts_with(['\t', '\r', '\n'])
        || text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if computed { format!("'{text}") } else { text.to_owned() }
}

fn sheet_error(error: ::csv::Error) -> DocumentError {
    DocumentError::Sheet(error.to_string())
}
