use crate::{Error, Result, audit, memory::Memory, outbox};
use chrono::{DateTime, Utc};
use domain::kernel::{AccountId, ApiKeyId, AuditChange, Event, IdSource, Version};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, TransactionTrait};
use std::sync::Arc;

/// Who is behind a transaction, for the audit log and the outbox.
#[derive(Clone)]
pub struct Context {
    /// The one instant of this request.
    pub now: DateTime<Utc>,
    /// The signed-in account; `None` for the system and for the public.
    pub account: Option<AccountId>,
    /// The request's id, as in logs and problem documents.
    pub request_id: String,
    /// Source of ids of new rows.
    pub ids: Arc<dyn IdSource>,
}

/// The database, for reading and for beginning transactions. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    db: DatabaseConnection,
    memory: Arc<Memory>,
}

impl Store {
    /// A store over a pool.
    pub fn new(db: DatabaseConnection) -> Self {
        Self { db, memory: Arc::default() }
    }

    /// The connection for read models.
    pub fn db(&self) -> &DatabaseConnection {
        &self.db
    }

    /// What this pool's worker remembers.
    pub(crate) fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Begins a business transaction.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when no connection can be had in time.
    pub async fn begin(&self, context: Context) -> Result<Uow> {
        Ok(Uow { txn: self.db.begin().await?, context, key: None })
    }

    /// Answers when the database does and has the schema this program was built for.
    ///
    /// # Errors
    /// As any statement.
    pub async fn ready(&self) -> Result<bool> {
        crate::migration::is_current(&self.db).await
    }

    /// Closes the pool after its running statements.
    pub async fn close(self) {
        // Errors while closing have nobody left to tell.
        let _closed = self.db.close().await;
    }
}

/// Unit of work: one transaction that either happens whole, with its events and audit lines, or
/// not at all. Dropping it rolls back.
pub struct Uow {
    txn: DatabaseTransaction,
    context: Context,
    key: Option<ApiKeyId>,
}

impl Uow {
    /// The connection inside the transaction.
    pub fn conn(&self) -> &DatabaseTransaction {
        &self.txn
    }

    /// The one instant of this transaction.
    pub fn now(&self) -> DateTime<Utc> {
        self.context.now
    }

    /// Who acts.
    pub fn account(&self) -> Option<AccountId> {
        self.context.account
    }

    /// On behalf of another system: its key stands in the audit log, and its idempotency keys are its own.
    #[must_use]
    pub fn for_key(self, key: ApiKeyId) -> Self {
        Self { key: Some(key), ..self }
    }

    /// The key of the system that acts.
    pub fn key(&self) -> Option<ApiKeyId> {
        self.key
    }

    /// The request's id.
    pub fn request_id(&self) -> &str {
        &self.context.request_id
    }

    /// A new time-ordered id of any kind.
    pub fn id<T: From<uuid::Uuid>>(&self) -> T {
        self.context.ids.next_id().into()
    }

    /// The id source, for domain methods that make several rows.
    pub fn ids(&self) -> &dyn IdSource {
        self.context.ids.as_ref()
    }

    /// Records what happened to an aggregate that now has `version`.
    ///
    /// # Errors
    /// As any statement.
    pub async fn emit(&self, event: Event, version: Version) -> Result<()> {
        self.emit_all(vec![event], version).await
    }

    /// As [`Uow::emit`], for several events in order.
    ///
    /// # Errors
    /// As any statement.
    pub async fn emit_all(&self, events: Vec<Event>, version: Version) -> Result<()> {
        outbox::insert(self, events, version).await
    }

    /// Records who changed what.
    ///
    /// # Errors
    /// As any statement.
    pub async fn audit(&self, change: AuditChange) -> Result<()> {
        audit::insert(self, change).await
    }

    /// Runs a statement that must hit exactly one row, else the version was stale.
    ///
    /// # Errors
    /// `version.stale` when no row matched.
    pub async fn execute_versioned(&self, statement: sea_orm::Statement) -> Result<()> {
        if self.txn.execute_raw(statement).await?.rows_affected() == 1 {
            Ok(())
        } else {
            Err(domain::kernel::ErrorCode::VersionStale.into())
        }
    }

    /// Ends the connection under the transaction, as a crash would: for tests of what a crash leaves behind.
    ///
    /// # Errors
    /// Always: the connection is gone.
    pub async fn kill_connection(self) -> Result<()> {
        let statement = crate::sql("SELECT pg_terminate_backend(pg_backend_pid())", []);
        self.txn.execute_raw(statement).await?;
        Ok(())
    }

    /// Makes it durable. Nothing that matters happens after this except by workers that read the
    /// outbox.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the outcome is unknown: the caller repeats with the same
    /// idempotency key.
    pub async fn commit(self) -> Result<()> {
        self.txn.commit().await.map_err(Error::from)
    }
}
