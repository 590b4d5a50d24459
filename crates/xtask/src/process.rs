//! Starting programs, waiting for them, and ending them with everything that they started.
//!
//! Each program gets a process group of its own, so that a Ctrl-C reaches xtask alone, and xtask
//! can end a whole tree (npm → node → chromium) in the right order.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use pgbox::os;

use crate::console::Step;
use crate::workspace;

/// Somebody pressed Ctrl-C, or asked us to end.
#[derive(Debug)]
pub struct Interrupted;

impl std::fmt::Display for Interrupted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("interrupted")
    }
}

impl std::error::Error for Interrupted {}

/// Something failed, and everything about it has been said already.
#[derive(Debug)]
pub struct Reported;

impl std::fmt::Display for Reported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("failed, as reported")
    }
}

impl std::error::Error for Reported {}

static STOP: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From here on the signals that ask us to end are noted instead of killing us, so that every
/// `Drop` on the way out is run.
pub fn catch_signals() -> Result<()> {
    let flag = STOP.get_or_init(|| Arc::new(AtomicBool::new(false)));
    for signal in [libc::SIGINT, libc::SIGTERM, libc::SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(flag)).context("watching for signals")?;
    }
    Ok(())
}

/// Whether we have been asked to end.
pub fn stop_requested() -> bool {
    STOP.get().is_some_and(|flag| flag.load(Ordering::Relaxed))
}

/// An error when we have been asked to end: for the beginning of each step.
pub fn go_on() -> Result<()> {
    if stop_requested() { Err(Interrupted.into()) } else { Ok(()) }
}

/// A running program and all that it starts. Ended when dropped.
pub struct Running {
    child: Child,
    group: u32,
    name: String,
    over: bool,
}

impl Running {
    /// Starts the command in a group of its own, without a standard input.
    pub fn start(command: &mut Command) -> Result<Running> {
        let name = command.get_program().to_string_lossy().into_owned();
        command.stdin(Stdio::null()).process_group(0);
        let child = os::die_with_parent(command)
            .spawn()
            .with_context(|| format!("starting {name}: is it installed?"))?;
        Ok(Running { group: child.id(), child, name, over: false })
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.group
    }

