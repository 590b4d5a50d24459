//! Health, documentation, problem pages, clock control.

mod documents;
mod health;
mod site;
mod testing;
mod widget;

pub use documents::{Contracts, error_catalogue};

use crate::http::Api;
use actix_web::web;

/// Documented routes of this feature.
pub(crate) fn register(api: &mut Api) {
    health::register(api);
    site::register(api);
}

/// Routes that are not part of the contract: documentation pages and, in tests and the demo, the
/// clock.
pub(crate) fn configure(config: &mut web::ServiceConfig, contracts: &Contracts, clock_control: bool) {
    documents::configure(config, contracts);
    widget::configure(config);
    if clock_control {
        testing::configure(config);
    }
}
