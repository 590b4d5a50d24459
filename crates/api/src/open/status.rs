//! Whether other systems are being told in time.

use super::{changes::lag_ms, key_caller::KeyCaller, sandbox};
use crate::{
    http::{Answer, Api, ApiResult, Instant},
    state::State,
};
use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route_keyed(__path_get_open_status, get_open_status);
}

/// How the interface is doing (接口状态).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"now": "2026-05-20T09:30:00.123456+08:00", "version": "0.1.0",
    "feed_epoch": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70", "feed_seq": 1042, "feed_lag_ms": 0}))]
pub struct OpenStatus {
    /// The server's clock.
    pub now: Instant,
    /// Version of the contract.
    pub version: &'static str,
    /// Epoch of the change feed.
    pub feed_epoch: Uuid,
    /// Its last number.
    pub feed_seq: i64,
    /// How long the oldest change that is not in the feed yet has been waiting, milliseconds.
    pub feed_lag_ms: i64,
}

/// Status of the interface
///
/// 接口状态: the server's clock, the version of the contract, and how far the change feed is behind. For any key.
#[utoipa::path(get, path = "/api/v1/open/status", tag = "open", security(("key" = [])),
    responses((status = 200, description = "How it is doing", body = OpenStatus)))]
pub(super) async fn get_open_status(state: web::Data<State>, key: KeyCaller) -> ApiResult<Answer> {
    let head = if key.sandbox { sandbox::head() } else { state.store.feed_head().await? };
    Answer::ok(&OpenStatus {
        now: key.request.now.into(),
        version: env!("CARGO_PKG_VERSION"),
        feed_lag_ms: lag_ms(&head, key.request.now),
        feed_epoch: head.epoch,
        feed_seq: head.seq,
    })
}
