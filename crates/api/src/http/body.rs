use super::query::unreadable;
use super::{ApiError, ApiResult, Fields};
use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web::Bytes};
use domain::kernel::{DomainError, ErrorCode, FieldError};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::{future::Future, pin::Pin};
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

/// Largest JSON body.
const LIMIT: usize = 2 * 1024 * 1024;

/// A JSON request body: read within limits, parsed strictly, validated by the type's rules.
///
/// Unknown and duplicate members are refused (400); so types derive `deny_unknown_fields`.
pub struct Body<T> {
    value: T,
    wrong: Vec<FieldError>,
    /// SHA-256 over method, path and bytes: what an idempotency key is bound to.
    pub request_hash: [u8; 32],
}

impl<T: DeserializeOwned + Validate> FromRequest for Body<T> {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = ApiResult<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            require_json(&request)?;
            let bytes = read(&request, &mut payload).await?;
            let value: T = parse(&bytes)?;
            let wrong = value.validate().err().map(|errors| field_errors(&errors, "#")).unwrap_or_default();
            let hash = Sha256::new()
                .chain_update(request.method().as_str())
                .chain_update(request.path())
                .chain_update(&bytes)
                .finalize();
            Ok(Self { value, wrong, request_hash: hash.into() })
        })
    }
}

fn require_json(request: &HttpRequest) -> ApiResult<()> {
    let value = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = value.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let accepted = essence.eq_ignore_ascii_case("application/json")
        || essence.eq_ignore_ascii_case("application/merge-patch+json");
    if accepted { Ok(()) } else { Err(ErrorCode::MediaTypeUnsupported.into()) }
}

async fn read(request: &HttpRequest, payload: &mut Payload) -> ApiResult<Bytes> {
    let declared =
        request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > LIMIT) {
        return Err(ErrorCode::RequestTooLarge.into());
    }
    let mut bytes = actix_web::web::BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| ErrorCode::RequestMalformed)?;
        if bytes.len() + chunk.len() > LIMIT {
            return Err(ErrorCode::RequestTooLarge.into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> ApiResult<T> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| malformed(&error))?;
    deserializer.end().map_err(|_| ErrorCode::RequestMalformed)?;
    Ok(value)
}

/// 400 with the place that could not be read.
fn malformed(error: &serde_path_to_error::Error<serde_json::Error>) -> ApiError {
    let path = error.path().to_string();
    let pointer = if path == "." {
        "#".to_owned()
    } else {
        format!("#/{}", path.replace(['.', '['], "/").replace(']', ""))
    };
    let mut refused = DomainError::new(ErrorCode::RequestMalformed)
        .param("line", error.inner().line())
        .param("column", error.inner().column());
    refused.fields.push(unreadable(pointer, &error.inner().to_string()));
    refused.into()
}

/// The errors of `validator` in the words of our catalogue, with JSON pointers.
fn field_errors(errors: &ValidationErrors, base: &str) -> Vec<FieldError> {
    let mut fields = Vec::new();
    let mut names: Vec<_> = errors.errors().iter().collect();
    names.sort_by_key(|(name, _)| name.to_string());
    for (name, kind) in names {
        let pointer = format!("{base}/{name}");
        match kind {
            ValidationErrorsKind::Struct(inner) => fields.extend(field_errors(inner, &pointer)),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    fields.extend(field_errors(inner, &format!("{pointer}/{index}")));
                }
            }
            ValidationErrorsKind::Field(list) => {
                fields.extend(list.iter().map(|error| one_field(&pointer, error)))
            }
        }
    }
    fields
}

fn one_field(pointer: &str, error: &validator::ValidationError) -> FieldError {
    let number = |name: &str| error.params.get(name).and_then(serde_json::Value::as_i64);
    let actual = error.params.get("value").and_then(|value| match value {
        serde_json::Value::String(text) => i64::try_from(text.chars().count()).ok(),
        serde_json::Value::Array(items) => i64::try_from(items.len()).ok(),
        _ => None,
    });
    let code = match error.code.as_ref() {
        "length" if actual == Some(0) => ErrorCode::TextRequired,
        "length" if number("max").is_some_and(|max| actual.is_some_and(|n| n > max)) => {
            ErrorCode::TextTooLong
        }
        "length" => ErrorCode::TextTooShort,
        "range" => ErrorCode::ValueOutOfRange,
        "required" => ErrorCode::ValueRequired,
        other => ErrorCode::find(other).unwrap_or(ErrorCode::ValueInvalid),
    };
    let mut field = FieldError::new(pointer, code);
    for (name, value) in [("min", number("min")), ("max", number("max")), ("actual", actual)] {
        if let Some(value) = value {
            field = field.param(name, value);
        }
    }
    field
}

impl<T> Body<T> {
    /// The value, when the type's own rules are all there is to check.
    ///
    /// # Errors
    /// `validation.failed` with every wrong field.
    pub fn valid(self) -> ApiResult<T> {
        let (value, fields) = self.open();
        fields.finish()?;
        Ok(value)
    }

    /// The value, and the wrong fields found so far: go on checking, so that the caller is told of
    /// all of them at once, then [`Fields::finish`].
    pub fn open(self) -> (T, Fields) {
        (self.value, Fields::from(self.wrong))
    }
}
