//! 数据导出: rows of exports, and taking their work.

use super::export_snapshot::ExportSnapshot;
use crate::{Error, Result, Store, Uow, sql};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::{
    authz::JurisdictionPath,
    integration::{ExportFormat, ExportState, OfficialSight, Sight},
    kernel::{ApiKeyId, ExportId, UnitId},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// An export as it is stored.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ExportRow {
    /// The export.
    pub id: Uuid,
    /// Whose it is; `None`: the daily one of what everybody may read.
    pub key_id: Option<Uuid>,
    /// The day of a daily one.
    pub day: Option<NaiveDate>,
    /// Of the invented matters.
    pub sandbox: bool,
    /// Name of the sight.
    pub sight: String,
    published: bool,
    official_unit: Option<Uuid>,
    official_path: Option<String>,
    /// Code of [`ExportFormat`].
    pub format: String,
    /// Packed.
    pub gzip: bool,
    /// Code of [`ExportState`].
    pub state: String,
    /// How often it was begun.
    pub attempts: i32,
    /// How many rows it will have.
    pub rows_expected: Option<i64>,
    /// How many it has by now.
    pub rows: Option<i64>,
    /// Size of the file.
    pub bytes: Option<i64>,
    /// Of the file's bytes.
    pub sha256: Option<Vec<u8>>,
    /// The feed's epoch.
    pub epoch: Option<Uuid>,
    /// The place of the feed from which to go on.
    pub seq: Option<i64>,
    /// The file's name below the folder of exports.
    pub file: Option<String>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it was done or given up.
    pub finished_at: Option<DateTime<Utc>>,
    /// Until when the file is kept.
    pub expires_at: Option<DateTime<Utc>>,
}

impl ExportRow {
    /// What it shows.
    pub fn sight_parts(&self) -> Sight {
        let unit = self.official_unit.map(|unit| OfficialSight::Unit(UnitId(unit)));
        let area = self.official_path.clone().map(|path| OfficialSight::Area(JurisdictionPath(path)));
        Sight { published: self.published, official: unit.or(area) }
    }

    /// The format.
    ///
    /// # Errors
    /// A defect, when another release wrote it.
    pub fn format(&self) -> Result<ExportFormat> {
        self.format.parse().map_err(|_| Error::corrupt(&self.format))
    }

    /// The state.
    ///
    /// # Errors
    /// A defect, when another release wrote it.
    pub fn state(&self) -> Result<ExportState> {
        self.state.parse().map_err(|_| Error::corrupt(&self.state))
    }
}

/// An export that is asked for.
#[derive(Clone, Debug)]
pub struct NewExport {
    /// Its id.
    pub id: ExportId,
    /// Whose it is.
    pub key: ApiKeyId,
    /// Of the invented matters.
    pub sandbox: bool,
    /// What the key sees.
    pub sight: Sight,
    /// Format.
    pub format: ExportFormat,
    /// Packed.
    pub gzip: bool,
}

/// A file that is durable.
#[derive(Clone, Debug)]
pub struct WrittenExport {
    /// Name below the folder of exports.
    pub file: String,
    /// Rows.
    pub rows: i64,
    /// Bytes.
    pub bytes: i64,
    /// Of the bytes.
    pub sha256: [u8; 32],
    /// The feed's epoch.
    pub epoch: Uuid,
    /// The place of the feed from which to go on.
    pub seq: i64,
}

/// An export that nobody else writes, as long as this value lives.
pub struct ExportWork {
    /// The export, begun.
    pub row: ExportRow,
    /// What it is written from.
    pub snapshot: ExportSnapshot,
}

impl ExportWork {
    /// Lets go of it, so that somebody takes it again at once.
    ///
    /// # Errors
    /// As any statement; then the lock goes with the connection.
    pub async fn release(self) -> Result<()> {
        Ok(self.snapshot.txn.rollback().await?)
    }
}

const COLUMNS: &str = "id, key_id, day, sandbox, sight, published, official_unit, official_path, format, gzip, state, \
    attempts, rows_expected, rows, bytes, sha256, epoch, seq, file, created_at, finished_at, expires_at";

/// Which columns of a sight are stored.
fn official(sight: &Sight) -> (Option<Uuid>, Option<String>) {
    match &sight.official {
        None => (None, None),
        Some(OfficialSight::Unit(unit)) => (Some(unit.0), None),
        Some(OfficialSight::Area(path)) => (None, Some(path.0.clone())),
    }
}

impl Uow {
    /// Asks for an export.
    ///
    /// # Errors
    /// As any statement.
    pub async fn insert_export(&self, new: NewExport) -> Result<()> {
        let (unit, path) = official(&new.sight);
        let text = "WITH made AS (INSERT INTO open_export (id, key_id, sandbox, sight, published, official_unit, \
                    official_path, format, gzip, state, created_at) \
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'queued', $10) RETURNING id) \
                    INSERT INTO open_export_work (export_id, not_before) SELECT id, $10 FROM made";
        let bind = [
            new.id.0.into(),
            new.key.0.into(),
            new.sandbox.into(),
            new.sight.name().into(),
            new.sight.published.into(),
            unit.into(),
            path.into(),
            new.format.code().into(),
            new.gzip.into(),
            self.now().into(),
        ];
        self.conn().execute_raw(sql(text, bind)).await?;
        Ok(())
    }

