//! Background work. Every worker is a loop that reads the database and can be stopped; what it
//! does is claimed there, so a second replica is harmless.

mod deadlines;
mod notices;
mod publisher;
mod rollover;

pub use deadlines::{Swept, sweep_deadlines};
pub use rollover::{carry_over_matters, continue_rollovers};

use crate::state::State;
use tokio::{sync::watch, task::JoinSet};

/// The running workers of this process.
pub struct Workers {
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl Workers {
    /// Starts every worker on the current runtime.
    pub fn start(state: &State) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        tasks.spawn(crate::settings::follow(state.clone(), stopped.clone()));
        tasks.spawn(deadlines::run(state.clone(), stopped.clone()));
        tasks.spawn(crate::import::sweep(state.clone(), stopped.clone()));
        tasks.spawn(crate::open::write_key_uses(state.clone(), stopped.clone()));
        tasks.spawn(crate::open::exports::run(state.clone(), stopped.clone()));
        tasks.spawn(crate::open::send_webhooks(state.clone(), stopped.clone()));
        tasks.spawn(notices::tell(state.clone(), stopped.clone()));
        tasks.spawn(notices::deliver(state.clone(), stopped.clone()));
        tasks.spawn(publisher::run(state.clone(), stopped));
        Self { stop, tasks }
    }

    /// Lets every worker finish what it does and waits for it.
    pub async fn stop(mut self) {
        // No receiver left means that every worker has ended already.
        let _sent = self.stop.send(true);
        while self.tasks.join_next().await.is_some() {}
    }
}
