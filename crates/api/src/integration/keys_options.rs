//! What the dialog of a new key chooses from. Its administrator has no right to the registers; he gets names, and no more.

use super::codes::KeyScopeCode;
use crate::{
    http::{Answer, Api, ApiResult, Caller, Language, Query},
    state::State,
};
use actix_web::web;
use chrono::{Days, NaiveDate};
use domain::{
    authz::{Action, KeyCollection, Scope, ScopeKind, act, require},
    integration::{KeyScope, LONGEST_DAYS},
    kernel::business_date,
};
use persistence::account::OptionRow;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Units and nodes at most.
const MOST: u64 = 50;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_api_key_options, list_api_key_options);
}

/// Which options.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ApiKeyOptionQuery {
    /// Part of a unit's name.
    #[param(example = "住建")]
    pub unit: Option<String>,
}

/// A scope to choose.
#[derive(Serialize, ToSchema)]
pub struct KeyScopeOption {
    /// Its code.
    #[schema(value_type = KeyScopeCode)]
    pub code: &'static str,
    /// Its name in the language asked for.
    pub label: &'static str,
}

/// A unit or node to choose.
#[derive(Serialize, ToSchema)]
pub struct KeyPlaceOption {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The node to which it belongs.
    pub jurisdiction_id: Uuid,
    /// The node's name.
    pub jurisdiction_name: String,
}

/// 新建接口密钥的选项
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"scopes": [{"code": "suggestions:read", "label": "已公开建议"}],
    "jurisdictions": [{"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b01", "name": "泗安县",
        "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b01", "jurisdiction_name": "泗安县"}],
    "units": [], "more_units": true,
    "earliest_on": "2026-11-22", "latest_on": "2027-11-21"}))]
pub struct ApiKeyOptionsResponse {
    /// 授权范围
    pub scopes: Vec<KeyScopeOption>,
    /// Nodes that may give a key, from the top down, at most 50.
    pub jurisdictions: Vec<KeyPlaceOption>,
    /// Units that exist today, by name, at most 50.
    pub units: Vec<KeyPlaceOption>,
    /// True when there are more: type more of the name.
    pub more_units: bool,
    /// The first day that `expires_on` may be: today.
    pub earliest_on: NaiveDate,
    /// The last.
    pub latest_on: NaiveDate,
}

/// What a key can be made of
///
/// 新建接口密钥的选项: scopes, nodes and units, for whoever makes keys. Names only.
#[utoipa::path(get, path = "/api/v1/api-keys/options", tag = "integration", security(("bearer" = [])),
    params(ApiKeyOptionQuery), responses((status = 200, description = "The options", body = ApiKeyOptionsResponse)))]
pub(super) async fn list_api_key_options(
    state: web::Data<State>,
    caller: Caller,
    query: Query<ApiKeyOptionQuery>,
) -> ApiResult<Answer> {
    require::<act::ManageApiKeys>(&caller.actor, &KeyCollection)?;
    let scope = Scope::of(&caller.actor, Action::ManageApiKeys);
    let (store, today) = (&state.store, business_date(caller.request.now));
    let nodes = store.scope_options(ScopeKind::Jurisdiction, &scope, None, today, MOST).await?;
    let mut units =
        store.scope_options(ScopeKind::Unit, &scope, query.unit.as_deref(), today, MOST + 1).await?;
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let more_units = units.len() > most;
    units.truncate(most);
    let chinese = caller.request.language == Language::Chinese;
    let scopes = KeyScope::ALL.iter().map(|scope| KeyScopeOption {
        code: scope.code(),
        label: if chinese { scope.zh() } else { scope.en() },
    });
    Answer::ok(&ApiKeyOptionsResponse {
        scopes: scopes.collect(),
        jurisdictions: nodes.into_iter().map(place).collect(),
        units: units.into_iter().map(place).collect(),
        more_units,
        earliest_on: today,
        latest_on: today + Days::new(LONGEST_DAYS - 1),
    })
}

fn place(row: OptionRow) -> KeyPlaceOption {
    KeyPlaceOption {
        id: row.id,
        name: row.name,
        jurisdiction_id: row.jurisdiction_id,
        jurisdiction_name: row.jurisdiction_name,
    }
}
