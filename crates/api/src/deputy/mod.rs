//! 人大代表: seats, the commands of the status machine, delegations, composition, the public directory.

mod batch;
mod codes;
mod composition;
mod delegations;
mod delegations_dto;
mod delegations_export;
mod deputies;
mod deputies_dto;
mod deputies_input;
mod deputies_query;
mod export;
mod public;
mod release;
mod represent;
mod rollover;
mod rollover_copy;
mod rollover_dto;
mod status;
mod status_dto;
mod term_end;

pub use codes::{
    DeputyStatusCode, DeputyStepCode, EntryCode, LevelCode, OccupationCode, ReleaseGroundCode,
    SuspensionGroundCode, TerminationGroundCode,
};

use crate::http::Api;

pub(crate) fn register(api: &mut Api) {
    // Fixed addresses before those with an id.
    export::register(api);
    composition::register(api);
    batch::register(api);
    deputies::register(api);
    status::register(api);
    term_end::register(api);
    rollover::register(api);
    release::register(api);
    delegations_export::register(api);
    delegations::register(api);
    public::register(api);
}
