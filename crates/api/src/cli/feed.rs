use super::DatabaseArgs;
use anyhow::Context as _;
use persistence::{ConnectSettings, Store, connect};

#[derive(clap::Args)]
pub(super) struct FeedArgs {
    #[command(subcommand)]
    command: FeedCommand,
}

#[derive(clap::Subcommand)]
enum FeedCommand {
    /// Begin a new epoch: every other system is told to load everything again. Needed only after a restore that the
    /// database cannot know of, such as a snapshot of its disk
    RenewEpoch(DatabaseArgs),
}

pub(super) async fn run(args: FeedArgs) -> anyhow::Result<()> {
    let FeedCommand::RenewEpoch(database) = args.command;
    let db =
        connect(&ConnectSettings::new(&database.database_url)).await.context("connecting to the database")?;
    let store = Store::new(db);
    store.renew_feed_epoch().await.context("renewing the epoch")?;
    let head = store.feed_head().await.context("reading the feed")?;
    store.close().await;
    println!("epoch {}, {} entries", head.epoch, head.seq);
    Ok(())
}
