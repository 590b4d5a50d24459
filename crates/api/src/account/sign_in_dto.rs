use crate::http::Instant;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// 登录
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"username": "daigong", "password": "Demo-2026!"}))]
pub struct LoginRequest {
    /// User name; letter case does not matter.
    #[validate(length(min = 1, max = 64))]
    pub username: String,
    /// Password.
    #[validate(length(min = 1, max = 128))]
    #[schema(format = Password)]
    pub password: String,
}

/// A signed-in state. The refresh token travels in an httpOnly cookie, never in a body.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"access_token": "eyJhbGciOiJIUzI1NiJ9…", "token_type": "Bearer", "expires_in": 300,
    "must_change_password": false}))]
pub struct TokenResponse {
    /// Send as `Authorization: Bearer …`; keep it in memory only.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: &'static str,
    /// Seconds until the access token expires.
    pub expires_in: i64,
    /// Until the password is changed nothing else is allowed.
    pub must_change_password: bool,
}

/// 登录会话: one signed-in device.
#[derive(Serialize, ToSchema)]
pub struct LoginSessionResponse {
    /// The sign-in.
    pub id: Uuid,
    /// When it began.
    pub created_at: Instant,
    /// When it was last used to refresh.
    pub last_seen_at: Instant,
    /// When it ends by itself.
    pub expires_at: Instant,
    /// Network address at sign-in.
    #[schema(example = "192.0.2.7")]
    pub address: String,
    /// Browser at sign-in.
    pub user_agent: String,
    /// True for the sign-in that asks.
    pub current: bool,
}

/// Own sign-ins, last used first.
#[derive(Serialize, ToSchema)]
pub struct LoginSessionList {
    /// Live sign-ins.
    pub items: Vec<LoginSessionResponse>,
}

/// 修改密码
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"current_password": "Demo-2026!", "new_password": "Lake-Boat-77"}))]
pub struct ChangePasswordRequest {
    /// The password in force.
    #[validate(length(min = 1, max = 128))]
    #[schema(format = Password)]
    pub current_password: String,
    /// The new one: 8–128 characters, three of four kinds, without the user name.
    #[validate(length(min = 1, max = 128))]
    #[schema(format = Password)]
    pub new_password: String,
}

/// 凭一次性链接重设密码
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"token": "h9nC…", "new_password": "Lake-Boat-77"}))]
pub struct ResetPasswordRequest {
    /// The secret of the link.
    #[validate(length(min = 1, max = 128))]
    pub token: String,
    /// The new password.
    #[validate(length(min = 1, max = 128))]
    #[schema(format = Password)]
    pub new_password: String,
}
