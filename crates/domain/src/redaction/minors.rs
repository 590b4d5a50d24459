//! Names of minors (未成年人姓名): never published, whoever wrote them.

use super::names::{could_be_name, has_surname, is_name, name_end};
use super::plain::{Plain, digit, is_gap, is_han};
use super::{PersonalData, Span};
use chrono::{Datelike, NaiveDate};

/// 未成年人: younger than so many years (Law on the Protection of Minors, art. 2).
const OF_AGE: u32 = 18;

/// Before the name of somebody who is a minor.
const MINOR: &[&str] = &[
    "小学生",
    "初中生",
    "高中生",
    "中学生",
    "学生",
    "男孩",
    "女孩",
    "男童",
    "女童",
    "儿童",
    "幼儿",
    "小孩",
    "男生",
    "女生",
    "未成年人",
    "留守儿童",
    "少年",
    "少女",
    "婴儿",
    "小朋友",
    "孤儿",
    "学童",
    "新生",
    "同学",
    "患儿",
    "幼童",
    "孩童",
    "宝宝",
    "少先队员",
    "大队长",
    "中队长",
    "班的",
    ")班",
    "年级的",
    "年级",
    "学生代表",
    "小记者",
    "被监护人",
    "监护对象",
    "女婴",
    "男婴",
    "弃婴",
    "学员",
];
/// Before the name of somebody's child, of any age.
const CHILD: &[&str] = &[
    "儿子",
    "女儿",
    "孙子",
    "孙女",
    "外孙",
    "外孙女",
    "外甥",
    "外甥女",
    "侄子",
    "侄女",
    "侄儿",
    "弟弟",
    "妹妹",
    "孩子",
    "长子",
    "次子",
    "长女",
    "次女",
    "小儿",
    "之子",
    "之女",
    "养女",
    "养子",
    "双胞胎",
    "娃",
    "其子",
    "其女",
    "其孙",
    "之孙",
    "孙儿",
    "长孙",
    "子女",
    "大儿",
    "小女",
];
/// What a clause says of a child that is still one.
const CHILDHOOD: &[&str] = &[
    "上学",
    "就读",
    "在读",
    "年级",
    "小学",
    "初中",
    "高中",
    "幼儿园",
    "学校",
    "未成年",
    "放学",
    "班级",
    "校车",
    "疫苗",
    "留守",
    "读书",
    "入学",
    "入园",
    "托班",
    "大班",
    "中班",
    "小班",
    "学籍",
    "课后",
    "班主任",
    "监护",
    "中学",
    "读初",
    "读高",
    "婴",
    "幼",
    "孩子",
];
const GROWN: &[&str] = &["大学", "学院", "研究生", "打工", "务工", "工作", "结婚", "成家", "上班", "退休"];

pub(super) fn find(text: &Plain, today: NaiveDate) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for index in (0..text.len()).filter(|index| has_surname(text, *index)) {
        let span = called(text, index, today).or_else(|| told(text, index, today));
        if let Some(span) = span.filter(|span| found.last().is_none_or(|last| last.end <= span.start)) {
            named_before(text, span.start, &mut found);
            found.push(span);
            also_named(text, span.end, &mut found);
        }
    }
    found
}

/// `学生李小明`, `女儿叫王芳，八岁`.
fn called(text: &Plain, start: usize, today: NaiveDate) -> Option<Span> {
    let mut end = start;
    while end > 0 && start - end < 2 && (is_gap(text.before(end)) || "：:“\"（(".contains(text.before(end)))
    {
        end -= 1;
    }
    if let Some(verb) = text.ends_with(end, &["名叫", "叫做", "取名", "姓名", "名字叫", "叫", "名为", "是"])
    {
        end -= verb;
    }
    let minor = text.ends_with(end, MINOR).or_else(|| class(text, end)).or_else(|| aged(text, end));
    let child = text.ends_with(end, CHILD);
    let role = minor.or(child)?;
    // 大学生 and 学生家长 are no minors; the latter never ends here.
    let grown = minor.is_some()
        && text.ends_with(end - role, &["大", "研究", "留", "毕业", "博士", "硕士", "退学"]).is_some();
    let young = |end: usize| age_after(text, end, today).is_some_and(|age| age < OF_AGE);
    let name_end = name_end(text, start).or_else(|| half_hidden(text, start, today)).or_else(|| {
        [3, 2]
            .map(|length| start + length)
            .into_iter()
            .find(|end| could_be_name(text, start, *end) && young(*end))
    })?;
    let age = age_after(text, name_end, today);
    let about = text.clause_after(name_end, 30);
    let is_child = match age {
        Some(age) => age < OF_AGE,
        None if minor.is_some() => !grown,
        None => {
            let before = text.clause_before(start, 20);
            let says = |words: &[&str]| words.iter().any(|word| about.contains(word));
            let said = CHILDHOOD.iter().any(|word| before.contains(word)) || before.contains("学生");
            (says(CHILDHOOD) || about.contains("学号") || said) && !says(GROWN)
        }
    };
    is_child.then_some(Span { start, end: name_end, kind: PersonalData::MinorName })
}

