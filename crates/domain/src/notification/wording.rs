//! Putting a notice into words. What may not be read is not handed in, so it cannot be told.

use super::{Facts, NoticeKind};
use chrono::{Datelike, NaiveDate};

/// What is filled into the sentence, as far as the reader may know it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told<'a> {
    /// 标题; `None`: not for this reader or not for this way.
    pub title: Option<&'a str>,
    /// 正式编号 as printed.
    pub number: Option<&'a str>,
    /// The unit's name.
    pub unit: Option<&'a str>,
    /// English instead of Chinese.
    pub english: bool,
}

/// The heading of a notice.
pub const fn heading(kind: NoticeKind, english: bool) -> &'static str {
    if english { kind.en() } else { kind.zh() }
}

/// The whole sentence.
pub fn sentence(kind: NoticeKind, facts: &Facts, told: Told<'_>) -> String {
    let template = if told.english { kind.text_en() } else { kind.text_zh() };
    let none = if told.english { "the last day" } else { "规定期限" };
    let due = facts.due.map_or_else(|| none.to_owned(), |due| day(due, told.english));
    let unit = told.unit.unwrap_or(if told.english { "the unit" } else { "承办单位" });
    let number = told.number.or(facts.number.as_deref());
    let number = number.map_or_else(String::new, |number| format!("（{number}）"));
    template
        .replace("{matter}", &matter(told))
        .replace("{unit}", unit)
        .replace("{due}", &due)
        .replace("{days}", &facts.days.unwrap_or_default().to_string())
        .replace("{number}", &number)
}

/// What is sent where others may read over the shoulder (短信): no title, no name; at most seventy characters.
pub fn short_text(kind: NoticeKind, facts: &Facts, number: Option<&str>, english: bool) -> String {
    let number = number.or(facts.number.as_deref());
    let matter = match (number, english) {
        (Some(number), false) => format!("{number}建议"),
        (Some(number), true) => format!("suggestion {number}"),
        (None, false) => "一件代表建议".to_owned(),
        (None, true) => "a suggestion".to_owned(),
    };
    let due = facts.due.map(|due| day(due, english));
    let text = match (kind.is_bare(), due, english) {
        (true, _, false) => format!("{}，请登录查看。", kind.zh()),
        (true, _, true) => format!("{}: sign in to read.", kind.en()),
        (false, Some(due), false) => format!("{}：{matter}，期限{due}，请登录查看。", kind.zh()),
        (false, Some(due), true) => format!("{}: {matter}, due {due}. Sign in to read.", kind.en()),
        (false, None, false) => format!("{}：{matter}，请登录查看。", kind.zh()),
        (false, None, true) => format!("{}: {matter}. Sign in to read.", kind.en()),
    };
    text.chars().take(70).collect()
}

fn matter(told: Told<'_>) -> String {
    match (told.title, told.number, told.english) {
        (Some(title), Some(number), false) => format!("《{title}》（{number}）"),
        (Some(title), None, false) => format!("《{title}》"),
        (Some(title), Some(number), true) => format!("“{title}” ({number})"),
        (Some(title), None, true) => format!("“{title}”"),
        (None, Some(number), false) => format!("{number}建议"),
        (None, Some(number), true) => format!("suggestion {number}"),
        (None, None, false) => "一件代表建议".to_owned(),
        (None, None, true) => "a suggestion".to_owned(),
    }
}

fn day(date: NaiveDate, english: bool) -> String {
    if english { date.to_string() } else { format!("{}年{}月{}日", date.year(), date.month(), date.day()) }
}
