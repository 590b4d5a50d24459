//! 档案包: the one file of an archived matter, kept beside it.

use crate::{Result, Store, Uow, sql};
use domain::kernel::SuggestionId;
use sea_orm::ConnectionTrait;

impl Store {
    /// The file that was kept when the matter was archived.
    ///
    /// # Errors
    /// As any statement.
    pub async fn archive(&self, id: SuggestionId) -> Result<Option<Vec<u8>>> {
        let statement = sql("SELECT bundle FROM suggestion_archive WHERE suggestion_id = $1", [id.0.into()]);
        let row = self.db().query_one_raw(statement).await?;
        Ok(row.map(|row| row.try_get("", "bundle")).transpose()?)
    }
}

impl Uow {
    /// Keeps the file. A matter is archived once; a transaction that loses the race for it leaves nothing.
    ///
    /// # Errors
    /// As any statement.
    pub async fn keep_archive(&self, id: SuggestionId, bundle: &[u8], sha256: &[u8]) -> Result<()> {
        let statement = sql(
            "INSERT INTO suggestion_archive (suggestion_id, made_at, sha256, bundle) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (suggestion_id) DO UPDATE SET made_at = excluded.made_at, sha256 = excluded.sha256, \
             bundle = excluded.bundle",
            [id.0.into(), self.now().into(), sha256.to_vec().into(), bundle.to_vec().into()],
        );
        self.conn().execute_raw(statement).await?;
        Ok(())
    }
}
