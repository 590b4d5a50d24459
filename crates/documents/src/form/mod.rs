//! The forms of handling (domain specification §3.8.13): 催办函, 重新办理通知书, 退办申请单, 延期答复申请表, 面复记录; and the index
//! of a matter's file (卷内目录).
//!
//! Each is plain data with a `document()`; PDF and Word file are made from that. What is not known stays an empty place to be
//! filled in by hand, so that the same form serves before and after.

mod contact;
mod docket;
mod extension;
mod notice;
pub mod samples;
mod send_back;

use chrono::NaiveDate;

pub use contact::{ContactPerson, ContactRecord, DeputyAnswer};
pub use docket::{Docket, DocketItem};
pub use extension::ExtensionForm;
pub use notice::OfficialNotice;
pub use send_back::SendBackForm;

use crate::layout::{Cell, chinese_date};

/// What every form says of its matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormMatter {
    /// Number as spoken, for example 县十八届人大五次会议第063号建议.
    pub label: String,
    /// Title 关于…的建议.
    pub title: String,
    /// Lead deputy, or what stands in place of a protected one.
    pub lead_deputy: String,
    /// 代表团 or 小组; empty where it would give a protected name away.
    pub delegation: String,
}

/// A request's decision, as far as there is one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decision {
    /// 同意 or 不同意, with what was granted.
    pub verdict: String,
    /// Why.
    pub reason: String,
    /// Who decided, by name as printed.
    pub by: String,
    /// When.
    pub on: Option<NaiveDate>,
}

/// A place for a date to be written in.
const BLANK_DATE: &str = "　　年　月　日";

fn date_or_blank(date: Option<NaiveDate>) -> String {
    date.map_or_else(|| BLANK_DATE.to_owned(), chinese_date)
}

/// Number, title and deputy: the first rows of every table, four columns wide.
fn matter_rows(matter: &FormMatter) -> Vec<Vec<Cell>> {
    vec![
        vec![Cell::label("建议编号"), Cell::value(&matter.label, 3)],
        vec![Cell::label("建议标题"), Cell::value(&matter.title, 3)],
        vec![
            Cell::label("领衔代表"),
            Cell::value(&matter.lead_deputy, 1),
            Cell::label("代 表 团"),
            Cell::value(&matter.delegation, 1),
        ],
    ]
}

/// 意见栏: the words, with a place for signature and date below.
fn opinion(decision: Option<&Decision>) -> String {
    let Some(decision) = decision else {
        return format!("\n\n　　　　　　　　　　（签章）\n　　　　　　　　　　{BLANK_DATE}");
    };
    let reason = if decision.reason.is_empty() { String::new() } else { format!("\n{}", decision.reason) };
    let by = if decision.by.is_empty() { "（签章）" } else { decision.by.as_str() };
    format!(
        "{}{reason}\n　　　　　　　　　　{by}\n　　　　　　　　　　{}",
        decision.verdict,
        date_or_blank(decision.on)
    )
}
