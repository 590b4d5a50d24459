use serde::Serialize;
use serde_json::Value;

use super::SettingKey;

/// Unit in which a setting is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingUnit {
    /// 工作日
    WorkingDays,
    /// 日（自然日）
    CalendarDays,
    /// 个月
    Months,
    /// 次
    Times,
    /// 人
    People,
    /// 件
    Items,
    /// 分
    Points,
    /// Has no unit: a switch, a choice, a day of the year.
    None,
}

impl SettingUnit {
    /// The wire word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WorkingDays => "working_days",
            Self::CalendarDays => "calendar_days",
            Self::Months => "months",
            Self::Times => "times",
            Self::People => "people",
            Self::Items => "items",
            Self::Points => "points",
            Self::None => "none",
        }
    }

    /// As it follows the number in Chinese: 个工作日, 日, 个月 …
    pub const fn zh(self) -> &'static str {
        match self {
            Self::WorkingDays => "个工作日",
            Self::CalendarDays => "日",
            Self::Months => "个月",
            Self::Times => "次",
            Self::People => "人",
            Self::Items => "件",
            Self::Points => "分",
            Self::None => "",
        }
    }
}

/// What values a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// A whole number within bounds (both included).
    Integer {
        /// Least value.
        min: u16,
        /// Greatest value; the law's maximum where it gives one.
        max: u16,
    },
    /// Yes or no.
    Boolean,
    /// A day of the year as `MM-DD`, or null for none.
    DayOfYear,
    /// One of these words.
    Choice(&'static [&'static str]),
}

impl ValueKind {
    /// The wire word.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Integer { .. } => "integer",
            Self::Boolean => "boolean",
            Self::DayOfYear => "day_of_year",
            Self::Choice(_) => "choice",
        }
    }
}

/// Article of a law (法条) on which a setting rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LawArticle {
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
}

impl LawArticle {
    /// 2025 Deputies Law: reply within three months, six for what concerns many sides or is hard.
    pub(super) const DEPUTIES_51: Self = Self {
        zh: "《全国人民代表大会和地方各级人民代表大会代表法》第五十一条",
        en: "Law on Deputies to the People's Congresses, article 51",
    };
    /// Election law: who may ask for a recall.
    pub(super) const ELECTION_50: Self = Self {
        zh: "《全国人民代表大会和地方各级人民代表大会选举法》第五十条",
        en: "Electoral Law, article 50",
    };
    /// Organic law: who may introduce a motion.
    pub(super) const ORGANIC_22: Self = Self {
        zh: "《地方各级人民代表大会和地方各级人民政府组织法》第二十二条",
        en: "Organic Law of Local People's Congresses and Governments, article 22",
    };
}

/// All that is known of a setting besides its value.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingMeta {
    /// The key.
    pub key: SettingKey,
    /// Unit of the value.
    pub unit: SettingUnit,
    /// Kind and bounds of the value.
    pub kind: ValueKind,
    /// Built-in value.
    pub default: Value,
    /// Chinese name.
    pub label_zh: &'static str,
    /// English name.
    pub label_en: &'static str,
    /// The article on which it rests.
    pub law: Option<LawArticle>,
    /// The bound that the law sets: no congress can go beyond it.
    pub legal_bound: bool,
}
