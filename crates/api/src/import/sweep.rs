//! Uploaded files are deleted after a day, whether anybody comes back or not.

use crate::state::State;
use std::time::Duration;
use tokio::sync::watch;

/// How often it is looked for what has expired.
const PAUSE: Duration = Duration::from_secs(15 * 60);

/// Deletes expired uploads until it is told to stop.
pub(crate) async fn sweep(state: State, mut stopped: watch::Receiver<bool>) {
    loop {
        match state.store.purge_imports(state.now()).await {
            Ok(0) => {}
            Ok(gone) => tracing::info!(gone, "expired imports deleted"),
            Err(error) => tracing::warn!(%error, "expired imports could not be deleted"),
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = stopped.changed() => return,
        }
    }
}
