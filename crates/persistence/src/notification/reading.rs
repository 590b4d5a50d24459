//! Somebody's own notices.

use crate::keyset::Conditions;
use crate::{Result, Store, sql};
use chrono::{DateTime, Utc};
use domain::kernel::{AccountId, NotificationId};
use domain::notification::NoticeKind;
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// A notice as it is kept.
#[derive(Clone, Debug, FromQueryResult)]
pub struct NotificationRow {
    /// Its id.
    pub id: Uuid,
    /// Its number: grows in the order in which notices are written.
    pub no: i64,
    /// Code of the kind.
    pub kind: String,
    /// The matter.
    pub suggestion_id: Option<Uuid>,
    /// What it says.
    pub facts: serde_json::Value,
    /// Name of whom the reader stands in for.
    pub on_behalf_of: Option<String>,
    /// The unit's name.
    pub unit_name: Option<String>,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was read.
    pub read_at: Option<DateTime<Utc>>,
}

/// What of the notices is wanted.
#[derive(Clone, Debug, Default)]
pub struct NotificationFilter {
    /// Read ones only, or unread ones only.
    pub unread: Option<bool>,
    /// Of these kinds; empty: of all.
    pub kinds: Vec<NoticeKind>,
    /// Of this matter.
    pub suggestion: Option<Uuid>,
}

/// How many are unread, and up to which number there is something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Inbox {
    /// Unread ones.
    pub unread: i64,
    /// The last number; 0 without any.
    pub last: i64,
}

const ROW: &str = "SELECT n.id, n.no, n.kind, n.suggestion_id, n.facts, b.display_name AS on_behalf_of, \
    u.short_name AS unit_name, n.occurred_at, n.created_at, n.read_at \
    FROM notification n LEFT JOIN account b ON b.id = n.on_behalf_of \
    LEFT JOIN unit u ON u.id = (n.facts->>'unit')::uuid";

impl Store {
    /// A page of somebody's notices, newest first.
    ///
    /// # Errors
    /// As any statement.
    pub async fn notifications(
        &self,
        account: AccountId,
        filter: &NotificationFilter,
        before: Option<i64>,
        limit: u64,
    ) -> Result<Vec<NotificationRow>> {
        let mut conditions = Conditions::new();
        conditions.equal("n.account_id", Some(account.0));
        conditions.push("n.shown");
        match filter.unread {
            Some(true) => conditions.push("n.read_at IS NULL"),
            Some(false) => conditions.push("n.read_at IS NOT NULL"),
            None => {}
        }
        conditions.any("n.kind", filter.kinds.iter().map(|kind| kind.code().to_owned()).collect());
        conditions.equal("n.suggestion_id", filter.suggestion);
        if let Some(before) = before {
            conditions.before(["n.no"], [before.into()]);
        }
        let statement = conditions.select(ROW, "ORDER BY n.no DESC", limit);
        Ok(NotificationRow::find_by_statement(statement).all(self.db()).await?)
    }

    /// Somebody's notices after a number, oldest first: for live updates.
    ///
    /// # Errors
    /// As any statement.
    pub async fn notifications_after(
        &self,
        account: AccountId,
        after: i64,
        limit: u64,
    ) -> Result<Vec<NotificationRow>> {
        let mut conditions = Conditions::new();
        conditions.equal("n.account_id", Some(account.0));
        conditions.push("n.shown");
        conditions.after(["n.no"], [after.into()]);
        let statement = conditions.select(ROW, "ORDER BY n.no", limit);
        Ok(NotificationRow::find_by_statement(statement).all(self.db()).await?)
    }

    /// How many are unread.
    ///
    /// # Errors
    /// As any statement.
    pub async fn inbox(&self, account: AccountId) -> Result<Inbox> {
        let statement = sql(
            "SELECT (SELECT count(*) FROM notification WHERE account_id = $1 AND shown AND read_at IS NULL) AS unread, \
             coalesce((SELECT max(no) FROM notification WHERE account_id = $1 AND shown), 0) AS last",
            [account.0.into()],
        );
        Ok(Inbox::find_by_statement(statement).one(self.db()).await?.unwrap_or(Inbox { unread: 0, last: 0 }))
    }

    /// Whose notices were written after a number, and up to which one each: for those who wait.
    ///
    /// # Errors
    /// As any statement.
    pub async fn told_after(&self, after: i64) -> Result<Vec<(AccountId, i64)>> {
        let statement = sql(
            "SELECT account_id, max(no) AS last FROM notification WHERE no > $1 GROUP BY account_id",
            [after.into()],
        );
        let rows = self.db().query_all_raw(statement).await?;
        rows.iter()
            .map(|row| Ok((AccountId(row.try_get("", "account_id")?), row.try_get("", "last")?)))
            .collect()
    }

    /// The last number of all.
    ///
    /// # Errors
    /// As any statement.
    pub async fn last_told(&self) -> Result<i64> {
        let statement = sql("SELECT coalesce(max(no), 0) AS last FROM notification", []);
        let row = self.db().query_one_raw(statement).await?;
        Ok(row.map(|row| row.try_get("", "last")).transpose()?.unwrap_or(0))
    }

    /// Marks one of somebody's notices; whether there is such a one.
    ///
    /// # Errors
    /// As any statement.
    pub async fn mark_notification_read(
        &self,
        account: AccountId,
        id: NotificationId,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let statement = sql(
            "UPDATE notification SET read_at = coalesce(read_at, $3) WHERE id = $1 AND account_id = $2 AND shown",
            [id.0.into(), account.0.into(), now.into()],
        );
        Ok(self.db().execute_raw(statement).await?.rows_affected() == 1)
    }

    /// Marks somebody's unread notices up to and with one of them, or all; how many they were. `None`: no such notice.
    ///
    /// # Errors
    /// As any statement.
    pub async fn mark_notifications_read(
        &self,
        account: AccountId,
        up_to: Option<NotificationId>,
        now: DateTime<Utc>,
    ) -> Result<Option<u64>> {
        let last: i64 = match up_to {
            None => i64::MAX,
            Some(id) => {
                let statement = sql(
                    "SELECT no FROM notification WHERE id = $1 AND account_id = $2",
                    [id.0.into(), account.0.into()],
                );
                match self.db().query_one_raw(statement).await? {
                    Some(row) => row.try_get("", "no")?,
                    None => return Ok(None),
                }
            }
        };
        let statement = sql(
            "UPDATE notification SET read_at = $3 WHERE account_id = $1 AND shown AND read_at IS NULL AND no <= $2",
            [account.0.into(), last.into(), now.into()],
        );
        Ok(Some(self.db().execute_raw(statement).await?.rows_affected()))
    }

    /// Removes read notices from before `before` and what was sent of them, a page at a time; how many.
    ///
    /// # Errors
    /// As any statement.
    pub async fn forget_notifications(&self, before: DateTime<Utc>) -> Result<u64> {
        let statement = sql(
            "DELETE FROM notification WHERE id IN (SELECT id FROM notification WHERE created_at < $1 ORDER BY no LIMIT 1000)",
            [before.into()],
        );
        Ok(self.db().execute_raw(statement).await?.rows_affected())
    }
}
