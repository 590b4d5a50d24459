//! 审计日志: the auditor's reading room. Asking is itself written down.

mod dto;
mod export;
mod routes;

use crate::http::Api;

/// Routes of this feature.
pub(crate) fn register(api: &mut Api) {
    routes::register(api);
    export::register(api);
}
