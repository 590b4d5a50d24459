//! What came of each row.

use serde::{Deserialize, Serialize};

use super::kinds::Record;
use super::mapping::{ImportKind, Mapping};
use super::raw::SkippedSheet;
use super::table::RowSkip;

/// Result of reading a sheet. As JSON it is
/// `{"rows":[{"row":7,"status":"ok|error|duplicate","record":{…},"errors":[{"field","code","message"}]}],"summary":{"total","ok","error","duplicate",…}}`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ImportReport {
    /// One entry for each record of the sheet.
    pub rows: Vec<ReportRow>,
    /// Counts and what was passed over.
    pub summary: Summary,
}

/// One record of the sheet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportRow {
    /// Row number in the sheet, 1-based as the user sees it; the first one where a record takes several.
    pub row: u32,
    /// Result.
    pub status: RowStatus,
    /// The record as far as it could be read.
    pub record: Record,
    /// Why it is not accepted; empty for accepted rows.
    pub errors: Vec<RowError>,
}

/// Result of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowStatus {
    /// Can be taken over.
    Ok,
    /// Something is wrong; see the errors.
    Error,
    /// The same record stands further up, or exists already.
    Duplicate,
}

/// Something that is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowError {
    /// Field of the record.
    pub field: String,
    /// Code of the error catalogue.
    pub code: String,
    /// Text in Chinese, with the offending value where it is not protected.
    pub message: String,
}

/// Something that was read with a presumption a person should know of. Not an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Row number.
    pub row: u32,
    /// Field of the record.
    pub field: String,
    /// What was presumed.
    pub code: NoticeCode,
    /// Text in Chinese.
    pub message: String,
}

/// Kinds of presumption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeCode {
    /// The stored result of a formula was taken; the formula was not computed.
    FormulaValue,
    /// Only year and month were given; the first of the month stands for them.
    MonthOnly,
    /// Several telephones stood in the cell; one was taken.
    FirstOfSeveral,
    /// The list ended in “等5人”; the others are not known.
    OthersNotListed,
    /// Taken from the identity number, because the cell was empty.
    FromIdNumber,
    /// Text in brackets behind a name was cut off.
    RemarkRemoved,
    /// A word that is on no list; left empty.
    UnknownWord,
    /// The sheet does not say it, the register needs it; the value in the message stands for it.
    DefaultTaken,
    /// The ledger says it, but does not prove it (a rating without the day of an answer); left out.
    NotProven,
}

/// A row below the header that is no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedRow {
    /// Row number.
    pub row: u32,
    /// Why.
    pub reason: RowSkip,
}

/// Counts of a report, and everything that was presumed or passed over.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Kind of import.
    pub kind: ImportKind,
    /// Records found.
    pub total: usize,
    /// Records that can be taken over.
    pub ok: usize,
    /// Records with errors.
    pub error: usize,
    /// Records that are repeated.
    pub duplicate: usize,
    /// Name of the sheet that was read.
    pub sheet: String,
    /// Encoding of the file (`xlsx`, `utf-8`, `gb18030`, …).
    pub encoding: String,
    /// The mapping that was used; to be corrected and given back.
    pub mapping: Mapping,
    /// Rows passed over.
    pub skipped_rows: Vec<SkippedRow>,
    /// Sheets passed over.
    pub skipped_sheets: Vec<SkippedSheet>,
    /// Presumptions.
    pub notices: Vec<Notice>,
}

impl ImportReport {
    /// Counts again, after a caller has changed the status of rows.
    pub fn recount(&mut self) {
        let of = |status| self.rows.iter().filter(|r| r.status == status).count();
        let (ok, error, duplicate) = (of(RowStatus::Ok), of(RowStatus::Error), of(RowStatus::Duplicate));
        self.summary.total = self.rows.len();
        (self.summary.ok, self.summary.error, self.summary.duplicate) = (ok, error, duplicate);
    }

    /// Masks telephones and identity numbers of deputies, for readers who may not see them.
    pub fn mask_personal_data(&mut self) {
        for row in &mut self.rows {
            if let Record::Deputy(deputy) = &mut row.record {
                deputy.mobile = deputy.mobile.as_deref().map(|n| masked(n, 3, 4));
                deputy.id_no = deputy.id_no.as_deref().map(|n| masked(n, 6, 4));
            }
        }
        for error in self.rows.iter_mut().flat_map(|r| &mut r.errors) {
            if matches!(error.field.as_str(), "mobile" | "id_no") {
                // The message may quote what was typed.
                if let Some((text, _)) = error.message.split_once('：') {
                    error.message = text.to_owned();
                }
            }
        }
    }
}

fn masked(text: &str, first: usize, last: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    let hidden = chars.len().saturating_sub(first + last);
    let shown = |c: &[char]| c.iter().collect::<String>();
    if hidden == 0 {
        return "*".repeat(chars.len());
    }
    format!("{}{}{}", shown(&chars[..first]), "*".repeat(hidden), shown(&chars[chars.len() - last..]))
}
