//! Accounts and their roles, for administrators.

use super::{
    accounts_dto::{
        AccountList, AccountListQuery, AccountResponse, AccountSummaryResponse, CreateAccountRequest,
        GrantRoleRequest, ResetLinkResponse, RoleGrantResponse, UpdateAccountRequest,
    },
    cookie,
};
use crate::{
    http::{
        Answer, Api, ApiResult, Body, Caller, CursorScope, IdempotencyKey, Idempotent, IfMatch, PageQuery,
        Query,
    },
    state::State,
};
use actix_web::{HttpRequest, web};
use chrono::Duration;
use domain::{
    authz::{AccountSubject, Action, Role, ScopeKind, act, allows, check_role_combination, require},
    kernel::{
        AccountId, AuditChange, DomainError, ErrorCode, Event, FieldError, Patch, PersonId, RoleGrantId,
        TextRule, Version,
    },
};
use persistence::{
    Uow,
    account::{AccountFilter, AccountRow, AccountSummary, NewGrant},
};
use serde_json::json;
use uuid::Uuid;

/// How long a reset link works.
const RESET_LIFE: Duration = Duration::hours(24);

const DISPLAY_NAME: TextRule = TextRule::line(1, 40);

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_accounts, list_accounts)
        .route(__path_create_account, create_account)
        .route(__path_get_account, get_account)
        .route(__path_update_account, update_account)
        .route(__path_grant_role, grant_role)
        .route(__path_revoke_role, revoke_role)
        .route(__path_create_reset_link, create_reset_link);
}

/// List accounts
///
/// 账号列表, by user name. Filters: part of a name, role, disabled.
#[utoipa::path(get, path = "/api/v1/accounts", tag = "account", security(("bearer" = [])), params(AccountListQuery),
    responses((status = 200, description = "A page of accounts", body = AccountList)))]
pub(super) async fn list_accounts(
    state: web::Data<State>,
    caller: Caller,
    query: Query<AccountListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    require::<act::ReadAccounts>(&caller.actor, &AccountSubject { id: None })?;
    let page = PageQuery { limit: query.limit, cursor: query.cursor.clone() };
    let limit = page.rows()?;
    let scope = CursorScope::new(&state.shared.keys.cursor, "accounts", &query.0, Some(caller.actor.account));
    let after: Option<String> = scope.open(page.cursor.as_deref())?;
    let filter = filter(&query);
    let mut rows = state.store.accounts(&filter, after, limit + 1).await?;
    let links = scope.page(&mut rows, limit, &http, |row| row.username.to_lowercase());
    let items = rows.into_iter().map(summary).collect();
    Ok(Answer::ok(&AccountList { items, next_cursor: links.cursor })?.next(links.link))
}

/// The query as the store knows it.
pub(super) fn filter(query: &AccountListQuery) -> AccountFilter {
    AccountFilter { text: query.q.clone(), role: query.role.clone(), disabled: query.disabled }
}

pub(super) fn summary(row: AccountSummary) -> AccountSummaryResponse {
    AccountSummaryResponse {
        id: row.id,
        username: row.username,
        display_name: row.display_name,
        roles: row.roles,
        disabled: row.disabled,
        last_login_at: row.last_login_at.map(Into::into),
    }
}

/// Create an account
///
/// 新建账号. It has no password yet: hand over a one-time link (`POST …/reset-link`).
#[utoipa::path(post, path = "/api/v1/accounts", tag = "account", security(("bearer" = [])), params(IdempotencyKey),
    request_body = CreateAccountRequest,
    responses((status = 201, description = "Created", body = AccountResponse)))]
