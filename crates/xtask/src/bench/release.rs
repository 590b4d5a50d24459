//! The server as a release has it, but linked in seconds (profile `bench-server`).

use std::path::PathBuf;

use anyhow::Result;

use crate::console::Step;
use crate::{binary, process, workspace};

const PROFILE: &str = "bench-server";

/// Builds it when it is not built already, and returns its path.
pub fn build() -> Result<PathBuf> {
    let step = Step::start("Building the optimised server (the first time takes some minutes)");
    let mut cargo = binary::cargo();
    process::shown(cargo.args([
        "build",
        "--locked",
        "--package",
        "api",
        "--bin",
        "daibiao",
        "--profile",
        PROFILE,
    ]))?;
    step.done("");
    Ok(workspace::target().join(PROFILE).join("daibiao"))
}
