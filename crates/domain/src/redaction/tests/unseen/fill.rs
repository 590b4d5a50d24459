//! Fills the slots of a sentence. `{mobile}` and its like are personal data and become wanted marks; `{road}`, `{amount}` and
//! their like are not.

use super::{dice::Dice, lists as l, writing::written};
use crate::redaction::{PersonalData as P, Span};

/// A sentence with what is to be found in it.
pub(super) struct Filled {
    pub text: String,
    pub spans: Vec<Span>,
}

pub(super) fn fill(template: &str, dice: &mut Dice) -> Filled {
    let mut filled = Filled { text: String::new(), spans: Vec::new() };
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.text.push_str(before);
        let (slot, after) = after.split_once('}').unwrap_or_else(|| panic!("open slot in {template}"));
        let start = filled.text.chars().count();
        let (text, kind) = slot_of(slot, dice);
        filled.text.push_str(&text);
        if let Some(kind) = kind {
            filled.spans.push(Span { start, end: start + text.chars().count(), kind });
        }
        rest = after;
    }
    filled.text.push_str(rest);
    filled
}

fn slot_of(slot: &str, dice: &mut Dice) -> (String, Option<P>) {
    let some = |text: String, kind| (text, Some(kind));
    let none = |text: String| (text, None);
    match slot {
        "id" => some(identity(true, dice), P::IdNumber),
        "id_any" => {
            let right = dice.percent(60);
            some(identity(right, dice), P::IdNumber)
        }
        "mobile" => some(mobile(dice), P::Mobile),
        "landline" => some(landline(dice), P::Landline),
        "card" => some(card(true, dice), P::BankCard),
        "card_any" => {
            let right = dice.percent(60);
            some(card(right, dice), P::BankCard)
        }
        "plate" => some(plate(dice), P::Plate),
        "mail" => some(mail(dice), P::Email),
        "wechat" => some((*dice.one_of(l::WECHAT_IDS)).to_owned(), P::Wechat),
        "qq" => {
            let count = dice.between(6, 10);
            let number = format!("{}{}", dice.between(1, 9), dice.digits(count));
            some(number, P::Qq)
        }
        "address" => some(address(dice), P::Address),
        "house" => some(house(dice), P::Address),
        "minor" => some(format!("{}{}", dice.one_of(l::SURNAMES), dice.one_of(l::GIVEN)), P::MinorName),
        "office_phone" => none(format!("0572-6{}", dice.digits(6))),
        "hotline" => none(
            (*dice.one_of(&["12345", "12348", "96345", "110", "120", "400-8123-456", "95598", "12315"]))
                .to_owned(),
        ),
        "doc_no" => none(format!("泗住建〔202{}〕{}号", dice.between(0, 6), dice.between(1, 300))),
        "case_no" => none(format!("（2025）浙0522民初{}号", dice.between(100, 9999))),
        "amount" => none(match dice.below(4) {
            0 => format!("{}.{}万元", dice.between(10, 99999), dice.digits(2)),
            1 => format!("{}元", dice.between(13_000_000, 1_999_999_999)),
            2 => format!("13,{},{}.00元", 100 + dice.below(900), 100 + dice.below(900)),
            _ => format!("人民币1{}元", dice.digits(10)),
        }),
        "area" => none(format!("{}.{}平方米", dice.between(1000, 999_999), dice.digits(2))),
        "date" => none(match dice.below(3) {
            0 => format!("202{}年{}月{}日", dice.between(0, 6), dice.between(1, 12), dice.between(1, 28)),
            1 => format!("202{}-0{}-1{}", dice.between(0, 6), dice.between(1, 9), dice.between(0, 9)),
            _ => format!(
                "二〇二{}年{}月",
                dice.one_of(&["四", "五", "六"]),
                dice.one_of(&["三", "八", "十一"])
            ),
        }),
        "coordinate" => none(format!("东经119.{}，北纬31.{}", dice.digits(6), dice.digits(6))),
        "project" => none(format!("20{}-330522-48-01-{}", dice.between(20, 26), dice.digits(6))),
        "uscc" => none(format!("91330522MA2B{}X{}", dice.digits(3), dice.digits(2))),
        "bid" => none(format!("SAXZ-202{}-013857212{}", dice.between(0, 6), dice.digits(2))),
        "order" => none(format!("2026{}{}", dice.digits(4), dice.digits(9))),
        "post" => none(format!("3131{}", dice.digits(2))),
        "road" => none((*dice.one_of(l::ROADS)).to_owned()),
        "no" => none(dice.between(1, 299).to_string()),
        "village" => none((*dice.one_of(l::VILLAGES)).to_owned()),
        "estate" => none((*dice.one_of(l::ESTATES)).to_owned()),
        "town" => none((*dice.one_of(l::TOWNS)).to_owned()),
        "unit" => none((*dice.one_of(l::UNITS)).to_owned()),
        "adult" => none(format!("{}{}", dice.one_of(l::SURNAMES), dice.one_of(l::ADULTS))),
        "surname" => none((*dice.one_of(l::SURNAMES)).to_owned()),
        "age" => none(match dice.below(4) {
            0 => (*dice.one_of(&["六", "七", "十一", "十二", "十五"])).to_owned(),
            _ => dice.between(3, 16).to_string(),
        }),
        "grade" => none((*dice.one_of(&["一", "二", "三", "四", "五", "六"])).to_owned()),
        other => panic!("no slot {other}"),
    }
}

