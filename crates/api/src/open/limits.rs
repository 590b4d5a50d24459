//! 调用频率: the quotas of a key and what is left of them.

use super::{KeyCaller, quotas::Holder};
use crate::{
    http::{Answer, Api, ApiResult, Code},
    state::State,
};
use actix_web::web;
use domain::integration::limits::LimitClass;
use serde::Serialize;
use utoipa::ToSchema;

/// 限流类别
pub type LimitClassCode = Code<LimitClass>;

pub(super) fn register(api: &mut Api) {
    api.route_keyed(__path_get_limits, get_limits);
}

/// One quota.
#[derive(Serialize, ToSchema)]
pub struct LimitResponse {
    /// Calls of one class share it; `x-limit-class` of every operation says which.
    #[schema(value_type = LimitClassCode)]
    pub class: &'static str,
    /// Requests within the window, and at once at most.
    pub requests: u32,
    /// Length of the window in seconds.
    pub window_seconds: u32,
    /// Requests left.
    pub remaining: u32,
    /// Seconds until all are there again; they come back evenly.
    pub reset_seconds: u32,
}

/// 调用频率
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"limits": [
    {"class": "read", "requests": 600, "window_seconds": 60, "remaining": 599, "reset_seconds": 1},
    {"class": "feed", "requests": 120, "window_seconds": 60, "remaining": 120, "reset_seconds": 0}]}))]
pub struct LimitsResponse {
    /// Every quota of the key.
    pub limits: Vec<LimitResponse>,
}

/// Quotas and what is left
///
/// 调用频率: how often this key may call, by class, and how it stands. Every answer says the same of the class it was
/// taken from, in `RateLimit-Policy` and `RateLimit`; a refused call (429) says in `Retry-After` when to try again.
/// Quotas are counted by each server for itself: behind several servers a key has more, never less. Any key may ask.
#[utoipa::path(get, path = "/api/v1/open/limits", tag = "open", security(("key" = [])),
    responses((status = 200, description = "The quotas", body = LimitsResponse)))]
pub(super) async fn get_limits(state: web::Data<State>, key: KeyCaller) -> ApiResult<Answer> {
    let limits = LimitClass::ALL.iter().map(|class| {
        let standing = state.shared.quotas.look(Holder::Key(key.key), *class, key.request.now);
        LimitResponse {
            class: class.code(),
            requests: standing.limit.requests,
            window_seconds: standing.limit.seconds,
            remaining: standing.remaining,
            reset_seconds: standing.reset_seconds,
        }
    });
    Answer::ok(&LimitsResponse { limits: limits.collect() })
}
