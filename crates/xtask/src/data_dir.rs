//! The folder that `cargo xtask run` keeps its data in: `.data/` unless `--data-dir` says otherwise.
//!
//! `pg/` the private cluster · `files/` the file store · `secret` the key of this installation ·
//! `demo` whether the demo county is in the database · `lock` held while a run is using it.

use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::workspace;

/// How far the demo county has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demo {
    /// Never asked for.
    Absent,
    /// Was begun and did not come to its end.
    Unfinished,
    /// Complete.
    Present,
}

/// A data folder that this process alone uses.
pub struct DataDir {
    folder: PathBuf,
    _lock: File,
}

impl DataDir {
    /// Makes the folder when it is missing, and claims it.
    pub fn claim(wanted: Option<&Path>) -> Result<DataDir> {
        let wanted = wanted.map_or_else(|| workspace::path(".data"), Path::to_owned);
        fs::create_dir_all(&wanted)
            .with_context(|| format!("making the data folder {}", wanted.display()))?;
        let folder = wanted.canonicalize().with_context(|| format!("looking at {}", wanted.display()))?;
        let file = folder.join("lock");
        let lock = fs::OpenOptions::new().create(true).truncate(false).write(true).open(&file).with_context(
            || format!("opening {} (a folder of another user? choose one with --data-dir)", file.display()),
        )?;
        match lock.try_lock() {
            Ok(()) => Ok(DataDir { folder, _lock: lock }),
            Err(TryLockError::WouldBlock) => {
                bail!(
                    "another `cargo xtask run` is using {}: stop it, or choose another folder with --data-dir",
                    folder.display()
                )
            }
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("locking {}", file.display()))
            }
        }
    }

    /// Where the private cluster is wished for (it may have to go elsewhere: `pgbox::place`).
    pub fn cluster(&self) -> PathBuf {
        self.folder.join("pg")
    }

    /// Whether an earlier run made a cluster.
    pub fn has_cluster(&self) -> bool {
        [self.cluster(), pgbox::place::outside(&self.cluster())]
            .iter()
            .any(|folder| folder.join("data").exists())
    }

    /// Where the server keeps uploaded and generated files.
    pub fn files(&self) -> PathBuf {
        self.folder.join("files")
    }

    /// Where the server writes its log.
    pub fn server_log(&self) -> PathBuf {
        self.folder.join("daibiao.log")
    }

    /// Removes what earlier runs left, and nothing that we did not make.
    pub fn clear(&self) -> Result<()> {
        for path in [self.cluster(), pgbox::place::outside(&self.cluster()), self.files()] {
            if path.exists() {
                fs::remove_dir_all(&path).with_context(|| format!("removing {}", path.display()))?;
            }
        }
        for name in ["secret", "demo", "daibiao.log"] {
            let path = self.folder.join(name);
            if path.exists() {
                fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
            }
        }
        Ok(())
    }

    /// The installation's secret, made at the first start and then always the same: what is
    /// encrypted in the database can be read with it only.
    pub fn secret(&self) -> Result<String> {
        let path = self.folder.join("secret");
        match fs::read_to_string(&path) {
            Ok(text) => Ok(text.trim().to_owned()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                // 64 hexadecimal digits are valid base64 as they are, and hold 256 random bits.
                let secret = pgbox::random::hex(32)?;
                fs::OpenOptions::new()
                    .write(true)
                    .create_new(true)
                    .mode(0o600)
                    .open(&path)
                    .and_then(|mut file| file.write_all(secret.as_bytes()))
                    .with_context(|| format!("writing {}", path.display()))?;
                Ok(secret)
            }
            Err(error) => Err(error).with_context(|| format!("reading {}", path.display())),
        }
    }

    /// Whether the demo county is in the database.
    pub fn demo(&self) -> Demo {
        match fs::read_to_string(self.folder.join("demo")).as_deref().map(str::trim) {
            Ok("present") => Demo::Present,
            Ok(_) => Demo::Unfinished,
            Err(_) => Demo::Absent,
        }
    }

    /// Notes how far the demo county has got.
    pub fn note_demo(&self, state: Demo) -> Result<()> {
        let path = self.folder.join("demo");
        match state {
            Demo::Absent => match fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    Err(error).with_context(|| format!("removing {}", path.display()))
                }
                _ => Ok(()),
            },
            Demo::Unfinished => write(&path, "unfinished\n"),
            Demo::Present => write(&path, "present\n"),
        }
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("writing {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn scratch(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("xtask-data-{name}-{}", std::process::id()))
    }

    #[test]
    fn one_user_at_a_time() {
        let folder = scratch("lock");
        let first = DataDir::claim(Some(&folder)).expect("free");
        let refusal = DataDir::claim(Some(&folder)).err().expect("taken").to_string();
        assert!(refusal.contains("--data-dir"), "{refusal}");
        drop(first);
        DataDir::claim(Some(&folder)).expect("free again");
        fs::remove_dir_all(&folder).expect("clean up");
    }

    #[test]
    fn the_secret_is_kept_and_private_until_cleared() {
        let folder = scratch("secret");
        let data = DataDir::claim(Some(&folder)).expect("claim");
        let secret = data.secret().expect("made");
        assert_eq!((secret.len(), data.secret().expect("read")), (64, secret.clone()));
        let mode = fs::metadata(folder.join("secret")).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);

        // A stranger's file in the same folder survives.
        fs::write(folder.join("mine.txt"), "x").expect("write");
        data.note_demo(Demo::Present).expect("note");
        data.clear().expect("clear");
        assert_ne!(data.secret().expect("made anew"), secret);
        assert_eq!(data.demo(), Demo::Absent);
        assert!(folder.join("mine.txt").exists());
        fs::remove_dir_all(&folder).expect("clean up");
    }
}
