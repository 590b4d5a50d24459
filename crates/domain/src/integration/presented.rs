use super::{KeyScope, KeyState, Network, Sight};
use crate::{
    authz::JurisdictionPath,
    kernel::{ApiKeyId, ApiKeySecretId, DomainError, ErrorCode, UnitId},
};
use chrono::{DateTime, Utc};
use core::net::IpAddr;

/// A key as it is known when one of its secrets is shown: what is asked on every request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresentedKey {
    /// The key.
    pub key: ApiKeyId,
    /// The secret that was shown.
    pub secret: ApiKeySecretId,
    /// What it may be used for.
    pub scopes: Vec<KeyScope>,
    /// Whose official record it sees.
    pub unit: Option<UnitId>,
    /// The node to which it belongs.
    pub area: JurisdictionPath,
    /// From where it may be used; empty: from anywhere.
    pub networks: Vec<Network>,
    /// It sees invented matters only.
    pub sandbox: bool,
    /// End of the key.
    pub expires_at: DateTime<Utc>,
    /// When the key was ended.
    pub revoked_at: Option<DateTime<Utc>>,
    /// End of this secret.
    pub secret_expires_at: Option<DateTime<Utc>>,
    /// When this secret was ended.
    pub secret_revoked_at: Option<DateTime<Utc>>,
}

impl PresentedKey {
    /// Whether it may be used now, from there.
    ///
    /// # Errors
    /// `key.revoked`, `key.expired`, `key.address_refused`, in this order: a key that was ended by hand says so for ever.
    pub fn admit(&self, now: DateTime<Utc>, address: Option<IpAddr>) -> Result<(), DomainError> {
        let states = [
            KeyState::of(Some(self.expires_at), self.revoked_at, now),
            KeyState::of(self.secret_expires_at, self.secret_revoked_at, now),
        ];
        if states.contains(&KeyState::Revoked) {
            return Err(ErrorCode::KeyRevoked.into());
        }
        if states.contains(&KeyState::Expired) {
            return Err(ErrorCode::KeyExpired.into());
        }
        let here = address.is_some_and(|address| self.networks.iter().any(|one| one.contains(address)));
        if self.networks.is_empty() || here {
            return Ok(());
        }
        let address = address.map(|address| address.to_canonical().to_string()).unwrap_or_default();
        Err(DomainError::new(ErrorCode::KeyAddressRefused).param("address", address))
    }

    /// What it sees.
    pub fn sight(&self) -> Sight {
        Sight::of_key(&self.scopes, self.unit, self.area.clone())
    }
}
