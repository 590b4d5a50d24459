//! 审计日志

use super::LedgerRow;
use crate::sheet::Value;

/// A line of the audit log (审计日志).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditLine {
    /// Place in the hash chain.
    pub seq: Option<i64>,
    /// When, in the congress's zone, to the second.
    pub at: String,
    /// Name of whoever acted.
    pub who: String,
    /// User name.
    pub username: String,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub subject: String,
    /// To which.
    pub subject_id: String,
    /// What changed, in one cell.
    pub changed: String,
    /// The request.
    pub request_id: String,
}

impl LedgerRow for AuditLine {
    const NAME: &'static str = "审计日志";
    const COLUMNS: &'static [&'static str] =
        &["序号", "链上序号", "时间", "操作人", "用户名", "操作", "对象类型", "对象", "变更内容", "请求编号"];
    const FROZEN: u16 = 3;

    fn cells(self, serial: u32) -> Vec<Value> {
        vec![
            serial.into(),
            self.seq.into(),
            self.at.into(),
            self.who.into(),
            self.username.into(),
            self.action.into(),
            self.subject.into(),
            self.subject_id.into(),
            self.changed.into(),
            self.request_id.into(),
        ]
    }
}
