//! Sending: claims calls, makes them side by side, and writes what became of them.

use super::{
    following::{follow, still_told},
    secrets::Vault,
    signing::sign,
};
use crate::{http::ApiResult, state::State};
use chrono::{DateTime, Duration, Utc};
use domain::{
    integration::{
        Sight,
        webhook::{Consequence, DisabledReason, GONE, WebhookStatus, after_attempt, given_up},
    },
    kernel::WebhookId,
};
use persistence::{
    Context,
    integration::{AttemptEnd, ClaimedDelivery, SealedSecret},
};
use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::{sync::Semaphore, task::JoinSet};
use uuid::Uuid;

/// Calls at once, of those that have just begun. One that takes longer gives its place to the next, so receivers that hang
/// delay nobody by more than this and the pause between two looks.
const PLACES: usize = 64;
const YOUNG: std::time::Duration = std::time::Duration::from_millis(500);
/// Calls at once altogether.
const MOST: usize = 512;
/// After this a claim is believed to be that of a process that has died. A call has ended long before.
const CLAIMED: Duration = Duration::seconds(30);
/// What has ended is kept so long.
const KEPT: Duration = Duration::days(30);

/// Makes the calls of this process.
pub struct Sender {
    state: State,
    calls: JoinSet<()>,
    young: Arc<AtomicUsize>,
    /// So many calls at a time write their end: they shall not keep the connections of the other workers.
    writing: Arc<Semaphore>,
}

/// What the calls of one webhook have in common.
struct Receiver {
    sight: Sight,
    secrets: Vec<SealedSecret>,
}

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Calls that were begun.
    pub begun: usize,
    /// The feed goes on: there may be more at once.
    pub more: bool,
}

impl Sender {
    /// Nothing is being sent yet.
    pub fn new(state: State) -> Self {
        Self { state, calls: JoinSet::new(), young: Arc::default(), writing: Arc::new(Semaphore::new(2)) }
    }

    /// Follows the feed and begins what is due.
    ///
    /// # Errors
    /// `service.unavailable`.
    pub async fn round(&mut self) -> ApiResult<Round> {
        while self.calls.try_join_next().is_some() {}
        let more = follow(&self.state).await?;
        let room = PLACES
            .saturating_sub(self.young.load(Ordering::Relaxed))
            .min(MOST.saturating_sub(self.calls.len()));
        if room == 0 {
            return Ok(Round { begun: 0, more });
        }
        let (claim, now) = (self.state.shared.ids.next_id(), self.state.now());
        let claimed = self.state.store.claim_deliveries(claim, now, now + CLAIMED, room as i64).await?;
        let receivers = receivers(&self.state, &claimed, now).await?;
        let begun = claimed.len();
        for delivery in claimed {
            let receiver = receivers.get(&delivery.webhook_id).cloned();
            let (state, writing) = (self.state.clone(), self.writing.clone());
            let place = Place::take(&self.young);
            self.calls.spawn(async move {
                let Some(receiver) = receiver else { return };
                let one = Call { state, claim, delivery, receiver, writing };
                one.make(place).await;
            });
        }
        Ok(Round { begun, more })
    }

    /// Waits until one of the calls has ended; for ever when there is none.
    pub async fn ended(&mut self) {
        if self.calls.join_next().await.is_none() {
            std::future::pending::<()>().await;
        }
    }

    /// Waits until all calls have ended.
    pub async fn finish(&mut self) {
        while self.calls.join_next().await.is_some() {}
    }

    /// Disables what nothing has got through to for five days, and forgets calls that ended long ago.
    ///
    /// # Errors
    /// `service.unavailable`.
    pub async fn tidy(&self) -> ApiResult<()> {
        let now = self.state.now();
        for id in self.state.store.webhooks_given_up(now).await? {
            disable(&self.state, id, DisabledReason::Failing).await?;
        }
        self.state.store.forget_deliveries(now - KEPT).await?;
        Ok(())
    }
}

