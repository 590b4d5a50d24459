use super::query::{SettingVersionRow, configuration_stamp, history};
use crate::{Error, Result, Uow, sql};
use domain::kernel::{ErrorCode, Version};
use domain::settings::{SettingKey, SettingVersion};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// A setting's row, locked.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct SettingRow {
    /// The setting's id.
    pub id: Uuid,
    /// Number of changes so far.
    pub version: i64,
}

impl Uow {
    /// The setting, locked until the end of the transaction; made (version 0) when it was never changed. Changes of different settings
    /// are checked against each other, so they queue as well.
    ///
    /// # Errors
    /// As any statement.
    pub async fn lock_setting(&self, key: SettingKey) -> Result<SettingRow> {
        // One writer at a time: a change is valid only together with all others.
        self.conn().execute_unprepared("LOCK TABLE setting IN SHARE ROW EXCLUSIVE MODE").await?;
        let id: Uuid = self.id();
        self.conn()
            .execute_raw(sql(
                "INSERT INTO setting (id, key, updated_at, version) VALUES ($1, $2, $3, 0) ON CONFLICT (key) DO NOTHING",
                [id.into(), key.as_str().into(), self.now().into()],
            ))
            .await?;
        let statement = sql("SELECT id, version FROM setting WHERE key = $1", [key.as_str().into()]);
        let row = SettingRow::find_by_statement(statement).one(self.conn()).await?;
        row.ok_or_else(|| Error::corrupt("setting vanished"))
    }

    /// The history of every setting, as the transaction sees it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn setting_history(&self) -> Result<Vec<SettingVersionRow>> {
        history(self.conn()).await
    }

    /// Adds a value to the history of a locked setting.
    ///
    /// # Errors
    /// `version.stale`.
    pub async fn add_setting_version(
        &self,
        setting: SettingRow,
        expected: Version,
        version: &SettingVersion,
        reason: &str,
    ) -> Result<Version> {
        if setting.version != expected.0 {
            return Err(ErrorCode::VersionStale.into());
        }
        let next = expected.next();
        self.execute_versioned(sql(
            "UPDATE setting SET version = version + 1, updated_at = $3 WHERE id = $1 AND version = $2",
            [setting.id.into(), expected.0.into(), self.now().into()],
        ))
        .await?;
        self.conn()
            .execute_raw(sql(
                "INSERT INTO setting_version (setting_id, revision, value, valid_from, reason, account_id, created_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
                [
                    setting.id.into(),
                    next.0.into(),
                    version.value.clone().into(),
                    version.valid_from.into(),
                    reason.into(),
                    self.account().map(|account| account.0).into(),
                    self.now().into(),
                ],
            ))
            .await?;
        Ok(next)
    }

    /// As `Store::configuration_stamp`, as the transaction sees it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn configuration_stamp(&self) -> Result<i64> {
        configuration_stamp(self.conn()).await
    }
}
