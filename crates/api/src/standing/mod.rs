//! 知情掌握 (knowing where things stand): the lists behind the numbers, the units' score, the table of lights, the leader's
//! page, what a setting would change, and reports frozen at a date.
//!
//! Everybody's numbers are those of his own lists: a figure counts what its reader may open, so that the two never differ.

mod comparison;
mod deputies;
mod lights;
mod measured;
mod measured_dto;
mod overview;
mod reports;
mod reports_dto;
mod scores;
mod what_if;
mod what_if_dto;

use crate::http::Api;

/// Routes of this feature.
pub(crate) fn register(api: &mut Api) {
    measured::register(api);
    deputies::register(api);
    scores::register(api);
    lights::register(api);
    overview::register(api);
    comparison::register(api);
    what_if::register(api);
    reports::register(api);
}
