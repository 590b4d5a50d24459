use crate::{
    http::{ApiResult, Body, Instant},
    state::State,
};
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
struct MoveClockRequest {
    now: Option<Instant>,
}

/// `PUT /testing/clock`: exists only with `--allow-clock-control`.
pub(super) fn configure(config: &mut web::ServiceConfig) {
    config.service(web::resource("/testing/clock").route(web::put().to(move_clock)));
}

async fn move_clock(state: web::Data<State>, body: Body<MoveClockRequest>) -> ApiResult<HttpResponse> {
    state.shared.clock.move_to(body.valid()?.now.map(|now| now.0));
    Ok(HttpResponse::NoContent().finish())
}
