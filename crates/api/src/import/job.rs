//! One import from file to transaction.

use super::{
    deputies::{self, NewSeat},
    importer::Import,
    suggestions::{self, NewMatter},
    units::{self, NewUnit},
};
use crate::{
    http::{ApiResult, Caller},
    state::State,
};
use documents::import::{ImportFileError, ImportKind, ImportReport, Options};
use domain::kernel::DomainError;
use persistence::Uow;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Large workbooks take memory and time: as many as two are read at once in a process.
static READING: Semaphore = Semaphore::const_new(2);

/// A file and how it is to be read.
pub(crate) struct ImportJob {
    /// What it lists.
    pub kind: ImportKind,
    /// As it is called.
    pub filename: String,
    /// The bytes.
    pub content: Arc<Vec<u8>>,
    /// Sheet and mapping, where somebody has decided.
    pub options: Options,
    /// Ordinal of the term (届); `None`: the current one.
    pub term: Option<i32>,
}

/// What an import would do.
pub(crate) struct Prepared {
    /// Row by row.
    pub report: ImportReport,
    batch: Batch,
}

/// The accepted rows, checked and ready.
enum Batch {
    Deputies(Vec<NewSeat>),
    Units(Vec<NewUnit>),
    Suggestions(Vec<NewMatter>),
}

/// Reads the file and checks every row against the registers; nothing is written.
///
/// # Errors
/// The refusals of a file as a whole (`import.…`); `permission.denied`; `import.term_missing`.
pub(crate) async fn prepare(
    state: &State,
    caller: &Caller,
    uow: &Uow,
    job: &ImportJob,
) -> ApiResult<Prepared> {
    let import = Import::open(state, caller, uow, (job.kind, job.term)).await?;
    let reference = import.registers.reference(job.kind);
    let (kind, filename, options) = (job.kind, job.filename.clone(), job.options.clone());
    let content = job.content.clone();
    let mut report =
        reading(move || documents::import::import(kind, &content, &filename, &options, &reference))
            .await?
            .map_err(file_refused)?;
    let batch = match job.kind {
        ImportKind::Deputies => Batch::Deputies(deputies::plan(&import, &mut report).await?),
        ImportKind::Units => Batch::Units(units::plan(&import, &mut report)),
        ImportKind::Suggestions => {
            Batch::Suggestions(suggestions::plan(&import, &job.filename, &mut report).await?)
        }
    };
    import.registers.propose(&mut report);
    report.recount();
    Ok(Prepared { report, batch })
}

/// Writes every accepted row; the caller commits. Returns how many.
///
/// # Errors
/// As any command; then nothing may be committed.
pub(crate) async fn write(
    state: &State,
    caller: &Caller,
    uow: &Uow,
    job: &ImportJob,
    prepared: Prepared,
) -> ApiResult<usize> {
    let import = Import::open(state, caller, uow, (job.kind, job.term)).await?;
    match prepared.batch {
        Batch::Deputies(rows) => deputies::write(&import, rows).await,
        Batch::Units(rows) => units::write(&import, rows).await,
        Batch::Suggestions(rows) => suggestions::write(&import, rows).await,
    }
}

/// Runs what takes long on a thread of its own.
///
/// # Errors
/// A defect, when it panics.
pub(super) async fn reading<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> ApiResult<T> {
    let _turn = READING.acquire().await.map_err(anyhow::Error::from)?;
    Ok(tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::from)?)
}

/// A file that cannot be read as a whole.
pub(super) fn file_refused(error: ImportFileError) -> DomainError {
    let params = error.params.into_iter();
    let mut refused = DomainError::new(error.code).param("found", error.detail);
    for (name, value) in params {
        refused = refused.param(name, value);
    }
    refused
}
