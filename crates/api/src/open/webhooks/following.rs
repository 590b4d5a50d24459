//! From the feed to calls: what a webhook's key sees of each place, and whether it wants to be told.

use super::body::{delivery, kind_of};
use crate::{http::ApiResult, state::State};
use domain::{integration::Sight, integration::webhook::EventFilter};
use persistence::integration::{FeedEntry, FollowedWebhook, NewDelivery};
use std::{collections::HashMap, sync::Arc};

/// Places of the feed that are read at once.
const PAGE: u64 = 200;

/// Writes the calls that have become due for every webhook that is behind the feed, a page for each; whether there may be
/// more.
///
/// # Errors
/// `service.unavailable`.
pub(super) async fn follow(state: &State) -> ApiResult<bool> {
    let now = state.now();
    let behind = state.store.webhooks_behind(now).await?;
    let mut more = false;
    // Webhooks that see the same and stand at the same place read one page together.
    let mut pages: HashMap<(String, i64), Arc<Vec<FeedEntry>>> = HashMap::new();
    for webhook in &behind {
        let place = (webhook.sight.name(), webhook.cursor);
        let page = match pages.get(&place) {
            Some(page) => page.clone(),
            None => {
                let page = Arc::new(state.store.feed_entries(&webhook.sight, webhook.cursor, PAGE).await?);
                pages.insert(place, page.clone());
                page
            }
        };
        let Some(last) = page.last() else { continue };
        more |= page.len() as u64 == PAGE;
        let deliveries = wanted(webhook, &page)?;
        state.store.follow_webhook(webhook.id, (webhook.cursor, last.seq), &deliveries, now).await?;
    }
    Ok(more)
}

/// The calls that a page becomes for a webhook.
pub(super) fn wanted(webhook: &FollowedWebhook, entries: &[FeedEntry]) -> ApiResult<Vec<NewDelivery>> {
    let told = entries.iter().filter_map(|entry| Some((entry, kind_of(entry)?)));
    told.filter(|(_, kind)| EventFilter::any_matches(&webhook.filters, kind))
        .map(|(entry, kind)| delivery(entry, kind))
        .collect()
}

/// Whether the key still sees what a call would tell: it may have waited for days. That a matter is gone may always be told.
///
/// # Errors
/// `service.unavailable`.
pub(super) async fn still_told(state: &State, sight: &Sight, seq: i64) -> ApiResult<bool> {
    let entries = state.store.feed_entries(sight, seq - 1, 1).await?;
    Ok(entries.first().is_some_and(|entry| entry.seq == seq && kind_of(entry).is_some()))
}
