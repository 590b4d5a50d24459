//! JSON that is already written, under the hash of its bytes.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderValue},
    web::Bytes,
};
use sha2::{Digest, Sha256};

/// Who may keep an answer; both ask each time whether it is still true.
#[derive(Clone, Copy, Debug)]
pub enum Keeping {
    /// Anybody on the way.
    Public,
    /// Only who asked.
    Private,
}

/// The hash of a body, in quotes.
pub fn etag_of(body: &[u8]) -> String {
    let hash = Sha256::digest(body);
    let short: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{short}\"")
}

/// The body, or 304 when the caller has it.
pub fn tagged(http: &HttpRequest, body: Bytes, etag: &str, keeping: Keeping) -> HttpResponse {
    let known = http.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let same = known.is_some_and(|known| {
        known.split(',').any(|tag| matches!(tag.trim(), "*") || tag.trim().trim_start_matches("W/") == etag)
    });
    let mut response = if same { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    let (caching, vary) = match keeping {
        Keeping::Public => ("public, no-cache", "Accept-Language"),
        Keeping::Private => ("private, no-cache", "Authorization"),
    };
    response
        .insert_header((header::ETAG, etag))
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static(caching)))
        .insert_header((header::VARY, HeaderValue::from_static(vary)));
    if same {
        return response.finish();
    }
    response.insert_header((header::CONTENT_TYPE, HeaderValue::from_static("application/json")));
    response.body(body)
}
