//! How keys are used: written behind, a few seconds late, so that no request waits for it.

use crate::{Result, Store, sql};
use chrono::{DateTime, NaiveDate, Utc};
use domain::kernel::{ApiKeyId, ApiKeySecretId};
use sea_orm::{ConnectionTrait, FromQueryResult, TransactionTrait};
use uuid::Uuid;

/// What was noted of one secret on one day since it was written last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// The key.
    pub key: ApiKeyId,
    /// The secret.
    pub secret: ApiKeySecretId,
    /// The day, in the congress's zone.
    pub day: NaiveDate,
    /// Requests, refused ones included.
    pub requests: i64,
    /// Of those, answered with a status of 400 or more.
    pub errors: i64,
    /// Of those, refused because of the quota.
    pub limited: i64,
    /// The last of them that was let in, and from where it came.
    pub last: Option<(DateTime<Utc>, String)>,
}

/// The use of a key on one day.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct KeyDay {
    /// The day.
    pub day: NaiveDate,
    /// Requests, refused ones included.
    pub requests: i64,
    /// Of those, answered with a status of 400 or more.
    pub errors: i64,
    /// Of those, refused because of the quota.
    pub limited: i64,
}

impl Store {
    /// Adds what was noted to what is written, by all servers.
    ///
    /// # Errors
    /// As any statement; then nothing was written.
    pub async fn add_key_uses(&self, mut uses: Vec<KeyUse>) -> Result<()> {
        if uses.is_empty() {
            return Ok(());
        }
        // In one order, so that servers that write at once wait for each other and not in a circle.
        uses.sort_by_key(|one| (one.key, one.secret, one.day));
        let keys: Vec<Uuid> = uses.iter().map(|one| one.key.0).collect();
        let days: Vec<NaiveDate> = uses.iter().map(|one| one.day).collect();
        let requests: Vec<i64> = uses.iter().map(|one| one.requests).collect();
        let errors: Vec<i64> = uses.iter().map(|one| one.errors).collect();
        let limited: Vec<i64> = uses.iter().map(|one| one.limited).collect();
        let (mut used, mut used_secrets, mut at, mut from) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for one in &uses {
            if let Some((last_at, last_from)) = &one.last {
                used.push(one.key.0);
                used_secrets.push(one.secret.0);
                at.push(*last_at);
                from.push(last_from.clone());
            }
        }
        let txn = self.db().begin().await?;
        txn.execute_raw(sql(
            "INSERT INTO api_key_usage AS u (key_id, day, requests, errors, limited) \
             SELECT n.key_id, n.day, sum(n.requests), sum(n.errors), sum(n.limited) \
             FROM unnest($1::uuid[], $2::date[], $3::bigint[], $4::bigint[], $5::bigint[]) \
               AS n (key_id, day, requests, errors, limited) GROUP BY n.key_id, n.day ORDER BY n.key_id, n.day \
             ON CONFLICT (key_id, day) DO UPDATE SET requests = u.requests + excluded.requests, \
               errors = u.errors + excluded.errors, limited = u.limited + excluded.limited",
            [keys.into(), days.into(), requests.into(), errors.into(), limited.into()],
        ))
        .await?;
        txn.execute_raw(sql(
            "UPDATE api_key k SET last_used_at = n.at, last_used_from = n.came_from FROM \
             (SELECT DISTINCT ON (key_id) * FROM unnest($1::uuid[], $2::timestamptz[], $3::text[]) \
               AS n (key_id, at, came_from) ORDER BY key_id, at DESC) n \
             WHERE k.id = n.key_id AND (k.last_used_at IS NULL OR k.last_used_at < n.at)",
            [used.into(), at.clone().into(), from.into()],
        ))
        .await?;
        txn.execute_raw(sql(
            "UPDATE api_key_secret s SET last_used_at = n.at FROM \
             (SELECT secret_id, max(at) AS at FROM unnest($1::uuid[], $2::timestamptz[]) AS n (secret_id, at) \
              GROUP BY secret_id) n WHERE s.id = n.secret_id AND (s.last_used_at IS NULL OR s.last_used_at < n.at)",
            [used_secrets.into(), at.into()],
        ))
        .await?;
        Ok(txn.commit().await?)
    }

    /// The use of a key by day, newest first; days without requests are not in it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn key_days(&self, key: ApiKeyId, from: NaiveDate, to: NaiveDate) -> Result<Vec<KeyDay>> {
        let statement = sql(
            "SELECT day, requests, errors, limited FROM api_key_usage WHERE key_id = $1 AND day BETWEEN $2 AND $3 \
             ORDER BY day DESC",
            [key.0.into(), from.into(), to.into()],
        );
        Ok(KeyDay::find_by_statement(statement).all(self.db()).await?)
    }
}
