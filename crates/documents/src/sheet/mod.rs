//! Sheets for the office: XLSX and CSV with typed cells, one row in memory at a time.
//!
//! [`SheetWriter`] writes any table; [`ledger`] holds the tables that the deputies' office expects.
//! Text is written as text: a cell that begins with `=`, `+`, `-`, `@`, tab or carriage return is never a formula, in XLSX by its cell type,
//! in CSV by a leading apostrophe.

mod csv;
pub mod ledger;
mod width;
mod xlsx;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
pub use csv::disarm;
use serde::{Deserialize, Serialize};

use crate::DocumentError;

/// File format of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Excel workbook.
    Xlsx,
    /// UTF-8 with byte order mark, CRLF lines, so that Excel opens it with the right characters.
    Csv,
}

impl Format {
    /// Media type for HTTP.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    /// File name extension without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}

/// One typed cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// Text, whatever it looks like.
    Text(String),
    /// Whole number.
    Integer(i64),
    /// Number with a fraction.
    Number(f64),
    /// Share of one, shown as 88.9%.
    Percent(f64),
    /// Day, shown as 2026-03-01.
    Date(NaiveDate),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<i64> for Value {
    fn from(n: i64) -> Self {
        Self::Integer(n)
    }
}

impl From<i32> for Value {
    fn from(n: i32) -> Self {
        Self::Integer(i64::from(n))
    }
}

impl From<u32> for Value {
    fn from(n: u32) -> Self {
        Self::Integer(i64::from(n))
    }
}

impl From<NaiveDate> for Value {
    fn from(date: NaiveDate) -> Self {
        Self::Date(date)
    }
}

/// 是 or 否.
impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Text(if yes { "是" } else { "否" }.to_owned())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// What stands above the rows of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetHead {
    /// Name of the tab; characters that Excel forbids are replaced.
    pub name: String,
    /// Title row; `None` for a table that begins with its header, as programs want it.
    pub title: Option<String>,
    /// Line below the title that says what was exported and when (导出条件/时间).
    pub note: Option<String>,
    /// Column headers.
    pub columns: Vec<String>,
    /// Columns that stay in sight when scrolling to the right.
    pub frozen_columns: u16,
}

/// Writes sheets row by row.
///
/// ```
/// use documents::sheet::{Format, SheetHead, SheetWriter, Value};
/// # fn main() -> Result<(), documents::DocumentError> {
/// let head = SheetHead { name: "单位".into(), title: None, note: None, columns: vec!["名称".into(), "件数".into()], frozen_columns: 1 };
/// let mut writer = SheetWriter::new(Format::Csv, head, chrono::DateTime::UNIX_EPOCH)?;
/// writer.row(&["县住建局".into(), Value::Integer(12)])?;
/// assert_eq!(writer.finish()?, "\u{FEFF}名称,件数\r\n县住建局,12\r\n".as_bytes());
/// # Ok(())
/// # }
/// ```
pub struct SheetWriter(Inner);

enum Inner {
    Xlsx(Box<xlsx::Writer>),
    Csv(Box<csv::Writer>),
}

impl SheetWriter {
    /// Begins a file with its first sheet; `created_at` goes into the file's properties.
    ///
    /// # Errors
    /// [`DocumentError::Sheet`] when the temporary file for the rows cannot be made.
    pub fn new(format: Format, head: SheetHead, created_at: DateTime<Utc>) -> Result<Self, DocumentError> {
        Ok(Self(match format {
            Format::Xlsx => Inner::Xlsx(Box::new(xlsx::Writer::new(head, created_at)?)),
            Format::Csv => Inner::Csv(Box::new(csv::Writer::new(&head)?)),
        }))
    }

    /// Writes one row; missing cells stay empty.
    ///
    /// # Errors
    /// [`DocumentError::Sheet`] when a sheet would get more rows than Excel can show (1,048,576).
    pub fn row(&mut self, cells: &[Value]) -> Result<(), DocumentError> {
        match &mut self.0 {
            Inner::Xlsx(writer) => writer.row(cells),
            Inner::Csv(writer) => writer.row(cells),
        }
    }

    /// Begins a further sheet; in CSV, which has one, a further table below an empty line.
    ///
    /// # Errors
    /// As [`SheetWriter::new`].
    pub fn next_sheet(&mut self, head: SheetHead) -> Result<(), DocumentError> {
        match &mut self.0 {
            Inner::Xlsx(writer) => writer.next_sheet(head),
            Inner::Csv(writer) => writer.next_sheet(&head),
        }
    }

    /// The finished file.
    ///
    /// # Errors
    /// [`DocumentError::Sheet`] when packing fails.
    pub fn finish(self) -> Result<Vec<u8>, DocumentError> {
        match self.0 {
            Inner::Xlsx(writer) => writer.finish(),
            Inner::Csv(writer) => writer.finish(),
        }
    }
}

/// What a user sees of an export besides its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportInfo {
    /// Title, for example 泗安县十八届人大五次会议代表建议交办清单.
    pub title: String,
    /// Filters that were set, as (label, value), for example (交办年度, 2026).
    pub conditions: Vec<(String, String)>,
    /// When it was exported; printed in China Standard Time.
    pub exported_at: DateTime<Utc>,
    /// Further remark, for example 演示数据·人物均为虚构.
    pub remark: Option<String>,
}

impl ExportInfo {
    /// The line below the title: 导出条件：…；导出时间：….
    pub fn note(&self) -> String {
        let conditions = if self.conditions.is_empty() {
            "全部".to_owned()
        } else {
            self.conditions
                .iter()
                .map(|(label, value)| format!("{label}={value}"))
                .collect::<Vec<_>>()
                .join("，")
        };
        let time = self.exported_at.with_timezone(&china_standard_time()).format("%Y-%m-%d %H:%M");
        let remark = self.remark.as_deref().map(|r| format!("；{r}")).unwrap_or_default();
        format!("导出条件：{conditions}；导出时间：{time}{remark}")
    }
}

fn china_standard_time() -> FixedOffset {
    FixedOffset::east_opt(8 * 3600).expect("eight hours is a valid offset")
}
