//! A messy roster and a messy handover ledger, as county offices keep them: for tests that read files through the whole system.
//! The same input gives the same bytes. All persons are invented.

mod ledger;
mod roster;

pub use ledger::LedgerSample;
pub use roster::RosterSample;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::RowStatus;
use crate::DocumentError;

/// A sample file and what reading it must give.
#[derive(Debug, Clone)]
pub struct Sample {
    /// File name for uploads.
    pub filename: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// Row numbers of its records with the status each must get.
    pub expected: Vec<(u32, RowStatus)>,
}

fn finish(sheets: Vec<Worksheet>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2026, 3, 6)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    workbook.save_to_buffer()
}

fn failed(error: XlsxError) -> DocumentError {
    DocumentError::Sheet(error.to_string())
}

/// An identity number with a right check digit, from an area code that no real place has.
pub fn identity_number(birth: &str, serial: u16) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let body = format!("329900{birth}{serial:03}");
    let sum: u32 = body.bytes().zip(WEIGHTS).map(|(b, w)| u32::from(b - b'0') * w).sum();
    format!("{body}{}", ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][(sum % 11) as usize])
}
