//! 基础名录: units, deputies, groups, sessions, categories and codes, with the words of Popolo for people and posts. Only
//! what the law makes public; stations (代表之家、联络站) are not in this product yet.

mod codes;
mod dto;
mod lists;

pub(super) use dto::{Membership, Organization, OtherName, Person, Session};

use crate::http::Api;

pub(super) fn register(api: &mut Api) {
    lists::register(api);
    codes::register(api);
}
