//! Errors as `application/problem+json` (RFC 9457).

use super::{Language, RequestInfo};
use actix_web::{HttpRequest, HttpResponse, ResponseError, http::StatusCode, http::header};
use domain::kernel::{DomainError, ErrorCode, FieldError};
use serde::Serialize;
use serde_json::{Map, Value};
use std::fmt;
use utoipa::ToSchema;

/// Result of handlers and use cases.
pub type ApiResult<T> = Result<T, ApiError>;

/// Why a request failed.
#[derive(Debug)]
pub enum ApiError {
    /// A refusal that the caller can understand.
    Refused(Box<DomainError>),
    /// As refused, with the current `ETag` (412).
    Stale(Box<DomainError>, String),
    /// As refused, with seconds to wait (429, 503).
    RetryLater(Box<DomainError>, u64),
    /// Wrong method, with what is allowed (405).
    Method(String),
    /// A defect: logged under the request id, never shown.
    Defect(anyhow::Error),
}

impl ApiError {
    /// A refusal that says after how many seconds to try again.
    pub fn retry_later(error: DomainError, seconds: u64) -> Self {
        Self::RetryLater(Box::new(error), seconds)
    }

    fn domain(&self) -> DomainError {
        match self {
            Self::Refused(error) | Self::Stale(error, _) | Self::RetryLater(error, _) => (**error).clone(),
            Self::Method(_) => ErrorCode::MethodNotAllowed.into(),
            Self::Defect(_) => ErrorCode::Internal.into(),
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Defect(error) => write!(f, "{error:#}"),
            other => other.domain().fmt(f),
        }
    }
}

impl std::error::Error for ApiError {}

impl From<DomainError> for ApiError {
    fn from(error: DomainError) -> Self {
        Self::Refused(Box::new(error))
    }
}

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Self::Refused(Box::new(code.into()))
    }
}

impl From<FieldError> for ApiError {
    fn from(field: FieldError) -> Self {
        Self::Refused(Box::new(field.into()))
    }
}

impl From<anyhow::Error> for ApiError {
    fn from(error: anyhow::Error) -> Self {
        Self::Defect(error)
    }
}

impl From<persistence::Error> for ApiError {
    fn from(error: persistence::Error) -> Self {
        match error {
            persistence::Error::Domain(error) => Self::Refused(Box::new(error)),
            persistence::Error::Unavailable(cause) => {
                tracing::warn!(%cause, "database unavailable");
                Self::retry_later(ErrorCode::ServiceUnavailable.into(), 2)
            }
            persistence::Error::StorageFull(cause) => {
                tracing::error!(%cause, "database storage full");
                ErrorCode::StorageFull.into()
            }
            persistence::Error::Internal(cause) => Self::Defect(cause.into()),
        }
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.domain().code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// A bare answer; `finish_response` replaces it by the document, which needs the request.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

/// A problem document (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "type": "/problems/validation.failed", "title": "提交的内容有误，请修改标出的项目", "status": 422,
    "code": "validation.failed", "detail": "1 个项目需要修改", "instance": "/api/v1/suggestions",
    "request_id": "0197f0a2c6b07c3c8e5c7f1f7a3f9b52",
    "errors": [{"pointer": "#/title", "code": "text.too_long", "detail": "不能超过 50 个字，现有 61 个字",
                "params": {"max": 50, "actual": 61}}],
    "params": {}
}))]
pub struct Problem {
    /// Address of the code's page.
    #[serde(rename = "type")]
    pub kind: String,
    /// The code's text in the language asked for.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Stable code of the catalogue.
    pub code: &'static str,
    /// This occurrence in words.
    pub detail: String,
    /// Path of the request.
    pub instance: String,
    /// Quote it to the administrator.
    pub request_id: String,
    /// Wrong fields, all at once; empty when the problem is not about fields.
    pub errors: Vec<FieldProblem>,
    /// Numbers and words of the detail.
    pub params: Map<String, Value>,
}

/// One wrong field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// JSON pointer into the request, as a URI fragment.
    pub pointer: String,
    /// Stable code of the catalogue.
    pub code: &'static str,
    /// What is wrong, in words.
    pub detail: String,
    /// Numbers and words of the detail.
    pub params: Map<String, Value>,
}

/// What a problem document says of its request. Taken before the request is handed on: routing
/// needs to be its only owner.
pub(super) struct Facts {
    language: Language,
    request_id: String,
    path: String,
}

impl Facts {
    /// Of `request`, after its arrival was noted.
    pub(super) fn of(request: &HttpRequest) -> Self {
        Self {
            language: Language::of(request),
            request_id: RequestInfo::of(request).id,
            path: request.path().to_owned(),
        }
    }
}

