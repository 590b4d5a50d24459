//! `daibiao import`: the wizard's work without a wizard, for installations and large ledgers.
//!
//! Exit status: 0 everything was written (or, with `--dry-run`, could be); 1 rows were refused and nothing was written; 2 wrong
//! arguments; 3 the file cannot be read as a whole, or something else failed, and nothing was written.

use super::DatabaseArgs;
use crate::{
    app::{AppConfig, detached_state},
    http::{ApiError, Caller, Language, RequestInfo},
    import::{ImportJob, Prepared, prepare, write},
    state::State,
};
use anyhow::{Context as _, anyhow, ensure};
use clap::{Args, Subcommand};
use documents::import::{ImportKind, ImportReport, Mapping, Options, RowStatus};
use domain::{
    authz::{Actor, Grant, JurisdictionPath, Role},
    kernel::{AccountId, Clock, LoginSessionId},
};
use persistence::{Context, Uow};
use std::{fs, path::PathBuf, sync::Arc};
use uuid::Uuid;

/// Rows were refused.
const REFUSED: u8 = 1;
/// It could not be done at all.
const FAILED: u8 = 3;
/// Refused rows told on the terminal; the report has all.
const TOLD: usize = 20;

#[derive(Args)]
pub(super) struct ImportArgs {
    #[command(subcommand)]
    command: ImportCommand,
}

#[derive(Subcommand)]
enum ImportCommand {
    /// Roster of deputies (代表名册): persons, seats, groups
    Deputies(FileArgs),
    /// List of units (承办单位名录); parents may stand in the same file
    Units(FileArgs),
    /// Ledger of suggestions (代表建议台账), as far as it proves what happened
    Suggestions(FileArgs),
}

#[derive(Args)]
struct FileArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Server secret in base64: numbers of persons are encrypted with a key that comes from it
    #[arg(long, env = "DAIBIAO_SECRET", hide_env_values = true)]
    secret: String,
    /// .xlsx or .csv (UTF-8 or GB18030), as the office keeps it
    file: PathBuf,
    /// Check every row and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Write the good rows although others are refused
    #[arg(long)]
    accept_valid: bool,
    /// Write the report as JSON to this file (`-`: to standard output)
    #[arg(long)]
    report: Option<PathBuf>,
    /// Name of the sheet to read; default: the one that fits best
    #[arg(long)]
    sheet: Option<String>,
    /// JSON file with the meaning of the columns: `summary.mapping` of a report, corrected
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// Ordinal of the term (届); default: the current one
    #[arg(long)]
    term: Option<i32>,
    /// Account in whose name it is done; default: the command line itself, for the whole county
    #[arg(long = "as", value_name = "USERNAME")]
    account: Option<String>,
    /// Show telephone and identity numbers in the report
    #[arg(long)]
    reveal: bool,
}

/// Runs the import; the exit status is documented above.
pub(super) async fn run(args: ImportArgs) -> u8 {
    let (kind, args) = match args.command {
        ImportCommand::Deputies(args) => (ImportKind::Deputies, args),
        ImportCommand::Units(args) => (ImportKind::Units, args),
        ImportCommand::Suggestions(args) => (ImportKind::Suggestions, args),
    };
    match import(kind, args).await {
        Ok(status) => status,
        Err(error) => {
            eprintln!("daibiao: {error:#}");
            FAILED
        }
    }
}

async fn import(kind: ImportKind, args: FileArgs) -> anyhow::Result<u8> {
    let content = fs::read(&args.file).with_context(|| format!("reading {}", args.file.display()))?;
    let mapping = args.mapping.as_ref().map(read_mapping).transpose()?;
    let filename =
        args.file.file_name().map_or_else(|| "file".into(), |name| name.to_string_lossy().into_owned());
    let job = ImportJob {
        kind,
        filename,
        content: Arc::new(content),
        options: Options { sheet: args.sheet.clone(), mapping },
        term: args.term,
    };
    let state = open(&args).await?;
    let caller = caller(&state, args.account.as_deref()).await?;
    let uow = begin(&state, &caller).await?;
    uow.lock_imports().await?;
    let prepared = prepare(&state, &caller, &uow, &job).await.map_err(told)?;
    let report = prepared.report.clone();
    let refused = report.summary.error > 0 && !args.accept_valid;
    // The report is there before anything is written: whoever cannot keep it writes nothing.
    publish(&args, report.clone())?;
    let written = if refused || args.dry_run {
        // Given back before the pool is closed, which waits for it.
        drop(uow);
        None
    } else {
        Some(commit(&state, &caller, uow, &job, prepared).await?)
    };
    tell(&report, written);
    state.store.close().await;
    Ok(if refused { REFUSED } else { 0 })
}

