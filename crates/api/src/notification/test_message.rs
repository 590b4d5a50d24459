//! 测试消息: whether a way works, tried by who wants to be reached by it.

use super::{
    codes::ChannelCode,
    tell::{can_reach, tell_one},
};
use crate::{
    http::{Answer, Api, ApiError, ApiResult, Body, Caller},
    state::State,
};
use actix_web::web;
use domain::{
    authz::{OwnAccount, act, require},
    kernel::{DomainError, ErrorCode},
    notification::{Audience, Channel, Facts, Notice, NoticeKind},
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// Seconds between two test messages of one account.
const PAUSE: i64 = 60;

pub(super) fn register(api: &mut Api) {
    api.route(__path_send_test_notification, send_test_notification);
}

/// By which way.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"channel": "email"}))]
pub struct SendTestNotificationRequest {
    /// The way.
    #[schema(value_type = ChannelCode)]
    pub channel: Channel,
}

/// Send me a test message
///
/// 发送测试消息 to myself, one a minute. It goes the way of every message; the list of messages shows what became of it.
#[utoipa::path(post, path = "/api/v1/notifications/test", tag = "notification", security(("bearer" = [])),
    request_body = SendTestNotificationRequest, responses((status = 204, description = "On its way")))]
pub(super) async fn send_test_notification(
    state: web::Data<State>,
    caller: Caller,
    body: Body<SendTestNotificationRequest>,
) -> ApiResult<Answer> {
    require::<act::UseOwnAccount>(&caller.actor, &OwnAccount)?;
    let (account, now) = (caller.actor.account, caller.request.now);
    let channel = body.valid()?.channel;
    let rows = state.store.notification_choices(vec![account.0]).await?;
    let row = rows.first().ok_or(ErrorCode::NotFound)?;
    if channel != Channel::InApp && state.shared.channels.get(channel).is_none() {
        return Err(ErrorCode::NotificationChannelOff.into());
    }
    if channel != Channel::InApp && !can_reach(&state, row, channel) {
        return Err(ErrorCode::NotificationAddressMissing.into());
    }
    let last = state.store.last_test_message(account).await?;
    if let Some(left) = last.map(|at| PAUSE - (now - at).num_seconds()).filter(|left| *left > 0) {
        let refused = DomainError::new(ErrorCode::NotificationTestTooSoon);
        return Err(ApiError::retry_later(refused, u64::try_from(left).unwrap_or(1)));
    }
    let id: Uuid = state.shared.ids.next_id();
    let notice = Notice {
        kind: NoticeKind::Test,
        key: format!("test/{id}"),
        matter: None,
        to: vec![Audience::Account(account)],
        facts: Facts::default(),
        at: now,
    };
    tell_one(&state, notice, account, Some(channel)).await?;
    Ok(Answer::no_content())
}
