use crate::{Result, Store, sql};
use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

impl Store {
    /// Counts one attempt under `key` before it is tried and says until when the key is blocked, if
    /// it is: one atomic statement, so parallel attempts cannot slip through. After five attempts
    /// the wait doubles from 1 s to at most 15 minutes; it is per account and address, so nobody can
    /// lock somebody else out.
    ///
    /// # Errors
    /// As any statement.
    pub async fn register_attempt(&self, key: &str, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
        let row = self
            .db()
            .query_one_raw(sql(
                "INSERT INTO login_throttle AS t (key, failures, blocked_until, last_allowed) \
                 VALUES ($1, 1, $2, true) \
                 ON CONFLICT (key) DO UPDATE SET \
                   last_allowed = t.blocked_until <= $2, \
                   failures = CASE WHEN t.blocked_until > $2 THEN t.failures \
                                   WHEN t.blocked_until < $2 - interval '1 hour' THEN 1 \
                                   ELSE t.failures + 1 END, \
                   blocked_until = CASE WHEN t.blocked_until > $2 THEN t.blocked_until \
                                        WHEN t.blocked_until < $2 - interval '1 hour' OR t.failures < 5 THEN $2 \
                                        ELSE $2 + least(900, power(2, least(t.failures - 5, 10))) * interval '1 second' \
                                   END \
                 RETURNING blocked_until, last_allowed",
                [key.into(), now.into()],
            ))
            .await?;
        let Some(row) = row else { return Ok(None) };
        let allowed: bool = row.try_get("", "last_allowed")?;
        Ok(if allowed { None } else { Some(row.try_get("", "blocked_until")?) })
    }

    /// Forgets the attempts under `key`, after a success.
    ///
    /// # Errors
    /// As any statement.
    pub async fn clear_attempts(&self, key: &str) -> Result<()> {
        self.db().execute_raw(sql("DELETE FROM login_throttle WHERE key = $1", [key.into()])).await?;
        Ok(())
    }
}
