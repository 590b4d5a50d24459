//! Reading the sheets of county offices: rosters of deputies, lists of units, ledgers of suggestions.
//!
//! [`import`] does everything at once. A wizard takes the steps: [`read_table`] reads the file, [`guess`] proposes what the columns mean,
//! a person corrects the [`Mapping`], [`parse`] makes the [`ImportReport`]. Nothing is written anywhere; the caller takes over the rows
//! whose status is `ok`, in one transaction, or none.
//!
//! What is understood: title rows above the header, headers of two rows and their synonyms, merged cells, “第63号”, full-width digits,
//! names with inner spaces, two units in one cell, dates in many styles, telephones as numbers, subtotal rows, hidden sheets, CSV in UTF-8 and
//! GB18030. What is not certain is refused with the row's number, never guessed silently. Formulas are never computed.

mod cell;
mod error;
mod kinds;
mod mapping;
mod raw;
mod read;
mod reference;
mod report;
mod row;
pub mod samples;
mod table;

use std::collections::HashMap;

use domain::kernel::ErrorCode;

pub use cell::unit::UnitRef;
pub use error::ImportFileError;
pub use kinds::{DeputyRecord, Record, SuggestionRecord, UnitRecord};
pub use mapping::{ColumnMapping, FieldSpec, ImportKind, Mapping, guess_mapping};
pub use raw::{RawBook, RawCell, RawRow, RawSheet, RawValue, SkipReason, SkippedSheet};
pub use read::{MAX_FILE_BYTES, MAX_ROWS, read_table};
pub use reference::{DeputyRef, Reference};
pub use report::{ImportReport, Notice, NoticeCode, ReportRow, RowError, RowStatus, SkippedRow, Summary};
pub use table::{RowSkip, guess, skipped_rows};

use cell::Problem;
use reference::Lookup;
use row::RowReader;

/// What the caller may decide before an import; by default everything is guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Name of the sheet to read; else the one whose header fits best.
    pub sheet: Option<String>,
    /// Meaning of the columns; else guessed.
    pub mapping: Option<Mapping>,
}

/// Reads a file and checks every row.
///
/// # Errors
/// [`ImportFileError`] when the file as a whole cannot be read, or no header is found and no mapping given.
pub fn import(
    kind: ImportKind,
    bytes: &[u8],
    filename: &str,
    options: &Options,
    reference: &Reference,
) -> Result<ImportReport, ImportFileError> {
    let book = read_table(bytes, filename)?;
    let (sheet, guessed) = choose(kind, &book, options)?;
    let Some(mapping) = options.mapping.clone().or(guessed) else {
        return Err(ImportFileError::new(ErrorCode::ImportHeaderMissing, sheet.name.clone()));
    };
    let mut report = parse(kind, sheet, &mapping, reference);
    book.encoding.clone_into(&mut report.summary.encoding);
    report.summary.skipped_sheets = book.skipped.clone();
    let others = book.sheets.iter().filter(|s| s.name != sheet.name);
    report
        .summary
        .skipped_sheets
        .extend(others.map(|s| SkippedSheet { name: s.name.clone(), reason: SkipReason::NotChosen }));
    Ok(report)
}

/// The sheet to read, and its guessed mapping: the named one, else the one with most columns understood.
fn choose<'a>(
    kind: ImportKind,
    book: &'a RawBook,
    options: &Options,
) -> Result<(&'a RawSheet, Option<Mapping>), ImportFileError> {
    let missing = |detail: &str| ImportFileError::new(ErrorCode::ImportSheetMissing, detail);
    if let Some(name) = &options.sheet {
        let sheet = book.sheets.iter().find(|s| s.name == *name).ok_or_else(|| missing(name))?;
        return Ok((sheet, guess(kind, sheet)));
    }
    let understood = |m: &Option<Mapping>| {
        m.as_ref().map_or(0, |m| m.columns.iter().filter(|c| c.field.is_some()).count())
    };
    let mut best: Option<(&RawSheet, Option<Mapping>)> = None;
    for sheet in &book.sheets {
        let guessed = guess(kind, sheet);
        // The first of equals: offices put the table in front.
        if best.as_ref().is_none_or(|(_, b)| understood(&guessed) > understood(b)) {
            best = Some((sheet, guessed));
        }
    }
    best.ok_or_else(|| missing("no visible sheet with content"))
}

/// Reads the rows of a sheet with a given mapping.
pub fn parse(kind: ImportKind, sheet: &RawSheet, mapping: &Mapping, reference: &Reference) -> ImportReport {
    let lookup = Lookup::new(reference);
    let (entries, skipped) = table::entries(kind, sheet, mapping);
    let mut rows: Vec<ReportRow> = Vec::with_capacity(entries.len());
    let mut notices = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for entry in &entries {
        let mut reader = RowReader::new(entry, mapping);
        let record = Record::read(kind, &mut reader, &lookup);
        let mut errors = reader.errors;
        notices.append(&mut reader.notices);
        let mut status = if errors.is_empty() { RowStatus::Ok } else { RowStatus::Error };
        let keys = record.keys();
        let earlier = keys.iter().find_map(|(field, key)| seen.get(key).map(|at| (*field, *at)));
        if let Some((field, at)) = earlier {
            let first = &rows[at];
            let repeats = record.repeats(&first.record);
            let code = if repeats { ErrorCode::ImportDuplicateRow } else { ErrorCode::ImportConflictingRow };
            status = if repeats && errors.is_empty() { RowStatus::Duplicate } else { RowStatus::Error };
            errors.push(row_error(field, Problem::with(code, &[("row", &first.row.to_string())])));
        } else if let Some((field, _)) = keys.iter().find(|(_, key)| reference.existing_keys.contains(key)) {
            if errors.is_empty() {
                status = RowStatus::Duplicate;
            }
            errors.push(row_error(field, Problem::plain(ErrorCode::UniqueConflict)));
        }
        for (_, key) in keys {
            seen.entry(key).or_insert(rows.len());
        }
        rows.push(ReportRow { row: entry.row, status, record, errors });
    }
    let mut report = ImportReport {
        rows,
        summary: Summary {
            kind,
            total: 0,
            ok: 0,
            error: 0,
            duplicate: 0,
            sheet: sheet.name.clone(),
            encoding: String::new(),
            mapping: mapping.clone(),
            skipped_rows: skipped.into_iter().map(|(row, reason)| SkippedRow { row, reason }).collect(),
            skipped_sheets: Vec::new(),
            notices,
        },
    };
    report.recount();
    report
}

fn row_error(field: &str, problem: Problem) -> RowError {
    RowError { field: field.to_owned(), code: problem.code.code().to_owned(), message: problem.message }
}
