//! 人大代表: seats, status history, delegations, the public directory, composition.

mod delegation;
mod history;
mod public;
mod seat;
mod statistics;

pub use delegation::{DELEGATION_SORTS, DelegationFilter, DelegationRow};
pub use history::{DeputyMembershipRow, StatusLogRow};
pub use public::{PUBLIC_DEPUTY_SORTS, PublicDeputyFilter, PublicDeputyRow};
pub use seat::{DEPUTY_SORTS, DeputyFilter, DeputyRow};
pub use statistics::CompositionFilter;

use domain::kernel::ErrorCode;

/// Constraints of this feature and what their violation means.
pub(crate) const CONSTRAINTS: &[(&str, ErrorCode)] = &[
    ("deputy_cert_no_unique", ErrorCode::DeputyCertNumberTaken),
    ("deputy_seat_unique", ErrorCode::DeputyExists),
    ("delegation_name_unique", ErrorCode::DelegationExists),
];
