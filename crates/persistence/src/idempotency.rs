use crate::{Result, Store, Uow, sql};
use chrono::{DateTime, Duration, Utc};
use domain::kernel::ErrorCode;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// How long a key is remembered (`api.md` §5).
const KEPT: Duration = Duration::hours(72);

/// The committed answer of an earlier request with the same key.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ReplayedResponse {
    /// HTTP status, always 2xx.
    pub status: i16,
    /// JSON body.
    pub body: Option<String>,
    /// `ETag` header.
    pub etag: Option<String>,
    /// `Location` header.
    pub location: Option<String>,
}

/// What became of claiming a key.
pub enum Claim {
    /// The key is ours: do the work and [`Uow::remember_response`].
    Fresh,
    /// It was done before: answer this.
    Replay(ReplayedResponse),
}

#[derive(FromQueryResult)]
struct Stored {
    request_hash: Vec<u8>,
    status: i16,
    body: Option<String>,
    etag: Option<String>,
    location: Option<String>,
}

impl Uow {
    /// Whose keys they are.
    fn owner(&self) -> uuid::Uuid {
        let key = self.key().map(|key| key.0);
        key.or(self.account().map(|account| account.0)).unwrap_or_else(uuid::Uuid::nil)
    }

    /// Claims `key` for the account. The inserted row is the lock: a parallel duplicate waits for
    /// this transaction and then sees its answer.
    ///
    /// # Errors
    /// `idempotency.mismatch` when the key was used for another request.
    pub async fn claim_key(&self, key: &str, request_hash: &[u8]) -> Result<Claim> {
        let owner = self.owner();
        let inserted = self
            .conn()
            .execute_raw(sql(
                "INSERT INTO idempotency (owner, key, request_hash, created_at, status) \
                 VALUES ($1, $2, $3, $4, 0) ON CONFLICT (owner, key) DO NOTHING",
                [owner.into(), key.into(), request_hash.to_vec().into(), self.now().into()],
            ))
            .await?
            .rows_affected();
        if inserted == 1 {
            return Ok(Claim::Fresh);
        }
        let stored = Stored::find_by_statement(sql(
            "SELECT request_hash, status, body, etag, location FROM idempotency WHERE owner = $1 AND key = $2",
            [owner.into(), key.into()],
        ))
        .one(self.conn())
        .await?;
        match stored {
            Some(s) if s.request_hash == request_hash => Ok(Claim::Replay(ReplayedResponse {
                status: s.status,
                body: s.body,
                etag: s.etag,
                location: s.location,
            })),
            _ => Err(ErrorCode::IdempotencyMismatch.into()),
        }
    }

    /// Stores the answer beside the claimed key, in the same transaction.
    ///
    /// # Errors
    /// As any statement.
    pub async fn remember_response(&self, key: &str, response: ReplayedResponse) -> Result<()> {
        let owner = self.owner();
        self.conn()
            .execute_raw(sql(
                "UPDATE idempotency SET status = $3, body = $4, etag = $5, location = $6 \
                 WHERE owner = $1 AND key = $2",
                [
                    owner.into(),
                    key.into(),
                    response.status.into(),
                    response.body.into(),
                    response.etag.into(),
                    response.location.into(),
                ],
            ))
            .await?;
        Ok(())
    }
}

impl Store {
    /// Forgets keys older than 72 hours.
    ///
    /// # Errors
    /// As any statement.
    pub async fn purge_idempotency(&self, now: DateTime<Utc>) -> Result<u64> {
        let done = self
            .db()
            .execute_raw(sql("DELETE FROM idempotency WHERE created_at < $1", [(now - KEPT).into()]))
            .await?;
        Ok(done.rows_affected())
    }
}
