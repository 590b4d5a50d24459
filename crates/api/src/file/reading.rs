//! What stands in stored files: read when a publication asks, and remembered by their hash, because a file never changes.

use super::{dto::hex, store::FileStore};
use crate::{http::ApiResult, state::State};
use actix_web::web;
use domain::{
    file::{FileKind, FileReadability, FileReading},
    kernel::FileId,
};
use persistence::file::FileRow;
use std::{
    collections::{BTreeMap, VecDeque},
    io::Read,
    sync::{Arc, Mutex, PoisonError},
};

/// How many readings are remembered: each is at most half a megabyte.
const KEPT: usize = 64;

type Key = (FileId, String);

/// The readings of this process, the least recently asked for goes first.
#[derive(Default)]
pub struct FileReadings(Mutex<VecDeque<(Key, Arc<FileReading>)>>);

impl FileReadings {
    fn recall(&self, key: &Key) -> Option<Arc<FileReading>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(known, _)| known == key)?;
        let found = kept.remove(at)?;
        let reading = found.1.clone();
        kept.push_back(found);
        Some(reading)
    }

    fn keep(&self, key: Key, reading: Arc<FileReading>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back((key, reading));
        while kept.len() > KEPT {
            kept.pop_front();
        }
    }
}

/// What stands in these files. One that cannot be opened, or is not what was stored, is read as damaged; one that does not exist
/// is left out. For whoever has been asked whether they may be read.
///
/// # Errors
/// As any statement.
pub(crate) async fn readings(
    state: &State,
    ids: &[FileId],
) -> ApiResult<BTreeMap<FileId, (FileRow, Arc<FileReading>)>> {
    let mut found = BTreeMap::new();
    for row in state.store.files(ids).await? {
        let id = FileId(row.id);
        let key = (id, hex(&row.sha256));
        let reading = match state.shared.file_readings.recall(&key) {
            Some(known) => known,
            None => {
                let fresh = Arc::new(read(state, &row).await?);
                state.shared.file_readings.keep(key, fresh.clone());
                fresh
            }
        };
        found.insert(id, (row, reading));
    }
    Ok(found)
}

async fn read(state: &State, row: &FileRow) -> ApiResult<FileReading> {
    let kind: FileKind = row.kind.parse().map_err(|_| anyhow::anyhow!("unknown kind {}", row.kind))?;
    let store = FileStore::new(&state.shared.files_dir);
    // A file is in memory while it is read.
    let turn = state.shared.inspecting.acquire().await.map_err(anyhow::Error::from)?;
    let (id, name, size, sha256) = (FileId(row.id), row.name.clone(), row.size, row.sha256.clone());
    let reading = web::block(move || {
        let mut bytes = Vec::new();
        store.open(id, size, &sha256).ok().and_then(|mut file| file.read_to_end(&mut bytes).ok())?;
        Some(documents::attachment::read(&name, kind, &bytes, hex(&sha256)))
    });
    // A parser that gives up on a file in its own way ends its thread, not the server.
    let reading =
        reading.await.inspect_err(|error| tracing::error!(file = %row.id, %error, "a file was not read"));
    let damaged = || FileReading {
        sha256: hex(&row.sha256),
        name: row.name.clone(),
        readability: FileReadability::Damaged,
        sections: Vec::new(),
        findings: Vec::new(),
    };
    let reading = reading.ok().flatten().unwrap_or_else(damaged);
    drop(turn);
    Ok(reading)
}
