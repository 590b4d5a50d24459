//! Identity numbers, bank cards, mobiles and landlines.

use super::digits::{Run, begins, ends, is_of_a_thing};
use super::plain::Plain;
use super::{PersonalData, Span};
use chrono::NaiveDate;

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

fn identity(text: &Plain, start: usize) -> Option<Span> {
    let run = Run::read(text, start, 19);
    let named = ["身份", "证件号", "证号"].iter().any(|name| text.clause_before(start, 14).contains(name))
        && !is_of_a_thing(text, start);
    let span = |end| Some(Span { start, end, kind: PersonalData::IdNumber });
    let province = run.len() >= 2 && PROVINCES.contains(&(run.values[0] * 10 + run.values[1]));
    if run.len() == 17 {
        // The check digit is an X.
        let after = text.skip_gaps(run.end_of(17));
        let close = after <= run.end_of(17) + 1 && matches!(text.at(after), 'x' | 'X' | '×' | '\u{2169}');
        let whole = !text.at(after + 1).is_ascii_alphanumeric();
        let right = province && birth(&run.digits(17)[6..14]) && check(&run.values) == 10;
        return if close && whole && (named || right) { span(after + 1) } else { None };
    }
    if run.len() == 18
        && text.digit(run.end_of(18)).is_none()
        && !text.at(run.end_of(18)).is_ascii_alphabetic()
    {
        let right = province
            && birth(&run.digits(18)[6..14])
            && check(&run.values[..17]) == run.values[17]
            && !is_of_a_thing(text, start);
        return if named || right { span(run.end_of(18)) } else { None };
    }
    if run.len() == 19 {
        return disability_card(text, start);
    }
    if run.len() == 15 && ends(text, run.end_of(15)) {
        let old = province && birth(&format!("19{}", &run.digits(15)[6..12])) && !is_of_a_thing(text, start);
        return if named || old { span(run.end_of(15)) } else { None };
    }
    None
}

/// 残疾人证号: the identity number with kind and degree of the disability behind it.
fn disability_card(text: &Plain, start: usize) -> Option<Span> {
    let run = Run::read(text, start, 21);
    let right = run.len() == 20
        && PROVINCES.contains(&(run.values[0] * 10 + run.values[1]))
        && birth(&run.digits(20)[6..14])
        && (check(&run.values[..17]) == run.values[17] || text.clause_before(start, 14).contains("残疾"))
        && ends(text, run.end_of(20));
    right.then(|| Span { start, end: run.end_of(20), kind: PersonalData::IdNumber })
}

/// Whether `YYYYMMDD` is a day on which somebody alive can have been born.
fn birth(date: &str) -> bool {
    let day = NaiveDate::parse_from_str(date, "%Y%m%d");
    day.is_ok_and(|day| (1900..2100).contains(&chrono::Datelike::year(&day)))
}

/// The check digit of the first seventeen; 10 is written X (GB 11643, ISO 7064 MOD 11-2).
fn check(digits: &[u8]) -> u8 {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2][(sum % 11) as usize]
}

fn bank_card(text: &Plain, start: usize) -> Option<Span> {
    let run = Run::read(text, start, 22);
    let count = run.len();
    if !(15..=21).contains(&count) || !ends(text, run.end_of(count)) {
        return None;
    }
    let before = text.clause_before(start, 16);
    let of_an_office =
        ["对公", "公户", "专户", "财政", "基本户", "单位账"].iter().any(|name| before.contains(name));
    let after = text.clause_after(run.end_of(count), 12);
    let holder = ["总会", "基金会", "公司", "委员会", "红十字", "财政", "合作社", "学校"]
        .iter()
        .any(|name| after.contains(name));
    if of_an_office || holder || is_of_a_thing(text, start) {
        return None;
    }
    let named = [
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
        "农商",
    ];
    let named = named.iter().any(|name| before.contains(name));
    let digits = run.digits(count);
    let issued = ["62", "60", "4", "51", "52", "53", "54", "55", "35", "37", "9558", "9559"];
    let issued = issued.iter().any(|issuer| digits.starts_with(issuer));
    let grouped = run.groups(count).iter().all(|group| *group >= 3);
    let right = (16..=19).contains(&count) && issued && grouped && luhn(&run.values);
    (named || right).then(|| Span { start, end: run.end_of(count), kind: PersonalData::BankCard })
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
];

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
    let groups = run.groups(prefix + 11);
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
        && !["手机", "电话", "号码"].iter().any(|name| text.clause_before(start, 8).contains(name))
    {
        return None;
    }
    if !ends(text, end) {
        return None;
    }
    let start = if text.before(start) == '+' { start - 1 } else { start };
    Some(Span { start, end, kind: PersonalData::Mobile })
}

fn landline(text: &Plain, start: usize) -> Option<Span> {
    let (begin, local, end) = with_area(text, start).or_else(|| bare(text, start))?;
    if !(2..=8).contains(&local) || is_of_a_thing(text, begin) || is_official(text, begin, end) {
        return None;
    }
    Some(Span { start: begin, end, kind: PersonalData::Landline })
}

