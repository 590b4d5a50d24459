//! `pgbench`: what the database alone can do with the same statements.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::stage::{Stage, Staged};
use crate::workspace;

/// Connections, as the project's targets name them.
pub const CLIENTS: u32 = 8;

/// What it did.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Scripts a second.
    pub per_second: f64,
    /// Mean milliseconds of one.
    pub mean: f64,
}

impl Outcome {
    pub fn json(&self) -> serde_json::Value {
        json!({"per_second": self.per_second, "mean_ms": self.mean})
    }
}

/// Runs scripts, chosen at random, as prepared statements.
pub fn run(
    stage: &Stage<'_>,
    database: &Staged,
    name: &str,
    scripts: &[String],
    seconds: u64,
) -> Result<Outcome> {
    let folder = workspace::scratch().join("bench").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let mut files: Vec<PathBuf> = Vec::new();
    for (index, script) in scripts.iter().enumerate() {
        let file = folder.join(format!("{index:03}.sql"));
        std::fs::write(&file, script).with_context(|| format!("writing {}", file.display()))?;
        files.push(file);
    }
    let mut command = Command::new(&stage.tools.pgbench);
    command.args(["-n", "-M", "prepared", "-j", "2", "-c", &CLIENTS.to_string(), "-T", &seconds.to_string()]);
    for file in files {
        command.arg("-f").arg(file);
    }
    let answer = command.arg(&database.url).stdin(Stdio::null()).output().context("running pgbench")?;
    let text = String::from_utf8_lossy(&answer.stdout);
    let said = String::from_utf8_lossy(&answer.stderr);
    let number = |label: &str| {
        let rest = text.lines().find_map(|line| line.strip_prefix(label))?;
        rest.trim().split(' ').next()?.parse::<f64>().ok()
    };
    match (number("tps = "), number("latency average = ")) {
        (Some(per_second), Some(mean)) if answer.status.success() && !said.contains("ERROR") => {
            Ok(Outcome { per_second, mean })
        }
        _ => bail!("pgbench ({name}) failed:\n{}", said.lines().take(12).collect::<Vec<_>>().join("\n")),
    }
}
