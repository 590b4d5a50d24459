//! Secrets of webhooks: made here, sealed before they are stored, opened to sign.

use crate::{http::ApiResult, keys::Keys};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::{Engine, engine::general_purpose::STANDARD};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use chrono::{DateTime, Utc};
use domain::{
    integration::webhook::{SigningKind, SigningSecret},
    kernel::WebhookId,
};
use persistence::integration::SealedSecret;
use rand::Rng;
use uuid::Uuid;

/// The key in use, named by the first byte of what it has sealed.
const KEY_ID: u8 = 1;
const NONCE: usize = 24;
/// Bytes of a secret of either kind; Standard Webhooks asks for 24 to 64.
const LENGTH: usize = 32;

/// Makes, seals and opens secrets.
pub(super) struct Vault<'a>(pub &'a Keys);

impl Vault<'_> {
    /// A new secret of this kind.
    ///
    /// # Errors
    /// A defect of the cipher only.
    pub fn make(
        &self,
        webhook: WebhookId,
        id: Uuid,
        kind: SigningKind,
        now: DateTime<Utc>,
    ) -> ApiResult<SealedSecret> {
        let mut bytes = [0_u8; LENGTH];
        rand::rng().fill_bytes(&mut bytes);
        let public_key = match kind {
            SigningKind::Hmac => None,
            SigningKind::Ed25519 => Some(format!("whpk_{}", STANDARD.encode(pair(&bytes)?.public_key()))),
        };
        let secret = SigningSecret { id, kind, public_key, created_at: now, expires_at: None };
        let sealed = self.seal(webhook, id, &bytes)?;
        Ok(SealedSecret { secret, sealed })
    }

    /// `whsec_…`; of a key pair there is nothing to show but its public half.
    ///
    /// # Errors
    /// A defect when it does not open.
    pub fn show(&self, webhook: WebhookId, sealed: &SealedSecret) -> ApiResult<Option<String>> {
        match sealed.secret.kind {
            SigningKind::Hmac => Ok(Some(format!("whsec_{}", STANDARD.encode(self.open(webhook, sealed)?)))),
            SigningKind::Ed25519 => Ok(None),
        }
    }

    /// The bytes of a secret.
    ///
    /// # Errors
    /// A defect when it was sealed for another webhook, changed, or with an unknown key.
    pub fn open(&self, webhook: WebhookId, one: &SealedSecret) -> ApiResult<[u8; LENGTH]> {
        let opened = one.sealed.split_at_checked(1 + NONCE).and_then(|(head, body)| {
            let nonce: [u8; NONCE] = head[1..].try_into().ok()?;
            let message = Payload { msg: body, aad: &bound_to(webhook, one.secret.id) };
            (head[0] == KEY_ID).then(|| self.cipher().decrypt(&XNonce::from(nonce), message).ok())?
        });
        let bytes = opened.and_then(|bytes| <[u8; LENGTH]>::try_from(bytes).ok());
        Ok(bytes.ok_or_else(|| anyhow::anyhow!("a secret of webhook {webhook} does not open"))?)
    }

    fn seal(&self, webhook: WebhookId, id: Uuid, bytes: &[u8]) -> ApiResult<Vec<u8>> {
        let mut nonce = [0_u8; NONCE];
        rand::rng().fill_bytes(&mut nonce);
        let message = Payload { msg: bytes, aad: &bound_to(webhook, id) };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), message);
        let sealed = sealed.map_err(|_| anyhow::anyhow!("sealing a secret failed"))?;
        Ok([&[KEY_ID], nonce.as_slice(), &sealed].concat())
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.0.webhook_secrets.into())
    }
}

/// The pair that grows from these bytes.
pub(super) fn pair(seed: &[u8; LENGTH]) -> ApiResult<Ed25519KeyPair> {
    Ok(Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| anyhow::anyhow!("no key pair from a seed"))?)
}

/// A sealed secret that is copied to another row does not open.
fn bound_to(webhook: WebhookId, id: Uuid) -> Vec<u8> {
    [b"webhook-secret\0".as_slice(), webhook.0.as_bytes(), id.as_bytes()].concat()
}
