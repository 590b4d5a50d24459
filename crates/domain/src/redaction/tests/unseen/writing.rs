//! The ways in which people write a number.

use super::dice::Dice;

const CHINESE: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const RING: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const SPOKEN: [char; 10] = ['零', '幺', '二', '三', '四', '五', '六', '七', '八', '九'];
const FORMAL: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];

fn wide(c: char) -> char {
    match c {
        '!'..='~' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
        _ => c,
    }
}

fn in_words(number: &str, words: [char; 10]) -> String {
    number.chars().map(|c| c.to_digit(10).map_or(c, |value| words[value as usize])).collect()
}

/// The number in one of its writings; `groups`: where people pause in it.
pub(super) fn written(number: &str, groups: &[usize], dice: &mut Dice) -> String {
    match dice.below(14) {
        0..=4 => number.to_owned(),
        5 => number.chars().map(wide).collect(),
        6 => grouped(number, groups, " "),
        7 => grouped(number, groups, dice.one_of::<&str>(&["-", "－", "—", "·"])),
        8 => in_words(number, *dice.one_of(&[CHINESE, RING, SPOKEN, FORMAL])),
        9 => {
            // Half and half.
            let cut = number.len() / 2;
            format!("{}{}", &number[..cut], in_words(&number[cut..], CHINESE))
        }
        10 => {
            // A line ends within it.
            let cut = dice.between(2, number.len() - 2);
            format!("{}\n{}", &number[..cut], &number[cut..])
        }
        11 => grouped(&number.chars().map(wide).collect::<String>(), groups, "\u{3000}"),
        12 => number.chars().map(|c| if dice.percent(40) { wide(c) } else { c }).collect(),
        _ => grouped(number, groups, "  "),
    }
}

fn grouped(number: &str, groups: &[usize], between: &str) -> String {
    let chars: Vec<char> = number.chars().collect();
    let (mut parts, mut from) = (Vec::new(), 0);
    for group in groups {
        let to = (from + group).min(chars.len());
        if to > from {
            parts.push(chars[from..to].iter().collect::<String>());
        }
        from = to;
    }
    if from < chars.len() {
        parts.push(chars[from..].iter().collect());
    }
    parts.join(between)
}
