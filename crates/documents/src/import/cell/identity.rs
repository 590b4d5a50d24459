//! Identity numbers (公民身份号码, GB 11643-1999) and what they say about their holder.

use chrono::NaiveDate;
use domain::kernel::{ErrorCode, fold_width};

use super::super::raw::RawValue;
use super::Problem;
use super::text::of_value;

/// A valid identity number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdRead {
    pub number: String,
    pub born_on: NaiveDate,
    /// Code of the sex: `male` or `female`.
    pub gender: &'static str,
}

/// Reads an identity number of 18 characters and proves its check digit.
pub fn read(value: &RawValue) -> Result<IdRead, Problem> {
    let text = of_value(value);
    // The value itself stays out of messages: reports are passed around.
    let lost = Problem::plain(ErrorCode::ImportPrecisionLost);
    if matches!(value, RawValue::Number(n) if *n >= 1e15) {
        return Err(lost);
    }
    let number: String =
        fold_width(&text).chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    if number.contains("E+") {
        return Err(lost);
    }
    parse(&number).ok_or_else(|| Problem::plain(ErrorCode::IdNumberInvalid))
}

fn parse(number: &str) -> Option<IdRead> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECK: &[u8; 11] = b"10X98765432";
    let bytes = number.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let sum: u32 = bytes.iter().zip(WEIGHTS).map(|(b, w)| u32::from(b - b'0') * w).sum();
    let born_on = NaiveDate::parse_from_str(&number[6..14], "%Y%m%d").ok()?;
    let gender = if (bytes[16] - b'0') % 2 == 1 { "male" } else { "female" };
    (CHECK[(sum % 11) as usize] == bytes[17]).then(|| IdRead { number: number.to_owned(), born_on, gender })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_is_proved() {
        // The example of GB 11643-1999.
        let read_text = |t: &str| read(&RawValue::Text(t.into()));
        let read = read_text(" 11010519491231002x ").expect("valid");
        assert_eq!((read.number.as_str(), read.gender), ("11010519491231002X", "female"));
        assert_eq!(read.born_on.to_string(), "1949-12-31");
        assert_eq!(read_text("110105194912310021").map_err(|p| p.code), Err(ErrorCode::IdNumberInvalid));
        assert_eq!(read_text("110105491231002").map_err(|p| p.code), Err(ErrorCode::IdNumberInvalid));
        assert_eq!(read_text("1.10105E+17").map_err(|p| p.code), Err(ErrorCode::ImportPrecisionLost));
    }

    #[test]
    fn a_number_cell_has_lost_its_last_digits() {
        let found = super::read(&RawValue::Number(110_105_194_912_310_020.0));
        assert_eq!(found.map_err(|p| p.code), Err(ErrorCode::ImportPrecisionLost));
    }
}
