//! 数据接口: the face for other systems, `/api/v1/open`.

mod feed_cursor;
mod feed_watch;
mod kept;
mod matter_dto;
mod projector;
mod render;

pub use feed_cursor::FeedCursor;
pub use feed_watch::FeedWatch;
pub use kept::KeptMatters;
pub use matter_dto::OpenMatter;
pub use projector::{Projected, kept_since, project};

use crate::http::Api;

/// Routes of this feature.
pub(crate) fn register(_api: &mut Api) {}
