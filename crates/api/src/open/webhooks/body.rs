//! 推送内容: a few words, the same for every reader of the matter. Who wants more asks with his key.

use crate::http::{ApiResult, Instant};
use chrono::{DateTime, Utc};
use domain::integration::webhook::{GONE, TEST};
use persistence::integration::{FeedEntry, FeedOp, NewDelivery};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What a webhook is sent, as Standard Webhooks shapes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"type": "suggestion.replied", "timestamp": "2026-05-20T09:30:00.123456+08:00", "data": {
    "id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70", "ref": "18-5-63", "version": 9, "seq": 1042, "status": "replied"}}))]
pub struct WebhookEvent {
    /// Event type: that of the change feed; `suggestion.gone` when the key sees the matter no longer.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it happened.
    pub timestamp: Instant,
    /// Which matter.
    pub data: WebhookEventData,
}

/// Which matter an event is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70", "ref": "18-5-63", "version": 9, "seq": 1042,
    "status": "replied"}))]
pub struct WebhookEventData {
    /// The matter: `GET /api/v1/open/suggestions/{id}`.
    pub id: Uuid,
    /// Its 引用号; `null` without a number, and when it is gone.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// Its version after the event. Of two events about one matter the one with the larger `seq` is the later.
    pub version: i64,
    /// The event's place in the change feed.
    pub seq: i64,
    /// Its state when the call was prepared; `null` when it is not published or gone.
    pub status: Option<String>,
}

/// The members of a status object that are told.
#[derive(Deserialize)]
struct Told {
    #[serde(rename = "ref")]
    reference: Option<String>,
    status: Option<String>,
}

/// The event type of a place of the feed for its reader; `None` when it does not concern him.
pub(super) fn kind_of(entry: &FeedEntry) -> Option<&str> {
    match entry.op {
        FeedOp::Upsert => Some(&entry.kind),
        FeedOp::Delete => Some(GONE),
        FeedOp::Hidden => None,
    }
}

/// The call that a place of the feed becomes.
///
/// # Errors
/// A defect when its document is not understood.
pub(super) fn delivery(entry: &FeedEntry, kind: &str) -> ApiResult<NewDelivery> {
    let told = match &entry.document {
        Some(document) => serde_json::from_str(document).map_err(anyhow::Error::from)?,
        None => Told { reference: None, status: None },
    };
    let data = WebhookEventData {
        id: entry.resource_id,
        reference: told.reference,
        version: entry.version,
        seq: entry.seq,
        status: told.status,
    };
    let event = WebhookEvent { kind: kind.to_owned(), timestamp: entry.occurred_at.into(), data };
    Ok(NewDelivery {
        seq: entry.seq,
        event_id: entry.event_id,
        kind: event.kind.clone(),
        aggregate: entry.resource_id,
        body: serde_json::to_string(&event).map_err(anyhow::Error::from)?,
    })
}

/// The body of a call for trying a receiver: the shape of all others, about the webhook itself.
///
/// # Errors
/// None that can happen.
pub(super) fn test(webhook: Uuid, version: i64, now: DateTime<Utc>) -> ApiResult<String> {
    let data = WebhookEventData { id: webhook, reference: None, version, seq: 0, status: None };
    let event = WebhookEvent { kind: TEST.to_owned(), timestamp: now.into(), data };
    Ok(serde_json::to_string(&event).map_err(anyhow::Error::from)?)
}
