//! The frontend's unit tests.

use anyhow::Result;

use super::tally::Tally;
use crate::{console, frontend, process};

/// `npm run test`; nothing to count while there is no frontend.
pub fn run() -> Result<Tally> {
    if !frontend::exists() {
        console::warn("there is no frontend/package.json yet: nothing to test");
        return Ok(Tally::default());
    }
    frontend::install()?;
    let (status, output) = process::heard(frontend::script("test").env("CI", "1"))?;
    Ok(Tally::of_vitest(&output).believing(status.success()))
}
