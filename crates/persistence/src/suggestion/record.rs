use crate::{Result, Uow};
use domain::{kernel::Version, suggestion::Effects};

impl Uow {
    /// Writes the events of a command, in order, and its audit line.
    ///
    /// # Errors
    /// As any statement.
    pub async fn record_effects(&self, effects: Effects, version: Version) -> Result<()> {
        self.emit_all(effects.events, version).await?;
        self.audit(effects.audit).await
    }
}
