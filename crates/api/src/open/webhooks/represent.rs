use super::{
    dto::{WebhookResponse, WebhookSigningResponse},
    secrets::Vault,
};
use crate::{
    http::{Answer, ApiResult},
    state::State,
};
use domain::{
    integration::webhook::{SigningKind, SigningSecret},
    kernel::{Version, WebhookId},
};
use persistence::integration::{SealedSecret, WebhookRow};
use serde::Serialize;

/// A webhook as its owner sees it.
///
/// # Errors
/// A defect when what is stored is not understood.
pub(super) fn represent(row: WebhookRow, signing: &[SigningSecret]) -> ApiResult<WebhookResponse> {
    let webhook = row.aggregate()?;
    Ok(WebhookResponse {
        id: row.id,
        url: row.url,
        description: row.description,
        event_types: row.event_types,
        status: webhook.status,
        disabled_reason: webhook.disabled.map(|(reason, _)| reason),
        disabled_at: row.disabled_at.map(Into::into),
        failing_since: row.failing_since.map(Into::into),
        consecutive_failures: row.consecutive_failures,
        last_success_at: row.last_success_at.map(Into::into),
        cursor_seq: row.cursor_seq,
        pending: row.pending,
        secret: None,
        signing: signing.iter().map(represent_signing).collect(),
        created_at: row.created_at.into(),
        updated_at: row.updated_at.into(),
        version: row.version,
    })
}

/// What is shown of a secret after it was made.
pub(crate) fn represent_signing(one: &SigningSecret) -> WebhookSigningResponse {
    WebhookSigningResponse {
        id: one.id,
        kind: one.kind,
        public_key: one.public_key.clone(),
        created_at: one.created_at.into(),
        expires_at: one.expires_at.map(Into::into),
    }
}

/// A representation with its version.
///
/// # Errors
/// None that can happen.
pub(crate) fn answer(shown: &impl Serialize, version: i64) -> ApiResult<Answer> {
    Ok(Answer::ok(shown)?.version(Version(version)))
}

/// The present secret in the clear.
///
/// # Errors
/// A defect when it does not open.
pub(super) fn present_secret(
    state: &State,
    id: WebhookId,
    secrets: &[SealedSecret],
) -> ApiResult<Option<String>> {
    let present = secrets.iter().rev().find(|one| one.secret.kind == SigningKind::Hmac);
    let vault = Vault(&state.shared.keys);
    Ok(present.map(|one| vault.show(id, one)).transpose()?.flatten())
}

/// Puts the present secret into an answer that is not remembered with it: whoever repeats the request because the first
/// answer was lost needs it as well, and no table keeps it in the clear.
///
/// # Errors
/// A defect when the answer is no JSON.
pub(super) fn with_secret(secret: Option<String>, answer: Answer) -> ApiResult<Answer> {
    answer.amended(|body| body["secret"] = secret.into())
}
