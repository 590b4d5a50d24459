//! Keys derived from the one server secret, so that an installation keeps a single secret.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{DecodingKey, EncodingKey};
use sha2::Sha256;

type HmacSha256 = Hmac<Sha256>;

/// Every key the server uses, each derived for one purpose.
pub struct Keys {
    /// Signs access tokens.
    pub token_encoding: EncodingKey,
    /// Verifies access tokens.
    pub token_decoding: DecodingKey,
    /// Signs page cursors.
    pub cursor: [u8; 32],
    /// Encrypts protected personal fields.
    pub field_encryption: [u8; 32],
    /// Makes protected personal fields searchable by equality.
    pub field_index: [u8; 32],
    /// Makes the codes of ballot slips unknowable from the database.
    pub ballot_slips: [u8; 32],
    /// Encrypts the secrets with which webhooks are signed.
    pub webhook_secrets: [u8; 32],
}

impl Keys {
    /// Derives the keys from a secret of at least 32 bytes in base64.
    ///
    /// # Errors
    /// When the secret cannot be decoded or is too short.
    pub fn from_base64(secret: &str) -> anyhow::Result<Self> {
        let secret = STANDARD.decode(secret.trim())?;
        anyhow::ensure!(secret.len() >= 32, "DAIBIAO_SECRET must hold at least 32 bytes");
        let token = derive(&secret, "access-token");
        Ok(Self {
            token_encoding: EncodingKey::from_secret(&token),
            token_decoding: DecodingKey::from_secret(&token),
            cursor: derive(&secret, "page-cursor"),
            field_encryption: derive(&secret, "field-encryption/1"),
            field_index: derive(&secret, "field-index/1"),
            ballot_slips: derive(&secret, "ballot-slip/1"),
            webhook_secrets: derive(&secret, "webhook-secret/1"),
        })
    }
}

fn derive(secret: &[u8], purpose: &str) -> [u8; 32] {
    keyed_hash(secret, &[b"daibiao/", purpose.as_bytes()])
}

/// HMAC-SHA256 over the parts in order.
pub fn keyed_hash(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = HmacSha256::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}
