//! Worker: forgets public pages whose matter has changed, whichever replica changed it.

use crate::state::State;
use std::time::Duration;
use tokio::sync::watch;
use uuid::Uuid;

/// How long it rests between two looks. With the publisher's own pause a change is on every replica's page within half
/// a second.
const PAUSE: Duration = Duration::from_millis(200);
const BATCH: i64 = 1_000;

/// Follows the outbox until told to stop.
pub(crate) async fn follow(state: State, mut stopped: watch::Receiver<bool>) {
    let mut seen: Option<i64> = None;
    loop {
        match catch_up(&state, seen).await {
            Ok(at) => seen = Some(at),
            // Pages stop being trusted by themselves when this goes on.
            Err(error) => tracing::warn!(%error, "cannot follow events for public pages; trying again"),
        }
        tokio::select! {
            _ = stopped.changed() => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

/// Forgets what everything published since `seen` has changed, and returns the last event seen; `None` at first.
///
/// # Errors
/// As any statement.
pub async fn catch_up(state: &State, seen: Option<i64>) -> persistence::Result<i64> {
    let pages = &state.shared.public_pages;
    let Some(mut seen) = seen else {
        let head = state.store.outbox_head().await?;
        pages.forget_all();
        pages.caught_up(state.now());
        return Ok(head);
    };
    loop {
        let events = state.store.outbox_after(seen, BATCH).await?;
        let Some(last) = events.last() else { break };
        seen = last.seq;
        let more = i64::try_from(events.len()).unwrap_or(0) == BATCH;
        // Names of units and deputies, settings and the calendar stand on many pages.
        let far = events.iter().any(|event| {
            matches!(
                event.aggregate.as_str(),
                "unit" | "person" | "deputy" | "setting" | "calendar_year" | "congress_session" | "term"
            )
        });
        if far {
            pages.forget_all();
        } else {
            let ids: Vec<Uuid> = events
                .iter()
                .filter(|event| event.aggregate == "suggestion")
                .map(|event| event.aggregate_id)
                .collect();
            if !ids.is_empty() {
                pages.forget(&ids);
            }
        }
        if !more {
            break;
        }
    }
    pages.caught_up(state.now());
    Ok(seen)
}
