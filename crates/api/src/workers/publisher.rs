use crate::state::State;
use std::time::Duration;
use tokio::sync::watch;

/// How long the publisher rests when there was nothing to number. Polling is the truth.
const PAUSE: Duration = Duration::from_millis(250);
const BATCH: i64 = 1_000;

/// Numbers committed events and extends the audit chain, until told to stop.
pub(super) async fn run(state: State, mut stopped: watch::Receiver<bool>) {
    loop {
        let more = match state.store.publish_outbox(BATCH).await {
            Ok(published) => published.len() as i64 == BATCH,
            Err(error) => {
                tracing::warn!(%error, "publishing failed; trying again");
                false
            }
        };
        if more {
            continue;
        }
        tokio::select! {
            _ = stopped.changed() => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}
