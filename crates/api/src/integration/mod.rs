//! 数据接口, as the desk sees it: keys of other systems.

mod codes;
mod keys;
mod keys_dto;
mod keys_end;
mod keys_options;
mod keys_represent;
mod keys_usage;
mod new_secret;

use crate::http::Api;

pub(crate) fn register(api: &mut Api) {
    keys_options::register(api);
    keys::register(api);
    keys_end::register(api);
    keys_usage::register(api);
}
