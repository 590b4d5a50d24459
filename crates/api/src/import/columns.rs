//! What the wizard shows of a file before anybody has decided what its columns mean.

use super::dto::{ImportColumn, ImportField};
use documents::import::{ImportKind, Mapping, RawBook, RawSheet, RawValue, guess, skipped_rows};

/// Values shown of each column.
const SAMPLES: usize = 3;
/// Characters shown of each value.
const LONGEST: usize = 40;

/// The sheet that fits best, or the named one, with the guess about its columns.
pub(super) fn look<'b>(
    kind: ImportKind,
    book: &'b RawBook,
    named: Option<&str>,
) -> (Option<&'b RawSheet>, Option<Mapping>) {
    if let Some(name) = named {
        let sheet = book.sheets.iter().find(|sheet| sheet.name == name);
        return (sheet, sheet.and_then(|sheet| guess(kind, sheet)));
    }
    let understood = |mapping: &Option<Mapping>| {
        mapping.as_ref().map_or(0, |m| m.columns.iter().filter(|column| column.field.is_some()).count())
    };
    let mut best: (Option<&RawSheet>, Option<Mapping>) = (None, None);
    for sheet in &book.sheets {
        let guessed = guess(kind, sheet);
        if best.0.is_none() || understood(&guessed) > understood(&best.1) {
            best = (Some(sheet), guessed);
        }
    }
    best
}

/// The columns of a sheet with their meaning so far and some of their values; rows that the import passes over (合计, headings
/// inside the table) are no examples of what a column holds.
pub(super) fn columns(kind: ImportKind, sheet: &RawSheet, mapping: Option<&Mapping>) -> Vec<ImportColumn> {
    let below = mapping.map_or(0, |mapping| mapping.header_row);
    let skipped = mapping.map(|mapping| skipped_rows(kind, sheet, mapping)).unwrap_or_default();
    let mut numbers: Vec<u32> = sheet.rows.values().flat_map(|row| row.keys().copied()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    // A column that is not imported is in no mapping and has its heading all the same.
    let heading = |number: u32| {
        let cell = sheet.rows.get(&below).and_then(|row| row.get(&number));
        cell.map(|cell| shown(&cell.value)).unwrap_or_default()
    };
    let column = |number: u32| {
        let meaning = mapping.and_then(|m| m.columns.iter().find(|column| column.column == number));
        let records = sheet.rows.range(below + 1..).filter(|(row, _)| !skipped.contains_key(row));
        let cells = records.filter_map(|(_, row)| row.get(&number));
        let mut samples: Vec<String> = Vec::new();
        for cell in cells {
            let text = shown(&cell.value);
            if !text.is_empty() && !samples.contains(&text) {
                samples.push(text);
            }
            if samples.len() == SAMPLES {
                break;
            }
        }
        ImportColumn {
            column: number,
            letter: letter(number),
            header: meaning.map(|column| column.header.clone()).unwrap_or_else(|| heading(number)),
            field: meaning.and_then(|column| column.field.clone()),
            samples,
        }
    };
    numbers.into_iter().map(column).collect()
}

/// The fields that columns of this kind may mean.
pub(super) fn fields(kind: ImportKind) -> Vec<ImportField> {
    let field = |spec: &documents::import::FieldSpec| ImportField {
        name: spec.name,
        label: spec.label,
        required: spec.required,
        list: spec.list,
    };
    kind.fields().iter().map(field).collect()
}

/// A value as text; protected numbers cannot be told from others here, so long digit runs are masked.
fn shown(value: &RawValue) -> String {
    let text = match value {
        RawValue::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        RawValue::Number(number) => number.to_string(),
        RawValue::Date(day) => day.to_string(),
        RawValue::Bool(yes) => yes.to_string(),
        RawValue::Error(error) => error.clone(),
    };
    let masked = mask_long_numbers(&text);
    masked.chars().take(LONGEST).collect()
}

/// Telephone and identity numbers keep three characters in front and four behind, as everywhere.
fn mask_long_numbers(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_part = |c: char| c.is_numeric() || matches!(c, 'x' | 'X');
    let mut out = chars.clone();
    let mut at = 0;
    while at < chars.len() {
        let length = chars[at..].iter().take_while(|c| is_part(**c)).count();
        if length >= 11 {
            out[at + 3..at + length - 4].fill('*');
        }
        at += length.max(1);
    }
    out.into_iter().collect()
}

/// A, B, … Z, AA …
fn letter(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::{columns, letter, mask_long_numbers};
    use documents::import::{ColumnMapping, ImportKind, Mapping, RawCell, RawValue, guess, read_table};

    #[test]
    fn a_column_that_is_not_imported_keeps_its_heading() {
        let book = read_table("单位全称,备注\n住建局,合并而来\n".as_bytes(), "表.csv").expect("readable");
        let name =
            ColumnMapping { column: 0, header: "单位全称".to_owned(), field: Some("name".to_owned()) };
        let mapping = Mapping { header_row: 1, columns: vec![name], ..Mapping::default() };
        let shown = columns(ImportKind::Units, &book.sheets[0], Some(&mapping));
        let told: Vec<_> =
            shown.iter().map(|column| (column.header.as_str(), column.samples.as_slice())).collect();
        assert_eq!(told, [("单位全称", &["住建局".to_owned()][..]), ("备注", &["合并而来".to_owned()][..])]);
    }

    #[test]
    fn headings_inside_the_table_and_sums_are_no_samples() {
        let text = "编号,标题,领衔代表,主办单位\n一、城建类（2件）,,,\n1,关于停车的建议,王建国,住建局\n\
                    2,关于公交的建议,李秀英,交通局\n合计,2件,,\n";
        let book = read_table(text.as_bytes(), "表.csv").expect("readable");
        let mut sheet = book.sheets[0].clone();
        // As Excel has it: the heading is merged over the whole table, and fills each of its cells.
        let cell =
            RawCell { value: RawValue::Text("二、交通类".into()), formula: false, merged_from: Some(7) };
        sheet.rows.insert(7, (0..4).map(|column| (column, cell.clone())).collect());
        let mapping = guess(ImportKind::Suggestions, &sheet).expect("a header");
        let shown = columns(ImportKind::Suggestions, &sheet, Some(&mapping));
        assert_eq!(shown[0].samples, ["1", "2"]);
        assert_eq!(shown[1].samples, ["关于停车的建议", "关于公交的建议"]);
    }

    #[test]
    fn columns_are_called_as_in_spreadsheets() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letter), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn numbers_of_persons_are_masked_and_others_are_not() {
        assert_eq!(mask_long_numbers("19900000001"), "199****0001");
        assert_eq!(mask_long_numbers("32990019750612002X"), "329***********002X");
        assert_eq!(mask_long_numbers("1801001 第063号 20260306"), "1801001 第063号 20260306");
    }
}
