use crate::{
    http::{Answer, Api, ApiError, ApiResult},
    state::State,
};
use actix_web::web;
use domain::kernel::ErrorCode;
use serde::Serialize;
use std::sync::atomic::Ordering;
use utoipa::ToSchema;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_liveness, get_liveness).route(__path_get_readiness, get_readiness);
}

/// State of the process.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"status": "ok"}))]
pub struct HealthResponse {
    /// Always `ok`; anything else is a problem document.
    pub status: &'static str,
}

/// Is the process alive?
///
/// 存活检查. Asks nothing but the process itself.
#[utoipa::path(get, path = "/livez", tag = "platform", security(()),
    responses((status = 200, description = "Alive", body = HealthResponse)))]
pub(super) async fn get_liveness() -> ApiResult<Answer> {
    Answer::ok(&HealthResponse { status: "ok" })
}

/// Can it take requests?
///
/// 就绪检查: database reachable, schema current, not shutting down.
#[utoipa::path(get, path = "/readyz", tag = "platform", security(()),
    responses((status = 200, description = "Ready", body = HealthResponse)))]
pub(super) async fn get_readiness(state: web::Data<State>) -> ApiResult<Answer> {
    let draining = state.shared.draining.load(Ordering::Relaxed);
    if draining || !state.store.ready().await? {
        return Err(ApiError::retry_later(ErrorCode::ServiceUnavailable.into(), 2));
    }
    Answer::ok(&HealthResponse { status: "ok" })
}
