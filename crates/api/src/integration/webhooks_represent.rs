use super::webhooks_dto::{KeyWebhookDeliveryResponse, KeyWebhookResponse};
use crate::{
    http::{ApiResult, Caller},
    open::webhooks::{log::LoggedCall, represent_signing},
};
use domain::{
    authz::{Action, KeyRecord, allows},
    integration::{
        KeyState,
        webhook::{SigningSecret, WebhookHealth, WebhookStatus},
    },
};
use persistence::integration::WebhookRow;

/// A webhook as the desk sees it.
///
/// # Errors
/// A defect when what is stored is not understood.
pub(super) fn represent(
    caller: &Caller,
    row: WebhookRow,
    signing: &[SigningSecret],
) -> ApiResult<KeyWebhookResponse> {
    let webhook = row.aggregate()?;
    let reason = webhook.disabled.map(|(reason, _)| reason);
    let key_state = KeyState::of(Some(row.key_expires_at), row.key_revoked_at, caller.request.now);
    let path = row.scope_path();
    let may = |action| allows(&caller.actor, action, &KeyRecord { path: &path });
    let mut allowed_actions = Vec::new();
    if may(Action::ManageApiKeys) {
        allowed_actions.extend(["update", "test", "rotate", "delete"]);
        if !row.key_sandbox {
            allowed_actions.push("replay");
        }
        if webhook.status == WebhookStatus::Disabled {
            allowed_actions.push("enable");
        }
    }
    if may(Action::RevokeApiKeys) && webhook.status == WebhookStatus::Active {
        allowed_actions.push("disable");
    }
    Ok(KeyWebhookResponse {
        id: row.id,
        key_id: row.key_id,
        key_name: row.key_name,
        key_owner: row.key_owner,
        key_state,
        sandbox: row.key_sandbox,
        url: row.url,
        description: row.description,
        event_types: row.event_types,
        health: WebhookHealth::of(webhook.status, reason, row.failing_since.is_some(), key_state),
        status: webhook.status,
        disabled_reason: reason,
        disabled_at: row.disabled_at.map(Into::into),
        failing_since: row.failing_since.map(Into::into),
        consecutive_failures: row.consecutive_failures,
        last_success_at: row.last_success_at.map(Into::into),
        cursor_seq: row.cursor_seq,
        pending: row.pending,
        secret: None,
        signing: signing.iter().map(represent_signing).collect(),
        allowed_actions,
        created_at: row.created_at.into(),
        updated_at: row.updated_at.into(),
        version: row.version,
    })
}

/// A call without what it says of the matter: administrators see no business content.
pub(super) fn represent_call(call: LoggedCall) -> KeyWebhookDeliveryResponse {
    let (waiting, due) = (call.waits(), call.is_due());
    let LoggedCall { row, state, attempts } = call;
    KeyWebhookDeliveryResponse {
        seq: row.seq,
        event_id: row.event_id,
        kind: row.kind,
        resource_id: row.aggregate_id,
        state,
        waiting,
        attempts: row.attempts,
        next_at: due.then(|| row.next_at.into()),
        log: attempts,
        created_at: row.created_at.into(),
        finished_at: row.finished_at.map(Into::into),
    }
}
