//! What the run says: on the screen, in `target/bench.json`, in `docs/performance.md`.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::measure::{Measured, Results};
use super::stage::{SETTINGS, Stage};
use super::{Plan, pgbench, psql};
use crate::workspace;

/// The document; what stands between the marks is written by each full run.
const DOCUMENT: &str = "docs/performance.md";
const BEGIN: &str = "<!-- figures: written by `cargo xtask bench` -->";
const END: &str = "<!-- end of figures -->";

/// Most megabytes the server may hold under load.
const MEGABYTES: f64 = 120.0;
/// Megabytes that an export may take.
const GROWN: f64 = 30.0;
/// Milliseconds after which 99 % of the changes stand in the feed.
const LAG: f64 = 1000.0;
/// p99 may be so many times p50.
const TAIL: f64 = 6.0;
/// The list over all rows may take so many times what it takes over few.
const GROWTH: f64 = 1.5;

impl Measured {
    fn ratio(&self) -> Option<f64> {
        self.same.as_ref().map(|same| self.api.per_second / same.per_second)
    }
}

/// Writes both files; a quick run leaves the document alone.
pub fn write(plan: &Plan, stage: &Stage<'_>, results: &Results) -> Result<()> {
    let machine = machine(stage)?;
    let path = workspace::target().join("bench.json");
    let text = serde_json::to_string_pretty(&as_json(plan, results, &machine))?;
    std::fs::write(&path, text + "\n").with_context(|| format!("writing {}", path.display()))?;
    if plan.quick {
        return Ok(());
    }
    let path = workspace::path(DOCUMENT);
    let known = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let (before, rest) =
        known.split_once(BEGIN).with_context(|| format!("{DOCUMENT} has no place for figures"))?;
    let (_, after) = rest.split_once(END).with_context(|| format!("{DOCUMENT}: the figures have no end"))?;
    let figures = figures(plan, results, &machine);
    std::fs::write(&path, format!("{before}{BEGIN}\n\n{figures}\n{END}{after}"))
        .with_context(|| format!("writing {}", path.display()))
}

/// The table for the screen.
pub fn table(results: &Results) -> Vec<String> {
    let mut lines = vec![format!(
        "  {:<16}{:>9}{:>9}{:>9}{:>10}{:>8}{:>9}{:>9}",
        "", "req/s", "p50 ms", "p99 ms", "pgbench/s", "ratio", "of bare", "MB"
    )];
    for one in &results.measured {
        let same = one.same.as_ref().map_or(0.0, |same| same.per_second);
        lines.push(format!(
            "  {:<16}{:>9.0}{:>9.2}{:>9.2}{:>10.0}{:>8.2}{:>9.2}{:>9.0}",
            one.name,
            one.api.per_second,
            one.api.p50,
            one.api.p99,
            same,
            one.ratio().unwrap_or(0.0),
            one.api.per_second / results.bare.per_second,
            one.megabytes
        ));
    }
    for (what, reached, limit, good) in limits(results) {
        lines.push(format!("  {} {what}: {reached:.2} (target {limit})", if good { "✓" } else { "✗" }));
    }
    lines
}

/// Every target: what, what was reached, what is wanted, and whether that is reached.
fn limits(results: &Results) -> Vec<(String, f64, String, bool)> {
    let mut all = Vec::new();
    for one in &results.measured {
        if let (Some(ratio), Some(target)) = (one.ratio(), one.target) {
            all.push((
                format!("{}: ratio to pgbench", one.name),
                ratio,
                format!("≥ {target}"),
                ratio >= target,
            ));
        }
        let tail = one.api.p99 / one.api.p50;
        all.push((format!("{}: p99 / p50", one.name), tail, format!("≤ {TAIL}"), tail <= TAIL));
    }
    let most = results.measured.iter().map(|one| one.megabytes).fold(0.0, f64::max);
    all.push(("memory under load, MB".to_owned(), most, format!("≤ {MEGABYTES}"), most <= MEGABYTES));
    let growth = results.export.growth;
    let what = format!("memory that an export of {} matters takes, MB", results.export.rows);
    all.push((what, growth, format!("≤ {GROWN}"), growth <= GROWN));
    let lag = results.lag.p99;
    all.push(("feed lag p99 under 100 changes/s, ms".to_owned(), lag, format!("≤ {LAG}"), lag <= LAG));
    let list = results.measured.iter().find(|one| one.name == "list of 20").map_or(0.0, |one| one.api.p95);
    let growth = list / results.few.p95;
    let what = format!("list p95 at {} rows / at {}", results.rows, results.few_rows);
    all.push((what, growth, format!("≤ {GROWTH}"), growth <= GROWTH));
    all
}

