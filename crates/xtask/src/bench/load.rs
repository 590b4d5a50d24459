//! `wrk`: many connections at once, each waiting for its answer before it asks again.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::{Plan, stage::Stage};
use crate::workspace;

/// Its threads.
const THREADS: u32 = 2;

/// Prints what it counted, for us.
const DONE: &str = r#"
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('\nCOUNTED {"requests":%d,"microseconds":%d,"bytes":%d,"refused":%d,"broken":%d,"p50":%d,"p95":%d,"p99":%d,"max":%d}\n',
    summary.requests, summary.duration, summary.bytes, e.status, e.connect + e.read + e.write + e.timeout,
    latency:percentile(50), latency:percentile(95), latency:percentile(99), latency.max))
end
local threads = 0
setup = function(thread)
  thread:set("number", threads)
  threads = threads + 1
end
"#;

/// What it counted.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Answers a second.
    pub per_second: f64,
    /// Milliseconds within which half of them came.
    pub p50: f64,
    /// Milliseconds within which 95 % came.
    pub p95: f64,
    /// Milliseconds within which 99 % came.
    pub p99: f64,
    /// Kilobytes of one answer.
    pub kilobytes: f64,
}

impl Outcome {
    pub fn json(&self) -> Value {
        json!({"per_second": self.per_second, "p50_ms": self.p50, "p95_ms": self.p95, "p99_ms": self.p99,
            "kilobytes": self.kilobytes})
    }
}

/// Runs a script that defines `request`, after a short warm-up with the same.
pub fn run(
    plan: &Plan,
    stage: &Stage<'_>,
    port: u16,
    name: &str,
    script: &str,
    warm_up: bool,
) -> Result<Outcome> {
    let folder = workspace::scratch().join("bench");
    std::fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let file = folder.join(format!("{name}.lua"));
    std::fs::write(&file, format!("{DONE}{script}"))
        .with_context(|| format!("writing {}", file.display()))?;
    let once = |seconds: u64| -> Result<Value> {
        let answer = Command::new(&stage.tools.wrk)
            .arg(format!("-t{THREADS}"))
            .arg(format!("-c{}", plan.connections))
            .arg(format!("-d{seconds}s"))
            .args(["--timeout", "10s", "-s"])
            .arg(&file)
            .arg(format!("http://127.0.0.1:{port}/"))
            .stdin(Stdio::null())
            .output()
            .context("running wrk")?;
        let text = String::from_utf8_lossy(&answer.stdout);
        let counted = text.lines().find_map(|line| line.strip_prefix("COUNTED "));
        let counted = counted.with_context(|| {
            format!("wrk ({name}) said nothing: {}{text}", String::from_utf8_lossy(&answer.stderr))
        })?;
        Ok(serde_json::from_str(counted)?)
    };
    if warm_up {
        once(2)?;
    }
    let counted = once(plan.seconds)?;
    let number = |member: &str| counted[member].as_f64().unwrap_or(0.0);
    if number("refused") > 0.0 || number("broken") > 0.0 || number("requests") == 0.0 {
        bail!("wrk ({name}): not every request was answered as it should be: {counted}");
    }
    Ok(Outcome {
        per_second: number("requests") / (number("microseconds") / 1e6),
        p50: number("p50") / 1000.0,
        p95: number("p95") / 1000.0,
        p99: number("p99") / 1000.0,
        kilobytes: number("bytes") / number("requests") / 1024.0,
    })
}
