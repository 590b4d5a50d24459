//! 变更流: the contract of record. Every change once, in order, without holes.

use super::{feed_cursor::FeedCursor, key_caller::KeyCaller, matter_dto::OpenMatter, sandbox, splice};
use crate::{
    http::{Api, ApiResult, Instant, Query},
    state::State,
};
use actix_web::{HttpResponse, http::header, web};
use domain::{
    integration::Sight,
    kernel::{DomainError, ErrorCode, FieldError},
};
use persistence::integration::{FeedEntry, FeedHead, FeedOp, FeedPage};
use serde::{Deserialize, Serialize};
use std::{
    sync::atomic::Ordering,
    time::{Duration, Instant as Moment},
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Longest wait for something new, seconds.
const WAIT_MOST: u64 = 25;
/// Entries per page.
const LIMIT: u64 = 200;

pub(super) fn register(api: &mut Api) {
    api.route_keyed(__path_list_open_changes, list_open_changes)
        .route_keyed(__path_get_open_changes_head, get_open_changes_head);
}

/// From where to read, and how long to wait.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OpenChangesQuery {
    /// `next_cursor` of the page before, or the cursor of an export or of `/changes/head`; without it, from the oldest entry
    /// that is kept.
    after: Option<String>,
    /// Entries per page, 1–200, default 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    /// Seconds to wait for something new, 0–25, default 0 (long poll).
    #[param(minimum = 0, maximum = 25)]
    wait: Option<u64>,
}

/// A page of the change feed.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": [], "next_cursor": "AbCd", "has_more": false}))]
pub struct OpenChangeList {
    /// In order, without holes.
    pub items: Vec<OpenChange>,
    /// Where to go on; there is always one, also with an empty page.
    pub next_cursor: String,
    /// More is waiting: ask again at once.
    pub has_more: bool,
}

/// One place of the change feed.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"seq": 1042, "event_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70", "type": "suggestion.answered",
    "op": "delete", "resource": "suggestion", "resource_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b71", "version": 9,
    "occurred_at": "2026-05-20T09:30:00.123456+08:00", "data": null}))]
pub struct OpenChange {
    /// Its number; the next place has the next number.
    pub seq: i64,
    /// The event, the same in webhooks; `null` when hidden.
    pub event_id: Option<Uuid>,
    /// What happened; `null` when hidden. New types are added; treat those that you do not know by `op`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// What to do with your copy.
    pub op: OpenChangeOp,
    /// `suggestion`; `null` when hidden.
    pub resource: Option<&'static str>,
    /// Which one; `null` when hidden.
    pub resource_id: Option<Uuid>,
    /// Its version after the event; `null` when hidden.
    pub version: Option<i64>,
    /// When it happened; `null` when hidden.
    pub occurred_at: Option<Instant>,
    /// With `upsert` the status object as it is now (it may already hold later changes, whose entries follow); else `null`.
    pub data: Option<OpenMatter>,
}

/// What an entry means for a copy (操作).
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "upsert")]
pub enum OpenChangeOp {
    /// Put `data` in place of what you have.
    Upsert,
    /// Remove it: withdrawn from publication, or no longer within what the key sees.
    Delete,
    /// Nothing for this key; it only keeps the numbers without holes.
    Hidden,
}

/// Where the change feed stands.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"epoch": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70", "seq": 1042, "oldest_seq": 1, "cursor": "AbCd",
    "written_at": "2026-05-20T09:30:00.123456+08:00", "lag_ms": 0}))]
pub struct OpenChangesHead {
    /// Changes after a restore: then everything has to be loaded again.
    pub epoch: Uuid,
    /// The last number.
    pub seq: i64,
    /// The oldest number that is kept (400 days).
    pub oldest_seq: i64,
    /// Reads on after the last number.
    pub cursor: String,
    /// When the last entry was written; `null` when there is none.
    pub written_at: Option<Instant>,
    /// How long the oldest change that is not in the feed yet has been waiting, milliseconds; 0 when all are.
    pub lag_ms: i64,
}

/// What of an entry is written here; its document is spliced in as it was stored.
#[derive(Serialize)]
struct Head<'a> {
    seq: i64,
    event_id: Option<Uuid>,
    #[serde(rename = "type")]
    kind: Option<&'a str>,
    op: OpenChangeOp,
    resource: Option<&'static str>,
    resource_id: Option<Uuid>,
    version: Option<i64>,
    occurred_at: Option<Instant>,
}

#[derive(Serialize)]
struct Tail {
    next_cursor: String,
    has_more: bool,
}

