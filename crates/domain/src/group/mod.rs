//! 代表小组: groups between sessions, their officers, and membership that is right on any date.

mod membership;
mod officer;
mod root;

pub use membership::{Membership, MovedMember, NewMember};
pub use officer::{OfficerRole, Officers};
pub use root::{Dissolution, Group, GroupData};
