//! 消息通知: telling what happened and what time brings, and sending it. What is told is told once, whoever runs this; what
//! is sent is claimed, so replicas share the work.

use crate::{
    notification::{deliver_notices, tell_deadlines, tell_events},
    state::State,
};
use chrono::{Duration as Days, NaiveDate, Timelike};
use domain::kernel::congress_time;
use std::time::Duration;
use tokio::{sync::watch, time::Instant};

/// How long it rests when nothing had happened.
const PAUSE: Duration = Duration::from_millis(300);
/// How long it rests when nothing was to be sent.
const SEND_PAUSE: Duration = Duration::from_secs(1);
/// Nobody is reminded in the night.
const MORNING: u32 = 7;
/// How long notices are kept.
const KEPT_DAYS: i64 = 400;
/// How long it waits after something failed.
const TROUBLE: Duration = Duration::from_secs(2);

/// Tells until it is told to stop.
pub(super) async fn tell(state: State, mut stopped: watch::Receiver<bool>) {
    let mut reminded: Option<NaiveDate> = None;
    loop {
        let mut pause = match tell_events(&state).await {
            Ok(Some(_)) => Duration::ZERO,
            Ok(None) => PAUSE,
            Err(error) => {
                tracing::warn!(%error, "telling what happened failed; trying again");
                TROUBLE
            }
        };
        let now = congress_time(state.now());
        if reminded != Some(now.date_naive()) && now.hour() >= MORNING {
            match remind(&state).await {
                Ok(()) => reminded = Some(now.date_naive()),
                Err(error) => {
                    tracing::warn!(%error, "reminding of deadlines failed; trying again");
                    pause = TROUBLE;
                }
            }
        }
        tokio::select! {
            _ = stopped.changed() => return,
            () = tokio::time::sleep(pause) => {}
        }
        if *stopped.borrow() {
            return;
        }
    }
}

async fn remind(state: &State) -> crate::http::ApiResult<()> {
    let told = tell_deadlines(state).await?;
    if told > 0 {
        tracing::info!(told, "reminders of deadlines");
    }
    while state.store.forget_notifications(state.now() - Days::days(KEPT_DAYS)).await? > 0 {}
    Ok(())
}

/// Sends until it is told to stop.
pub(super) async fn deliver(state: State, mut stopped: watch::Receiver<bool>) {
    if state.shared.channels.is_empty() {
        return;
    }
    loop {
        let began = Instant::now();
        let pause = match deliver_notices(&state).await {
            Ok(round) if round.sent + round.later + round.given_up > 0 => {
                if round.later + round.given_up > 0 {
                    tracing::warn!(?round, took = ?began.elapsed(), "not every notice could be sent");
                }
                Duration::ZERO
            }
            Ok(_) => SEND_PAUSE,
            Err(error) => {
                tracing::warn!(%error, "sending notices failed; trying again");
                TROUBLE
            }
        };
        tokio::select! {
            _ = stopped.changed() => return,
            () = tokio::time::sleep(pause) => {}
        }
        if *stopped.borrow() {
            return;
        }
    }
}