/// Read the change feed
///
/// 变更流: every change of every matter once, numbered without holes in the order of the commits. Apply `upsert` and
/// `delete` in order and keep `next_cursor` in the same transaction: your copy then equals the source. With `wait` the answer
/// comes as soon as there is something for you. 409 `feed.epoch_changed` after a restore and 410 `feed.expired` after 400 days
/// mean: load everything again (see exports), then go on from the export's cursor.
#[utoipa::path(get, path = "/api/v1/open/changes", tag = "open", security(("key" = [])), params(OpenChangesQuery),
    responses((status = 200, description = "A page of changes", body = OpenChangeList),
        (status = 409, description = "The cursor is of another epoch or another sight", body = crate::http::Problem,
            content_type = "application/problem+json"),
        (status = 410, description = "The cursor is older than what is kept", body = crate::http::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn list_open_changes(
    state: web::Data<State>,
    key: KeyCaller,
    query: Query<OpenChangesQuery>,
) -> ApiResult<HttpResponse> {
    key.require_matters()?;
    let limit = bounded("?limit", query.limit, 1, LIMIT, LIMIT)?;
    let wait = Duration::from_secs(bounded("?wait", query.wait, 0, WAIT_MOST, 0)?);
    if let Some(refused) = query.after.as_deref().filter(|_| key.sandbox).and_then(sandbox::magic_cursor) {
        return Err(refused);
    }
    let cursor = query.after.as_deref().map(|after| FeedCursor::open(&state, after)).transpose()?;
    let page = if key.sandbox {
        // Nothing ever happens there, so nobody is kept waiting.
        let head = sandbox::head();
        let after = cursor.as_ref().map_or(Ok(0), |cursor| cursor.check(&head, &key.sight))?;
        sandbox::feed(after, limit)
    } else {
        wait_for(&state, &key.sight, cursor.as_ref(), limit, wait).await?
    };
    let last = page.entries.last().map(|entry| entry.seq);
    let begin = cursor.as_ref().map_or(page.head.oldest - 1, |cursor| cursor.seq);
    let reached = last.unwrap_or(begin);
    let tail = Tail {
        next_cursor: FeedCursor::new(page.head.epoch, reached, &key.sight).seal(&state),
        has_more: page.entries.len() as u64 == limit,
    };
    let entries = page.entries.iter().map(written).collect::<anyhow::Result<Vec<_>>>()?;
    let body = splice::list(entries.iter().map(String::as_str), &tail)?;
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "application/json")).body(body))
}

/// Where the change feed stands
///
/// 变更流的末端: for whoever wants to follow from now on, and for watching how far behind a copy is.
#[utoipa::path(get, path = "/api/v1/open/changes/head", tag = "open", security(("key" = [])),
    responses((status = 200, description = "The last number and the lag", body = OpenChangesHead)))]
pub(super) async fn get_open_changes_head(
    state: web::Data<State>,
    key: KeyCaller,
) -> ApiResult<crate::http::Answer> {
    key.require_matters()?;
    crate::http::Answer::ok(&head(&state, &key).await?)
}

/// Where the feed stands, for one key.
pub(super) async fn head(state: &State, key: &KeyCaller) -> ApiResult<OpenChangesHead> {
    let head = if key.sandbox { sandbox::head() } else { state.store.feed_head().await? };
    Ok(OpenChangesHead {
        cursor: FeedCursor::new(head.epoch, head.seq, &key.sight).seal(state),
        lag_ms: lag_ms(&head, key.request.now),
        epoch: head.epoch,
        seq: head.seq,
        oldest_seq: head.oldest,
        written_at: head.written_at.map(Into::into),
    })
}

/// How long the oldest change has been waiting for its number.
pub(super) fn lag_ms(head: &FeedHead, now: chrono::DateTime<chrono::Utc>) -> i64 {
    head.waiting_since.map_or(0, |since| (now - since).num_milliseconds().max(0))
}

/// The next page with something for the reader; an empty or hidden one when the time is over.
async fn wait_for(
    state: &State,
    sight: &Sight,
    cursor: Option<&FeedCursor>,
    limit: u64,
    wait: Duration,
) -> ApiResult<FeedPage> {
    let deadline = Moment::now() + wait;
    loop {
        let head = state.store.feed_head().await?;
        let after = cursor.map_or(Ok(head.oldest - 1), |cursor| cursor.check(&head, sight))?;
        let entries = state.store.feed_entries(sight, after, limit).await?;
        let concerns = entries.iter().any(|entry| entry.op != FeedOp::Hidden);
        let full = entries.len() as u64 == limit;
        let left = deadline.saturating_duration_since(Moment::now());
        if concerns || full || left.is_zero() || state.shared.draining.load(Ordering::Relaxed) {
            return Ok(FeedPage { entries, head });
        }
        // Whichever comes first; the loop looks again either way.
        let _woken = tokio::time::timeout(left, state.shared.feed_watch.changed()).await;
    }
}

fn written(entry: &FeedEntry) -> anyhow::Result<String> {
    let (op, shown) = match entry.op {
        FeedOp::Upsert => (OpenChangeOp::Upsert, true),
        FeedOp::Delete => (OpenChangeOp::Delete, true),
        FeedOp::Hidden => (OpenChangeOp::Hidden, false),
    };
    let head = Head {
        seq: entry.seq,
        event_id: shown.then_some(entry.event_id),
        kind: shown.then_some(entry.kind.as_str()),
        op,
        resource: shown.then_some("suggestion"),
        resource_id: shown.then_some(entry.resource_id),
        version: shown.then_some(entry.version),
        occurred_at: shown.then_some(entry.occurred_at.into()),
    };
    splice::with_data(&head, entry.document.as_deref())
}

/// A number of the query within its bounds.
fn bounded(name: &str, value: Option<u64>, min: u64, max: u64, default: u64) -> ApiResult<u64> {
    match value {
        None => Ok(default),
        Some(value) if (min..=max).contains(&value) => Ok(value),
        Some(_) => {
            let mut refused = DomainError::new(ErrorCode::RequestMalformed);
            let field = FieldError::new(name, ErrorCode::ValueOutOfRange);
            refused.fields.push(field.param("min", min).param("max", max));
            Err(refused.into())
        }
    }
}
