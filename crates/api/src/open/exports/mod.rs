//! 数据导出: the first load and the way back after a gap. An export is the state of all matters at one place of the change
//! feed; whoever loads it and goes on with the feed from there has what we have.

mod columns;
mod dto;
mod file;
mod place;
mod routes;
mod sink;
mod stream;
mod worker;

pub(crate) use place::ExportFolder;
pub(crate) use sink::Packed;
pub(crate) use stream::{ExportStream, Step};
pub(crate) use worker::run;
pub use worker::{queue_daily_export, sweep_exports, write_next_export};

use crate::http::Api;

/// Routes of exports.
pub(super) fn register(api: &mut Api) {
    routes::register(api);
}
