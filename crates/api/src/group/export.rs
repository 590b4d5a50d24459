//! 导出代表小组: the groups of the list as they are, or were, on the day.

use super::{
    groups::{filter, summary},
    groups_dto::{GroupListQuery, GroupSummary},
};
use crate::{
    export::{Conditions, Export, ExportQuery, FormatQuery, Named, walk},
    http::{Api, ApiResult, Caller, SheetFile},
    org::scope_of,
    state::State,
};
use actix_web::{HttpResponse, web};
use documents::sheet::ledger::Column;
use domain::{
    authz::{PublicRegister, act, require},
    kernel::business_date,
};
use persistence::group::GROUP_SORTS;

pub(super) fn register(api: &mut Api) {
    api.route(__path_export_groups, export_groups);
}

const COLUMNS: &[Column<GroupSummary>] = &[
    ("编号", |row| row.no.into()),
    ("名称", |row| row.name.as_str().into()),
    ("行政区划", |row| row.jurisdiction_name.as_str().into()),
    ("届次", |row| row.term_name.as_str().into()),
    ("片区", |row| row.area_names.join("、").into()),
    ("领域", |row| row.field.as_deref().into()),
    ("召集人", |row| row.convenors.join("、").into()),
    ("联络员", |row| row.liaisons.join("、").into()),
    ("人数", |row| row.members.into()),
    ("成立日期", |row| row.founded_on.into()),
    ("撤销日期", |row| row.dissolved_on.into()),
];

/// Export deputy groups
///
/// 导出代表小组 (XLSX 或 CSV): the rows of the list under the same filter and sort, with the members and officers of the day
/// (`on`). Entered in the audit log.
#[utoipa::path(get, path = "/api/v1/groups/export", tag = "group", security(("bearer" = [])),
    params(GroupListQuery, FormatQuery),
    responses(SheetFile))]
pub(super) async fn export_groups(
    state: web::Data<State>,
    caller: Caller,
    query: ExportQuery<GroupListQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ExportRegisters>(&caller.actor, &PublicRegister)?;
    let (scope, filter) = (Some(scope_of(&caller.actor)), filter(&query.list));
    let GroupListQuery { q, term_id, current_term, area_id, active, on, .. } = &query.list;
    let day = on.unwrap_or_else(|| business_date(caller.request.now));
    let read = async |page: &_| state.store.groups(scope.as_ref(), &filter, day, page).await;
    let rows = walk(&query.list, GROUP_SORTS, "no", read).await?;
    let rows = rows.map(|row| summary(&caller.actor, row));
    let conditions = Conditions::new()
        .words("关键词", q.as_deref())
        .named("届次", Named::Term, *term_id)
        .yes_no("当前届", *current_term)
        .named("片区", Named::Jurisdiction, *area_id)
        .either("状态", *active, "在用", "已撤销")
        .words("名单日期", *on);
    Export::of_register(&state, &caller, "代表小组", query.format(), conditions).table(rows, COLUMNS).await
}
