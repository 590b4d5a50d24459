//! End to end: browsers against the real server, on seeded databases, under movable clocks.

use std::path::Path;

use anyhow::{Result, bail};

use super::county::{self, County};
use super::tally::Tally;
use crate::console;
use crate::database::Database;
use crate::server::Server;
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

    let folder = workspace::scratch().join("e2e");
    county::emptied(&folder)?;
    journeys(database, &folder, &chromium)
}

/// The widths that the journeys are gone through at, each on a county of its own and all at the same time: the clock
/// that one of them moves, and what it writes, nobody else sees.
const WIDTHS: [&str; 2] = ["phone", "wide"];

fn journeys(database: &Database, folder: &Path, chromium: &Path) -> Result<Tally> {
    let county = County::seeded(database)?;
    let mut servers = Vec::new();
    for width in WIDTHS {
        let copy = county.copy(database, &format!("e2e_{width}"), &folder.join(width))?;
        servers.push((width, copy.address(), Server::start(copy)?));
    }

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
