use crate::{open, state::State};
use std::time::Duration;
use tokio::sync::watch;

/// How long the publisher rests when there was nothing to number. Polling is the truth.
const PAUSE: Duration = Duration::from_millis(100);
const BATCH: i64 = 1_000;

/// Numbers committed events, extends the audit chain and writes the change feed, until told to stop.
pub(super) async fn run(state: State, mut stopped: watch::Receiver<bool>) {
    loop {
        let numbered = match state.store.publish_outbox(BATCH).await {
            Ok(published) => published.len() as i64 == BATCH,
            Err(error) => {
                tracing::warn!(%error, "publishing failed; trying again");
                false
            }
        };
        // The feed follows at once, so that other systems hear of a change before anybody asks for it.
        let written = match open::project(&state).await {
            Ok(projected) => {
                if let Some(seq) = projected.seq {
                    state.shared.feed_watch.told(seq);
                }
                projected.more
            }
            Err(error) => {
                tracing::warn!(%error, "writing the change feed failed; trying again");
                false
            }
        };
        if (numbered || written) && !*stopped.borrow() {
            continue;
        }
        tokio::select! {
            _ = stopped.changed() => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}
