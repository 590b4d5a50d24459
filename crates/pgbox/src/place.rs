//! Which folder can hold the cluster.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::account::{Account, command};
use crate::os;

/// Room that a throw-away cluster in memory must find: the server's own files, a template, and a
/// copy of it for each of many tests at once.
const ROOM: u64 = 2 << 30;

/// Whether the account may enter every folder on the way to `path` (`path` itself need not exist).
///
/// Asked of the system rather than computed from permission bits: access lists and mounts count too.
pub fn reachable(path: &Path, account: Option<&Account>) -> bool {
    let Some(nearest) = path.ancestors().skip(1).find(|parent| parent.is_dir()) else {
        return false;
    };
    account.is_none()
        || command("/bin/sh", account)
            .args(["-c", "cd -- \"$1\"", "sh"])
            .arg(nearest)
            .stderr(std::process::Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
}

/// The folder outside that stands in for `wanted` when the account cannot reach that: always the
/// same for the same wish, so that a second run finds its data again. Under /var/lib and not /tmp,
/// where anybody could have laid a folder of that name in wait.
pub fn outside(wanted: &Path) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    wanted.hash(&mut hasher);
    PathBuf::from(format!("/var/lib/daibiao-dev/{:016x}", hasher.finish()))
}

/// The parent folder for throw-away clusters: memory when there is room, else the temporary folder.
pub fn throw_away_parent() -> PathBuf {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() && os::free_bytes(memory).is_some_and(|free| free >= ROOM) {
        return memory.to_owned();
    }
    let temporary = std::env::temp_dir();
    match Account::for_server() {
        Ok(account) if reachable(&temporary.join("x"), account.as_ref()) => temporary,
        _ => PathBuf::from("/tmp"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn stands_in_for_the_same_folder_with_the_same_folder() {
        assert_eq!(outside(Path::new("/root/a")), outside(Path::new("/root/a")));
        assert_ne!(outside(Path::new("/root/a")), outside(Path::new("/root/b")));
    }

    #[test]
    fn a_closed_parent_is_seen() {
        let Ok(Some(account)) = Account::for_server() else {
            return; // Not root: the server is ours and reaches what we reach.
        };
        let closed = std::env::temp_dir().join(format!("pgbox-closed-{}", std::process::id()));
        std::fs::create_dir_all(closed.join("in")).expect("create");
        std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o700)).expect("chmod");
        assert!(!reachable(&closed.join("in/pg"), Some(&account)));
        assert!(reachable(&std::env::temp_dir().join("pg"), Some(&account)));
        std::fs::remove_dir_all(&closed).expect("clean up");
    }
}
