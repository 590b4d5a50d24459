//! Official numbers and sessions in all the ways in which they are written.

use domain::kernel::ErrorCode;

use super::Problem;
use super::text::compact;

/// “第63号”, “63号”, “０６３”, “第063号建议”, “63.0” → 63.
pub fn official(text: &str) -> Result<u32, Problem> {
    let folded = compact(text);
    let refused = || Problem::about(ErrorCode::ValueInvalid, text.trim());
    let bare =
        folded.trim_start_matches("建议").trim_start_matches("编号").trim_start_matches(['№', '#', ':', '.']);
    // In a longer label the number between 第 and 号 counts: 县十八届人大五次会议第063号建议.
    let core = match (bare.rfind('第'), bare.rfind('号')) {
        (Some(from), Some(to)) if from < to => &bare[from + '第'.len_utf8()..to],
        (Some(from), None) => &bare[from + '第'.len_utf8()..],
        (None, Some(to)) => &bare[..to],
        _ => bare,
    };
    // Spreadsheets turn 63 into 63.0.
    let core = core.strip_suffix(".0").unwrap_or(core);
    if core.is_empty() || core.len() > 9 {
        return chinese(core).filter(|n| *n > 0).ok_or_else(refused);
    }
    let number = if core.bytes().all(|b| b.is_ascii_digit()) { core.parse().ok() } else { chinese(core) };
    number.filter(|n| *n > 0).ok_or_else(refused)
}

/// Chinese numeral up to 999: 六十三 → 63, 一百零五 → 105.
pub fn chinese(text: &str) -> Option<u32> {
    const DIGITS: &str = "零一二三四五六七八九";
    let digit = |c: char| match c {
        '〇' => Some(0),
        '两' => Some(2),
        c => DIGITS.chars().position(|d| d == c).map(|p| p as u32),
    };
    if text.is_empty() {
        return None;
    }
    let mut total = 0;
    let mut pending = None;
    for c in text.chars() {
        match c {
            '百' => total += pending.take()? * 100,
            '十' => total += pending.take().filter(|d| *d > 0).unwrap_or(1) * 10,
            c => {
                let d = digit(c)?;
                // Two digits in a row (一八) are no numeral of this kind.
                if pending.is_some_and(|p| p > 0) {
                    return None;
                }
                pending = Some(d);
            }
        }
    }
    Some(total + pending.unwrap_or(0))
}

/// A session (届次) or the time between sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLabel {
    pub term: Option<u32>,
    /// `None` between sessions.
    pub session: Option<u32>,
}

impl SessionLabel {
    /// Canonical label: 十八届五次, 十八届闭会, 闭会.
    pub fn label(self) -> String {
        let term = self
            .term
            .map(|t| format!("{}届", crate::layout::chinese_numeral(t as usize)))
            .unwrap_or_default();
        match self.session {
            Some(n) => format!("{term}{}次", crate::layout::chinese_numeral(n as usize)),
            None => format!("{term}闭会"),
        }
    }
}

/// “县十八届人大五次会议”, “第十八届人民代表大会第五次会议”, “18届5次”, “十八届五次”, “闭会期间” → the session meant.
pub fn session(text: &str) -> Option<SessionLabel> {
    let folded = compact(text);
    let term = number_before(&folded, '届');
    if folded.contains("闭会") {
        return Some(SessionLabel { term, session: None });
    }
    let after = folded.split_once('届').map(|(_, rest)| rest)?;
    Some(SessionLabel { term: Some(term?), session: Some(number_before(after, '次')?) })
}

/// The number, in Arabic or Chinese digits, that stands directly before `mark`.
fn number_before(text: &str, mark: char) -> Option<u32> {
    let (before, _) = text.split_once(mark)?;
    let is_digit = |c: &char| c.is_ascii_digit() || "〇零一二三四五六七八九十百".contains(*c);
    let digits: Vec<char> = before.chars().rev().take_while(is_digit).collect();
    let digits: String = digits.into_iter().rev().collect();
    digits.parse().ok().or_else(|| chinese(&digits)).filter(|n| (1..=999).contains(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn official_numbers_in_every_spelling() {
        for text in [
            "第63号",
            "63号",
            "０６３",
            "63",
            "063",
            " 第 63 号 ",
            "第063号建议",
            "63.0",
            "六十三",
            "第六十三号",
            "编号:63",
            "县十八届人大五次会议第063号建议",
            "№63",
        ] {
            assert_eq!(official(text), Ok(63), "{text}");
        }
        assert_eq!(official("闭会第007号"), Ok(7));
        for text in ["", "第号", "零", "0", "六三号", "甲63", "12345678901", "第63-2号"] {
            assert!(official(text).is_err(), "{text}");
        }
    }

    #[test]
    fn sessions_in_every_spelling() {
        for text in [
            "县十八届人大五次会议",
            "第十八届人民代表大会第五次会议",
            "18届5次",
            "十八届五次",
            "１８届人大５次会议",
            "泗安县十八届人大五次会议代表建议交办清单",
        ] {
            assert_eq!(session(text).map(SessionLabel::label).as_deref(), Some("十八届五次"), "{text}");
        }
        assert_eq!(session("闭会期间").map(SessionLabel::label).as_deref(), Some("闭会"));
        assert_eq!(session("十八届闭会期间").map(SessionLabel::label).as_deref(), Some("十八届闭会"));
        assert_eq!(session("2026年"), None);
        assert_eq!(session("十八届"), None);
    }
}
