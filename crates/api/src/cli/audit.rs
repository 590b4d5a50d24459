use super::DatabaseArgs;
use anyhow::{Context as _, bail};
use persistence::{ConnectSettings, Store, connect};

#[derive(clap::Args)]
pub(super) struct AuditArgs {
    #[command(subcommand)]
    command: AuditCommand,
}

#[derive(clap::Subcommand)]
enum AuditCommand {
    /// Recompute the hash chain of the audit log and name the first line that does not fit
    Verify(DatabaseArgs),
}

pub(super) async fn run(args: AuditArgs) -> anyhow::Result<()> {
    let AuditCommand::Verify(database) = args.command;
    let db =
        connect(&ConnectSettings::new(&database.database_url)).await.context("connecting to the database")?;
    let store = Store::new(db);
    let verified = store.verify_audit_chain().await.context("reading the audit log")?;
    store.close().await;
    match verified {
        Ok(lines) => println!("{lines} lines, the chain is whole"),
        Err(line) => bail!("line {line} does not fit: it, or one before it, was changed, removed or moved"),
    }
    Ok(())
}
