use super::DatabaseArgs;
use crate::demo::{END, Scale, Seed, seed};
use std::path::PathBuf;

#[derive(clap::Args)]
pub(super) struct SeedDemoArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Server secret, base64, at least 32 bytes
    #[arg(long, env = "DAIBIAO_SECRET", hide_env_values = true)]
    secret: String,
    /// Address people use
    #[arg(long, env = "DAIBIAO_PUBLIC_URL", default_value = "http://127.0.0.1:8080")]
    public_url: String,
    /// Folder for uploaded files and frozen letters
    #[arg(long, default_value = ".data/files")]
    files: PathBuf,
    /// How much
    #[arg(long, value_enum, default_value = "full")]
    scale: Scale,
}

pub(super) async fn run(args: SeedDemoArgs) -> anyhow::Result<()> {
    let seeded = seed(Seed {
        database_url: args.database.database_url,
        secret: args.secret,
        public_url: args.public_url.trim_end_matches('/').to_owned(),
        files_dir: args.files,
        scale: args.scale,
    })
    .await?;
    let total: usize = seeded.suggestions.values().sum();
    println!("{total} suggestions, {} steps, as of {END}", seeded.steps);
    for (what, counts) in [("suggestions", &seeded.suggestions), ("tasks", &seeded.tasks)] {
        let counts: Vec<_> = counts.iter().map(|(state, count)| format!("{state} {count}")).collect();
        println!("{what}: {}", counts.join("，"));
    }
    seeded.state.store.close().await;
    Ok(())
}
