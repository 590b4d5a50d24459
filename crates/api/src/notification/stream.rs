//! 实时通知: server-sent events. The connection is opened with the access token in the header, as every other call, so no
//! token ever stands in an address; it lives as long as the sign-in does, not only as long as the token.

use super::{
    dto::UnreadCountResponse,
    represent::represent,
    watch::{LOOK, Place, STREAMS_MOST},
};
use crate::{
    http::{Api, ApiError, ApiResult, Caller, Language},
    state::State,
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{self, Bytes},
};
use domain::{
    authz::{Actor, OwnAccount, act, require},
    kernel::{DomainError, ErrorCode},
};
use futures_util::stream;
use std::{fmt::Write, sync::atomic::Ordering, time::Duration};
use tokio::time::Instant;
use utoipa::{
    IntoParams,
    openapi::path::{Parameter, ParameterBuilder, ParameterIn},
    openapi::{ObjectBuilder, Required, Type},
};

/// A connection ends after this and is opened again by the client, so that none outlives a change of the program.
const LONGEST: Duration = Duration::from_secs(3_600);
/// So many missed notices are sent after a reconnection; more: the client reads the list.
const MISSED_MOST: u64 = 100;

pub(super) fn register(api: &mut Api) {
    api.route(__path_stream_notifications, stream_notifications);
}

/// The `Last-Event-ID` header.
struct LastEventId;

impl IntoParams for LastEventId {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![
            ParameterBuilder::new()
                .name("Last-Event-ID")
                .parameter_in(ParameterIn::Header)
                .required(Required::False)
                .description(Some(
                    "`id` of the last event that was received: what was missed since comes first.",
                ))
                .schema(Some(ObjectBuilder::new().schema_type(Type::String).examples(["1042"])))
                .build(),
        ]
    }
}

/// My notices, live
///
/// 实时通知 as server-sent events, when the request accepts `text/event-stream`: `notification` with a notice (its `id` is the
/// place to go on from), `unread` with the number of unread ones whenever it changes, `reload` when more was missed than is sent
/// again, and a comment every fifteen seconds. It ends with the sign-in, and after an hour at the latest. A request that does
/// not accept an event stream gets what there is at this moment in the same form, and the answer ends.
#[utoipa::path(get, path = "/api/v1/notifications/stream", tag = "notification", security(("bearer" = [])),
    params(LastEventId), responses((status = 200, description = "Events", body = serde_json::Value, content_type = "text/event-stream",
        example = json!("id: 42\nevent: unread\ndata: {\"unread\":3}\n\n"))))]