pub(super) async fn create_account(
    state: web::Data<State>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<CreateAccountRequest>,
) -> ApiResult<Answer> {
    require::<act::ManageAccounts>(&caller.actor, &AccountSubject { id: None })?;
    let request_hash = body.request_hash;
    let (request, mut fields) = body.open();
    let username = fields.take(check_username(&request.username));
    let display_name = fields.take(DISPLAY_NAME.check("#/display_name", &request.display_name));
    fields.finish()?;
    let uow = state.begin(&caller).await?;
    let (uow, key) = match key.claim(uow, &request_hash).await? {
        Idempotent::Fresh(uow, key) => (uow, key),
        Idempotent::Replayed(answer) => return Ok(answer),
    };
    let id: AccountId = uow.id();
    let person = request.person_id.map(PersonId);
    let row = uow.insert_account(id, &username, &display_name, person, None, false).await?;
    record(
        &uow,
        "account.manage",
        "account.created",
        id,
        Version::FIRST,
        json!({}),
        json!({"username": username}),
    )
    .await?;
    let answer = Answer::ok(&represent(&caller, row, Vec::new()))?
        .created(format!("/api/v1/accounts/{id}"))
        .version(Version::FIRST);
    IdempotencyKey::finish(uow, key, answer).await
}

/// One account
///
/// 账号详情 with its roles and what may be done with it.
#[utoipa::path(get, path = "/api/v1/accounts/{id}", tag = "account", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The account")),
    responses((status = 200, description = "The account", body = AccountResponse)))]
pub(super) async fn get_account(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let id = AccountId(id.into_inner());
    require::<act::ReadAccounts>(&caller.actor, &AccountSubject { id: Some(id) })?;
    answer(&state, &caller, id).await
}

/// Change an account
///
/// 修改账号: name, person, disabling (停用). Disabling ends its sign-ins at once. The last system
/// administrator cannot be disabled, and nobody disables himself.
#[utoipa::path(patch, path = "/api/v1/accounts/{id}", tag = "account", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The account"), IfMatch),
    request_body = UpdateAccountRequest,
    responses((status = 200, description = "The changed account", body = AccountResponse)))]
pub(super) async fn update_account(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<UpdateAccountRequest>,
) -> ApiResult<Answer> {
    let id = AccountId(id.into_inner());
    require::<act::ManageAccounts>(&caller.actor, &AccountSubject { id: Some(id) })?;
    let patch = body.valid()?;
    let uow = state.begin(&caller).await?;
    let row = uow.account_row(id).await?.ok_or(ErrorCode::NotFound)?;
    seen.check(Version(row.version))?;
    let display_name = match &patch.display_name {
        Patch::Absent => row.display_name.clone(),
        Patch::Null => {
            return Err(DomainError::invalid_field("#/display_name", ErrorCode::ValueRequired).into());
        }
        Patch::Value(name) => DISPLAY_NAME.check("#/display_name", name)?,
    };
    let mut person = row.person_id;
    patch.person_id.clone().apply_to_option(&mut person);
    let disabled_at = match patch.disabled.value() {
        Some(true) if row.disabled_at.is_none() => {
            refuse_disabling(&uow, &caller, id).await?;
            uow.revoke_sessions(id, None, "account_disabled").await?;
            Some(uow.now())
        }
        Some(false) => None,
        _ => row.disabled_at,
    };
    let version = uow.update_account(id, seen.0, &display_name, person.map(PersonId), disabled_at).await?;
    let before = json!({"display_name": row.display_name, "person_id": row.person_id, "disabled": row.disabled_at.is_some()});
    let after = json!({"display_name": display_name, "person_id": person, "disabled": disabled_at.is_some()});
    record(&uow, "account.manage", "account.changed", id, version, before, after).await?;
    uow.commit().await?;
    answer(&state, &caller, id).await
}

/// Grant a role
///
/// 授予角色 within a scope. Unit, group and deputy roles name theirs. System, security and audit
/// administrators exclude each other and business roles (三员分立).
#[utoipa::path(post, path = "/api/v1/accounts/{id}/role-grants", tag = "account", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The account"), IfMatch),
    request_body = GrantRoleRequest,
    responses((status = 200, description = "The account with its roles", body = AccountResponse)))]