async fn receivers(
    state: &State,
    claimed: &[ClaimedDelivery],
    now: DateTime<Utc>,
) -> ApiResult<HashMap<Uuid, Arc<Receiver>>> {
    let mut ids: Vec<Uuid> = claimed.iter().map(|one| one.webhook_id).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut secrets: HashMap<Uuid, Vec<SealedSecret>> = HashMap::new();
    for (id, secret) in state.store.webhook_secrets(&ids, now).await? {
        secrets.entry(id).or_default().push(secret);
    }
    let mut receivers = HashMap::new();
    for id in ids {
        let Some(webhook) = state.store.followed_webhook(WebhookId(id)).await? else { continue };
        let secrets = secrets.remove(&id).unwrap_or_default();
        receivers.insert(id, Arc::new(Receiver { sight: webhook.sight, secrets }));
    }
    Ok(receivers)
}

/// A place among the calls that have just begun; given back when it is let go.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(young: &Arc<AtomicUsize>) -> Self {
        young.fetch_add(1, Ordering::Relaxed);
        Self(young.clone())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// One call of one process.
struct Call {
    state: State,
    claim: Uuid,
    delivery: ClaimedDelivery,
    receiver: Arc<Receiver>,
    writing: Arc<Semaphore>,
}

impl Call {
    async fn make(self, place: Place) {
        let work = self.try_make();
        tokio::pin!(work);
        let ended = tokio::select! {
            ended = &mut work => ended,
            () = tokio::time::sleep(YOUNG) => {
                drop(place);
                work.await
            }
        };
        if let Err(error) = ended {
            // The claim runs out, and the call is made again.
            tracing::warn!(webhook = %self.delivery.webhook_id, seq = self.delivery.seq, %error, "a call could not be ended");
        }
    }

    async fn try_make(&self) -> ApiResult<()> {
        let Self { state, delivery, receiver, claim, .. } = self;
        let webhook = WebhookId(delivery.webhook_id);
        let gone = delivery.kind == GONE;
        if !gone && !still_told(state, &receiver.sight, delivery.seq).await? {
            return Ok(state.store.supersede_delivery(*claim, delivery, state.now()).await?);
        }
        let at = state.now();
        let vault = Vault(&state.shared.keys);
        let (id, body) = (delivery.event_id.to_string(), delivery.body.clone());
        let message = sign(&vault, webhook, &receiver.secrets, id, body, at)?;
        let called = state.shared.webhooks.call(&delivery.url, &message).await;
        let now = state.now();
        let attempt = usize::try_from(delivery.attempts).unwrap_or(0) + 1;
        let chance = rand::random::<f64>();
        let consequence = after_attempt(called.whole(), attempt, called.retry_after, now, chance);
        let end = AttemptEnd {
            id: state.shared.ids.next_id(),
            at,
            status: called.status,
            error: called.error,
            ms: called.ms,
            answer: called.answer,
        };
        let ended = {
            // Never closed.
            let _one_of_few = self.writing.acquire().await;
            state.store.end_attempt(*claim, delivery, &end, consequence, now).await?
        };
        match (ended.ours, consequence, ended.failing_since) {
            (true, Consequence::Gone, _) => disable(state, webhook, DisabledReason::Gone).await,
            (true, _, Some(since)) if given_up(since, now) => {
                disable(state, webhook, DisabledReason::Failing).await
            }
            _ => Ok(()),
        }
    }
}

/// Disables a webhook and tells: an event, a line in the audit log, and the reason in its list.
async fn disable(state: &State, id: WebhookId, reason: DisabledReason) -> ApiResult<()> {
    let context = Context {
        now: state.now(),
        account: None,
        request_id: "webhooks".to_owned(),
        ids: state.shared.ids.clone(),
    };
    let uow = state.store.begin(context).await?;
    let Some(row) = uow.webhook_locked(id).await? else { return Ok(()) };
    let webhook = row.aggregate()?;
    // Somebody was faster.
    if webhook.status == WebhookStatus::Disabled {
        return Ok(());
    }
    let outcome = webhook.disable(reason, uow.now());
    uow.update_webhook(&outcome.next).await?;
    let version = outcome.next.version;
    crate::org::record(&uow, outcome, version).await?;
    uow.commit().await?;
    tracing::warn!(webhook = %id, key = %webhook.key, reason = reason.code(), "a webhook was disabled");
    Ok(())
}
