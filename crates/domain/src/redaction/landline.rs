//! Landlines of persons and households. Those of offices may and shall be known.

use super::digits::{Run, ends, ends_as_named, is_of_a_thing};
use super::plain::{Plain, is_break, is_gap};
use super::{PersonalData, Span};

pub(super) fn landline(text: &Plain, start: usize) -> Option<Span> {
    // 400-8123-456: a service that whoever is called pays for.
    let service = Run::read(text, start, 10);
    if service.len() == 10 && matches!(service.values.as_slice(), [4 | 8, 0, 0, ..]) {
        return None;
    }
    let (begin, local, end) = with_area(text, start).or_else(|| bare(text, start))?;
    if !(2..=8).contains(&local) || is_of_a_thing(text, begin) || is_official(text, begin, end) {
        return None;
    }
    Some(Span { start: begin, end, kind: PersonalData::Landline })
}

/// `0572-6012345`, `(0572) 601 2345`, `057260123450`, `+86-572-6012345`, with an extension: where it begins, its first local
/// digit, its end.
fn with_area(text: &Plain, start: usize) -> Option<(usize, u8, usize)> {
    let area = Run::read(text, start, 7);
    let abroad = match area.values.as_slice() {
        [8, 6, 1..=9, ..] => 2,
        [0, 0, 8, 6, 1..=9, ..] => 4,
        _ => 0,
    };
    let code = match area.values.get(abroad..)? {
        [1, 0, ..] | [2, _, ..] if abroad > 0 => 2,
        [3..=9, _, _, ..] if abroad > 0 => 3,
        [0, 1, 0, ..] => 3,
        [0, 2, _, ..] => 3,
        [0, 3..=9, _, _, ..] => 4,
        _ => return None,
    };
    if area.len() < abroad + code || (abroad > 0 && area.groups(text, abroad + 1)[0] != abroad) {
        return None;
    }
    if abroad == 0 && area.groups(text, code) != [code] {
        return None;
    }
    let mut local = area.end_of(abroad + code);
    let bracket =
        matches!(text.before(start), '(' | '[' | '【') && matches!(text.at(local), ')' | ']' | '】');
    if bracket {
        local += 1;
    }
    let mut between = 0;
    while local < text.len()
        && between < 4
        && (matches!(text.at(local), '-' | '—' | '–' | '·' | '.')
            || is_gap(text.at(local))
            || is_break(text.at(local)))
    {
        (local, between) = (local + 1, between + 1);
    }
    let run = Run::read(text, local, 9);
    let begin = if bracket || text.before(start) == '+' { start - 1 } else { start };
    whole_local(text, &run).map(|end| (begin, run.values[0], end))
}

/// Seven or eight digits that are called a telephone.
fn bare(text: &Plain, start: usize) -> Option<(usize, u8, usize)> {
    let before = text.clause_before(start, 8);
    const NAMES: &[&str] = &["电话", "座机", "固话", "宅电", "致电", "拨打", "tel", "Tel", "TEL"];
    if !NAMES.iter().any(|name| before.contains(name)) {
        return None;
    }
    let run = Run::read(text, start, 9);
    whole_local(text, &run).map(|end| (start, run.values[0], end))
}

/// Where a number of seven or eight digits ends, with its extension.
fn whole_local(text: &Plain, run: &Run) -> Option<usize> {
    [8, 7].into_iter().find_map(|count| {
        let whole = run.may_end(text, count)
            && matches!(
                run.groups(text, count).as_slice(),
                [7 | 8] | [3, 4] | [4, 3] | [4, 4] | [3, 5] | [5, 3] | [3, 2, 2] | [2, 3, 2] | [2, 2, 2, 2]
            );
        let end = whole.then(|| extension(text, run.end_of(count)))?;
        (ends(text, end) || ends_as_named(text, end)).then_some(end)
    })
}

/// Beyond `-801`, `转801`, ` 转 802`, `分机803`, `ext. 804`.
fn extension(text: &Plain, end: usize) -> usize {
    let sign = text.skip_gaps(end);
    let words = ["-", "—", "转分机", "转", "分机号", "分机", "ext.", "ext", "x", "#"];
    let Some(length) = text.one_of(sign, &words).filter(|_| sign <= end + 2) else { return end };
    let first = text.skip_gaps(sign + length);
    let mut after = first;
    while after < first + 5 && text.digit(after).is_some() {
        after += 1;
    }
    // A hyphen may also lead to the next number.
    if after > first + 1 && after <= first + 4 { after } else { end }
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
    "办公",
    "经办",
    "座席",
    "前台",
    "党政办",
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
