//! What is read of suggestions: lists, queues, deadlines, histories, figures; and the portal's pages.

mod conditions;
mod counts;
mod counts_dto;
mod deadlines;
mod export;
mod hits;
mod ledger;
mod list;
mod list_dto;
mod measured;
mod public;
mod reading;
mod represent;
mod similar;
mod snippet;
mod statistics;
mod tasks;
mod tasks_dto;
mod tasks_export;
mod timeline;
mod timeline_dto;
mod today;
mod unit_figures;

pub(crate) use conditions::of_selection;
pub(crate) use export::matters;
pub(crate) use hits::suggestion_hits;
pub(crate) use ledger::commitment_rows;
pub(super) use list::bodies;
pub(crate) use list_dto::{SuggestionListQuery, SuggestionSummary};
pub(crate) use measured::{MeasuresResponse, Selection, facts, of_unit, represent_measures};
pub use public::PublicPages;
pub(crate) use public::send_public_file;
pub(in crate::suggestion) use public::{PublicSuggestion, story};
pub(crate) use reading::Reading;
pub(super) use represent::{PROTECTED, deputy_ref, sight};
pub(crate) use represent::{official_ref, summary};
pub use snippet::Snippet;
pub(crate) use statistics::period;
pub(crate) use tasks_dto::TaskUnit;
pub(crate) use unit_figures::{UnitFigures, unit_figures};

use crate::http::Api;

/// Routes of this part of the feature.
pub(crate) fn register(api: &mut Api) {
    list::register(api);
    counts::register(api);
    tasks::register(api);
    tasks_export::register(api);
    timeline::register(api);
    deadlines::register(api);
    similar::register(api);
    export::register(api);
    statistics::register(api);
    today::register(api);
    public::register(api);
}
