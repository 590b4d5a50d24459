//! 专用纸与答复函: the suggestion on its paper and the units' letters, as PDF and Word files.
//!
//! [`registers`] reads the names, [`paper`] and [`reply`] decide what is printed for whom, [`typesetter`] renders it off the
//! async threads and remembers the last ones. The same content gives the same bytes, so the entity tag is a hash of it.

mod archive;
mod batch;
mod bundle;
mod collection;
mod document;
mod dossier;
mod forms;
mod paper;
mod preview;
mod public;
mod registers;
mod reply;
mod reports;
mod typesetter;

pub(crate) use archive::bundle as archived;
pub(crate) use document::{DOCX, answer_document};
pub(crate) use public::{PublicFile, print_public};
pub(crate) use reports::year_as_of;
pub use typesetter::Typesetter;
pub(crate) use typesetter::{Format, Printed, copy_for_the_public};

use crate::{
    http::{Api, ApiResult},
    state::State,
};

/// Most matters that one download or report reads.
const MOST_MATTERS: usize = 5_000;

/// A rendered document, for other features.
///
/// # Errors
/// As the typesetter.
pub(crate) async fn rendered(
    state: &State,
    printed: Printed,
    format: Format,
) -> ApiResult<actix_web::web::Bytes> {
    Ok(typesetter::render_many(state, vec![printed], format).await?.pop().unwrap_or_default())
}

/// Routes of this feature.
pub(crate) fn register(api: &mut Api) {
    dossier::register(api);
    batch::register(api);
    collection::register(api);
    reports::register(api);
    forms::register(api);
    paper::register(api);
    reply::register(api);
    preview::register(api);
    public::register(api);
}
