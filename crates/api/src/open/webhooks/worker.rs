use super::sending::Sender;
use crate::state::State;
use std::time::Duration;
use tokio::{sync::watch, time::Instant};

/// How long the sender rests when nothing was due. Polling is the truth.
const PAUSE: Duration = Duration::from_millis(250);
/// How often it looks for what is given up or forgotten.
const TIDY: Duration = Duration::from_secs(10);

/// Follows the feed and calls, until told to stop; what has begun is then ended.
pub async fn send_webhooks(state: State, mut stopped: watch::Receiver<bool>) {
    let watched = state.shared.clone();
    let mut sender = Sender::new(state);
    let mut tidied: Option<Instant> = None;
    loop {
        let round = match sender.round().await {
            Ok(round) => round,
            Err(error) => {
                tracing::warn!(%error, "webhooks could not be sent; trying again");
                Default::default()
            }
        };
        if tidied.is_none_or(|at| at.elapsed() > TIDY) {
            tidied = Some(Instant::now());
            if let Err(error) = sender.tidy().await {
                tracing::warn!(%error, "webhooks could not be tidied; trying again");
            }
        }
        // The next of a matter follows at once when one has ended; a new entry of the feed is told at once.
        tokio::select! {
            _ = stopped.changed() => break,
            () = tokio::time::sleep(if round.more { Duration::ZERO } else { PAUSE }) => {}
            () = sender.ended() => {}
            () = watched.feed_watch.changed() => {}
        }
    }
    sender.finish().await;
}
