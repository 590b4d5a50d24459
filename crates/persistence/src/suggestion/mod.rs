//! 代表建议: the aggregate's row, its projections, and what is read from them.
//!
//! [`Uow::insert_case`](crate::Uow::insert_case) and [`Uow::save_case`](crate::Uow::save_case) are the only writers of these tables
//! (decision 2): one statement writes the row, under its version, and every projection that changed.

mod lookup;
mod projection;
mod record;
mod repo;

pub use lookup::{ConvenorRow, DeputySeat, UnitFacts};
pub use repo::StoredCase;

use domain::kernel::ErrorCode;

/// Unique constraints of this feature and what their violation means.
pub(crate) const CONSTRAINTS: &[(&str, ErrorCode)] = &[
    ("suggestion_reply_doc_no_unique", ErrorCode::DocNoTaken),
    ("suggestion_feedback_once", ErrorCode::FeedbackGiven),
];
