//! What every command on a matter brings with it, as one extractor: who commands, on what, and the version seen.

use super::{Opened, detail};
use crate::{
    http::{Answer, ApiResult, Caller, IfMatch},
    state::State,
};
use actix_web::{Error, FromRequest, HttpRequest, dev::Payload, web};
use domain::{
    authz::{ActionKind, Permit},
    kernel::{CommitmentId, HandlingTaskId, PublicationId, SuggestionId},
    suggestion::Case,
};
use serde::de::DeserializeOwned;
use std::future::{Ready, ready};

/// `…/suggestions/{id}/…`
pub(super) type OnSuggestion = Command<SuggestionId>;
/// `…/suggestions/{id}/tasks/{task_id}/…`
pub(super) type OnTask = Command<(SuggestionId, HandlingTaskId)>;
/// `…/suggestions/{id}/commitments/{commitment_id}/…`
pub(super) type OnCommitment = Command<(SuggestionId, CommitmentId)>;
/// `…/suggestions/{id}/publications/{publication_id}/…`
pub(super) type OnPublication = Command<(SuggestionId, PublicationId)>;

/// A command that has arrived. Name `IfMatch` in `params(…)` of its operation.
pub(super) struct Command<T> {
    /// The application.
    pub state: web::Data<State>,
    /// Who commands.
    pub caller: Caller,
    /// The ids of the address.
    pub target: T,
    /// The version of the matter that was seen.
    pub seen: IfMatch,
}

impl<T> Command<T> {
    /// The matter as the caller sees it after the command.
    pub(super) async fn answer(&self, case: &Case) -> ApiResult<Answer> {
        detail::answer(&self.state, &self.caller, case).await
    }
}

impl OnSuggestion {
    /// As [`Opened::case`].
    pub(super) async fn open<A: ActionKind>(&self) -> ApiResult<(Opened<'_>, Permit<A>)> {
        Opened::case(&self.state, &self.caller, self.target, self.seen).await
    }
}

impl OnTask {
    /// The task of the address.
    pub(super) fn task(&self) -> HandlingTaskId {
        self.target.1
    }

    /// As [`Opened::task`].
    pub(super) async fn open<A: ActionKind>(&self) -> ApiResult<(Opened<'_>, Permit<A>)> {
        Opened::task(&self.state, &self.caller, self.target, self.seen).await
    }
}

impl OnCommitment {
    /// The promise of the address.
    pub(super) fn promise(&self) -> CommitmentId {
        self.target.1
    }

    /// As [`Opened::commitment`]: for the unit that gave the promise.
    pub(super) async fn open<A: ActionKind>(&self) -> ApiResult<(Opened<'_>, Permit<A>)> {
        Opened::commitment(&self.state, &self.caller, self.target, self.seen).await
    }

    /// As [`Opened::case`]: for those who judge it.
    pub(super) async fn open_case<A: ActionKind>(&self) -> ApiResult<(Opened<'_>, Permit<A>)> {
        Opened::case(&self.state, &self.caller, self.target.0, self.seen).await
    }
}

impl OnPublication {
    /// The part of the address.
    pub(super) fn part(&self) -> PublicationId {
        self.target.1
    }

    /// As [`Opened::case`].
    pub(super) async fn open<A: ActionKind>(&self) -> ApiResult<(Opened<'_>, Permit<A>)> {
        Opened::case(&self.state, &self.caller, self.target.0, self.seen).await
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Command<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let mut read = || {
            Ok(Self {
                state: web::Data::<State>::from_request(request, payload).into_inner()?,
                caller: Caller::from_request(request, payload).into_inner()?,
                target: web::Path::<T>::from_request(request, payload).into_inner()?.into_inner(),
                seen: IfMatch::from_request(request, payload).into_inner()?,
            })
        };
        ready(read())
    }
}
