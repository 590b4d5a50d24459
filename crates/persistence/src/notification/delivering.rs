//! Messages outside of the application: claimed, sent outside of any transaction, ended.

use crate::{Result, Store, sql};
use chrono::{DateTime, Utc};
use domain::notification::{AfterAttempt, MessageState};
use sea_orm::{ConnectionTrait, FromQueryResult, TransactionTrait};
use uuid::Uuid;

/// A message that is this process's to send.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ClaimedDelivery {
    /// Its id; the same in every attempt.
    pub id: Uuid,
    /// Its place in the order.
    pub no: i64,
    /// For whom.
    pub account_id: Uuid,
    /// By which way.
    pub channel: String,
    /// Together with the others of this claim for the same account and way.
    pub bundled: bool,
    /// Attempts before this one.
    pub attempts: i32,
    /// Code of the notice's kind.
    pub kind: String,
    /// The matter.
    pub suggestion_id: Option<Uuid>,
    /// What it says.
    pub facts: serde_json::Value,
    /// The unit's name.
    pub unit_name: Option<String>,
}

/// How an attempt ended.
#[derive(Clone, Debug)]
pub struct DeliveryEnd {
    /// What follows.
    pub after: AfterAttempt,
    /// What was wrong, without any address or content.
    pub error: Option<String>,
    /// When it began.
    pub at: DateTime<Utc>,
    /// How long it took, milliseconds.
    pub ms: i32,
}

// The first of each account and way: a later one waits until the earlier has been taken or given up, so they arrive in order.
// One that is collected for the morning stops no other before its time.
const HEADS: &str = "\
    SELECT d.id FROM notification_delivery d \
    WHERE d.state IN ('queued', 'failed') AND d.send_at <= $1 AND (d.claimed_until IS NULL OR d.claimed_until <= $1) \
      AND NOT EXISTS (SELECT 1 FROM notification_delivery e WHERE e.account_id = d.account_id AND e.channel = d.channel \
        AND e.state IN ('queued', 'failed') AND e.no < d.no AND (e.send_at <= $1 OR e.attempts > 0)) \
    ORDER BY d.no LIMIT $2 FOR UPDATE SKIP LOCKED";

const CLAIM: &str = "\
    WITH mine AS ( \
      SELECT d.id FROM notification_delivery d WHERE d.id = ANY($1) \
      UNION SELECT o.id FROM notification_delivery d JOIN notification_delivery o ON o.account_id = d.account_id \
        AND o.channel = d.channel AND o.bundled AND o.state IN ('queued', 'failed') AND o.send_at <= $2 \
      WHERE d.id = ANY($1) AND d.bundled), \
    claimed AS ( \
      UPDATE notification_delivery d SET claim = $3, claimed_until = $4 FROM mine WHERE d.id = mine.id \
      RETURNING d.id, d.no, d.account_id, d.channel, d.bundled, d.attempts, d.notification_id) \
    SELECT c.id, c.no, c.account_id, c.channel, c.bundled, c.attempts, n.kind, n.suggestion_id, n.facts, u.short_name AS unit_name \
    FROM claimed c JOIN notification n ON n.id = c.notification_id LEFT JOIN unit u ON u.id = (n.facts->>'unit')::uuid \
    ORDER BY c.no";

impl Store {
    /// Claims up to `room` messages that are due, until `until`; a collected one with all that go with it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn claim_notifications(
        &self,
        claim: Uuid,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        room: i64,
    ) -> Result<Vec<ClaimedDelivery>> {
        let txn = self.db().begin().await?;
        let rows = txn.query_all_raw(sql(HEADS, [now.into(), room.into()])).await?;
        let heads: Vec<Uuid> =
            rows.iter().map(|row| row.try_get("", "id")).collect::<std::result::Result<_, _>>()?;
        if heads.is_empty() {
            return Ok(Vec::new());
        }
        let bind = [heads.into(), now.into(), claim.into(), until.into()];
        let claimed = ClaimedDelivery::find_by_statement(sql(CLAIM, bind)).all(&txn).await?;
        txn.commit().await?;
        Ok(claimed)
    }

    /// Ends claimed messages after one attempt; whether they were still ours.
    ///
    /// # Errors
    /// As any statement.
    pub async fn end_notifications(
        &self,
        claim: Uuid,
        attempts: &[(Uuid, Uuid)],
        end: &DeliveryEnd,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let (state, send_at, finished) = match end.after {
            AfterAttempt::End(state) => (state, None, Some(now)),
            AfterAttempt::Again(at) => (MessageState::Failed, Some(at), None),
        };
        let (ids, names): (Vec<Uuid>, Vec<Uuid>) = attempts.iter().copied().unzip();
        let txn = self.db().begin().await?;
        let ended = sql(
            "UPDATE notification_delivery SET state = $3, send_at = coalesce($4, send_at), attempts = attempts + 1, claim = NULL, \
             claimed_until = NULL, last_error = $5, finished_at = $6 WHERE id = ANY($1) AND claim = $2",
            [
                ids.clone().into(),
                claim.into(),
                state.code().into(),
                send_at.into(),
                end.error.clone().into(),
                finished.into(),
            ],
        );
        if txn.execute_raw(ended).await?.rows_affected() == 0 {
            return Ok(false);
        }
        txn.execute_raw(sql(
            "INSERT INTO notification_attempt (id, delivery_id, at, state, error, ms) \
             SELECT a.id, a.delivery_id, $3, $4, $5, $6 FROM unnest($1::uuid[], $2::uuid[]) AS a (delivery_id, id) \
             WHERE EXISTS (SELECT 1 FROM notification_delivery d WHERE d.id = a.delivery_id)",
            [
                ids.into(),
                names.into(),
                end.at.into(),
                state.code().into(),
                end.error.clone().into(),
                end.ms.into(),
            ],
        ))
        .await?;
        txn.commit().await?;
        Ok(true)
    }
}