    /// One export, within this transaction.
    ///
    /// # Errors
    /// As any statement.
    pub async fn export(&self, id: ExportId) -> Result<Option<ExportRow>> {
        let text = format!("SELECT {COLUMNS} FROM open_export WHERE id = $1");
        Ok(ExportRow::find_by_statement(sql(text, [id.0.into()])).one(self.conn()).await?)
    }

    /// How many exports of the key are under way, and how many it asked for since `since`.
    ///
    /// # Errors
    /// As any statement.
    pub async fn export_load(&self, key: ApiKeyId, since: DateTime<Utc>) -> Result<(i64, i64)> {
        let text = "SELECT count(*) FILTER (WHERE state IN ('queued', 'running')) AS open, \
                    count(*) FILTER (WHERE created_at > $2) AS recent FROM open_export WHERE key_id = $1";
        let row = self.conn().query_one_raw(sql(text, [key.0.into(), since.into()])).await?;
        let row = row.ok_or_else(|| Error::corrupt("no count"))?;
        Ok((row.try_get("", "open")?, row.try_get("", "recent")?))
    }
}

impl Store {
    /// One export.
    ///
    /// # Errors
    /// As any statement.
    pub async fn export(&self, id: ExportId) -> Result<Option<ExportRow>> {
        let text = format!("SELECT {COLUMNS} FROM open_export WHERE id = $1");
        Ok(ExportRow::find_by_statement(sql(text, [id.0.into()])).one(self.db()).await?)
    }

    /// Exports of a key before the id `before`, newest first.
    ///
    /// # Errors
    /// As any statement.
    pub async fn exports(&self, key: ApiKeyId, before: Option<Uuid>, limit: u64) -> Result<Vec<ExportRow>> {
        let text = format!(
            "SELECT {COLUMNS} FROM open_export WHERE key_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3"
        );
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let bind = [key.0.into(), before.unwrap_or(Uuid::max()).into(), limit.into()];
        Ok(ExportRow::find_by_statement(sql(text, bind)).all(self.db()).await?)
    }

    /// The newest daily export of the feed's present epoch: one of an earlier epoch leads nowhere.
    ///
    /// # Errors
    /// As any statement.
    pub async fn daily_export(&self) -> Result<Option<ExportRow>> {
        let text = format!(
            "SELECT {COLUMNS} FROM open_export WHERE key_id IS NULL AND state = 'done' AND file IS NOT NULL \
             AND day_epoch = (SELECT epoch FROM feed_head WHERE fingerprint = feed_fingerprint()) \
             ORDER BY day DESC, id DESC LIMIT 1"
        );
        Ok(ExportRow::find_by_statement(sql(text, [])).one(self.db()).await?)
    }

    /// Asks for the daily export of a day, once for each epoch, whoever asks. True when it was not there.
    ///
    /// # Errors
    /// As any statement.
    pub async fn queue_daily_export(&self, id: ExportId, day: NaiveDate, now: DateTime<Utc>) -> Result<bool> {
        let epoch = self.feed_head().await?.epoch;
        let text = "WITH made AS (INSERT INTO open_export (id, day, day_epoch, sandbox, sight, published, format, gzip, \
                    state, created_at) VALUES ($1, $2, $3, false, $4, true, 'ndjson', true, 'queued', $5) \
                    ON CONFLICT (day, day_epoch) DO NOTHING RETURNING id) \
                    INSERT INTO open_export_work (export_id, not_before) SELECT id, $5 FROM made";
        let bind = [id.0.into(), day.into(), epoch.into(), Sight::PUBLIC.name().into(), now.into()];
        Ok(self.db().execute_raw(sql(text, bind)).await?.rows_affected() > 0)
    }

    /// Takes an export that nobody writes, with a snapshot to write it from.
    ///
    /// # Errors
    /// As any statement.
    pub async fn claim_export(&self, now: DateTime<Utc>) -> Result<Option<ExportWork>> {
        loop {
            let txn = self.begin_snapshot().await?;
            // The first statement: what the snapshot sees begins here.
            let text = "SELECT export_id FROM open_export_work WHERE not_before <= $1 ORDER BY export_id \
                        LIMIT 1 FOR UPDATE SKIP LOCKED";
            let Some(row) = txn.query_one_raw(sql(text, [now.into()])).await? else {
                txn.rollback().await?;
                return Ok(None);
            };
            let id: Uuid = row.try_get("", "export_id")?;
            let Some(mut snapshot) = ExportSnapshot::within(txn, Sight::default()).await? else {
                self.renew_feed_epoch().await?;
                continue;
            };
            // Outside of the snapshot, so that everybody sees it, and that it is the newest row.
            let text = format!(
                "UPDATE open_export SET state = 'running', attempts = attempts + 1, rows = 0 \
                 WHERE id = $1 AND state IN ('queued', 'running') RETURNING {COLUMNS}"
            );
            let begun = ExportRow::find_by_statement(sql(text, [id.into()])).one(self.db()).await?;
            if let Some(row) = begun {
                snapshot.show(row.sight_parts());
                return Ok(Some(ExportWork { row, snapshot }));
            }
            // It was done by somebody who could not say so any more.
            let text = "DELETE FROM open_export_work WHERE export_id = $1";
            snapshot.txn.execute_raw(sql(text, [id.into()])).await?;
            snapshot.txn.commit().await?;
        }
    }

