//! The ledgers that users expect (domain specification §8.4), as row structs and a writer that takes them one by one;
//! and [`table`] for every other list, described by its [`Column`]s.
//!
//! ```
//! use documents::sheet::ledger::{HandoverRow, LedgerWriter};
//! use documents::sheet::{ExportInfo, Format};
//! # fn main() -> Result<(), documents::DocumentError> {
//! let info = ExportInfo { title: "代表建议交办清单".into(), conditions: vec![], exported_at: chrono::DateTime::UNIX_EPOCH, remark: None };
//! let mut ledger = LedgerWriter::<HandoverRow>::new(Format::Xlsx, &info)?;
//! ledger.push(HandoverRow { number: "第063号".into(), ..HandoverRow::default() })?;
//! let bytes = ledger.finish()?;
//! assert!(bytes.starts_with(b"PK"));
//! # Ok(())
//! # }
//! ```

mod commitment;
mod composition;
mod handover;
mod progress;
mod roster;
mod unit;

use std::marker::PhantomData;

pub use commitment::CommitmentRow;
pub use composition::{Composition, CompositionItem, GroupComposition, composition};
pub use handover::HandoverRow;
pub use progress::ProgressRow;
pub use roster::{RosterRow, roster_workbook};
pub use unit::{OwnTaskRow, Share, UnitRow};

use super::{ExportInfo, Format, SheetHead, SheetWriter, Value};
use crate::DocumentError;

/// A row of one of the ledgers.
pub trait LedgerRow {
    /// Name of the ledger, used for the tab.
    const NAME: &'static str;
    /// Column headers in order.
    const COLUMNS: &'static [&'static str];
    /// Columns that stay in sight.
    const FROZEN: u16;

    /// The cells of row `serial` (1-based) in the order of [`LedgerRow::COLUMNS`].
    fn cells(self, serial: u32) -> Vec<Value>;
}

/// Writes a ledger of one kind of row.
pub struct LedgerWriter<R> {
    sheet: SheetWriter,
    serial: u32,
    row: PhantomData<R>,
}

impl<R: LedgerRow> LedgerWriter<R> {
    /// Begins the ledger.
    ///
    /// # Errors
    /// As [`SheetWriter::new`].
    pub fn new(format: Format, info: &ExportInfo) -> Result<Self, DocumentError> {
        let sheet = SheetWriter::new(format, head::<R>(info), info.exported_at)?;
        Ok(Self { sheet, serial: 0, row: PhantomData })
    }

    /// Adds one row.
    ///
    /// # Errors
    /// As [`SheetWriter::row`].
    pub fn push(&mut self, row: R) -> Result<(), DocumentError> {
        self.serial += 1;
        self.sheet.row(&row.cells(self.serial))
    }

    /// The finished file.
    ///
    /// # Errors
    /// As [`SheetWriter::finish`].
    pub fn finish(self) -> Result<Vec<u8>, DocumentError> {
        self.sheet.finish()
    }
}

/// A whole ledger at once.
///
/// # Errors
/// As [`SheetWriter`].
pub fn write<R: LedgerRow>(
    format: Format,
    info: &ExportInfo,
    rows: impl IntoIterator<Item = R>,
) -> Result<Vec<u8>, DocumentError> {
    let mut ledger = LedgerWriter::new(format, info)?;
    for row in rows {
        ledger.push(row)?;
    }
    ledger.finish()
}

/// A column of a list's table: its head, and what stands below it in the line of a row.
pub type Column<R> = (&'static str, fn(&R) -> Value);

/// A list as a table of `columns`, the serial number (序号) first. It and the first column stay in sight; the tab is named
/// as the title.
///
/// # Errors
/// As [`SheetWriter`].
pub fn table<R>(
    format: Format,
    info: &ExportInfo,
    columns: &[Column<R>],
    rows: &[R],
) -> Result<Vec<u8>, DocumentError> {
    let heads = columns.iter().map(|(head, _)| (*head).to_owned());
    let head = SheetHead {
        name: info.title.clone(),
        title: Some(info.title.clone()),
        note: Some(info.note()),
        columns: std::iter::once("序号".to_owned()).chain(heads).collect(),
        frozen_columns: 2,
    };
    let mut sheet = SheetWriter::new(format, head, info.exported_at)?;
    for (serial, row) in (1_u32..).zip(rows) {
        let cells = columns.iter().map(|(_, cell)| cell(row));
        sheet.row(&std::iter::once(serial.into()).chain(cells).collect::<Vec<_>>())?;
    }
    sheet.finish()
}

fn head<R: LedgerRow>(info: &ExportInfo) -> SheetHead {
    SheetHead {
        name: R::NAME.to_owned(),
        title: Some(info.title.clone()),
        note: Some(info.note()),
        columns: R::COLUMNS.iter().map(|c| (*c).to_owned()).collect(),
        frozen_columns: R::FROZEN,
    }
}

/// Names in one cell, 、 between them.
fn joined(names: &[String]) -> Value {
    names.join("、").into()
}
