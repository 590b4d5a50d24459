//! Signing in and out, refreshing, own sessions, passwords.

use super::{
    cookie, hashing,
    sign_in_dto::{
        ChangePasswordRequest, LoginRequest, LoginSessionList, LoginSessionResponse, ResetPasswordRequest,
        TokenResponse,
    },
    token,
};
use crate::{
    http::{Answer, Api, ApiError, ApiResult, Body, Caller, RequestInfo},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::Duration;
use domain::{
    authz::{OwnAccount, act, require},
    kernel::{AccountId, AuditChange, DomainError, ErrorCode, LoginSessionId},
};
use persistence::account::Refreshed;
use serde_json::json;
use uuid::Uuid;

/// A sign-in that is not used for this long ends.
const SESSION_DAYS: i64 = 30;

pub(super) fn register(api: &mut Api) {
    api.route(__path_login, login)
        .route(__path_refresh_token, refresh_token)
        .route(__path_logout, logout)
        .route(__path_list_login_sessions, list_login_sessions)
        .route(__path_revoke_login_session, revoke_login_session)
        .route(__path_change_password, change_password)
        .route(__path_reset_password, reset_password);
}

/// Sign in
///
/// 登录。Unknown user, wrong password and disabled account get the same answer in the same time.
/// After five failures from one address the account waits, at most 15 minutes, for that address only.
#[utoipa::path(post, path = "/api/v1/auth/login", tag = "account", security(()),
    request_body = LoginRequest,
    responses((status = 200, description = "Signed in; the refresh token is in a cookie", body = TokenResponse),
              (status = 401, description = "User name or password is wrong (用户名或密码不正确)",
               content_type = "application/problem+json", body = crate::http::Problem)))]
pub(super) async fn login(
    state: web::Data<State>,
    request: RequestInfo,
    body: Body<LoginRequest>,
) -> ApiResult<HttpResponse> {
    let LoginRequest { username, password } = body.valid()?;
    let username = domain::kernel::normalise(&username);
    let throttle = format!("{}|{}", username.to_lowercase(), request.address);
    if let Some(until) = state.store.register_attempt(&throttle, request.now).await? {
        let seconds = u64::try_from((until - request.now).num_seconds() + 1).unwrap_or(1);
        let refused = DomainError::new(ErrorCode::AuthThrottled).param("seconds", seconds);
        return Err(ApiError::retry_later(refused, seconds));
    }
    let found = state.store.credentials(&username).await?;
    let stored = found.as_ref().filter(|c| c.disabled_at.is_none()).and_then(|c| c.password_hash.clone());
    let verified = hashing::verify(&state, stored, password).await?;
    let account = found.filter(|_| verified).map(|found| AccountId(found.id));
    let Some(account) = account else {
        record_failure(&state, &request, &username).await?;
        return Err(ErrorCode::AuthCredentialsInvalid.into());
    };
    state.store.clear_attempts(&throttle).await?;

    let (session, secret) = begin_session(&state, &request, account).await?;
    signed_in(&state, &request, account, session, &secret).await
}

/// Begins a sign-in of somebody who has proved who they are; answers it with the secret of its refresh token.
///
/// # Errors
/// As any statement.
pub(crate) async fn begin_session(
    state: &State,
    request: &RequestInfo,
    account: AccountId,
) -> ApiResult<(LoginSessionId, String)> {
    let uow = state.begin_as(request, account).await?;
    let session: LoginSessionId = uow.id();
    let expires = request.now + Duration::days(SESSION_DAYS);
    uow.insert_session(session, account, expires, &request.address, &request.user_agent).await?;
    let secret = cookie::new_secret();
    uow.insert_refresh_token(session, &cookie::secret_hash(&secret)).await?;
    uow.audit(AuditChange {
        action: "account.sign_in",
        subject: "account",
        subject_id: account.0,
        before: json!({}),
        after: json!({"session": session, "address": request.address}),
    })
    .await?;
    uow.commit().await?;
    Ok((session, secret))
}

