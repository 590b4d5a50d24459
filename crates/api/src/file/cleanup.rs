//! Tidying: files to which nothing refers, and bytes without a row (a crash between the two).

use super::store::FileStore;
use crate::{http::ApiResult, state::State};
use chrono::Duration;
use domain::{
    file::ORPHAN_DAYS,
    kernel::{AuditChange, FileId},
};
use persistence::Context;
use serde_json::json;
use std::time::Duration as MachineTime;

/// How many files one transaction removes.
const BATCH: i64 = 200;

/// How long bytes without a row are left alone: an upload may be under way.
const ARRIVING: MachineTime = MachineTime::from_secs(24 * 3600);

/// Removes what nobody needs; returns how many files went. Safe to run anywhere, any time, twice at once.
///
/// # Errors
/// `service.unavailable`.
pub async fn tidy_files(state: &State) -> ApiResult<usize> {
    tidy(state, ARRIVING).await
}

async fn tidy(state: &State, arriving: MachineTime) -> ApiResult<usize> {
    let store = FileStore::new(&state.shared.files_dir);
    let mut removed = 0;
    loop {
        let now = state.now();
        let context = Context {
            now,
            account: None,
            request_id: "tidy-files".to_owned(),
            ids: state.shared.ids.clone(),
        };
        let uow = state.store.begin(context).await?;
        let gone = uow.delete_orphan_files(now - Duration::days(ORPHAN_DAYS), BATCH).await?;
        for id in &gone {
            let audit = AuditChange {
                action: "file.expire",
                subject: "file",
                subject_id: id.0,
                before: json!({}),
                after: json!({"removed": true}),
            };
            uow.audit(audit).await?;
        }
        uow.commit().await?;
        for id in &gone {
            store.remove(*id);
        }
        removed += gone.len();
        if (gone.len() as i64) < BATCH {
            break;
        }
    }
    let looking = {
        let store = store.clone();
        tokio::task::spawn_blocking(move || store.older_than(arriving))
    };
    let (stored, temporary) = looking.await.map_err(anyhow::Error::from)?;
    for path in temporary {
        // Gone already is good too.
        let _removed = std::fs::remove_file(path);
    }
    for some in stored.chunks(1_000) {
        let known = state.store.known_files(some).await?;
        let rubbish: Vec<&FileId> = some.iter().filter(|id| !known.contains(id)).collect();
        removed += rubbish.len();
        rubbish.into_iter().for_each(|id| store.remove(*id));
    }
    Ok(removed)
}
