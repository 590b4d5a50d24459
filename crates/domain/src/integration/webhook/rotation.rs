use crate::kernel::coded_enum;
use chrono::{DateTime, Duration, Utc};
use serde::Serialize;
use uuid::Uuid;

/// An old secret signs on for a week at most.
pub const LONGEST_OVERLAP_HOURS: i64 = 7 * 24;

coded_enum! {
    /// 签名方式
    SigningKind {
        /// `v1`: HMAC-SHA256 with a secret that both sides know.
        Hmac = "hmac", "HMAC-SHA256", "HMAC-SHA256";
        /// `v1a`: Ed25519; the receiver holds the public key only.
        Ed25519 = "ed25519", "Ed25519", "Ed25519";
    }
}

/// 签名密钥: one of what a webhook's calls are signed with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SigningSecret {
    /// Its id.
    pub id: Uuid,
    /// What it signs with.
    pub kind: SigningKind,
    /// `whpk_…` of a key pair.
    pub public_key: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From this instant on it signs no more; `None`: it is the present one.
    pub expires_at: Option<DateTime<Utc>>,
}

impl SigningSecret {
    /// It signs.
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        self.expires_at.is_none_or(|end| now < end)
    }
}

/// Puts a new secret in the place of the present one of its kind, which signs on beside it for the overlap; an older one
/// ends at once, so that two are live at most. Answers what changed.
pub fn rotate(secrets: &mut Vec<SigningSecret>, new: SigningSecret, overlap: Duration, now: DateTime<Utc>) {
    for old in secrets.iter_mut().filter(|old| old.kind == new.kind && old.is_live(now)) {
        old.expires_at = Some(if old.expires_at.is_some() { now } else { now + overlap });
    }
    secrets.push(new);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(hour * 3_600, 0).unwrap()
    }

    fn secret(n: u128, kind: SigningKind, hour: i64) -> SigningSecret {
        SigningSecret {
            id: Uuid::from_u128(n),
            kind,
            public_key: None,
            created_at: at(hour),
            expires_at: None,
        }
    }

    fn live(secrets: &[SigningSecret], hour: i64) -> Vec<u128> {
        secrets.iter().filter(|one| one.is_live(at(hour))).map(|one| one.id.as_u128()).collect()
    }

    #[test]
    fn two_are_live_while_they_overlap_and_never_three() {
        let mut secrets = vec![secret(1, SigningKind::Hmac, 0), secret(9, SigningKind::Ed25519, 0)];
        rotate(&mut secrets, secret(2, SigningKind::Hmac, 10), Duration::hours(24), at(10));
        assert_eq!(live(&secrets, 10), [1, 9, 2]);
        assert_eq!(live(&secrets, 34), [9, 2]);
        rotate(&mut secrets, secret(3, SigningKind::Hmac, 20), Duration::hours(24), at(20));
        assert_eq!(live(&secrets, 20), [9, 2, 3]);
        rotate(&mut secrets, secret(4, SigningKind::Hmac, 21), Duration::zero(), at(21));
        assert_eq!(live(&secrets, 21), [9, 4]);
    }
}
