//! 附件: taking files in, handing them out, and tidying up.
//!
//! The order is what makes it safe: bytes are streamed to a temporary file, looked into, made durable under their id
//! ([`store`]), and only then does a row say that they exist. What has no row is rubbish and goes ([`cleanup`]).

pub mod cleanup;
mod download;
mod dto;
mod inspect;
mod reading;
mod store;
mod upload;

pub(crate) use download::{Recipient, attachment, send, stored};
pub use dto::AttachedFile;
pub(crate) use dto::hex;
pub use reading::FileReadings;
pub(crate) use reading::readings;
pub use store::{FileStore, NewFile};

pub(crate) use upload::note_made_file;

use crate::http::Api;

/// Routes of this feature.
pub(crate) fn register(api: &mut Api) {
    upload::register(api);
    download::register(api);
}
