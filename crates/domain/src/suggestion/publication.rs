use super::PublishedFile;
use super::coded::coded_enum;
use crate::kernel::{AccountId, PublicationId, ReplyId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

coded_enum! {
    /// What is decided on separately (公开内容).
    PublicationPart {
        Title = "title", "标题", "Title";
        Text = "text", "建议全文", "Text";
        Reply = "reply", "答复全文", "Reply";
        Status = "status", "办理进展", "Progress";
        Feedback = "feedback", "代表评价", "Evaluation";
    }
}

coded_enum! {
    /// 公开状态
    PublicationStatus {
        Proposed = "proposed", "待决定", "Proposed";
        Released = "released", "已公开", "Released";
        Withheld = "withheld", "不公开", "Withheld";
        Withdrawn = "withdrawn", "已撤下", "Withdrawn";
    }
}

/// 保密审查: every flag must be clear (`true` = passed).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecrecyReview {
    /// No state secret (国家秘密).
    pub secret: bool,
    /// No commercial secret (商业秘密).
    pub commercial: bool,
    /// No personal privacy (个人隐私).
    pub privacy: bool,
    /// Nothing that endangers security or stability (安全稳定).
    pub stability: bool,
}

impl SecrecyReview {
    /// All four passed.
    pub const fn passes(self) -> bool {
        self.secret && self.commercial && self.privacy && self.stability
    }
}

/// A stretch of text that the public does not see (遮盖), in Unicode scalar values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redaction {
    /// Which field: `title`, `facts`, `analysis`, `proposals/0`, `body`, `points/0` …
    pub field: String,
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// Why: `mobile`, `id_number`, `name` …
    pub kind: String,
}

coded_enum! {
    /// Why something published was taken down, as the public is told (撤回原因).
    WithdrawalClass {
        DeputyRequest = "deputy_request", "代表要求撤回", "At the deputy's request";
        PersonalData = "personal_data", "涉及个人信息", "Personal data";
        Secrecy = "secrecy", "保密审查", "Secrecy review";
        Mistake = "mistake", "内容有误", "Mistake in the content";
        Other = "other", "其他原因", "Other reasons";
    }
}

/// One part's way to the public page (公开决定). Only [`PublicationStatus::Released`] is visible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// Identity.
    pub id: PublicationId,
    /// Which part.
    pub part: PublicationPart,
    /// Which letter, for [`PublicationPart::Reply`].
    pub reply: Option<ReplyId>,
    /// 保密审查
    pub review: SecrecyReview,
    /// 遮盖
    pub redactions: Vec<Redaction>,
    /// SHA-256 of the text that was looked at; `None` of what was proposed before texts were looked at by their hash.
    #[serde(default)]
    pub text_sha256: Option<String>,
    /// 公开的附件: public copies of files of the part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<PublishedFile>,
    /// State.
    pub status: PublicationStatus,
    /// Who proposed it.
    pub proposed_by: AccountId,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// When; for released ones the day of publication.
    pub decided_at: Option<DateTime<Utc>>,
    /// Why withheld or withdrawn.
    pub reason: Option<String>,
    /// When taken down.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Who took it down.
    pub withdrawn_by: Option<AccountId>,
    /// Why, as the public is told.
    #[serde(default)]
    pub withdrawal: Option<WithdrawalClass>,
}
