use crate::{Error, Result};
use sea_orm::{
    DatabaseConnection, SqlxPostgresConnector,
    sqlx::{
        ConnectOptions,
        postgres::{PgConnectOptions, PgPool, PgPoolOptions},
    },
};
use std::{
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// How to reach the database and how patient to be.
#[derive(Clone, Debug)]
pub struct ConnectSettings {
    /// `postgres://…`
    pub url: String,
    /// What the connections call themselves in the database's views and logs.
    pub name: &'static str,
    /// Connections of this pool. Each HTTP worker has a pool of its own: measured twice as fast as
    /// one shared pool, because no request is woken on another thread.
    pub connections: u32,
    /// A request that gets no connection in this time is shed with 503.
    pub acquire_timeout: Duration,
    /// Upper bound of one statement, milliseconds.
    pub statement_timeout_ms: u32,
    /// Upper bound of waiting for a row lock, milliseconds.
    pub lock_timeout_ms: u32,
    /// Counts the statements, for the test of what a list costs; begin and commit are none.
    pub statements: Option<Arc<AtomicU64>>,
}

impl ConnectSettings {
    /// What a server uses.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            name: "daibiao",
            connections: 4,
            acquire_timeout: Duration::from_millis(2_000),
            statement_timeout_ms: 15_000,
            lock_timeout_ms: 2_000,
            statements: None,
        }
    }
}

fn options(settings: &ConnectSettings) -> Result<PgConnectOptions> {
    let invalid = |error| Error::Internal(sea_orm::DbErr::Custom(format!("DATABASE_URL: {error}")));
    Ok(PgConnectOptions::from_str(&settings.url)
        .map_err(invalid)?
        .application_name(settings.name)
        .statement_cache_capacity(500)
        .options([
            ("statement_timeout", settings.statement_timeout_ms.to_string()),
            ("lock_timeout", settings.lock_timeout_ms.to_string()),
            ("timezone", "UTC".to_owned()),
        ])
        .disable_statement_logging())
}

fn pool(settings: &ConnectSettings) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(settings.connections)
        .acquire_timeout(settings.acquire_timeout)
        // A ping before every use costs 15–19 %; a dead connection is noticed by the statement.
        .test_before_acquire(false)
}

/// A pool that connects when it is first used. Call it inside the runtime that will use it.
///
/// # Errors
/// When the address cannot be parsed.
pub fn connect_lazy(settings: &ConnectSettings) -> Result<DatabaseConnection> {
    let pool: PgPool = pool(settings).connect_lazy_with(options(settings)?);
    let mut db = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
    if let Some(statements) = settings.statements.clone() {
        db.set_metric_callback(move |_| {
            statements.fetch_add(1, Ordering::SeqCst);
        });
    }
    Ok(db)
}

/// A pool that has proved that the database answers.
///
/// # Errors
/// When the database cannot be reached.
pub async fn connect(settings: &ConnectSettings) -> Result<DatabaseConnection> {
    let connected = pool(settings).connect_with(options(settings)?).await;
    let pool = connected.map_err(|error| {
        Error::Unavailable(sea_orm::DbErr::Conn(sea_orm::RuntimeErr::SqlxError(error.into())))
    })?;
    Ok(SqlxPostgresConnector::from_sqlx_postgres_pool(pool))
}
