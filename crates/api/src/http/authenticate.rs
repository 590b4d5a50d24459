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
use domain::kernel::ErrorCode;

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

async fn resolve(request: &ServiceRequest) -> Result<domain::authz::Actor, ApiError> {
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
    let session = account::token::verify(&state.shared.keys, token, now)?;
    let actor = state.store.actor(session, now).await?;
    actor.ok_or_else(|| ErrorCode::AuthTokenInvalid.into())
}