async fn record_failure(state: &State, request: &RequestInfo, username: &str) -> ApiResult<()> {
    let uow = state.begin_public(request).await?;
    uow.audit(AuditChange {
        action: "account.sign_in_refused",
        subject: "account",
        subject_id: Uuid::nil(),
        before: json!({}),
        after: json!({"username": username, "address": request.address}),
    })
    .await?;
    Ok(uow.commit().await?)
}

async fn signed_in(
    state: &State,
    request: &RequestInfo,
    account: AccountId,
    session: LoginSessionId,
    secret: &str,
) -> ApiResult<HttpResponse> {
    let actor = state.store.actor(session, request.now).await?.ok_or(ErrorCode::AuthRefreshInvalid)?;
    let answer = TokenResponse {
        access_token: token::issue(&state.shared.keys, account, session, request.now)?,
        token_type: "Bearer",
        expires_in: token::LIFE.num_seconds(),
        must_change_password: actor.must_change_password,
    };
    let cookie = cookie::refresh_cookie(secret, &state.shared.public_url, SESSION_DAYS);
    Ok(HttpResponse::Ok().cookie(cookie).json(answer))
}

/// Refresh the access token
///
/// 续期。Rotates the refresh token in the cookie. A token shown a second time, later than a lost answer
/// explains, revokes the whole sign-in.
#[utoipa::path(post, path = "/api/v1/auth/refresh", tag = "account", security(()),
    responses((status = 200, description = "A new access token; the cookie was replaced", body = TokenResponse),
              (status = 401, description = "No sign-in, or it has ended (登录已过期)",
               content_type = "application/problem+json", body = crate::http::Problem)))]
pub(super) async fn refresh_token(
    state: web::Data<State>,
    request: RequestInfo,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    let presented = cookie::presented(&http).ok_or(ErrorCode::AuthRefreshInvalid)?;
    let uow = state.begin_public(&request).await?;
    let refreshed = uow.use_refresh_token(&cookie::secret_hash(&presented)).await?;
    let (session, account) = match refreshed {
        Refreshed::Session(session, account) => (session, account),
        Refreshed::Reused(session) => {
            uow.audit(AuditChange {
                action: "account.refresh_reused",
                subject: "login_session",
                subject_id: session.0,
                before: json!({}),
                after: json!({"address": request.address}),
            })
            .await?;
            uow.commit().await?;
            return Err(ErrorCode::AuthRefreshInvalid.into());
        }
        Refreshed::Invalid => return Err(ErrorCode::AuthRefreshInvalid.into()),
    };
    let secret = cookie::new_secret();
    uow.insert_refresh_token(session, &cookie::secret_hash(&secret)).await?;
    uow.commit().await?;
    signed_in(&state, &request, account, session, &secret).await
}

/// Sign out
///
/// 退出登录。Ends the sign-in of the cookie at once, access tokens included. Answers 204 even when there was none.
#[utoipa::path(post, path = "/api/v1/auth/logout", tag = "account", security(()),
    responses((status = 204, description = "Signed out; the cookie was removed")))]
pub(super) async fn logout(
    state: web::Data<State>,
    request: RequestInfo,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    if let Some(presented) = cookie::presented(&http) {
        let uow = state.begin_public(&request).await?;
        if let Refreshed::Session(session, _) =
            uow.use_refresh_token(&cookie::secret_hash(&presented)).await?
        {
            uow.revoke_session(session, "signed_out").await?;
        }
        uow.commit().await?;
    }
    Ok(HttpResponse::NoContent().cookie(cookie::expired_cookie(&state.shared.public_url)).finish())
}

/// List own sign-ins
///
/// 我的登录设备。
#[utoipa::path(get, path = "/api/v1/auth/sessions", tag = "account", security(("bearer" = [])),
    responses((status = 200, description = "Live sign-ins, last used first", body = LoginSessionList)))]
