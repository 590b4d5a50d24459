//! Outbox and after-commit numbering (architecture §5).
//!
//! Transactions insert rows without a number. One publisher, holding an advisory lock, gives every
//! committed row the next `seq` in the order in which it sees them. So `seq` is dense and nothing
//! that is committed late is ever behind a reader's cursor.

use crate::{Result, Store, Uow, audit, sql};
use chrono::{DateTime, Utc};
use domain::kernel::{Event, Version};
use sea_orm::{ConnectionTrait, FromQueryResult, TransactionTrait};
use uuid::Uuid;

/// Advisory lock of the publisher: any replica may hold it, one at a time.
const PUBLISHER_LOCK: i64 = 0x6461_6962_6961_6f01;

/// A published event.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OutboxRow {
    /// Dense number in publication order.
    pub seq: i64,
    /// The event's id.
    pub id: Uuid,
    /// `suggestion.accepted` …
    pub kind: String,
    /// The aggregate's type.
    pub aggregate: String,
    /// The aggregate's id.
    pub aggregate_id: Uuid,
    /// The aggregate's version after the event.
    pub version: i64,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// Details.
    pub data: serde_json::Value,
}

// Numbered by the sequence of `local_no` in the order of the array.
const INSERT: &str = "\
    INSERT INTO outbox (id, kind, aggregate, aggregate_id, version, data, account_id, occurred_at) \
    SELECT e.id, e.kind, e.aggregate, e.aggregate_id, $6, e.data::jsonb, $7, $8 \
    FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[]) \
      WITH ORDINALITY AS e (id, kind, aggregate, aggregate_id, data, n) ORDER BY e.n";

/// Adds events of one transaction, in order, by one statement.
pub(crate) async fn insert(uow: &Uow, events: Vec<Event>, version: Version) -> Result<()> {
    if events.is_empty() {
        return Ok(());
    }
    let (mut ids, mut kinds, mut aggregates) = (Vec::new(), Vec::new(), Vec::new());
    let (mut aggregate_ids, mut details) = (Vec::new(), Vec::new());
    for event in events {
        ids.push(uow.id::<Uuid>());
        kinds.push(event.kind.to_owned());
        aggregates.push(event.aggregate.to_owned());
        aggregate_ids.push(event.aggregate_id);
        details.push(event.data.to_string());
    }
    let bind = [
        ids.into(),
        kinds.into(),
        aggregates.into(),
        aggregate_ids.into(),
        details.into(),
        version.0.into(),
        uow.account().map(|account| account.0).into(),
        uow.now().into(),
    ];
    uow.conn().execute_raw(sql(INSERT, bind)).await?;
    Ok(())
}

impl Store {
    /// Numbers up to `limit` committed events and extends the audit chain by the committed lines.
    /// Returns the events just numbered, in order; empty when there is nothing or another replica
    /// is publishing.
    ///
    /// # Errors
    /// As any statement.
    pub async fn publish_outbox(&self, limit: i64) -> Result<Vec<OutboxRow>> {
        let txn = self.db().begin().await?;
        let locked = txn
            .query_one_raw(sql("SELECT pg_try_advisory_xact_lock($1) AS locked", [PUBLISHER_LOCK.into()]))
            .await?
            .map(|row| row.try_get::<bool>("", "locked"))
            .transpose()?
            .unwrap_or(false);
        if !locked {
            return Ok(Vec::new());
        }
        audit::extend_chain(&txn, limit).await?;
        // `local_no` is taken while the aggregate's row is locked, so it keeps the order within an
        // aggregate whatever the clocks of the requests said.
        let rows = OutboxRow::find_by_statement(sql(
            "WITH fresh AS ( \
               SELECT id, row_number() OVER (ORDER BY local_no) AS n \
               FROM (SELECT id, local_no FROM outbox WHERE seq IS NULL ORDER BY local_no LIMIT $1) t), \
             base AS (SELECT coalesce(max(seq), 0) AS last FROM outbox WHERE seq IS NOT NULL) \
             UPDATE outbox o SET seq = base.last + fresh.n FROM fresh, base WHERE o.id = fresh.id \
             RETURNING o.seq, o.id, o.kind, o.aggregate, o.aggregate_id, o.version, o.occurred_at, o.data",
            [limit.into()],
        ))
        .all(&txn)
        .await?;
        txn.commit().await?;
        let mut rows = rows;
        rows.sort_by_key(|row| row.seq);
        Ok(rows)
    }

    /// Published events after `seq`, oldest first: for workers that follow.
    ///
    /// # Errors
    /// As any statement.
    pub async fn outbox_after(&self, seq: i64, limit: i64) -> Result<Vec<OutboxRow>> {
        Ok(OutboxRow::find_by_statement(sql(
            "SELECT seq, id, kind, aggregate, aggregate_id, version, occurred_at, data \
             FROM outbox WHERE seq > $1 ORDER BY seq LIMIT $2",
            [seq.into(), limit.into()],
        ))
        .all(self.db())
        .await?)
    }
}
