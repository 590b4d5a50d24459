//! XLSX by calamine, cell by cell: a dense range would let one cell at XFD1048576 claim all memory.

use std::io::Cursor;

use calamine::{DataRef, Dimensions, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::NaiveDate;

use super::super::error::ImportFileError;
use super::super::raw::{RawBook, RawCell, RawSheet, RawValue, SkipReason, SkippedSheet};
use super::{MAX_CELLS, MAX_COLUMNS, MAX_ROWS};

pub(super) fn read(bytes: &[u8]) -> Result<RawBook, ImportFileError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(ImportFileError::broken)?;
    let mut book = RawBook { encoding: "xlsx", ..RawBook::default() };
    for meta in workbook.sheets_metadata().to_vec() {
        let skip = |reason| SkippedSheet { name: meta.name.clone(), reason };
        if meta.visible != SheetVisible::Visible {
            book.skipped.push(skip(SkipReason::Hidden));
            continue;
        }
        if meta.typ != SheetType::WorkSheet {
            book.skipped.push(skip(SkipReason::NotATable));
            continue;
        }
        let mut sheet = read_sheet(&mut workbook, &meta.name)?;
        if sheet.rows.is_empty() {
            book.skipped.push(skip(SkipReason::Empty));
            continue;
        }
        let merged = workbook.merge_cells_by_sheet_name(&meta.name).map_err(ImportFileError::broken)?;
        fill_merged(&mut sheet, &merged);
        book.sheets.push(sheet);
    }
    Ok(book)
}

fn read_sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<RawSheet, ImportFileError> {
    let mut sheet = RawSheet { name: name.to_owned(), ..RawSheet::default() };
    let mut cells = match workbook.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        Err(XlsxError::WorksheetNotFound(_)) => return Ok(sheet),
        Err(error) => return Err(ImportFileError::broken(error)),
    };
    let mut count = 0;
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(ImportFileError::broken)? {
        let (row, column) = cell.pos;
        let Some(value) = raw_value(cell.value) else { continue };
        if column >= MAX_COLUMNS {
            continue;
        }
        count += 1;
        if count > MAX_CELLS {
            return Err(ImportFileError::too_large("cells", MAX_CELLS));
        }
        let formula = cell.formula.is_some();
        sheet
            .rows
            .entry(row.saturating_add(1))
            .or_default()
            .insert(column, RawCell { value, formula, merged_from: None });
        if sheet.rows.len() > MAX_ROWS {
            return Err(ImportFileError::too_large("rows", MAX_ROWS));
        }
    }
    Ok(sheet)
}

fn raw_value(value: DataRef<'_>) -> Option<RawValue> {
    let text = |text: &str| (!text.trim().is_empty()).then(|| RawValue::Text(text.to_owned()));
    match value {
        DataRef::Empty => None,
        DataRef::Int(n) => Some(RawValue::Number(n as f64)),
        DataRef::Float(n) => Some(RawValue::Number(n)),
        DataRef::String(s) | DataRef::DurationIso(s) => text(&s),
        DataRef::SharedString(s) => text(s),
        DataRef::Bool(b) => Some(RawValue::Bool(b)),
        DataRef::Error(e) => Some(RawValue::Error(e.to_string())),
        DataRef::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            let day = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
            Some(day.filter(|_| date.is_datetime()).map_or(RawValue::Number(date.as_f64()), RawValue::Date))
        }
        DataRef::DateTimeIso(s) => {
            let day = s.get(..10).and_then(|d| NaiveDate::parse_from_str(d, "%Y-%m-%d").ok());
            day.map(RawValue::Date).or_else(|| text(&s))
        }
    }
}

/// Index of the last row of a sheet.
const MAX_ROW_INDEX: u32 = 1_048_575;
/// Most cells that one merged range fills: whole columns are merged for looks, not for data.
const MAX_FILL: u64 = 100_000;

/// A merged range shows its first cell everywhere: so it is read, but only in rows that hold something.
fn fill_merged(sheet: &mut RawSheet, ranges: &[Dimensions]) {
    for range in ranges {
        let (first_row, first_column) = range.start;
        let (last_row, last_column) = (range.end.0, range.end.1.min(MAX_COLUMNS - 1));
        // A damaged file may hold any numbers; row numbers count from 1.
        if first_row > last_row || last_row > MAX_ROW_INDEX {
            continue;
        }
        let Some(origin) = sheet.rows.get(&(first_row + 1)).and_then(|row| row.get(&first_column)).cloned()
        else {
            continue;
        };
        let filled = RawCell { merged_from: Some(first_row + 1), ..origin };
        let mut budget = MAX_FILL;
        'fill: for (_, row) in sheet.rows.range_mut(first_row + 1..=last_row.saturating_add(1)) {
            for column in first_column..=last_column {
                let Some(left) = budget.checked_sub(1) else { break 'fill };
                budget = left;
                row.entry(column).or_insert_with(|| filled.clone());
            }
        }
        // The first cell belongs to the range as well.
        if let Some(cell) = sheet.rows.get_mut(&(first_row + 1)).and_then(|row| row.get_mut(&first_column)) {
            cell.merged_from = Some(first_row + 1);
        }
    }
}
