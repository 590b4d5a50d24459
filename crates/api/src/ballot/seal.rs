//! Sealing ballots until closing.
//!
//! Each ballot is encrypted to the public key of its round: X25519 with a key pair made for this one ballot, HMAC-SHA256 as key
//! derivation, ChaCha20-Poly1305. The secret key is derived from two halves, one for each key holder, and is nowhere: not in
//! memory after opening, not in the database, not on disk. All sealed ballots of a round have one length.

use crate::{http::ApiResult, keys::keyed_hash};
use aws_lc_rs::agreement::{PrivateKey, UnparsedPublicKey, X25519, agree};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce, aead::Aead};
use domain::kernel::SupervisionMeetingId;

const PUBLIC: usize = 32;

/// One round of one meeting: what every key is bound to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Round(pub SupervisionMeetingId, pub u16);

impl Round {
    fn bytes(self) -> [u8; 18] {
        let mut bytes = [0; 18];
        bytes[..16].copy_from_slice(self.0.0.as_bytes());
        bytes[16..].copy_from_slice(&self.1.to_be_bytes());
        bytes
    }
}

/// The secret key of a round, from the halves of the two key holders.
pub(super) struct OpeningKey {
    secret: PrivateKey,
    round: Round,
}

impl OpeningKey {
    /// From the two halves, in either order.
    ///
    /// # Errors
    /// A defect only: any 32 bytes are a key.
    pub(super) fn of(round: Round, halves: [&str; 2]) -> ApiResult<Self> {
        let mut halves = halves;
        halves.sort_unstable();
        let seed = keyed_hash(halves.concat().as_bytes(), &[b"daibiao/ballot-box/1", &round.bytes()]);
        let secret = PrivateKey::from_private_key(&X25519, &seed).map_err(|_| defect("making the key"))?;
        Ok(Self { secret, round })
    }

    /// The key to which ballots are sealed.
    ///
    /// # Errors
    /// A defect only.
    pub(super) fn public(&self) -> ApiResult<Vec<u8>> {
        let public = self.secret.compute_public_key().map_err(|_| defect("making the public key"))?;
        Ok(public.as_ref().to_vec())
    }

    /// What lies in a sealed ballot; `None` when it was not sealed to this key or was changed since.
    pub(super) fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let own = self.public().ok()?;
        let (sender, body) = sealed.split_at_checked(PUBLIC)?;
        let key = shared(&self.secret, sender, |secret| key_for(secret, self.round, sender, &own)).ok()?;
        ChaCha20Poly1305::new(&key.into()).decrypt(&Nonce::default(), body).ok()
    }
}

/// Seals a ballot to the public key of its round. The key pair of the sender is made for this ballot and forgotten, so the nonce
/// is never used twice with one key.
///
/// # Errors
/// A defect only.
pub(super) fn seal(round: Round, public: &[u8], ballot: &[u8]) -> ApiResult<Vec<u8>> {
    let sender = PrivateKey::generate(&X25519).map_err(|_| defect("making a key"))?;
    let own = sender.compute_public_key().map_err(|_| defect("making a public key"))?;
    let key = shared(&sender, public, |secret| key_for(secret, round, own.as_ref(), public))?;
    let body = ChaCha20Poly1305::new(&key.into())
        .encrypt(&Nonce::default(), ballot)
        .map_err(|_| defect("encrypting"))?;
    Ok([own.as_ref(), &body].concat())
}

fn shared(own: &PrivateKey, peer: &[u8], derive: impl FnOnce(&[u8]) -> [u8; 32]) -> ApiResult<[u8; 32]> {
    agree(own, UnparsedPublicKey::new(&X25519, peer), defect("agreeing on a key"), |secret| {
        Ok(derive(secret))
    })
}

fn key_for(secret: &[u8], round: Round, sender: &[u8], receiver: &[u8]) -> [u8; 32] {
    keyed_hash(secret, &[b"daibiao/sealed-ballot/1", &round.bytes(), sender, receiver])
}

fn defect(what: &'static str) -> crate::http::ApiError {
    crate::http::ApiError::Defect(anyhow::anyhow!("sealing ballots: {what} failed"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn round(no: u16) -> Round {
        Round(SupervisionMeetingId(Uuid::from_u128(7)), no)
    }

    #[test]
    fn only_both_halves_of_the_same_round_open_a_ballot() {
        let key = OpeningKey::of(round(1), ["AAAA", "BBBB"]).unwrap();
        let sealed = seal(round(1), &key.public().unwrap(), &[1, 2, 3]).unwrap();
        let either_order = OpeningKey::of(round(1), ["BBBB", "AAAA"]).unwrap();
        assert_eq!(either_order.open(&sealed), Some(vec![1, 2, 3]));
        for (no, halves) in [(1, ["AAAA", "AAAA"]), (1, ["AAAA", "CCCC"]), (2, ["AAAA", "BBBB"])] {
            assert_eq!(OpeningKey::of(round(no), halves).unwrap().open(&sealed), None);
        }
    }

    #[test]
    fn equal_ballots_are_sealed_differently_and_in_one_length() {
        let key = OpeningKey::of(round(1), ["AAAA", "BBBB"]).unwrap();
        let public = key.public().unwrap();
        let [one, other] = [(); 2].map(|()| seal(round(1), &public, &[1]).unwrap());
        assert_ne!(one, other);
        assert_eq!(one.len(), seal(round(1), &public, &[3]).unwrap().len());
    }

    #[test]
    fn what_was_changed_does_not_open() {
        let key = OpeningKey::of(round(1), ["AAAA", "BBBB"]).unwrap();
        let mut sealed = seal(round(1), &key.public().unwrap(), &[1]).unwrap();
        *sealed.last_mut().unwrap() ^= 1;
        assert_eq!(key.open(&sealed), None);
        assert_eq!(key.open(&[0; 40]), None);
        assert_eq!(key.open(&[]), None);
    }
}