pub(super) async fn stream_notifications(
    state: web::Data<State>,
    caller: Caller,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    require::<act::UseOwnAccount>(&caller.actor, &OwnAccount)?;
    let text = |name: header::HeaderName| http.headers().get(name).and_then(|value| value.to_str().ok());
    let live = text(header::ACCEPT).is_some_and(|accept| accept.contains("text/event-stream"));
    let seen =
        text(header::HeaderName::from_static("last-event-id")).and_then(|id| id.trim().parse::<i64>().ok());
    let shared = state.shared.clone();
    let place = Place::take(&shared, caller.actor.account).ok_or_else(|| {
        let refused = DomainError::new(ErrorCode::NotificationStreams).param("max", STREAMS_MOST);
        ApiError::retry_later(refused, 3)
    })?;
    let mut events = Events {
        state: (**state).clone(),
        actor: caller.actor,
        language: caller.request.language,
        last: seen,
        unread: None,
        pokes: 0,
        checked: Instant::now(),
        began: Instant::now(),
        _place: place,
    };
    let first = events.first().await?;
    let mut answer = HttpResponse::Ok();
    answer
        .content_type("text/event-stream; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // Compressing and buffering proxies would hold events back.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header(("X-Accel-Buffering", "no"));
    if !live {
        return Ok(answer.body(first));
    }
    let head = stream::once(std::future::ready(Ok::<_, actix_web::Error>(Bytes::from(first))));
    let rest = stream::unfold(events, |mut events| async move {
        let text = events.next().await?;
        Some((Ok::<_, actix_web::Error>(Bytes::from(text)), events))
    });
    Ok(answer.streaming(futures_util::StreamExt::chain(head, rest)))
}

struct Events {
    state: State,
    actor: Actor,
    language: Language,
    /// The last number that the client has; `None`: he begins.
    last: Option<i64>,
    unread: Option<i64>,
    pokes: u64,
    checked: Instant,
    began: Instant,
    _place: Place,
}

impl Events {
    /// What stands at the beginning: the number of unread ones and what was missed.
    async fn first(&mut self) -> ApiResult<String> {
        let watch = &self.state.shared.notice_watch;
        // Before reading: what is written from here on is seen by the next look.
        watch.look(&self.state.store).await?;
        self.pokes = watch.known(self.actor.account).1;
        let mut text = String::from("retry: 3000\n\n");
        match self.last {
            None => {
                let inbox = self.state.store.inbox(self.actor.account).await?;
                self.last = Some(inbox.last);
                // The place from which to go on, also when nothing comes.
                let _written = writeln!(text, "id: {}", inbox.last);
                self.push_unread(&mut text, inbox.unread);
            }
            Some(_) => {
                self.push_new(&mut text).await?;
                let inbox = self.state.store.inbox(self.actor.account).await?;
                self.push_unread(&mut text, inbox.unread);
            }
        }
        Ok(text)
    }

    /// What comes next; `None` ends the connection.
    async fn next(&mut self) -> Option<String> {
        loop {
            tokio::time::sleep(LOOK).await;
            let ended = self.began.elapsed() > LONGEST || self.state.shared.draining.load(Ordering::Relaxed);
            if ended {
                return None;
            }
            match self.look().await {
                Ok(Some(text)) if text.is_empty() => {}
                Ok(text) => return text,
                Err(error) => {
                    // The client comes again and says what he has.
                    tracing::warn!(%error, "a live connection ends");
                    return None;
                }
            }
        }
    }

    /// `Some("")`: nothing; `None`: the sign-in has ended.
    async fn look(&mut self) -> ApiResult<Option<String>> {
        let account = self.actor.account;
        let mut text = String::new();
        self.state.shared.notice_watch.look(&self.state.store).await?;
        let (last, pokes) = self.state.shared.notice_watch.known(account);
        let beat = self.checked.elapsed() >= self.state.shared.heartbeat;
        let new = self.last.is_some_and(|seen| last > seen);
        if new || beat {
            // Before anything is told: the grants of this moment, or the end.
            self.checked = Instant::now();
            match self.state.store.actor(self.actor.session, self.state.now()).await? {
                Some(actor) => self.actor = actor,
                None => return Ok(None),
            }
        }
        if new {
            self.push_new(&mut text).await?;
        }
        if new || beat || pokes != self.pokes {
            self.pokes = pokes;
            let inbox = self.state.store.inbox(account).await?;
            self.push_unread(&mut text, inbox.unread);
        }
        let probed = self.state.shared.notice_watch.probes(account);
        if (beat || probed) && text.is_empty() {
            text.push_str(": \n\n");
        }
        Ok(Some(text))
    }

    async fn push_new(&mut self, text: &mut String) -> ApiResult<()> {
        let Some(last) = self.last else { return Ok(()) };
        let rows = self.state.store.notifications_after(self.actor.account, last, MISSED_MOST + 1).await?;
        if rows.len() as u64 > MISSED_MOST {
            let inbox = self.state.store.inbox(self.actor.account).await?;
            self.last = Some(inbox.last);
            let _written = write!(text, "id: {}\nevent: reload\ndata: {{}}\n\n", inbox.last);
            return Ok(());
        }
        let numbers: Vec<i64> = rows.iter().map(|row| row.no).collect();
        let items = represent(&self.state, &self.actor, self.language, rows).await?;
        for (no, item) in numbers.into_iter().zip(items) {
            let data = serde_json::to_string(&item).map_err(anyhow::Error::from)?;
            let _written = write!(text, "id: {no}\nevent: notification\ndata: {data}\n\n");
            self.last = Some(no);
        }
        Ok(())
    }

    fn push_unread(&mut self, text: &mut String, unread: i64) {
        if self.unread != Some(unread) {
            self.unread = Some(unread);
            let data = serde_json::to_string(&UnreadCountResponse { unread }).unwrap_or_default();
            let _written = write!(text, "event: unread\ndata: {data}\n\n");
        }
    }
}
