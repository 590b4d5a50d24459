//! Finds the table in a sheet: title rows, the header of one or two rows, the data, and the rows that are neither.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::cell::number;
use super::cell::text::{compact, of_value};
use super::mapping::{ImportKind, Mapping, guess_mapping, score};
use super::raw::{RawRow, RawSheet};

/// Rows at the top among which the header is looked for.
const MAX_HEADER_DEPTH: usize = 40;

/// Why a row below the header is not a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowSkip {
    /// 合计, 小计, 总计, 共计
    Subtotal,
    /// 备注：…, 填表人：… and the like.
    Note,
    /// The header again, as printed on every page.
    RepeatedHeader,
    /// A heading inside the table, such as 一、城建交通类（47件）.
    Section,
}

/// Guesses header row and columns of a sheet; `None` when no row looks like a header of this kind.
pub fn guess(kind: ImportKind, sheet: &RawSheet) -> Option<Mapping> {
    let rows: Vec<(u32, &RawRow)> =
        sheet.rows.iter().take(MAX_HEADER_DEPTH).map(|(n, row)| (*n, row)).collect();
    let mut best: Option<(usize, u32, Headers)> = None;
    for (i, (number, row)) in rows.iter().enumerate() {
        let single = headers(row);
        let single_score = score(kind, &single);
        let mut candidates = vec![(single_score, *number, single.clone())];
        if let Some((next_number, next)) = rows.get(i + 1).filter(|(n, _)| *n == number + 1) {
            let below = headers(next);
            let both = combined(&single, &below);
            let both_score = score(kind, &both);
            // A row of data below the header must not be taken for its second line.
            if both_score > single_score
                && both_score > score(kind, &below)
                && all_known(kind, &below, &single)
            {
                candidates.push((both_score, *next_number, both));
            }
        }
        for candidate in candidates {
            if candidate.0 > 0 && best.as_ref().is_none_or(|(score, ..)| candidate.0 > *score) {
                best = Some(candidate);
            }
        }
    }
    let (_, mut header_row, found) = best?;
    // A header merged over several rows repeats itself below.
    while sheet.rows.get(&(header_row + 1)).is_some_and(|row| {
        row.values().all(|c| c.merged_from.is_some_and(|from| from <= header_row)) && headers(row) == found
    }) {
        header_row += 1;
    }
    let columns = guess_mapping(kind, &found);
    let mut mapping = Mapping { header_row, columns, defaults: BTreeMap::new() };
    if kind == ImportKind::Suggestions
        && mapping.columns_of("session").next().is_none()
        && let Some(session) = session_in_title(sheet, header_row)
    {
        mapping.defaults.insert("session".to_owned(), session);
    }
    Some(mapping)
}

type Headers = Vec<(u32, String)>;

fn headers(row: &RawRow) -> Headers {
    row.iter().map(|(column, cell)| (*column, of_value(&cell.value))).collect()
}

/// Two header rows as one: the lower text where there is one, else the upper.
fn combined(upper: &Headers, lower: &Headers) -> Headers {
    let mut all: BTreeMap<u32, String> = upper.iter().cloned().collect();
    all.extend(lower.iter().cloned());
    all.into_iter().collect()
}

/// Every text of the lower row names a field or repeats the upper row.
fn all_known(kind: ImportKind, lower: &Headers, upper: &Headers) -> bool {
    let mapped = guess_mapping(kind, lower);
    lower.iter().zip(&mapped).all(|(header, column)| column.field.is_some() || upper.contains(header))
}

/// The session named in the rows above the header or on the tab: 县十八届人大五次会议代表建议交办清单.
fn session_in_title(sheet: &RawSheet, header_row: u32) -> Option<String> {
    let above = sheet.rows.range(..header_row).flat_map(|(_, row)| row.values()).map(|c| of_value(&c.value));
    above
        .chain(std::iter::once(sheet.name.clone()))
        .find_map(|text| number::session(&text))
        .map(|s| s.label())
}

/// A record's rows: one, or several joined by a merged number cell. The number is that of the first row.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub row: u32,
    pub rows: Vec<&'a RawRow>,
}

