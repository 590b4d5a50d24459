//! One import from file to transaction.

use super::{
    deputies::{self, NewSeat},
    registers::Registers,
    suggestions::{self, NewMatter},
    units::{self, NewUnit},
};
use crate::{
    http::{ApiResult, Caller},
    state::State,
};
use documents::import::{ImportFileError, ImportKind, ImportReport, Options};
use domain::{
    authz::{Action, JurisdictionPath, Permit, PublicRegister, Register, act, require},
    kernel::{DomainError, ErrorCode},
};
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

/// Who imports, and what that allows.
pub(super) struct Import<'a> {
    pub state: &'a State,
    pub uow: &'a Uow,
    pub registers: Registers,
    pub path: JurisdictionPath,
    pub run: Permit<act::RunImports>,
    pub keep: Permit<act::ManageRegisters>,
    pub groups: Permit<act::ManageGroups>,
    pub status: Permit<act::ChangeDeputyStatus>,
}

impl<'a> Import<'a> {
    async fn open(state: &'a State, caller: &'a Caller, uow: &'a Uow, job: &ImportJob) -> ApiResult<Self> {
        let actor = &caller.actor;
        let run = require::<act::RunImports>(actor, &PublicRegister)?;
        // The widest of the grants: whoever keeps the registers of a county imports for the county.
        let grant = actor.grants_for(Action::RunImports).min_by_key(|grant| grant.jurisdiction.0.len());
        let path = grant.ok_or(ErrorCode::PermissionDenied)?.jurisdiction.clone();
        let node = uow.known_node(Some(&path)).await?.ok_or(ErrorCode::NotFound)?;
        let subject = Register { path: &path };
        let (keep, groups, status) =
            (require(actor, &subject)?, require(actor, &subject)?, require(actor, &subject)?);
        let registers = Registers::read(uow, node, job.kind, job.term).await?;
        Ok(Self { state, uow, registers, path, run, keep, groups, status })
    }
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
    let import = Import::open(state, caller, uow, job).await?;
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
    let import = Import::open(state, caller, uow, job).await?;
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
