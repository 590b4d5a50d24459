use crate::{Result, Store, Uow, keyset::Conditions, sql};
use chrono::{DateTime, Duration, Utc};
use domain::kernel::{AccountId, ErrorCode, Version};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::Value;
use uuid::Uuid;

/// How long an upload is kept: a day.
const KEPT: Duration = Duration::hours(24);

/// A file that was just uploaded.
#[derive(Clone, Debug)]
pub struct NewUpload {
    /// Its id.
    pub id: Uuid,
    /// `deputies`, `units`, `suggestions`.
    pub kind: &'static str,
    /// As it was called.
    pub filename: String,
    /// The bytes.
    pub content: Vec<u8>,
    /// The term that it is for; `None`: the current one.
    pub term_ordinal: Option<i32>,
}

/// An upload on its way through the wizard.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ImportUpload {
    /// Its id.
    pub id: Uuid,
    /// `deputies`, `units`, `suggestions`.
    pub kind: String,
    /// As it was called.
    pub filename: String,
    /// The term that it is for.
    pub term_ordinal: Option<i32>,
    /// The sheet that was chosen.
    pub sheet: Option<String>,
    /// What the columns mean.
    pub mapping: Option<Value>,
    /// Summary of the last dry run.
    pub summary: Option<Value>,
    /// Rows written.
    pub written: Option<i32>,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
    /// When it is deleted.
    pub expires_at: DateTime<Utc>,
    /// When it was written.
    pub committed_at: Option<DateTime<Utc>>,
    /// Optimistic lock.
    pub version: i64,
}

/// One row of the report.
#[derive(Clone, Debug, FromQueryResult)]
pub struct UploadRow {
    /// Place in the report, from 0.
    pub position: i32,
    /// Row number in the sheet.
    pub row_no: i32,
    /// `ok`, `error`, `duplicate`.
    pub status: String,
    /// The record, masked.
    pub record: Value,
    /// What is wrong with it.
    pub errors: Value,
}

const COLUMNS: &str = "id, kind, filename, term_ordinal, sheet, mapping, summary, written, created_at, expires_at, \
    committed_at, version";

impl Store {
    /// An upload of this account that has not expired.
    ///
    /// # Errors
    /// As any statement.
    pub async fn import_upload(
        &self,
        id: Uuid,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<Option<ImportUpload>> {
        let text = format!(
            "SELECT {COLUMNS} FROM import_upload WHERE id = $1 AND account_id = $2 AND expires_at > $3"
        );
        let statement = sql(text, [id.into(), account.0.into(), now.into()]);
        Ok(ImportUpload::find_by_statement(statement).one(self.db()).await?)
    }

    /// The bytes of an upload; `None` once it was written.
    ///
    /// # Errors
    /// As any statement.
    pub async fn import_content(&self, id: Uuid) -> Result<Option<Vec<u8>>> {
        let statement = sql("SELECT content FROM import_upload WHERE id = $1", [id.into()]);
        let row = self.db().query_one_raw(statement).await?;
        Ok(row.map(|row| row.try_get("", "content")).transpose()?.flatten())
    }

    /// Rows of the last dry run after a position, of one status or all.
    ///
    /// # Errors
    /// As any statement.
    pub async fn import_rows(
        &self,
        id: Uuid,
        statuses: Vec<String>,
        after: Option<i32>,
        limit: u64,
    ) -> Result<Vec<UploadRow>> {
        let mut conditions = Conditions::new();
        conditions.equal("import_id", Some(id));
        conditions.any("status", statuses);
        if let Some(after) = after {
            conditions.after(["position"], [after.into()]);
        }
        let head = "SELECT position, row_no, status, record, errors FROM import_upload_row";
        let statement = conditions.select(head, "ORDER BY position", limit);
        Ok(UploadRow::find_by_statement(statement).all(self.db()).await?)
    }

    /// Removes every upload whose day is over, with its file.
    ///
    /// # Errors
    /// As any statement.
    pub async fn purge_imports(&self, now: DateTime<Utc>) -> Result<u64> {
        let statement = sql("DELETE FROM import_upload WHERE expires_at <= $1", [now.into()]);
        Ok(self.db().execute_raw(statement).await?.rows_affected())
    }
}

impl Uow {
    /// Keeps an uploaded file for a day.
    ///
    /// # Errors
    /// As any statement.
    pub async fn insert_import(&self, upload: NewUpload, account: AccountId) -> Result<()> {
        self.conn()
            .execute_raw(sql(
                "INSERT INTO import_upload (id, account_id, kind, filename, content, term_ordinal, created_at, \
                 expires_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                [
                    upload.id.into(),
                    account.0.into(),
                    upload.kind.into(),
                    upload.filename.into(),
                    upload.content.into(),
                    upload.term_ordinal.into(),
                    self.now().into(),
                    (self.now() + KEPT).into(),
                    Version::FIRST.0.into(),
                ],
            ))
            .await?;
        Ok(())
    }

