use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which form (文书).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "reminder")]
pub enum FormKind {
    /// 代表建议专用纸
    Paper,
    /// 答复函
    ReplyLetter,
    /// 征询意见表
    FeedbackForm,
    /// 面复（沟通）记录
    ContactRecord,
    /// 退办申请单
    SendBack,
    /// 延期答复申请表
    Extension,
    /// 催办函
    Reminder,
    /// 重新办理通知书
    RehandleNotice,
}

impl FormKind {
    /// Official word.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Paper => "代表建议专用纸",
            Self::ReplyLetter => "答复函",
            Self::FeedbackForm => "征询意见表",
            Self::ContactRecord => "面复记录",
            Self::SendBack => "退办申请单",
            Self::Extension => "延期答复申请表",
            Self::Reminder => "催办函",
            Self::RehandleNotice => "重新办理通知书",
        }
    }

    /// English word.
    pub const fn en(self) -> &'static str {
        match self {
            Self::Paper => "Suggestion paper",
            Self::ReplyLetter => "Reply letter",
            Self::FeedbackForm => "Feedback form",
            Self::ContactRecord => "Contact record",
            Self::SendBack => "Send-back form",
            Self::Extension => "Extension form",
            Self::Reminder => "Reminder letter",
            Self::RehandleNotice => "Rehandle notice",
        }
    }
}
