//! What the developer sees: one line for each step, with the time it took.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// A step under way. Say how it ended with [`Step::done`]; if it fails, the error speaks.
pub struct Step {
    name: String,
    started: Instant,
}

impl Step {
    /// Announces a step that may take a while.
    pub fn start(name: impl Into<String>) -> Step {
        let name = name.into();
        line(&format!("{} {name} …", paint("36", "▸")));
        Step { name, started: Instant::now() }
    }

    /// Begins a step that is over at once when there is nothing to do: announced only by its result.
    pub fn quiet(name: impl Into<String>) -> Step {
        Step { name: name.into(), started: Instant::now() }
    }

    /// How long it has been going on.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Says that it is done, with a detail worth knowing (or "").
    pub fn done(&self, detail: &str) {
        let detail = if detail.is_empty() { String::new() } else { format!(": {detail}") };
        line(&format!(
            "{} {}{detail}  {}",
            paint("32", "✓"),
            self.name,
            paint("2", &seconds(self.elapsed()))
        ));
    }

    /// Says that it failed.
    pub fn failed(&self, detail: &str) {
        let detail = if detail.is_empty() { String::new() } else { format!(": {detail}") };
        line(&format!(
            "{} {}{detail}  {}",
            paint("31", "✗"),
            self.name,
            paint("2", &seconds(self.elapsed()))
        ));
    }

    /// A sign of life in between.
    pub fn still(&self, detail: &str) {
        line(&format!("  {} {}", paint("2", &format!("… {}", seconds(self.elapsed()))), paint("2", detail)));
    }
}

/// Prints a line at once, also into a pipe.
pub fn line(text: &str) {
    let mut out = std::io::stdout().lock();
    // A closed pipe is no reason to stop halfway: the exit code still tells.
    let _ = writeln!(out, "{text}");
    let _ = out.flush();
}

/// Something the developer should know, though we go on.
pub fn warn(text: &str) {
    line(&format!("{} {text}", paint("33", "!")));
}

/// Why we stop.
pub fn failure(text: &str) {
    eprintln!("{} {text}", paint("31", "✗"));
}

/// `0.4 s`, `12.3 s`, `3 min 05 s`.
pub fn seconds(time: Duration) -> String {
    if time.as_secs() < 60 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} min {:02} s", time.as_secs() / 60, time.as_secs() % 60)
    }
}

/// Colours on a terminal only.
pub fn paint(code: &str, text: &str) -> String {
    if std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none() {
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    #[test]
    fn times_are_readable() {
        assert_eq!(super::seconds(Duration::from_millis(420)), "0.4 s");
        assert_eq!(super::seconds(Duration::from_secs(185)), "3 min 05 s");
    }
}
