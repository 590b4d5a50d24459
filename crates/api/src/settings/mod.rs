//! 系统设置: values with history, and the copy of settings and calendar that is kept in memory.

mod configuration;
mod dto;
mod routes;

pub use configuration::{Configuration, ConfigurationCache, follow};

use crate::http::Api;

/// Routes of this feature.
pub(crate) fn register(api: &mut Api) {
    routes::register(api);
}
