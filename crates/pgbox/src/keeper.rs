//! The little process that stops the server when its owner is gone.
//!
//! A shell waits for the end of its standard input, whose other end only we hold. When we close it,
//! or exit, or are killed, it stops the server and removes what is to be thrown away. So there is
//! one way of stopping, it is the way that works after a crash too, and it is used every day.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use std::os::unix::process::CommandExt;

use anyhow::{Context, Result, bail};

use crate::account::{Account, command};

// It ignores the signals of a Ctrl-C: what they mean is for the owner to say.
const SCRIPT: &str = r#"
trap '' INT TERM HUP
read -r _
"$1" stop -D "$2" -m "$3" -w -t 60 >/dev/null 2>&1
[ -z "$4" ] || rm -rf -- "$4"
"#;

/// How long a stop may take: Postgres writes out what it holds in memory.
const PATIENCE: Duration = Duration::from_secs(70);

#[derive(Debug)]
pub(crate) struct Keeper {
    shell: Child,
}

impl Keeper {
    /// Starts to watch over the cluster in `data`. With `remove`, that folder goes with it.
    pub(crate) fn watch(
        pg_ctl: &Path,
        data: &Path,
        mode: &str,
        remove: Option<&Path>,
        account: Option<&Account>,
    ) -> Result<Keeper> {
        let mut shell: Command = command("/bin/sh", account);
        shell
            .args(["-c", SCRIPT, "pgbox-keeper"])
            .arg(pg_ctl)
            .arg(data)
            .arg(mode)
            .arg(remove.unwrap_or(Path::new("")))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0);
        Ok(Keeper { shell: shell.spawn().context("starting the shell that watches over Postgres")? })
    }

    /// Lets go, and waits until the server is down.
    pub(crate) fn release(&mut self) -> Result<()> {
        drop(self.shell.stdin.take());
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if self.shell.try_wait().context("waiting for Postgres to stop")?.is_some() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        bail!("Postgres did not stop within {} s", PATIENCE.as_secs())
    }
}
