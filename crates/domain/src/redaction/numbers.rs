//! Identity numbers, bank cards and mobiles.

use super::digits::{Run, begins, ends, ends_as_named, is_of_a_thing};
use super::landline::landline;
use super::plain::Plain;
use super::{PersonalData, Span};
use chrono::{Datelike, NaiveDate};

pub(super) fn find(text: &Plain) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut index = 0;
    while index < text.len() {
        if !begins(text, index) && !after_bracket(text, index) {
            index += 1;
            continue;
        }
        let kinds = [identity, bank_card, mobile, landline];
        match kinds.iter().find_map(|kind| kind(text, index)) {
            Some(span) => {
                index = span.end;
                found.push(span);
            }
            None => index += 1,
        }
    }
    found
}

/// `(0572)6012345`: the area's code is begun by the bracket.
fn after_bracket(text: &Plain, index: usize) -> bool {
    text.digit(index).is_some() && text.before(index) == '('
}

/// Codes of the provinces in an identity number (GB/T 2260).
const PROVINCES: &[u8] = &[
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
    61, 62, 63, 64, 65, 71, 81, 82, 83,
];
/// Born in or before this year, a number of eighteen places with a wrong check digit is still somebody's, mistyped. Later ones
/// are numbers of files, which begin with the county and the day as well.
const MISTYPED_UP_TO: i32 = 2022;

fn identity(text: &Plain, start: usize) -> Option<Span> {
    let run = Run::read(text, start, 21);
    if run.len() < 15 {
        return None;
    }
    let of_a_thing = is_of_a_thing(text, start);
    let before = text.clause_before(start, 14);
    let named = ["身份", "证件号", "证号", "ID"].iter().any(|name| before.contains(name)) && !of_a_thing;
    let span = |end| Some(Span { start, end, kind: PersonalData::IdNumber });
    let province = PROVINCES.contains(&(run.values[0] * 10 + run.values[1]));
    let birth = |from: usize, to: usize| birth(&run.digits(to)[from..to]);
    if run.may_end(text, 17) {
        // The check digit is an X.
        let after = text.skip_gaps_and_break(run.end_of(17));
        let after = after + usize::from(text.at(after) == '-');
        let close =
            after <= run.end_of(17) + 3 && matches!(text.at(after), 'x' | 'X' | '×' | 'Х' | '\u{2169}');
        let whole = close && !text.at(after + 1).is_ascii_alphanumeric();
        let somebody = province && birth(6, 14).is_some() && !of_a_thing;
        if whole && (named || somebody) {
            return span(after + 1);
        }
    }
    if run.may_end(text, 18) && !text.at(run.end_of(18)).is_ascii_alphabetic() {
        let born = birth(6, 14).filter(|_| province && !of_a_thing);
        let right = check(&run.values[..17]) == run.values[17];
        let somebody = born.is_some_and(|year| right || (year <= MISTYPED_UP_TO && groups_fit(text, &run)));
        if named || somebody {
            return span(run.end_of(18));
        }
    }
    if let Some(card) = disability_card(text, start, &run) {
        return Some(card);
    }
    if run.may_end(text, 15) && ends(text, run.end_of(15)) && run.len() < 17 {
        let date = format!("19{}", &run.digits(12)[6..12]);
        let old = province && self::birth(&date).is_some() && !of_a_thing && run.groups(text, 15).len() <= 3;
        return if named || old { span(run.end_of(15)) } else { None };
    }
    None
}

/// Whether eighteen digits are written as people write an identity number.
fn groups_fit(text: &Plain, run: &Run) -> bool {
    let groups = run.groups(text, 18);
    matches!(
        groups.as_slice(),
        [18] | [6, 8, 4] | [6, 4, 4, 4] | [6, 12] | [14, 4] | [3, 3, 4, 4, 4] | [6, 4, 2, 2, 4]
    ) || groups.len() == 18
}

/// 残疾人证号: the identity number with kind and degree of the disability behind it.
fn disability_card(text: &Plain, start: usize, run: &Run) -> Option<Span> {
    let right = run.may_end(text, 20)
        && PROVINCES.contains(&(run.values[0] * 10 + run.values[1]))
        && birth(&run.digits(20)[6..14]).is_some()
        && (check(&run.values[..17]) == run.values[17] || text.clause_before(start, 14).contains("残疾"))
        && ends(text, run.end_of(20));
    right.then(|| Span { start, end: run.end_of(20), kind: PersonalData::IdNumber })
}

/// The year, when `YYYYMMDD` is a day on which somebody alive can have been born.
fn birth(date: &str) -> Option<i32> {
    let day = NaiveDate::parse_from_str(date, "%Y%m%d").ok()?;
    (1900..2100).contains(&day.year()).then_some(day.year())
}

/// The check digit of the first seventeen; 10 is written X (GB 11643, ISO 7064 MOD 11-2).
fn check(digits: &[u8]) -> u8 {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2][(sum % 11) as usize]
}