pub(super) async fn grant_role(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<GrantRoleRequest>,
) -> ApiResult<Answer> {
    let id = AccountId(id.into_inner());
    require::<act::GrantRoles>(&caller.actor, &AccountSubject { id: Some(id) })?;
    let grant = check_grant(&body.valid()?)?;
    let uow = state.begin(&caller).await?;
    let row = uow.account_row(id).await?.ok_or(ErrorCode::NotFound)?;
    seen.check(Version(row.version))?;
    if id == caller.actor.account {
        return Err(ErrorCode::SelfForbidden.into());
    }
    check_role_combination(&uow.roles_of(id).await?, grant.role)?;
    uow.jurisdiction(grant.jurisdiction)
        .await?
        .ok_or_else(|| DomainError::invalid_field("#/jurisdiction_id", ErrorCode::ReferenceUnknown))?;
    let version = uow.touch_account(id, seen.0).await?;
    uow.insert_grant(uow.id(), id, &grant).await?;
    let after = json!({"role": grant.role, "jurisdiction_id": grant.jurisdiction, "unit_id": grant.unit,
        "group_id": grant.group, "deputy_id": grant.deputy});
    record(&uow, "account.grant_roles", "account.role_granted", id, version, json!({}), after).await?;
    uow.commit().await?;
    answer(&state, &caller, id).await
}

/// Revoke a role
///
/// 收回角色; it acts at the account's next request.
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/role-grants/{grant_id}", tag = "account", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The account"), ("grant_id" = Uuid, Path, description = "The grant"), IfMatch),
    responses((status = 200, description = "The account with its roles", body = AccountResponse)))]
pub(super) async fn revoke_role(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(Uuid, Uuid)>,
    seen: IfMatch,
) -> ApiResult<Answer> {
    let (id, grant) = (AccountId(path.0), RoleGrantId(path.1));
    require::<act::GrantRoles>(&caller.actor, &AccountSubject { id: Some(id) })?;
    let uow = state.begin(&caller).await?;
    let row = uow.account_row(id).await?.ok_or(ErrorCode::NotFound)?;
    seen.check(Version(row.version))?;
    if id == caller.actor.account {
        return Err(ErrorCode::SelfForbidden.into());
    }
    let version = uow.touch_account(id, seen.0).await?;
    let role = uow.revoke_grant(id, grant).await?.ok_or(ErrorCode::NotFound)?;
    if role == Role::SysAdmin && uow.count_holders(Role::SysAdmin).await? == 0 {
        return Err(ErrorCode::LastAdministrator.into());
    }
    record(
        &uow,
        "account.grant_roles",
        "account.role_revoked",
        id,
        version,
        json!({"role": role}),
        json!({}),
    )
    .await?;
    uow.commit().await?;
    answer(&state, &caller, id).await
}

/// Make a one-time link for a new password
///
/// 生成一次性重设密码链接, valid 24 hours, shown once. Earlier links of the account stop working.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/reset-link", tag = "account", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The account")),
    responses((status = 200, description = "The link", body = ResetLinkResponse)))]
pub(super) async fn create_reset_link(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let id = AccountId(id.into_inner());
    require::<act::ManageAccounts>(&caller.actor, &AccountSubject { id: Some(id) })?;
    let uow = state.begin(&caller).await?;
    uow.account_row(id).await?.ok_or(ErrorCode::NotFound)?;
    let secret = cookie::new_secret();
    let expires = uow.now() + RESET_LIFE;
    uow.insert_reset(id, &cookie::secret_hash(&secret), expires).await?;
    uow.audit(AuditChange {
        action: "account.reset_link",
        subject: "account",
        subject_id: id.0,
        before: json!({}),
        after: json!({"expires_at": expires}),
    })
    .await?;
    uow.commit().await?;
    let url = format!("{}/desk/reset#{secret}", state.shared.public_url);
    Answer::ok(&ResetLinkResponse { url, expires_at: expires.into() })
}

