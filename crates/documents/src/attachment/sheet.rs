//! Workbooks: the sheets that are shown, a row a line. Hidden sheets, comments and what is embedded are findings.

use super::office::Package;
use super::{DAMAGED, Found, MAX_TEXT, TOO_LARGE, Unread, counted, finding};
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx};
use domain::file::{FileFindingKind, FilePlace, FileSection};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::Cursor;

/// Cells that are looked at, of all sheets.
const MAX_CELLS: usize = 200_000;

pub(super) fn read(bytes: &[u8]) -> Result<Found, Unread> {
    let mut package = Package::open(bytes)?;
    let mut findings = package.properties()?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| DAMAGED)?;
    let mut sections = Vec::new();
    let mut hidden = Vec::new();
    let mut cells = 0;
    for sheet in workbook.sheets_metadata().to_vec() {
        if sheet.visible != SheetVisible::Visible {
            hidden.push(sheet.name.clone());
            continue;
        }
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let text = sheet_text(&mut workbook, &sheet.name, &mut cells)?;
        sections.push(FileSection { place: FilePlace::Sheet, label: sheet.name.clone(), text });
    }
    if !hidden.is_empty() {
        findings.push(finding(FileFindingKind::HiddenSheets, hidden.join("、")));
    }
    let comments =
        package.count(|name| name.starts_with("xl/comments") || name.starts_with("xl/threadedComments/"));
    let embedded =
        package.count(|name| name.starts_with("xl/embeddings/") || name.starts_with("xl/externalLinks/ext"));
    findings.extend(
        [
            counted(FileFindingKind::Comments, comments),
            counted(FileFindingKind::EmbeddedFiles, embedded),
            counted(FileFindingKind::Macros, package.count(|name| name.to_lowercase().contains("vba"))),
            counted(FileFindingKind::Pictures, package.count(|name| name.starts_with("xl/media/"))),
        ]
        .into_iter()
        .flatten(),
    );
    Ok(Found::text(sections, findings))
}

fn sheet_text(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, cells: &mut usize) -> Result<String, Unread> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(|_| DAMAGED)?;
    let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
    let mut chars = 0;
    while let Some(cell) = reader.next_cell().map_err(|_| DAMAGED)? {
        let (row, column) = cell.get_position();
        let Some(text) = shown(cell.get_value()) else { continue };
        *cells += 1;
        chars += text.chars().count();
        if *cells > MAX_CELLS || chars > MAX_TEXT {
            return Err(TOO_LARGE);
        }
        rows.entry(row).or_default().insert(column, text);
    }
    let mut out = String::with_capacity(chars * 2);
    for row in rows.into_values() {
        let line: Vec<String> = row.into_values().collect();
        out.push_str(&line.join("\t"));
        out.push('\n');
    }
    Ok(out)
}

/// A cell as it reads; line ends within it are blanks.
fn shown(value: &DataRef<'_>) -> Option<String> {
    let text = match value {
        DataRef::Empty | DataRef::Error(_) => return None,
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            let mut text = String::new();
            // Writing to a string cannot fail.
            let _written = write!(text, "{year}-{month:02}-{day:02}");
            text
        }
    };
    let text = text.replace(['\r', '\n', '\t'], " ");
    (!text.trim().is_empty()).then_some(text)
}
