//! 数据接口: the face for other systems, `/api/v1/open`.

mod batch;
mod changes;
pub mod exports;
mod feed_cursor;
mod feed_watch;
mod fields;
mod files;
mod gate;
mod kept;
mod key_caller;
mod limits;
mod matter_dto;
mod open311;
mod projector;
mod quotas;
mod record;
mod reference;
mod render;
mod sandbox;
mod splice;
mod status;
mod suggestions;
mod usage;
pub mod webhooks;

pub use feed_cursor::FeedCursor;
pub use feed_watch::FeedWatch;
pub(crate) use gate::Gate;
pub use kept::KeptMatters;
pub use key_caller::KeyCaller;
pub use matter_dto::OpenMatter;
pub use projector::{Projected, kept_since, project};
pub use quotas::Quotas;
pub(crate) use quotas::add_limit_headers;
pub(crate) use usage::write_key_uses;
pub use usage::{KeyUses, flush_key_uses};
pub(crate) use webhooks::send_webhooks;

use crate::http::Api;

/// Routes of this feature.
pub(crate) fn register(api: &mut Api) {
    changes::register(api);
    suggestions::register(api);
    batch::register(api);
    record::register(api);
    files::register(api);
    limits::register(api);
    status::register(api);
    exports::register(api);
    webhooks::register(api);
    reference::register(api);
    open311::register(api);
}
