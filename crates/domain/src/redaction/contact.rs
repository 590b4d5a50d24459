//! E-mail addresses, WeChat ids and QQ numbers.

use super::digits::Run;
use super::plain::{Plain, is_gap};
use super::{PersonalData, Span};

pub(super) fn find(text: &Plain) -> Vec<Span> {
    let mut found = Vec::new();
    const BEGIN: &str = "@([【艾#_ 微威围薇wvW加+VqQ扣企球";
    for index in (0..text.len()).filter(|index| BEGIN.contains(text.at(*index))) {
        found.extend(email(text, index));
        found.extend(wechat(text, index));
        found.extend(qq(text, index));
    }
    found
}

/// Longest parts of an address before and behind the sign (RFC 5321 §4.5.3.1, and what anybody has).
const MAX_LOCAL: usize = 64;
const MAX_DOMAIN: usize = 100;
/// Mailboxes that an office wants to be known, whoever keeps them.
const OFFICE_MAILBOX: &[&str] = &[
    "监督邮箱",
    "举报邮箱",
    "公开邮箱",
    "办公邮箱",
    "官方邮箱",
    "公共邮箱",
    "意见箱",
    "报名邮箱",
    "咨询邮箱",
    "征集邮箱",
    "投诉邮箱",
    "受理邮箱",
    "工作邮箱",
    "单位邮箱",
    "局长信箱",
    "县长信箱",
];

fn is_local(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-')
}

/// An address around the @ that stands there, or around what is written for it.
fn email(text: &Plain, at: usize) -> Option<Span> {
    let sign = text.one_of(at, &["@", "(at)", "[at]", "【at】", "艾特", "#at#", "(a)", "_at_", " at "])?;
    let mut start = at;
    while start > 0 && at - start < 2 && is_gap(text.before(start)) {
        start -= 1;
    }
    let local_end = start;
    while start > 0 && local_end - start < MAX_LOCAL && is_local(text.before(start)) {
        start -= 1;
    }
    if start == local_end {
        return None;
    }
    let mut index = text.skip_gaps(at + sign);
    let (mut label, mut labels) = (0, 0);
    let mut end = index;
    while index < at + MAX_DOMAIN {
        let c = text.at(index);
        if c.is_ascii_alphanumeric() || c == '-' {
            (label, end) = (label + 1, index + 1);
            index += 1;
            continue;
        }
        // The dot, also as a word and with spaces around it.
        let dot = text.skip_gaps(index);
        let next = text.skip_gaps(dot + 1);
        let is_dot = matches!(text.at(dot), '.' | '点' | '。' | '·') && dot - index <= 1 && next - dot <= 2;
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
    let called = text.clause_before(start, 10);
    let official = domain.ends_with(".gov.cn")
        || domain == "gov.cn"
        || domain.ends_with(".edu.cn")
        || OFFICE_MAILBOX.iter().any(|name| called.contains(name));
    // A word between blanks is an @ only where the rest is a domain that people write so.
    let official = official || sign == 4 && text.at(at) == ' ' && !["com", "cn", "net", "org"].contains(&top);
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
    "微心",
    "wei信",
    "微x",
    "威信",
    "围信",
    "v信",
    "v 信",
    "v-信",
    "v号",
    "v:",
    "wx号",
    "wx",
    "vx",
    "加v",
    "加微",
    "+v",
    "+微",
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

/// Longer than any id: so far is read.
const LONGEST_ID: usize = 48;

fn id_end(text: &Plain, start: usize) -> usize {
    let mut end = start;
    while end < start + LONGEST_ID
        && (text.at(end).is_ascii_alphanumeric() || matches!(text.at(end), '_' | '-'))
    {
        end += 1;
    }
    end
}

const QQ: &[&str] = &["qq号码", "qq账号", "qq号", "qq", "q号", "扣扣号", "扣扣", "企鹅号", "球球号"];

fn qq(text: &Plain, index: usize) -> Option<Span> {
    let name = text.one_of(index, QQ)?;
    if text.before(index).is_ascii_alphanumeric() || text.before(index) == '@' {
        return None;
    }
    let start = value_after(text, index + name)?;
    let run = Run::read(text, start, 13);
    if !(5..=12).contains(&run.len()) {
        return None;
    }
    let end = run.end_of(run.len());
    let whole = !text.at(end).is_ascii_alphanumeric();
    (whole && !matches!(text.at(text.skip_gaps(end)), '@' | '#')).then_some(Span {
        start,
        end,
        kind: PersonalData::Qq,
    })
}

/// Where the value of a name begins: beyond "号是：" and the like.
fn value_after(text: &Plain, name_end: usize) -> Option<usize> {
    if text.one_of(name_end, NOT_A_PERSON).is_some() {
        return None;
    }
    let mut index = name_end;
    while index < name_end + 8 && index < text.len() {
        let c = text.at(index);
        if c.is_ascii_alphanumeric() || text.digit(index).is_some() {
            return Some(index);
        }
        if !is_gap(c) && !"号码是为：:=“”\"'‘「『（(【[加我他她的叫,，、账帐ID".contains(c)
        {
            return None;
        }
        index += 1;
    }
    None
}
