//! 代表建议: from a deputy's draft to the archive.
//!
//! Each file is one group of commands with its requests and routes. They share [`opened::Opened`], which locks,
//! asks the policy and saves, and [`detail`], the one representation of a matter.

mod archiving;
mod assigning;
mod bulk;
mod co_handling;
pub(crate) mod codes;
mod command;
mod detail;
mod detail_dto;
mod detail_outcome;
mod detail_published;
mod detail_signers;
mod detail_task;
mod evaluating;
mod file_deciding;
mod file_deciding_dto;
mod handing_over;
mod handling;
mod issuing;
mod key;
mod marking;
mod marking_dto;
mod merging;
mod opened;
mod outcome_dto;
mod promising;
mod publishing;
mod queries;
mod reply_dto;
mod replying;
mod reviewing;
mod signing_dto;
mod task_dto;
mod urging;
mod writing;
mod writing_dto;

pub(crate) use issuing::{SignOffRequest, sign_off, sign_off_letter};
pub(crate) use opened::{Opened, concerned};
pub(crate) use queries::{
    MeasuresResponse, Reading, Selection, SuggestionListQuery, SuggestionSummary, TaskUnit, UnitFigures,
    commitment_rows, facts, matters, of_selection, of_unit, official_ref, period, represent_measures,
    send_public_file, suggestion_hits, summary, unit_figures,
};
pub use queries::{PublicPages, Snippet};
pub(crate) use reviewing::accept;
pub(crate) use reviewing::text_hash;
pub(crate) use writing::submit;

use crate::http::Api;

/// Routes of this feature.
pub(crate) fn register(api: &mut Api) {
    writing::register(api);
    detail::register(api);
    reviewing::register(api);
    merging::register(api);
    assigning::register(api);
    handling::register(api);
    handing_over::register(api);
    co_handling::register(api);
    replying::register(api);
    issuing::register(api);
    evaluating::register(api);
    archiving::register(api);
    promising::register(api);
    publishing::register(api);
    marking::register(api);
    file_deciding::register(api);
    urging::register(api);
    bulk::register(api);
    key::register(api);
    queries::register(api);
}
