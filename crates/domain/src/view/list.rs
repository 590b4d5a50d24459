//! The lists that have views, and by what each can be filtered.

use serde::{Deserialize, Serialize};

/// A list of the desk (工作台的列表).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ViewList {
    /// 建议
    Suggestions,
    /// 承办任务
    Tasks,
    /// 代表
    Deputies,
}

impl ViewList {
    /// Every list that has views.
    pub const ALL: &'static [Self] = &[Self::Suggestions, Self::Tasks, Self::Deputies];

    /// As the wire and the database write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Suggestions => "suggestions",
            Self::Tasks => "tasks",
            Self::Deputies => "deputies",
        }
    }

    /// The list of this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|list| list.code() == code)
    }

    /// By what it can be filtered and sorted: the parameters of its operation in the contract, which a test compares. A
    /// view may hold others from before one of them was given up.
    pub const fn filters(self) -> &'static [&'static str] {
        match self {
            Self::Suggestions => &[
                "q",
                "status",
                "phase",
                "term_id",
                "current_term",
                "carried_over",
                "session_id",
                "period",
                "unit_id",
                "role",
                "deputy_id",
                "mine",
                "group_id",
                "category",
                "committee_id",
                "light",
                "to_urge",
                "urged",
                "key",
                "turn",
                "reply_category",
                "result",
                "publication",
                "submitted_from",
                "submitted_to",
                "assigned_from",
                "assigned_to",
                "due_from",
                "due_to",
                "sort",
            ],
            Self::Tasks => {
                &["queue", "status", "role", "unit_id", "government", "open", "light", "due_to", "q", "sort"]
            }
            Self::Deputies => &[
                "q",
                "status",
                "level",
                "term_id",
                "current_term",
                "group_id",
                "delegation_id",
                "constituency_id",
                "jurisdiction_id",
                "gender",
                "composition",
                "newcomer",
                "sc_member",
                "person_id",
                "sort",
            ],
        }
    }
}
