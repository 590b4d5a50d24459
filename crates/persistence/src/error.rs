use crate::{account, deputy, group, org, suggestion, view};
use domain::kernel::{DomainError, ErrorCode};
use sea_orm::{DbErr, RuntimeErr, sqlx};
use std::fmt;

/// The result of every repository call.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a repository call failed.
#[derive(Debug)]
pub enum Error {
    /// A rule was broken; safe to show.
    Domain(DomainError),
    /// The database cannot be reached, is overloaded or shutting down: try again.
    Unavailable(DbErr),
    /// The disk is full (SQLSTATE 53100).
    StorageFull(DbErr),
    /// A defect: logged, never shown.
    Internal(DbErr),
}

impl Error {
    /// A defect found while reading a row: what is stored is not what the domain knows.
    pub fn corrupt(what: impl fmt::Display) -> Self {
        Self::Internal(DbErr::Custom(format!("stored value not understood: {what}")))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain(error) => error.fmt(f),
            Self::Unavailable(error) | Self::StorageFull(error) | Self::Internal(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<DomainError> for Error {
    fn from(error: DomainError) -> Self {
        Self::Domain(error)
    }
}

impl From<ErrorCode> for Error {
    fn from(code: ErrorCode) -> Self {
        Self::Domain(code.into())
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match sqlx_error(&error) {
            Some(sqlx::Error::Database(database)) => {
                let code = database.code().unwrap_or_default().into_owned();
                match code.as_str() {
                    // Unique and exclusion constraints alike: somebody was first.
                    "23505" | "23P01" => Self::Domain(unique_violation(database.constraint())),
                    "23503" => Self::Domain(foreign_key_violation(database.message())),
                    // A NUL that no rule of a field has refused before: Postgres has no such character.
                    "22021" | "22P05" => Self::Domain(ErrorCode::RequestMalformed.into()),
                    // The triggers of a term that was rolled over: it is only read.
                    "P0001" if database.constraint() == Some("term_closed") => {
                        Self::Domain(ErrorCode::TermEnded.into())
                    }
                    "53100" => Self::StorageFull(error),
                    // Deadlock, serialisation, lock or statement timeout, too many connections,
                    // shutdown and start-up.
                    "40001" | "40P01" | "55P03" | "57014" | "53300" | "57P01" | "57P02" | "57P03" => {
                        Self::Unavailable(error)
                    }
                    _ => Self::Internal(error),
                }
            }
            Some(
                sqlx::Error::Io(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed
                | sqlx::Error::Protocol(_)
                | sqlx::Error::Tls(_),
            ) => Self::Unavailable(error),
            _ if matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) => Self::Unavailable(error),
            _ => Self::Internal(error),
        }
    }
}

fn sqlx_error(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(inner))
        | DbErr::Query(RuntimeErr::SqlxError(inner))
        | DbErr::Conn(RuntimeErr::SqlxError(inner)) => Some(inner),
        _ => None,
    }
}

/// Which refusal a violated unique constraint stands for: each feature names its own.
fn unique_violation(constraint: Option<&str>) -> DomainError {
    let name = constraint.unwrap_or_default();
    let known = [
        account::CONSTRAINTS,
        org::CONSTRAINTS,
        deputy::CONSTRAINTS,
        group::CONSTRAINTS,
        suggestion::CONSTRAINTS,
        view::CONSTRAINTS,
    ]
    .into_iter()
    .flatten()
    .find(|(constraint, _)| *constraint == name)
    .map(|(_, code)| *code);
    known.unwrap_or(ErrorCode::UniqueConflict).into()
}

/// Postgres says "is still referenced" when a parent is removed and "is not present" when a child
/// points nowhere.
fn foreign_key_violation(message: &str) -> DomainError {
    if message.contains("update or delete") {
        ErrorCode::InUse.into()
    } else {
        ErrorCode::ReferenceUnknown.into()
    }
}
