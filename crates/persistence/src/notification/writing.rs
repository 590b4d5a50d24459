//! Writing notices: each once, in the order of their numbers.

use crate::{Result, Store, sql};
use chrono::{DateTime, Utc};
use domain::kernel::AccountId;
use domain::notification::{Channel, Facts, NoticeKind};
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde::Serialize;
use uuid::Uuid;

/// A message outside of the application.
#[derive(Clone, Debug, Serialize)]
pub struct NewDelivery {
    /// Its id.
    pub id: Uuid,
    /// By which way.
    pub channel: Channel,
    /// Not before.
    pub send_at: DateTime<Utc>,
    /// Together with what else is due then.
    pub bundled: bool,
}

/// A notice for one account.
#[derive(Clone, Debug, Serialize)]
pub struct NewNotification {
    /// Its id.
    pub id: Uuid,
    /// For whom.
    pub account_id: AccountId,
    /// Once for each account.
    pub key: String,
    /// What it is about.
    pub kind: NoticeKind,
    /// The matter.
    pub suggestion_id: Option<Uuid>,
    /// What it says.
    pub facts: Facts,
    /// For whom this account stands in.
    pub on_behalf_of: Option<AccountId>,
    /// It stands in the application.
    pub shown: bool,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// What is sent besides.
    pub deliveries: Vec<NewDelivery>,
}

const INSERT: &str = "\
    WITH given AS ( \
      SELECT g.n, x.* FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS g (value, n), \
        jsonb_to_record(g.value) AS x (id uuid, account_id uuid, key text, kind text, suggestion_id uuid, facts jsonb, \
          on_behalf_of uuid, shown boolean, occurred_at timestamptz, deliveries jsonb)), \
    written AS ( \
      INSERT INTO notification (id, account_id, key, kind, suggestion_id, facts, on_behalf_of, shown, occurred_at, created_at) \
      SELECT id, account_id, key, kind, suggestion_id, facts, on_behalf_of, shown, occurred_at, $2 FROM given ORDER BY n \
      ON CONFLICT (account_id, key) DO NOTHING RETURNING id), \
    sent AS ( \
      INSERT INTO notification_delivery (id, notification_id, account_id, channel, state, bundled, send_at, created_at) \
      SELECT d.id, g.id, g.account_id, d.channel, 'queued', d.bundled, d.send_at, $2 \
      FROM written w JOIN given g ON g.id = w.id, \
        jsonb_to_recordset(g.deliveries) AS d (id uuid, channel text, send_at timestamptz, bundled boolean) \
      ORDER BY g.n) \
    SELECT count(*) AS n FROM written";

impl Store {
    /// Writes notices that are not there yet, and moves the cursor of the outbox when they come from there: how many were
    /// new. `None`: another replica has told these events.
    ///
    /// # Errors
    /// As any statement.
    pub async fn tell(
        &self,
        moved: Option<(i64, i64)>,
        notices: &[NewNotification],
        now: DateTime<Utc>,
    ) -> Result<Option<i64>> {
        if moved.is_none() && notices.is_empty() {
            return Ok(Some(0));
        }
        let txn = self.db().begin().await?;
        // One writer at a time, so that numbers are given in the order of the commits.
        match moved {
            Some((from, to)) => {
                let statement = sql(
                    "UPDATE notification_cursor SET seq = $2 WHERE name = 'outbox' AND seq = $1",
                    [from.into(), to.into()],
                );
                if txn.execute_raw(statement).await?.rows_affected() == 0 {
                    return Ok(None);
                }
            }
            None => {
                let statement =
                    sql("SELECT seq FROM notification_cursor WHERE name = 'outbox' FOR UPDATE", []);
                txn.query_one_raw(statement).await?;
            }
        }
        let mut written = 0;
        for part in notices.chunks(500) {
            let given = serde_json::to_value(part).map_err(crate::Error::corrupt)?;
            let row = txn.query_one_raw(sql(INSERT, [given.into(), now.into()])).await?;
            written += row.map(|row| row.try_get::<i64>("", "n")).transpose()?.unwrap_or(0);
        }
        txn.commit().await?;
        Ok(Some(written))
    }
}
