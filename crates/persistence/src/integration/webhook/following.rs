//! Following the feed: which places of it become calls of a webhook.

use crate::{Result, Store, Uow, listing::coded, sql};
use chrono::{DateTime, Utc};
use domain::{
    authz::JurisdictionPath,
    integration::{KeyScope, Sight, webhook::EventFilter},
    kernel::{UnitId, WebhookId},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// True where the key of webhook `w` works: what it sees is sent, and after its end nothing is.
pub(super) const KEY_WORKS: &str = "EXISTS (SELECT 1 FROM api_key k WHERE k.id = w.key_id AND k.revoked_at IS NULL AND k.expires_at > $1 AND NOT k.sandbox)";

/// A webhook for which something may have happened.
#[derive(Clone, Debug)]
pub struct FollowedWebhook {
    /// The webhook.
    pub id: WebhookId,
    /// How far it has been followed.
    pub cursor: i64,
    /// What it wants to be told.
    pub filters: Vec<EventFilter>,
    /// What its key sees.
    pub sight: Sight,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    cursor_seq: i64,
    event_types: Vec<String>,
    scopes: Vec<String>,
    unit_id: Option<Uuid>,
    path: String,
}

impl Row {
    fn followed(self) -> Result<FollowedWebhook> {
        let scopes = self.scopes.iter().map(|code| coded::<KeyScope>(code)).collect::<Result<Vec<_>>>()?;
        let filters =
            self.event_types.iter().map(|text| text.parse().map_err(|_| crate::Error::corrupt(text)));
        Ok(FollowedWebhook {
            id: WebhookId(self.id),
            cursor: self.cursor_seq,
            filters: filters.collect::<Result<_>>()?,
            sight: Sight::of_key(&scopes, self.unit_id.map(UnitId), JurisdictionPath(self.path)),
        })
    }
}

const FOLLOWED: &str = "SELECT w.id, w.cursor_seq, w.event_types, k.scopes, k.unit_id, j.path \
    FROM webhook w JOIN api_key k ON k.id = w.key_id JOIN jurisdiction j ON j.id = k.jurisdiction_id";

/// A call to be made.
#[derive(Clone, Debug)]
pub struct NewDelivery {
    /// Its place in the feed.
    pub seq: i64,
    /// The event: `webhook-id`.
    pub event_id: Uuid,
    /// The event type.
    pub kind: String,
    /// The matter.
    pub aggregate: Uuid,
    /// What is sent.
    pub body: String,
}

/// What was begun again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// Calls that will be made once more, or for the first time.
    pub deliveries: u64,
}

impl Store {
    /// Active webhooks that are behind the feed and whose keys work.
    ///
    /// # Errors
    /// As any statement.
    pub async fn webhooks_behind(&self, now: DateTime<Utc>) -> Result<Vec<FollowedWebhook>> {
        let text = format!(
            "{FOLLOWED} CROSS JOIN feed_head h WHERE w.status = 'active' AND w.cursor_seq < h.seq AND {KEY_WORKS} ORDER BY w.id"
        );
        let rows = Row::find_by_statement(sql(text, [now.into()])).all(self.db()).await?;
        rows.into_iter().map(Row::followed).collect()
    }

    /// One webhook with what its key sees.
    ///
    /// # Errors
    /// As any statement.
    pub async fn followed_webhook(&self, id: WebhookId) -> Result<Option<FollowedWebhook>> {
        let text = format!("{FOLLOWED} WHERE w.id = $1");
        let row = Row::find_by_statement(sql(text, [id.0.into()])).one(self.db()).await?;
        row.map(Row::followed).transpose()
    }

    /// Writes the calls for the places after `from` up to `to`, if nobody else has done so; whether it has.
    ///
    /// # Errors
    /// As any statement.
    pub async fn follow_webhook(
        &self,
        id: WebhookId,
        (from, to): (i64, i64),
        deliveries: &[NewDelivery],
        now: DateTime<Utc>,
    ) -> Result<bool> {
        use sea_orm::TransactionTrait;
        let txn = self.db().begin().await?;
        // The lock comes with a statement of its own: the next one sees what was committed while it was waited for.
        let moved = sql(
            "UPDATE webhook SET cursor_seq = $3 WHERE id = $1 AND cursor_seq = $2",
            [id.0.into(), from.into(), to.into()],
        );
        if txn.execute_raw(moved).await?.rows_affected() == 0 {
            return Ok(false);
        }
        insert(&txn, id, deliveries, now, "DO NOTHING").await?;
        txn.commit().await?;
        Ok(true)
    }

