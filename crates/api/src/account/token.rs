//! Access tokens: short-lived, signed, naming the sign-in and nothing else. Roles are never in the
//! token, so that a change acts at once.

use crate::{http::ApiResult, keys::Keys};
use chrono::{DateTime, Duration, Utc};
use domain::kernel::{AccountId, ErrorCode, LoginSessionId};
use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};

/// Life of an access token.
pub const LIFE: Duration = Duration::minutes(5);

const ISSUER: &str = "daibiao";
const AUDIENCE: &str = "daibiao-api";

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: AccountId,
    sid: LoginSessionId,
    iat: i64,
    exp: i64,
}

/// Signs a token for one sign-in.
///
/// # Errors
/// When signing fails, which is a defect.
pub fn issue(
    keys: &Keys,
    account: AccountId,
    session: LoginSessionId,
    now: DateTime<Utc>,
) -> ApiResult<String> {
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: account,
        sid: session,
        iat: now.timestamp(),
        exp: (now + LIFE).timestamp(),
    };
    let header = Header::new(Algorithm::HS256);
    Ok(jsonwebtoken::encode(&header, &claims, &keys.token_encoding).map_err(anyhow::Error::from)?)
}

/// The sign-in that a valid token names. The algorithm is pinned and never read from the token;
/// expiry is judged by our clock, because the library would read the machine's.
///
/// # Errors
/// `auth.token_invalid`.
pub fn verify(keys: &Keys, token: &str, now: DateTime<Utc>) -> ApiResult<LoginSessionId> {
    let mut rules = Validation::new(Algorithm::HS256);
    rules.set_required_spec_claims(&["exp", "iss", "aud"]);
    rules.set_issuer(&[ISSUER]);
    rules.set_audience(&[AUDIENCE]);
    rules.validate_exp = false;
    let claims = jsonwebtoken::decode::<Claims>(token, &keys.token_decoding, &rules)
        .map_err(|_| ErrorCode::AuthTokenInvalid)?
        .claims;
    if claims.exp <= now.timestamp() { Err(ErrorCode::AuthTokenInvalid.into()) } else { Ok(claims.sid) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::{Engine, engine::general_purpose::STANDARD};
    use uuid::Uuid;

    #[test]
    fn tokens_expire_by_our_clock_and_belong_to_our_key() {
        let keys = Keys::from_base64(&STANDARD.encode([1; 32])).unwrap();
        let other = Keys::from_base64(&STANDARD.encode([2; 32])).unwrap();
        let now = DateTime::from_timestamp(1_772_000_000, 0).unwrap();
        let session = LoginSessionId(Uuid::from_u128(5));
        let token = issue(&keys, AccountId(Uuid::from_u128(4)), session, now).unwrap();
        assert_eq!(verify(&keys, &token, now).unwrap(), session);
        assert!(verify(&keys, &token, now + LIFE).is_err());
        assert!(verify(&other, &token, now).is_err());
        let unsigned = format!("{}.", token.rsplit_once('.').unwrap().0);
        assert!(verify(&keys, &unsigned, now).is_err());
    }
}
