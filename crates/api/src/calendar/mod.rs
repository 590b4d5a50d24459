//! 工作日历: listed days, import of notices, and deadlines that explain themselves.

mod dto;
mod edit;
mod explain;
mod export;
mod import;
mod read;
pub mod tool;

pub use explain::{DeadlineBasisResponse, DeadlineResponse, DeadlineStepResponse};

use crate::http::Api;

/// Routes of this feature.
pub(crate) fn register(api: &mut Api) {
    read::register(api);
    export::register(api);
    edit::register(api);
    import::register(api);
    explain::register(api);
}
