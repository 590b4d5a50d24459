//! CSV (RFC 4180) with comma, semicolon or tab. Read by hand because every record counts as a row of the sheet, empty ones too: row
//! numbers in the report must be those that the user sees when the file is opened in a spreadsheet.

use super::super::error::ImportFileError;
use super::super::raw::{RawBook, RawCell, RawRow, RawSheet, RawValue, SkipReason, SkippedSheet};
use super::{MAX_CELLS, MAX_COLUMNS, MAX_ROWS, encoding};

pub(super) fn read(bytes: &[u8], filename: &str) -> Result<RawBook, ImportFileError> {
    let (text, encoding) = encoding::decode(bytes)?;
    let name = filename.rsplit(['/', '\\']).next().unwrap_or(filename).to_owned();
    let mut sheet = RawSheet { name: name.clone(), ..RawSheet::default() };
    let mut cells = 0;
    let mut records = Records { rest: &text, delimiter: delimiter(&text) };
    let mut number: u32 = 0;
    while let Some(record) = records.next_record() {
        number = number.saturating_add(1);
        let row: RawRow = (0..MAX_COLUMNS)
            .zip(record)
            .filter(|(_, field)| !field.trim().is_empty())
            .map(|(column, field)| {
                (column, RawCell { value: RawValue::Text(rearmed(field)), formula: false, merged_from: None })
            })
            .collect();
        cells += row.len();
        if !row.is_empty() {
            sheet.rows.insert(number, row);
        }
        if sheet.rows.len() > MAX_ROWS {
            return Err(ImportFileError::too_large("rows", MAX_ROWS));
        }
        if cells > MAX_CELLS {
            return Err(ImportFileError::too_large("cells", MAX_CELLS));
        }
    }
    let mut book = RawBook { encoding, ..RawBook::default() };
    if sheet.rows.is_empty() {
        book.skipped.push(SkippedSheet { name, reason: SkipReason::Empty });
    } else {
        book.sheets.push(sheet);
    }
    Ok(book)
}

/// Takes away the apostrophe that exports (ours and others) put before text that begins like a formula.
fn rearmed(field: String) -> String {
    match field.strip_prefix('\'') {
        Some(rest) if rest.trim_start().starts_with(['=', '+', '-', '@']) => rest.to_owned(),
        _ => field,
    }
}

/// The delimiter that the first lines use most.
fn delimiter(text: &str) -> char {
    let count = |d: char| text.lines().take(20).map(|line| line.matches(d).count()).sum::<usize>();
    [',', '\t', ';'].into_iter().rev().max_by_key(|d| count(*d)).unwrap_or(',')
}

struct Records<'a> {
    rest: &'a str,
    delimiter: char,
}

impl Records<'_> {
    fn next_record(&mut self) -> Option<Vec<String>> {
        if self.rest.is_empty() {
            return None;
        }
        let mut record = Vec::new();
        let mut field = String::new();
        let mut quoted = false;
        let mut chars = self.rest.char_indices().peekable();
        while let Some((_, c)) = chars.next() {
            if quoted {
                if c != '"' {
                    field.push(c);
                } else if chars.next_if(|(_, next)| *next == '"').is_some() {
                    field.push('"');
                } else {
                    quoted = false;
                }
            } else if c == '"' && field.is_empty() {
                quoted = true;
            } else if c == self.delimiter {
                record.push(std::mem::take(&mut field));
            } else if c == '\n' || c == '\r' {
                if c == '\r' {
                    chars.next_if(|(_, next)| *next == '\n');
                }
                record.push(field);
                self.rest = chars.peek().map_or("", |(at, _)| &self.rest[*at..]);
                return Some(record);
            } else {
                field.push(c);
            }
        }
        record.push(field);
        self.rest = "";
        Some(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let mut records = Records { rest: text, delimiter: ',' };
        std::iter::from_fn(|| records.next_record()).collect()
    }

    #[test]
    fn quotes_line_ends_and_empty_lines() {
        assert_eq!(
            rows("a,b\r\n\r\n\"x\ny\",\"q\"\"q\"\r1,\n"),
            [vec!["a", "b"], vec![""], vec!["x\ny", "q\"q"], vec!["1", ""]]
        );
        assert_eq!(rows("\"never closed,\n"), [["never closed,\n"]]);
    }

    #[test]
    fn the_most_used_delimiter_wins() {
        assert_eq!(delimiter("姓名\t单位\n张三\t县住建局,县财政局\n"), '\t');
        assert_eq!(delimiter("a;b;c\n1;2;3,4\n"), ';');
        assert_eq!(delimiter("a"), ',');
    }
}
