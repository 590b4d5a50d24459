//! 代表小组: groups, members on any date, officers.

mod membership;
mod officer;
mod repo;

pub use membership::MemberRow;
pub use officer::OfficerRow;
pub use repo::{GROUP_SORTS, GroupFilter, GroupRow};

use domain::kernel::ErrorCode;

/// Constraints of this feature and what their violation means.
pub(crate) const CONSTRAINTS: &[(&str, ErrorCode)] = &[
    ("deputy_group_no_unique", ErrorCode::GroupExists),
    ("group_membership_no_overlap", ErrorCode::GroupMembershipOverlap),
];
