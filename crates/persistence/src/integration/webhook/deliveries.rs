//! The log of calls.

use crate::{Result, Store, keyset::Conditions, sql};
use chrono::{DateTime, Utc};
use domain::{integration::webhook::DeliveryState, kernel::WebhookId};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// Which calls are listed.
#[derive(Clone, Debug, Default)]
pub struct DeliveryFilter {
    /// In one of these states; empty: all.
    pub states: Vec<DeliveryState>,
    /// About this matter.
    pub aggregate: Option<Uuid>,
}

/// A call that was made, or is to be.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DeliveryRow {
    /// Its place in the feed.
    pub seq: i64,
    /// `webhook-id`.
    pub event_id: Uuid,
    /// The event type.
    pub kind: String,
    /// The matter.
    pub aggregate_id: Uuid,
    /// What is sent.
    pub body: String,
    /// Its state.
    pub state: String,
    /// An earlier one of the same matter is to be taken first.
    pub waits: bool,
    /// Attempts since it was told or replayed.
    pub attempts: i32,
    /// When the next attempt may be made.
    pub next_at: DateTime<Utc>,
    /// When it was told.
    pub created_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

/// One attempt.
#[derive(Clone, Debug, FromQueryResult)]
pub struct AttemptRow {
    /// Which call.
    pub seq: i64,
    /// When it began.
    pub at: DateTime<Utc>,
    /// The answer's status.
    pub status: Option<i16>,
    /// Why it does not count.
    pub error: Option<String>,
    /// How long it took, milliseconds.
    pub ms: i32,
    /// The beginning of the answer.
    pub answer: Option<String>,
}

impl Store {
    /// Calls of a webhook, newest first, before the place `before`.
    ///
    /// # Errors
    /// As any statement.
    pub async fn webhook_deliveries(
        &self,
        id: WebhookId,
        filter: &DeliveryFilter,
        before: Option<i64>,
        limit: u64,
    ) -> Result<Vec<DeliveryRow>> {
        let mut c = Conditions::new();
        c.equal("d.webhook_id", Some(id.0));
        c.any("d.state", filter.states.iter().map(|state| state.code().to_owned()).collect::<Vec<String>>());
        c.equal("d.aggregate_id", filter.aggregate);
        if let Some(before) = before {
            c.before(["d.seq"], [before.into()]);
        }
        let head = "SELECT d.seq, d.event_id, d.kind, d.aggregate_id, d.body, d.state, d.waits, d.attempts, d.next_at, \
             d.created_at, d.finished_at FROM webhook_delivery d";
        Ok(DeliveryRow::find_by_statement(c.select(head, "ORDER BY d.seq DESC", limit))
            .all(self.db())
            .await?)
    }

    /// The attempts of these calls, in order.
    ///
    /// # Errors
    /// As any statement.
    pub async fn webhook_attempts(&self, id: WebhookId, seqs: Vec<i64>) -> Result<Vec<AttemptRow>> {
        let statement = sql(
            "SELECT seq, at, status, error, ms, answer FROM webhook_attempt \
             WHERE webhook_id = $1 AND seq = ANY($2) ORDER BY seq, at, id",
            [id.0.into(), seqs.into()],
        );
        Ok(AttemptRow::find_by_statement(statement).all(self.db()).await?)
    }
}
