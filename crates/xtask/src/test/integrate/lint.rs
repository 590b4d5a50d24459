//! Two linters that know nothing of each other, by the rules in `openapi/lint/`.

use anyhow::Result;

use super::{Stage, one};
use crate::node;
use crate::test::Tally;

const DOCUMENTS: [&str; 2] = ["openapi/open.json", "openapi/openapi.json"];
const FOLDER: &str = "tests/interop/node";

/// Redocly: warnings count as errors.
pub fn redocly(_: &Stage) -> Result<Tally> {
    let mut command = node::program(FOLDER, "redocly");
    command
        .args(["lint", "--config", "openapi/lint/redocly.yaml"])
        .args(DOCUMENTS)
        // It would look for news of itself.
        .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true")
        .env("REDOCLY_TELEMETRY", "off");
    one("redocly", &mut command)
}

/// Spectral: warnings and hints count as errors.
pub fn spectral(_: &Stage) -> Result<Tally> {
    let mut command = node::program(FOLDER, "spectral");
    command
        .args(["lint", "--ruleset", "openapi/lint/spectral.yaml", "--fail-severity", "hint"])
        .args(DOCUMENTS);
    one("spectral", &mut command)
}