/// `五（1）班`, `501班`: who is named after a class goes to school. Its length.
fn class(text: &Plain, end: usize) -> Option<usize> {
    let of_a_class = end >= 2
        && text.before(end) == '班'
        && (text.digit(end - 2).is_some() || matches!(text.at(end - 2), ')' | '）' | '级' | '十'));
    of_a_class.then_some(1)
}

/// `9岁的`, `年仅6岁男孩`, `八岁`: an age below that of adults directly before a name. Its length.
fn aged(text: &Plain, end: usize) -> Option<usize> {
    let mut at = end;
    if text.before(at) == '的' {
        at -= 1;
    }
    if at == 0 || text.before(at) != '岁' {
        return None;
    }
    at -= 1;
    if text.before(at) == '周' {
        at -= 1;
    }
    let last = at;
    while at > 0 && last - at < 3 && (text.digit(at - 1).is_some() || text.at(at - 1) == '十') {
        at -= 1;
    }
    let (value, after) = number(text, at)?;
    (after == last && value < OF_AGE).then_some(end - at)
}

/// `李某某（7岁）`: half hidden already, but with the age beside it.
fn half_hidden(text: &Plain, start: usize, today: NaiveDate) -> Option<usize> {
    let end = start + 3;
    let hidden = has_surname(text, start) && text.stands(start + 1, "某某");
    (hidden && age_after(text, end, today).is_some_and(|age| age < OF_AGE)).then_some(end)
}

/// `李小明（9岁）`, `王芳，女，2015年3月出生`, `李小明同学`, `张雨就读于实验小学`.
fn told(text: &Plain, start: usize, today: NaiveDate) -> Option<Span> {
    let before = text.before(start);
    let bounded = !is_han(before)
        || "生童孩子女儿名叫是系为即的、和与孙甥侄弟妹友民户员宝班校园其中及由对将把让为给有"
            .contains(before)
        || text.ends_with(start, &["年级", "家长", "居民", "村民", "一组", "姓名"]).is_some();
    [4, 3, 2].into_iter().find_map(|length| {
        let end = start + length;
        if !is_name(text, start, end) || (length == 4 && !is_name(text, start, start + 4)) {
            return None;
        }
        let address = text
            .one_of(end, &["小朋友", "同学", "这名学生", "的学生", "的小学生", "的孩子"])
            .is_some_and(|word| {
                // 同学们 are many, 同学家长 is grown.
                text.one_of(end + word, &["们", "家长", "会"]).is_none()
            });
        let minor = address
            || age_after(text, end, today).is_some_and(|age| age < OF_AGE)
            || (length <= 3 && pupil(text, end));
        (minor && (bounded || (length == 3 && address))).then_some(Span {
            start,
            end,
            kind: PersonalData::MinorName,
        })
    })
}

/// Whether what follows a name says that somebody goes to school.
fn pupil(text: &Plain, end: usize) -> bool {
    let after = text.clause_after(end, 16);
    let begins = [
        "就读",
        "在读",
        "，就读",
        "在县",
        "系",
        "，系",
        "，现就读",
        "现就读",
        "目前就读",
        "，目前就读",
        "是我校",
        "（",
        "(",
        "，",
        ",",
    ];
    let school = ["小学", "幼儿园", "初中", "中学", "年级", "附小"];
    let goes = ["学生", "就读", "在读", "上学", "读", "班", "级"].iter().any(|word| after.contains(word));
    begins.iter().any(|begin| after.starts_with(begin))
        && goes
        && school.iter().any(|school| after.contains(school))
        && !["老师", "教师", "校长", "大学", "学院", "家长", "退休", "职工", "毕业于"]
            .iter()
            .any(|word| after.contains(word))
}

