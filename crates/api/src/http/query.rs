use super::{ApiError, ApiResult};
use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use domain::kernel::{DomainError, ErrorCode, FieldError};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use std::{
    future::{Ready, ready},
    ops::Deref,
};

/// Several values in one query parameter, separated by commas (`status=handling,replied`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommaList<T>(pub Vec<T>);

impl<T> Default for CommaList<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for CommaList<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let parts = text.split(',').filter(|part| !part.is_empty());
        parts
            .map(|part| T::deserialize(serde::de::value::StrDeserializer::<D::Error>::new(part)))
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl<T: Serialize> Serialize for CommaList<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// A calendar year within what every page of the system speaks of, 1990–2100, for `#[serde(deserialize_with)]`.
///
/// # Errors
/// When the text is no such year.
pub fn year<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i32>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let year = text.parse().ok().filter(|year| (1990..=2100).contains(year));
    year.map(Some).ok_or_else(|| serde::de::Error::custom("a year from 1990 to 2100 was expected"))
}

/// The query string as a `T`. Unknown and unreadable parameters are 400, never ignored, and the answer names the
/// parameter (`?status`) and, for a closed list, what it may be.
#[derive(Clone, Debug)]
pub struct Query<T>(pub T);

impl<T> Deref for Query<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> Query<T> {
    /// The value itself.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T: DeserializeOwned> Query<T> {
    /// Reads a query string by hand, where something has to be looked at before it.
    ///
    /// # Errors
    /// `request.unknown_parameter`; `request.malformed` with the parameter.
    pub fn of(query: &str) -> ApiResult<T> {
        let pairs = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
        serde_path_to_error::deserialize(pairs).map_err(|error| refused(&error))
    }
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request.query_string()).map(Self))
    }
}

fn refused(error: &serde_path_to_error::Error<serde::de::value::Error>) -> ApiError {
    let text = error.inner().to_string();
    // serde names the parameter in back quotes: `unknown field `x`, expected …`.
    if text.starts_with("unknown field") {
        let name = text.split('`').nth(1).unwrap_or_default().to_owned();
        return DomainError::new(ErrorCode::RequestUnknownParameter).param("name", name).into();
    }
    let mut refused = DomainError::new(ErrorCode::RequestMalformed);
    refused.fields.push(unreadable(format!("?{}", error.path()), &text));
    refused.into()
}

/// The field that could not be read. Of the parser's words only the closed list of values goes out: the rest names
/// our types.
pub(super) fn unreadable(pointer: String, parser: &str) -> FieldError {
    let field = FieldError::new(pointer, ErrorCode::ValueInvalid);
    match parser.strip_prefix("unknown variant ").and_then(|rest| rest.split_once(", expected ")) {
        Some((_, values)) => {
            let allowed: Vec<&str> = values.split('`').skip(1).step_by(2).collect();
            field.param("allowed", allowed)
        }
        None => field,
    }
}

/// A path parameter that cannot be an id names nothing: 404.
pub fn path_config() -> web::PathConfig {
    web::PathConfig::default().error_handler(|_, _| ApiError::from(ErrorCode::NotFound).into())
}
