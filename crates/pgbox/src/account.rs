//! Who runs the server. Postgres refuses root, so root hands it to an unprivileged account.

use std::fs;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, anyhow};

use crate::os;

/// An account of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its name in the passwd file.
    pub name: String,
    /// Its number.
    pub uid: u32,
    /// The number of its main group.
    pub gid: u32,
}

impl Account {
    /// The account that has to run the server: none (ourselves) unless we are root, then `postgres`,
    /// else `nobody`. It must be in the passwd file: `initdb` looks its own name up.
    pub fn for_server() -> Result<Option<Account>> {
        if !os::is_root() {
            return Ok(None);
        }
        let passwd = fs::read_to_string("/etc/passwd").context("reading /etc/passwd")?;
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| parse(&passwd, name))
            .map(Some)
            .ok_or_else(|| anyhow!("running as root, and this machine has neither an account `postgres` nor `nobody` to run Postgres"))
    }
}

fn parse(passwd: &str, name: &str) -> Option<Account> {
    passwd.lines().find_map(|line| {
        let fields: Vec<&str> = line.split(':').collect();
        if fields.first() != Some(&name) || fields.len() < 4 {
            return None;
        }
        Some(Account { name: name.to_owned(), uid: fields[2].parse().ok()?, gid: fields[3].parse().ok()? })
    })
}

/// A command run as `account` (or as ourselves), in `/` because the account may not be allowed to
/// see the folder we are in, and without the `PG…` variables that would redirect the tools.
pub fn command(program: impl AsRef<std::ffi::OsStr>, account: Option<&Account>) -> Command {
    let mut command = Command::new(program);
    command.current_dir("/");
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("PG")) {
            command.env_remove(name);
        }
    }
    if let Some(account) = account {
        command.uid(account.uid).gid(account.gid);
    }
    command
}

/// Gives `path` to `account` (nothing to do when that is ourselves).
pub fn hand_over(path: &Path, account: Option<&Account>) -> Result<()> {
    match account {
        Some(account) => chown(path, Some(account.uid), Some(account.gid))
            .with_context(|| format!("giving {} to {}", path.display(), account.name)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_passwd_file() {
        let passwd = "root:x:0:0::/root:/bin/sh\npostgresx:x:9:9::/:\npostgres:x:101:104:PG,,,:/var/lib/postgresql:/bin/bash\n";
        let found = parse(passwd, "postgres").expect("postgres is listed");
        assert_eq!(found, Account { name: "postgres".to_owned(), uid: 101, gid: 104 });
        assert_eq!(parse(passwd, "nobody"), None);
    }
}
