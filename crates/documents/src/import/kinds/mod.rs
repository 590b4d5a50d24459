//! The three kinds of import: their fields, records and rules.

pub mod deputy;
pub mod suggestion;
pub mod unit;

use serde::Serialize;

pub use deputy::DeputyRecord;
pub use suggestion::SuggestionRecord;
pub use unit::UnitRecord;

use super::mapping::ImportKind;
use super::reference::Lookup;
use super::row::RowReader;

/// A normalised record. As JSON only the record itself appears; the summary names the kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Record {
    /// 代表
    Deputy(Box<DeputyRecord>),
    /// 单位
    Unit(Box<UnitRecord>),
    /// 建议
    Suggestion(Box<SuggestionRecord>),
}

impl Record {
    pub(super) fn read(kind: ImportKind, row: &mut RowReader<'_>, lookup: &Lookup) -> Self {
        match kind {
            ImportKind::Deputies => Self::Deputy(Box::new(deputy::read(row, lookup))),
            ImportKind::Units => Self::Unit(Box::new(unit::read(row, lookup))),
            ImportKind::Suggestions => Self::Suggestion(Box::new(suggestion::read(row, lookup))),
        }
    }

    /// What makes a record one and the same, as (field, key); two records that share a key are duplicates.
    /// - deputy: `cert_no:…`, `id_no:…`, else `person:name/birth` or `person:name/mobile`
    /// - unit: `name:…`, `credit_code:…`
    /// - suggestion: `no:session/number`
    pub fn keys(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Deputy(d) => d.keys(),
            Self::Unit(u) => u.keys(),
            Self::Suggestion(s) => s.keys(),
        }
    }

    /// Whether two records with a common key say the same thing, so that the later one is a plain repetition.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Deputy(a), Self::Deputy(b)) => a.name == b.name,
            (Self::Unit(a), Self::Unit(b)) => a.name == b.name,
            (Self::Suggestion(a), Self::Suggestion(b)) => a.title == b.title,
            _ => false,
        }
    }
}
