use super::ApiError;
use actix_web::{error::QueryPayloadError, web};
use domain::kernel::{DomainError, ErrorCode};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};

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

/// Unknown or unreadable parameters are 400, never ignored.
pub fn query_config() -> web::QueryConfig {
    web::QueryConfig::default().error_handler(|error, _| {
        let text = match &error {
            QueryPayloadError::Deserialize(inner) => inner.to_string(),
            _ => String::new(),
        };
        // serde names the parameter in back quotes: `unknown field `x`, expected …`.
        let name = text.split('`').nth(1).unwrap_or_default().to_owned();
        let refused = if text.starts_with("unknown field") {
            DomainError::new(ErrorCode::RequestUnknownParameter).param("name", name)
        } else {
            DomainError::new(ErrorCode::RequestMalformed)
        };
        ApiError::from(refused).into()
    })
}

/// A path parameter that cannot be an id names nothing: 404.
pub fn path_config() -> web::PathConfig {
    web::PathConfig::default().error_handler(|_, _| ApiError::from(ErrorCode::NotFound).into())
}
