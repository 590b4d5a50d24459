//! 导出账号: exactly the filter of the list.

use super::{
    accounts::{filter, summary},
    accounts_dto::{AccountListQuery, AccountSummaryResponse},
};
use crate::{
    export::{Conditions, Export, ExportQuery, FormatQuery, MOST, every, moment},
    http::{Api, ApiResult, Caller, SheetFile},
    state::State,
};
use actix_web::{HttpResponse, web};
use documents::sheet::ledger::Column;
use domain::authz::{AccountSubject, Role, act, require};
use persistence::account::AccountSummary;

pub(super) fn register(api: &mut Api) {
    api.route(__path_export_accounts, export_accounts);
}

const COLUMNS: &[Column<AccountSummaryResponse>] = &[
    ("用户名", |row| row.username.as_str().into()),
    ("显示名称", |row| row.display_name.as_str().into()),
    ("角色", |row| row.roles.iter().map(|name| role(name)).collect::<Vec<_>>().join("、").into()),
    ("状态", |row| if row.disabled { "停用" } else { "启用" }.into()),
    ("最近登录", |row| row.last_login_at.map(|at| moment(at.0)).into()),
];

/// Export accounts
///
/// 导出账号 (XLSX 或 CSV): the rows of the list under the same filter, by user name: who may do what, for the yearly review
/// of accounts. Entered in the audit log.
#[utoipa::path(get, path = "/api/v1/accounts/export", tag = "account", security(("bearer" = [])),
    params(AccountListQuery, FormatQuery),
    responses(SheetFile))]
pub(super) async fn export_accounts(
    state: web::Data<State>,
    caller: Caller,
    query: ExportQuery<AccountListQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ReadAccounts>(&caller.actor, &AccountSubject { id: None })?;
    let filter = filter(&query.list);
    let read = async |after, limit| state.store.accounts(&filter, after, limit).await;
    let rows = every(MOST, read, |last: &AccountSummary| last.username.to_lowercase()).await?.map(summary);
    let AccountListQuery { q, role: holders, disabled, .. } = &query.list;
    let conditions = Conditions::new()
        .words("关键词", q.as_deref())
        .words("角色", holders.as_deref().map(role))
        .either("状态", *disabled, "停用", "启用");
    Export::of_register(&state, &caller, "账号与角色", query.format(), conditions).table(rows, COLUMNS).await
}

fn role(name: &str) -> &str {
    match Role::find(name) {
        Some(role) => role.zh(),
        None => name,
    }
}
