//! 推送记录 as it is read, whoever reads it.

use super::{
    dto::{WebhookAttemptResponse, WebhookDeliveryListQuery},
    hand::{Deed, Hand},
};
use crate::{
    http::{ApiResult, CursorScope, PageLinks, PageQuery},
    state::State,
};
use actix_web::HttpRequest;
use domain::{
    integration::webhook::{AttemptError, DeliveryState},
    kernel::{Coded, WebhookId},
};
use persistence::integration::{AttemptRow, DeliveryFilter, DeliveryRow};

/// One call of a page: what is stored of it, its state, and its attempts.
pub(crate) struct LoggedCall {
    /// What is stored.
    pub row: DeliveryRow,
    /// 推送状态
    pub state: DeliveryState,
    /// Every attempt, oldest first.
    pub attempts: Vec<WebhookAttemptResponse>,
}

impl LoggedCall {
    /// An earlier call about the same matter has to be taken first.
    pub fn waits(&self) -> bool {
        self.row.waits && self.state == DeliveryState::Pending
    }

    /// It is to be made, and may be.
    pub fn is_due(&self) -> bool {
        self.state == DeliveryState::Pending && !self.row.waits
    }
}

/// A page of the calls of a webhook, newest first, and how to get the next.
pub(crate) async fn page(
    state: &State,
    hand: &impl Hand,
    id: WebhookId,
    query: &WebhookDeliveryListQuery,
    http: &HttpRequest,
) -> ApiResult<(Vec<LoggedCall>, PageLinks)> {
    hand.admit(Deed::Read, state.store.webhook(id).await?)?;
    let rows_wanted = PageQuery { limit: query.limit, cursor: None }.rows()?;
    let filter = (query, id);
    let scope =
        CursorScope::new(&state.shared.keys.cursor, "webhook_deliveries", &filter, Some(hand.asker()));
    let before: Option<i64> = scope.open(query.cursor.as_deref())?;
    let filter = DeliveryFilter { states: query.state.0.clone(), aggregate: query.resource_id };
    let mut rows = state.store.webhook_deliveries(id, &filter, before, rows_wanted + 1).await?;
    let links = scope.page(&mut rows, rows_wanted, http, |row| row.seq);
    let attempts = state.store.webhook_attempts(id, rows.iter().map(|row| row.seq).collect()).await?;
    let calls = rows.into_iter().map(|row| {
        let unknown = || anyhow::anyhow!("a delivery has an unknown state {}", row.state);
        let state = DeliveryState::from_code(&row.state).ok_or_else(unknown)?;
        let attempts = attempts.iter().filter(|one| one.seq == row.seq).map(attempt).collect();
        Ok(LoggedCall { row, state, attempts })
    });
    Ok((calls.collect::<ApiResult<_>>()?, links))
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
