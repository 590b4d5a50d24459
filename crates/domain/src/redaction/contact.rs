//! E-mail addresses, WeChat ids and QQ numbers.

use super::plain::{Plain, is_gap};
use super::{PersonalData, Span};

pub(super) fn find(text: &Plain) -> Vec<Span> {
    let mut found = Vec::new();
    for index in 0..text.len() {
        found.extend(email(text, index));
        found.extend(wechat(text, index));
        found.extend(qq(text, index));
    }
    found
}

fn is_local(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-')
}

/// An address around the @ that stands there, or around what is written for it.
fn email(text: &Plain, at: usize) -> Option<Span> {
    let sign = text.one_of(at, &["@", "(at)", "[at]", "艾特", "#at#"])?;
    let mut start = at;
    while start > 0 && at - start < 2 && is_gap(text.before(start)) {
        start -= 1;
    }
    let local_end = start;
    while start > 0 && is_local(text.before(start)) {
        start -= 1;
    }
    if start == local_end {
        return None;
    }
    let mut index = text.skip_gaps(at + sign);
    let (mut label, mut labels) = (0, 0);
    let mut end = index;
    loop {
        let c = text.at(index);
        if c.is_ascii_alphanumeric() || c == '-' {
            (label, end) = (label + 1, index + 1);
            index += 1;
            continue;
        }
        // The dot, also as a word and with spaces around it.
        let dot = text.skip_gaps(index);
        let next = text.skip_gaps(dot + 1);
        let is_dot = matches!(text.at(dot), '.' | '点' | '。') && dot - index <= 1 && next - dot <= 2;
        if label == 0 || !is_dot || !text.at(next).is_ascii_alphanumeric() {
            break;
        }
        (label, labels, index) = (0, labels + 1, next);
    }
    let domain = text
        .part(at + sign, end)
        .to_ascii_lowercase()
        .replace([' ', '\u{a0}'], "")
        .replace(['点', '。'], ".");
    let top = domain.rsplit('.').next().unwrap_or_default();
    let whole = labels > 0 && top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    let official = domain.ends_with(".gov.cn") || domain == "gov.cn" || domain.ends_with(".edu.cn");
    (whole && !official).then_some(Span { start, end, kind: PersonalData::Email })
}

const WECHAT: &[&str] = &[
    "微信号码",
    "微信号",
    "微信ID",
    "微信账号",
    "微信帐号",
    "微信名",
    "微信",
    "微 信",
    "weixin",
    "wechat",
    "薇信",
    "威信",
    "围信",
    "v信",
    "wx号",
    "wx",
    "vx",
    "加v",
    "+v",
    "微号",
];
/// What is called WeChat and is nobody's id.
const NOT_A_PERSON: &[&str] = &[
    "公众",
    "小程序",
    "群",
    "支付",
    "平台",
    "视频号",
    "朋友圈",
    "公号",
    "扫码",
    "转账",
    "收款",
    "步数",
    "聊天",
    "推送",
    "官方",
];

/// The id after its name, or one that names itself.
fn wechat(text: &Plain, index: usize) -> Option<Span> {
    if text.stands(index, "wxid_") && !text.before(index).is_ascii_alphanumeric() {
        let end = id_end(text, index);
        return (end > index + 8).then_some(Span { start: index, end, kind: PersonalData::Wechat });
    }
    let name = text.one_of(index, WECHAT)?;
    if text.at(index).is_ascii_alphabetic() && text.before(index).is_ascii_alphanumeric() {
        return None;
    }
    let start = value_after(text, index + name)?;
    let end = id_end(text, start);
    let (first, length) = (text.at(start), end - start);
    let id = first.is_ascii_alphabetic() && (5..=20).contains(&length) && is_no_word(text, start, end);
    let number = first.is_ascii_digit()
        && (5..=12).contains(&length)
        && text.part(start, end).bytes().all(|b| b.is_ascii_digit());
    (id || number).then_some(Span { start, end, kind: PersonalData::Wechat })
}

/// An English word is no id.
fn is_no_word(text: &Plain, start: usize, end: usize) -> bool {
    !["wechat", "weixin", "official"].contains(&text.part(start, end).to_ascii_lowercase().as_str())
}

fn id_end(text: &Plain, start: usize) -> usize {
    let mut end = start;
    while text.at(end).is_ascii_alphanumeric() || matches!(text.at(end), '_' | '-') {
        end += 1;
    }
    end
}

const QQ: &[&str] = &["qq号码", "qq号", "qq", "扣扣号", "扣扣"];

fn qq(text: &Plain, index: usize) -> Option<Span> {
    let name = text.one_of(index, QQ)?;
    if text.before(index).is_ascii_alphanumeric() || text.before(index) == '@' {
        return None;
    }
    let start = value_after(text, index + name)?;
    let end = id_end(text, start);
    let digits = text.part(start, end);
    let whole = (5..=11).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    (whole && text.at(end) != '@').then_some(Span { start, end, kind: PersonalData::Qq })
}

/// Where the value of a name begins: beyond "号是：" and the like.
fn value_after(text: &Plain, name_end: usize) -> Option<usize> {
    if text.one_of(name_end, NOT_A_PERSON).is_some() {
        return None;
    }
    let mut index = name_end;
    while index < name_end + 8 && index < text.len() {
        let c = text.at(index);
        if c.is_ascii_alphanumeric() {
            return Some(index);
        }
        if !is_gap(c) && !"号码是为：:=“\"'「（(【[加我他她的叫,，账帐".contains(c) {
            return None;
        }
        index += 1;
    }
    None
}
