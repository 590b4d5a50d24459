//! End to end: a browser against the real server, on a seeded database, under a movable clock.

use anyhow::Result;

use super::tally::Tally;
use crate::console::{self, Step};
use crate::database::Database;
use crate::server::{self, Options, Server};
use crate::{binary, frontend, process, setup, workspace};

/// Seeds a database, starts the server on it, and lets Playwright go through the journeys.
pub fn run(database: &Database) -> Result<Tally> {
    if !frontend::exists() || !frontend::has_script("e2e") {
        console::warn("there is no frontend with an e2e script yet: nothing to test");
        return Ok(Tally::default());
    }
    binary::ensure()?;
    frontend::build()?;
    setup::fonts::ensure()?;
    let chromium = setup::chromium::ensure()?;

    let run_id = pgbox::random::hex(4)?;
    let folder = workspace::scratch().join("e2e");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let result = journeys(database, &run_id, &folder, &chromium);
    if let Database::Given(_) = database {
        drop_databases(database, &run_id)?;
    }
    result
}

fn journeys(
    database: &Database,
    run_id: &str,
    folder: &std::path::Path,
    chromium: &std::path::Path,
) -> Result<Tally> {
    let database_url = match database {
        Database::Own(_) => database.url(),
        Database::Given(_) => {
            let name = format!("daibiao_test_{run_id}_e2e");
            let step = Step::quiet("Database for the journeys is made");
            process::logged(&step, "testdb", testdb(database).args(["create", &name]))?;
            step.done(&name);
            database.sibling_url(&name)
        }
    };
    let options = Options {
        port: server::free_port()?,
        database_url,
        secret: pgbox::random::hex(32)?,
        files: folder.join("files"),
        log: folder.join("daibiao.log"),
        demo: true,
        clock_control: true,
        pages: true,
    };
    let step = Step::start("Seeding the demo county for the journeys");
    process::logged(&step, "e2e-migrate", &mut options.command("migrate"))?;
    process::logged(&step, "e2e-seed", options.command("seed-demo").arg("--files").arg(&options.files))?;
    step.done("");
    let address = options.address();
    let mut server = Server::start(options)?;
    let (status, output) = process::heard(
        frontend::script("e2e").env("CI", "1").env("E2E_BASE_URL", &address).env("CHROMIUM_PATH", chromium),
    )?;
    // A server that fell over is a failure even if no page looked at it afterwards.
    let server_lives = match server.check() {
        Ok(()) => true,
        Err(error) => {
            console::failure(&format!("{error:#}"));
            false
        }
    };
    server.stop();
    Ok(Tally::of_playwright(&output).believing(status.success() && server_lives))
}

/// Drops what a run made on a server that is not ours to throw away.
pub fn drop_databases(database: &Database, run_id: &str) -> Result<()> {
    let step = Step::quiet("Databases of the tests are dropped");
    process::logged(&step, "testdb", testdb(database).args(["drop", &format!("daibiao_test_{run_id}")]))?;
    step.done("");
    Ok(())
}

/// The testkit's small program that makes and drops databases, so that no client of Postgres need
/// be installed where the server is elsewhere.
fn testdb(database: &Database) -> std::process::Command {
    let mut command = binary::cargo();
    command
        .args(["run", "--quiet", "--locked", "--package", "tests", "--bin", "testdb", "--"])
        .env("DAIBIAO_TEST_ADMIN_URL", database.admin_url());
    command
}
