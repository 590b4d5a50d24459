//! The state of all matters at one place of the feed. Loading it and following the feed from that place gives the source.

use super::sight::{SEEN_FROM, SightSql};
use crate::{Error, Result, Store, keyset::Conditions, sql};
use domain::integration::Sight;
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, FromQueryResult, IsolationLevel, TransactionTrait,
};
use uuid::Uuid;

/// One matter of an export.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ExportedMatter {
    /// The matter.
    pub id: Uuid,
    /// Its document, as every door sends it.
    pub document: String,
}

/// What one reader sees of all matters, in one transaction that sees nothing younger than its beginning.
pub struct ExportSnapshot {
    pub(super) txn: DatabaseTransaction,
    sight: Sight,
    /// The feed's epoch.
    pub epoch: Uuid,
    /// The last number of the feed that is contained.
    pub seq: i64,
}

#[derive(FromQueryResult)]
struct Head {
    epoch: Uuid,
    same: bool,
    seq: i64,
}

const HEAD: &str = "SELECT epoch, fingerprint = feed_fingerprint() AS same, seq FROM feed_head";

impl ExportSnapshot {
    /// Of a transaction that has begun; `None` when the feed has to begin a new epoch first.
    pub(super) async fn within(txn: DatabaseTransaction, sight: Sight) -> Result<Option<Self>> {
        let head = Head::find_by_statement(sql(HEAD, [])).one(&txn).await?;
        let head = head.ok_or_else(|| Error::corrupt("no feed_head"))?;
        if !head.same {
            // At once, and not some time after it was dropped: it holds locks.
            txn.rollback().await?;
            return Ok(None);
        }
        Ok(Some(Self { txn, sight, epoch: head.epoch, seq: head.seq }))
    }

    /// Shows what a reader of this sight sees.
    pub(super) fn show(&mut self, sight: Sight) {
        self.sight = sight;
    }

    /// How many matters it has.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count(&self) -> Result<i64> {
        let mut c = Conditions::new();
        SightSql::of(&self.sight, &mut c).condition(&mut c);
        let text = format!("SELECT count(*) AS n FROM {SEEN_FROM}");
        let row = self.txn.query_one_raw(c.finish(&text, "")).await?;
        Ok(row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or(0))
    }

    /// Up to `limit` matters after the id `after`, by id.
    ///
    /// # Errors
    /// As any statement.
    pub async fn batch(&self, after: Uuid, limit: u64) -> Result<Vec<ExportedMatter>> {
        let mut c = Conditions::new();
        let seen = SightSql::of(&self.sight, &mut c);
        seen.condition(&mut c);
        let after = c.param(after);
        c.push(format!("m.id > {after}"));
        let head = format!("SELECT m.id, {} AS document FROM {SEEN_FROM}", seen.listed(""));
        let statement = c.select(&head, "ORDER BY m.id", limit);
        Ok(ExportedMatter::find_by_statement(statement).all(&self.txn).await?)
    }
}

impl Store {
    /// A snapshot for whoever reads it at once.
    ///
    /// # Errors
    /// As any statement.
    pub async fn export_snapshot(&self, sight: &Sight) -> Result<ExportSnapshot> {
        loop {
            let txn = self.begin_snapshot().await?;
            if let Some(snapshot) = ExportSnapshot::within(txn, sight.clone()).await? {
                return Ok(snapshot);
            }
            self.renew_feed_epoch().await?;
        }
    }

    pub(super) async fn begin_snapshot(&self) -> Result<DatabaseTransaction> {
        let isolation = Some(IsolationLevel::RepeatableRead);
        Ok(self.db().begin_with_config(isolation, Some(AccessMode::ReadWrite)).await?)
    }
}
