//! Addresses that name a door (详细住址): where somebody lives, not where something is.

use super::plain::{Plain, is_gap, is_han};
use super::{PersonalData, Span};

/// What a place is called that has doors, with the door's number after it.
const PLACES: &[&str] = &[
    "路",
    "街",
    "道",
    "巷",
    "弄",
    "里",
    "村",
    "组",
    "小区",
    "花园",
    "苑",
    "公寓",
    "社区",
    "园",
    "城",
    "庄",
    "湾",
    "坞",
    "岕",
    "浜",
    "桥",
    "港",
    "墩",
    "坝",
    "镇",
    "乡",
    "同",
    "庭",
    "府",
    "邸",
    "名都",
    "大厦",
    "屯",
    "寨",
    "队",
    "坊",
    "院",
    "河",
    "塘",
    "圩",
    "家",
    "头",
    "口",
    "岭",
    "山",
    "洲",
    "宿舍",
    "单元楼",
    "区",
    "门",
    "舍",
    "轩",
    "阁",
    "居",
    "域",
    "台",
    "郡",
    "景",
    "段",
    "条",
    "坡",
    "沟",
    "坪",
    "田",
    "场",
    "埭",
    "斗",
    "漾",
    "汇",
];
/// Parts of a house after a number. Within a building they say which door it is.
const BUILDING: &[&str] = &["号楼", "幢", "栋", "座", "号院", "排"];
const WITHIN: &[&str] = &["单元", "室", "户", "房", "号房", "号室", "楼", "层"];
const HOUSE: &[&str] = &["号", "弄", "组", "巷"];

/// Said before the place where somebody lives.
const LIVES: &[&str] = &[
    "住",
    "居",
    "家",
    "租",
    "户籍",
    "寄",
    "籍贯",
    "邻居",
    "村民",
    "居民",
    "业主",
    "户主",
    "老人",
    "本人",
    "送到",
    "送至",
    "收件",
    "房主",
    "房屋",
    "家庭",
    "搬",
    "投诉人",
    "反映人",
    "来信人",
    "信访人",
    "当事人",
    "其母",
    "其父",
    "某",
    "地址",
    "女士",
    "先生",
];
/// Said of a place where the public goes, or of a stretch of road.
const PUBLIC: &[&str] = &[
    "局",
    "中心",
    "学校",
    "小学",
    "中学",
    "医院",
    "公司",
    "政府",
    "办公",
    "大楼",
    "政务",
    "位于",
    "坐落",
    "设在",
    "法院",
    "派出所",
    "银行",
    "超市",
    "市场",
    "门店",
    "酒店",
    "幼儿园",
    "图书馆",
    "文化馆",
    "卫生院",
    "车站",
    "工厂",
    "有限",
    "营业",
    "大厅",
    "会议",
    "活动室",
    "服务站",
    "联络站",
    "窗口",
    "办事",
    "报名",
    "机关",
    "企业",
    "工地",
    "委员会",
];
const AROUND: &[&str] = &[
    "附近", "门前", "门口", "路段", "对面", "旁", "一带", "周边", "路口", "沿线", "地块", "前", "至", "到",
    "段", "西侧", "东侧", "南侧", "北侧", "处", "后面", "以东", "以西", "外", "线", "桥", "泵", "机组",
    "提案", "建议", "议案", "公告", "文件", "令", "楼梯", "商铺", "店",
];

pub(super) fn find(text: &Plain) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut index = 0;
    while index < text.len() {
        match door(text, index) {
            Some(span) => {
                index = span.end;
                found.push(span);
            }
            None => index += 1,
        }
    }
    found
}

/// What the numbers of an address say.
#[derive(Default)]
struct Door {
    house: bool,
    building: bool,
    within: bool,
    end: usize,
}

