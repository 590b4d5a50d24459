//! 数据接口, as the desk sees it: keys of other systems, and their webhooks.

mod codes;
mod keys;
mod keys_dto;
mod keys_end;
mod keys_options;
mod keys_represent;
mod keys_usage;
mod new_secret;
mod webhooks;
mod webhooks_commands;
mod webhooks_dto;
mod webhooks_hand;
mod webhooks_represent;

use crate::http::Api;

pub(crate) fn register(api: &mut Api) {
    keys_options::register(api);
    keys::register(api);
    keys_end::register(api);
    keys_usage::register(api);
    webhooks::register(api);
    webhooks_commands::register(api);
}
