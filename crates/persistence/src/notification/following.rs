//! Following the outbox: which events have not become notices yet.

use crate::{Result, Store, sql};
use chrono::{DateTime, NaiveDate, Utc};
use domain::kernel::SuggestionId;
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// An event to be told.
#[derive(Clone, Debug, FromQueryResult)]
pub struct FollowedEvent {
    /// Its number.
    pub seq: i64,
    /// Its id.
    pub id: Uuid,
    /// Its kind.
    pub kind: String,
    /// The aggregate's type.
    pub aggregate: String,
    /// The aggregate.
    pub aggregate_id: Uuid,
    /// Details.
    pub data: serde_json::Value,
    /// Who did it.
    pub account_id: Option<Uuid>,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
}

/// The next events, and the place to which they reach.
#[derive(Clone, Debug)]
pub struct FollowedPage {
    /// The cursor as it stands.
    pub from: i64,
    /// Where it stands when these were told.
    pub to: i64,
    /// Events, oldest first; what happened before the limit of age is left out.
    pub events: Vec<FollowedEvent>,
}

impl Store {
    /// The next events after the cursor, up to `limit` places of the outbox; `None`: there are none.
    ///
    /// # Errors
    /// As any statement.
    pub async fn events_to_tell(&self, since: DateTime<Utc>, limit: i64) -> Result<Option<FollowedPage>> {
        let head = sql(
            "SELECT c.seq AS \"from\", (SELECT max(seq) FROM (SELECT o.seq FROM outbox o WHERE o.seq > c.seq ORDER BY o.seq LIMIT $1) t) AS \"to\" \
             FROM notification_cursor c WHERE c.name = 'outbox'",
            [limit.into()],
        );
        let Some(row) = self.db().query_one_raw(head).await? else { return Ok(None) };
        let from: i64 = row.try_get("", "from")?;
        let Some(to) = row.try_get::<Option<i64>>("", "to")? else { return Ok(None) };
        let events = FollowedEvent::find_by_statement(sql(
            "SELECT seq, id, kind, aggregate, aggregate_id, data, account_id, occurred_at FROM outbox \
             WHERE seq > $1 AND seq <= $2 AND aggregate IN ('suggestion', 'webhook') AND occurred_at >= $3 ORDER BY seq",
            [from.into(), to.into(), since.into()],
        ))
        .all(self.db())
        .await?;
        Ok(Some(FollowedPage { from, to, events }))
    }

    /// Up to `limit` matters after `after` in which time may bring something on the day: somebody works on them, rates, or
    /// owes what was promised.
    ///
    /// # Errors
    /// As any statement.
    pub async fn matters_with_deadlines(
        &self,
        after: SuggestionId,
        today: NaiveDate,
        limit: i64,
    ) -> Result<Vec<SuggestionId>> {
        let statement = sql(
            "SELECT s.id FROM suggestion s WHERE s.id > $1 AND NOT s.deleted AND ( \
               s.status IN ('assigned', 'handling', 'rehandling', 'tracking') \
               OR (s.status = 'replied' AND s.due_on >= $2) OR s.light_promise_on IS NOT NULL) \
             ORDER BY s.id LIMIT $3",
            [after.0.into(), today.into(), limit.into()],
        );
        let rows = self.db().query_all_raw(statement).await?;
        rows.iter().map(|row| Ok(SuggestionId(row.try_get("", "id")?))).collect()
    }
}
