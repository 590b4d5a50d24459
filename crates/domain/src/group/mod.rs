//! 代表小组: groups between sessions, their officers, and membership that is right on any date.

mod group;
mod membership;
mod officer;

pub use group::{Dissolution, Group, GroupData};
pub use membership::{Membership, MovedMember, NewMember};
pub use officer::{OfficerRole, Officers};