fn identity(right: bool, dice: &mut Dice) -> String {
    let place = dice.one_of(&["330522", "330521", "320582", "341822", "110105", "440304", "510107"]);
    let birth = format!("{}{:02}{:02}", dice.between(1938, 2021), dice.between(1, 12), dice.between(1, 28));
    let first = format!("{place}{birth}{}", dice.digits(3));
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = first.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let place = (sum as usize + usize::from(!right) * 3) % 11;
    let last = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][place];
    if last != 'X' {
        return written(&format!("{first}{last}"), &[6, 8, 4], dice);
    }
    let last = dice.one_of(&["X", "x", "Ｘ", "ｘ"]);
    format!("{}{last}", written(&first, &[6, 8, 3], dice))
}

fn mobile(dice: &mut Dice) -> String {
    let number = format!(
        "1{}{}",
        dice.one_of(&["38", "39", "57", "86", "77", "50", "99", "45", "66"]),
        dice.digits(8)
    );
    let groups: &[usize] =
        dice.one_of::<&[usize]>(&[&[3, 4, 4], &[3, 4, 4], &[3, 3, 5], &[4, 4, 3], &[3, 8]]);
    let text = written(&number, groups, dice);
    match dice.below(12) {
        0 => format!("+86 {number}"),
        1 => format!("0086-{number}"),
        2 => format!("+86{number}"),
        3 => format!("86{number}"),
        _ => text,
    }
}

fn landline(dice: &mut Dice) -> String {
    let area = *dice.one_of(&["0572", "0571", "021", "010", "0512"]);
    let local = format!("{}{}", dice.between(2, 8), dice.digits(if area.len() == 3 { 7 } else { 6 }));
    let shown = match dice.below(8) {
        0 => format!("（{area}）{local}"),
        1 => format!("{area} {} {}", &local[..3], &local[3..]),
        2 => written(&format!("{area}{local}"), &[area.len(), 8], dice),
        3 => format!("{area}－{local}"),
        4 => format!("({area}){local}"),
        5 => format!("+86-{}-{local}", &area[1..]),
        _ => format!("{area}-{local}"),
    };
    match dice.below(6) {
        0 => format!("{shown}-{}", dice.between(801, 899)),
        1 => format!("{shown}转{}", dice.between(801, 899)),
        _ => shown,
    }
}

fn card(right: bool, dice: &mut Dice) -> String {
    let issuer = *dice.one_of(&["622202", "622848", "621700", "621785", "623091"]);
    let length = *dice.one_of(&[16, 19, 19]);
    let first = format!("{issuer}{}", dice.digits(length - 7));
    let sum: u32 = first
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let value = u32::from(digit - b'0') * if place % 2 == 0 { 2 } else { 1 };
            if value > 9 { value - 9 } else { value }
        })
        .sum();
    let last = (10 - sum % 10 + if right { 0 } else { 4 }) % 10;
    let number = format!("{first}{last}");
    if dice.percent(40) { spaced(&number) } else { written(&number, &[4, 4, 4, 4, 4], dice) }
}