async fn commit(
    state: &State,
    caller: &Caller,
    uow: Uow,
    job: &ImportJob,
    prepared: Prepared,
) -> anyhow::Result<usize> {
    let written = write(state, caller, &uow, job, prepared).await.map_err(told)?;
    uow.commit().await?;
    Ok(written)
}

fn read_mapping(path: &PathBuf) -> anyhow::Result<Mapping> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))
}

/// What the server would know, without a server.
async fn open(args: &FileArgs) -> anyhow::Result<State> {
    let state = detached_state(AppConfig::new(&args.database.database_url, &args.secret))?;
    let ready = state.store.ready().await.map_err(|error| anyhow::anyhow!("{error}"));
    ensure!(ready.context("connecting to the database")?, "the database needs `daibiao migrate` first");
    Ok(state)
}

/// Who imports: the named account with its rights, or the command line with those of the deputies' committee.
async fn caller(state: &State, username: Option<&str>) -> anyhow::Result<Caller> {
    let actor = match username {
        Some(name) => state.store.actor_named(name).await?.with_context(|| format!("no account {name}"))?,
        None => {
            let nodes = state.store.jurisdictions().await?;
            let root = nodes.into_iter().find(|node| node.parent_id.is_none());
            let root = root.context("the installation has no county yet: see `daibiao admin create`")?;
            let jurisdiction = JurisdictionPath(root.path);
            let grant = Grant { role: Role::DcHead, jurisdiction, unit: None, group: None, deputy: None };
            let nobody = (AccountId(Uuid::nil()), LoginSessionId(Uuid::nil()));
            Actor::new(nobody.0, nobody.1, None, "命令行".to_owned(), vec![grant])
        }
    };
    let request = RequestInfo {
        id: "command-line".to_owned(),
        now: state.shared.clock.now(),
        language: Language::Chinese,
        address: String::new(),
        user_agent: "daibiao import".to_owned(),
    };
    Ok(Caller { actor, request })
}

async fn begin(state: &State, caller: &Caller) -> anyhow::Result<Uow> {
    let account = Some(caller.actor.account).filter(|account| !account.0.is_nil());
    let context = Context {
        now: caller.request.now,
        account,
        request_id: caller.request.id.clone(),
        ids: state.shared.ids.clone(),
    };
    Ok(state.store.begin(context).await?)
}

/// A refusal in the words of the catalogue.
fn told(error: ApiError) -> anyhow::Error {
    match error {
        ApiError::Refused(refused) => {
            let text = refused.params.iter().fold(refused.code.zh().to_owned(), |text, (name, value)| {
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                text.replace(&format!("{{{name}}}"), &value)
            });
            let found = refused.params.get("found").and_then(|found| found.as_str()).unwrap_or_default();
            anyhow!("{} {text} {found}", refused.code.code())
        }
        ApiError::Defect(defect) => defect,
        other => anyhow!("{other}"),
    }
}

fn publish(args: &FileArgs, mut report: ImportReport) -> anyhow::Result<()> {
    let Some(path) = &args.report else { return Ok(()) };
    if !args.reveal {
        report.mask_personal_data();
    }
    let json = serde_json::to_string(&report)?;
    if path.as_os_str() == "-" {
        println!("{json}");
        return Ok(());
    }
    fs::write(path, json).with_context(|| format!("writing {}", path.display()))
}

/// The result in a few lines, on standard error so that `--report -` stays clean.
fn tell(report: &ImportReport, written: Option<usize>) {
    let mut report = report.clone();
    report.mask_personal_data();
    let summary = &report.summary;
    eprintln!(
        "{}：共 {} 行，可导入 {}，已有或重复 {}，有错误 {}",
        summary.sheet, summary.total, summary.ok, summary.duplicate, summary.error
    );
    let refused = report.rows.iter().filter(|row| row.status == RowStatus::Error);
    for row in refused.clone().take(TOLD) {
        for error in &row.errors {
            eprintln!("  第 {} 行 {}：{}", row.row, error.field, error.message);
        }
    }
    if summary.error > TOLD {
        eprintln!("  ……其余 {} 行见报告（--report）", summary.error - TOLD);
    }
    match written {
        Some(written) => eprintln!("已写入 {written} 行"),
        None => eprintln!("没有写入任何内容"),
    }
}
