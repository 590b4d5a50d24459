use super::KeyState;
use crate::kernel::ApiKeySecretId;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// An old secret works on for a week at most after a new one was given (轮换重叠期).
pub const LONGEST_OVERLAP_HOURS: i64 = 7 * 24;

/// How a secret begins, so that whoever finds one knows what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretKind {
    /// 正式
    Live,
    /// 沙箱
    Test,
}

impl SecretKind {
    /// The kind for a key.
    pub fn of(sandbox: bool) -> Self {
        if sandbox { Self::Test } else { Self::Live }
    }

    /// `dbk_live_` or `dbk_test_`.
    pub fn beginning(self) -> &'static str {
        match self {
            Self::Live => "dbk_live_",
            Self::Test => "dbk_test_",
        }
    }

    /// The whole secret around 256 random bits in base64url.
    pub fn secret(self, random: &str) -> String {
        format!("{}{random}", self.beginning())
    }

    /// What is shown of a secret afterwards: enough to tell it from another, and no help in guessing it.
    pub fn shown(self, secret: &str) -> String {
        secret.chars().take(self.beginning().len() + 4).collect()
    }
}

/// 密钥串: what another system sends. Its hash is kept, never itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeySecret {
    /// Its id.
    pub id: ApiKeySecretId,
    /// What is shown of it.
    pub prefix: String,
    /// SHA-256 of it.
    #[serde(skip)]
    pub hash: [u8; 32],
    /// When it was given.
    #[serde(skip)]
    pub created_at: DateTime<Utc>,
    /// When it ends because a new one was given.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was ended by hand.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl KeySecret {
    /// Whether it works, as far as it is for it to say.
    pub fn state(&self, now: DateTime<Utc>) -> KeyState {
        KeyState::of(self.expires_at, self.revoked_at, now)
    }

    /// True while it works.
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        self.state(now) == KeyState::Active
    }
}
