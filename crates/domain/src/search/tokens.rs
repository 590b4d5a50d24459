use crate::kernel::fold_width;
use std::collections::BTreeSet;

/// Longest Latin token kept; what is longer is cut (a lexeme of Postgres may have 2 KB).
const LONGEST: usize = 40;

/// One stretch of characters of the same nature, with its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// Index of its first character.
    pub start: usize,
    /// The folded characters, one for each of the text.
    pub chars: Vec<char>,
    /// Han characters; otherwise a word or number.
    pub han: bool,
}

/// Cuts a text into runs of Han characters and of other letters and digits; everything else
/// separates.
pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open = false;
    for (index, raw) in text.chars().enumerate() {
        let c = fold(raw);
        if !c.is_alphanumeric() {
            open = false;
            continue;
        }
        let han = is_han(c);
        match runs.last_mut() {
            Some(last) if open && last.han == han => last.chars.push(c),
            _ => runs.push(Run { start: index, chars: vec![c], han }),
        }
        open = true;
    }
    runs
}

/// The distinct tokens of a text, sorted. A Han run gives all its pairs of neighbours and its last
/// character alone, so that a single character is found as the beginning of some token.
pub fn tokens(text: &str) -> Vec<String> {
    let mut found = BTreeSet::new();
    for run in runs(text) {
        if run.han {
            for pair in run.chars.windows(2) {
                found.insert(pair.iter().collect());
            }
            found.extend(run.chars.last().map(char::to_string));
        } else {
            found.insert(run.chars.iter().take(LONGEST).collect::<String>());
        }
    }
    found.into_iter().collect()
}

/// Half-width, lower case, always one character for one.
fn fold(c: char) -> char {
    let mut buffer = [0; 4];
    let narrow = fold_width(c.encode_utf8(&mut buffer)).chars().next().unwrap_or(c);
    let mut lower = narrow.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(single), None) => single,
        _ => narrow,
    }
}

/// Han characters of every plane, with the ideographic zero and iteration mark.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

pub(super) fn cut(run: &Run) -> String {
    run.chars.iter().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_text_gives_overlapping_pairs() {
        assert_eq!(tokens("停车位，停车"), ["位", "停车", "车", "车位"]);
        assert_eq!(tokens("𠮷野"), ["野", "𠮷野"]);
        assert!(tokens("，。 ").is_empty());
    }

    #[test]
    fn latin_words_are_folded_and_kept_whole() {
        assert_eq!(tokens("ＡＢＣ-２０２６ 第63号"), ["2026", "63", "abc", "号", "第"]);
        assert_eq!(tokens(&"x".repeat(99))[0].len(), LONGEST);
    }
}
