use crate::http::{ApiError, ApiResult, RequestInfo};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use domain::{
    authz::JurisdictionPath,
    integration::{KeyScope, PresentedKey, Sight},
    kernel::{ApiKeyId, DomainError, ErrorCode, UnitId},
};
use persistence::integration::OpenStamp;
use std::{
    future::{Ready, ready},
    sync::Arc,
};

/// What the gate found out about a caller.
#[derive(Clone)]
pub(super) struct Admitted {
    pub key: Arc<PresentedKey>,
    pub stamp: OpenStamp,
}

/// Another system that calls with a key. The key was looked at before the handler: it is live, may be used from there,
/// and its quota is not used up. What it may be used for is for the handler to ask: [`KeyCaller::require`].
#[derive(Clone, Debug)]
pub struct KeyCaller {
    /// The key.
    pub key: ApiKeyId,
    /// What it may be used for.
    pub scopes: Vec<KeyScope>,
    /// What it sees.
    pub sight: Sight,
    /// It sees invented matters only.
    pub sandbox: bool,
    /// Whose official record it sees.
    pub unit: Option<UnitId>,
    /// The node to which it belongs.
    pub area: JurisdictionPath,
    /// How everything stood after the request had arrived: what is kept in memory and was read under the same stamp is
    /// still true.
    pub stamp: OpenStamp,
    /// The request.
    pub request: RequestInfo,
}

impl KeyCaller {
    /// Refuses a key without this scope.
    ///
    /// # Errors
    /// `key.scope_missing`.
    pub fn require(&self, scope: KeyScope) -> ApiResult<()> {
        self.require_any(&[scope])
    }

    /// Refuses a key that has none of these scopes; the first is named.
    ///
    /// # Errors
    /// `key.scope_missing`.
    pub fn require_any(&self, scopes: &[KeyScope]) -> ApiResult<()> {
        if scopes.iter().any(|scope| self.scopes.contains(scope)) {
            return Ok(());
        }
        let named = scopes.first().map(|scope| scope.code()).unwrap_or_default();
        Err(DomainError::new(ErrorCode::KeyScopeMissing).param("scope", named).into())
    }

    /// Refuses a key that sees no matters: neither the published ones nor those of an authority.
    ///
    /// # Errors
    /// `key.scope_missing`.
    pub fn require_matters(&self) -> ApiResult<()> {
        self.require_any(&[KeyScope::SuggestionsRead, KeyScope::SuggestionsOfficial])
    }
}

impl FromRequest for KeyCaller {
    type Error = ApiError;
    type Future = Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let admitted = request.extensions().get::<Admitted>().cloned();
        ready(match admitted {
            None => Err(ErrorCode::KeyRequired.into()),
            Some(Admitted { key, stamp }) => Ok(Self {
                key: key.key,
                scopes: key.scopes.clone(),
                sight: key.sight(),
                sandbox: key.sandbox,
                unit: key.unit,
                area: key.area.clone(),
                stamp,
                request: RequestInfo::of(request),
            }),
        })
    }
}
