//! 推送记录: what was sent, and what became of it.

use super::{
    dto::{WebhookDeliveryList, WebhookDeliveryListQuery, WebhookDeliveryResponse},
    hand::Owner,
    log::{self, LoggedCall},
};
use crate::{
    http::{Answer, Api, ApiResult, Query},
    open::KeyCaller,
    state::State,
};
use actix_web::{HttpRequest, web};
use domain::kernel::WebhookId;
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
    let (calls, links) = log::page(&state, &Owner::of(&caller)?, WebhookId(*id), &query.0, &http).await?;
    let items = calls.into_iter().map(represent).collect::<ApiResult<_>>()?;
    Ok(Answer::ok(&WebhookDeliveryList { items, next_cursor: links.cursor })?.next(links.link))
}

fn represent(call: LoggedCall) -> ApiResult<WebhookDeliveryResponse> {
    let (waiting, due) = (call.waits(), call.is_due());
    let LoggedCall { row, state, attempts } = call;
    Ok(WebhookDeliveryResponse {
        seq: row.seq,
        event_id: row.event_id,
        kind: row.kind,
        resource_id: row.aggregate_id,
        state,
        waiting,
        attempts: row.attempts,
        next_at: due.then(|| row.next_at.into()),
        body: serde_json::from_str(&row.body).map_err(anyhow::Error::from)?,
        log: attempts,
        created_at: row.created_at.into(),
        finished_at: row.finished_at.map(Into::into),
    })
}
