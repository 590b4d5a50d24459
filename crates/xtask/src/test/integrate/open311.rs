//! Somebody else's Open311 client, unmodified.

use anyhow::Result;

use super::{Stage, one};
use crate::test::Tally;
use crate::workspace;

/// `georeport` from the Python registry lists and reads matters.
pub fn stock_client(stage: &Stage) -> Result<Tally> {
    let mut command = stage.python("python");
    command.arg(workspace::path("tests/interop/open311/check.py"));
    one("open311-client", &mut command)
}
