//! Numbers as people write them: with spaces, hyphens and dots between groups of digits.

use super::plain::{Plain, is_break, is_gap};

/// Between two digits of one number there are at most so many separators.
const MOST_SEPARATORS: usize = 3;

/// Digits from one place on.
pub(super) struct Run {
    /// Their values.
    pub values: Vec<u8>,
    /// Where each stands.
    at: Vec<usize>,
}

fn separates(c: char) -> bool {
    // A line may end within a number; a keycap is a digit with two marks behind it.
    is_gap(c)
        || is_break(c)
        || matches!(c, '\u{fe0f}' | '\u{20e3}' | '-' | '‐' | '‑' | '–' | '—' | '_' | '.' | '·' | '•' | '/')
}

impl Run {
    /// Up to `most` digits from `start` on, which is one.
    pub fn read(text: &Plain, start: usize, most: usize) -> Self {
        let mut run = Self { values: Vec::new(), at: Vec::new() };
        let mut index = start;
        while run.values.len() < most {
            let Some(value) = text.digit(index) else { break };
            run.values.push(value);
            run.at.push(index);
            index += 1;
            let mut next = index;
            while next - index < MOST_SEPARATORS && separates(text.at(next)) && next < text.len() {
                next += 1;
            }
            if text.digit(next).is_none() {
                break;
            }
            index = next;
        }
        run
    }

    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// One past the n-th digit.
    pub fn end_of(&self, count: usize) -> usize {
        self.at[count - 1] + 1
    }

    /// Whether the number may end after `count` digits: the next digit, if there is one, stands apart.
    pub fn may_end(&self, text: &Plain, count: usize) -> bool {
        self.len() >= count && text.digit(self.end_of(count)).is_none()
    }

    /// Lengths of the groups that the first `count` digits are written in. The end of a line divides no group.
    pub fn groups(&self, text: &Plain, count: usize) -> Vec<usize> {
        let mut groups = vec![1];
        for pair in self.at[..count].windows(2) {
            let between = pair[0] + 1..pair[1];
            let wrapped = between.clone().any(|index| is_break(text.at(index)))
                && between.clone().all(|index| is_break(text.at(index)) || is_gap(text.at(index)));
            match groups.last_mut() {
                Some(last) if between.is_empty() || wrapped => *last += 1,
                _ => groups.push(1),
            }
        }
        groups
    }

    /// Whether hyphens, and nothing else, stand between the groups.
    pub fn is_hyphenated(&self, text: &Plain, count: usize) -> bool {
        let mut between = self.at[..count].windows(2).flat_map(|pair| pair[0] + 1..pair[1]);
        between.all(|index| matches!(text.at(index), '-' | '—' | '–' | '‐'))
    }

    /// The first `count` digits as text.
    pub fn digits(&self, count: usize) -> String {
        self.values[..count].iter().map(|value| char::from(b'0' + value)).collect()
    }
}

/// How many digits stand there without anything between them.
fn digits_from(text: &Plain, index: usize) -> usize {
    (index..text.len().min(index + 8)).take_while(|index| text.digit(*index).is_some()).count()
}

/// Whether a number can begin there: it is no part of a longer number, of a code or of a word.
pub(super) fn begins(text: &Plain, index: usize) -> bool {
    let before = text.before(index);
    if text.digit(index).is_none() || (text.digit(index.wrapping_sub(1)).is_some() && index > 0) {
        return false;
    }
    let thousands = before == ',' && digits_from(text, index) == 3;
    let joined = (matches!(before, '-' | '.' | '_' | '–') || thousands) && index >= 2;
    if joined && (text.digit(index - 2).is_some() || text.at(index - 2).is_ascii_alphabetic()) {
        return false;
    }
    if !before.is_ascii_alphabetic() {
        return true;
    }
    // A word directly before a number is its name, or the number is part of a code.
    const NAMES: &[&str] =
        &["tel", "phone", "mobile", "mob", "ph", "wx", "vx", "qq", "v", "t", "m", "weixin", "wechat"];
    let mut start = index;
    while start > 0 && index - start < 10 && text.at(start - 1).is_ascii_alphabetic() {
        start -= 1;
    }
    let word = text.part(start, index).to_lowercase();
    NAMES.contains(&word.as_str())
}

/// Units of what is counted: a number before one is an amount.
const UNITS: &[&str] = &[
    "元", "万", "亿", "千", "百", "平方", "平米", "立方", "公里", "千米", "米", "吨", "公斤", "克", "人次",
    "户", "亩", "度", "千瓦", "kg", "km", "㎡", "%", "株", "公顷", "辆", "件", "个", "美元", "年", "月",
];

/// Whether the number that ends there is whole: no further digit, decimals, letters or unit.
pub(super) fn ends(text: &Plain, end: usize) -> bool {
    is_whole(text, end) && text.one_of(text.skip_gaps(end), UNITS).is_none()
}

/// As [`ends`], for a number that was called somebody's: only money is an amount then.
pub(super) fn ends_as_named(text: &Plain, end: usize) -> bool {
    is_whole(text, end) && text.one_of(text.skip_gaps(end), &["元", "万元", "亿元", "平方米"]).is_none()
}

fn is_whole(text: &Plain, end: usize) -> bool {
    let next = text.at(end);
    if text.digit(end).is_some() || next.is_ascii_alphabetic() {
        return false;
    }
    if matches!(next, '-' | '.' | '_' | '*') && text.digit(end + 1).is_some() {
        return false;
    }
    !(next == ',' && digits_from(text, end + 1) == 3)
}

/// Names of numbers that belong to papers and things, not to people.
const OF_THINGS: &[&str] = &[
    "编号",
    "文号",
    "订单号",
    "订单",
    "单号",
    "合同号",
    "工单",
    "流水号",
    "项目代码",
    "代码",
    "许可证号",
    "许可证",
    "批次",
    "批号",
    "型号",
    "发票号",
    "发票号码",
    "发票",
    "条码",
    "条形码",
    "宗地号",
    "序列号",
    "档号",
    "受理号",
    "运单号",
    "税号",
    "设备号",
    "案号",
    "备案号",
    "统计代码",
    "邮编",
    "邮政编码",
    "不动产权证",
    "产权证号",
    "证书号",
    "登记号",
    "注册号",
    "执照号",
    "ISBN",
    "网址",
    "坐标",
    "经度",
    "纬度",
    "标准号",
    "产品号",
    "学校代码",
    "机构代码",
    "信用代码",
    "招标号",
    "采购号",
    "标段",
    "账期",
    "编码",
    "标识码",
    "批文号",
    "核准号",
    "宗地编号",
    "人民币",
    "金额",
    "合计",
    "共计",
    "总投资",
    "总额",
    "造价",
    "¥",
    "￥",
    "$",
];

/// Whether the number is called that of a thing, directly before it.
pub(super) fn is_of_a_thing(text: &Plain, start: usize) -> bool {
    let mut end = start;
    while end > 0
        && start - end < 4
        && (is_gap(text.at(end - 1)) || "：:为是(（No.#".contains(text.at(end - 1)))
    {
        end -= 1;
    }
    let named = text.ends_with(end, OF_THINGS).is_some();
    named && !text.clause_before(start, 10).contains("身份")
}
