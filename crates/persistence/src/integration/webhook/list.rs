//! The webhooks of all keys, for whoever looks after them.

use super::WebhookRow;
use crate::{
    Result, Store,
    keyset::Conditions,
    listing::{self, Listed, PageRequest, SortColumn},
};
use chrono::{DateTime, Utc};
use domain::{authz::Scope, integration::webhook::WebhookHealth, kernel::ApiKeyId};

/// Sorts of the list of webhooks; the first is the default.
pub const WEBHOOK_SORTS: &[SortColumn] = &[
    SortColumn::new("created_at", "w.created_at", "timestamptz"),
    SortColumn::new("key_name", "k.name", "text"),
    SortColumn::new("url", "w.url", "text"),
    SortColumn::new("last_success_at", "coalesce(w.last_success_at, '-infinity')", "timestamptz"),
    SortColumn::new("consecutive_failures", "w.consecutive_failures", "integer"),
    SortColumn::new("disabled_at", "coalesce(w.disabled_at, '-infinity')", "timestamptz"),
];

/// What the list of webhooks may be filtered by.
#[derive(Clone, Debug)]
pub struct WebhookFilter {
    /// Part of the address, or of the key's name or owner.
    pub text: Option<String>,
    /// How it is; empty: however it is.
    pub health: Vec<WebhookHealth>,
    /// Of this key.
    pub key: Option<ApiKeyId>,
    /// The instant at which keys work or do not.
    pub now: DateTime<Utc>,
}

fn conditions(scope: &Scope, filter: &WebhookFilter) -> Conditions {
    let mut c = Conditions::new();
    c.below("j.path", scope);
    c.containing("w.url || ' ' || k.name || ' ' || k.owner", filter.text.as_deref());
    c.equal("w.key_id", filter.key.map(|key| key.0));
    if !filter.health.is_empty() {
        let now = c.param(filter.now);
        let works = format!("k.revoked_at IS NULL AND k.expires_at > {now}");
        let wanted: Vec<_> = filter.health.iter().map(|health| health_condition(*health, &works)).collect();
        c.push(format!("({})", wanted.join(" OR ")));
    }
    c
}

/// What [`WebhookHealth::of`] says, of rows.
fn health_condition(health: WebhookHealth, works: &str) -> String {
    match health {
        WebhookHealth::Well => format!("w.status = 'active' AND w.failing_since IS NULL AND {works}"),
        WebhookHealth::Failing => format!("w.status = 'active' AND w.failing_since IS NOT NULL AND {works}"),
        WebhookHealth::Stopped => {
            "w.status = 'disabled' AND w.disabled_reason IN ('gone', 'failing')".to_owned()
        }
        WebhookHealth::Off => {
            "w.status = 'disabled' AND w.disabled_reason NOT IN ('gone', 'failing')".to_owned()
        }
        WebhookHealth::KeyEnded => format!("w.status = 'active' AND NOT ({works})"),
    }
}

impl Store {
    /// A page of webhooks of all keys in the scope.
    ///
    /// # Errors
    /// As any statement.
    pub async fn webhooks(
        &self,
        scope: &Scope,
        filter: &WebhookFilter,
        page: &PageRequest,
    ) -> Result<Vec<Listed<WebhookRow>>> {
        listing::page(self.db(), conditions(scope, filter), page).await
    }

    /// How many webhooks the list has.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_webhooks(&self, scope: &Scope, filter: &WebhookFilter) -> Result<i64> {
        listing::count::<WebhookRow>(self.db(), conditions(scope, filter)).await
    }
}
