//! Writing exports in the background. Whoever takes one holds its lock; one that was cut off is taken again at once.

use super::{ExportFolder, ExportStream, Packed, Step, place::failed};
use crate::{http::ApiResult, open::sandbox, state::State};
use chrono::Duration;
use domain::kernel::business_date;
use persistence::integration::{ExportRow, ExportWork, WrittenExport};
use std::time::{Duration as MachineTime, Instant};
use tokio::sync::watch;

/// How often it is looked for work.
const PAUSE: MachineTime = MachineTime::from_secs(1);
/// How often it is looked for a new day, and for what has expired.
const ROUND: MachineTime = MachineTime::from_secs(60);
/// At its start a server waits this long for the feed to know everything before it asks for the daily export.
const CATCHING_UP: MachineTime = MachineTime::from_secs(600);
/// A file of which no row knows is left alone for so long: somebody may be writing it.
const ARRIVING: MachineTime = MachineTime::from_secs(24 * 3600);
/// How often the progress is told.
const PROGRESS: MachineTime = MachineTime::from_millis(500);
/// How often an export is begun before it is given up.
const ATTEMPTS: i32 = 5;

/// Writes what is asked for, asks for the daily export and removes what has expired, until told to stop.
pub(crate) async fn run(state: State, mut stopped: watch::Receiver<bool>) {
    let (begun, mut round) = (Instant::now(), None::<Instant>);
    loop {
        if round.is_none_or(|last| last.elapsed() >= ROUND) && look_round(&state, begun.elapsed()).await {
            round = Some(Instant::now());
        }
        match write_next(&state, &stopped).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "an export failed"),
        }
        tokio::select! {
            _ = stopped.changed() => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

/// False when it has to be looked again soon.
async fn look_round(state: &State, running: MachineTime) -> bool {
    if let Err(error) = sweep_exports(state).await {
        tracing::warn!(%error, "expired exports could not be removed");
    }
    let behind = match state.store.feed_head().await {
        Ok(head) => head.waiting_since.is_some() && running < CATCHING_UP,
        Err(error) => {
            tracing::warn!(%error, "the daily export could not be asked for");
            return false;
        }
    };
    if behind {
        return false;
    }
    if let Err(error) = queue_daily_export(state).await {
        tracing::warn!(%error, "the daily export could not be asked for");
    }
    true
}

/// Asks for today's export of what everybody may read, unless somebody has. True when nobody had.
///
/// # Errors
/// `service.unavailable`.
pub async fn queue_daily_export(state: &State) -> ApiResult<bool> {
    let now = state.now();
    let id = state.shared.ids.next_id().into();
    Ok(state.store.queue_daily_export(id, business_date(now), now).await?)
}

/// Writes one export that is asked for; false when there is none.
///
/// # Errors
/// `service.unavailable`, `storage.full`; the export is tried again later.
pub async fn write_next_export(state: &State) -> ApiResult<bool> {
    let (_go_on, stopped) = watch::channel(false);
    write_next(state, &stopped).await
}

async fn write_next(state: &State, stopped: &watch::Receiver<bool>) -> ApiResult<bool> {
    let Some(work) = state.store.claim_export(state.now()).await? else { return Ok(false) };
    let attempts = work.row.attempts;
    if attempts > ATTEMPTS {
        tracing::error!(export = %work.row.id, "given up: begun {ATTEMPTS} times and never ended");
        state.store.postpone_export(work, state.now(), None).await?;
        return Ok(true);
    }
    let folder = ExportFolder::of(&state.shared.files_dir);
    let name = file_name(&work.row)?;
    let written = match write(state, &work, &folder, &name, stopped).await {
        Ok(Some(written)) => written,
        Ok(None) => {
            // Told to stop, or somebody else has it.
            folder.remove(&name);
            work.release().await?;
            return Ok(false);
        }
        Err(error) => {
            folder.remove(&name);
            let again = (attempts < ATTEMPTS).then(|| Duration::seconds(30 * i64::from(attempts)));
            state.store.postpone_export(work, state.now(), again).await?;
            return Err(error);
        }
    };
    let (id, rows, bytes) = (work.row.id, written.rows, written.bytes);
    let kept = kept(&work.row);
    if state.store.finish_export(work, written, state.now(), kept).await? {
        tracing::info!(export = %id, rows, bytes, "export written");
    } else {
        folder.remove(&name);
    }
    Ok(true)
}

/// How long the file of an export is kept: of one's own three days, of a daily one a week, and the newest until the next.
fn kept(row: &ExportRow) -> Duration {
    if row.key_id.is_some() { Duration::days(3) } else { Duration::days(7) }
}

fn file_name(row: &ExportRow) -> ApiResult<String> {
    let packed = if row.gzip { ".gz" } else { "" };
    Ok(format!("{}-{}.{}{packed}", row.id, row.attempts, row.format()?.extension()))
}

/// The file, durable under its name; `None` when it was told to stop.
async fn write(
    state: &State,
    work: &ExportWork,
    folder: &ExportFolder,
    name: &str,
    stopped: &watch::Receiver<bool>,
) -> ApiResult<Option<WrittenExport>> {
    let ExportWork { row, snapshot } = work;
    let expected = if row.sandbox { 0 } else { snapshot.count().await? };
    state.store.note_export_progress(row, 0, expected).await?;
    let file = folder.begin(row.id, name)?;
    let mut noted = Instant::now();
    let mut stream = ExportStream::begin(row.format()?, Packed::new(file, row.gzip)).await?;
    let (sink, rows) = loop {
        let step =
            if row.sandbox { stream.only(sandbox::exported()).await? } else { stream.step(snapshot).await? };
        stream = match step {
            Step::More(stream) => stream,
            Step::End(sink, rows) => break (sink, rows),
        };
        if *stopped.borrow() {
            return Ok(None);
        }
        if noted.elapsed() >= PROGRESS {
            noted = Instant::now();
            if !state.store.note_export_progress(row, stream.rows(), expected).await? {
                return Ok(None);
            }
        }
    };
    let (folder, name) = (folder.clone(), name.to_owned());
    let finishing = tokio::task::spawn_blocking(move || {
        let written = sink.finish().map_err(failed)?;
        written.inner.sync_all().map_err(failed)?;
        folder.finish(&name)?;
        ApiResult::Ok((written.sha256, written.bytes, name))
    });
    let (sha256, bytes, file) = finishing.await.map_err(anyhow::Error::from)??;
    let bytes = i64::try_from(bytes).map_err(anyhow::Error::from)?;
    let (epoch, seq) = if row.sandbox {
        let head = sandbox::head();
        (head.epoch, head.seq)
    } else {
        (snapshot.epoch, snapshot.seq)
    };
    Ok(Some(WrittenExport { file, rows, bytes, sha256, epoch, seq }))
}

/// Removes files whose time is over, and files of which no row knows. Returns how many went.
///
/// # Errors
/// `service.unavailable`.
pub async fn sweep_exports(state: &State) -> ApiResult<usize> {
    sweep(state, ARRIVING).await
}

async fn sweep(state: &State, arriving: MachineTime) -> ApiResult<usize> {
    let folder = ExportFolder::of(&state.shared.files_dir);
    let mut gone = state.store.expire_exports(state.now()).await?;
    let looking = {
        let folder = folder.clone();
        tokio::task::spawn_blocking(move || folder.older_than(arriving))
    };
    let old = looking.await.map_err(anyhow::Error::from)?;
    let known = state.store.known_export_files(old.clone()).await?;
    gone.extend(old.into_iter().filter(|name| !known.contains(name)));
    gone.iter().for_each(|name| folder.remove(name));
    Ok(gone.len())
}
