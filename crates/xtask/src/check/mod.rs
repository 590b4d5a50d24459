//! `cargo xtask check`: the fast gates. Each is a module with a test that shows it fails.

mod breaks;
mod catalogue;
mod clock;
mod drift;
mod features;
mod file_size;
mod frontend_gates;
mod handlers;
mod imports;
mod names;
mod operations;
mod rust_tools;
mod schemas;
mod tree;

use anyhow::{Result, bail};

use crate::console::{self, Step};
use crate::process::{self, Interrupted, Reported};
use crate::test::Tally;
use tree::Tree;

/// What the command can be told.
#[derive(clap::Args)]
pub struct Args {
    /// Run the gates whose name contains this only (may be given several times)
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
}

/// What a gate finds wrong: one line each, and how to put it right. Nothing: passed.
type Findings = Vec<String>;

/// A gate looks at the tree and says what is wrong.
type Gate = fn(&Tree) -> Result<Findings>;

/// In the order of what fails fastest.
const GATES: [(&str, Gate); 14] = [
    ("format", rust_tools::format),
    ("forbidden names", names::gate),
    ("file size", file_size::gate),
    ("imports between crates", imports::gate),
    ("clock and ids", clock::gate),
    ("error catalogue", catalogue::gate),
    ("schema names", schemas::gate),
    ("same features", features::gate),
    ("clippy", rust_tools::clippy),
    ("contract is committed", drift::contract),
    ("contract breaks nobody", breaks::gate),
    ("generated pages are committed", drift::docs),
    ("handlers are documented", handlers::gate),
    ("operations are complete", operations::gate),
];

/// Runs the gates; [`Reported`] when one failed.
pub fn run(args: &Args) -> Result<()> {
    process::catch_signals()?;
    let tally = gates(&args.only)?;
    if tally == Tally::default() {
        let frontend = frontend_gates::scripts();
        let names: Vec<&str> = GATES
            .iter()
            .map(|(name, _)| *name)
            .chain(frontend.iter().map(|(name, _)| name.as_str()))
            .collect();
        bail!("no gate is called {}; there are: {}", args.only.join(", "), names.join(", "));
    }
    console::line(&format!("{tally}"));
    if tally.failed > 0 { Err(Reported.into()) } else { Ok(()) }
}

/// Runs all gates and counts them.
pub fn tally() -> Result<Tally> {
    gates(&[])
}

fn gates(only: &[String]) -> Result<Tally> {
    let tree = Tree::read()?;
    let mut tally = Tally::default();
    let wanted = |name: &str| only.is_empty() || only.iter().any(|part| name.contains(part.as_str()));
    for (name, gate) in GATES.into_iter().filter(|(name, _)| wanted(name)) {
        run_gate(name, &mut tally, || gate(&tree))?;
    }
    for (name, script) in frontend_gates::scripts() {
        if wanted(&name) {
            run_gate(&name, &mut tally, || frontend_gates::run(script))?;
        }
    }
    Ok(tally)
}

fn run_gate(name: &str, tally: &mut Tally, gate: impl FnOnce() -> Result<Findings>) -> Result<()> {
    process::go_on()?;
    let step = Step::quiet(name);
    match gate() {
        Ok(findings) if findings.is_empty() => {
            tally.passed += 1;
            step.done("");
        }
        Ok(findings) => {
            tally.failed += 1;
            step.failed(&format!("{} found", findings.len()));
            for finding in findings {
                console::line(&format!("    {finding}"));
            }
        }
        Err(error) if error.is::<Interrupted>() => return Err(error),
        Err(error) => {
            tally.failed += 1;
            step.failed("");
            console::line(&format!("    {error:#}"));
        }
    }
    Ok(())
}
