//! Mail as it is handed over to a mail server that others have written.

use anyhow::Result;

use super::{Stage, one};
use crate::test::Tally;
use crate::{binary, workspace};

/// `aiosmtpd` takes it, asks for a password, refuses a mailbox, and is not there.
pub fn real_server(stage: &Stage) -> Result<Tally> {
    let mut script = stage.python("python");
    script.arg(workspace::path("tests/interop/python/mail_server.py")).env("DAIBIAO_BIN", binary::path());
    one("mail-server", &mut script)
}
