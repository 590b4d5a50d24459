use super::inspect;
use crate::http::{ApiError, ApiResult};
use domain::{
    file::{FileName, MAX_FILE_BYTES},
    kernel::{DomainError, ErrorCode, FieldError, FileId},
};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    time::Duration,
};
use uuid::Uuid;

/// The folder in which bytes are kept: `<first two of the id's last digits>/<id>`, and `tmp/` for what is arriving.
#[derive(Clone, Debug)]
pub struct FileStore {
    root: PathBuf,
}

/// Bytes that are arriving. Dropped before [`Incoming::accept`], it leaves nothing behind.
pub(super) struct Incoming {
    path: PathBuf,
    file: File,
    size: u64,
    kept: bool,
}

/// A file whose bytes are durable, but which has no row yet.
#[derive(Debug)]
pub struct NewFile {
    /// Its id.
    pub id: FileId,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the stored bytes.
    pub sha256: [u8; 32],
}

impl FileStore {
    /// A store below `root`; folders are made when they are needed.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Begins to take a file in.
    pub(super) fn receive(&self, id: FileId) -> ApiResult<Incoming> {
        let folder = self.root.join("tmp");
        fs::create_dir_all(&folder).map_err(|error| failed(error, &folder))?;
        let path = folder.join(format!("{id}.part"));
        let file = File::options().read(true).write(true).create_new(true).open(&path);
        let file = file.map_err(|error| failed(error, &path))?;
        Ok(Incoming { path, file, size: 0, kept: false })
    }

    /// Looks into what has arrived, takes from images what the camera wrote into them, and makes the bytes durable under
    /// their id. Blocks: call it off the async threads.
    ///
    /// # Errors
    /// `validation.failed` at `#/file`; `storage.full`.
    pub(super) fn accept(&self, incoming: Incoming, id: FileId, name: &FileName) -> ApiResult<NewFile> {
        let mut incoming = incoming;
        if incoming.size == 0 {
            return Err(FieldError::new("#/file", ErrorCode::FileEmpty).into());
        }
        let refused =
            |code: ErrorCode| FieldError::new("#/file", code).param("extension", name.kind().code());
        match inspect::look_into(&mut incoming.file, name.kind()) {
            Ok(None) => {}
            Ok(Some(clean)) => incoming.replace(&clean)?,
            Err(inspect::Fault::Refused(code)) => return Err(refused(code).into()),
            Err(inspect::Fault::Io(error)) => return Err(failed(error, &incoming.path)),
        }
        let sha256 = hash(&mut incoming.file).map_err(|error| failed(error, &incoming.path))?;
        incoming.file.sync_all().map_err(|error| failed(error, &incoming.path))?;
        let place = self.place(id);
        let folder = place.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder).map_err(|error| failed(error, folder))?;
        fs::rename(&incoming.path, &place).map_err(|error| failed(error, &place))?;
        incoming.kept = true;
        // The name is durable only when its folder is.
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| failed(error, folder))?;
        Ok(NewFile { id, size: incoming.size, sha256 })
    }

    /// Takes in bytes that are in memory already: the demo, imports.
    ///
    /// # Errors
    /// As an upload.
    pub fn put(&self, id: FileId, name: &FileName, bytes: &[u8]) -> ApiResult<NewFile> {
        let mut incoming = self.receive(id)?;
        incoming.write(bytes)?;
        self.accept(incoming, id, name)
    }

    /// Opens a stored file after checking that it is what was stored.
    ///
    /// # Errors
    /// `file.corrupt` when it is gone, shorter, longer or different: never wrong bytes.
    pub(crate) fn open(&self, id: FileId, size: i64, sha256: &[u8]) -> ApiResult<File> {
        let path = self.place(id);
        let corrupt = |what: &str| {
            tracing::error!(file = %id, what, "stored file is corrupt");
            ApiError::from(ErrorCode::FileCorrupt)
        };
        let mut file = File::open(&path).map_err(|error| corrupt(&error.to_string()))?;
        let length = file.metadata().map_err(|error| corrupt(&error.to_string()))?.len();
        if i64::try_from(length) != Ok(size) {
            return Err(corrupt("wrong length"));
        }
        let found = hash(&mut file).map_err(|error| corrupt(&error.to_string()))?;
        if found != sha256 {
            return Err(corrupt("wrong hash"));
        }
        file.seek(SeekFrom::Start(0)).map_err(|error| corrupt(&error.to_string()))?;
        Ok(file)
    }

    /// Removes stored bytes; gone already is good too.
    pub(super) fn remove(&self, id: FileId) {
        let path = self.place(id);
        if let Err(error) = fs::remove_file(&path)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(file = %id, %error, "cannot remove a stored file; the next tidying tries again");
        }
    }

    /// What lies in the store for longer than `age` by the machine's clock: ids of stored files, and temporary files.
    pub(super) fn older_than(&self, age: Duration) -> (Vec<FileId>, Vec<PathBuf>) {
        let (mut stored, mut arriving) = (Vec::new(), Vec::new());
        for folder in entries(&self.root).into_iter().filter(|path| path.is_dir()) {
            let temporary = folder.file_name().is_some_and(|name| name == "tmp");
            for path in entries(&folder).into_iter().filter(|path| is_old(path, age)) {
                let id = path.file_name().and_then(|name| name.to_str()?.parse::<Uuid>().ok());
                match (temporary, id) {
                    (true, _) => arriving.push(path),
                    (false, Some(id)) => stored.push(FileId(id)),
                    // Not ours.
                    (false, None) => {}
                }
            }
        }
        (stored, arriving)
    }

    /// Ids are ordered by time, so their beginnings are alike; their ends spread.
    fn place(&self, id: FileId) -> PathBuf {
        let name = id.to_string();
        self.root.join(&name[name.len() - 2..]).join(&name)
    }
}

