//! 导出代表团: exactly the filter of the list.

use super::{
    delegations::{filter, represent},
    delegations_dto::{DelegationListQuery, DelegationResponse},
};
use crate::{
    export::{Conditions, Export, ExportQuery, FormatQuery, Named, walk},
    http::{Api, ApiResult, Caller, SheetFile},
    org::scope_of,
    state::State,
};
use actix_web::{HttpResponse, web};
use documents::sheet::ledger::Column;
use domain::authz::{PublicRegister, act, require};
use persistence::deputy::DELEGATION_SORTS;

pub(super) fn register(api: &mut Api) {
    api.route(__path_export_delegations, export_delegations);
}

const COLUMNS: &[Column<DelegationResponse>] = &[
    ("编号", |row| row.no.into()),
    ("名称", |row| row.name.as_str().into()),
    ("行政区划", |row| row.jurisdiction_name.as_str().into()),
    ("届次", |row| row.term_name.as_str().into()),
    ("团长", |row| row.leader_name.as_deref().into()),
    ("人数", |row| row.members.into()),
];

/// Export delegations
///
/// 导出代表团 (XLSX 或 CSV): the rows of the list under the same filter and sort. Entered in the audit log.
#[utoipa::path(get, path = "/api/v1/delegations/export", tag = "deputy", security(("bearer" = [])),
    params(DelegationListQuery, FormatQuery),
    responses(SheetFile))]
pub(super) async fn export_delegations(
    state: web::Data<State>,
    caller: Caller,
    query: ExportQuery<DelegationListQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ExportRegisters>(&caller.actor, &PublicRegister)?;
    let (scope, filter) = (scope_of(&caller.actor), filter(&query.list));
    let read = async |page: &_| state.store.delegations(&scope, &filter, page).await;
    let rows = walk(&query.list, DELEGATION_SORTS, "no", read).await?;
    let rows = rows.map(|row| represent(&caller.actor, row));
    let DelegationListQuery { q, term_id, current_term, jurisdiction_id, .. } = &query.list;
    let conditions = Conditions::new()
        .words("关键词", q.as_deref())
        .named("届次", Named::Term, *term_id)
        .yes_no("当前届", *current_term)
        .named("行政区划", Named::Jurisdiction, *jurisdiction_id);
    Export::of_register(&state, &caller, "代表团", query.format(), conditions).table(rows, COLUMNS).await
}
