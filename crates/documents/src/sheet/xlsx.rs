//! XLSX by rust_xlsxwriter in its constant memory mode: rows go to a temporary file as they come.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::{SheetHead, Value, width};
use crate::DocumentError;

/// Excel's own limit for one cell; what is longer is cut with a visible mark.
const MAX_CELL_CHARS: usize = 32_767;
const CUT_MARK: &str = "……（超出单元格长度，已截断）";

pub(super) struct Writer {
    workbook: Workbook,
    sheet: Worksheet,
    head: SheetHead,
    header_row: u32,
    next_row: u32,
    widths: Vec<usize>,
    names: Vec<String>,
    formats: Formats,
}

struct Formats {
    title: Format,
    note: Format,
    header: Format,
    text: Format,
    number: Format,
    percent: Format,
    date: Format,
}

impl Formats {
    fn new() -> Self {
        let cell = || Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        Self {
            title: Format::new()
                .set_bold()
                .set_font_size(16)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            note: Format::new().set_font_color(Color::RGB(0x0059_5959)).set_align(FormatAlign::Left),
            header: cell()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0x00E7_E6E6)),
            text: cell().set_text_wrap().set_num_format("@"),
            number: cell(),
            percent: cell().set_num_format("0.0%"),
            date: cell().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
        }
    }
}

impl Writer {
    pub(super) fn new(head: SheetHead, created_at: DateTime<Utc>) -> Result<Self, DocumentError> {
        let mut workbook = Workbook::new();
        let created = excel_date(created_at.date_naive())
            .and_then(|d| {
                let time = created_at.time();
                d.and_hms(
                    u16::try_from(time.hour()).unwrap_or(0),
                    u8::try_from(time.minute()).unwrap_or(0),
                    f64::from(time.second()),
                )
            })
            .map_err(sheet_error)?;
        let mut properties = DocProperties::new().set_creation_datetime(&created).set_author("代表之家");
        if let Some(title) = &head.title {
            properties = properties.set_title(title);
        }
        workbook.set_properties(&properties);
        let sheet = workbook.new_worksheet_with_constant_memory().map_err(sheet_error)?;
        let mut writer = Self {
            workbook,
            sheet,
            widths: Vec::new(),
            names: Vec::new(),
            head,
            header_row: 0,
            next_row: 0,
            formats: Formats::new(),
        };
        writer.begin().map_err(sheet_error)?;
        Ok(writer)
    }

    pub(super) fn next_sheet(&mut self, head: SheetHead) -> Result<(), DocumentError> {
        let fresh = self.workbook.new_worksheet_with_constant_memory().map_err(sheet_error)?;
        self.end().map_err(sheet_error)?;
        let full = std::mem::replace(&mut self.sheet, fresh);
        self.workbook.push_worksheet(full);
        self.head = head;
        self.next_row = 0;
        self.begin().map_err(sheet_error)
    }

    pub(super) fn row(&mut self, cells: &[Value]) -> Result<(), DocumentError> {
        self.write_row(cells).map_err(sheet_error)
    }

    pub(super) fn finish(mut self) -> Result<Vec<u8>, DocumentError> {
        self.end().map_err(sheet_error)?;
        self.workbook.push_worksheet(self.sheet);
        self.workbook.save_to_buffer().map_err(sheet_error)
    }

    /// Title, note and header.
    fn begin(&mut self) -> Result<(), XlsxError> {
        let name = self.free_name();
        self.sheet.set_name(&name)?;
        self.names.push(name.to_lowercase());
        let last = column(self.head.columns.len().saturating_sub(1))?;
        for (line, format) in [(&self.head.title, &self.formats.title), (&self.head.note, &self.formats.note)]
        {
            let Some(text) = line else { continue };
            let row = self.next_row;
            if last == 0 {
                self.sheet.write_string_with_format(row, 0, cut(text), format)?;
            } else {
                self.sheet.merge_range(row, 0, row, last, &cut(text), format)?;
            }
            self.next_row += 1;
        }
        self.header_row = self.next_row;
        for (i, title) in self.head.columns.iter().enumerate() {
            self.sheet.write_string_with_format(self.header_row, column(i)?, title, &self.formats.header)?;
        }
        self.next_row += 1;
        self.widths = self.head.columns.iter().map(|c| width::of_text(c) + 2).collect();
        self.sheet.set_freeze_panes(self.next_row, self.head.frozen_columns)?;
        self.sheet.set_repeat_rows(self.header_row, self.header_row)?;
        self.sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        Ok(())
    }

