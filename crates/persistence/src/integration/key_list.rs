//! Reading keys for the desk.

use super::key::coded_scopes;
use crate::{
    Result, Store,
    keyset::Conditions,
    listing::{self, Listed, PageRequest, SortColumn, View},
};
use chrono::{DateTime, Utc};
use domain::{
    authz::{JurisdictionPath, Scope},
    integration::{KeyScope, KeyState},
    kernel::ApiKeyId,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// A key as it is read.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ApiKeyRow {
    /// The key.
    pub id: Uuid,
    /// Its node.
    pub jurisdiction_id: Uuid,
    /// The node's name.
    pub jurisdiction_name: String,
    /// The node's path.
    pub path: String,
    /// 名称
    pub name: String,
    /// 使用单位
    pub owner: String,
    /// 联系人
    pub contact: Option<String>,
    /// Codes of its scopes.
    pub scopes: Vec<String>,
    /// 限定单位
    pub unit_id: Option<Uuid>,
    /// Its name.
    pub unit_name: Option<String>,
    /// 允许的网段
    pub networks: Vec<String>,
    /// 沙箱
    pub sandbox: bool,
    /// Its end.
    pub expires_at: DateTime<Utc>,
    /// When it was ended by hand.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Who made it.
    pub created_by_name: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was used last, a few seconds behind.
    pub last_used_at: Option<DateTime<Utc>>,
    /// From which address.
    pub last_used_from: Option<String>,
    /// Its secrets, oldest first: `id`, `prefix`, `created_at`, `expires_at`, `revoked_at`, `last_used_at`.
    pub secrets: serde_json::Value,
    /// Last change.
    pub updated_at: DateTime<Utc>,
    /// Optimistic lock.
    pub version: i64,
}

impl View for ApiKeyRow {
    const COLUMNS: &'static str = "k.id, k.jurisdiction_id, j.name AS jurisdiction_name, j.path, k.name, k.owner, k.contact, \
        k.scopes, k.unit_id, u.name AS unit_name, k.networks, k.sandbox, k.expires_at, k.revoked_at, \
        a.display_name AS created_by_name, k.created_at, k.last_used_at, k.last_used_from, k.updated_at, k.version, \
        (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'prefix', s.prefix, 'created_at', s.created_at, \
           'expires_at', s.expires_at, 'revoked_at', s.revoked_at, 'last_used_at', s.last_used_at) \
           ORDER BY s.created_at, s.id), '[]') FROM api_key_secret s WHERE s.key_id = k.id) AS secrets";
    const FROM: &'static str = "api_key k JOIN jurisdiction j ON j.id = k.jurisdiction_id \
        LEFT JOIN unit u ON u.id = k.unit_id LEFT JOIN account a ON a.id = k.created_by";
    const ID: &'static str = "k.id";
}

impl ApiKeyRow {
    /// The path as the policy knows it.
    pub fn scope_path(&self) -> JurisdictionPath {
        JurisdictionPath(self.path.clone())
    }

    /// Its scopes.
    ///
    /// # Errors
    /// When a stored code is not known.
    pub fn key_scopes(&self) -> Result<Vec<KeyScope>> {
        coded_scopes(&self.scopes)
    }
}

/// Sorts of the list of keys; the first is the default.
pub const API_KEY_SORTS: &[SortColumn] = &[
    SortColumn::new("created_at", "k.created_at", "timestamptz"),
    SortColumn::new("name", "k.name", "text"),
    SortColumn::new("owner", "k.owner", "text"),
    SortColumn::new("expires_at", "k.expires_at", "timestamptz"),
    SortColumn::new("last_used_at", "coalesce(k.last_used_at, '-infinity')", "timestamptz"),
];

/// What the list of keys may be filtered by.
#[derive(Clone, Debug, Default)]
pub struct ApiKeyFilter {
    /// Part of name or owner.
    pub text: Option<String>,
    /// Its state at the instant that goes with it.
    pub state: Option<(KeyState, DateTime<Utc>)>,
    /// With this scope.
    pub scope: Option<KeyScope>,
    /// Test keys, or the others.
    pub sandbox: Option<bool>,
}

fn conditions(scope: &Scope, filter: &ApiKeyFilter) -> Conditions {
    let mut c = Conditions::new();
    c.below("j.path", scope);
    c.containing("k.name || ' ' || k.owner", filter.text.as_deref());
    c.equal("k.sandbox", filter.sandbox);
    if let Some(wanted) = filter.scope {
        let wanted = c.param(vec![wanted.code().to_owned()]);
        c.push(format!("k.scopes @> {wanted}"));
    }
    match filter.state {
        None => {}
        Some((KeyState::Revoked, _)) => c.push("k.revoked_at IS NOT NULL"),
        Some((state, now)) => {
            let now = c.param(now);
            let operator = if state == KeyState::Active { ">" } else { "<=" };
            c.push(format!("k.revoked_at IS NULL AND k.expires_at {operator} {now}"));
        }
    }
    c
}

impl Store {
    /// A page of keys.
    ///
    /// # Errors
    /// As any statement.
    pub async fn api_keys(
        &self,
        scope: &Scope,
        filter: &ApiKeyFilter,
        page: &PageRequest,
    ) -> Result<Vec<Listed<ApiKeyRow>>> {
        listing::page(self.db(), conditions(scope, filter), page).await
    }

    /// How many keys the list has.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_api_keys(&self, scope: &Scope, filter: &ApiKeyFilter) -> Result<i64> {
        listing::count::<ApiKeyRow>(self.db(), conditions(scope, filter)).await
    }

    /// One key.
    ///
    /// # Errors
    /// As any statement.
    pub async fn api_key(&self, id: ApiKeyId) -> Result<Option<ApiKeyRow>> {
        listing::one(self.db(), id.0).await
    }
}

impl crate::Uow {
    /// One key as it is read, within the transaction.
    ///
    /// # Errors
    /// As any statement.
    pub async fn api_key_row(&self, id: ApiKeyId) -> Result<Option<ApiKeyRow>> {
        listing::one(self.conn(), id.0).await
    }
}
