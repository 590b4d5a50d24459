//! Chinese numerals for headings and Arabic dates as official documents write them.

use chrono::{Datelike, NaiveDate};

const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// Number as heading numeral: 1 → 一, 10 → 十, 21 → 二十一. From 100 on in Arabic digits.
pub fn chinese_numeral(n: usize) -> String {
    match n {
        0 => "〇".to_owned(),
        1..=9 => DIGITS[n].to_owned(),
        10..=19 => format!("十{}", DIGITS[n - 10]),
        20..=99 => format!("{}十{}", DIGITS[n / 10], DIGITS[n % 10]),
        _ => n.to_string(),
    }
}

/// Date of an official document, 2026年3月1日: Arabic digits without leading zeros (GB/T 9704-2012 §7.3.5.4).
pub fn chinese_date(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// Longest heading in characters: longer lines that begin like one are sentences.
const MAX_HEADING: usize = 40;

/// 1 for a line like 一、…, 2 for （一）…, `None` for running text.
pub(super) fn heading_level(line: &str) -> Option<u8> {
    if line.chars().count() > MAX_HEADING || line.ends_with(['。', '；', '，']) {
        return None;
    }
    let is_numeral = |c: char| "一二三四五六七八九十".contains(c);
    if let Some(rest) = line.strip_prefix(['（', '(']) {
        let after = rest.trim_start_matches(is_numeral);
        return (after.len() < rest.len() && after.starts_with(['）', ')'])).then_some(2);
    }
    let after = line.trim_start_matches(is_numeral);
    (after.len() < line.len() && after.starts_with('、')).then_some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals() {
        let words: Vec<String> = [1, 9, 10, 11, 20, 21, 30, 99, 100].map(chinese_numeral).to_vec();
        assert_eq!(words, ["一", "九", "十", "十一", "二十", "二十一", "三十", "九十九", "100"]);
    }

    #[test]
    fn dates_have_no_leading_zeros() {
        let date = NaiveDate::from_ymd_opt(2026, 3, 1).expect("valid date");
        assert_eq!(chinese_date(date), "2026年3月1日");
    }
}
