//! Clients that two generators make of the open document, used against the running server.

use anyhow::Result;

use super::{Stage, one};
use crate::node;
use crate::test::{Tally, county};
use crate::workspace;

const TYPESCRIPT: &str = "clients/typescript";

/// What is committed is what `@hey-api/openapi-ts` makes today.
pub fn typescript_is_generated(_: &Stage) -> Result<Tally> {
    one("typescript-client-check", &mut node::script(TYPESCRIPT, "generate:check"))
}

/// The package's own tests.
pub fn typescript(stage: &Stage) -> Result<Tally> {
    let mut command = stage.told(node::script(TYPESCRIPT, "test"));
    one("typescript-client", &mut command)
}

/// Every block of code in `docs/integrate`, as it stands there; those in JavaScript use the client just built.
pub fn examples(stage: &Stage) -> Result<Tally> {
    let mut command = stage.python("python");
    command.arg(workspace::path("tests/interop/python/run_docs.py"));
    one("integrate-examples", &mut command)
}

/// The script that third parties run against their own copies.
pub fn conformance(stage: &Stage) -> Result<Tally> {
    let mut command = stage.told(std::process::Command::new("node"));
    command.arg("--test").arg(workspace::path("clients/conformance/check-mirror.test.mjs"));
    one("conformance", &mut command)
}

/// `openapi-python-client` makes a package, and a script reads a list, a matter and the feed with it.
pub fn python(stage: &Stage) -> Result<Tally> {
    let folder = stage.folder.join("python-client");
    county::emptied(&folder)?;
    let mut generate = stage.python("openapi-python-client");
    generate
        .current_dir(&folder)
        .args([
            "generate",
            "--meta",
            "none",
            "--fail-on-warning",
            "--output-path",
            "daibiao_client",
            "--config",
        ])
        .arg(workspace::path("tests/interop/python/generator.yaml"))
        .arg("--path")
        .arg(workspace::path("openapi/open.json"))
        .env("PATH", with_python(stage));
    let mut tally = one("python-client-generate", &mut generate)?;
    let mut script = stage.python("python");
    script.arg(workspace::path("tests/interop/python/use_client.py")).env("PYTHONPATH", &folder);
    tally += one("python-client", &mut script)?;
    Ok(tally)
}

/// The generator formats with `ruff`, which lies beside it.
fn with_python(stage: &Stage) -> std::ffi::OsString {
    let mut path = stage.python.clone().into_os_string();
    if let Some(rest) = std::env::var_os("PATH") {
        path.push(":");
        path.push(rest);
    }
    path
}