    /// Tells how far an export has come. False when somebody else has begun it anew.
    ///
    /// # Errors
    /// As any statement.
    pub async fn note_export_progress(&self, row: &ExportRow, rows: i64, expected: i64) -> Result<bool> {
        let text = "UPDATE open_export SET rows = $3, rows_expected = $4 \
                    WHERE id = $1 AND attempts = $2 AND state = 'running'";
        let bind = [row.id.into(), row.attempts.into(), rows.into(), expected.into()];
        Ok(self.db().execute_raw(sql(text, bind)).await?.rows_affected() == 1)
    }

    /// The file is durable: the export is done. False when somebody else has begun it anew; then the file is nobody's.
    ///
    /// # Errors
    /// As any statement; the export is then taken again.
    pub async fn finish_export(
        &self,
        work: ExportWork,
        written: WrittenExport,
        now: DateTime<Utc>,
        kept: Duration,
    ) -> Result<bool> {
        let ExportWork { row, snapshot } = work;
        let text = "UPDATE open_export SET state = 'done', file = $3, rows = $4, rows_expected = $4, bytes = $5, \
                    sha256 = $6, epoch = $7, seq = $8, finished_at = $9, expires_at = $10 \
                    WHERE id = $1 AND attempts = $2 AND state = 'running'";
        let bind = [
            row.id.into(),
            row.attempts.into(),
            written.file.into(),
            written.rows.into(),
            written.bytes.into(),
            written.sha256.to_vec().into(),
            written.epoch.into(),
            written.seq.into(),
            now.into(),
            (now + kept).into(),
        ];
        let done = self.db().execute_raw(sql(text, bind)).await?.rows_affected() == 1;
        let text = "DELETE FROM open_export_work WHERE export_id = $1";
        snapshot.txn.execute_raw(sql(text, [row.id.into()])).await?;
        snapshot.txn.commit().await?;
        Ok(done)
    }

    /// It could not be written: it is tried again after a while, or given up.
    ///
    /// # Errors
    /// As any statement; the export is then taken again.
    pub async fn postpone_export(
        &self,
        work: ExportWork,
        now: DateTime<Utc>,
        again: Option<Duration>,
    ) -> Result<()> {
        let ExportWork { row, snapshot } = work;
        let statement = match again {
            Some(pause) => sql(
                "UPDATE open_export_work SET not_before = $2 WHERE export_id = $1",
                [row.id.into(), (now + pause).into()],
            ),
            None => sql("DELETE FROM open_export_work WHERE export_id = $1", [row.id.into()]),
        };
        if again.is_none() {
            let text = "UPDATE open_export SET state = 'failed', finished_at = $3, expires_at = $3 \
                        WHERE id = $1 AND attempts = $2 AND state = 'running'";
            let bind = [row.id.into(), row.attempts.into(), now.into()];
            self.db().execute_raw(sql(text, bind)).await?;
        }
        snapshot.txn.execute_raw(statement).await?;
        snapshot.txn.commit().await?;
        Ok(())
    }

    /// Files whose time is over; their rows know of no file any more. The newest daily export is kept until there is a
    /// newer one. Rows are forgotten a month after their file.
    ///
    /// # Errors
    /// As any statement.
    pub async fn expire_exports(&self, now: DateTime<Utc>) -> Result<Vec<String>> {
        let newest = self.daily_export().await?.map(|row| row.id);
        // `RETURNING` tells the new row, and the name is in the old one.
        let text = "WITH over AS (SELECT id, file FROM open_export WHERE file IS NOT NULL AND expires_at <= $1 \
                    AND id IS DISTINCT FROM $2 FOR UPDATE SKIP LOCKED), \
                    gone AS (UPDATE open_export e SET file = NULL FROM over o WHERE o.id = e.id) \
                    SELECT file FROM over";
        let rows = self.db().query_all_raw(sql(text, [now.into(), newest.into()])).await?;
        let files = rows.iter().map(|row| Ok(row.try_get("", "file")?)).collect::<Result<_>>()?;
        let text =
            "DELETE FROM open_export WHERE file IS NULL AND state IN ('done', 'failed') AND expires_at < $1";
        self.db().execute_raw(sql(text, [(now - Duration::days(30)).into()])).await?;
        Ok(files)
    }

    /// Which of these files a row knows of.
    ///
    /// # Errors
    /// As any statement.
    pub async fn known_export_files(&self, files: Vec<String>) -> Result<Vec<String>> {
        let text = "SELECT file FROM open_export WHERE file = ANY($1)";
        let rows = self.db().query_all_raw(sql(text, [files.into()])).await?;
        rows.iter().map(|row| Ok(row.try_get("", "file")?)).collect()
    }
}
