use crate::{
    http::{Answer, Api, ApiResult, Caller},
    state::State,
};
use actix_web::web;
use domain::{authz::capabilities, kernel::ErrorCode};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_me, get_me);
}

/// Who I am and what I may do.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"account_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "username": "daigong",
    "display_name": "代表工委经办", "must_change_password": false,
    "roles": [{"role": "DC_STAFF", "label": "代表工委工作人员", "unit_id": null, "group_id": null, "deputy_id": null}],
    "capabilities": ["register.manage", "register.read"], "demo": true, "today": "2026-11-22"}))]
pub struct MeResponse {
    /// The account.
    pub account_id: Uuid,
    /// User name.
    pub username: String,
    /// Name shown to others.
    pub display_name: String,
    /// Until the password is changed nothing else is allowed.
    pub must_change_password: bool,
    /// Roles in force, each with its scope.
    pub roles: Vec<MyRole>,
    /// Actions that some grant allows on some record: what menus are made of.
    pub capabilities: Vec<String>,
    /// True when every record here is invented.
    pub demo: bool,
    /// Today's business date by the server's clock.
    pub today: chrono::NaiveDate,
}

/// One of my roles.
#[derive(Serialize, ToSchema)]
pub struct MyRole {
    /// Role name.
    #[schema(example = "UNIT_HANDLER")]
    pub role: &'static str,
    /// Its official name in the language asked for.
    pub label: &'static str,
    /// The unit it is for.
    pub unit_id: Option<Uuid>,
    /// The group it is for.
    pub group_id: Option<Uuid>,
    /// The seat it is for.
    pub deputy_id: Option<Uuid>,
}

/// Who I am
///
/// 当前用户: account, roles (角色) and capabilities. Works before the initial password is changed.
#[utoipa::path(get, path = "/api/v1/me", tag = "account", security(("bearer" = [])),
    responses((status = 200, description = "The signed-in account", body = MeResponse)))]
pub(super) async fn get_me(state: web::Data<State>, caller: Caller) -> ApiResult<Answer> {
    let row = state.store.account(caller.actor.account).await?.ok_or(ErrorCode::NotFound)?;
    let roles = caller.actor.grants().iter().map(|grant| MyRole {
        role: grant.role.name(),
        label: match caller.request.language {
            crate::http::Language::Chinese => grant.role.zh(),
            crate::http::Language::English => grant.role.en(),
        },
        unit_id: grant.unit.map(|id| id.0),
        group_id: grant.group.map(|id| id.0),
        deputy_id: grant.deputy.map(|id| id.0),
    });
    Answer::ok(&MeResponse {
        account_id: row.id,
        username: row.username,
        display_name: row.display_name,
        must_change_password: row.must_change_password,
        roles: roles.collect(),
        capabilities: capabilities(&caller.actor).into_iter().map(str::to_owned).collect(),
        demo: state.shared.demo_banner,
        today: domain::kernel::business_date(caller.request.now),
    })
}
