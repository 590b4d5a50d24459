//! 承诺事项台账: what units promised in their letters, and what became of it.

use chrono::NaiveDate;

use super::LedgerRow;
use crate::sheet::Value;

/// One promise in the ledger of promises (承诺事项台账).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommitmentRow {
    /// 编号 of the suggestion as printed.
    pub number: String,
    /// 承诺内容
    pub text: String,
    /// 责任单位/人
    pub responsible: String,
    /// 时限 in force.
    pub due_on: Option<NaiveDate>,
    /// 进展: the last report, or the state.
    pub progress: String,
    /// 完成日期
    pub kept_on: Option<NaiveDate>,
    /// 佐证, for example 3份.
    pub evidence: String,
    /// 代表认可
    pub accepted: String,
    /// 结转年度: the year to which it was carried over.
    pub carried_to: Option<i32>,
}

impl LedgerRow for CommitmentRow {
    const NAME: &'static str = "承诺事项台账";
    const COLUMNS: &'static [&'static str] =
        &["编号", "承诺内容", "责任单位/人", "时限", "进展", "完成日期", "佐证", "代表认可", "结转年度"];
    const FROZEN: u16 = 1;

    fn cells(self, _serial: u32) -> Vec<Value> {
        vec![
            self.number.into(),
            self.text.into(),
            self.responsible.into(),
            self.due_on.into(),
            self.progress.into(),
            self.kept_on.into(),
            self.evidence.into(),
            self.accepted.into(),
            self.carried_to.into(),
        ]
    }
}