    /// An upload of this account, locked until the end of the transaction.
    ///
    /// # Errors
    /// As any statement.
    pub async fn lock_import(&self, id: Uuid, account: AccountId) -> Result<Option<ImportUpload>> {
        let text = format!(
            "SELECT {COLUMNS} FROM import_upload WHERE id = $1 AND account_id = $2 AND expires_at > $3 FOR UPDATE"
        );
        let statement = sql(text, [id.into(), account.0.into(), self.now().into()]);
        Ok(ImportUpload::find_by_statement(statement).one(self.conn()).await?)
    }

    /// Keeps what a dry run with this mapping found, in place of the one before.
    ///
    /// # Errors
    /// `version.stale`.
    pub async fn save_import(&self, upload: &ImportUpload, rows: &Value) -> Result<Version> {
        let next = Version(upload.version).next();
        self.execute_versioned(sql(
            "UPDATE import_upload SET sheet = $2, mapping = $3, summary = $4, version = $5 \
             WHERE id = $1 AND version = $5 - 1",
            [
                upload.id.into(),
                upload.sheet.clone().into(),
                upload.mapping.clone().into(),
                upload.summary.clone().into(),
                next.0.into(),
            ],
        ))
        .await?;
        let old = sql("DELETE FROM import_upload_row WHERE import_id = $1", [upload.id.into()]);
        self.conn().execute_raw(old).await?;
        self.conn()
            .execute_raw(sql(
                "INSERT INTO import_upload_row (import_id, position, row_no, status, record, errors) \
                 SELECT $1, (x.n - 1)::integer, (x.row ->> 'row')::integer, x.row ->> 'status', x.row -> 'record', \
                 x.row -> 'errors' FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS x(row, n)",
                [upload.id.into(), rows.clone().into()],
            ))
            .await?;
        Ok(next)
    }

    /// The upload was written: the file goes, the report stays for the rest of the day.
    ///
    /// # Errors
    /// `version.stale`.
    pub async fn finish_import(&self, id: Uuid, version: Version, written: i32) -> Result<Version> {
        let next = version.next();
        self.execute_versioned(sql(
            "UPDATE import_upload SET content = NULL, written = $2, committed_at = $3, version = $4 \
             WHERE id = $1 AND version = $4 - 1",
            [id.into(), written.into(), self.now().into(), next.0.into()],
        ))
        .await?;
        Ok(next)
    }

    /// Removes an upload with its file.
    ///
    /// # Errors
    /// `resource.not_found`.
    pub async fn delete_import(&self, id: Uuid) -> Result<()> {
        let statement = sql("DELETE FROM import_upload WHERE id = $1", [id.into()]);
        if self.conn().execute_raw(statement).await?.rows_affected() == 1 {
            Ok(())
        } else {
            Err(ErrorCode::NotFound.into())
        }
    }
}
