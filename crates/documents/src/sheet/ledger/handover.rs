//! 交办清单: what was handed to whom, and when the answer is due.

use chrono::NaiveDate;

use super::{LedgerRow, joined};
use crate::sheet::Value;

/// One suggestion in the handover ledger (交办清单).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HandoverRow {
    /// 编号 as printed, for example 第063号.
    pub number: String,
    /// 标题
    pub title: String,
    /// 类别
    pub category: String,
    /// 领衔代表
    pub lead_deputy: String,
    /// 代表团/小组
    pub delegation: String,
    /// 联系电话; masked by the caller where the reader may not see it.
    pub phone: String,
    /// 附议人数
    pub cosigners: u32,
    /// 主办单位 (several when handled separately: 分办)
    pub lead_units: Vec<String>,
    /// 协办(分办)单位
    pub co_units: Vec<String>,
    /// 对口督办委室
    pub committee: String,
    /// 是否重点
    pub is_key: bool,
    /// 交办日期
    pub assigned_on: Option<NaiveDate>,
    /// 答复期限
    pub reply_due_on: Option<NaiveDate>,
    /// 备注
    pub remark: String,
}

impl LedgerRow for HandoverRow {
    const NAME: &'static str = "交办清单";
    const COLUMNS: &'static [&'static str] = &[
        "序号",
        "编号",
        "标题",
        "类别",
        "领衔代表",
        "代表团/小组",
        "联系电话",
        "附议人数",
        "主办单位",
        "协办(分办)单位",
        "对口督办委室",
        "是否重点",
        "交办日期",
        "答复期限",
        "备注",
    ];
    const FROZEN: u16 = 3;

    fn cells(self, serial: u32) -> Vec<Value> {
        vec![
            serial.into(),
            self.number.into(),
            self.title.into(),
            self.category.into(),
            self.lead_deputy.into(),
            self.delegation.into(),
            self.phone.into(),
            self.cosigners.into(),
            joined(&self.lead_units),
            joined(&self.co_units),
            self.committee.into(),
            self.is_key.into(),
            self.assigned_on.into(),
            self.reply_due_on.into(),
            self.remark.into(),
        ]
    }
}
