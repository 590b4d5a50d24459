//! What became of messages, for the system administrator: no content, no address.

use crate::keyset::Conditions;
use crate::{Result, Store, sql};
use chrono::{DateTime, Utc};
use domain::kernel::AccountId;
use domain::notification::{Channel, MessageState};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// A message without what it says.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DeliveryRow {
    /// Its id.
    pub id: Uuid,
    /// Its place in the order.
    pub no: i64,
    /// Code of the notice's kind.
    pub kind: String,
    /// Code of the channel.
    pub channel: String,
    /// Code of the state.
    pub state: String,
    /// The account's user name.
    pub username: String,
    /// Attempts so far.
    pub attempts: i32,
    /// What was wrong at last.
    pub last_error: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// Not before.
    pub send_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

/// One attempt.
#[derive(Clone, Debug, FromQueryResult)]
pub struct AttemptRow {
    /// When it began.
    pub at: DateTime<Utc>,
    /// Code of the state after it.
    pub state: String,
    /// What was wrong.
    pub error: Option<String>,
    /// Milliseconds.
    pub ms: i32,
}

/// Which messages.
#[derive(Clone, Copy, Debug, Default)]
pub struct DeliveryFilter {
    /// By this way.
    pub channel: Option<Channel>,
    /// In this state.
    pub state: Option<MessageState>,
}

impl Store {
    /// A page of messages, newest first.
    ///
    /// # Errors
    /// As any statement.
    pub async fn notification_deliveries(
        &self,
        filter: &DeliveryFilter,
        before: Option<i64>,
        limit: u64,
    ) -> Result<Vec<DeliveryRow>> {
        let mut conditions = Conditions::new();
        conditions.equal("d.channel", filter.channel.map(|channel| channel.code().to_owned()));
        conditions.equal("d.state", filter.state.map(|state| state.code().to_owned()));
        if let Some(before) = before {
            conditions.before(["d.no"], [before.into()]);
        }
        let head = "SELECT d.id, d.no, n.kind, d.channel, d.state, a.username, d.attempts, d.last_error, d.created_at, d.send_at, \
             d.finished_at FROM notification_delivery d JOIN notification n ON n.id = d.notification_id \
             JOIN account a ON a.id = d.account_id";
        let statement = conditions.select(head, "ORDER BY d.no DESC", limit);
        Ok(DeliveryRow::find_by_statement(statement).all(self.db()).await?)
    }

    /// The attempts of one message; `None`: no such message.
    ///
    /// # Errors
    /// As any statement.
    pub async fn notification_attempts(&self, id: Uuid) -> Result<Option<Vec<AttemptRow>>> {
        let known = sql("SELECT 1 AS one FROM notification_delivery WHERE id = $1", [id.into()]);
        if self.db().query_one_raw(known).await?.is_none() {
            return Ok(None);
        }
        let statement = sql(
            "SELECT at, state, error, ms FROM notification_attempt WHERE delivery_id = $1 ORDER BY at, id LIMIT 100",
            [id.into()],
        );
        Ok(Some(AttemptRow::find_by_statement(statement).all(self.db()).await?))
    }

    /// When the last test message of an account was written.
    ///
    /// # Errors
    /// As any statement.
    pub async fn last_test_message(&self, account: AccountId) -> Result<Option<DateTime<Utc>>> {
        let statement = sql(
            "SELECT max(created_at) AS at FROM notification WHERE account_id = $1 AND kind = 'test'",
            [account.0.into()],
        );
        let row = self.db().query_one_raw(statement).await?;
        Ok(row.map(|row| row.try_get::<Option<DateTime<Utc>>>("", "at")).transpose()?.flatten())
    }
}
