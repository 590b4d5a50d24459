//! Where the Postgres programs are.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest major version that our migrations are tried on.
pub const OLDEST: u32 = 14;

/// A folder with `initdb`, `pg_ctl` and `postgres` of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    /// The folder.
    pub folder: PathBuf,
    /// The major version, as `PG_VERSION` of a data folder names it.
    pub major: u32,
}

impl Binaries {
    /// Everything usable on this machine, newest first, at equal version in the order PATH,
    /// `pg_config --bindir`, the folders of distributions, and then `extra`.
    pub fn find_all(extra: &[PathBuf]) -> Vec<Binaries> {
        let mut folders: Vec<PathBuf> = Vec::new();
        if let Some(path) = std::env::var_os("PATH") {
            folders.extend(std::env::split_paths(&path));
        }
        if let Ok(answer) = Command::new("pg_config").arg("--bindir").output() {
            folders.push(PathBuf::from(String::from_utf8_lossy(&answer.stdout).trim()));
        }
        folders.extend(versioned("/usr/lib/postgresql", "bin"));
        folders.extend(versioned("/opt/homebrew/opt", "bin"));
        folders.extend(["/usr/pgsql/bin", "/usr/local/pgsql/bin"].map(PathBuf::from));
        folders.extend(extra.iter().cloned());
        let mut found: Vec<Binaries> = Vec::new();
        for folder in folders {
            if found.iter().any(|known| known.folder == folder) {
                continue;
            }
            found.extend(Binaries::of(&folder).filter(|it| it.major >= OLDEST));
        }
        // Stable: the order above decides between equals.
        found.sort_by_key(|it| std::cmp::Reverse(it.major));
        found
    }

    fn of(folder: &Path) -> Option<Binaries> {
        if !folder.is_absolute()
            || !["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file())
        {
            return None;
        }
        let answer = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
        Some(Binaries { folder: folder.to_owned(), major: major(&String::from_utf8_lossy(&answer.stdout))? })
    }

    /// The path of one of the programs.
    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)` → 15; also `18beta1`.
fn major(answer: &str) -> Option<u32> {
    let word = answer.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// `<root>/*/<leaf>` that exist.
fn versioned(root: &str, leaf: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(root) else {
        return Vec::new();
    };
    entries.flatten().map(|entry| entry.path().join(leaf)).filter(|path| path.is_dir()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_version() {
        assert_eq!(major("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major(""), None);
    }

    #[test]
    fn a_folder_without_the_programs_is_none() {
        assert_eq!(Binaries::of(Path::new("/etc")), None);
        assert_eq!(Binaries::of(Path::new("relative/bin")), None);
    }
}
