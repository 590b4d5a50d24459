//! `cargo xtask …`: the developer's one door. `cargo xtask --help` lists the commands.

mod bench;
mod binary;
mod check;
mod console;
mod data_dir;
mod database;
mod demo;
mod dev;
mod frontend;
mod node;
mod openapi;
mod process;
mod run;
mod server;
mod setup;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Everything a developer does here, by one name.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds and starts everything, with a private Postgres and a demo county
    Run(run::Args),
    /// Runs every test: gates, Rust, database, HTTP, frontend, end to end
    Test(test::Args),
    /// Runs the fast gates: format, lints, import rules, contract, frontend (no database)
    Check(check::Args),
    /// Writes the generated files anew: openapi/, docs/errors.md, docs/state-machines.md, the frontend's client
    Openapi,
    /// Measures the server over 200,000 suggestions beside what its database alone can do
    Bench(bench::Args),
    /// Like run, but restarts the API when crates/ changes and serves the frontend by Vite
    Dev(dev::Args),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Run(args) => run::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Openapi => openapi::run(),
        Command::Bench(args) => bench::run(&args),
        Command::Dev(args) => dev::run(&args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<process::Interrupted>() => ExitCode::from(130),
        Err(error) if error.is::<process::Reported>() => ExitCode::FAILURE,
        Err(error) => {
            console::failure(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
