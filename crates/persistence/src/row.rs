//! Writing one row of an aggregate: every table has `id`, `created_at`, `updated_at`, `version`.

use crate::{Result, Uow, sql};
use domain::kernel::Version;
use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

/// Columns with their values; names are constants of this crate.
pub(crate) type Columns = Vec<(&'static str, Value)>;

impl Uow {
    /// Adds a row with its first version.
    pub(crate) async fn insert_row(&self, table: &'static str, id: Uuid, columns: Columns) -> Result<()> {
        let names: Vec<_> = columns.iter().map(|(name, _)| *name).collect();
        let places: Vec<_> = (4..4 + columns.len()).map(|n| format!("${n}")).collect();
        let text = format!(
            "INSERT INTO {table} (id, created_at, updated_at, version, {}) VALUES ($1, $2, $2, $3, {})",
            names.join(", "),
            places.join(", ")
        );
        let bind = [id.into(), self.now().into(), Version::FIRST.0.into()];
        let values = columns.into_iter().map(|(_, value)| value);
        self.conn().execute_raw(sql(text, bind.into_iter().chain(values))).await?;
        Ok(())
    }

    /// Writes the row of an aggregate that now has `version`, if the row still has the one before.
    ///
    /// # Errors
    /// `version.stale`.
    pub(crate) async fn update_row(
        &self,
        table: &'static str,
        id: Uuid,
        version: Version,
        columns: Columns,
    ) -> Result<()> {
        let sets: Vec<_> = columns.iter().zip(4..).map(|((name, _), n)| format!("{name} = ${n}")).collect();
        let text = format!(
            "UPDATE {table} SET version = $2, updated_at = $3{}{} WHERE id = $1 AND version = $2 - 1",
            if sets.is_empty() { "" } else { ", " },
            sets.join(", ")
        );
        let bind = [id.into(), version.0.into(), self.now().into()];
        let values = columns.into_iter().map(|(_, value)| value);
        self.execute_versioned(sql(text, bind.into_iter().chain(values))).await
    }
}
