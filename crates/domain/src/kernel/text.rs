use super::{ErrorCode, FieldError};
use unicode_normalization::UnicodeNormalization;

/// What a text field accepts. Lengths count Unicode scalar values, never bytes.
#[derive(Clone, Copy, Debug)]
pub struct TextRule {
    min: usize,
    max: usize,
    multi_line: bool,
}

impl TextRule {
    /// A title or name: one line, no bidirectional overrides.
    pub const fn line(min: usize, max: usize) -> Self {
        Self { min, max, multi_line: false }
    }

    /// A body: tabs and new lines allowed.
    pub const fn body(min: usize, max: usize) -> Self {
        Self { min, max, multi_line: true }
    }

    /// Normalises and checks `input`.
    ///
    /// # Errors
    /// `text.required`, `text.too_short`, `text.too_long`, `text.control_character`,
    /// `text.direction_override`, at `pointer`.
    pub fn check(self, pointer: &str, input: &str) -> Result<String, FieldError> {
        let text = normalise(input);
        if text.chars().any(|c| self.forbids(c)) {
            return Err(FieldError::new(pointer, ErrorCode::TextControlCharacter));
        }
        if !self.multi_line && text.chars().any(is_direction_override) {
            return Err(FieldError::new(pointer, ErrorCode::TextDirectionOverride));
        }
        let actual = text.chars().count();
        let failure = if actual == 0 && self.min > 0 {
            ErrorCode::TextRequired
        } else if actual < self.min {
            ErrorCode::TextTooShort
        } else if actual > self.max {
            ErrorCode::TextTooLong
        } else {
            return Ok(text);
        };
        Err(FieldError::new(pointer, failure)
            .param("min", self.min)
            .param("max", self.max)
            .param("actual", actual))
    }

    fn forbids(self, c: char) -> bool {
        c.is_control() && !(self.multi_line && (c == '\t' || c == '\n'))
    }
}

/// NFC, line ends as `\n`, outer white space (including the ideographic space) removed.
pub fn normalise(input: &str) -> String {
    let text: String = input.replace("\r\n", "\n").replace('\r', "\n").nfc().collect();
    text.trim().to_owned()
}

/// Full-width ASCII (`０Ａ（`) to its half-width form: what numbers and codes typed in a Chinese
/// input method need before they can be compared.
pub fn fold_width(input: &str) -> String {
    input
        .chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' => ' ',
            other => other,
        })
        .collect()
}

fn is_direction_override(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(rule: TextRule, input: &str) -> Option<ErrorCode> {
        rule.check("#/title", input).err().map(|e| e.code)
    }

    #[test]
    fn lengths_count_characters_not_bytes() {
        let rule = TextRule::line(1, 5);
        assert_eq!(rule.check("#/t", "增设停车位").unwrap(), "增设停车位");
        assert_eq!(code(rule, "增设停车位的"), Some(ErrorCode::TextTooLong));
        assert_eq!(code(rule, "　 "), Some(ErrorCode::TextRequired));
    }

    #[test]
    fn control_characters_and_overrides_are_refused() {
        assert_eq!(code(TextRule::body(0, 9), "a\0b"), Some(ErrorCode::TextControlCharacter));
        assert_eq!(code(TextRule::line(0, 9), "a\nb"), Some(ErrorCode::TextControlCharacter));
        assert_eq!(code(TextRule::line(0, 9), "a\u{202e}b"), Some(ErrorCode::TextDirectionOverride));
        assert_eq!(TextRule::body(0, 9).check("#/t", "a\r\nb").unwrap(), "a\nb");
    }

    #[test]
    fn text_is_nfc_and_extension_b_survives() {
        assert_eq!(normalise("e\u{301}"), "é");
        assert_eq!(normalise("𠮷野"), "𠮷野");
        assert_eq!(fold_width("第０６３号（Ａ）"), "第063号(A)");
    }
}
