//! 办理情况一览表: how far every suggestion is, in one line each.

use chrono::NaiveDate;

use super::{LedgerRow, joined};
use crate::sheet::Value;

/// One suggestion in the progress table (办理情况一览表). Words such as 满意 come from the caller, in the labels of its scheme.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProgressRow {
    /// 编号 as printed.
    pub number: String,
    /// 标题
    pub title: String,
    /// 领衔代表
    pub lead_deputy: String,
    /// 主办
    pub lead_units: Vec<String>,
    /// 协办
    pub co_units: Vec<String>,
    /// 签收日期
    pub signed_on: Option<NaiveDate>,
    /// 面商日期/方式: day of the contact that the deputy confirmed, and how, for example 当面.
    pub met: Option<(NaiveDate, String)>,
    /// 答复日期
    pub replied_on: Option<NaiveDate>,
    /// 是否按期; `None` while no reply is out and none is due.
    pub on_time: Option<bool>,
    /// 文号
    pub doc_no: String,
    /// 结果分类 (letter of the scheme).
    pub category_letter: String,
    /// 对态度评价
    pub attitude: String,
    /// 对结果评价
    pub result: String,
    /// 是否重办
    pub rehandled: bool,
    /// 再答复日期
    pub second_reply_on: Option<NaiveDate>,
    /// 承诺事项
    pub commitments: Vec<String>,
    /// 完成时限 of the latest commitment.
    pub commitment_due_on: Option<NaiveDate>,
    /// 落实情况
    pub commitment_state: String,
    /// 是否公开
    pub published: bool,
}

impl LedgerRow for ProgressRow {
    const NAME: &'static str = "办理情况一览表";
    const COLUMNS: &'static [&'static str] = &[
        "编号",
        "标题",
        "领衔代表",
        "主办",
        "协办",
        "签收日期",
        "面商日期/方式",
        "答复日期",
        "是否按期",
        "文号",
        "结果分类",
        "对态度评价",
        "对结果评价",
        "是否重办",
        "再答复日期",
        "承诺事项",
        "完成时限",
        "落实情况",
        "是否公开",
    ];
    const FROZEN: u16 = 2;

    fn cells(self, _serial: u32) -> Vec<Value> {
        vec![
            self.number.into(),
            self.title.into(),
            self.lead_deputy.into(),
            joined(&self.lead_units),
            joined(&self.co_units),
            self.signed_on.into(),
            self.met.map(|(day, how)| format!("{day} {how}").trim_end().to_owned()).into(),
            self.replied_on.into(),
            self.on_time.into(),
            self.doc_no.into(),
            self.category_letter.into(),
            self.attitude.into(),
            self.result.into(),
            self.rehandled.into(),
            self.second_reply_on.into(),
            self.commitments.join("；").into(),
            self.commitment_due_on.into(),
            self.commitment_state.into(),
            self.published.into(),
        ]
    }
}