impl Incoming {
    /// Adds a piece.
    pub(super) fn write(&mut self, piece: &[u8]) -> ApiResult<()> {
        self.size += piece.len() as u64;
        if self.size > MAX_FILE_BYTES {
            let error = DomainError::new(ErrorCode::FileTooLarge);
            return Err(error.param("max_mib", MAX_FILE_BYTES / (1024 * 1024)).into());
        }
        self.file.write_all(piece).map_err(|error| failed(error, &self.path))
    }

    fn replace(&mut self, bytes: &[u8]) -> ApiResult<()> {
        let mut rewrite = || {
            self.file.set_len(0)?;
            self.file.seek(SeekFrom::Start(0))?;
            self.file.write_all(bytes)
        };
        rewrite().map_err(|error| failed(error, &self.path))?;
        self.size = bytes.len() as u64;
        Ok(())
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if !self.kept {
            // What cannot be removed now goes with the next tidying.
            let _removed = fs::remove_file(&self.path);
        }
    }
}

fn hash(file: &mut File) -> io::Result<[u8; 32]> {
    file.seek(SeekFrom::Start(0))?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(hasher.finalize().into());
        }
        hasher.update(&buffer[..read]);
    }
}

/// A full disk is the operator's matter and safe to say; everything else is a defect.
fn failed(error: io::Error, path: &Path) -> ApiError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ErrorCode::StorageFull.into(),
        _ => ApiError::Defect(anyhow::Error::new(error).context(path.display().to_string())),
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).map(|list| list.flatten().map(|entry| entry.path()).collect()).unwrap_or_default()
}

fn is_old(path: &Path, age: Duration) -> bool {
    let modified = fs::metadata(path).and_then(|data| data.modified());
    modified.ok().and_then(|at| at.elapsed().ok()).is_some_and(|elapsed| elapsed >= age)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(name: &str) -> (FileStore, PathBuf) {
        let root = std::env::temp_dir().join(format!("daibiao-store-{name}-{}", std::process::id()));
        let _old = fs::remove_dir_all(&root);
        (FileStore::new(&root), root)
    }

    fn id(n: u128) -> FileId {
        FileId(Uuid::from_u128(n))
    }

    fn files_below(root: &Path) -> usize {
        entries(root).iter().flat_map(|folder| entries(folder)).count()
    }

    #[test]
    fn what_is_refused_or_abandoned_leaves_nothing() {
        let (store, root) = store("nothing");
        let name = FileName::of("a.pdf").unwrap();
        store.put(id(1), &name, b"MZ not a pdf").unwrap_err();
        store.put(id(2), &name, b"").unwrap_err();
        let mut half = store.receive(id(3)).unwrap();
        half.write(b"%PDF-1.7 half of it").unwrap();
        drop(half);
        assert_eq!(files_below(&root), 0);
        fs::remove_dir_all(&root).unwrap();
    }

    #[test]
    fn a_flipped_bit_is_found_and_no_byte_handed_out() {
        let (store, root) = store("flipped");
        let bytes = b"%PDF-1.7 whole\n%%EOF";
        let stored = store.put(id(1), &FileName::of("a.pdf").unwrap(), bytes).unwrap();
        let open = |store: &FileStore| store.open(id(1), stored.size as i64, &stored.sha256);
        assert!(open(&store).is_ok());
        let mut wrong = bytes.to_vec();
        wrong[12] ^= 1;
        for damaged in [&wrong[..], &bytes[..9], b""] {
            fs::write(store.place(id(1)), damaged).unwrap();
            let error = open(&store).unwrap_err();
            assert!(error.to_string().contains("file.corrupt"), "{error}");
        }
        store.remove(id(1));
        assert!(open(&store).is_err());
        store.remove(id(1));
        fs::remove_dir_all(&root).unwrap();
    }
}
