//! Column widths in Excel's unit (one Latin digit).

use super::Value;

/// Narrowest column.
const MIN: usize = 6;
/// Widest column; longer text wraps.
pub(super) const MAX: usize = 46;

/// Width that shows this text on one line: CJK and full-width characters take two places.
pub(super) fn of_text(text: &str) -> usize {
    text.lines()
        .map(|line| line.chars().map(|c| if (c as u32) < 0x1100 { 1 } else { 2 }).sum())
        .max()
        .unwrap_or(0)
}

pub(super) fn of_value(value: &Value) -> usize {
    match value {
        Value::Empty => 0,
        Value::Text(text) => of_text(text),
        Value::Integer(n) => n.to_string().len(),
        Value::Number(_) | Value::Percent(_) => 8,
        Value::Date(_) => 10,
    }
}

/// Width for a column whose widest cell is `widest`, with room for the filter button.
pub(super) fn of_column(widest: usize) -> f64 {
    let width = u16::try_from((widest + 2).clamp(MIN, MAX)).expect("clamped to a small number");
    f64::from(width)
}
