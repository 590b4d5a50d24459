//! 通知 of the demo: told as the server would have, and read but for the last days, as by people who look in every morning.

use super::{play::Play, stage::Stage};
use crate::{
    http::ApiError,
    notification::{tell_deadlines, tell_events},
};
use anyhow::Context as _;
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

const NOTICES: &str = "/api/v1/notifications";
/// What has come since is still to be read.
const UNREAD: Duration = Duration::days(3);

impl Play {
    /// Tells everything that has happened and every deadline, then lets these people read.
    pub(super) async fn notices(&mut self, people: &[&str]) -> anyhow::Result<()> {
        let now = self.stage.state.now();
        let since = now - UNREAD;
        // What was late then was told then: else everything that is late would be news.
        self.stage.turn_to(since - Duration::hours(2));
        tell_deadlines(&self.stage.state).await.map_err(refused)?;
        self.stage.turn_to(now);
        while tell_events(&self.stage.state).await.map_err(refused)?.is_some() {}
        tell_deadlines(&self.stage.state).await.map_err(refused)?;
        for who in people {
            self.stage.read_notices(who, since).await?;
        }
        Ok(())
    }
}

impl Stage {
    /// Reads everything that came before an instant.
    async fn read_notices(&mut self, who: &str, since: DateTime<Utc>) -> anyhow::Result<()> {
        let mut page = format!("{NOTICES}?unread=true&limit=200");
        loop {
            let notices = self.read(who, &page).await?;
            for notice in notices["items"].as_array().context("notices")? {
                let at: DateTime<Utc> = notice["occurred_at"].as_str().context("an instant")?.parse()?;
                if at < since {
                    self.post(who, &format!("{NOTICES}/read"), &json!({ "up_to": notice["id"] })).await?;
                    return Ok(());
                }
            }
            let Value::String(cursor) = &notices["next_cursor"] else { return Ok(()) };
            page = format!("{NOTICES}?unread=true&limit=200&cursor={cursor}");
        }
    }
}

fn refused(error: ApiError) -> anyhow::Error {
    anyhow::anyhow!("{error:?}")
}
