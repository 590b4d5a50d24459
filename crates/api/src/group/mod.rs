//! 代表小组: groups, their officers, membership at any date, the public list.

mod export;
mod groups;
mod groups_dto;
mod members;
mod public;

pub use groups_dto::{GroupList, GroupResponse};

use crate::http::{Api, Code};

/// 召集人、联络员 as the API document shows them.
pub type OfficerRoleCode = Code<domain::group::OfficerRole>;

pub(crate) fn register(api: &mut Api) {
    export::register(api);
    groups::register(api);
    members::register(api);
    public::register(api);
}
