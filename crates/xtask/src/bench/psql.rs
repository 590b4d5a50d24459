//! SQL through `psql`: nothing here needs a driver of its own.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Runs statements and returns the rows' columns, as text.
pub fn query(psql: &Path, url: &str, statements: &[&str]) -> Result<Vec<Vec<String>>> {
    let mut command = Command::new(psql);
    command.args(["-X", "-q", "-A", "-t", "-F", "\u{1f}", "-v", "ON_ERROR_STOP=1"]);
    for statement in statements {
        command.args(["-c", statement]);
    }
    let text = finish(command.arg(url))?;
    Ok(text.lines().map(|line| line.split('\u{1f}').map(str::to_owned).collect()).collect())
}

/// One value.
pub fn value(psql: &Path, url: &str, statement: &str) -> Result<String> {
    let rows = query(psql, url, &[statement])?;
    rows.into_iter().flatten().next().with_context(|| format!("no row: {statement}"))
}

/// A script with its variables; its progress is its own.
pub fn script(psql: &Path, url: &str, file: impl AsRef<OsStr>, variables: &[(&str, String)]) -> Command {
    let mut command = Command::new(psql);
    command.args(["-X", "-q"]).arg("-f").arg(file);
    for (name, value) in variables {
        command.arg("-v").arg(format!("{name}={value}"));
    }
    command.arg(url);
    command
}

fn finish(command: &mut Command) -> Result<String> {
    let answer = command.stdin(Stdio::null()).output().context("running psql")?;
    if !answer.status.success() {
        bail!("psql failed: {}", String::from_utf8_lossy(&answer.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&answer.stdout).into_owned())
}
