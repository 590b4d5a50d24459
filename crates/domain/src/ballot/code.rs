//! Codes that people read from paper and type: slips (选票凭码) and key halves (开箱钥匙).

use crate::kernel::fold_width;

/// Thirty-two letters and figures that nobody takes for one another: no I, O, 0, 1.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Letters of a slip: 60 bits, which nobody can guess in the hours of a meeting.
pub const SLIP_LETTERS: usize = 12;

/// Letters of one half of the key: 80 bits.
pub const KEY_LETTERS: usize = 16;

/// The code that random bytes stand for: five bits of each byte, so every code is equally likely.
pub fn code_of(random: &[u8]) -> String {
    random.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()
}

/// As it is printed: groups of four.
pub fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// What was typed, as it is compared: without spaces and dashes, in capitals, full-width letters folded. `None` when it has
/// another length or a letter that no code has.
pub fn read_code(typed: &str, letters: usize) -> Option<String> {
    if typed.len() > 200 {
        return None;
    }
    let code: String = fold_width(typed)
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '—' | '–' | '－'))
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let known = code.bytes().all(|byte| ALPHABET.contains(&byte));
    (known && code.len() == letters).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_however_they_are_typed() {
        let code = code_of(&[0, 31, 8, 9, 40, 255, 1, 2, 3, 4, 5, 6]);
        assert_eq!(code.len(), SLIP_LETTERS);
        assert_eq!(read_code(&grouped(&code).to_lowercase(), SLIP_LETTERS), Some(code.clone()));
        assert_eq!(read_code(" ２Ｚab－ 2345 6789 ", SLIP_LETTERS), Some("2ZAB23456789".to_owned()));
        for wrong in ["", "2ZAB2345678", "0ZAB23456789", "2ZAB23456789X", "代表之家代表之家代表之家"]
        {
            assert_eq!(read_code(wrong, SLIP_LETTERS), None, "{wrong}");
        }
    }
}
