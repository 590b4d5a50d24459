use super::{ApiError, ApiResult};
use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header};
use domain::kernel::{DomainError, ErrorCode, Version};
use std::future::{Ready, ready};
use utoipa::{
    IntoParams,
    openapi::path::{Parameter, ParameterBuilder, ParameterIn},
    openapi::{ObjectBuilder, Required, Type},
};

/// The version the caller has seen (`If-Match`). Name it in `params(…)` of the operation too.
#[derive(Clone, Copy, Debug)]
pub struct IfMatch(pub Version);

impl IfMatch {
    /// Refuses unless `current` is what the caller has seen.
    ///
    /// # Errors
    /// `version.stale` with the current `ETag`.
    pub fn check(self, current: Version) -> ApiResult<()> {
        if self.0 == current {
            Ok(())
        } else {
            Err(ApiError::Stale(
                Box::new(DomainError::new(ErrorCode::VersionStale)),
                format!("\"{current}\""),
            ))
        }
    }
}

impl FromRequest for IfMatch {
    type Error = ApiError;
    type Future = Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let Some(value) = request.headers().get(header::IF_MATCH) else {
            return ready(Err(ErrorCode::PreconditionRequired.into()));
        };
        let version = value
            .to_str()
            .ok()
            .and_then(|text| text.trim().strip_prefix('"')?.strip_suffix('"')?.parse().ok())
            .map(|number| Self(Version(number)));
        // A tag we never gave out can match nothing.
        ready(version.ok_or_else(|| ErrorCode::VersionStale.into()))
    }
}

impl IntoParams for IfMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![
            ParameterBuilder::new()
                .name("If-Match")
                .parameter_in(ParameterIn::Header)
                .required(Required::True)
                .description(Some("The `ETag` of the version you have seen, quotes included."))
                .schema(Some(ObjectBuilder::new().schema_type(Type::String).examples(["\"3\""])))
                .build(),
        ]
    }
}
