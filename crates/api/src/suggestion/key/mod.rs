//! 重点督办建议: commands, one matter's supervision, the year's list.

mod commands;
mod list;
mod list_dto;
mod represent;
mod requests;
mod response;

use crate::http::Api;

pub(super) fn register(api: &mut Api) {
    represent::register(api);
    commands::register(api);
    list::register(api);
}
