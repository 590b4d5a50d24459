use crate::{Result, Uow};
use domain::{kernel::Version, suggestion::Outcome};

impl Uow {
    /// Writes the events of a command, in order, and its audit line.
    ///
    /// # Errors
    /// As any statement.
    pub async fn record_outcome(&self, outcome: Outcome, version: Version) -> Result<()> {
        for event in outcome.events {
            self.emit(event, version).await?;
        }
        self.audit(outcome.audit).await
    }
}
