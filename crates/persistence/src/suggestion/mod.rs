//! 代表建议: the aggregate's row, its projections, and what is read from them.
//!
//! [`Uow::insert_case`](crate::Uow::insert_case) and [`Uow::save_case`](crate::Uow::save_case) are the only writers of these tables
//! (decision 2): one statement writes the row, under its version, and every projection that changed.

mod active_deputies;
mod archive;
mod counts;
mod facts;
mod filter;
mod hits;
mod keys;
mod known_names;
mod lights;
mod list;
mod lookup;
mod naming;
mod projection;
mod public;
mod record;
mod repo;
mod scope;
mod similar;
mod sweeping;
mod tasks;

pub use active_deputies::ActiveDeputy;
pub use counts::SuggestionCount;
pub use facts::MeasuredMatter;
pub use filter::{SuggestionFilter, UrgeDays};
pub(crate) use hits::FrequentWords;
pub use keys::{KEY_SORTS, KeyFilter, KeyPerson, KeyRow};
pub(crate) use known_names::KnownNames;
pub use list::{SUGGESTION_SORTS, SeenPage, SuggestionRow};
pub use lookup::{ConvenorRow, DeputySeat, UnitFacts};
pub(crate) use naming::names;
pub use naming::{Names, NamesWanted};
pub use public::{FacetRow, PUBLIC_SORTS, PublicFilter, PublicSuggestionRow};
pub(crate) use repo::stored;
pub use repo::{SeenCase, StoredCase};
pub use scope::ScopeColumns;
pub use similar::SimilarRow;
pub use tasks::{LightCell, TASK_SORTS, TaskCount, TaskFilter, TaskRow};

use domain::kernel::ErrorCode;

/// Unique constraints of this feature and what their violation means.
pub(crate) const CONSTRAINTS: &[(&str, ErrorCode)] = &[
    ("suggestion_reply_doc_no_unique", ErrorCode::DocNoTaken),
    ("suggestion_feedback_once", ErrorCode::FeedbackGiven),
];
