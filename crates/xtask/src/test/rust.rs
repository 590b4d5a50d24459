//! The Rust tests of the whole workspace, against a real Postgres.

use anyhow::Result;

use super::tally::Tally;
use crate::database::Database;
use crate::{binary, process, setup};

/// The same selection for building and for running, so that nothing is built twice.
pub const SELECTION: [&str; 3] = ["--locked", "--workspace", "--no-fail-fast"];

/// Runs them; each test clones a migrated template on the given server.
pub fn run(database: &Database) -> Result<Tally> {
    // The tests of the letters set Chinese text.
    setup::fonts::ensure()?;
    super::build_all()?;
    let run_id = pgbox::random::hex(4)?;
    let (status, output) = process::heard(
        binary::looked_at()
            .arg("test")
            .args(SELECTION)
            .env("DAIBIAO_TEST_ADMIN_URL", database.admin_url())
            .env("DAIBIAO_TEST_RUN", &run_id),
    )?;
    if let Database::Given(_) = database {
        super::county::drop_databases(database, &run_id)?;
    }
    Ok(Tally::of_cargo(&output).believing(status.success()))
}
