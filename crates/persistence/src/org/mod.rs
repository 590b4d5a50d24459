//! 组织与人员: terms, congress sessions, constituencies, units, persons, the jurisdiction tree.

mod congress_session;
mod constituency;
mod jurisdiction;
mod person;
mod rollover;
mod term;
mod unit;

pub use congress_session::{CONGRESS_SESSION_SORTS, CongressSessionFilter, CongressSessionRow};
pub use constituency::{CONSTITUENCY_SORTS, ConstituencyFilter, ConstituencyRow};
pub use jurisdiction::{JURISDICTION_SORTS, JurisdictionFilter, JurisdictionView};
pub use person::{PERSON_SORTS, PersonFilter, PersonRow, SealedFields};
pub use rollover::{RolloverCounts, RolloverRow};
pub use term::{TERM_SORTS, TermFilter, TermRow};
pub use unit::{UNIT_SORTS, UnitFilter, UnitRow};

use domain::kernel::ErrorCode;

/// Constraints of this feature and what their violation means.
pub(crate) const CONSTRAINTS: &[(&str, ErrorCode)] = &[
    ("term_ordinal_unique", ErrorCode::TermExists),
    ("term_current_unique", ErrorCode::TermCurrentExists),
    ("congress_session_ordinal_unique", ErrorCode::CongressSessionExists),
    ("constituency_no_unique", ErrorCode::ConstituencyNumberTaken),
    ("unit_name_unique", ErrorCode::UnitNameTaken),
    ("person_id_no_unique", ErrorCode::PersonIdNumberTaken),
];
