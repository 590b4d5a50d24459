//! `cargo xtask bench`: how fast the server answers over a large county, beside what its database alone can do.
//!
//! One run stages the data (kept between runs), starts the server that a release would start, and measures each
//! kind of request twice: `pgbench` sending the very statements that the server sends, and `wrk` asking the server.

mod api_server;
mod http;
mod load;
mod measure;
mod open;
mod pgbench;
mod psql;
mod recorded;
mod release;
mod report;
mod requests;
mod stage;
mod tools;

use anyhow::Result;

use crate::console::{self, Step};
use crate::process;

/// Rows of the small database, with which the list at full size is compared.
const FEW: u64 = 2_000;

/// What the command can be told.
#[derive(clap::Args)]
pub struct Args {
    /// Suggestions in the database
    #[arg(long, default_value_t = 200_000)]
    rows: u64,
    /// Length of one measurement in seconds
    #[arg(long, default_value_t = 12)]
    seconds: u64,
    /// Connections to the server at once
    #[arg(long, default_value_t = 64)]
    connections: u32,
    /// A small database and short measurements: proves that it works, says little about speed
    #[arg(long)]
    quick: bool,
    /// Measure this server instead of building one
    #[arg(long, value_name = "PROGRAM")]
    binary: Option<std::path::PathBuf>,
    /// Throw away the databases of earlier runs
    #[arg(long)]
    fresh: bool,
}

/// How a run is made.
pub struct Plan {
    rows: u64,
    seconds: u64,
    connections: u32,
    quick: bool,
}

/// Runs all of it.
pub fn run(args: &Args) -> Result<()> {
    process::catch_signals()?;
    let whole = Step::quiet("Measured");
    let plan = Plan {
        rows: if args.quick { 4_000 } else { args.rows },
        seconds: if args.quick { 2 } else { args.seconds },
        connections: args.connections,
        quick: args.quick,
    };
    let tools = tools::ensure()?;
    let binary = match &args.binary {
        Some(binary) => binary.clone(),
        None => release::build()?,
    };
    let mut stage = stage::Stage::open(&binary, &tools, args.fresh)?;
    let few = stage.database(FEW)?;
    let many = stage.database(plan.rows)?;
    let results = measure::all(&plan, &stage, &few, &many)?;
    report::write(&plan, &stage, &results)?;
    stage.close()?;
    whole.done("");
    console::line("");
    for line in report::table(&results) {
        console::line(&line);
    }
    Ok(())
}
