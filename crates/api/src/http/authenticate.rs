use super::{ApiError, caller::Arrival};
use crate::{account, state::State};
use actix_web::{
    Error, HttpMessage,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header,
    middleware::Next,
    web,
};
use chrono::{DateTime, Utc};
use domain::{
    authz::Actor,
    kernel::{ErrorCode, LoginSessionId},
};
use persistence::account::Presumed;

/// Wraps every route whose operation is not public: no extractor, and so no bad body, is looked at
/// before the token is.
pub(super) async fn authenticate<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    match resolve(&request).await {
        Ok(actor) => {
            request.extensions_mut().insert(actor);
            Ok(next.call(request).await?.map_into_left_body())
        }
        // As an answer, not as an `Err`: so the outer middleware still has the request.
        Err(error) => Ok(request.error_response(error).map_into_right_body()),
    }
}

/// As [`authenticate`], for routes whose first statement also reads the stamp of access: they take the account from
/// memory, and a [`PresumedCaller`](super::PresumedCaller) instead of a `Caller`.
pub(super) async fn presume<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    match resolve_presumed(&request).await {
        Ok(presumed) => {
            request.extensions_mut().insert(presumed);
            Ok(next.call(request).await?.map_into_left_body())
        }
        Err(error) => Ok(request.error_response(error).map_into_right_body()),
    }
}

async fn resolve(request: &ServiceRequest) -> Result<Actor, ApiError> {
    let (state, session, now) = session(request)?;
    let actor = state.store.actor(session, now).await?;
    actor.ok_or_else(|| ErrorCode::AuthTokenInvalid.into())
}

async fn resolve_presumed(request: &ServiceRequest) -> Result<Presumed, ApiError> {
    let (state, session, now) = session(request)?;
    let presumed = state.store.presumed_actor(session, now).await?;
    presumed.ok_or_else(|| ErrorCode::AuthTokenInvalid.into())
}

/// The sign-in that the request's token names.
fn session(request: &ServiceRequest) -> Result<(&web::Data<State>, LoginSessionId, DateTime<Utc>), ApiError> {
    let header = request.headers().get(header::AUTHORIZATION).ok_or(ErrorCode::AuthRequired)?;
    let token = header
        .to_str()
        .ok()
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .ok_or(ErrorCode::AuthTokenInvalid)?;
    let state = request.app_data::<web::Data<State>>().ok_or(ErrorCode::Internal)?;
    let now = request.extensions().get::<Arrival>().map(|arrival| arrival.now);
    let now = now.unwrap_or_else(|| state.now());
    Ok((state, account::token::verify(&state.shared.keys, token, now)?, now))
}
