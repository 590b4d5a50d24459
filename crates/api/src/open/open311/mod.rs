//! Open311 GeoReport v2: published matters for stock clients, in JSON and XML, with the paging and `updated_after` that they
//! have asked for since 2013. Read only. Names, forms and errors are the standard's, not the house's.

mod answer;
mod discovery;
mod dto;
mod query;
mod requests;
mod services;
mod updates;
mod xml;

use crate::http::Api;

/// Where it stands.
const BASE: &str = "/api/v1/open/open311/v2";

pub(super) fn register(api: &mut Api) {
    discovery::register(api);
    services::register(api);
    requests::register(api);
    updates::register(api);
}
