use crate::{Result, Uow};
use domain::{kernel::Version, suggestion::Effects};

impl Uow {
    /// Writes the events of a command, in order, and its audit line.
    ///
    /// # Errors
    /// As any statement.
    pub async fn record_effects(&self, effects: Effects, version: Version) -> Result<()> {
        for event in effects.events {
            self.emit(event, version).await?;
        }
        self.audit(effects.audit).await
    }
}
