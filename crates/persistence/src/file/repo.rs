use crate::{Result, Store, Uow, sql};
use chrono::{DateTime, Utc};
use domain::kernel::{AccountId, ErrorCode, FileId, SuggestionId};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// A file as it is read.
#[derive(Clone, Debug, FromQueryResult)]
pub struct FileRow {
    /// The file.
    pub id: Uuid,
    /// When it was handed in.
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub owner_id: Uuid,
    /// What it is called.
    pub name: String,
    /// Code of `FileKind`.
    pub kind: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of the stored bytes.
    pub sha256: Vec<u8>,
    /// Something refers to it.
    pub used: bool,
    /// It is the photograph of a deputy.
    pub photo: bool,
}

/// What a file is called, for showing it with what it belongs to.
#[derive(Clone, Debug, FromQueryResult)]
pub struct FileName {
    /// The file.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// Code of `FileKind`.
    pub kind: String,
    /// Bytes.
    pub size: i64,
}

async fn names(db: &impl ConnectionTrait, ids: &[FileId]) -> Result<Vec<FileName>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = ids.iter().map(|file| file.0).collect();
    let statement = sql("SELECT id, name, kind, size FROM file WHERE id = ANY($1)", [ids.into()]);
    Ok(FileName::find_by_statement(statement).all(db).await?)
}

/// A file that was stored.
#[derive(Clone, Debug)]
pub struct NewFileRow<'a> {
    /// The file.
    pub id: FileId,
    /// Who handed it in.
    pub owner: AccountId,
    /// What it is called.
    pub name: &'a str,
    /// Code of `FileKind`.
    pub kind: &'static str,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of the stored bytes.
    pub sha256: [u8; 32],
}

const PHOTO: &str = "EXISTS (SELECT 1 FROM deputy d WHERE d.photo_file_id = f.id)";
const LINKED: &str = "EXISTS (SELECT 1 FROM file_use u WHERE u.file_id = f.id)";

fn select(condition: &str) -> String {
    format!(
        "SELECT f.id, f.created_at, f.owner_id, f.name, f.kind, f.size, f.sha256, {LINKED} OR {PHOTO} AS used, \
         {PHOTO} AS photo FROM file f WHERE {condition}"
    )
}

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

impl Store {
    /// One file; the caller asks the policy whether it may be handed out.
    ///
    /// # Errors
    /// As any statement.
    pub async fn file(&self, id: FileId) -> Result<Option<FileRow>> {
        Ok(FileRow::find_by_statement(sql(select("f.id = $1"), [id.0.into()])).one(self.db()).await?)
    }

    /// Those of `ids` that exist; no statement for none. The caller asks the policy.
    ///
    /// # Errors
    /// As any statement.
    pub async fn files(&self, ids: &[FileId]) -> Result<Vec<FileRow>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<_> = ids.iter().map(|file| file.0).collect();
        let statement = sql(select("f.id = ANY($1)"), [ids.into()]);
        Ok(FileRow::find_by_statement(statement).all(self.db()).await?)
    }

    /// What the files are called; no statement for none.
    ///
    /// # Errors
    /// As any statement.
    pub async fn file_names(&self, ids: &[FileId]) -> Result<Vec<FileName>> {
        names(self.db(), ids).await
    }

    /// The matters that refer to a file.
    ///
    /// # Errors
    /// As any statement.
    pub async fn file_parents(&self, id: FileId) -> Result<Vec<SuggestionId>> {
        let statement =
            sql("SELECT suggestion_id AS id FROM file_use WHERE file_id = $1 ORDER BY 1", [id.0.into()]);
        let rows = IdRow::find_by_statement(statement).all(self.db()).await?;
        Ok(rows.into_iter().map(|row| SuggestionId(row.id)).collect())
    }

    /// Those of `ids` that have a row: what lies in the store under another id is rubbish.
    ///
    /// # Errors
    /// As any statement.
    pub async fn known_files(&self, ids: &[FileId]) -> Result<Vec<FileId>> {
        let ids: Vec<_> = ids.iter().map(|file| file.0).collect();
        let rows = IdRow::find_by_statement(sql("SELECT id FROM file WHERE id = ANY($1)", [ids.into()]))
            .all(self.db())
            .await?;
        Ok(rows.into_iter().map(|row| FileId(row.id)).collect())
    }
}

impl Uow {
    /// One file, as the transaction sees it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn file(&self, id: FileId) -> Result<Option<FileRow>> {
        Ok(FileRow::find_by_statement(sql(select("f.id = $1"), [id.0.into()])).one(self.conn()).await?)
    }

    /// What the files are called, as the transaction sees them; no statement for none.
    ///
    /// # Errors
    /// As any statement.
    pub async fn file_names(&self, ids: &[FileId]) -> Result<Vec<FileName>> {
        names(self.conn(), ids).await
    }

    /// Adds a file whose bytes are durable already.
    ///
    /// # Errors
    /// As any statement.
    pub async fn insert_file(&self, file: &NewFileRow<'_>) -> Result<()> {
        self.conn()
            .execute_raw(sql(
                "INSERT INTO file (id, created_at, owner_id, name, kind, size, sha256) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
                [
                    file.id.0.into(),
                    self.now().into(),
                    file.owner.0.into(),
                    file.name.into(),
                    file.kind.into(),
                    file.size.into(),
                    file.sha256.to_vec().into(),
                ],
            ))
            .await?;
        Ok(())
    }

    /// Removes a file to which nothing refers.
    ///
    /// # Errors
    /// `resource.in_use` when something does; `resource.not_found`.
    pub async fn delete_file(&self, id: FileId) -> Result<()> {
        // The lock first: somebody may be about to refer to it.
        let lock = sql("SELECT id FROM file WHERE id = $1 FOR UPDATE", [id.0.into()]);
        self.conn().query_one_raw(lock).await?.ok_or(ErrorCode::NotFound)?;
        let text = format!("DELETE FROM file f WHERE f.id = $1 AND NOT ({LINKED} OR {PHOTO})");
        let deleted = self.conn().execute_raw(sql(text, [id.0.into()])).await?;
        if deleted.rows_affected() == 1 { Ok(()) } else { Err(ErrorCode::InUse.into()) }
    }

    /// Removes up to `limit` files older than `before` to which nothing refers, and returns them. Files on which
    /// somebody is working are left for the next time.
    ///
    /// # Errors
    /// As any statement.
    pub async fn delete_orphan_files(&self, before: DateTime<Utc>, limit: i64) -> Result<Vec<FileId>> {
        let text = format!(
            "SELECT f.id FROM file f WHERE f.created_at < $1 AND NOT ({LINKED} OR {PHOTO}) ORDER BY f.created_at, f.id \
             LIMIT $2 FOR UPDATE SKIP LOCKED"
        );
        let locked =
            IdRow::find_by_statement(sql(text, [before.into(), limit.into()])).all(self.conn()).await?;
        let ids: Vec<Uuid> = locked.into_iter().map(|row| row.id).collect();
        // Asked again under the lock: a reference may have been committed in between.
        let text =
            format!("DELETE FROM file f WHERE f.id = ANY($1) AND NOT ({LINKED} OR {PHOTO}) RETURNING f.id");
        let gone = IdRow::find_by_statement(sql(text, [ids.into()])).all(self.conn()).await?;
        Ok(gone.into_iter().map(|row| FileId(row.id)).collect())
    }
}
