//! 推送记录: what was sent, and what became of it.

use super::{
    dto::{WebhookAttemptResponse, WebhookDeliveryList, WebhookDeliveryListQuery, WebhookDeliveryResponse},
    represent::own,
};
use crate::{
    http::{Answer, Api, ApiResult, CursorScope, PageQuery, Query},
    open::KeyCaller,
    state::State,
};
use actix_web::{HttpRequest, web};
use domain::{
    integration::{
        KeyScope,
        webhook::{AttemptError, DeliveryState},
    },
    kernel::{AccountId, Coded, WebhookId},
};
use persistence::integration::{AttemptRow, DeliveryFilter, DeliveryRow};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route_keyed(__path_list_webhook_deliveries, list_webhook_deliveries);
}

/// List calls
///
/// 推送记录, newest first, each with its attempts: when, what was answered, how long it took.
#[utoipa::path(get, path = "/api/v1/open/webhooks/{id}/deliveries", tag = "open", security(("key" = [])),
    params(("id" = Uuid, Path, description = "The webhook"), WebhookDeliveryListQuery),
    responses((status = 200, description = "A page of calls", body = WebhookDeliveryList)))]
pub(super) async fn list_webhook_deliveries(
    state: web::Data<State>,
    caller: KeyCaller,
    id: web::Path<Uuid>,
    query: Query<WebhookDeliveryListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    caller.require(KeyScope::WebhooksManage)?;
    let id = WebhookId(*id);
    own(state.store.webhook(id).await?, &caller)?;
    let rows_wanted = PageQuery { limit: query.limit, cursor: None }.rows()?;
    // A cursor is bound to who asks: here that is a key.
    let asks = Some(AccountId(caller.key.0));
    let filter = (&query.0, id);
    let scope = CursorScope::new(&state.shared.keys.cursor, "webhook_deliveries", &filter, asks);
    let before: Option<i64> = scope.open(query.cursor.as_deref())?;
    let filter = DeliveryFilter { states: query.state.0.clone(), aggregate: query.resource_id };
    let mut rows = state.store.webhook_deliveries(id, &filter, before, rows_wanted + 1).await?;
    let links = scope.page(&mut rows, rows_wanted, &http, |row| row.seq);
    let attempts = state.store.webhook_attempts(id, rows.iter().map(|row| row.seq).collect()).await?;
    let items = rows.into_iter().map(|row| {
        let log = attempts.iter().filter(|one| one.seq == row.seq).map(attempt).collect();
        represent(row, log)
    });
    let items = items.collect::<ApiResult<_>>()?;
    Ok(Answer::ok(&WebhookDeliveryList { items, next_cursor: links.cursor })?.next(links.link))
}

fn represent(row: DeliveryRow, log: Vec<WebhookAttemptResponse>) -> ApiResult<WebhookDeliveryResponse> {
    let unknown = || anyhow::anyhow!("a delivery has an unknown state {}", row.state);
    let state = DeliveryState::from_code(&row.state).ok_or_else(unknown)?;
    let pending = state == DeliveryState::Pending;
    Ok(WebhookDeliveryResponse {
        seq: row.seq,
        event_id: row.event_id,
        kind: row.kind,
        resource_id: row.aggregate_id,
        state,
        waiting: row.waits && pending,
        attempts: row.attempts,
        next_at: (pending && !row.waits).then(|| row.next_at.into()),
        body: serde_json::from_str(&row.body).map_err(anyhow::Error::from)?,
        log,
        created_at: row.created_at.into(),
        finished_at: row.finished_at.map(Into::into),
    })
}

fn attempt(row: &AttemptRow) -> WebhookAttemptResponse {
    WebhookAttemptResponse {
        at: row.at.into(),
        status: row.status.and_then(|status| u16::try_from(status).ok()),
        error: row.error.as_deref().and_then(AttemptError::from_code),
        duration_ms: row.ms,
        answer: row.answer.clone(),
    }
}
