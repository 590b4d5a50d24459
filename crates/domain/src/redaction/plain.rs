//! A text as it is read: one plain character for each written one, so that positions stay what they are.

use unicode_normalization::UnicodeNormalization;

/// The characters of a text, full-width and circled forms made plain.
pub(super) struct Plain {
    chars: Vec<char>,
}

/// Ends a clause: what is told before it does not speak of what comes after.
const CLAUSE_ENDS: &str = "。；;！!？?\n\r";

impl Plain {
    pub fn of(text: &str) -> Self {
        let plain = |c: char| {
            // A comma between two numbers is none within a number.
            if c == '，' {
                return c;
            }
            let mut forms = std::iter::once(c).nfkc();
            match (forms.next(), forms.next()) {
                (Some(one), None) => one,
                _ => c,
            }
        };
        Self { chars: text.chars().map(plain).collect() }
    }

    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// The character there, or a space beyond the ends.
    pub fn at(&self, index: usize) -> char {
        self.chars.get(index).copied().unwrap_or(' ')
    }

    /// The character before, or a space at the beginning.
    pub fn before(&self, index: usize) -> char {
        index.checked_sub(1).map_or(' ', |index| self.at(index))
    }

    /// The digit there, in Arabic or Chinese.
    pub fn digit(&self, index: usize) -> Option<u8> {
        digit(self.at(index))
    }

    /// Whether the words stand there.
    pub fn stands(&self, index: usize, words: &str) -> bool {
        words.chars().enumerate().all(|(n, c)| self.at(index + n).eq_ignore_ascii_case(&c))
    }

    /// The longest of the words that stands there: its length.
    pub fn one_of(&self, index: usize, words: &[&str]) -> Option<usize> {
        words.iter().filter(|word| self.stands(index, word)).map(|word| word.chars().count()).max()
    }

    /// The longest of the words that ends there: its length.
    pub fn ends_with(&self, end: usize, words: &[&str]) -> Option<usize> {
        let last = self.before(end);
        // Nearly every word is told apart by its last character.
        let near = words.iter().filter(|word| word.ends_with(|c: char| c.eq_ignore_ascii_case(&last)));
        let lengths = near.map(|word| (word, word.chars().count()));
        let ends = lengths.filter(|(word, length)| end >= *length && self.stands(end - length, word));
        ends.map(|(_, length)| length).max()
    }

    /// Up to `most` characters before, of the same clause.
    pub fn clause_before(&self, index: usize, most: usize) -> String {
        let from = index.saturating_sub(most);
        let part = &self.chars[from..index.min(self.len())];
        let start = part.iter().rposition(|c| CLAUSE_ENDS.contains(*c)).map_or(0, |at| at + 1);
        part[start..].iter().collect()
    }

    /// Up to `most` characters after, of the same clause.
    pub fn clause_after(&self, index: usize, most: usize) -> String {
        let part = &self.chars[index.min(self.len())..(index + most).min(self.len())];
        part.iter().take_while(|c| !CLAUSE_ENDS.contains(**c)).collect()
    }

    /// Beyond spaces and marks that nobody sees.
    pub fn skip_gaps(&self, mut index: usize) -> usize {
        while index < self.len() && is_gap(self.at(index)) {
            index += 1;
        }
        index
    }

    /// Beyond spaces, and at most one end of a line.
    pub fn skip_gaps_and_break(&self, index: usize) -> usize {
        let first = self.skip_gaps(index);
        if !is_break(self.at(first)) {
            return first;
        }
        let second = first + 1 + usize::from(self.at(first) == '\r' && self.at(first + 1) == '\n');
        self.skip_gaps(second)
    }

    /// The characters from one place to another.
    pub fn part(&self, start: usize, end: usize) -> String {
        self.chars[start.min(self.len())..end.min(self.len())].iter().collect()
    }
}

/// The value of a digit, in Arabic or Chinese.
pub(super) fn digit(c: char) -> Option<u8> {
    Some(match c {
        '0'..='9' => c as u8 - b'0',
        '零' | '〇' | '○' | '洞' => 0,
        '一' | '壹' | '幺' => 1,
        '二' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// A space, or a character without width.
pub(super) fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\t' | '\u{3000}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// A Chinese character.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇')
}

/// Where a line ends within a number or an address.
pub(super) fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{85}')
}
