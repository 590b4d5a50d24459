use super::{Answer, ApiError, ApiResult};
use actix_web::{FromRequest, HttpRequest, dev::Payload};
use domain::kernel::{ApiKeyId, ErrorCode, Version};
use persistence::{Claim, ReplayedResponse, Uow};
use std::future::{Ready, ready};
use utoipa::{
    IntoParams,
    openapi::path::{Parameter, ParameterBuilder, ParameterIn},
    openapi::{ObjectBuilder, Required, Type},
};
use uuid::Uuid;

/// The `Idempotency-Key` header of a request that creates: optional unless the route calls
/// [`IdempotencyKey::required`].
#[derive(Clone, Debug)]
pub struct IdempotencyKey(Option<String>);

/// A key claimed for this request: finish with [`Idempotent::finish`].
pub enum Idempotent {
    /// Do the work.
    Fresh(Uow, Option<String>),
    /// It was done before.
    Replayed(Answer),
}

impl IdempotencyKey {
    /// Refuses a request without a key.
    ///
    /// # Errors
    /// `idempotency.key_required`.
    pub fn required(self) -> ApiResult<Self> {
        if self.0.is_some() { Ok(self) } else { Err(ErrorCode::IdempotencyKeyRequired.into()) }
    }

    /// Of another system: two of them that choose the same words are not in each other's way.
    #[must_use]
    pub fn of_key(self, key: ApiKeyId) -> Self {
        Self(self.0.map(|chosen| format!("{key}/{chosen}")))
    }

    /// Claims the key inside the business transaction.
    ///
    /// # Errors
    /// `idempotency.mismatch`.
    pub async fn claim(self, uow: Uow, request_hash: &[u8; 32]) -> ApiResult<Idempotent> {
        let Some(key) = self.0 else { return Ok(Idempotent::Fresh(uow, None)) };
        Ok(match uow.claim_key(&key, request_hash).await? {
            Claim::Fresh => Idempotent::Fresh(uow, Some(key)),
            Claim::Replay(memory) => Idempotent::Replayed(Answer::replay(memory)),
        })
    }

    /// Binds the key to a request whose items are each remembered by themselves ([`IdempotencyKey::of_item`]): a repeated
    /// one goes on where the first one ended.
    ///
    /// # Errors
    /// `idempotency.mismatch`.
    pub async fn bind(&self, uow: Uow, request_hash: &[u8; 32]) -> ApiResult<()> {
        let Some(key) = &self.0 else { return Ok(()) };
        match uow.claim_key(key, request_hash).await? {
            Claim::Fresh => Ok(uow.commit().await?),
            Claim::Replay(_) => Ok(()),
        }
    }

    /// The key of one item of such a request.
    pub fn of_item(&self, item: Uuid) -> Option<String> {
        self.0.as_ref().map(|key| format!("{key}/{item}"))
    }

    /// Remembers the answer with the key and commits both.
    ///
    /// # Errors
    /// As any statement.
    pub async fn finish(uow: Uow, key: Option<String>, answer: Answer) -> ApiResult<Answer> {
        if let Some(key) = key {
            uow.remember_response(&key, answer.memory()).await?;
        }
        uow.commit().await?;
        Ok(answer)
    }
}

/// Claims the key of one item inside its transaction: the version that it was given when it was done before.
///
/// # Errors
/// `idempotency.mismatch`.
pub async fn claim_item(uow: &Uow, key: &str, request_hash: &[u8; 32]) -> ApiResult<Option<Version>> {
    match uow.claim_key(key, request_hash).await? {
        Claim::Fresh => Ok(None),
        Claim::Replay(memory) => {
            let version = memory.etag.as_deref().and_then(|version| version.parse().ok()).map(Version);
            Ok(Some(version.ok_or(ErrorCode::IdempotencyMismatch)?))
        }
    }
}

/// Remembers with its key that an item was done, and commits both.
///
/// # Errors
/// As any statement.
pub async fn remember_item(uow: Uow, key: &str, version: Version) -> ApiResult<()> {
    let memory =
        ReplayedResponse { status: 200, body: None, etag: Some(version.to_string()), location: None };
    uow.remember_response(key, memory).await?;
    Ok(uow.commit().await?)
}

impl FromRequest for IdempotencyKey {
    type Error = ApiError;
    type Future = Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let Some(value) = request.headers().get("idempotency-key") else { return ready(Ok(Self(None))) };
        let key =
            value.to_str().ok().map(str::trim).filter(|key| {
                (8..=128).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
            });
        ready(match key {
            Some(key) => Ok(Self(Some(key.to_owned()))),
            None => Err(ErrorCode::IdempotencyKeyInvalid.into()),
        })
    }
}

impl IntoParams for IdempotencyKey {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![
            ParameterBuilder::new()
                .name("Idempotency-Key")
                .parameter_in(ParameterIn::Header)
                .required(Required::False)
                .description(Some(
                    "8–128 visible characters chosen by the client. A repeated request with the same key and body \
                     answers what the first one did, for 72 hours.",
                ))
                .schema(Some(ObjectBuilder::new().schema_type(Type::String).min_length(Some(8)).max_length(Some(128))))
                .build(),
        ]
    }
}