/// An address whose first number stands there.
fn door(text: &Plain, first: usize) -> Option<Span> {
    if !starts_number(text, first) {
        return None;
    }
    let mut name_end = first;
    while name_end > 0 && is_gap(text.before(name_end)) {
        name_end -= 1;
    }
    let place = text.ends_with(name_end, PLACES).is_some() || matches!(text.before(first), '附' | '甲');
    if !place {
        return None;
    }
    let mut door = chain(text, first)?;
    // 新华路88号香樟苑5幢302室: the house stands in a street and in an estate.
    while let Some(inner) = within_estate(text, door.end) {
        door = Door {
            house: true,
            building: door.building || inner.building,
            within: door.within || inner.within,
            ..inner
        };
    }
    let start = begin(text, name_end);
    if first - start < 2 || text.before(start) == '第' {
        return None;
    }
    let before = format!("{}{}", text.clause_before(start, 14), text.part(start, first));
    let lead = text.clause_before(start, 14);
    let own = text.part(start, first);
    let lives = LIVES.iter().filter_map(|word| lead.rfind(word)).max();
    let public = PUBLIC.iter().filter_map(|word| before.rfind(word)).max();
    let named_after: String =
        text.clause_after(door.end, 6).chars().skip_while(|c| *c == '(').take_while(|c| is_han(*c)).collect();
    let of_the_public = PUBLIC.iter().any(|word| named_after.contains(word))
        || public.is_some()
            && (lives.is_none() || public > lives || PUBLIC.iter().any(|word| own.contains(word)));
    let inner = door.within && (door.building || door.house);
    let around = text.one_of(door.end, AROUND).is_some();
    let known =
        if inner { !of_the_public } else { door.house && lives.is_some() && !of_the_public && !around };
    known.then_some(Span { start, end: door.end, kind: PersonalData::Address })
}

/// The numbers behind the name of an estate that follows a house number.
fn within_estate(text: &Plain, from: usize) -> Option<Door> {
    let first = (from + 2..from + 12).find(|index| starts_number(text, *index))?;
    let named = (from..first).all(|index| is_han(text.at(index))) && text.ends_with(first, PLACES).is_some();
    let of_the_public = PUBLIC.iter().any(|word| text.part(from, first).contains(word));
    chain(text, first).filter(|door| named && !of_the_public && (door.building || door.within))
}

fn is_numeral(text: &Plain, index: usize) -> bool {
    text.digit(index).is_some() || matches!(text.at(index), '十' | '百')
}

fn starts_number(text: &Plain, index: usize) -> bool {
    is_numeral(text, index) && (index == 0 || !is_numeral(text, index - 1))
}

/// Beyond a number with letters: `12`, `3A`, `二十一`.
fn number_end(text: &Plain, start: usize) -> usize {
    let mut end = start;
    while is_numeral(text, end) || (end > start && text.at(end).is_ascii_uppercase()) {
        end += 1;
    }
    end
}

/// The numbers with their words: `128号3幢2单元501室`, `12组35号`, `3-2-501`.
fn chain(text: &Plain, first: usize) -> Option<Door> {
    let mut door = Door::default();
    let mut index = first;
    let mut parts = 0;
    loop {
        let end = number_end(text, index);
        if end == index || end - index > 6 {
            break;
        }
        let unit = text.skip_gaps(end);
        if let Some(length) = text.one_of(unit, BUILDING) {
            (door.building, door.end) = (true, unit + length);
        } else if let Some(length) = text.one_of(unit, WITHIN) {
            let floor = matches!(text.at(unit), '楼' | '层');
            (door.within, door.end) = (door.within || !floor || door.building, unit + length);
        } else if let Some(length) = text.one_of(unit, HOUSE) {
            // 12组 and 3弄 lead to a house; 35号 is one.
            (door.house, door.end) = (door.house || text.at(unit) == '号', unit + length);
        } else if parts > 0 || matches!(text.at(end), '-' | '—' | '–' | '#') {
            // 3-2-501, and 2单元501 without its last word.
            let hyphen = matches!(text.at(end), '-' | '—' | '–' | '#');
            if !hyphen {
                let inside = door.building || door.within || door.house;
                if door.building || inside && end - index >= 3 {
                    (door.within, door.end) = (true, end);
                }
                break;
            }
            let next = number_end(text, end + 1);
            if next == end + 1 {
                break;
            }
            (door.building, index) = (true, end + 1);
            parts += 1;
            continue;
        } else {
            break;
        }
        parts += 1;
        index = door.end;
        while is_gap(text.at(index)) && index < text.len()
            || matches!(text.at(index), '-' | '之' | '附' | '—' | ',' | '，') && is_numeral(text, index + 1)
        {
            index += 1;
        }
    }
    (door.end > first).then_some(door)
}

/// Where the name of the place begins: behind the words that lead to it.
fn begin(text: &Plain, first: usize) -> usize {
    let mut start = first;
    while start > 0 && first - start < 30 {
        let c = text.before(start);
        let leads =
            matches!(c, '住' | '在' | '于' | '址' | '是' | '到' | '的' | '往' | '租' | '籍' | '即' | '给');
        if leads
            || text
                .ends_with(
                    start,
                    &[
                        "址为", "籍为", "地为", "居民", "村民", "业主", "某某", "某", "家庭", "女士", "先生",
                        "老人", "户主", "本人",
                    ],
                )
                .is_some()
        {
            break;
        }
        if !is_han(c) && !c.is_ascii_alphanumeric() && c != '·' {
            break;
        }
        start -= 1;
    }
    start
}
