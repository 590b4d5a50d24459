use super::{ApiError, Language};
use crate::state::State;
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::header, web};
use chrono::{DateTime, Utc};
use domain::{authz::Actor, kernel::ErrorCode};
use std::{
    future::{Ready, ready},
    net::IpAddr,
};

/// Facts of one request: its id, its one instant, its language, where it came from.
#[derive(Clone, Debug)]
pub struct RequestInfo {
    /// Id in logs, audit lines, problem documents and the `X-Request-Id` header.
    pub id: String,
    /// The one "now" of the request.
    pub now: DateTime<Utc>,
    /// Language of texts.
    pub language: Language,
    /// The client's network address.
    pub address: String,
    /// The client's `User-Agent`, at most 200 characters.
    pub user_agent: String,
}

/// What the outermost middleware noted first.
#[derive(Clone)]
pub(super) struct Arrival {
    pub id: String,
    pub now: DateTime<Utc>,
}

impl RequestInfo {
    /// The facts of `request`.
    pub fn of(request: &HttpRequest) -> Self {
        let arrival = request.extensions().get::<Arrival>().cloned();
        let (id, now) = arrival.map_or_else(Default::default, |arrival| (arrival.id, arrival.now));
        let user_agent = request.headers().get(header::USER_AGENT).and_then(|v| v.to_str().ok());
        Self {
            id,
            now,
            language: Language::of(request),
            address: client_address(request).map_or_else(String::new, |ip| ip.to_string()),
            user_agent: user_agent.unwrap_or_default().chars().take(200).collect(),
        }
    }
}

/// The peer, or what a trusted reverse proxy says of it. `X-Forwarded-For` from anybody else is not
/// believed: it would defeat every throttle.
pub(crate) fn client_address(request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    let trusted = &request.app_data::<web::Data<State>>()?.shared.trusted_proxies;
    if !trusted.contains(&peer) {
        return Some(peer);
    }
    let forwarded =
        request.headers().get("x-forwarded-for").and_then(|v| v.to_str().ok()).unwrap_or_default();
    let hops = forwarded.rsplit(',').filter_map(|hop| hop.trim().parse::<IpAddr>().ok());
    Some(hops.into_iter().find(|hop| !trusted.contains(hop)).unwrap_or(peer))
}

impl FromRequest for RequestInfo {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

/// A signed-in request.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who asks, with the grants in force now.
    pub actor: Actor,
    /// The request.
    pub request: RequestInfo,
}

impl FromRequest for Caller {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let actor = request.extensions().get::<Actor>().cloned();
        ready(match actor {
            Some(actor) => Ok(Self { actor, request: RequestInfo::of(request) }),
            None => Err(ErrorCode::AuthRequired.into()),
        })
    }
}
