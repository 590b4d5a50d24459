use super::coded::coded_enum;
use crate::kernel::ReplyId;
use crate::settings::CategoryScheme;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

coded_enum! {
    /// How far a matter is solved (办理结果语义类别). Places use the same letter for different
    /// things, so this is what is stored and compared; the letter depends on the scheme.
    ReplyCategory {
        Resolved = "resolved", "已经解决或基本解决", "Solved or basically solved";
        InProgress = "in_progress", "正在解决", "Being solved";
        Planned = "planned", "列入计划逐步解决", "In plan, gradually";
        Deferred = "deferred", "条件不成熟，以后解决", "Conditions not ripe, later";
        Reference = "reference", "留作参考或不能解决", "Kept for reference";
    }
}

impl ReplyCategory {
    /// Must promise something with a date (答复承诺).
    pub const fn needs_commitment(self) -> bool {
        matches!(self, Self::InProgress | Self::Planned)
    }

    /// Must prove that it is solved.
    pub const fn needs_evidence(self) -> bool {
        matches!(self, Self::Resolved)
    }

    /// Must state the legal, policy or financial reason and offer a talk.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Deferred | Self::Reference)
    }
}

/// The letter printed top right on the letter's first page (A、B、C、D), which depends on the place's scheme.
pub const fn category_letter(scheme: CategoryScheme, category: ReplyCategory) -> char {
    use CategoryScheme::{Abc, Abcd, AbcdPlanned};
    match (scheme, category) {
        (Abc | Abcd | AbcdPlanned, ReplyCategory::Resolved) => 'A',
        (Abc | Abcd | AbcdPlanned, ReplyCategory::InProgress) => 'B',
        (Abc | Abcd, ReplyCategory::Planned) => 'B',
        (AbcdPlanned, ReplyCategory::Planned) => 'C',
        (Abc, ReplyCategory::Deferred | ReplyCategory::Reference) => 'C',
        (Abcd, ReplyCategory::Deferred) => 'C',
        (Abcd, ReplyCategory::Reference) => 'D',
        (AbcdPlanned, ReplyCategory::Deferred | ReplyCategory::Reference) => 'D',
    }
}

/// The letters of a scheme, in order.
pub const fn category_letters(scheme: CategoryScheme) -> &'static [char] {
    match scheme {
        CategoryScheme::Abc => &['A', 'B', 'C'],
        CategoryScheme::Abcd | CategoryScheme::AbcdPlanned => &['A', 'B', 'C', 'D'],
    }
}

coded_enum! {
    /// Why a category is what it is now (类别变动来源).
    CategorySource {
        Reply = "reply", "答复", "Reply";
        Supplement = "supplement", "补充答复", "Supplementary reply";
        Rehandle = "rehandle", "重新办理", "Handled again";
        Commitment = "commitment", "承诺兑现", "Promise kept";
    }
}

/// One step of the category's history (类别沿革): only a further letter changes a category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryChange {
    /// The letter that says so.
    pub reply: ReplyId,
    /// Before; `None` for the first letter.
    pub from: Option<ReplyCategory>,
    /// After.
    pub to: ReplyCategory,
    /// Why.
    pub source: CategorySource,
    /// When.
    pub at: DateTime<Utc>,
}
