//! 导出选区、行政区划: exactly the filter and the sight of the lists.

use super::{
    constituencies::{self, filter as constituency_filter},
    constituencies_dto::{ConstituencyListQuery, ConstituencyResponse},
    jurisdictions::{self, filter as jurisdiction_filter},
    jurisdictions_dto::{JurisdictionListQuery, JurisdictionResponse},
    references::scope_of,
};
use crate::{
    export::{Conditions, Export, ExportQuery, FormatQuery, Named, walk, word},
    http::{Api, ApiResult, Caller, SheetFile},
    state::State,
};
use actix_web::{HttpResponse, web};
use documents::sheet::ledger::Column;
use domain::{
    authz::{PublicRegister, act, require},
    org::JurisdictionKind,
};
use persistence::org::{CONSTITUENCY_SORTS, JURISDICTION_SORTS};

pub(super) fn register(api: &mut Api) {
    api.route(__path_export_constituencies, export_constituencies)
        .route(__path_export_jurisdictions, export_jurisdictions);
}

const CONSTITUENCY_COLUMNS: &[Column<ConstituencyResponse>] = &[
    ("选区号", |row| row.no.into()),
    ("选区名称", |row| row.name.as_str().into()),
    ("行政区划", |row| row.jurisdiction_name.as_str().into()),
    ("届次", |row| row.term_name.as_str().into()),
    ("名额", |row| row.seats.into()),
    ("现有", |row| row.held.into()),
    ("缺额", |row| row.vacant.into()),
];

/// Export constituencies
///
/// 导出选区 (XLSX 或 CSV): the rows of the list under the same filter and sort; with `vacant=true` the by-elections (补选)
/// that are due. Entered in the audit log.
#[utoipa::path(get, path = "/api/v1/constituencies/export", tag = "org", security(("bearer" = [])),
    params(ConstituencyListQuery, FormatQuery),
    responses(SheetFile))]
pub(super) async fn export_constituencies(
    state: web::Data<State>,
    caller: Caller,
    query: ExportQuery<ConstituencyListQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ExportRegisters>(&caller.actor, &PublicRegister)?;
    let (scope, filter) = (scope_of(&caller.actor), constituency_filter(&query.list));
    let read = async |page: &_| state.store.constituencies(&scope, &filter, page).await;
    let rows = walk(&query.list, CONSTITUENCY_SORTS, "no", read).await?;
    let rows = rows.map(|row| constituencies::represent(&caller.actor, row));
    let ConstituencyListQuery { q, term_id, jurisdiction_id, vacant, .. } = &query.list;
    let conditions = Conditions::new()
        .words("关键词", q.as_deref())
        .named("届次", Named::Term, *term_id)
        .named("行政区划", Named::Jurisdiction, *jurisdiction_id)
        .either("缺额情况", *vacant, "有缺额", "无缺额");
    Export::of_register(&state, &caller, "选区", query.format(), conditions)
        .table(rows, CONSTITUENCY_COLUMNS)
        .await
}

const JURISDICTION_COLUMNS: &[Column<JurisdictionResponse>] = &[
    ("名称", |row| row.name.as_str().into()),
    ("类别", |row| word::<JurisdictionKind>(&row.kind)),
    ("代码", |row| row.code.as_str().into()),
    ("上级", |row| row.parent_name.as_deref().into()),
];

/// Export jurisdictions
///
/// 导出行政区划 (XLSX 或 CSV): the rows of the list under the same filter and sort, every tree from its root. Entered in the
/// audit log.
#[utoipa::path(get, path = "/api/v1/jurisdictions/export", tag = "org", security(("bearer" = [])),
    params(JurisdictionListQuery, FormatQuery),
    responses(SheetFile))]
pub(super) async fn export_jurisdictions(
    state: web::Data<State>,
    caller: Caller,
    query: ExportQuery<JurisdictionListQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ExportRegisters>(&caller.actor, &PublicRegister)?;
    let (scope, filter) = (scope_of(&caller.actor), jurisdiction_filter(&query.list));
    let read = async |page: &_| state.store.jurisdiction_page(Some(&scope), &filter, page).await;
    let rows = walk(&query.list, JURISDICTION_SORTS, "path", read).await?;
    let rows = rows.map(|row| jurisdictions::represent(&caller.actor, row));
    let JurisdictionListQuery { q, kind, parent_id, .. } = &query.list;
    let conditions = Conditions::new()
        .words("关键词", q.as_deref())
        .coded("类别", kind.0.iter().copied())
        .named("上级", Named::Jurisdiction, *parent_id);
    Export::of_register(&state, &caller, "行政区划", query.format(), conditions)
        .table(rows, JURISDICTION_COLUMNS)
        .await
}
