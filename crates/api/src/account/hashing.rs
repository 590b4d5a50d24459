//! Passwords: argon2id, off the async threads, a few at a time; and what makes a good one.

use crate::{http::ApiResult, state::State};
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use domain::kernel::{ErrorCode, FieldError};

/// Verified when the account is unknown, so that the answer takes as long: argon2id of a random
/// password nobody knows.
const DUMMY: &str = "$argon2id$v=19$m=47104,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$\
     RdescudvJCsgt3ub+b0PFQ2jXbMZ0XlrWVuZQ3YqXSc";

fn hasher() -> Argon2<'static> {
    let params = Params::new(46 * 1024, 2, 1, None).expect("the parameters are within argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Hashes a password: 46 MiB, two passes, about 130 ms on a small server.
///
/// # Errors
/// When the thread pool is gone, which happens at shutdown only.
pub async fn hash(state: &State, password: String) -> ApiResult<String> {
    let _turn = state.shared.hashing.acquire().await.map_err(anyhow::Error::from)?;
    let hashed =
        tokio::task::spawn_blocking(move || hash_blocking(&password)).await.map_err(anyhow::Error::from)?;
    Ok(hashed?)
}

/// As [`hash`], on the calling thread: for the command line and the demo.
///
/// # Errors
/// When the operating system gives no randomness.
pub fn hash_blocking(password: &str) -> anyhow::Result<String> {
    let hashed =
        hasher().hash_password(password.as_bytes()).map_err(|error| anyhow::anyhow!("argon2: {error}"))?;
    Ok(hashed.to_string())
}

/// Compares a password with a stored hash; with none, spends the same time and says no.
///
/// # Errors
/// When the thread pool is gone.
pub async fn verify(state: &State, stored: Option<String>, password: String) -> ApiResult<bool> {
    let _turn = state.shared.hashing.acquire().await.map_err(anyhow::Error::from)?;
    let checked = tokio::task::spawn_blocking(move || {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| DUMMY.to_owned());
        let matches = PasswordHash::new(&stored)
            .is_ok_and(|hash| hasher().verify_password(password.as_bytes(), &hash).is_ok());
        known && matches
    });
    Ok(checked.await.map_err(anyhow::Error::from)?)
}

/// The password rules of the `mlps3` profile (等保三级): at least 8 characters, three of four
/// kinds, not the user name, not among the commonest.
///
/// # Errors
/// `password.too_short`, `password.too_weak`, `password.contains_name`, `password.common`,
/// at `pointer`.
pub fn check_strength(pointer: &str, password: &str, username: &str) -> Result<(), FieldError> {
    const MIN: usize = 8;
    const MAX: usize = 128;
    const COMMON: &[&str] =
        &["password", "12345678", "qwertyui", "admin123", "abc12345", "a1b2c3d4", "iloveyou"];
    let length = password.chars().count();
    if length < MIN {
        return Err(FieldError::new(pointer, ErrorCode::PasswordTooShort).param("min", MIN));
    }
    if length > MAX {
        return Err(FieldError::new(pointer, ErrorCode::TextTooLong)
            .param("max", MAX)
            .param("actual", length));
    }
    let kinds = [
        password.chars().any(|c| c.is_ascii_lowercase()),
        password.chars().any(|c| c.is_ascii_uppercase()),
        password.chars().any(|c| c.is_ascii_digit()),
        password.chars().any(|c| !c.is_ascii_alphanumeric()),
    ];
    if kinds.into_iter().filter(|kind| *kind).count() < 3 {
        return Err(FieldError::new(pointer, ErrorCode::PasswordTooWeak));
    }
    let folded = password.to_lowercase();
    if !username.is_empty() && folded.contains(&username.to_lowercase()) {
        return Err(FieldError::new(pointer, ErrorCode::PasswordContainsName));
    }
    if COMMON.iter().any(|common| folded.contains(common)) {
        return Err(FieldError::new(pointer, ErrorCode::PasswordCommon));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_verify_and_the_dummy_can_be_parsed() {
        let stored = hash_blocking("对-Horse-7").unwrap();
        let hash = PasswordHash::new(&stored).unwrap();
        assert!(hasher().verify_password("对-Horse-7".as_bytes(), &hash).is_ok());
        assert!(hasher().verify_password(b"wrong", &hash).is_err());
        assert!(stored.starts_with("$argon2id$v=19$m=47104,t=2,p=1$"));
        assert!(PasswordHash::new(DUMMY).is_ok());
    }

    #[test]
    fn strength_rules_name_what_is_missing() {
        let code = |password: &str| check_strength("#/p", password, "zhangsan").err().map(|e| e.code);
        assert_eq!(code("Aa1!"), Some(ErrorCode::PasswordTooShort));
        assert_eq!(code("abcdefgh1"), Some(ErrorCode::PasswordTooWeak));
        assert_eq!(code("Zhangsan-77"), Some(ErrorCode::PasswordContainsName));
        assert_eq!(code("Password-77"), Some(ErrorCode::PasswordCommon));
        assert_eq!(code("Lake-Boat-77"), None);
    }
}
