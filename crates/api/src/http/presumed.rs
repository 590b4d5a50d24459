use super::{ApiError, ApiResult, Caller, RequestInfo};
use crate::state::State;
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use domain::{authz::Actor, kernel::ErrorCode};
use persistence::{AccessStamp, account::Presumed};
use std::future::{Ready, ready};

/// A signed-in request whose account comes from memory: one round trip less for what is asked most.
///
/// Nothing may be answered before [`PresumedCaller::settle`]. A sign-in that was revoked or a role that was changed
/// before the request is seen by the statement that reads the data, which reads the stamp of access as well.
pub struct PresumedCaller {
    presumed: Presumed,
    request: RequestInfo,
}

/// A caller who may be answered.
pub struct Settled {
    /// Who asks.
    pub caller: Caller,
    /// He is not who was presumed: what was read for that one has to be read again.
    pub changed: bool,
}

impl PresumedCaller {
    /// Who it was when this server last looked: for choosing what to read.
    pub fn actor(&self) -> &Actor {
        &self.presumed.actor
    }

    /// The request.
    pub fn request(&self) -> &RequestInfo {
        &self.request
    }

    /// The caller, after the statement that read the data has `seen` the stamp of access.
    ///
    /// # Errors
    /// `auth.token_invalid` when the sign-in has ended.
    pub async fn settle(self, state: &State, seen: AccessStamp) -> ApiResult<Settled> {
        if self.presumed.holds(seen) {
            let caller = Caller { actor: self.presumed.actor, request: self.request };
            return Ok(Settled { caller, changed: false });
        }
        Ok(Settled { caller: self.ask(state).await?, changed: true })
    }

    /// The caller as the database knows him now.
    ///
    /// # Errors
    /// `auth.token_invalid` when the sign-in has ended.
    pub async fn ask(self, state: &State) -> ApiResult<Caller> {
        let session = self.presumed.actor.session;
        state.store.forget_actor(session);
        let actor = state.store.actor(session, self.request.now).await?;
        Ok(Caller { actor: actor.ok_or(ErrorCode::AuthTokenInvalid)?, request: self.request })
    }
}

impl FromRequest for PresumedCaller {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let presumed = request.extensions().get::<Presumed>().cloned();
        ready(match presumed {
            Some(presumed) => Ok(Self { presumed, request: RequestInfo::of(request) }),
            None => Err(ErrorCode::AuthRequired.into()),
        })
    }
}