/// `0572-6012345`, `(0572) 601 2345`, `057260123450`, with an extension: where it begins, its first local digit, its end.
fn with_area(text: &Plain, start: usize) -> Option<(usize, u8, usize)> {
    let area = Run::read(text, start, 4);
    let code = match area.values.as_slice() {
        [0, 1, 0, ..] => 3,
        [0, 2, _, ..] => 3,
        [0, 3..=9, _, _] => 4,
        _ => return None,
    };
    if area.groups(code) != [code] {
        return None;
    }
    let mut local = area.end_of(code);
    let bracket = text.before(start) == '(' && text.at(local) == ')';
    if bracket {
        local += 1;
    }
    while local < text.len()
        && (text.at(local) == '-' || text.at(local) == '—' || super::plain::is_gap(text.at(local)))
    {
        local += 1;
    }
    let run = Run::read(text, local, 9);
    let begin = if bracket { start - 1 } else { start };
    [8, 7].into_iter().find_map(|count| {
        let whole =
            run.len() >= count && matches!(run.groups(count).as_slice(), [7 | 8] | [3, 4] | [4, 3] | [4, 4]);
        let end = whole.then(|| extension(text, run.end_of(count)))?;
        ends(text, end).then_some((begin, run.values[0], end))
    })
}

/// Seven or eight digits that are called a telephone.
fn bare(text: &Plain, start: usize) -> Option<(usize, u8, usize)> {
    let before = text.clause_before(start, 8);
    const NAMES: &[&str] = &["电话", "座机", "固话", "宅电", "致电", "拨打", "tel", "Tel", "TEL"];
    if !NAMES.iter().any(|name| before.contains(name)) {
        return None;
    }
    let run = Run::read(text, start, 9);
    let count = run.len();
    let whole =
        matches!(count, 7 | 8) && matches!(run.groups(count).as_slice(), [7 | 8] | [3, 4] | [4, 3] | [4, 4]);
    let end = whole.then(|| extension(text, run.end_of(count)))?;
    ends(text, end).then_some((start, run.values[0], end))
}

/// Beyond `-801` or `转801`.
fn extension(text: &Plain, end: usize) -> usize {
    let hyphen = matches!(text.at(end), '-' | '转');
    let mut after = end + 1;
    while hyphen && after <= end + 4 && text.digit(after).is_some() {
        after += 1;
    }
    if hyphen && after > end + 1 { after } else { end }
}

/// Whose telephone it is, when it is told before the number.
const PRIVATE: &[&str] = &[
    "家",
    "宅",
    "本人",
    "个人",
    "我",
    "老人",
    "村民",
    "住户",
    "业主",
    "户主",
    "居民",
    "当事人",
    "母",
    "父",
    "妻",
    "丈夫",
    "儿子",
    "女儿",
    "信访人",
    "投诉人",
    "反映人",
    "来信人",
    "来电人",
    "租户",
    "邻居",
    "先生",
    "女士",
    "大爷",
    "大妈",
    "大伯",
    "阿姨",
    "奶奶",
    "爷爷",
    "同志",
    "他的",
    "她的",
    "其电话",
];
const OFFICIAL: &[&str] = &[
    "局",
    "办公室",
    "政府",
    "街道办",
    "委员会",
    "中心",
    "派出所",
    "村委",
    "居委",
    "热线",
    "值班",
    "服务",
    "传真",
    "举报",
    "监督",
    "咨询",
    "客服",
    "投诉电话",
    "公开电话",
    "医院",
    "学校",
    "小学",
    "中学",
    "大队",
    "科室",
    "科长",
    "窗口",
    "便民",
    "公司",
    "站",
    "院",
    "厅",
    "委",
    "联络",
    "报名",
    "总机",
    "经办",
    "承办",
    "单位",
    "部门",
    "股",
    "处",
    "所",
    "大厅",
    "办事",
    "政务",
    "主任",
    "公示",
    "受理",
    "抢修",
];

/// Whether the telephone is an office's: those may and shall be known.
fn is_official(text: &Plain, start: usize, end: usize) -> bool {
    let near = text.clause_before(start, 12);
    let (before, after) = (text.clause_before(start, 26), text.clause_after(end, 12));
    // The nearer word tells whose it is.
    let last = |words: &[&str], within: &str| words.iter().filter_map(|word| within.rfind(word)).max();
    match (last(PRIVATE, &near), last(OFFICIAL, &near)) {
        (Some(private), Some(office)) => return office > private,
        (Some(_), None) => return false,
        (None, Some(_)) => return true,
        (None, None) => {}
    }
    last(OFFICIAL, &before) > last(PRIVATE, &before)
        || (last(PRIVATE, &before).is_none() && OFFICIAL.iter().any(|word| after.contains(word)))
}
