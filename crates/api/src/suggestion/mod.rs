//! 代表建议: from a deputy's draft to the archive.
//!
//! Each file is one group of commands with its requests and routes. They share [`opened::Opened`], which locks,
//! asks the policy and saves, and [`detail`], the one representation of a matter.

mod answering;
mod assigning;
mod codes;
mod detail;
mod detail_dto;
mod detail_task;
mod evaluating;
mod handling;
mod opened;
mod promising;
mod publishing;
mod queries;
mod reviewing;
mod urging;
mod writing;
mod writing_dto;

pub(crate) use answering::{SignOffRequest, sign_off, sign_off_letter};
pub(crate) use opened::{Opened, concerned};
pub use queries::{PublicPages, Snippet, catch_up};
pub(crate) use queries::{follow, suggestion_hits};
pub(crate) use reviewing::accept;
pub(crate) use reviewing::text_hash;
pub(crate) use writing::submit;

use crate::http::Api;
use domain::kernel::{HandlingTaskId, SuggestionId};
use uuid::Uuid;

/// Routes of this feature.
pub(crate) fn register(api: &mut Api) {
    writing::register(api);
    detail::register(api);
    reviewing::register(api);
    assigning::register(api);
    handling::register(api);
    answering::register(api);
    evaluating::register(api);
    promising::register(api);
    publishing::register(api);
    urging::register(api);
    queries::register(api);
}

/// The ids of `/suggestions/{id}/tasks/{task_id}/…`.
fn task_ids(path: &(Uuid, Uuid)) -> (SuggestionId, HandlingTaskId) {
    (SuggestionId(path.0), HandlingTaskId(path.1))
}
