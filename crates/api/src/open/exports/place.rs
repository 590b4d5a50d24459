use crate::http::{ApiError, ApiResult};
use domain::kernel::ErrorCode;
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::Duration,
};
use uuid::Uuid;

/// The folder of finished exports, `exports/` in the file store. Names are an export's id, its attempt and an ending, so
/// the tidying of uploaded files, whose names are bare ids, leaves them alone.
#[derive(Clone, Debug)]
pub(crate) struct ExportFolder {
    root: PathBuf,
}

impl ExportFolder {
    /// In this file store.
    pub(crate) fn of(files_dir: &Path) -> Self {
        Self { root: files_dir.join("exports") }
    }

    /// Where a file lies.
    pub(crate) fn place(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Begins to write a file; what an earlier attempt has left of it goes.
    ///
    /// # Errors
    /// `storage.full`.
    pub(super) fn begin(&self, id: Uuid, name: &str) -> ApiResult<File> {
        fs::create_dir_all(&self.root).map_err(failed)?;
        let beginning = id.to_string();
        for path in self.files() {
            if name_of(&path).is_some_and(|name| name.starts_with(&beginning)) {
                // What cannot be removed now goes with the next tidying.
                let _removed = fs::remove_file(path);
            }
        }
        File::create_new(self.place(&arriving(name))).map_err(failed)
    }

    /// Gives a file that is whole and durable its name, durably.
    ///
    /// # Errors
    /// `storage.full`.
    pub(super) fn finish(&self, name: &str) -> ApiResult<()> {
        fs::rename(self.place(&arriving(name)), self.place(name)).map_err(failed)?;
        File::open(&self.root).and_then(|folder| folder.sync_all()).map_err(failed)
    }

    /// Removes a file and what was written of it; gone already is good too.
    pub(super) fn remove(&self, name: &str) {
        for path in [self.place(name), self.place(&arriving(name))] {
            if let Err(error) = fs::remove_file(&path)
                && error.kind() != io::ErrorKind::NotFound
            {
                tracing::warn!(file = name, %error, "cannot remove an export; the next tidying tries again");
            }
        }
    }

    /// Names of files that have not been written to for longer than `age` by the machine's clock.
    pub(super) fn older_than(&self, age: Duration) -> Vec<String> {
        let old = |path: &PathBuf| {
            let modified = fs::metadata(path).and_then(|data| data.modified());
            modified.ok().and_then(|at| at.elapsed().ok()).is_some_and(|elapsed| elapsed >= age)
        };
        self.files().into_iter().filter(old).filter_map(|path| name_of(&path).map(str::to_owned)).collect()
    }

    fn files(&self) -> Vec<PathBuf> {
        let list = fs::read_dir(&self.root);
        list.map(|list| list.flatten().map(|entry| entry.path()).collect()).unwrap_or_default()
    }
}

fn arriving(name: &str) -> String {
    format!("{name}.part")
}

fn name_of(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()
}

/// A full disk is the operator's matter and safe to say; everything else is a defect.
pub(super) fn failed(error: io::Error) -> ApiError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ErrorCode::StorageFull.into(),
        _ => ApiError::Defect(anyhow::Error::new(error).context("writing an export")),
    }
}
