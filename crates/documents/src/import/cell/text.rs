//! Plain text of a cell.

use domain::kernel::{fold_width, normalise};

use super::super::raw::RawValue;

/// The cell as text: whole numbers without `.0`, so that a telephone stored as a number keeps its digits.
pub fn of_value(value: &RawValue) -> String {
    match value {
        RawValue::Text(text) => text.clone(),
        RawValue::Number(n) => number(*n),
        RawValue::Date(date) => date.format("%Y-%m-%d").to_string(),
        RawValue::Bool(true) => "是".to_owned(),
        RawValue::Bool(false) => "否".to_owned(),
        RawValue::Error(error) => error.clone(),
    }
}

/// Shortest decimal form without an exponent.
pub fn number(n: f64) -> String {
    // Rust prints floats without exponent and with as few digits as identify them.
    format!("{n}")
}

/// Running text: NFC, trimmed, full-width letters and digits (but not punctuation) made half-width.
pub fn tidy(text: &str) -> String {
    let folded: String = normalise(text)
        .chars()
        .map(|c| match c {
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            // Invisible leftovers of web pages and of text copied between programs.
            '\u{A0}' => ' ',
            other => other,
        })
        .filter(|c| !matches!(c, '\u{200B}' | '\u{FEFF}'))
        .collect();
    folded.trim().to_owned()
}

/// For comparing: half-width, without any white space.
pub fn compact(text: &str) -> String {
    fold_width(&tidy(text)).chars().filter(|c| !c.is_whitespace()).collect()
}

/// What offices write where nothing is to be written.
pub fn is_blank_mark(text: &str) -> bool {
    matches!(
        compact(text).as_str(),
        "" | "-" | "--" | "—" | "——" | "/" | "\\" | "无" | "暂无" | "空" | "N/A" | "n/a" | "*"
    )
}

/// Text in brackets cut out: the rest and the contents of all brackets.
pub fn without_brackets(text: &str) -> (String, Vec<String>) {
    let mut rest = String::new();
    let mut inside = Vec::new();
    let mut current = String::new();
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            '(' | '（' | '【' | '[' => depth += 1,
            ')' | '）' | '】' | ']' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    inside.push(std::mem::take(&mut current));
                }
            }
            c if depth > 0 => current.push(c),
            c => rest.push(c),
        }
    }
    if !current.is_empty() {
        inside.push(current);
    }
    (rest, inside)
}
