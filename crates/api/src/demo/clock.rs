use super::{END, instant};
use crate::time::MovableClock;
use anyhow::Context as _;
use persistence::{ConnectSettings, Store, connect};

/// The clock of a server that shows the demo county: it goes on where the county was left, at its end or at the last
/// thing that a visitor did, and runs at the normal pace from there (ADR 5). Deadlines of the demo so stay as they were
/// made, however long the machine was off, and time never runs backwards.
///
/// # Errors
/// When the database does not answer.
pub async fn clock(database_url: &str) -> anyhow::Result<MovableClock> {
    let db = connect(&ConnectSettings::new(database_url)).await.context("connecting to the database")?;
    let store = Store::new(db);
    let latest = store.latest_activity().await.context("reading when the demo was left")?;
    store.close().await;
    let end = instant(END);
    Ok(MovableClock::started_at(latest.map_or(end, |latest| latest.max(end))))
}