async fn refuse_disabling(uow: &Uow, caller: &Caller, id: AccountId) -> ApiResult<()> {
    if id == caller.actor.account {
        return Err(ErrorCode::SelfForbidden.into());
    }
    let administrator = uow.roles_of(id).await?.contains(&Role::SysAdmin);
    if administrator && uow.count_holders(Role::SysAdmin).await? <= 1 {
        return Err(ErrorCode::LastAdministrator.into());
    }
    Ok(())
}

fn check_username(input: &str) -> Result<String, FieldError> {
    let name = TextRule::line(3, 32).check("#/username", input)?;
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
    if plain { Ok(name) } else { Err(FieldError::new("#/username", ErrorCode::ValueInvalid)) }
}

fn check_grant(request: &GrantRoleRequest) -> ApiResult<NewGrant> {
    let role = Role::find(&request.role)
        .ok_or_else(|| DomainError::invalid_field("#/role", ErrorCode::ValueInvalid))?;
    let missing = match role.scope_kind() {
        ScopeKind::Jurisdiction => None,
        ScopeKind::Unit => request.unit_id.is_none().then_some("#/unit_id"),
        ScopeKind::Group => request.group_id.is_none().then_some("#/group_id"),
        ScopeKind::Deputy => request.deputy_id.is_none().then_some("#/deputy_id"),
    };
    if let Some(pointer) = missing {
        return Err(DomainError::invalid_field(pointer, ErrorCode::RoleScopeRequired).into());
    }
    Ok(NewGrant {
        role,
        jurisdiction: request.jurisdiction_id.into(),
        unit: request.unit_id.map(Into::into),
        group: request.group_id.map(Into::into),
        deputy: request.deputy_id.map(Into::into),
    })
}

async fn record(
    uow: &Uow,
    action: &'static str,
    kind: &'static str,
    id: AccountId,
    version: Version,
    before: serde_json::Value,
    after: serde_json::Value,
) -> ApiResult<()> {
    uow.audit(AuditChange { action, subject: "account", subject_id: id.0, before, after }).await?;
    Ok(uow.emit(Event { kind, aggregate: "account", aggregate_id: id.0, data: json!({}) }, version).await?)
}

async fn answer(state: &State, caller: &Caller, id: AccountId) -> ApiResult<Answer> {
    let row = state.store.account(id).await?.ok_or(ErrorCode::NotFound)?;
    let grants = state.store.grants_of(id).await?;
    let version = Version(row.version);
    let grants = grants
        .into_iter()
        .map(|grant| RoleGrantResponse {
            id: grant.id,
            label: Role::find(&grant.role).map_or_else(String::new, |role| role.zh().to_owned()),
            role: grant.role,
            jurisdiction_id: grant.jurisdiction_id,
            jurisdiction_name: grant.jurisdiction_name,
            unit_id: grant.unit_id,
            group_id: grant.group_id,
            deputy_id: grant.deputy_id,
            scope_name: grant.scope_name,
            granted_at: grant.granted_at.into(),
        })
        .collect();
    Ok(Answer::ok(&represent(caller, row, grants))?.version(version))
}

fn represent(caller: &Caller, row: AccountRow, grants: Vec<RoleGrantResponse>) -> AccountResponse {
    let subject = AccountSubject { id: Some(AccountId(row.id)) };
    let allowed_actions = [Action::ManageAccounts, Action::GrantRoles]
        .into_iter()
        .filter(|action| allows(&caller.actor, *action, &subject))
        .map(|action| action.name().to_owned())
        .collect();
    AccountResponse {
        id: row.id,
        username: row.username,
        display_name: row.display_name,
        person_id: row.person_id,
        disabled: row.disabled_at.is_some(),
        has_password: row.password_hash.is_some(),
        must_change_password: row.must_change_password,
        last_login_at: row.last_login_at.map(Into::into),
        created_at: row.created_at.into(),
        grants,
        allowed_actions,
        version: row.version,
    }
}