    /// The first and last place of the feed that were written between two instants; `None`: nothing was.
    ///
    /// # Errors
    /// As any statement.
    pub async fn feed_between(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<(i64, i64)>> {
        let statement = sql(
            "SELECT min(seq) AS first, max(seq) AS last FROM feed WHERE written_at >= $1 AND written_at <= $2",
            [from.into(), until.into()],
        );
        let Some(row) = self.db().query_one_raw(statement).await? else { return Ok(None) };
        let (first, last): (Option<i64>, Option<i64>) = (row.try_get("", "first")?, row.try_get("", "last")?);
        Ok(first.zip(last))
    }
}

impl Uow {
    /// Begins these calls again, or for the first time, under the ids that they had. Calls that are still to be made are
    /// left as they are.
    ///
    /// # Errors
    /// As any statement.
    pub async fn replay_webhook(&self, id: WebhookId, deliveries: &[NewDelivery]) -> Result<Replayed> {
        let again = "DO UPDATE SET state = 'pending', waits = false, attempts = 0, next_at = excluded.next_at, \
             body = excluded.body, finished_at = NULL WHERE webhook_delivery.state <> 'pending'";
        let deliveries = insert(self.conn(), id, deliveries, self.now(), again).await?;
        // Those that come back stand before later ones of the same matter.
        self.conn()
            .execute_raw(sql(
                "UPDATE webhook_delivery d SET waits = o.waits FROM ( \
                   SELECT seq, row_number() OVER (PARTITION BY aggregate_id ORDER BY seq) > 1 AS waits \
                   FROM webhook_delivery WHERE webhook_id = $1 AND state = 'pending') o \
                 WHERE d.webhook_id = $1 AND d.seq = o.seq AND d.waits IS DISTINCT FROM o.waits",
                [id.0.into()],
            ))
            .await?;
        Ok(Replayed { deliveries })
    }
}

/// The row of the webhook is locked. A call waits when an earlier one of its matter is pending, before or among these.
async fn insert(
    conn: &impl ConnectionTrait,
    id: WebhookId,
    deliveries: &[NewDelivery],
    now: DateTime<Utc>,
    on_conflict: &str,
) -> Result<u64> {
    if deliveries.is_empty() {
        return Ok(0);
    }
    let (mut seqs, mut events, mut kinds) = (Vec::new(), Vec::new(), Vec::new());
    let (mut aggregates, mut bodies) = (Vec::new(), Vec::new());
    for one in deliveries {
        seqs.push(one.seq);
        events.push(one.event_id);
        kinds.push(one.kind.clone());
        aggregates.push(one.aggregate);
        bodies.push(one.body.clone());
    }
    let text = format!(
        "INSERT INTO webhook_delivery (webhook_id, seq, event_id, kind, aggregate_id, body, state, waits, attempts, next_at, \
         created_at) \
         SELECT $1, n.seq, n.event_id, n.kind, n.aggregate_id, n.body, 'pending', \
           row_number() OVER (PARTITION BY n.aggregate_id ORDER BY n.seq) > 1 OR EXISTS ( \
             SELECT 1 FROM webhook_delivery e WHERE e.webhook_id = $1 AND e.aggregate_id = n.aggregate_id \
             AND e.state = 'pending' AND e.seq < n.seq), \
           0, $2, $2 \
         FROM unnest($3::bigint[], $4::uuid[], $5::text[], $6::uuid[], $7::text[]) \
           AS n (seq, event_id, kind, aggregate_id, body) \
         ON CONFLICT (webhook_id, seq) {on_conflict}"
    );
    let bind =
        [id.0.into(), now.into(), seqs.into(), events.into(), kinds.into(), aggregates.into(), bodies.into()];
    Ok(conn.execute_raw(sql(text, bind)).await?.rows_affected())
}
