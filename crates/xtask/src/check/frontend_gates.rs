//! The frontend's own gates: scripts of its `package.json`, each counted as one gate.

use anyhow::Result;

use super::Findings;
use crate::{console, frontend, process};

/// Script, and what it keeps true. `budget` measures what `build` made, so it comes last.
const SCRIPTS: [(&str, &str); 5] = [
    ("lint", "frontend lint"),
    ("typecheck", "frontend types"),
    ("client:check", "frontend client is committed"),
    ("i18n:check", "frontend translations"),
    ("budget", "frontend bundle budgets"),
];

/// The gates that the work tree's frontend has: (name, script). None without a frontend.
pub fn scripts() -> Vec<(String, &'static str)> {
    if !frontend::exists() {
        console::warn("there is no frontend/package.json yet: its gates are left out");
        return Vec::new();
    }
    SCRIPTS
        .iter()
        .filter(|(script, _)| frontend::has_script(script))
        .map(|(script, name)| ((*name).to_owned(), *script))
        .collect()
}

/// Runs one; its output is shown only when it finds something.
pub fn run(script: &'static str) -> Result<Findings> {
    frontend::install()?;
    if script == "budget" {
        frontend::build()?;
    }
    let step = console::Step::quiet(script);
    match process::logged(&step, &format!("npm-{}", script.replace(':', "-")), &mut frontend::script(script))
    {
        Ok(()) => Ok(Findings::new()),
        Err(error) if error.is::<process::Interrupted>() => Err(error),
        Err(error) => Ok(format!("{error:#}").lines().map(str::to_owned).collect()),
    }
}
