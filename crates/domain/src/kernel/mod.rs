//! What every feature is made of: ids, versions, bounded text, time and id sources, error codes,
//! events.

mod checks;
mod clock;
mod coded;
mod error;
pub mod error_codes;
mod event;
mod ids;
mod outcome;
mod patch;
mod text;
mod version;

pub use checks::FieldChecks;
pub use clock::{Clock, IdSource, business_date, congress_midnight, congress_offset, congress_time};
pub use coded::Coded;
pub(crate) use coded::coded_enum;
pub use error::{DomainError, FieldError};
pub use error_codes::ErrorCode;
pub use event::{AuditChange, Event};
pub use ids::*;
pub use outcome::{ChangeKind, Outcome};
pub use patch::Patch;
pub use text::{TextRule, fold_width, normalise};
pub use version::Version;
