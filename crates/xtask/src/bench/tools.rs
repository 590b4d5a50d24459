//! `pgbench`, `psql` and `wrk`, installed where that may be done.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use pgbox::Binaries;

use crate::console::Step;
use crate::database;
use crate::setup::apt;

/// The programs that measure.
pub struct Tools {
    /// Where Postgres' own programs are.
    pub postgres: Vec<Binaries>,
    /// `psql`
    pub psql: PathBuf,
    /// `pgbench`
    pub pgbench: PathBuf,
    /// `wrk`
    pub wrk: PathBuf,
}

/// Finds them, and installs what is missing by apt.
pub fn ensure() -> Result<Tools> {
    let postgres = database::binaries()?;
    for (program, package) in
        [("psql", "postgresql-client"), ("pgbench", "postgresql-contrib"), ("wrk", "wrk")]
    {
        if find(program, &postgres).is_none() {
            install(program, package)?;
        }
    }
    let found = |program: &str| {
        find(program, &postgres)
            .ok_or_else(|| anyhow::anyhow!("{program} was installed, but it is not found"))
    };
    let (psql, pgbench, wrk) = (found("psql")?, found("pgbench")?, found("wrk")?);
    Ok(Tools { postgres, psql, pgbench, wrk })
}

fn install(program: &str, package: &str) -> Result<()> {
    let Some(means) = apt::means() else {
        bail!(
            "this machine has no {program}, and it cannot be installed for you: run `sudo apt-get install {package}`"
        );
    };
    let step = Step::start(format!("Installing {program} (apt-get install {package})"));
    apt::install(means, &step, &[package])?;
    step.done("");
    Ok(())
}

fn find(program: &str, postgres: &[Binaries]) -> Option<PathBuf> {
    let beside = postgres.iter().map(|binaries| binaries.program(program));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path: Vec<_> = std::env::split_paths(&path).map(|folder| folder.join(program)).collect();
    beside.chain(on_path).find(|path: &PathBuf| Path::is_file(path))
}
