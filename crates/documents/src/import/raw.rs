//! A sheet as it stands in the file, before anything is understood.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Value of a cell. For a formula this is the value that the spreadsheet stored when it was saved; nothing is ever computed here.
#[derive(Debug, Clone, PartialEq)]
pub enum RawValue {
    /// Text.
    Text(String),
    /// Number, also where the office meant a phone or a date.
    Number(f64),
    /// Cell formatted as a date; `time` of day is dropped.
    Date(NaiveDate),
    /// Logical value.
    Bool(bool),
    /// Error value such as #REF!.
    Error(String),
}

/// One cell that is not empty.
#[derive(Debug, Clone, PartialEq)]
pub struct RawCell {
    /// Its value.
    pub value: RawValue,
    /// The value is the stored result of a formula.
    pub formula: bool,
    /// The value was filled in from the merged range that covers this cell; the row where the range begins (1-based).
    pub merged_from: Option<u32>,
}

/// Cells of one row by column index (A = 0).
pub type RawRow = BTreeMap<u32, RawCell>;

/// One visible sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RawSheet {
    /// Name on the tab; the file name for CSV.
    pub name: String,
    /// Rows that hold anything, by row number as the user sees it (1-based).
    pub rows: BTreeMap<u32, RawRow>,
}

/// Why a sheet was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// The sheet is hidden (隐藏的工作表).
    Hidden,
    /// A chart or macro sheet.
    NotATable,
    /// Nothing in it.
    Empty,
    /// Another sheet of the file was taken.
    NotChosen,
}

/// A sheet that was left out, as the report tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedSheet {
    /// Its name.
    pub name: String,
    /// Why.
    pub reason: SkipReason,
}

/// All that could be read from a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RawBook {
    /// Visible sheets with content, in the order of the file.
    pub sheets: Vec<RawSheet>,
    /// Sheets that were left out.
    pub skipped: Vec<SkippedSheet>,
    /// Encoding found (`xlsx`, `utf-8`, `utf-16le`, `gb18030`).
    pub encoding: &'static str,
}
