use super::{
    dto::{WebhookResponse, WebhookSigningResponse},
    secrets::Vault,
};
use crate::{
    http::{Answer, ApiResult},
    open::KeyCaller,
    state::State,
};
use domain::{
    integration::webhook::{SigningKind, SigningSecret},
    kernel::{ErrorCode, Version, WebhookId},
};
use persistence::{
    Uow,
    integration::{SealedSecret, WebhookRow},
};

/// A webhook as its owner sees it.
///
/// # Errors
/// A defect when what is stored is not understood.
pub(super) fn represent<'s>(
    row: WebhookRow,
    signing: impl Iterator<Item = &'s SigningSecret>,
) -> ApiResult<WebhookResponse> {
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
        last_success_at: row.last_success_at.map(Into::into),
        cursor_seq: row.cursor_seq,
        pending: row.pending,
        secret: None,
        signing: signing
            .map(|one| WebhookSigningResponse {
                id: one.id,
                kind: one.kind,
                public_key: one.public_key.clone(),
                created_at: one.created_at.into(),
                expires_at: one.expires_at.map(Into::into),
            })
            .collect(),
        created_at: row.created_at.into(),
        updated_at: row.updated_at.into(),
        version: row.version,
    })
}

/// The webhook as this transaction leaves it.
///
/// # Errors
/// `resource.not_found`.
pub(super) async fn answer_within(uow: &Uow, id: WebhookId) -> ApiResult<Answer> {
    let row = uow.webhook(id).await?.ok_or(ErrorCode::NotFound)?;
    let secrets = uow.webhook_secrets(id).await?;
    let version = Version(row.version);
    Ok(Answer::ok(&represent(row, secrets.iter().map(|one| &one.secret))?)?.version(version))
}

/// A webhook of this key; those of others are not there.
///
/// # Errors
/// `resource.not_found`.
pub(super) fn own(row: Option<WebhookRow>, caller: &KeyCaller) -> ApiResult<WebhookRow> {
    Ok(row.filter(|row| row.key_id == caller.key.0).ok_or(ErrorCode::NotFound)?)
}

/// Puts the present secret into an answer that is not remembered with it: whoever repeats the request because the first
/// answer was lost needs it as well, and no table keeps it in the clear.
///
/// # Errors
/// A defect when it does not open.
pub(super) fn with_secret(
    state: &State,
    id: WebhookId,
    secrets: &[SealedSecret],
    answer: Answer,
) -> ApiResult<Answer> {
    let present = secrets.iter().rev().find(|one| one.secret.kind == SigningKind::Hmac);
    let vault = Vault(&state.shared.keys);
    let shown = present.map(|one| vault.show(id, one)).transpose()?.flatten();
    answer.amended(|body| body["secret"] = shown.into())
}
