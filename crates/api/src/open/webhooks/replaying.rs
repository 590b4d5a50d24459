//! 重放: a part of the change feed is sent again.

use super::{
    dto::{ReplayWebhookRequest, WebhookReplayResponse},
    following::wanted,
    hand::{Deed, Hand},
};
use crate::{
    http::{Answer, ApiResult, Fields},
    state::State,
};
use chrono::{DateTime, Utc};
use domain::kernel::{ErrorCode, FieldError, WebhookId};

/// Places of the feed that are replayed by one request.
const REPLAYED: i64 = 10_000;
/// Places that are read at once.
const PAGE: u64 = 200;

/// Sends a range again, in order, each call under the id that it had.
pub(crate) async fn replay<H: Hand>(
    state: &State,
    hand: &H,
    id: WebhookId,
    range: impl FnOnce() -> (ReplayWebhookRequest, Fields),
) -> ApiResult<Answer> {
    let row = hand.admit(Deed::Manage, state.store.webhook(id).await?)?;
    let (range, fields) = range();
    let Some(webhook) = state.store.followed_webhook(id).await? else {
        return Err(ErrorCode::NotFound.into());
    };
    let found = places(state, hand.request().now, &range, fields, webhook.cursor).await?;
    if row.key_sandbox {
        return Err(ErrorCode::WebhookSandbox.into());
    }
    let log = format!("{}/{id}/deliveries", H::ADDRESS);
    let Some((first, last)) = found else {
        let nothing = WebhookReplayResponse { from_seq: None, to_seq: None, replayed: 0 };
        return Ok(Answer::ok(&nothing)?.accepted(log));
    };
    let mut deliveries = Vec::new();
    let mut after = first - 1;
    while after < last {
        let mut page = state.store.feed_entries(&webhook.sight, after, PAGE).await?;
        page.retain(|entry| entry.seq <= last);
        let Some(end) = page.last() else { break };
        after = end.seq;
        deliveries.extend(wanted(&webhook, &page)?);
    }
    let uow = hand.begin(state).await?;
    let row = hand.admit(Deed::Manage, uow.webhook_locked(id).await?)?;
    let outcome = row.aggregate()?.replayed(first, last);
    let replayed = uow.replay_webhook(id, &deliveries).await?.deliveries;
    uow.audit(outcome).await?;
    uow.commit().await?;
    let told = WebhookReplayResponse { from_seq: Some(first), to_seq: Some(last), replayed };
    Ok(Answer::ok(&told)?.accepted(log))
}

/// The places that are meant. What has not been told yet is not replayed: it comes by itself.
async fn places(
    state: &State,
    now: DateTime<Utc>,
    range: &ReplayWebhookRequest,
    mut fields: Fields,
    cursor: i64,
) -> ApiResult<Option<(i64, i64)>> {
    let by_seq = range.from_seq.is_some() || range.to_seq.is_some();
    let by_time = range.from.is_some() || range.to.is_some();
    fields.add_if(by_seq && by_time, "#/from", ErrorCode::ValueInvalid);
    fields.add_if(!by_time && range.from_seq.is_none(), "#/from_seq", ErrorCode::ValueRequired);
    fields.add_if(by_time && range.from.is_none(), "#/from", ErrorCode::ValueRequired);
    fields.add_if(range.from_seq.is_some_and(|seq| seq < 1), "#/from_seq", ErrorCode::ValueInvalid);
    fields.add_if(
        range.to_seq < range.from_seq && range.to_seq.is_some(),
        "#/to_seq",
        ErrorCode::ValueInvalid,
    );
    fields.add_if(range.to < range.from && range.to.is_some(), "#/to", ErrorCode::DateOrder);
    fields.finish()?;
    let found = match (range.from_seq, range.from) {
        (Some(first), _) => Some((first, range.to_seq.unwrap_or(cursor))),
        (None, Some(from)) => {
            let until = range.to.map_or(now, |to| to.0);
            state.store.feed_between(from.0, until).await?
        }
        (None, None) => None,
    };
    let oldest = state.store.feed_head().await?.oldest;
    let found = found
        .map(|(first, last)| (first.max(oldest), last.min(cursor)))
        .filter(|(first, last)| first <= last);
    if let Some((first, last)) = found
        && last - first >= REPLAYED
    {
        let pointer = if by_seq { "#/to_seq" } else { "#/to" };
        let error = FieldError::new(pointer, ErrorCode::WebhookRangeTooLarge).param("max", REPLAYED);
        return Err(error.into());
    }
    Ok(found)
}
