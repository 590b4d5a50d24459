use super::DatabaseArgs;
use crate::{
    app::{AppConfig, detached_state},
    workers::sweep_deadlines,
};
use anyhow::{Context as _, ensure};

#[derive(clap::Args)]
pub(super) struct SweepArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Server secret in base64, as the server has it
    #[arg(long, env = "DAIBIAO_SECRET", hide_env_values = true)]
    secret: String,
}

pub(super) async fn run(args: SweepArgs) -> anyhow::Result<()> {
    let state = detached_state(AppConfig::new(args.database.database_url, args.secret))?;
    let swept =
        sweep_deadlines(&state).await.map_err(|error| anyhow::anyhow!("{error}")).context("sweeping")?;
    println!("{} looked at, {} moved, {} busy, {} failed", swept.seen, swept.moved, swept.busy, swept.failed);
    state.store.close().await;
    ensure!(swept.failed == 0, "{} matters failed; see the log", swept.failed);
    Ok(())
}
