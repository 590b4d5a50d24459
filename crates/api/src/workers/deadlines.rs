//! 期限自动处理: what happens by lapse of time alone. Silence is receipt, missing opinions, reminders to rate, lapsed ratings,
//! cards. Each matter is claimed and saved by itself, so replicas share the work and one that fails stops no other.

use crate::{http::ApiResult, state::State, suggestion::concerned};
use chrono::{NaiveDate, Timelike};
use domain::{
    authz::system_permit,
    kernel::{SuggestionId, business_date, congress_time},
    suggestion::Ctx,
};
use persistence::Context;
use std::time::Duration;
use tokio::sync::watch;
use uuid::Uuid;

/// How often the clock is looked at. It may be moved in tests and the demo.
const PAUSE: Duration = Duration::from_secs(20);
const PAGE: i64 = 500;

/// What one run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Matters looked at.
    pub seen: usize,
    /// Matters that moved.
    pub moved: usize,
    /// Matters that somebody else was at work on; the next run takes them.
    pub busy: usize,
    /// Matters that failed; logged.
    pub failed: usize,
}

/// Runs when the program starts, in the first minutes of every hour and so also of every day, until told to stop.
pub(super) async fn run(state: State, mut stopped: watch::Receiver<bool>) {
    let mut last: Option<(NaiveDate, u32)> = None;
    loop {
        let now = congress_time(state.now());
        let hour = (now.date_naive(), now.hour());
        if last != Some(hour) {
            match sweep_deadlines(&state).await {
                Ok(swept) => {
                    last = Some(hour);
                    if swept.moved + swept.failed > 0 {
                        tracing::info!(?swept, "deadlines");
                    }
                }
                Err(error) => tracing::warn!(%error, "the sweep of deadlines failed; trying again"),
            }
            if let Err(error) = super::continue_rollovers(&state).await {
                tracing::warn!(%error, "a rollover could not be gone on with; trying again in an hour");
            }
            match state.store.trim_feed(crate::open::kept_since(state.now())).await {
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, "trimming the change feed failed; trying again in an hour")
                }
            }
            match crate::file::cleanup::tidy_files(&state).await {
                Ok(removed) if removed > 0 => tracing::info!(removed, "files that nobody refers to"),
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "tidying files failed; trying again in an hour"),
            }
        }
        tokio::select! {
            _ = stopped.changed() => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

/// Applies everything that has become due. Running it twice, or twice at once, changes nothing more.
///
/// # Errors
/// `service.unavailable`; a matter that fails alone is counted and logged, and does not stop the others.
pub async fn sweep_deadlines(state: &State) -> ApiResult<Swept> {
    let mut swept = Swept::default();
    let mut after = SuggestionId(Uuid::nil());
    loop {
        let page = state.store.sweep_candidates(after, state.now(), PAGE).await?;
        let Some(last) = page.last() else { return Ok(swept) };
        after = *last;
        for id in page {
            swept.seen += 1;
            match sweep_one(state, id).await {
                Ok(Some(true)) => swept.moved += 1,
                Ok(Some(false)) => {}
                Ok(None) => swept.busy += 1,
                Err(error) => {
                    tracing::error!(suggestion = %id, %error, "the sweep of one matter failed");
                    swept.failed += 1;
                }
            }
        }
    }
}

/// Whether it moved; `None` when somebody else holds it.
async fn sweep_one(state: &State, id: SuggestionId) -> ApiResult<Option<bool>> {
    let context = Context {
        now: state.now(),
        account: None,
        request_id: "sweep-deadlines".to_owned(),
        ids: state.shared.ids.clone(),
    };
    let uow = state.store.begin(context).await?;
    let Some(stored) = uow.claim_case(id).await? else { return Ok(None) };
    let mut case = stored.case;
    let configuration = state.configuration_within(&uow).await?;
    let settings = configuration.settings_at(business_date(uow.now()))?;
    let seats = uow.active_seats(&concerned(&case)).await?;
    let ctx = Ctx {
        now: uow.now(),
        settings: &settings,
        calendar: configuration.calendar(),
        ids: uow.ids(),
        seats: &seats,
    };
    let Some(effects) = case.sweep(&system_permit(), &ctx)? else { return Ok(Some(false)) };
    let version = uow.save_case(&case, case.version).await?;
    uow.record_effects(effects, version).await?;
    uow.commit().await?;
    Ok(Some(true))
}
