//! Telephones, also where the spreadsheet took them for numbers.

use domain::kernel::{ErrorCode, fold_width};

use super::super::raw::RawValue;
use super::Problem;
use super::text::of_value;

/// A telephone and whether further ones stood in the cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneRead {
    pub number: String,
    pub more: bool,
}

/// Reads the first telephone of a cell: a mobile (11 digits) if there is one, else a fixed line with area code.
pub fn read(value: &RawValue) -> Result<PhoneRead, Problem> {
    let text = of_value(value);
    let folded = fold_width(&text);
    if let Some(digits) = scientific(&folded) {
        let number = digits?;
        return one(&number).map(|number| PhoneRead { number, more: false }).ok_or_else(|| invalid(&text));
    }
    let pieces: Vec<&str> = folded
        .split(['/', '、', ',', ';', '\n', '，', '；', '或'])
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect();
    let numbers: Vec<String> = pieces.iter().filter_map(|piece| one(piece)).collect();
    let best = numbers.iter().find(|n| n.starts_with('1')).or_else(|| numbers.first());
    best.map(|number| PhoneRead { number: number.clone(), more: pieces.len() > 1 })
        .ok_or_else(|| invalid(&text))
}

fn invalid(text: &str) -> Problem {
    Problem::about(ErrorCode::MobileInvalid, text.trim())
}

fn one(text: &str) -> Option<String> {
    let text = text.strip_suffix(".0").unwrap_or(text);
    let kept: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '—' | '－' | '(' | ')')).collect();
    let digits = kept.strip_prefix("+86").unwrap_or(&kept);
    let digits = if digits.len() == 13 { digits.strip_prefix("86").unwrap_or(digits) } else { digits };
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mobile =
        digits.len() == 11 && digits.starts_with('1') && !matches!(digits.as_bytes()[1], b'0' | b'1' | b'2');
    let fixed = (10..=12).contains(&digits.len()) && digits.starts_with('0');
    (mobile || fixed).then(|| digits.to_owned())
}

/// `1.99E+10` in a text file: the digits if all of them are there. A number written that way has usually lost its end, and a
/// telephone that ends in zeros by accident would be wrong without anybody noticing.
fn scientific(text: &str) -> Option<Result<String, Problem>> {
    let text = text.trim();
    let (mantissa, exponent) = text.split_once(['E', 'e'])?;
    let exponent: usize = exponent.trim_start_matches('+').parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.len() != 1 || !(whole.to_owned() + fraction).bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let complete = fraction.len() >= exponent;
    Some(if complete {
        Ok(format!("{whole}{}", &fraction[..exponent]))
    } else {
        Err(Problem::about(ErrorCode::ImportPrecisionLost, text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Result<String, ErrorCode> {
        read(&RawValue::Text(text.into())).map(|p| p.number).map_err(|p| p.code)
    }

    #[test]
    fn phones_as_numbers_keep_their_digits() {
        assert_eq!(read(&RawValue::Number(19_900_001_234.0)).map(|p| p.number), Ok("19900001234".into()));
        assert_eq!(read(&RawValue::Number(1.990_000_123_4E+10)).map(|p| p.number), Ok("19900001234".into()));
        assert_eq!(text("19900001234.0"), Ok("19900001234".into()));
        assert_eq!(text("1.9900001234E+10"), Ok("19900001234".into()));
        assert_eq!(text("1.99E+10"), Err(ErrorCode::ImportPrecisionLost));
    }

    #[test]
    fn spellings() {
        for spelled in
            ["199 0000 1234", "199-0000-1234", "+86 19900001234", "8619900001234", "１９９００００１２３４"]
        {
            assert_eq!(text(spelled), Ok("19900001234".into()), "{spelled}");
        }
        assert_eq!(text("0527-86220000"), Ok("052786220000".into()));
        assert_eq!(text("0527-86220000/19900001234"), Ok("19900001234".into()), "the mobile first");
        assert!(read(&RawValue::Text("19900001234、19900005678".into())).is_ok_and(|p| p.more));
        for wrong in ["1990000123", "12900001234", "86220000", "电话", "199000012345"] {
            assert_eq!(text(wrong), Err(ErrorCode::MobileInvalid), "{wrong}");
        }
    }
}
