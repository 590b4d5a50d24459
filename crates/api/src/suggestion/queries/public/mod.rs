//! The portal: published parts alone, without sign-in.

mod figures;
mod files;
mod list;
mod list_dto;
mod pages;
mod steps;
mod story;
mod story_dto;

pub(crate) use files::send_public_file;
pub use pages::PublicPages;
pub(in crate::suggestion) use story::story;
pub use story_dto::PublicSuggestion;

use crate::http::Api;

/// How long others may keep a list or a figure, seconds.
const LIST_SECONDS: u32 = 30;

pub(super) fn register(api: &mut Api) {
    figures::register(api);
    files::register(api);
    list::register(api);
    story::register(api);
}
