//! Postgres: the only place that knows SQL.
//!
//! [`Store`] reads; [`Uow`] is one business transaction, which also writes the outbox and the audit
//! log. Features hold their tables (`entity`), their writes (`repo`) and their lists (`query`).

pub mod account;
mod audit;
pub mod ballot;
pub mod calendar;
mod connect;
mod counter;
pub mod deputy;
mod error;
pub mod file;
pub mod group;
mod idempotency;
pub mod import;
pub mod integration;
pub mod jurisdiction;
pub mod keyset;
pub mod letter;
pub mod listing;
mod memory;
pub mod migration;
pub mod notification;
pub mod org;
mod outbox;
pub mod provision;
mod rounds;
mod row;
pub mod search;
pub mod settings;
mod stamp;
pub mod standing;
mod statement;
mod store;
pub mod suggestion;
pub mod view;

pub use audit::{AuditFilter, AuditRow};
pub use connect::{ConnectSettings, connect, connect_lazy};
pub use error::{Error, Result};
pub use idempotency::{Claim, ReplayedResponse};
pub use outbox::OutboxRow;
pub use stamp::{AccessStamp, NamesStamp, PublicStamp};
pub use statement::{Bind, sql};
pub use store::{Context, Store, Uow};
