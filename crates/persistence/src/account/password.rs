use crate::{Result, Store, Uow, sql};
use chrono::{DateTime, Utc};
use domain::kernel::AccountId;
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// What sign-in needs of an account.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Credentials {
    /// The account.
    pub id: Uuid,
    /// PHC string of argon2id; `None` when no password was ever set.
    pub password_hash: Option<String>,
    /// Disabled accounts cannot sign in.
    pub disabled_at: Option<DateTime<Utc>>,
}

impl Store {
    /// Looks up an account by its user name, letter case ignored.
    ///
    /// # Errors
    /// As any statement.
    pub async fn credentials(&self, username: &str) -> Result<Option<Credentials>> {
        let statement = sql(
            "SELECT id, password_hash, disabled_at FROM account WHERE lower(username) = lower($1)",
            [username.into()],
        );
        Ok(Credentials::find_by_statement(statement).one(self.db()).await?)
    }
}

impl Uow {
    /// Sets a new password.
    ///
    /// # Errors
    /// As any statement.
    pub async fn set_password(&self, id: AccountId, hash: &str, must_change: bool) -> Result<()> {
        self.conn()
            .execute_raw(sql(
                "UPDATE account SET password_hash = $2, must_change_password = $3, updated_at = $4, \
                 version = version + 1 WHERE id = $1",
                [id.0.into(), hash.into(), must_change.into(), self.now().into()],
            ))
            .await?;
        Ok(())
    }

    /// Stores a one-time link; earlier unused links of the account stop working.
    ///
    /// # Errors
    /// As any statement.
    pub async fn insert_reset(&self, id: AccountId, token_hash: &[u8], expires: DateTime<Utc>) -> Result<()> {
        self.conn()
            .execute_raw(sql(
                "UPDATE password_reset SET used_at = $2 WHERE account_id = $1 AND used_at IS NULL",
                [id.0.into(), self.now().into()],
            ))
            .await?;
        self.conn()
            .execute_raw(sql(
                "INSERT INTO password_reset (token_hash, account_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
                [token_hash.to_vec().into(), id.0.into(), self.now().into(), expires.into()],
            ))
            .await?;
        Ok(())
    }

    /// Uses a one-time link up; `None` when it is unknown, used or expired.
    ///
    /// # Errors
    /// As any statement.
    pub async fn take_reset(&self, token_hash: &[u8]) -> Result<Option<(AccountId, String)>> {
        let row = self
            .conn()
            .query_one_raw(sql(
                "UPDATE password_reset r SET used_at = $2 FROM account a \
                 WHERE r.token_hash = $1 AND r.used_at IS NULL AND r.expires_at > $2 AND a.id = r.account_id \
                 AND a.disabled_at IS NULL RETURNING a.id, a.username",
                [token_hash.to_vec().into(), self.now().into()],
            ))
            .await?;
        row.map(|row| Ok((AccountId(row.try_get("", "id")?), row.try_get("", "username")?))).transpose()
    }
}
