//! My own notices. Everybody who is signed in has some; nobody reads another's.

use super::{
    dto::{MarkNotificationsReadRequest, NotificationList, NotificationListQuery, UnreadCountResponse},
    represent::represent,
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, CursorScope, PageQuery, Query},
    state::State,
};
use actix_web::{HttpRequest, web};
use domain::{
    authz::{OwnAccount, act, require},
    kernel::{ErrorCode, NotificationId},
    notification::NoticeKind,
};
use persistence::notification::NotificationFilter;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_notifications, list_notifications)
        .route(__path_get_unread_count, get_unread_count)
        .route(__path_mark_notifications_read, mark_notifications_read)
        .route(__path_mark_notification_read, mark_notification_read);
}

/// List my notices
///
/// 我的通知, newest first. A notice of a matter that I may not read any more says so much less.
#[utoipa::path(get, path = "/api/v1/notifications", tag = "notification", security(("bearer" = [])),
    params(NotificationListQuery), responses((status = 200, description = "A page of notices", body = NotificationList)))]
pub(super) async fn list_notifications(
    state: web::Data<State>,
    caller: Caller,
    query: Query<NotificationListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    require::<act::UseOwnAccount>(&caller.actor, &OwnAccount)?;
    let limit = PageQuery { limit: query.limit, cursor: None }.rows()?;
    let account = caller.actor.account;
    let scope = CursorScope::new(&state.shared.keys.cursor, "notifications", &query.0, Some(account));
    let before: Option<i64> = scope.open(query.cursor.as_deref())?;
    let of_group = |group| NoticeKind::ALL.iter().copied().filter(move |kind| kind.group() == group);
    let kinds: Vec<NoticeKind> = match (query.group, query.kind.0.as_slice()) {
        (None, kinds) => kinds.to_vec(),
        (Some(group), []) => of_group(group).collect(),
        (Some(group), kinds) => of_group(group).filter(|kind| kinds.contains(kind)).collect(),
    };
    let nothing = kinds.is_empty() && (query.group.is_some() || !query.kind.0.is_empty());
    let filter = NotificationFilter { unread: query.unread, kinds, suggestion: query.suggestion_id };
    let mut rows = if nothing {
        Vec::new()
    } else {
        state.store.notifications(account, &filter, before, limit + 1).await?
    };
    let links = scope.page(&mut rows, limit, &http, |row| row.no);
    let items = represent(&state, &caller.actor, caller.request.language, rows).await?;
    Ok(Answer::ok(&NotificationList { items, next_cursor: links.cursor })?.next(links.link))
}

/// How many I have not read
///
/// 未读通知数.
#[utoipa::path(get, path = "/api/v1/notifications/unread-count", tag = "notification", security(("bearer" = [])),
    responses((status = 200, description = "The number", body = UnreadCountResponse)))]
pub(super) async fn get_unread_count(state: web::Data<State>, caller: Caller) -> ApiResult<Answer> {
    require::<act::UseOwnAccount>(&caller.actor, &OwnAccount)?;
    let inbox = state.store.inbox(caller.actor.account).await?;
    Answer::ok(&UnreadCountResponse { unread: inbox.unread })
}

/// I have read these
///
/// 全部已读: everything up to and with a notice, or all. What comes meanwhile stays unread.
#[utoipa::path(post, path = "/api/v1/notifications/read", tag = "notification", security(("bearer" = [])),
    request_body = MarkNotificationsReadRequest,
    responses((status = 200, description = "What is unread now", body = UnreadCountResponse),
        (status = 404, description = "No such notice of mine", body = crate::http::Problem, content_type = "application/problem+json")))]
pub(super) async fn mark_notifications_read(
    state: web::Data<State>,
    caller: Caller,
    body: Body<MarkNotificationsReadRequest>,
) -> ApiResult<Answer> {
    require::<act::UseOwnAccount>(&caller.actor, &OwnAccount)?;
    let account = caller.actor.account;
    let up_to = body.valid()?.up_to.map(NotificationId);
    state
        .store
        .mark_notifications_read(account, up_to, caller.request.now)
        .await?
        .ok_or(ErrorCode::NotFound)?;
    state.shared.notice_watch.poke(account);
    Answer::ok(&UnreadCountResponse { unread: state.store.inbox(account).await?.unread })
}

/// I have read this one
///
/// 标为已读.
#[utoipa::path(post, path = "/api/v1/notifications/{id}/read", tag = "notification", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The notice")),
    responses((status = 200, description = "What is unread now", body = UnreadCountResponse)))]
pub(super) async fn mark_notification_read(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    require::<act::UseOwnAccount>(&caller.actor, &OwnAccount)?;
    let account = caller.actor.account;
    if !state.store.mark_notification_read(account, NotificationId(*id), caller.request.now).await? {
        return Err(ErrorCode::NotFound.into());
    }
    state.shared.notice_watch.poke(account);
    Answer::ok(&UnreadCountResponse { unread: state.store.inbox(account).await?.unread })
}
