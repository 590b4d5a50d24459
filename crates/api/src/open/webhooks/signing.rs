//! Signatures of Standard Webhooks: over `{id}.{timestamp}.{body}`, with every secret that is live.

use super::secrets::{Vault, pair};
use crate::{http::ApiResult, keys::keyed_hash};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use domain::{integration::webhook::SigningKind, kernel::WebhookId};
use persistence::integration::SealedSecret;

/// What is sent: headers and body.
#[derive(Clone, Debug)]
pub struct SignedMessage {
    /// `webhook-id`: the same for every attempt and every replay.
    pub id: String,
    /// `webhook-timestamp`: of this attempt, in seconds.
    pub timestamp: i64,
    /// `webhook-signature`: one for each live secret, the newest first, separated by spaces.
    pub signature: String,
    /// The body, byte for byte as it was signed.
    pub body: String,
}

/// Signs a body for one attempt.
///
/// # Errors
/// A defect when a secret does not open.
pub(super) fn sign(
    vault: &Vault<'_>,
    webhook: WebhookId,
    secrets: &[SealedSecret],
    id: String,
    body: String,
    now: DateTime<Utc>,
) -> ApiResult<SignedMessage> {
    let timestamp = now.timestamp();
    let mut signatures = Vec::new();
    for kind in [SigningKind::Hmac, SigningKind::Ed25519] {
        let live = secrets.iter().filter(|one| one.secret.kind == kind && one.secret.is_live(now));
        for one in live.rev() {
            let bytes = vault.open(webhook, one)?;
            let content = format!("{id}.{timestamp}.{body}");
            signatures.push(match kind {
                SigningKind::Hmac => {
                    format!("v1,{}", STANDARD.encode(keyed_hash(&bytes, &[content.as_bytes()])))
                }
                SigningKind::Ed25519 => {
                    format!("v1a,{}", STANDARD.encode(pair(&bytes)?.sign(content.as_bytes())))
                }
            });
        }
    }
    Ok(SignedMessage { id, timestamp, signature: signatures.join(" "), body })
}