impl Problem {
    /// The document of `error`; a defect is logged under the id of the request.
    fn about(error: &ApiError, facts: &Facts) -> Self {
        let Facts { language, request_id, path } = facts;
        let language = *language;
        if let ApiError::Defect(cause) = error {
            if path.starts_with(crate::ballot::UNLOGGED) {
                // A secret ballot: which request it was stands in no log.
                tracing::error!(error = format!("{cause:#}"), "defect while voting");
            } else {
                tracing::error!(request_id, path, error = format!("{cause:#}"), "defect");
            }
        }
        let refused = error.domain();
        let status = error.status_code();
        Problem {
            kind: format!("/problems/{}", refused.code.code()),
            title: text(refused.code, &refused.params, language),
            status: status.as_u16(),
            code: refused.code.code(),
            detail: detail(&refused, language),
            instance: path.clone(),
            request_id: request_id.clone(),
            errors: refused.fields.iter().map(|field| field_problem(field, language)).collect(),
            params: refused.params.clone(),
        }
    }

    /// The document that the command alone, at `path`, would have been answered with.
    pub fn of_item(error: &ApiError, request: &RequestInfo, path: String) -> Self {
        Self::about(error, &Facts { language: request.language, request_id: request.id.clone(), path })
    }
}

/// The problem document of `error` for this request.
pub(super) fn render(error: &ApiError, facts: &Facts) -> HttpResponse {
    let problem = Problem::about(error, facts);
    let (language, status) = (facts.language, error.status_code());
    let mut response = HttpResponse::build(status);
    response
        .content_type("application/problem+json")
        .insert_header((header::CONTENT_LANGUAGE, language.tag()))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    match error {
        ApiError::Stale(_, etag) => {
            response.insert_header((header::ETAG, etag.as_str()));
        }
        ApiError::RetryLater(_, seconds) => {
            response.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        ApiError::Method(allow) => {
            response.insert_header((header::ALLOW, allow.as_str()));
        }
        ApiError::Refused(_) | ApiError::Defect(_) => {}
    }
    if status == StatusCode::UNAUTHORIZED {
        // In the words of RFC 9470 where a good sign-in is too old.
        let challenge = match problem.code {
            code if code == ErrorCode::AuthConfirmationRequired.code() => {
                "Bearer error=\"insufficient_user_authentication\", max_age=\"900\""
            }
            _ => "Bearer",
        };
        response.insert_header((header::WWW_AUTHENTICATE, challenge));
    }
    response.body(serde_json::to_vec(&problem).unwrap_or_default())
}

fn field_problem(field: &FieldError, language: Language) -> FieldProblem {
    FieldProblem {
        pointer: field.pointer.clone(),
        code: field.code.code(),
        detail: text(field.code, &field.params, language),
        params: field.params.clone(),
    }
}

fn detail(error: &DomainError, language: Language) -> String {
    match (error.fields.len(), language) {
        (0, _) => text(error.code, &error.params, language),
        (n, Language::Chinese) => format!("{n} 个项目需要修改"),
        (1, Language::English) => "1 field needs to be corrected".to_owned(),
        (n, Language::English) => format!("{n} fields need to be corrected"),
    }
}

/// The catalogue's text with its parameters filled in.
pub(crate) fn text(code: ErrorCode, params: &Map<String, Value>, language: Language) -> String {
    let mut text = match language {
        Language::Chinese => code.zh(),
        Language::English => code.en(),
    }
    .to_owned();
    for (name, value) in params {
        let word = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        text = text.replace(&format!("{{{name}}}"), &word);
    }
    text
}

/// Collects the wrong fields of a request, so that all are told at once.
#[derive(Default)]
#[must_use = "call finish(), or the wrong fields are forgotten"]
pub struct Fields(Vec<FieldError>);

impl Fields {
    /// Begins with what was found wrong so far.
    pub(super) fn from(found: Vec<FieldError>) -> Self {
        Self(found)
    }

    /// Nothing wrong yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps the value, or notes what is wrong and goes on with the default.
    pub fn take<T: Default>(&mut self, checked: Result<T, FieldError>) -> T {
        checked.unwrap_or_else(|error| {
            self.0.push(error);
            T::default()
        })
    }

    /// Notes a wrong field.
    pub fn add(&mut self, error: FieldError) {
        self.0.push(error);
    }

    /// Notes a wrong field when `wrong`.
    pub fn add_if(&mut self, wrong: bool, pointer: &str, code: ErrorCode) {
        if wrong {
            self.0.push(FieldError::new(pointer, code));
        }
    }

    /// Refuses when anything was wrong.
    ///
    /// # Errors
    /// `validation.failed` with every noted field.
    pub fn finish(self) -> Result<(), DomainError> {
        if self.0.is_empty() { Ok(()) } else { Err(DomainError::invalid(self.0)) }
    }
}
