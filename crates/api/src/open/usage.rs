//! How keys are used is noted in memory and written every few seconds: no request waits for it, and what is lost when a
//! server is killed is a few seconds of counting.

use crate::{http::ApiResult, state::State};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    integration::PresentedKey,
    kernel::{ApiKeyId, ApiKeySecretId, business_date},
};
use persistence::integration::KeyUse;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::watch;

const PAUSE: Duration = Duration::from_secs(5);

/// Calls of other systems that are not written down yet.
#[derive(Default)]
pub struct KeyUses(Mutex<HashMap<(ApiKeyId, ApiKeySecretId, NaiveDate), KeyUse>>);

/// One call.
pub(super) struct Call {
    /// It was answered with a status of 400 or more.
    pub failed: bool,
    /// It was refused because of the quota.
    pub limited: bool,
    /// When and from where, if it was let in.
    pub last: Option<(DateTime<Utc>, String)>,
}

impl KeyUses {
    pub(super) fn note(&self, key: &PresentedKey, now: DateTime<Utc>, call: Call) {
        self.add(KeyUse {
            key: key.key,
            secret: key.secret,
            day: business_date(now),
            requests: 1,
            errors: call.failed.into(),
            limited: call.limited.into(),
            last: call.last,
        });
    }

    fn add(&self, more: KeyUse) {
        let mut table = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match table.entry((more.key, more.secret, more.day)) {
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(more);
            }
            std::collections::hash_map::Entry::Occupied(mut place) => {
                let noted = place.get_mut();
                noted.requests += more.requests;
                noted.errors += more.errors;
                noted.limited += more.limited;
                if more.last.as_ref().map(|last| last.0) >= noted.last.as_ref().map(|last| last.0) {
                    noted.last = more.last.or(noted.last.take());
                }
            }
        }
    }

    fn take(&self) -> Vec<KeyUse> {
        let mut table = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        table.drain().map(|(_, noted)| noted).collect()
    }
}

/// Writes what was noted. What cannot be written now is kept for the next time.
///
/// # Errors
/// `service.unavailable`.
pub async fn flush_key_uses(state: &State) -> ApiResult<()> {
    let noted = state.shared.key_uses.take();
    if let Err(error) = state.store.add_key_uses(noted.clone()).await {
        noted.into_iter().for_each(|one| state.shared.key_uses.add(one));
        return Err(error.into());
    }
    Ok(())
}

/// Writes every few seconds, and once more when told to stop: by then no more requests are served.
pub(crate) async fn write_key_uses(state: State, mut stopped: watch::Receiver<bool>) {
    loop {
        let last = tokio::select! {
            _ = stopped.changed() => true,
            () = tokio::time::sleep(PAUSE) => false,
        };
        if let Err(error) = flush_key_uses(&state).await {
            tracing::warn!(%error, "the use of keys could not be written; trying again");
        }
        if last {
            return;
        }
    }
}