/// The data below the header, and the rows that were passed over.
pub(super) fn entries<'a>(
    kind: ImportKind,
    sheet: &'a RawSheet,
    mapping: &Mapping,
) -> (Vec<Entry<'a>>, Vec<(u32, RowSkip)>) {
    let mut entries: Vec<Entry<'a>> = Vec::new();
    let mut skipped = Vec::new();
    let header_texts: Headers = mapping
        .columns
        .iter()
        .map(|c| (c.column, compact(&c.header)))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    for (number, row) in sheet.rows.range(mapping.header_row.saturating_add(1)..) {
        if let Some(reason) = skip(kind, row, *number, mapping, &header_texts) {
            skipped.push((*number, reason));
        } else if let Some(entry) = entries.last_mut().filter(|e| continues(kind, row, e.row, mapping)) {
            entry.rows.push(row);
        } else {
            entries.push(Entry { row: *number, rows: vec![row] });
        }
    }
    (entries, skipped)
}

/// A suggestion over several lines: its number and title are merged cells that began in the entry's first row.
fn continues(kind: ImportKind, row: &RawRow, first: u32, mapping: &Mapping) -> bool {
    let key = match kind {
        ImportKind::Suggestions => ["official_no", "title"],
        ImportKind::Deputies | ImportKind::Units => return false,
    };
    key.iter().all(|field| {
        mapping
            .columns_of(field)
            .next()
            .is_some_and(|column| row.get(&column).is_some_and(|cell| cell.merged_from == Some(first)))
    })
}

/// The rows below the header that are passed over, by their numbers: no records, and no examples of what columns hold.
pub fn skipped_rows(kind: ImportKind, sheet: &RawSheet, mapping: &Mapping) -> BTreeMap<u32, RowSkip> {
    entries(kind, sheet, mapping).1.into_iter().collect()
}

fn skip(
    kind: ImportKind,
    row: &RawRow,
    number: u32,
    mapping: &Mapping,
    header_texts: &Headers,
) -> Option<RowSkip> {
    // A range merged to the right counts once.
    let mut texts: Vec<(u32, String)> = Vec::new();
    for (column, cell) in row {
        let text = compact(&of_value(&cell.value));
        if !(cell.merged_from == Some(number) && texts.last().is_some_and(|(_, last)| *last == text)) {
            texts.push((*column, text));
        }
    }
    let own = |column: &u32| row.get(column).is_some_and(|c| c.merged_from.is_none_or(|from| from == number));
    if texts.iter().filter(|(column, _)| own(column)).take(3).any(|(_, text)| is_subtotal(text)) {
        return Some(RowSkip::Subtotal);
    }
    let (first_column, first) = texts.first()?;
    if texts.len() <= 4 && is_note(first) {
        return Some(RowSkip::Note);
    }
    let repeats = |(column, text): &&(u32, String)| {
        row.get(column).is_some_and(|cell| compact(&of_value(&cell.value)) == *text)
    };
    let same_as_header = header_texts.iter().filter(repeats).count();
    if same_as_header >= 3 {
        return Some(RowSkip::RepeatedHeader);
    }
    let mapped = mapping.columns.iter().filter(|c| c.field.is_some()).count();
    if texts.len() == 1 && mapped >= 3 && (row.len() >= 3 || is_heading(kind, *first_column, first, mapping))
    {
        return Some(RowSkip::Section);
    }
    None
}

fn is_subtotal(text: &str) -> bool {
    ["合计", "小计", "总计", "共计"].iter().any(|word| {
        text.strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic()) || rest.starts_with('共'))
    })
}

fn is_note(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "备注",
        "注",
        "说明",
        "填表人",
        "填报人",
        "制表人",
        "制表",
        "审核人",
        "填报单位",
        "制表单位",
        "填表说明",
        "填表日期",
        "填报日期",
        "单位负责人",
        "主要负责人",
        "统计截止",
        "截止日期",
        "打印日期",
        "联系人",
    ];
    WORDS.iter().any(|word| text.strip_prefix(word).is_some_and(|rest| rest.starts_with([':', '1'])))
        || (text.starts_with('第') && text.contains('页'))
}

/// A lone text that is no value of a required column: 一、城建交通类 or 青阳街道（12名）.
fn is_heading(kind: ImportKind, column: u32, text: &str, mapping: &Mapping) -> bool {
    let numbered = text
        .split_once('、')
        .is_some_and(|(before, _)| number::chinese(before.trim_matches(['(', ')'])).is_some());
    let counted = [")", "件", "人", "名", "个"].iter().any(|end| text.ends_with(end))
        && text.contains(|c: char| c.is_ascii_digit());
    let required = mapping.columns.iter().any(|c| {
        c.column == column && kind.fields().iter().any(|f| f.required && c.field.as_deref() == Some(f.name))
    });
    numbered || (counted && text.contains('(')) || !required
}