    /// Its end, if it has ended.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.child.try_wait().with_context(|| format!("waiting for {}", self.name))
    }

    /// Waits for the end, calling `meanwhile` about every 50 ms; an interruption ends the program.
    pub fn wait(&mut self, mut meanwhile: impl FnMut()) -> Result<ExitStatus> {
        loop {
            if let Some(status) = self.ended()? {
                self.end(Duration::ZERO);
                return Ok(status);
            }
            if stop_requested() {
                self.end(Duration::from_secs(5));
                return Err(Interrupted.into());
            }
            meanwhile();
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Asks it to end, and after `patience` no longer asks. What it started goes with it.
    pub fn end(&mut self, patience: Duration) {
        // Once only: later the number may be somebody else's.
        if std::mem::replace(&mut self.over, true) {
            return;
        }
        let deadline = Instant::now() + patience;
        if matches!(self.child.try_wait(), Ok(None)) {
            os::signal_group(self.group, libc::SIGTERM);
            while Instant::now() < deadline && matches!(self.child.try_wait(), Ok(None)) {
                std::thread::sleep(Duration::from_millis(10));
            }
        }
        os::signal_group(self.group, libc::SIGKILL);
        let _ = self.child.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end(Duration::from_secs(10));
    }
}

/// Runs a program that shows its own progress; an error when it fails.
pub fn shown(command: &mut Command) -> Result<()> {
    let line = words(command);
    let status = Running::start(command)?.wait(|| {})?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

/// Runs a program silently, its output kept in a log; `step` gives a sign of life every ten seconds
/// with the program's latest line. When it fails, the end of the log is in the error.
pub fn logged(step: &Step, log_name: &str, command: &mut Command) -> Result<()> {
    let line = words(command);
    let log = log_file(log_name)?;
    let file = File::create(&log).with_context(|| format!("writing {}", log.display()))?;
    command.stdout(file.try_clone().context("sharing the log")?).stderr(file);
    let mut next = Duration::from_secs(10);
    let began = Instant::now();
    let status = Running::start(command)?.wait(|| {
        if began.elapsed() >= next {
            step.still(&last_line(&log));
            next += Duration::from_secs(10);
        }
    })?;
    if !status.success() {
        bail!(
            "`{line}` failed ({status}). It said:\n{}\n(all of it: {})",
            tail(&log, 40),
            workspace::shown(&log)
        );
    }
    Ok(())
}

/// Runs a program whose standard output is shown and also returned; says how it ended.
pub fn heard(command: &mut Command) -> Result<(ExitStatus, String)> {
    heard_as("", command)
}

/// As [`heard`], with `mark` before each line that is shown: for programs that run at the same time.
pub fn heard_as(mark: &str, command: &mut Command) -> Result<(ExitStatus, String)> {
    let mark = mark.to_owned();
    listen(command, move |line| {
        let mut out = std::io::stdout().lock();
        let _ = write!(out, "{mark}{line}").and_then(|()| out.flush());
    })
}

/// Runs a program whose standard output is for us only; what it says on standard error is shown.
pub fn overheard(command: &mut Command) -> Result<(ExitStatus, String)> {
    listen(command, |_| {})
}

fn listen(
    command: &mut Command,
    mut show: impl FnMut(&str) + Send + 'static,
) -> Result<(ExitStatus, String)> {
    command.stdout(Stdio::piped());
    let mut running = Running::start(command)?;
    let pipe = running.child.stdout.take().context("the program's output")?;
    let reader = std::thread::spawn(move || {
        let mut all = String::new();
        let mut pipe = BufReader::new(pipe);
        let mut line = Vec::new();
        while matches!(pipe.read_until(b'\n', &mut line), Ok(read) if read > 0) {
            let text = String::from_utf8_lossy(&line);
            show(&text);
            all.push_str(&text);
            line.clear();
        }
        all
    });
    let status = running.wait(|| {})?;
    drop(running);
    Ok((status, reader.join().unwrap_or_default()))
}

/// The file for the log of that name.
pub fn log_file(name: &str) -> Result<PathBuf> {
    let folder = workspace::scratch().join("logs");
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    Ok(folder.join(format!("{name}.log")))
}

/// The last `count` lines of a log.
pub fn tail(log: &Path, count: usize) -> String {
    let text = fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

fn last_line(log: &Path) -> String {
    let text = tail(log, 3);
    let line = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("");
    line.trim().chars().take(100).collect()
}

fn words(command: &Command) -> String {
    let all = std::iter::once(command.get_program()).chain(command.get_args());
    all.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_ended_with_what_it_started() {
        // The shell starts a grandchild that would live on, and names it.
        let file = std::env::temp_dir().join(format!("xtask-grandchild-{}", std::process::id()));
        let mut command = Command::new("/bin/sh");
        command.arg("-c").arg(format!("sleep 300 & echo $! > {}; wait", file.display()));
        let mut running = Running::start(&mut command).expect("starts");
        let grandchild: u32 = loop {
            match fs::read_to_string(&file).map(|text| text.trim().parse()) {
                Ok(Ok(pid)) => break pid,
                _ => std::thread::yield_now(),
            }
        };
        running.end(Duration::from_secs(5));
        // It is an orphan by now; whoever adopted it may take a moment to bury it.
        let gone = || {
            fs::read_to_string(format!("/proc/{grandchild}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
        };
        let deadline = Instant::now() + Duration::from_secs(5);
        while gone() && Instant::now() < deadline {
            std::thread::yield_now();
        }
        assert!(!gone(), "the grandchild lives");
        fs::remove_file(&file).expect("clean up");
    }

    #[test]
    fn the_tail_of_a_log() {
        let file = std::env::temp_dir().join(format!("xtask-tail-{}", std::process::id()));
        fs::write(&file, "a\nb\nc\n\n").expect("write");
        assert_eq!(tail(&file, 2), "c\n");
        assert_eq!(last_line(&file), "c");
        fs::remove_file(&file).expect("clean up");
    }
}