fn spaced(number: &str) -> String {
    let chars: Vec<char> = number.chars().collect();
    chars.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

fn plate(dice: &mut Dice) -> String {
    let province = *dice.one_of(l::PROVINCES);
    let office = *dice.one_of(&['A', 'B', 'C', 'E', 'F', 'K']);
    let dot = *dice.one_of(&["", "", "·", " ", "•", "."]);
    let letter = *dice.one_of(&['A', 'D', 'F', 'K', 'M', 'Z']);
    let rest = match dice.below(7) {
        0 => format!("D{}", dice.digits(5)),
        1 => format!("{}F", dice.digits(5)),
        2 => format!("{}警", dice.digits(4)),
        3 => format!("{}挂", dice.digits(4)),
        4 => format!("{}{letter}{}", dice.digits(2), dice.digits(2)),
        5 => return format!("粤Z{dot}{}{}", dice.digits(4), dice.one_of(&["港", "澳"])),
        _ => dice.digits(5),
    };
    let text = format!("{province}{office}{dot}{rest}");
    if dice.percent(8) { text.to_lowercase() } else { text }
}

fn mail(dice: &mut Dice) -> String {
    let sign = *dice.one_of(&["@", "@", "@", "＠", "(at)", "（at）", "[at]", " @ ", "#at#"]);
    format!("{}{sign}{}", dice.one_of(l::LOCAL_PARTS), dice.one_of(l::DOMAINS))
}

fn numeral(value: usize, dice: &mut Dice) -> String {
    const WORDS: [&str; 13] =
        ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
    if value <= 12 && dice.percent(20) { WORDS[value].to_owned() } else { value.to_string() }
}

/// An address that names a flat, or a house in a group of a village: told by itself.
fn address(dice: &mut Dice) -> String {
    let (floor, door) = (dice.between(1, 18), dice.between(1, 4));
    let room = format!("{floor}0{door}");
    let (house, unit) = (dice.between(1, 40), dice.between(1, 4));
    let (house, unit) = (numeral(house, dice), numeral(unit, dice));
    let estate = *dice.one_of(l::ESTATES);
    let road = format!("{}{}号", dice.one_of(l::ROADS), dice.between(1, 300));
    let village = *dice.one_of(l::VILLAGES);
    let group = dice.between(1, 18);
    let group = numeral(group, dice);
    let town = if dice.percent(40) { *dice.one_of(l::TOWNS) } else { "" };
    match dice.below(10) {
        0 => format!("{town}{estate}{house}幢{unit}单元{room}室"),
        1 => format!("{estate}{house}-{}-{room}", dice.between(1, 4)),
        2 => format!("{town}{village}{group}组{}号", dice.between(1, 99)),
        3 => format!("{estate}{house}号楼{unit}单元{room}室"),
        4 => format!("{town}{road}{house}幢{room}室"),
        5 => format!("{house}号楼{unit}单元{room}室"),
        6 => format!("{town}{road}{estate}{house}栋{unit}单元{room}"),
        7 => format!("{estate}{house}幢 {unit} 单元 {room} 室"),
        8 => format!("{town}{village}第{group}组{}号", dice.between(1, 99)),
        _ => format!("{estate}{house}号楼{room}"),
    }
}

/// A house in a street or a village: somebody's only where the sentence says that he lives there.
fn house(dice: &mut Dice) -> String {
    let town = if dice.percent(50) { *dice.one_of(l::TOWNS) } else { "" };
    match dice.below(3) {
        0 => format!("{town}{}{}号", dice.one_of(l::ROADS), dice.between(1, 300)),
        1 => format!("{town}{}{}号", dice.one_of(l::VILLAGES), dice.between(1, 99)),
        _ => address(dice),
    }
}
