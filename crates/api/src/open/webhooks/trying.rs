use super::{
    body,
    dto::WebhookTestResponse,
    hand::{Deed, Hand},
    secrets::Vault,
    signing::sign,
};
use crate::{
    http::{Answer, ApiResult, Language},
    state::State,
};
use domain::kernel::WebhookId;

/// Calls the receiver now with an event `webhook.test`, once, and answers what was sent and what came back.
pub(crate) async fn test(state: &State, hand: &impl Hand, id: WebhookId) -> ApiResult<Answer> {
    let row = hand.admit(Deed::Manage, state.store.webhook(id).await?)?;
    let now = state.now();
    let secrets = state.store.webhook_secrets(&[id.0], now).await?;
    let secrets: Vec<_> = secrets.into_iter().map(|(_, secret)| secret).collect();
    let event = state.shared.ids.next_id().to_string();
    let text = body::test(id.0, row.version, now)?;
    let message = sign(&Vault(&state.shared.keys), id, &secrets, event, text, now)?;
    let called = state.shared.webhooks.call(&row.url, &message).await;
    let words = called.error.map(|error| match hand.request().language {
        Language::Chinese => error.zh(),
        Language::English => error.en(),
    });
    Answer::ok(&WebhookTestResponse {
        delivered: called.error.is_none(),
        status: called.status,
        error: called.error,
        error_text: words.map(str::to_owned),
        duration_ms: called.ms,
        answer: called.answer,
        webhook_id: message.id,
        webhook_timestamp: message.timestamp,
        webhook_signature: message.signature,
        body: message.body,
    })
}
