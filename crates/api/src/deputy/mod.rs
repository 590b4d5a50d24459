//! 人大代表: seats, the commands of the status machine, delegations, composition, the public directory.

mod codes;
mod composition;
mod delegations;
mod delegations_dto;
mod deputies;
mod deputies_dto;
mod export;
mod public;
mod represent;
mod status;
mod status_dto;

pub use codes::{
    DeputyStatusCode, DeputyStepCode, EntryCode, LevelCode, OccupationCode, SuspensionGroundCode,
    TerminationGroundCode,
};
pub use deputies_dto::SheetFormatCode;

use crate::http::Api;

pub(crate) fn register(api: &mut Api) {
    // Fixed addresses before those with an id.
    export::register(api);
    composition::register(api);
    deputies::register(api);
    status::register(api);
    delegations::register(api);
    public::register(api);
}