fn as_json(plan: &Plan, results: &Results, machine: &str) -> Value {
    let measured: Vec<Value> = results
        .measured
        .iter()
        .map(|one| {
            json!({"name": one.name, "api": one.api.json(), "pgbench": one.same.as_ref().map(pgbench::Outcome::json),
                "statements": one.statements, "ratio": one.ratio(), "target": one.target,
                "of_bare_row": one.api.per_second / results.bare.per_second, "megabytes": one.megabytes,
                "cores": one.processors.ran, "cores_waited_for": one.processors.waited})
        })
        .collect();
    let targets: Vec<Value> = limits(results)
        .into_iter()
        .map(|(what, reached, limit, good)| json!({"what": what, "reached": reached, "target": limit, "met": good}))
        .collect();
    json!({"machine": machine, "rows": results.rows, "seconds": plan.seconds, "connections": plan.connections,
        "measured": measured, "bare_row": results.bare.json(), "idle_megabytes": results.idle_megabytes,
        "export": {"rows": results.export.rows, "seconds": results.export.seconds, "growth_mb": results.export.growth},
        "feed_lag": {"changes": results.lag.changes, "p50_ms": results.lag.p50, "p99_ms": results.lag.p99},
        "list_over_few": {"rows": results.few_rows, "api": results.few.json()}, "targets": targets})
}

fn figures(plan: &Plan, results: &Results, machine: &str) -> String {
    let mut text = format!(
        "{} suggestions; {} connections for {} s each; {machine}.\n\n\
         | request | requests/s | p50 ms | p95 ms | p99 ms | answer KB | SQL statements | pgbench/s | ratio | target | of the bare row | memory MB | cores | waits |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
        results.rows, plan.connections, plan.seconds
    );
    for one in &results.measured {
        let same = one.same.as_ref().map_or(0.0, |same| same.per_second);
        let _ = writeln!(
            text,
            "| {} | {:.0} | {:.2} | {:.2} | {:.2} | {:.1} | {} | {same:.0} | **{:.2}** | {} | {:.2} | {:.0} | {:.2} | {:.2} |",
            one.name,
            one.api.per_second,
            one.api.p50,
            one.api.p95,
            one.api.p99,
            one.api.kilobytes,
            one.statements,
            one.ratio().unwrap_or(0.0),
            one.target.map_or_else(|| "–".to_owned(), |target| format!("≥ {target}")),
            one.api.per_second / results.bare.per_second,
            one.megabytes,
            one.processors.ran,
            one.processors.waited
        );
    }
    let _ = writeln!(
        text,
        "\nThe bare row (`SELECT version, path, body … WHERE id = …`, nothing else) by pgbench: {:.0}/s, mean {:.2} ms. \
         The server holds {:.0} MB before any load.\n\n| target | wanted | reached | |\n|---|---|---:|---|",
        results.bare.per_second, results.bare.mean, results.idle_megabytes
    );
    for (what, reached, limit, good) in limits(results) {
        let _ = writeln!(
            text,
            "| {what} | {limit} | {reached:.2} | {} |",
            if good { "met" } else { "**missed**" }
        );
    }
    text
}

/// The machine in neutral words.
fn machine(stage: &Stage<'_>) -> Result<String> {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let memory = std::fs::read_to_string(Path::new("/proc/meminfo")).unwrap_or_default();
    let kilobytes = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:")?.trim().split(' ').next()?.parse::<u64>().ok());
    let version = psql::value(&stage.tools.psql, &stage.admin_url(), "SHOW server_version")?;
    let version = version.split(' ').next().unwrap_or_default().to_owned();
    let settings: Vec<String> = SETTINGS
        .iter()
        .filter(|(name, _)| *name != "log_line_prefix")
        .map(|(name, value)| format!("`{name} = {value}`"))
        .collect();
    Ok(format!(
        "a virtual machine with {cores} cores and {} GB of memory, which server, database and load generators share; Postgres {version} with {}, everything else as a new cluster has it (`fsync` and `synchronous_commit` on)",
        kilobytes.unwrap_or(0).div_ceil(1024 * 1024),
        settings.join(", ")
    ))
}
