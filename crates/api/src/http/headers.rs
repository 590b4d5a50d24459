use super::{
    ApiError,
    caller::Arrival,
    cors,
    problem::{self, Facts},
};
use crate::state::State;
use actix_web::{
    Error, HttpMessage, HttpRequest,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    error::InternalError,
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
    web,
};
use domain::kernel::ErrorCode;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Nothing but ourselves; no inline script or style.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
     font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'none'";

/// The documentation page brings its own styles.
const DOCS_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Outermost middleware: notes id and instant of the request, turns every error into a problem
/// document, and adds the headers that every answer carries.
///
/// # Errors
/// Only what already is a problem document.
pub async fn finish_response<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let state = request.app_data::<web::Data<State>>().cloned();
    if let Some(state) = &state {
        let id =
            request_id(request.headers()).unwrap_or_else(|| state.shared.ids.next_id().simple().to_string());
        request.extensions_mut().insert(Arrival { id, now: state.now() });
    }
    let asked_first = state.as_ref().and_then(|state| cors::preflight(&state.shared.cors_origins, &request));
    if let Some(answer) = asked_first {
        let mut response = request.into_response(answer);
        let request = response.request().clone();
        add_headers(response.headers_mut(), &request);
        return Ok(response);
    }
    let facts = Facts::of(request.request());
    let mut response = match next.call(request).await {
        Ok(response) => {
            let document = response.response().error().map(|error| to_problem(error, &facts));
            match document {
                Some(document) => response.into_response(document).map_into_boxed_body(),
                None => response.map_into_boxed_body(),
            }
        }
        Err(error) => {
            let document = to_problem(&error, &facts);
            return Err(InternalError::from_response("", document).into());
        }
    };
    let request = response.request().clone();
    add_headers(response.headers_mut(), &request);
    Ok(response)
}

/// The caller's request id, when it is a sane one.
pub fn request_id(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(REQUEST_ID)?.to_str().ok()?;
    let sane =
        (8..=64).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    sane.then(|| value.to_owned())
}

fn to_problem(error: &Error, facts: &Facts) -> actix_web::HttpResponse {
    if let Some(error) = error.as_error::<ApiError>() {
        return problem::render(error, facts);
    }
    let code = match error.as_response_error().status_code() {
        StatusCode::NOT_FOUND => ErrorCode::RouteNotFound,
        StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::RequestTooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ErrorCode::MediaTypeUnsupported,
        status if status.is_client_error() => ErrorCode::RequestMalformed,
        _ => return problem::render(&ApiError::Defect(anyhow::anyhow!("{error}")), facts),
    };
    problem::render(&code.into(), facts)
}

fn add_headers(headers: &mut HeaderMap, request: &HttpRequest) {
    let id =
        request.extensions().get::<Arrival>().and_then(|arrival| HeaderValue::from_str(&arrival.id).ok());
    if let Some(id) = id
        && !headers.contains_key(REQUEST_ID)
    {
        headers.insert(REQUEST_ID, id);
    }
    let path = request.path();
    if path.starts_with("/api/v1/open/") {
        crate::open::add_limit_headers(headers, request);
    }
    let mut set = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    let policy = if path.starts_with("/docs") { DOCS_POLICY } else { CONTENT_POLICY };
    set(header::CONTENT_SECURITY_POLICY, policy);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=(self)");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    if path.starts_with("/api/") {
        set(header::CACHE_CONTROL, "no-store");
        set(header::VARY, "Accept-Language, Authorization");
    }
    if let Some(state) = request.app_data::<web::Data<State>>() {
        let origin = request.headers().get(header::ORIGIN);
        cors::add_headers(headers, &state.shared.cors_origins, origin, request.method(), path);
    }
}
