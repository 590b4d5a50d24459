//! Sending: calls are claimed, made outside of any transaction, and ended.

use super::following::KEY_WORKS;
use crate::{Result, Store, sql};
use chrono::{DateTime, Utc};
use domain::{
    integration::webhook::{AttemptError, Consequence, DeliveryState, FAILING_DAYS},
    kernel::WebhookId,
};
use sea_orm::{ConnectionTrait, FromQueryResult, TransactionTrait};
use uuid::Uuid;

/// Calls of one webhook at a time; of one that fails, one.
const AT_ONCE: i64 = 8;

/// A call that is this process's to make.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ClaimedDelivery {
    /// The webhook.
    pub webhook_id: Uuid,
    /// Where to call.
    pub url: String,
    /// Its place in the feed.
    pub seq: i64,
    /// `webhook-id`.
    pub event_id: Uuid,
    /// The event type.
    pub kind: String,
    /// What is sent.
    pub body: String,
    /// Attempts before this one.
    pub attempts: i32,
}

/// How an attempt ended.
#[derive(Clone, Debug)]
pub struct AttemptEnd {
    /// Id of the attempt.
    pub id: Uuid,
    /// When it began.
    pub at: DateTime<Utc>,
    /// The answer's status, if there was one.
    pub status: Option<u16>,
    /// Why it does not count.
    pub error: Option<AttemptError>,
    /// How long it took, milliseconds.
    pub ms: i32,
    /// The beginning of the answer.
    pub answer: Option<String>,
}

/// What the end of an attempt means for its webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// It was still ours: somebody else may have made the call meanwhile, or the webhook is gone.
    pub ours: bool,
    /// Since when nothing has got through.
    pub failing_since: Option<DateTime<Utc>>,
}

impl Store {
    /// Claims up to `room` calls that are due, until `until`. Webhooks that another replica is claiming from at this moment
    /// are left to it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn claim_deliveries(
        &self,
        claim: Uuid,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        room: i64,
    ) -> Result<Vec<ClaimedDelivery>> {
        const DUE: &str = "d.webhook_id = w.id AND d.state = 'pending' AND NOT d.waits AND d.next_at <= $1 \
            AND (d.claimed_until IS NULL OR d.claimed_until <= $1)";
        let waiting = format!(
            "SELECT w.id FROM webhook w WHERE w.status = 'active' AND {KEY_WORKS} \
             AND EXISTS (SELECT 1 FROM webhook_delivery d WHERE {DUE})"
        );
        let found = self.db().query_all_raw(sql(&waiting, [now.into()])).await?;
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let txn = self.db().begin().await?;
        let locked = format!("{waiting} FOR NO KEY UPDATE OF w SKIP LOCKED");
        let rows = txn.query_all_raw(sql(locked, [now.into()])).await?;
        let ids =
            rows.iter().map(|row| row.try_get("", "id")).collect::<std::result::Result<Vec<Uuid>, _>>()?;
        // Seen after the locks were had: what another replica has claimed before is not claimed again. Turn by turn, so
        // that a webhook with much to send does not take the place of others.
        let text = format!(
            "WITH due AS ( \
               SELECT w.id AS webhook_id, w.url, one.seq, one.next_at, \
                 row_number() OVER (PARTITION BY w.id ORDER BY one.next_at, one.seq) AS turn \
               FROM webhook w CROSS JOIN LATERAL ( \
                 SELECT d.seq, d.next_at FROM webhook_delivery d WHERE {DUE} ORDER BY d.next_at, d.seq \
                 LIMIT greatest(0, CASE WHEN w.failing_since IS NULL THEN {AT_ONCE} ELSE 1 END - \
                   (SELECT count(*) FROM webhook_delivery c WHERE c.webhook_id = w.id AND c.claim IS NOT NULL \
                    AND c.claimed_until > $1))) one \
               WHERE w.id = ANY($2)), \
             taken AS (SELECT * FROM due ORDER BY turn, next_at, seq LIMIT $3) \
             UPDATE webhook_delivery d SET claim = $4, claimed_until = $5 FROM taken t \
             WHERE d.webhook_id = t.webhook_id AND d.seq = t.seq \
             RETURNING d.webhook_id, t.url, d.seq, d.event_id, d.kind, d.body, d.attempts"
        );
        let bind = [now.into(), ids.into(), room.into(), claim.into(), until.into()];
        let claimed = ClaimedDelivery::find_by_statement(sql(text, bind)).all(&txn).await?;
        txn.commit().await?;
        Ok(claimed)
    }

    /// Ends a claimed call after an attempt and lets the next of its matter follow.
    ///
    /// # Errors
    /// As any statement.
    pub async fn end_attempt(
        &self,
        claim: Uuid,
        delivery: &ClaimedDelivery,
        attempt: &AttemptEnd,
        consequence: Consequence,
        now: DateTime<Utc>,
    ) -> Result<Ended> {
        let (state, next_at) = match consequence {
            Consequence::Delivered => (DeliveryState::Delivered, now),
            Consequence::Retry(at) => (DeliveryState::Pending, at),
            // Told again when the webhook is enabled.
            Consequence::Gone => (DeliveryState::Pending, now),
            Consequence::Failed => (DeliveryState::Failed, now),
        };
        let txn = self.db().begin().await?;
        lock(&txn, delivery.webhook_id).await?;
        let ended = sql(
            "UPDATE webhook_delivery SET state = $4, next_at = $5, attempts = attempts + 1, claim = NULL, \
             claimed_until = NULL, last_status = $6, last_error = $7, last_ms = $8, \
             finished_at = CASE WHEN $4 = 'pending' THEN NULL ELSE $9::timestamptz END \
             WHERE webhook_id = $1 AND seq = $2 AND claim = $3",
            [
                delivery.webhook_id.into(),
                delivery.seq.into(),
                claim.into(),
                state.code().into(),
                next_at.into(),
                attempt.status.map(|status| status as i16).into(),
                attempt.error.map(AttemptError::code).into(),
                attempt.ms.into(),
                now.into(),
            ],
        );
        if txn.execute_raw(ended).await?.rows_affected() == 0 {
            return Ok(Ended { ours: false, failing_since: None });
        }
        txn.execute_raw(sql(
            "INSERT INTO webhook_attempt (id, webhook_id, seq, at, status, error, ms, answer) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            [
                attempt.id.into(),
                delivery.webhook_id.into(),
                delivery.seq.into(),
                attempt.at.into(),
                attempt.status.map(|status| status as i16).into(),
                attempt.error.map(AttemptError::code).into(),
                attempt.ms.into(),
                attempt.answer.clone().into(),
            ],
        ))
        .await?;
        if state != DeliveryState::Pending {
            let_follow(&txn, delivery.webhook_id, delivery.seq).await?;
        }
        let failing_since = note_health(&txn, delivery.webhook_id, consequence, now).await?;
        txn.commit().await?;
        Ok(Ended { ours: true, failing_since })
    }

    /// Ends a claimed call without making it: there is nothing left that its reader may be told.
    ///
    /// # Errors
    /// As any statement.
    pub async fn supersede_delivery(
        &self,
        claim: Uuid,
        delivery: &ClaimedDelivery,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let txn = self.db().begin().await?;
        lock(&txn, delivery.webhook_id).await?;
        let ended = sql(
            "UPDATE webhook_delivery SET state = 'superseded', claim = NULL, claimed_until = NULL, finished_at = $4 \
             WHERE webhook_id = $1 AND seq = $2 AND claim = $3",
            [delivery.webhook_id.into(), delivery.seq.into(), claim.into(), now.into()],
        );
        if txn.execute_raw(ended).await?.rows_affected() == 1 {
            let_follow(&txn, delivery.webhook_id, delivery.seq).await?;
        }
        txn.commit().await?;
        Ok(())
    }

    /// Gives a claimed call back, to be made by whoever comes next.
    ///
    /// # Errors
    /// As any statement.
    pub async fn release_delivery(&self, claim: Uuid, delivery: &ClaimedDelivery) -> Result<()> {
        let back = sql(
            "UPDATE webhook_delivery SET claim = NULL, claimed_until = NULL \
             WHERE webhook_id = $1 AND seq = $2 AND claim = $3",
            [delivery.webhook_id.into(), delivery.seq.into(), claim.into()],
        );
        self.db().execute_raw(back).await?;
        Ok(())
    }

    /// Active webhooks to which nothing has got through for five days.
    ///
    /// # Errors
    /// As any statement.
    pub async fn webhooks_given_up(&self, now: DateTime<Utc>) -> Result<Vec<WebhookId>> {
        let statement = sql(
            format!(
                "SELECT id FROM webhook WHERE status = 'active' AND failing_since <= $1 - interval '{FAILING_DAYS} days'"
            ),
            [now.into()],
        );
        let rows = self.db().query_all_raw(statement).await?;
        Ok(rows
            .iter()
            .map(|row| row.try_get("", "id").map(WebhookId))
            .collect::<std::result::Result<_, _>>()?)
    }

    /// Forgets what ended before `before`, some at a time; how many.
    ///
    /// # Errors
    /// As any statement.
    pub async fn forget_deliveries(&self, before: DateTime<Utc>) -> Result<u64> {
        let statement = sql(
            "DELETE FROM webhook_delivery d USING (SELECT webhook_id, seq FROM webhook_delivery \
             WHERE finished_at < $1 ORDER BY finished_at LIMIT 5000) old \
             WHERE d.webhook_id = old.webhook_id AND d.seq = old.seq",
            [before.into()],
        );
        Ok(self.db().execute_raw(statement).await?.rows_affected())
    }
}