pub(super) async fn list_login_sessions(state: web::Data<State>, caller: Caller) -> ApiResult<Answer> {
    require_own(&caller)?;
    let rows = state.store.sessions_of(caller.actor.account, caller.request.now).await?;
    let items = rows
        .into_iter()
        .map(|row| LoginSessionResponse {
            current: row.id == caller.actor.session.0,
            id: row.id,
            created_at: row.created_at.into(),
            last_seen_at: row.last_seen_at.into(),
            expires_at: row.expires_at.into(),
            address: row.address,
            user_agent: row.user_agent,
        })
        .collect();
    Answer::ok(&LoginSessionList { items })
}

/// End one of one's own sign-ins
///
/// 下线一台设备。Its access tokens stop working at once.
#[utoipa::path(delete, path = "/api/v1/auth/sessions/{id}", tag = "account", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The sign-in")),
    responses((status = 204, description = "Ended")))]
pub(super) async fn revoke_login_session(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    require_own(&caller)?;
    let uow = state.begin(&caller).await?;
    let session = LoginSessionId(id.into_inner());
    if !uow.revoke_own_session(caller.actor.account, session).await? {
        return Err(ErrorCode::NotFound.into());
    }
    uow.audit(own_change("account.session_revoked", caller.actor.account, json!({"session": session})))
        .await?;
    uow.commit().await?;
    Ok(Answer::no_content())
}

/// Change own password
///
/// 修改密码。Every other sign-in of the account ends.
#[utoipa::path(post, path = "/api/v1/auth/password", tag = "account", security(("bearer" = [])),
    request_body = ChangePasswordRequest,
    responses((status = 204, description = "Changed")))]
pub(super) async fn change_password(
    state: web::Data<State>,
    caller: Caller,
    body: Body<ChangePasswordRequest>,
) -> ApiResult<Answer> {
    require_own(&caller)?;
    let ChangePasswordRequest { current_password, new_password } = body.valid()?;
    let account = caller.actor.account;
    let row = state.store.account(account).await?.ok_or(ErrorCode::NotFound)?;
    if !hashing::verify(&state, row.password_hash, current_password).await? {
        return Err(DomainError::invalid_field("#/current_password", ErrorCode::PasswordWrong).into());
    }
    hashing::check_strength("#/new_password", &new_password, &row.username)?;
    let hash = hashing::hash(&state, new_password).await?;
    let uow = state.begin(&caller).await?;
    uow.set_password(account, &hash, false).await?;
    uow.revoke_sessions(account, Some(caller.actor.session), "password_changed").await?;
    uow.audit(own_change("account.password_changed", account, json!({}))).await?;
    uow.commit().await?;
    Ok(Answer::no_content())
}

/// Set a new password by a one-time link
///
/// 凭管理员给的一次性链接重设密码。The link works once; every sign-in of the account ends.
#[utoipa::path(post, path = "/api/v1/auth/password-reset", tag = "account", security(()),
    request_body = ResetPasswordRequest,
    responses((status = 204, description = "Set; sign in with the new password")))]
pub(super) async fn reset_password(
    state: web::Data<State>,
    request: RequestInfo,
    body: Body<ResetPasswordRequest>,
) -> ApiResult<Answer> {
    let ResetPasswordRequest { token, new_password } = body.valid()?;
    let uow = state.begin_public(&request).await?;
    let taken = uow.take_reset(&cookie::secret_hash(&token)).await?;
    let (account, username) =
        taken.ok_or_else(|| DomainError::invalid_field("#/token", ErrorCode::AuthResetInvalid))?;
    // A refused password rolls back, so the link still works for another try.
    hashing::check_strength("#/new_password", &new_password, &username)?;
    let hash = hashing::hash(&state, new_password).await?;
    uow.set_password(account, &hash, false).await?;
    uow.revoke_sessions(account, None, "password_reset").await?;
    uow.audit(own_change("account.password_reset", account, json!({}))).await?;
    uow.commit().await?;
    Ok(Answer::no_content())
}

fn require_own(caller: &Caller) -> ApiResult<()> {
    require::<act::UseOwnAccount>(&caller.actor, &OwnAccount)?;
    Ok(())
}

fn own_change(action: &'static str, account: AccountId, after: serde_json::Value) -> AuditChange {
    AuditChange { action, subject: "account", subject_id: account.0, before: json!({}), after }
}
