//! The server under load: its memory, and what it gets of the processors.

use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::http::Client;
use super::stage::{Stage, Staged};
use crate::process::{self, Running};
use crate::server;

/// A running optimised server; ended when dropped.
pub struct ApiServer {
    running: Running,
    port: u16,
    memory: Arc<Memory>,
    watcher: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Memory {
    stop: AtomicBool,
    /// Most kilobytes in memory at once since it was last asked.
    most: AtomicU64,
}

impl ApiServer {
    /// Starts it over a database and waits until it answers.
    pub fn start(stage: &Stage<'_>, database: &Staged) -> Result<Self> {
        let port = server::free_port()?;
        let log = process::log_file("bench-server")?;
        let file = File::create(&log).with_context(|| format!("writing {}", log.display()))?;
        let mut command = stage.command(&database.url, "serve")?;
        command.args(["--quota-factor", "1000000"]);
        command.arg("--listen").arg(format!("127.0.0.1:{port}")).arg("--files").arg(stage.files());
        command.stdout(file.try_clone().context("sharing the log")?).stderr(file);
        let running = Running::start(&mut command)?;
        let memory = Arc::new(Memory::default());
        let mut server = Self { port, memory: memory.clone(), watcher: None, running };
        let deadline = Instant::now() + Duration::from_secs(30);
        while Client::new(port).get("/readyz").is_err() {
            process::go_on()?;
            if server.running.ended()?.is_some() || Instant::now() > deadline {
                bail!("the server does not answer:\n{}", process::tail(&log, 20));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let pid = server.running.id();
        server.watcher = Some(std::thread::spawn(move || {
            while !memory.stop.load(Ordering::Relaxed) {
                memory.most.fetch_max(resident_kilobytes(pid), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(100));
            }
        }));
        Ok(server)
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What its threads have had of the processors since they began.
    pub fn processors(&self) -> Processors {
        Processors::of(self.running.id())
    }

    /// Most memory it held at once since the last question, in megabytes.
    pub fn megabytes(&self) -> f64 {
        self.memory.most.swap(0, Ordering::Relaxed) as f64 / 1024.0
    }
}

impl Drop for ApiServer {
    fn drop(&mut self) {
        self.memory.stop.store(true, Ordering::Relaxed);
        self.running.end(Duration::from_secs(15));
        if let Some(watcher) = self.watcher.take() {
            let _ = watcher.join();
        }
    }
}

/// Time of a process's threads, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Processors {
    /// They ran.
    pub ran: f64,
    /// They could have run, but every core was taken: by the load generators, the database, or somebody else.
    pub waited: f64,
}

impl Processors {
    fn of(pid: u32) -> Self {
        let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
        tasks.fold(Self::default(), |sum, task| {
            let one =
                Self::parse(&std::fs::read_to_string(task.path().join("schedstat")).unwrap_or_default());
            Self { ran: sum.ran + one.ran, waited: sum.waited + one.waited }
        })
    }

    /// A line of the kernel's `schedstat`: nanoseconds running, nanoseconds waiting, turns.
    fn parse(line: &str) -> Self {
        let mut seconds = line.split_whitespace().map(|number| number.parse::<f64>().unwrap_or(0.0) / 1e9);
        Self { ran: seconds.next().unwrap_or(0.0), waited: seconds.next().unwrap_or(0.0) }
    }

    /// What came since an earlier look, as cores over this time.
    pub fn since(self, before: Self, time: Duration) -> Self {
        let cores = |now: f64, then: f64| (now - then).max(0.0) / time.as_secs_f64();
        Self { ran: cores(self.ran, before.ran), waited: cores(self.waited, before.waited) }
    }
}

fn resident_kilobytes(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_process_had_is_told_as_cores() {
        let before = Processors::parse("1000000000 500000000 7\n");
        assert_eq!(before, Processors { ran: 1.0, waited: 0.5 });
        let after = Processors { ran: 4.0, waited: 1.5 };
        let cores = after.since(before, Duration::from_secs(2));
        assert_eq!(cores, Processors { ran: 1.5, waited: 0.5 });
        assert_eq!(Processors::parse(""), Processors::default());
    }
}