    /// What is only known when all rows are written.
    fn end(&mut self) -> Result<(), XlsxError> {
        for (i, widest) in self.widths.iter().enumerate() {
            self.sheet.set_column_width(column(i)?, width::of_column(*widest))?;
        }
        if self.next_row > self.header_row + 1 && !self.head.columns.is_empty() {
            let last = column(self.head.columns.len() - 1)?;
            self.sheet.autofilter(self.header_row, 0, self.next_row - 1, last)?;
        }
        Ok(())
    }

    fn write_row(&mut self, cells: &[Value]) -> Result<(), XlsxError> {
        let row = self.next_row;
        let columns = cells.len().max(self.head.columns.len());
        for i in 0..columns {
            let at = column(i)?;
            let value = cells.get(i).unwrap_or(&Value::Empty);
            match value {
                Value::Empty => self.sheet.write_blank(row, at, &self.formats.text)?,
                Value::Text(text) => {
                    self.sheet.write_string_with_format(row, at, cut(text), &self.formats.text)?
                }
                // Excel counts in floating point; no count of ours comes near its exact limit.
                Value::Integer(n) => {
                    self.sheet.write_number_with_format(row, at, *n as f64, &self.formats.number)?
                }
                Value::Number(n) => self.sheet.write_number_with_format(row, at, *n, &self.formats.number)?,
                Value::Percent(p) => {
                    self.sheet.write_number_with_format(row, at, *p, &self.formats.percent)?
                }
                Value::Date(date) => match excel_date(*date) {
                    Ok(day) => self.sheet.write_datetime_with_format(row, at, &day, &self.formats.date)?,
                    // Excel knows no day before 1900.
                    Err(_) => {
                        self.sheet.write_string_with_format(row, at, date.to_string(), &self.formats.text)?
                    }
                },
            };
            if let Some(widest) = self.widths.get_mut(i) {
                *widest = (*widest).max(width::of_value(value));
            }
        }
        self.next_row += 1;
        Ok(())
    }

    /// Tab name that Excel accepts and that no earlier sheet has.
    fn free_name(&self) -> String {
        let cleaned: String = self
            .head
            .name
            .chars()
            .map(|c| if "[]:*?/\\".contains(c) || c.is_control() { '_' } else { c })
            .take(26)
            .collect();
        let cleaned = cleaned.trim_matches('\'').trim();
        let base = if cleaned.is_empty() { "Sheet" } else { cleaned };
        (1..)
            .map(|n| if n == 1 { base.to_owned() } else { format!("{base}({n})") })
            .find(|name| !self.names.contains(&name.to_lowercase()))
            .expect("some number is free")
    }
}

fn column(index: usize) -> Result<u16, XlsxError> {
    u16::try_from(index).map_err(|_| XlsxError::RowColumnLimitError)
}

fn excel_date(date: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(date.year()).map_err(|_| XlsxError::DateTimeRangeError(date.to_string()))?;
    ExcelDateTime::from_ymd(
        year,
        u8::try_from(date.month()).unwrap_or(0),
        u8::try_from(date.day()).unwrap_or(0),
    )
}

fn cut(text: &str) -> String {
    // Excel counts UTF-16 units.
    if text.encode_utf16().count() <= MAX_CELL_CHARS {
        return text.to_owned();
    }
    let mut room = MAX_CELL_CHARS - CUT_MARK.encode_utf16().count();
    let mut out = String::new();
    for c in text.chars() {
        let Some(rest) = room.checked_sub(c.len_utf16()) else { break };
        room = rest;
        out.push(c);
    }
    out.push_str(CUT_MARK);
    out
}

fn sheet_error(error: XlsxError) -> DocumentError {
    DocumentError::Sheet(error.to_string())
}
