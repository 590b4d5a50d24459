//! What webhooks are signed with is taken by the libraries that others publish, and by nobody who has another secret.

use std::process::Command;

use anyhow::Result;

use super::{Stage, one};
use crate::test::Tally;
use crate::{demo, workspace};

/// Of each of two languages: a receiver as `docs/integrate/webhooks.md` shows it, driven by a script that tries it.
pub fn published_libraries(stage: &Stage) -> Result<Tally> {
    let mut node = check(stage);
    node.arg("node").arg(workspace::path("tests/interop/node/webhooks/receiver.mjs"));
    let mut tally = one("webhooks-node", &mut node)?;
    let mut python = check(stage);
    python.arg(stage.python.join("python")).arg(workspace::path("tests/interop/python/webhook_receiver.py"));
    tally += one("webhooks-python", &mut python)?;
    Ok(tally)
}

fn check(stage: &Stage) -> Command {
    let mut command = stage.told(Command::new("node"));
    command
        .arg(workspace::path("tests/interop/node/webhooks/check.mjs"))
        .env("DAIBIAO_WEBHOOKS_URL", &stage.webhooks)
        .env("DAIBIAO_ADMIN", "jiekou")
        .env("DAIBIAO_DEMO_PASSWORD", demo::PASSWORD);
    command
}
