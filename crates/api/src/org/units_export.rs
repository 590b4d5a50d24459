//! 导出单位名录: exactly the filter of the list.

use super::{references::scope_of, units::filter, units_dto::UnitListQuery};
use crate::{
    export::{Conditions, Export, ExportQuery, FormatQuery, Named, walk, word},
    http::{Api, ApiResult, Caller, SheetFile},
    state::State,
};
use actix_web::{HttpResponse, web};
use documents::sheet::ledger::Column;
use domain::{
    authz::{PublicRegister, act, require},
    org::{UnitKind, UnitSystem},
};
use persistence::org::{UNIT_SORTS, UnitRow};

pub(super) fn register(api: &mut Api) {
    api.route(__path_export_units, export_units);
}

const COLUMNS: &[Column<UnitRow>] = &[
    ("单位名称", |unit| unit.name.as_str().into()),
    ("简称", |unit| unit.short_name.as_str().into()),
    ("类型", |unit| word::<UnitKind>(&unit.kind)),
    ("系统", |unit| word::<UnitSystem>(&unit.system)),
    ("上级单位", |unit| unit.parent_name.as_deref().into()),
    ("发文代字", |unit| unit.doc_prefix.as_deref().into()),
    ("统一社会信用代码", |unit| unit.credit_code.as_deref().into()),
    ("启用日期", |unit| unit.valid_from.into()),
    ("撤并日期", |unit| unit.valid_to.into()),
    ("承继单位", |unit| unit.successor_name.as_deref().into()),
];

/// Export units
///
/// 导出单位名录 (XLSX 或 CSV): the rows of the list under the same filter and sort. Entered in the audit log.
#[utoipa::path(get, path = "/api/v1/units/export", tag = "org", security(("bearer" = [])),
    params(UnitListQuery, FormatQuery),
    responses(SheetFile))]
pub(super) async fn export_units(
    state: web::Data<State>,
    caller: Caller,
    query: ExportQuery<UnitListQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ExportRegisters>(&caller.actor, &PublicRegister)?;
    let (scope, filter) = (scope_of(&caller.actor), filter(&query.list));
    let read = async |page: &_| state.store.units(&scope, &filter, page).await;
    let rows = walk(&query.list, UNIT_SORTS, "name", read).await?;
    let UnitListQuery { q, kind, system, jurisdiction_id, parent_id, on, .. } = &query.list;
    let conditions = Conditions::new()
        .words("关键词", q.as_deref())
        .coded("类型", kind.0.iter().copied())
        .coded("系统", *system)
        .named("行政区划", Named::Jurisdiction, *jurisdiction_id)
        .named("上级单位", Named::Unit, *parent_id)
        .words("存续日期", *on);
    Export::of_register(&state, &caller, "单位名录", query.format(), conditions).table(rows, COLUMNS).await
}

#[cfg(test)]
mod tests {
    use super::COLUMNS;
    use documents::import::{ImportKind, guess_mapping};

    #[test]
    fn the_register_can_be_read_in_again() {
        let heads: Vec<_> = (1..).zip(COLUMNS.iter().map(|(head, _)| (*head).to_owned())).collect();
        let guessed = guess_mapping(ImportKind::Units, &heads);
        let field = |head: &str| {
            let column = heads.iter().find(|(_, known)| known == head).map(|(at, _)| *at);
            guessed.iter().find(|one| Some(one.column) == column).and_then(|one| one.field.as_deref())
        };
        assert_eq!(field("单位名称"), Some("name"));
        assert_eq!(field("类型"), Some("type"));
        assert_eq!(field("上级单位"), Some("parent"));
        assert_eq!(field("发文代字"), Some("doc_prefix"));
        assert_eq!(field("启用日期"), Some("valid_from"));
    }
}
