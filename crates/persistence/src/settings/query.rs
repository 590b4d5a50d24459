use crate::{Result, Store, sql};
use chrono::{DateTime, NaiveDate, Utc};
use domain::settings::SettingVersion;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// One value in the history of a setting.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SettingVersionRow {
    /// Which setting.
    pub key: String,
    /// Number within the key's history, from 1.
    pub revision: i64,
    /// The value.
    pub value: serde_json::Value,
    /// First day in force.
    pub valid_from: NaiveDate,
    /// Why it was changed.
    pub reason: String,
    /// Who changed it, by name.
    pub account_name: Option<String>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
}

impl SettingVersionRow {
    /// As the domain knows it; `None` for a key that this program does not have (any more).
    pub fn version(&self) -> Option<SettingVersion> {
        let key = self.key.parse().ok()?;
        Some(SettingVersion { key, value: self.value.clone(), valid_from: self.valid_from })
    }
}

/// The history of every setting, in the order of entry within each key.
pub(super) async fn history(conn: &impl ConnectionTrait) -> Result<Vec<SettingVersionRow>> {
    let statement = sql(
        "SELECT s.key, v.revision, v.value, v.valid_from, v.reason, a.display_name AS account_name, v.created_at \
         FROM setting_version v JOIN setting s ON s.id = v.setting_id LEFT JOIN account a ON a.id = v.account_id \
         ORDER BY s.key, v.revision",
        [],
    );
    Ok(SettingVersionRow::find_by_statement(statement).all(conn).await?)
}

impl Store {
    /// The history of every setting, in the order of entry within each key.
    ///
    /// # Errors
    /// As any statement.
    pub async fn setting_history(&self) -> Result<Vec<SettingVersionRow>> {
        history(self.db()).await
    }

    /// A number that changes whenever the calendar or a setting was changed: for noticing that a copy in memory is old.
    ///
    /// # Errors
    /// As any statement.
    pub async fn configuration_stamp(&self) -> Result<i64> {
        configuration_stamp(self.db()).await
    }
}

/// Versions only grow, so their sum is a version of the whole.
pub(crate) async fn configuration_stamp(conn: &impl ConnectionTrait) -> Result<i64> {
    let row = conn
        .query_one_raw(sql(
            "SELECT ((SELECT coalesce(sum(version), 0) FROM calendar_year) \
             + (SELECT coalesce(sum(version), 0) FROM setting))::bigint AS stamp",
            [],
        ))
        .await?;
    Ok(row.map(|row| row.try_get("", "stamp")).transpose()?.unwrap_or(0))
}