/// What an account of a person is called, before its number.
const ACCOUNT: &[&str] = &[
    "银行卡",
    "卡号",
    "账号",
    "帐号",
    "账户",
    "储蓄卡",
    "信用卡",
    "工资卡",
    "存折",
    "一卡通",
    "农行",
    "工行",
    "建行",
    "中行",
    "农商",
    "社保卡",
    "汇入",
    "汇至",
    "转账",
    "打入",
    "收款",
    "卡上",
    "银行",
];
/// What an account of an office is called.
const OFFICE_ACCOUNT: &[&str] = &["对公", "公户", "专户", "财政", "基本户", "单位账"];
/// Holders that are no persons, named after the number.
const HOLDER: &[&str] = &["总会", "基金会", "公司", "委员会", "红十字", "财政", "合作社", "学校"];
/// Beginnings of cards that are issued here.
const ISSUERS: &[&str] =
    &["62", "60", "4", "51", "52", "53", "54", "55", "35", "37", "9558", "9559", "81", "82"];

fn bank_card(text: &Plain, start: usize) -> Option<Span> {
    let run = Run::read(text, start, 22);
    if run.len() < 15 || is_of_a_thing(text, start) {
        return None;
    }
    let before = text.clause_before(start, 16);
    let has = |words: &[&str], within: &str| words.iter().any(|word| within.contains(word));
    let called_before = has(ACCOUNT, &before);
    let fits = |count: &usize| {
        let count = *count;
        if !run.may_end(text, count) {
            return false;
        }
        let end = run.end_of(count);
        // 代发的6217…的卡号有误: the name may follow.
        let named =
            called_before || has(&["卡号", "账号", "一卡通", "银行卡", "储蓄卡"], &text.clause_after(end, 8));
        if !(ends(text, end) || named && ends_as_named(text, end)) {
            return false;
        }
        let digits = run.digits(count);
        let issued = ISSUERS.iter().any(|issuer| digits.starts_with(issuer));
        let groups = run.groups(text, count);
        // Groups of four are how a card is printed, whatever the check digit says.
        let printed = groups.len() > 3 && groups[..groups.len() - 1].iter().all(|group| *group == 4);
        let grouped = groups.iter().all(|group| *group >= 3) || groups.len() == count;
        let right = (16..=19).contains(&count) && issued && grouped && luhn(&run.values[..count]);
        right || named || (printed && digits.starts_with("62"))
    };
    // The whole run first; of two numbers on one line the first is one of the usual lengths.
    let whole = run.len();
    let lengths = [whole, 19, 16, 18, 17];
    let count = lengths.into_iter().filter(|count| (15..=21).contains(count)).find(fits)?;
    if has(OFFICE_ACCOUNT, &before) || has(HOLDER, &text.clause_after(run.end_of(count), 12)) {
        return None;
    }
    Some(Span { start, end: run.end_of(count), kind: PersonalData::BankCard })
}

/// The check of bank cards (ISO/IEC 7812-1).
fn luhn(digits: &[u8]) -> bool {
    let doubled = |(place, digit): (usize, &u8)| {
        let value = u32::from(*digit) << (place % 2);
        if value > 9 { value - 9 } else { value }
    };
    digits.iter().rev().enumerate().map(doubled).sum::<u32>().is_multiple_of(10)
}

/// In which groups eleven digits are written.
const MOBILE_GROUPS: &[&[usize]] = &[
    &[11],
    &[3, 4, 4],
    &[3, 3, 5],
    &[4, 3, 4],
    &[4, 4, 3],
    &[3, 8],
    &[7, 4],
    &[5, 6],
    &[6, 5],
    &[3, 2, 2, 2, 2],
    &[3, 2, 3, 3],
    &[3, 5, 3],
    &[1, 3, 3, 4],
];
/// What a telephone is called, before its number.
const TELEPHONE: &[&str] =
    &["手机", "电话", "号码", "联系", "致电", "来电", "拨打", "打给", "微信", "短信", "tel", "Tel"];

fn mobile(text: &Plain, start: usize) -> Option<Span> {
    // Called from abroad (86) or, formerly, from another town (0).
    let run = Run::read(text, start, 18);
    let prefix = match run.values.as_slice() {
        [0, 0, 8, 6, 1, ..] => 4,
        [8, 6, 1, ..] => 2,
        [0, 1, 3..=9, ..] => 1,
        _ => 0,
    };
    let number = run.values.get(prefix..prefix + 11)?;
    if !matches!(number, [1, 3..=9, ..]) || is_of_a_thing(text, start) {
        return None;
    }
    let named = TELEPHONE.iter().any(|name| text.clause_before(start, 8).contains(name));
    let groups = run.groups(text, prefix + 11);
    let single = groups.iter().all(|group| *group == 1);
    let after_prefix = match prefix {
        0 => groups.clone(),
        _ if groups[0] == prefix => groups[1..].to_vec(),
        _ => std::iter::once(groups[0] - prefix.min(groups[0])).chain(groups[1..].iter().copied()).collect(),
    };
    let end = run.end_of(prefix + 11);
    if single {
        // Eleven single digits in a row of more are no number of eleven.
        if run.len() > prefix + 11 {
            return None;
        }
    } else if !MOBILE_GROUPS.contains(&after_prefix.as_slice())
        && !run.is_hyphenated(text, prefix + 11)
        && !named
    {
        return None;
    }
    // 13857212345户主 is no number of households.
    let of_a_household = text.one_of(text.skip_gaps(end), &["户主", "户名", "户籍", "个人"]).is_some();
    if !ends(text, end) && !((named || of_a_household) && ends_as_named(text, end)) {
        return None;
    }
    let start = if text.before(start) == '+' { start - 1 } else { start };
    Some(Span { start, end, kind: PersonalData::Mobile })
}