async fn lock(txn: &impl ConnectionTrait, webhook: Uuid) -> Result<()> {
    let statement = sql("SELECT 1 AS one FROM webhook WHERE id = $1 FOR NO KEY UPDATE", [webhook.into()]);
    txn.query_one_raw(statement).await?;
    Ok(())
}

/// The next of the same matter waits no longer.
async fn let_follow(txn: &impl ConnectionTrait, webhook: Uuid, seq: i64) -> Result<()> {
    let statement = sql(
        "UPDATE webhook_delivery SET waits = false WHERE webhook_id = $1 AND seq = ( \
           SELECT n.seq FROM webhook_delivery n JOIN webhook_delivery d ON d.webhook_id = $1 AND d.seq = $2 \
           WHERE n.webhook_id = $1 AND n.aggregate_id = d.aggregate_id AND n.state = 'pending' ORDER BY n.seq LIMIT 1)",
        [webhook.into(), seq.into()],
    );
    txn.execute_raw(statement).await?;
    Ok(())
}

async fn note_health(
    txn: &impl ConnectionTrait,
    webhook: Uuid,
    consequence: Consequence,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    let text = match consequence {
        Consequence::Delivered => {
            "UPDATE webhook SET failing_since = NULL, consecutive_failures = 0, last_success_at = $2 WHERE id = $1 \
             RETURNING failing_since"
        }
        _ => {
            "UPDATE webhook SET failing_since = coalesce(failing_since, $2), consecutive_failures = consecutive_failures + 1 \
             WHERE id = $1 RETURNING failing_since"
        }
    };
    let row = txn.query_one_raw(sql(text, [webhook.into(), now.into()])).await?;
    Ok(row.map(|row| row.try_get("", "failing_since")).transpose()?.flatten())
}
