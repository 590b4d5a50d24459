//! Waking those who wait for a change. What wakes them is only a hint: they read the database, and look again by
//! themselves twice a second, because another replica may have written.

use std::time::Duration;
use tokio::sync::watch;

/// How often somebody who waits looks by himself.
const LOOK: Duration = Duration::from_millis(500);

/// The last number of the feed that this process knows of.
pub struct FeedWatch(watch::Sender<i64>);

impl Default for FeedWatch {
    fn default() -> Self {
        Self(watch::Sender::new(0))
    }
}

impl FeedWatch {
    /// The feed has come to this number.
    pub fn told(&self, seq: i64) {
        self.0.send_if_modified(|known| std::mem::replace(known, seq) != seq);
    }

    /// Returns when there may be something new, or after half a second.
    pub async fn changed(&self) {
        let mut told = self.0.subscribe();
        // Either way the caller looks.
        let _woken = tokio::time::timeout(LOOK, told.changed()).await;
    }
}
