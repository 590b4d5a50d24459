use crate::account::{new_secret, secret_hash};
use domain::integration::{KeySecret, SecretKind};
use persistence::Uow;

/// A secret that was just made: what is kept of it, and itself, to be shown once.
pub(super) struct NewSecret {
    pub kept: KeySecret,
    pub shown: String,
}

impl NewSecret {
    /// 256 bits of the operating system's randomness.
    pub(super) fn make(uow: &Uow, sandbox: bool) -> Self {
        let kind = SecretKind::of(sandbox);
        let shown = kind.secret(&new_secret());
        let hash = secret_hash(&shown).try_into().expect("SHA-256 has 32 bytes");
        let kept = KeySecret {
            id: uow.id(),
            prefix: kind.shown(&shown),
            hash,
            created_at: uow.now(),
            expires_at: None,
            revoked_at: None,
        };
        Self { kept, shown }
    }
}
