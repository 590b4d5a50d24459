//! One test for every kind of mess that county offices' sheets hold.

mod cells;
mod files;
mod layout;
mod records;

use documents::import::{
    DeputyRecord, ImportFileError, ImportKind, ImportReport, Options, Record, Reference, SuggestionRecord,
    UnitRecord, import,
};
use rust_xlsxwriter::{Workbook, Worksheet};

fn run(kind: ImportKind, bytes: &[u8], reference: &Reference) -> Result<ImportReport, ImportFileError> {
    import(kind, bytes, "表.csv", &Options::default(), reference)
}

fn deputies(bytes: &[u8]) -> ImportReport {
    run(ImportKind::Deputies, bytes, &Reference::default()).expect("readable")
}

fn suggestions(bytes: &[u8]) -> ImportReport {
    run(ImportKind::Suggestions, bytes, &Reference::default()).expect("readable")
}

fn as_deputy(report: &ImportReport, at: usize) -> &DeputyRecord {
    match &report.rows[at].record {
        Record::Deputy(record) => record,
        other => panic!("{other:?}"),
    }
}

fn as_suggestion(report: &ImportReport, at: usize) -> &SuggestionRecord {
    match &report.rows[at].record {
        Record::Suggestion(record) => record,
        other => panic!("{other:?}"),
    }
}

fn as_unit(report: &ImportReport, at: usize) -> &UnitRecord {
    match &report.rows[at].record {
        Record::Unit(record) => record,
        other => panic!("{other:?}"),
    }
}

fn workbook(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().expect("workbook")
}

fn write(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, text) in (0..).zip(cells).filter(|(_, t)| !t.is_empty()) {
        sheet.write_string(row, column, *text).expect("cell");
    }
}

fn codes(report: &ImportReport, at: usize) -> Vec<(&str, &str)> {
    report.rows[at].errors.iter().map(|e| (e.field.as_str(), e.code.as_str())).collect()
}
