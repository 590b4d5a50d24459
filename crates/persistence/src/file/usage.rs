use crate::{Result, Uow, sql};
use domain::{file::files_of, kernel::ErrorCode, suggestion::Case};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

// One statement: what is no longer referred to goes, what is new comes. New references are taken from the owner of the
// file alone: an id that somebody has seen must not open the file to the readers of another matter. `$3` is null for
// the system, which refers to nothing of its own accord.
const SYNC: &str = "\
    WITH mentioned AS (SELECT unnest($2::uuid[]) AS id), \
    gone AS (DELETE FROM file_use u WHERE u.suggestion_id = $1 AND u.file_id <> ALL ($2::uuid[])), \
    known AS (SELECT u.file_id AS id FROM file_use u WHERE u.suggestion_id = $1 AND u.file_id = ANY ($2::uuid[])), \
    fresh AS (SELECT f.id FROM file f JOIN mentioned USING (id) WHERE ($3::uuid IS NULL OR f.owner_id = $3) \
      AND f.id NOT IN (SELECT id FROM known) FOR KEY SHARE OF f), \
    linked AS (INSERT INTO file_use (file_id, suggestion_id) SELECT id, $1 FROM fresh ON CONFLICT DO NOTHING) \
    SELECT count(*) AS n FROM mentioned \
    WHERE id NOT IN (SELECT id FROM known) AND id NOT IN (SELECT id FROM fresh)";

impl Uow {
    /// Notes which files the matter refers to. To be called by whatever saves a matter, in its transaction.
    ///
    /// # Errors
    /// `file.unknown` for a new reference to a file that does not exist or belongs to somebody else.
    pub(crate) async fn note_file_uses(&self, case: &Case) -> Result<()> {
        let mentioned: Vec<Uuid> = files_of(case).into_iter().map(|file| file.0).collect();
        let account = self.account().map(|account| account.0);
        let bind = [case.id().0.into(), mentioned.into(), account.into()];
        let row = self.conn().query_one_raw(sql(SYNC, bind)).await?;
        let unknown: i64 = row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or(0);
        if unknown == 0 || account.is_none() { Ok(()) } else { Err(ErrorCode::FileUnknown.into()) }
    }
}
