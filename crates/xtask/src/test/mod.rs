//! `cargo xtask test`: every test there is, one summary, nothing left behind.

mod county;
mod e2e;
mod frontend_unit;
mod integrate;
pub mod rust;
mod tally;

use std::time::{Duration, Instant};

use anyhow::Result;
use clap::ValueEnum;

use crate::console::{self, Step};
use crate::database::Database;
use crate::process::{self, Interrupted, Reported};
use crate::{binary, check};
pub use tally::Tally;

/// What the command can be told.
#[derive(clap::Args)]
pub struct Args {
    /// Run this part only (may be given several times)
    #[arg(long, value_enum)]
    only: Vec<Part>,
}

/// The parts, in the order in which they run: what fails fastest comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The fast gates of `cargo xtask check`
    Check,
    /// Rust: unit, database and HTTP tests
    Rust,
    /// The frontend's unit tests
    Frontend,
    /// From outside: linters, generated clients, fuzzing over the contract, examples of the documentation
    Integrate,
    /// End to end: a browser against the real server
    E2e,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Part::Check => "check",
            Part::Rust => "rust",
            Part::Frontend => "frontend",
            Part::Integrate => "integrate",
            Part::E2e => "e2e",
        }
    }
}

/// How a part went.
struct Outcome {
    part: Part,
    tally: Tally,
    time: Duration,
}

/// Runs the parts and prints the closing summary; [`Reported`] when something failed.
pub fn run(args: &Args) -> Result<()> {
    process::catch_signals()?;
    let began = Instant::now();
    let parts: Vec<Part> = Part::value_variants()
        .iter()
        .copied()
        .filter(|part| args.only.is_empty() || args.only.contains(part))
        .collect();
    let result = run_parts(&parts);
    let (outcomes, interrupted) = match result {
        Ok(outcomes) => (outcomes, false),
        Err((outcomes, error)) if error.is::<Interrupted>() => (outcomes, true),
        Err((mut outcomes, error)) => {
            console::failure(&format!("{error:#}"));
            outcomes.push(Outcome {
                part: parts[outcomes.len().min(parts.len() - 1)],
                tally: Tally { passed: 0, failed: 1 },
                time: Duration::ZERO,
            });
            (outcomes, false)
        }
    };
    let total = summary(&outcomes, began.elapsed());
    if interrupted {
        console::line("interrupted: not everything was run");
        return Err(Interrupted.into());
    }
    console::line(&total.to_string());
    if total.failed > 0 { Err(Reported.into()) } else { Ok(()) }
}

fn run_parts(parts: &[Part]) -> Result<Vec<Outcome>, (Vec<Outcome>, anyhow::Error)> {
    let mut outcomes = Vec::new();
    // One server for all parts: each makes databases of its own in it.
    let mut database = None;
    for &part in parts {
        console::line("");
        let began = Instant::now();
        let step = Step::start(format!("Part {}", part.name()));
        let result = process::go_on().and_then(|()| match part {
            Part::Check => check::tally(),
            Part::Rust => rust::run(shared(&mut database)?),
            Part::Frontend => frontend_unit::run(),
            Part::Integrate => integrate::run(shared(&mut database)?),
            Part::E2e => e2e::run(shared(&mut database)?),
        });
        let tally = match result {
            Ok(tally) => tally,
            Err(error) if error.is::<Interrupted>() => return Err((outcomes, error)),
            // A part that could not even be run counts as one failure; the others still tell their part.
            Err(error) => {
                console::failure(&format!("{error:#}"));
                Tally { passed: 0, failed: 1 }
            }
        };
        if tally.failed == 0 {
            step.done(&tally.to_string())
        } else {
            step.failed(&tally.to_string())
        }
        outcomes.push(Outcome { part, tally, time: began.elapsed() });
    }
    if let Some(database) = database
        && let Err(error) = county::County::drop_all(&database).and_then(|()| database.stop())
    {
        return Err((outcomes, error));
    }
    Ok(outcomes)
}

fn shared(database: &mut Option<Database>) -> Result<&Database> {
    if database.is_none() {
        *database = Some(Database::throw_away()?);
    }
    database.as_ref().ok_or_else(|| anyhow::anyhow!("the database was just started"))
}

fn summary(outcomes: &[Outcome], time: Duration) -> Tally {
    console::line("");
    console::line("Summary");
    let mut total = Tally::default();
    for outcome in outcomes {
        let mark =
            if outcome.tally.failed == 0 { console::paint("32", "✓") } else { console::paint("31", "✗") };
        console::line(&format!(
            "  {mark} {:<10} {:<26} {}",
            outcome.part.name(),
            outcome.tally.to_string(),
            console::seconds(outcome.time)
        ));
        total += outcome.tally;
    }
    console::line(&format!("  {} in all", console::seconds(time)));
    total
}

/// The names of things built for tests, for the parts.
fn build_all() -> Result<()> {
    let step = Step::start("Building the server and all tests (cargo test --no-run)");
    process::shown(binary::looked_at().args(["test", "--no-run"]).args(rust::SELECTION))?;
    process::shown(binary::looked_at().arg("build").args(binary::SELECTION))?;
    step.done("");
    Ok(())
}
