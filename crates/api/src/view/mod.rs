//! 常用视图: a person's named views of lists, and those that the head of the committee shares.

mod dto;
mod own;
mod sharing;

use crate::http::Api;

/// Routes of this feature.
pub(crate) fn register(api: &mut Api) {
    own::register(api);
    sharing::register(api);
}
