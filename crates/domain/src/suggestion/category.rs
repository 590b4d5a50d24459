use super::coded::coded_enum;
use crate::kernel::ReplyId;
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

coded_enum! {
    /// Which letters a congress prints (分类方案, setting `category_scheme`).
    CategoryScheme {
        Abc = "abc", "三类（A、B、C）", "Three letters";
        Abcd = "abcd", "四类（A、B、C、D）", "Four letters";
        AbcPlanned = "abcd_planned", "四类（C为列入计划）", "Four letters, C = planned";
    }
}

impl CategoryScheme {
    /// The letter printed top right on the first page.
    pub const fn letter(self, category: ReplyCategory) -> char {
        match (self, category) {
            (_, ReplyCategory::Resolved) => 'A',
            (_, ReplyCategory::InProgress) => 'B',
            (Self::Abc | Self::Abcd, ReplyCategory::Planned) => 'B',
            (Self::AbcPlanned, ReplyCategory::Planned) => 'C',
            (Self::Abc, ReplyCategory::Deferred | ReplyCategory::Reference) => 'C',
            (Self::Abcd, ReplyCategory::Deferred) => 'C',
            (Self::Abcd, ReplyCategory::Reference) => 'D',
            (Self::AbcPlanned, ReplyCategory::Deferred | ReplyCategory::Reference) => 'D',
        }
    }

    /// The letters of the scheme, in order.
    pub const fn letters(self) -> &'static [char] {
        match self {
            Self::Abc => &['A', 'B', 'C'],
            Self::Abcd | Self::AbcPlanned => &['A', 'B', 'C', 'D'],
        }
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
