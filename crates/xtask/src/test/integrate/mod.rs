//! From outside, as somebody does who has the contract and a key: linters, generated clients, fuzzing, the examples of
//! the documentation, other people's libraries.
//!
//! Steps that need no server are run beside those that do. A new step is a line in [`AGAINST_DOCUMENTS`] or
//! [`AGAINST_THE_SERVER`] with a function of its own.

mod clients;
mod fuzz;
mod lint;
mod mail;
mod open311;
mod webhooks;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::county::{self, County};
use super::tally::Tally;
use crate::console::{self, Step};
use crate::database::Database;
use crate::process::{self, Interrupted};
use crate::server::{Options, Server};
use crate::{binary, demo, frontend, node, setup, workspace};

/// What the steps work with.
pub struct Stage {
    /// Where the server answers.
    base: String,
    /// A key of a third party, with every scope that reads.
    key: String,
    /// The folder of Python's programs.
    python: PathBuf,
    /// Where a server answers whose clock shows the real time, as receivers of webhooks compare it with theirs.
    webhooks: String,
    /// A folder that was empty when the suite began.
    folder: PathBuf,
}

impl Stage {
    /// A program with what it must know of the server in its environment.
    fn told(&self, mut command: Command) -> Command {
        command
            .env("CI", "1")
            .env("DAIBIAO_BASE_URL", &self.base)
            .env("DAIBIAO_KEY", &self.key)
            .env("DAIBIAO_DEMO_PASSWORD", demo::PASSWORD)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("PYTHONUNBUFFERED", "1");
        command
    }

    /// One of Python's programs.
    fn python(&self, program: &str) -> Command {
        self.told(Command::new(self.python.join(program)))
    }
}

/// A step: what it is called, and how it goes.
type Part = (&'static str, fn(&Stage) -> Result<Tally>);

/// Steps that need no server of ours.
const AGAINST_DOCUMENTS: [Part; 4] = [
    ("Redocly lints the contract", lint::redocly),
    ("Spectral lints the contract", lint::spectral),
    ("mail is taken by a real SMTP server", mail::real_server),
    ("the TypeScript client is what its generator makes", clients::typescript_is_generated),
];

/// Steps that ask the running server, fuzzing last: what it leaves behind nobody should have to read.
const AGAINST_THE_SERVER: [Part; 7] = [
    ("a generated Python client works", clients::python),
    ("the TypeScript client works", clients::typescript),
    ("webhooks are taken by published libraries", webhooks::published_libraries),
    ("the examples of docs/integrate work", clients::examples),
    ("the conformance script tells true copies from others", clients::conformance),
    ("a stock Open311 client reads matters", open311::stock_client),
    ("Schemathesis finds nothing", fuzz::both_documents),
];

/// Sets the stage and goes through the steps.
pub fn run(database: &Database) -> Result<Tally> {
    binary::ensure()?;
    frontend::build()?;
    let python = setup::python::ensure()?;
    node::install_all()?;
    let folder = workspace::scratch().join("integrate");
    county::emptied(&folder)?;
    let options = County::seeded(database)?.copy(database, "integrate", &folder)?;
    let base = options.address();
    // Fuzzing asks a hundred times a second, and would see nothing but refusals.
    let mut server = Server::start(Options { quota_factor: 1_000, ..options })?;
    let beside = folder.join("webhooks");
    county::emptied(&beside)?;
    let real = County::seeded(database)?.copy(database, "webhooks", &beside)?;
    let webhooks = real.address();
    let mut real = Server::start(Options { demo: false, clock_control: false, pages: false, ..real })?;
    let key = make_key(&python, &base)?;
    let stage = Stage { base, key, python, webhooks, folder };

    let sum = std::thread::scope(|scope| {
        let beside = scope.spawn(|| lane(&stage, &AGAINST_DOCUMENTS));
        let ours = lane(&stage, &AGAINST_THE_SERVER);
        let beside = beside.join().unwrap_or_else(|_| bail!("the linters' thread panicked"));
        Ok::<_, anyhow::Error>([ours?, beside?])
    });
    let lives = server.check().and_then(|()| real.check());
    server.stop();
    real.stop();
    let [mut sum, beside] = sum?;
    sum += beside;
    if let Err(error) = lives {
        console::failure(&format!("{error:#}"));
        sum.failed += 1;
    }
    Ok(sum)
}

fn lane(stage: &Stage, parts: &[Part]) -> Result<Tally> {
    let mut sum = Tally::default();
    for (name, part) in parts {
        process::go_on()?;
        let step = Step::start(*name);
        match part(stage) {
            Ok(tally) if tally.failed == 0 => {
                step.done(&tally.to_string());
                sum += tally;
            }
            Ok(tally) => {
                step.failed(&tally.to_string());
                sum += tally;
            }
            Err(error) if error.is::<Interrupted>() => return Err(error),
            Err(error) => {
                step.failed("");
                console::line(&format!("    {error:#}"));
                sum += Tally { passed: 0, failed: 1 };
            }
        }
    }
    Ok(sum)
}

/// Runs a program that either succeeds or says why not, and counts as one test.
fn one(log: &str, command: &mut Command) -> Result<Tally> {
    let step = Step::quiet(log);
    process::logged(&step, log, command)?;
    Ok(Tally { passed: 1, failed: 0 })
}

/// A key of the demo county, made as its interface administrator would.
fn make_key(python: &Path, base: &str) -> Result<String> {
    let mut command = Command::new(python.join("python"));
    command
        .arg(workspace::path("tests/interop/python/make_key.py"))
        .arg("对接测试")
        .env("DAIBIAO_BASE_URL", base)
        .env("DAIBIAO_DEMO_PASSWORD", demo::PASSWORD)
        .env("PYTHONDONTWRITEBYTECODE", "1");
    let (status, output) = process::overheard(&mut command)?;
    let key = output.split_whitespace().find(|word| word.starts_with("dbk_"));
    match key {
        Some(key) if status.success() => Ok(key.to_owned()),
        _ => bail!("no key could be made ({status}): {output}"),
    }
}
