//! 发送状态: what became of messages, for the system administrator. No content, no address: he sees no business data.

use super::{
    codes::{ChannelCode, MessageStateCode, NoticeKindCode},
    represent::kind_of,
};
use crate::{
    http::{Answer, Api, ApiResult, Caller, CursorScope, Instant, PageQuery, Query},
    state::State,
};
use actix_web::{HttpRequest, web};
use domain::{
    authz::{act, require},
    kernel::{Coded, ErrorCode},
    notification::{Channel, MessageState, NoticeKind},
    settings::SystemSettings,
};
use persistence::notification::{DeliveryFilter, DeliveryRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_notification_deliveries, list_notification_deliveries)
        .route(__path_get_notification_attempts, get_notification_attempts);
}

/// Which messages, and which page of them.
#[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NotificationDeliveryListQuery {
    /// By this way.
    #[param(inline, value_type = Option<ChannelCode>)]
    pub channel: Option<Channel>,
    /// In this state.
    #[param(inline, value_type = Option<MessageStateCode>)]
    pub state: Option<MessageState>,
    /// Rows per page, 1–200, default 50.
    #[serde(skip_serializing)]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing)]
    pub cursor: Option<String>,
}

/// A message without what it says.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b93", "kind": "reply_due_soon", "title": "答复期限临近",
    "channel": "sms", "state": "failed", "username": "zhujian", "attempts": 2, "last_error": "http_503",
    "created_at": "2026-03-06T09:30:00.123456+08:00", "send_at": "2026-03-06T09:35:00.123456+08:00", "finished_at": null}))]
pub struct NotificationDeliveryResponse {
    /// The message.
    pub id: Uuid,
    /// Its kind.
    #[schema(value_type = NoticeKindCode)]
    pub kind: NoticeKind,
    /// The kind in words.
    pub title: String,
    /// The way.
    #[schema(value_type = ChannelCode)]
    pub channel: Channel,
    /// Where it stands.
    #[schema(value_type = MessageStateCode)]
    pub state: MessageState,
    /// For whom.
    pub username: String,
    /// Attempts so far.
    pub attempts: i32,
    /// What was wrong at last.
    pub last_error: Option<String>,
    /// When it was written.
    pub created_at: Instant,
    /// Sent, or tried again, not before.
    pub send_at: Instant,
    /// When it ended.
    pub finished_at: Option<Instant>,
}

/// A page of messages.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": [], "next_cursor": null}))]
pub struct NotificationDeliveryList {
    /// Newest first.
    pub items: Vec<NotificationDeliveryResponse>,
    /// Where to go on; `null` on the last page.
    pub next_cursor: Option<String>,
}

/// One attempt.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"at": "2026-03-06T09:30:00.123456+08:00", "state": "failed", "error": "http_503", "ms": 120}))]
pub struct NotificationAttemptResponse {
    /// When it began.
    pub at: Instant,
    /// Where the message stood after it.
    #[schema(value_type = MessageStateCode)]
    pub state: MessageState,
    /// What was wrong.
    pub error: Option<String>,
    /// Milliseconds.
    pub ms: i32,
}

/// The attempts of one message.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": [], "next_cursor": null}))]
pub struct NotificationAttemptList {
    /// Oldest first.
    pub items: Vec<NotificationAttemptResponse>,
    /// Always `null`.
    pub next_cursor: Option<String>,
}

/// What became of messages
///
/// 通知发送状态, newest first: kind, way, state and error of messages that left the application. Never what they say, nor
/// where to.
#[utoipa::path(get, path = "/api/v1/notifications/deliveries", tag = "notification", security(("bearer" = [])),
    params(NotificationDeliveryListQuery),
    responses((status = 200, description = "A page of messages", body = NotificationDeliveryList)))]
pub(super) async fn list_notification_deliveries(
    state: web::Data<State>,
    caller: Caller,
    query: Query<NotificationDeliveryListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    require::<act::ManageSettings>(&caller.actor, &SystemSettings)?;
    let limit = PageQuery { limit: query.limit, cursor: None }.rows()?;
    let account = Some(caller.actor.account);
    let scope = CursorScope::new(&state.shared.keys.cursor, "notification_deliveries", &query.0, account);
    let before: Option<i64> = scope.open(query.cursor.as_deref())?;
    let filter = DeliveryFilter { channel: query.channel, state: query.state };
    let mut rows = state.store.notification_deliveries(&filter, before, limit + 1).await?;
    let links = scope.page(&mut rows, limit, &http, |row| row.no);
    let english = caller.request.language == crate::http::Language::English;
    let items = rows.into_iter().map(|row| represent(row, english)).collect::<ApiResult<_>>()?;
    Ok(Answer::ok(&NotificationDeliveryList { items, next_cursor: links.cursor })?.next(links.link))
}

/// The attempts of one message
///
/// 发送记录.
#[utoipa::path(get, path = "/api/v1/notifications/deliveries/{id}/attempts", tag = "notification", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The message")),
    responses((status = 200, description = "The attempts", body = NotificationAttemptList)))]
pub(super) async fn get_notification_attempts(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    require::<act::ManageSettings>(&caller.actor, &SystemSettings)?;
    let rows = state.store.notification_attempts(*id).await?.ok_or(ErrorCode::NotFound)?;
    let items = rows
        .into_iter()
        .map(|row| {
            Ok(NotificationAttemptResponse {
                at: row.at.into(),
                state: coded(&row.state)?,
                error: row.error,
                ms: row.ms,
            })
        })
        .collect::<ApiResult<_>>()?;
    Answer::ok(&NotificationAttemptList { items, next_cursor: None })
}

fn represent(row: DeliveryRow, english: bool) -> ApiResult<NotificationDeliveryResponse> {
    let kind = kind_of(&row.kind)?;
    Ok(NotificationDeliveryResponse {
        id: row.id,
        kind,
        title: domain::notification::heading(kind, english).to_owned(),
        channel: coded(&row.channel)?,
        state: coded(&row.state)?,
        username: row.username,
        attempts: row.attempts,
        last_error: row.last_error,
        created_at: row.created_at.into(),
        send_at: row.send_at.into(),
        finished_at: row.finished_at.map(Into::into),
    })
}

fn coded<T: Coded>(code: &str) -> ApiResult<T> {
    Ok(T::from_code(code).ok_or_else(|| anyhow::anyhow!("a stored code is not known: {code}"))?)
}
