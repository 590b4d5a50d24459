//! The refresh token's cookie and its secret.

use actix_web::{
    HttpRequest,
    cookie::{Cookie, SameSite, time::Duration},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::RngExt;
use sha2::{Digest, Sha256};

const NAME: &str = "daibiao_refresh";

/// 256 random bits as text. An id is never a secret; this is.
pub(crate) fn new_secret() -> String {
    let bytes: [u8; 32] = rand::rng().random();
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What is stored of a secret.
pub(crate) fn secret_hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// The cookie for a refresh token: unreadable for scripts, sent to the sign-in routes only.
pub(super) fn refresh_cookie(secret: &str, public_url: &str, days: i64) -> Cookie<'static> {
    Cookie::build(NAME, secret.to_owned())
        .path("/api/v1/auth")
        .http_only(true)
        .secure(public_url.starts_with("https://"))
        .same_site(SameSite::Strict)
        .max_age(Duration::days(days))
        .finish()
}

/// The cookie that removes it.
pub(super) fn expired_cookie(public_url: &str) -> Cookie<'static> {
    refresh_cookie("", public_url, 0)
}

/// The refresh token of a request.
pub(super) fn presented(request: &HttpRequest) -> Option<String> {
    request.cookie(NAME).map(|cookie| cookie.value().to_owned()).filter(|value| !value.is_empty())
}
