//! The portal: published parts alone, without sign-in.

mod figures;
mod follow;
mod list;
mod list_dto;
mod pages;
mod steps;
mod story;
mod story_dto;

pub use follow::catch_up;
pub(crate) use follow::follow;
pub use pages::PublicPages;

use crate::http::Api;

/// How long others may keep a list or a figure, seconds.
const LIST_SECONDS: u32 = 30;
/// How long others may keep a page, seconds: an unpublished one must be gone soon.
const PAGE_SECONDS: u32 = 10;

pub(super) fn register(api: &mut Api) {
    figures::register(api);
    list::register(api);
    story::register(api);
}
