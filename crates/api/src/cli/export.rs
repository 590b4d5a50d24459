use super::DatabaseArgs;
use crate::{
    app::{AppConfig, detached_state},
    open::{
        FeedCursor,
        exports::{ExportStream, Packed, Step},
    },
};
use anyhow::Context as _;
use domain::{
    authz::JurisdictionPath,
    integration::{ExportFormat, OfficialSight, Sight},
    kernel::UnitId,
};
use serde_json::json;
use std::{
    fs::File,
    io::{self, Write},
    path::PathBuf,
};
use uuid::Uuid;

#[derive(clap::Args)]
pub(super) struct ExportArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Server secret in base64, as the server has it
    #[arg(long, env = "DAIBIAO_SECRET", hide_env_values = true)]
    secret: String,
    /// `ndjson`: the documents, one a line; `csv`: flat columns
    #[arg(long, default_value = "ndjson", value_parser = format)]
    format: ExportFormat,
    /// Pack it with gzip
    #[arg(long)]
    gzip: bool,
    /// The official record of the matters of this unit (its id), besides what is published
    #[arg(long, conflicts_with = "area")]
    unit: Option<Uuid>,
    /// The official record of this area (a path as `/county/`), besides what is published
    #[arg(long)]
    area: Option<String>,
    /// Where to write; `-` is the standard output
    #[arg(long, default_value = "-")]
    out: PathBuf,
}

fn format(text: &str) -> Result<ExportFormat, String> {
    text.parse().map_err(|_| "ndjson or csv".to_owned())
}

/// Writes the matters to a file; what a reader of the feed has to know of it goes to the standard error, as JSON.
pub(super) async fn run(args: ExportArgs) -> anyhow::Result<()> {
    let state = detached_state(AppConfig::new(args.database.database_url, args.secret))?;
    let unit = args.unit.map(|unit| OfficialSight::Unit(UnitId(unit)));
    let area = args.area.map(|path| OfficialSight::Area(JurisdictionPath(path)));
    let sight = Sight { published: true, official: unit.or(area) };
    let snapshot = state.store.export_snapshot(&sight).await.map_err(|error| anyhow::anyhow!("{error}"))?;
    let to_stdout = args.out.as_os_str() == "-";
    let out: Box<dyn Write + Send> = if to_stdout {
        Box::new(io::stdout())
    } else {
        Box::new(File::create(&args.out).with_context(|| args.out.display().to_string())?)
    };
    let failed = |error| anyhow::anyhow!("{error}");
    let mut stream = ExportStream::begin(args.format, Packed::new(out, args.gzip)).await.map_err(failed)?;
    let (sink, rows) = loop {
        stream = match stream.step(&snapshot).await.map_err(failed)? {
            Step::More(stream) => stream,
            Step::End(sink, rows) => break (sink, rows),
        };
    };
    let written = sink.finish().context("writing the end")?;
    let sha256: String = written.sha256.iter().map(|byte| format!("{byte:02x}")).collect();
    // Good for keys that see the same.
    let cursor = FeedCursor::new(snapshot.epoch, snapshot.seq, &sight).seal(&state);
    let told = json!({"rows": rows, "bytes": written.bytes, "sha256": sha256, "epoch": snapshot.epoch,
        "seq": snapshot.seq, "cursor": cursor});
    eprintln!("{told}");
    drop(snapshot);
    state.store.close().await;
    Ok(())
}
