//! The schema, one file a step, up and down. Constraint names feed the error map.
//!
//! A step is named `m<yyyymmdd>_<nnnn>_<feature>` and runs in a transaction beside the previous
//! release: add first, remove one release later.

// sea-orm-migration declares its trait with hidden lifetimes, and `async_trait` must see the same signature.
#![allow(elided_lifetimes_in_paths)]

mod m20261122_0001_platform;
mod m20261122_0002_account;
mod m20261122_0004_calendar;
mod m20261122_0010_org;
mod m20261122_0011_deputy;
mod m20261122_0012_search;
mod m20261122_0020_suggestion;
mod m20261122_0030_file;
mod m20261122_0030_import;
mod m20261122_0040_audit;
mod m20261122_0041_person_contact;
mod m20261122_0041_stamp;
mod m20261122_0042_suggestion_lists;
mod m20261122_0043_publication_marks;
mod m20261122_0044_audit_account;
mod m20261122_0050_feed;
mod m20261122_0051_api_key;
mod m20261122_0052_webhook;
mod m20261122_0053_export;
mod m20261123_0054_webhook_failures;
mod m20261123_0055_open_lists;
mod m20261123_0060_ballot;
mod m20261123_0061_notification;
mod m20261123_0062_unit_head;
mod m20261123_0064_key_suggestion;
mod m20261123_0065_standing_report;
mod m20261123_0067_view;
mod m20261123_0069_term_rollover;
mod m20261123_0071_urges;
mod m20261123_0072_structure;

use crate::{Result, sql};
use sea_orm::{ConnectionTrait, DatabaseConnection, TransactionTrait};
use sea_orm_migration::{MigratorTrait, prelude::MigrationTrait};

/// Advisory lock held while migrating: sea-orm-migration takes none itself.
const MIGRATION_LOCK: i64 = 0x6461_6962_6961_6f02;

/// The steps in order.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_0001_platform::Migration),
            Box::new(m20261122_0002_account::Migration),
            Box::new(m20261122_0004_calendar::Migration),
            Box::new(m20261122_0010_org::Migration),
            Box::new(m20261122_0011_deputy::Migration),
            Box::new(m20261122_0012_search::Migration),
            Box::new(m20261122_0020_suggestion::Migration),
            Box::new(m20261122_0030_file::Migration),
            Box::new(m20261122_0030_import::Migration),
            Box::new(m20261122_0040_audit::Migration),
            Box::new(m20261122_0041_person_contact::Migration),
            Box::new(m20261122_0041_stamp::Migration),
            Box::new(m20261122_0042_suggestion_lists::Migration),
            Box::new(m20261122_0043_publication_marks::Migration),
            Box::new(m20261122_0044_audit_account::Migration),
            Box::new(m20261122_0050_feed::Migration),
            Box::new(m20261122_0051_api_key::Migration),
            Box::new(m20261122_0052_webhook::Migration),
            Box::new(m20261122_0053_export::Migration),
            Box::new(m20261123_0054_webhook_failures::Migration),
            Box::new(m20261123_0055_open_lists::Migration),
            Box::new(m20261123_0060_ballot::Migration),
            Box::new(m20261123_0061_notification::Migration),
            Box::new(m20261123_0062_unit_head::Migration),
            Box::new(m20261123_0064_key_suggestion::Migration),
            Box::new(m20261123_0065_standing_report::Migration),
            Box::new(m20261123_0067_view::Migration),
            Box::new(m20261123_0069_term_rollover::Migration),
            Box::new(m20261123_0071_urges::Migration),
            Box::new(m20261123_0072_structure::Migration),
        ]
    }
}

/// Brings the schema up to this program. Replicas that start together wait for each other.
///
/// # Errors
/// As any statement; a failed step leaves the schema as it was before that step.
pub async fn up(db: &DatabaseConnection) -> Result<()> {
    let guard = db.begin().await?;
    guard.execute_unprepared("SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0").await?;
    guard.execute_raw(sql("SELECT pg_advisory_xact_lock($1)", [MIGRATION_LOCK.into()])).await?;
    Migrator::up(db, None).await?;
    guard.commit().await?;
    Ok(())
}

/// Undoes every step: for the test that proves that each can be undone.
///
/// # Errors
/// As any statement.
pub async fn down(db: &DatabaseConnection) -> Result<()> {
    Ok(Migrator::down(db, None).await?)
}

/// True when every step this program knows has been applied.
pub(crate) async fn is_current(db: &DatabaseConnection) -> Result<bool> {
    let row = db.query_one_raw(sql("SELECT count(*) AS n FROM seaql_migrations", [])).await?;
    let applied = row.map(|row| row.try_get::<i64>("", "n")).transpose()?.unwrap_or(0);
    Ok(usize::try_from(applied).unwrap_or(0) >= Migrator::migrations().len())
}