/// The age that is told right after a name: `（9岁）`, `，男，今年十二岁`, `，2015年出生`.
fn age_after(text: &Plain, end: usize, today: NaiveDate) -> Option<u32> {
    const BETWEEN: &[&str] = &[
        "男",
        "女",
        "今年",
        "现年",
        "年仅",
        "年龄",
        "才",
        "刚满",
        "刚",
        "未满",
        "不满",
        "仅",
        "只有",
        "已",
        "满",
        "系",
        "，",
        ",",
        "、",
        "（",
        "(",
        " ",
        "汉族",
        "：",
        ":",
        "当时",
        "时年",
        "于",
        "生于",
        "出生于",
        "现",
        "为",
        "孩",
        "生",
        "某",
        "是",
        "一名",
        "个",
    ];
    let mut index = end;
    while index < end + 10 {
        let Some(length) = text.one_of(index, BETWEEN) else { break };
        index += length;
    }
    if index == end
        && !text.at(index).is_ascii_digit()
        && digit(text.at(index)).is_none()
        && text.at(index) != '十'
    {
        return None;
    }
    let (value, after) = number(text, index)?;
    if text.at(after) == '年' && (1900..2100).contains(&value) {
        let born = text.clause_after(after, 10);
        let years = i64::from(today.year()) - i64::from(value);
        return (born.contains("生")).then(|| u32::try_from(years.max(0)).unwrap_or(0));
    }
    let after = if text.at(after) == '多' || text.at(after) == '周' { after + 1 } else { after };
    match text.at(after) {
        '岁' => Some(value),
        '个' if text.at(after + 1) == '月'
            && text.clause_before(end, 12).contains(['婴', '孩', '宝', '儿']) =>
        {
            Some(0)
        }
        _ => None,
    }
}

/// A small number in Arabic or Chinese numerals, and where it ends.
fn number(text: &Plain, start: usize) -> Option<(u32, usize)> {
    let mut end = start;
    let (mut value, mut tens) = (0u32, false);
    while end < start + 4 {
        if text.at(end) == '十' && !tens {
            value = value.max(1) * 10;
            tens = true;
        } else if let Some(digit) = text.digit(end) {
            value = if tens { value + u32::from(digit) } else { value * 10 + u32::from(digit) };
        } else {
            break;
        }
        end += 1;
    }
    (end > start).then_some((value, end))
}

/// `李小明、王芳两名同学`: who is named before a minor in one list is one as well.
fn named_before(text: &Plain, start: usize, found: &mut Vec<Span>) {
    if !matches!(text.before(start), '、') {
        return;
    }
    let end = start - 1;
    let first = [3, 2].into_iter().filter_map(|length| end.checked_sub(length));
    let whole = |first: &usize| {
        let before = text.before(*first);
        is_name(text, *first, end) && (!is_han(before) || "、的生班和与名".contains(before))
    };
    if let Some(first) = first.into_iter().find(whole)
        && found.last().is_none_or(|last| last.end <= first)
    {
        named_before(text, first, found);
        found.push(Span { start: first, end, kind: PersonalData::MinorName });
    }
}

/// `学生李小明、王芳和张雨`: who is named beside a minor is one as well.
fn also_named(text: &Plain, mut end: usize, found: &mut Vec<Span>) {
    loop {
        // （女）、（9岁）
        if text.at(end) == '(' {
            let Some(close) = (end + 1..end + 8).find(|index| text.at(*index) == ')') else { return };
            end = close + 1;
        }
        if !matches!(text.at(end), '、' | '和' | '与' | '及') {
            return;
        }
        let start = end + 1;
        let Some(next) = name_end(text, start) else { return };
        found.push(Span { start, end: next, kind: PersonalData::MinorName });
        end = next;
    }
}
