use crate::{Result, Store, Uow, sql};
use chrono::{DateTime, Duration, Utc};
use domain::kernel::{AccountId, LoginSessionId};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// A used refresh token may be shown again this long: the answer to its first use may have been
/// lost on the way. After that, showing it again means theft and revokes the sign-in.
const REUSE_GRACE: Duration = Duration::seconds(20);

/// A sign-in as its owner sees it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SessionRow {
    /// The sign-in.
    pub id: Uuid,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it last refreshed.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// Network address at sign-in.
    pub address: String,
    /// Browser at sign-in.
    pub user_agent: String,
}

/// What became of a refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refreshed {
    /// Valid: go on with this sign-in.
    Session(LoginSessionId, AccountId),
    /// Shown again too late: the sign-in was revoked in this transaction, which must be committed.
    Reused(LoginSessionId),
    /// Unknown, revoked or expired.
    Invalid,
}

#[derive(FromQueryResult)]
struct TokenRow {
    session_id: Uuid,
    account_id: Uuid,
    used_at: Option<DateTime<Utc>>,
}

impl Uow {
    /// Begins a sign-in.
    ///
    /// # Errors
    /// As any statement.
    pub async fn insert_session(
        &self,
        id: LoginSessionId,
        account: AccountId,
        expires: DateTime<Utc>,
        address: &str,
        user_agent: &str,
    ) -> Result<()> {
        self.conn()
            .execute_raw(sql(
                "INSERT INTO login_session \
                 (id, account_id, created_at, last_seen_at, expires_at, address, user_agent) \
                 VALUES ($1, $2, $3, $3, $4, $5, $6)",
                [
                    id.0.into(),
                    account.0.into(),
                    self.now().into(),
                    expires.into(),
                    address.into(),
                    user_agent.into(),
                ],
            ))
            .await?;
        self.conn()
            .execute_raw(sql(
                "UPDATE account SET last_login_at = $2 WHERE id = $1",
                [account.0.into(), self.now().into()],
            ))
            .await?;
        Ok(())
    }

    /// Stores the hash of a new refresh token.
    ///
    /// # Errors
    /// As any statement.
    pub async fn insert_refresh_token(&self, session: LoginSessionId, hash: &[u8]) -> Result<()> {
        self.conn()
            .execute_raw(sql(
                "INSERT INTO refresh_token (hash, session_id, issued_at) VALUES ($1, $2, $3)",
                [hash.to_vec().into(), session.0.into(), self.now().into()],
            ))
            .await?;
        Ok(())
    }

    /// Uses a refresh token. The row is locked, so of two tabs one waits and then finds itself
    /// within the grace.
    ///
    /// # Errors
    /// As any statement.
    pub async fn use_refresh_token(&self, hash: &[u8]) -> Result<Refreshed> {
        let row = TokenRow::find_by_statement(sql(
            "SELECT t.session_id, s.account_id, t.used_at FROM refresh_token t \
             JOIN login_session s ON s.id = t.session_id JOIN account a ON a.id = s.account_id \
             WHERE t.hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2 AND a.disabled_at IS NULL \
             FOR UPDATE OF t",
            [hash.to_vec().into(), self.now().into()],
        ))
        .one(self.conn())
        .await?;
        let Some(row) = row else { return Ok(Refreshed::Invalid) };
        let session = LoginSessionId(row.session_id);
        match row.used_at {
            Some(used) if self.now() - used > REUSE_GRACE => {
                self.revoke_session(session, "refresh_reused").await?;
                return Ok(Refreshed::Reused(session));
            }
            Some(_) => {}
            None => {
                self.conn()
                    .execute_raw(sql(
                        "UPDATE refresh_token SET used_at = $2 WHERE hash = $1",
                        [hash.to_vec().into(), self.now().into()],
                    ))
                    .await?;
            }
        }
        self.conn()
            .execute_raw(sql(
                "UPDATE login_session SET last_seen_at = $2 WHERE id = $1",
                [session.0.into(), self.now().into()],
            ))
            .await?;
        Ok(Refreshed::Session(session, AccountId(row.account_id)))
    }

    /// Ends one sign-in; false when it was not live.
    ///
    /// # Errors
    /// As any statement.
    pub async fn revoke_session(&self, id: LoginSessionId, why: &str) -> Result<bool> {
        let done = self
            .conn()
            .execute_raw(sql(
                "UPDATE login_session SET revoked_at = $2, revoked_why = $3 WHERE id = $1 AND revoked_at IS NULL",
                [id.0.into(), self.now().into(), why.into()],
            ))
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Ends one sign-in of the account; false when it has none such.
    ///
    /// # Errors
    /// As any statement.
    pub async fn revoke_own_session(&self, account: AccountId, id: LoginSessionId) -> Result<bool> {
        let done = self
            .conn()
            .execute_raw(sql(
                "UPDATE login_session SET revoked_at = $3, revoked_why = 'by_owner' \
                 WHERE id = $1 AND account_id = $2 AND revoked_at IS NULL",
                [id.0.into(), account.0.into(), self.now().into()],
            ))
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Ends every sign-in of the account but `except`.
    ///
    /// # Errors
    /// As any statement.
    pub async fn revoke_sessions(
        &self,
        account: AccountId,
        except: Option<LoginSessionId>,
        why: &str,
    ) -> Result<u64> {
        let done = self
            .conn()
            .execute_raw(sql(
                "UPDATE login_session SET revoked_at = $2, revoked_why = $3 \
                 WHERE account_id = $1 AND revoked_at IS NULL AND id IS DISTINCT FROM $4",
                [account.0.into(), self.now().into(), why.into(), except.map(|s| s.0).into()],
            ))
            .await?;
        Ok(done.rows_affected())
    }
}

impl Store {
    /// When the password of a sign-in was given.
    ///
    /// # Errors
    /// As any statement.
    pub async fn signed_in_at(&self, session: LoginSessionId) -> Result<Option<DateTime<Utc>>> {
        let statement = sql("SELECT created_at FROM login_session WHERE id = $1", [session.0.into()]);
        let row = self.db().query_one_raw(statement).await?;
        Ok(row.map(|row| row.try_get("", "created_at")).transpose()?)
    }

    /// Live sign-ins of an account, newest first.
    ///
    /// # Errors
    /// As any statement.
    pub async fn sessions_of(&self, account: AccountId, now: DateTime<Utc>) -> Result<Vec<SessionRow>> {
        Ok(SessionRow::find_by_statement(sql(
            "SELECT id, created_at, last_seen_at, expires_at, address, user_agent FROM login_session \
             WHERE account_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY last_seen_at DESC, id DESC \
             LIMIT 200",
            [account.0.into(), now.into()],
        ))
        .all(self.db())
        .await?)
    }
}
