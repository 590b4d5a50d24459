//! End to end: browsers against the real server, on seeded databases, under movable clocks.

use std::path::Path;

use anyhow::{Context, Result, bail};

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

/// The widths that the journeys are gone through at, each on a county of its own and all at the same time: the clock
/// that one of them moves, and what it writes, nobody else sees.
const WIDTHS: [&str; 2] = ["phone", "wide"];

fn journeys(database: &Database, run_id: &str, folder: &Path, chromium: &Path) -> Result<Tally> {
    let name = |width: &str| format!("daibiao_test_{run_id}_e2e_{width}");
    // One secret: what the county's copies keep encrypted was encrypted once.
    let secret = pgbox::random::hex(32)?;
    let options = |width: &str| -> Result<Options> {
        Ok(Options {
            port: server::free_port()?,
            database_url: database.sibling_url(&name(width)),
            secret: secret.clone(),
            files: folder.join(width).join("files"),
            log: folder.join(format!("daibiao-{width}.log")),
            demo: true,
            clock_control: true,
            pages: true,
        })
    };
    let [first, others @ ..] = WIDTHS;
    let step = Step::start("Seeding the demo county for the journeys");
    process::logged(&step, "testdb", testdb(database).args(["create", &name(first)]))?;
    let seeded = options(first)?;
    process::logged(&step, "e2e-migrate", &mut seeded.command("migrate"))?;
    process::logged(&step, "e2e-seed", seeded.command("seed-demo").arg("--files").arg(&seeded.files))?;
    step.done("");
    let mut servers = Vec::new();
    for width in others {
        process::logged(&step, "testdb", testdb(database).args(["copy", &name(first), &name(width)]))?;
        let copy = options(width)?;
        copy_folder(&seeded.files, &copy.files)?;
        servers.push((width, copy.address(), Server::start(copy)?));
    }
    servers.push((first, seeded.address(), Server::start(seeded)?));

    let sum = std::thread::scope(|scope| {
        let runs: Vec<_> = servers
            .iter_mut()
            .map(|(width, address, server)| {
                scope.spawn(move || journeys_at(width, address, server, folder, chromium))
            })
            .collect();
        let mut sum = Tally::default();
        for run in runs {
            sum += run.join().unwrap_or_else(|_| bail!("the journeys' thread panicked"))?;
        }
        Ok(sum)
    });
    for (_, _, server) in &mut servers {
        server.stop();
    }
    sum
}

/// Lets Playwright go through all journeys at one width.
fn journeys_at(
    width: &str,
    address: &str,
    server: &mut Server,
    folder: &Path,
    chromium: &Path,
) -> Result<Tally> {
    let (status, output) = process::heard_as(
        &format!("{width:>5} "),
        frontend::script("e2e")
            .args(["--", "--project", width, "--output"])
            .arg(folder.join(width).join("results"))
            .env("CI", "1")
            .env("E2E_BASE_URL", address)
            .env("CHROMIUM_PATH", chromium),
    )?;
    // A server that fell over is a failure even if no page looked at it afterwards.
    let server_lives = match server.check() {
        Ok(()) => true,
        Err(error) => {
            console::failure(&format!("{error:#}"));
            false
        }
    };
    Ok(Tally::of_playwright(&output).believing(status.success() && server_lives))
}

/// Copies a folder with everything in it.
fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to).with_context(|| format!("making {}", to.display()))?;
    for entry in std::fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let (source, target) = match entry {
            Ok(entry) => (entry.path(), to.join(entry.file_name())),
            Err(error) => return Err(error).with_context(|| format!("reading {}", from.display())),
        };
        if source.is_dir() {
            copy_folder(&source, &target)?;
        } else {
            std::fs::copy(&source, &target).with_context(|| format!("copying {}", source.display()))?;
        }
    }
    Ok(())
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
    let mut command = binary::looked_at();
    command
        .args(["run", "--quiet", "--locked", "--package", "tests", "--bin", "testdb", "--"])
        .env("DAIBIAO_TEST_ADMIN_URL", database.admin_url());
    command
}
