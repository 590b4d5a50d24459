//! What the dialogs about accounts choose from. Administrators have no right to the registers; they get names, and no more.

use crate::{
    http::{Answer, Api, ApiResult, Caller, Query},
    state::State,
};
use actix_web::web;
use domain::{
    authz::{AccountSubject, Action, Role, Scope, ScopeKind, act, require},
    kernel::{DomainError, ErrorCode, FieldError, business_date},
};
use persistence::account::OptionRow;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Options at most.
const MOST: u64 = 50;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_scope_options, list_scope_options)
        .route(__path_list_person_options, list_person_options);
}

/// Which options.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ScopeOptionQuery {
    /// The role that is to be granted.
    #[param(example = "UNIT_HANDLER")]
    pub role: String,
    /// Part of the name.
    #[param(example = "住建")]
    pub q: Option<String>,
}

/// Which persons.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PersonOptionQuery {
    /// Part of the name; without one nobody is listed.
    #[param(example = "王建")]
    pub q: String,
}

/// What a grant of this role must name besides its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScopeKindCode {
    /// Nothing: the options are nodes of the tree.
    Jurisdiction,
    /// 单位
    Unit,
    /// 代表小组
    Group,
    /// 代表
    Deputy,
}

/// Something to choose.
#[derive(Serialize, ToSchema)]
pub struct ScopeOption {
    /// Its id: for `unit_id`, `group_id`, `deputy_id`, `jurisdiction_id` or `person_id` as the kind says.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What tells it from others of that name.
    pub note: Option<String>,
    /// The node it belongs to: for `jurisdiction_id` of the grant.
    pub jurisdiction_id: Uuid,
    /// The node's name.
    pub jurisdiction_name: String,
}

/// 可选的授权范围
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"kind": "unit", "items": [{"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b81",
    "name": "泗安县住房和城乡建设局", "note": "住建局", "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b01",
    "jurisdiction_name": "泗安县"}], "more": false}))]
pub struct ScopeOptionList {
    /// What a grant of the role must name.
    pub kind: ScopeKindCode,
    /// What there is, by name, at most 50.
    pub items: Vec<ScopeOption>,
    /// True when there are more: type more of the name.
    pub more: bool,
}

/// 可选的人员
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": [{"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b82", "name": "王建国", "note": "180001",
    "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b01", "jurisdiction_name": "泗安县"}], "more": false}))]
pub struct PersonOptionList {
    /// Who there is, by name, at most 50.
    pub items: Vec<ScopeOption>,
    /// True when there are more.
    pub more: bool,
}

/// What a role can be granted for
///
/// 授权范围选项: units, groups, deputies or nodes, as the role needs them, for whoever grants roles. Names only.
#[utoipa::path(get, path = "/api/v1/accounts/scope-options", tag = "account", security(("bearer" = [])),
    params(ScopeOptionQuery), responses((status = 200, description = "The options", body = ScopeOptionList)))]
pub(super) async fn list_scope_options(
    state: web::Data<State>,
    caller: Caller,
    query: Query<ScopeOptionQuery>,
) -> ApiResult<Answer> {
    require::<act::GrantRoles>(&caller.actor, &AccountSubject { id: None })?;
    let Some(role) = Role::find(&query.role) else {
        let mut refused = DomainError::new(ErrorCode::RequestMalformed);
        refused.fields.push(FieldError::new("?role", ErrorCode::ValueInvalid));
        return Err(refused.into());
    };
    let scope = Scope::of(&caller.actor, Action::GrantRoles);
    let (kind, today) = (role.scope_kind(), business_date(caller.request.now));
    let rows = state.store.scope_options(kind, &scope, query.q.as_deref(), today, MOST + 1).await?;
    let (items, more) = shown(rows);
    let kind = match kind {
        ScopeKind::Jurisdiction => ScopeKindCode::Jurisdiction,
        ScopeKind::Unit => ScopeKindCode::Unit,
        ScopeKind::Group => ScopeKindCode::Group,
        ScopeKind::Deputy => ScopeKindCode::Deputy,
    };
    Answer::ok(&ScopeOptionList { kind, items, more })
}

/// Persons an account can be for
///
/// 账号对应的自然人选项, for whoever manages accounts. Names and numbers of certificates only.
#[utoipa::path(get, path = "/api/v1/accounts/person-options", tag = "account", security(("bearer" = [])),
    params(PersonOptionQuery), responses((status = 200, description = "The persons", body = PersonOptionList)))]
pub(super) async fn list_person_options(
    state: web::Data<State>,
    caller: Caller,
    query: Query<PersonOptionQuery>,
) -> ApiResult<Answer> {
    require::<act::ManageAccounts>(&caller.actor, &AccountSubject { id: None })?;
    let text = query.q.trim();
    let scope = Scope::of(&caller.actor, Action::ManageAccounts);
    let rows =
        if text.is_empty() { Vec::new() } else { state.store.person_options(&scope, text, MOST + 1).await? };
    let (items, more) = shown(rows);
    Answer::ok(&PersonOptionList { items, more })
}

fn shown(mut rows: Vec<OptionRow>) -> (Vec<ScopeOption>, bool) {
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    let options = rows.into_iter().map(|row| ScopeOption {
        id: row.id,
        name: row.name,
        note: row.note,
        jurisdiction_id: row.jurisdiction_id,
        jurisdiction_name: row.jurisdiction_name,
    });
    (options.collect(), more)
}
