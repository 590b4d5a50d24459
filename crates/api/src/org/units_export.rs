//! 导出单位名录: exactly the filter of the list.

use super::codes::{UnitKindCode, UnitSystemCode};
use crate::{
    http::{Api, ApiResult, Caller, CommaList, FileBody, Query, SheetFormatCode, sheet_answer},
    org::scope_of,
    state::State,
};
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use documents::sheet::{
    ExportInfo, Format,
    ledger::{LedgerWriter, UnitRow as Line},
};
use domain::{
    authz::{PublicRegister, act, require},
    kernel::Coded,
    org::{UnitKind, UnitSystem},
};
use persistence::{
    listing::PageRequest,
    org::{UNIT_SORTS, UnitFilter, UnitRow},
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_export_units, export_units);
}

/// The filter of the list of units, and the format of the file.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UnitExportQuery {
    /// File format.
    #[param(inline, value_type = Option<SheetFormatCode>)]
    pub format: Option<Format>,
    /// Words of the name or short name.
    pub q: Option<String>,
    /// Types, separated by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<UnitKindCode>>, style = Form, explode = false)]
    pub kind: CommaList<UnitKind>,
    /// 系统
    #[param(value_type = Option<UnitSystemCode>)]
    pub system: Option<UnitSystem>,
    /// The node.
    pub jurisdiction_id: Option<Uuid>,
    /// The unit above.
    pub parent_id: Option<Uuid>,
    /// Units that exist on this day.
    pub on: Option<NaiveDate>,
}

/// Export units
///
/// 导出单位名录 (XLSX 或 CSV): the rows of the list under the same filter, by name. Entered in the audit log.
#[utoipa::path(get, path = "/api/v1/units/export", tag = "org", security(("bearer" = [])), params(UnitExportQuery),
    responses((status = 200, description = "The file", body = FileBody, content_type = "application/octet-stream")))]
pub(super) async fn export_units(
    state: web::Data<State>,
    caller: Caller,
    query: Query<UnitExportQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ExportRegisters>(&caller.actor, &PublicRegister)?;
    let filter = UnitFilter {
        text: query.q.clone(),
        kinds: query.kind.0.iter().map(|kind| kind.code().to_owned()).collect(),
        system: query.system.map(|system| system.code().to_owned()),
        jurisdiction: query.jurisdiction_id,
        parent: query.parent_id,
        on: query.on,
    };
    let scope = scope_of(&caller.actor);
    let mut page = PageRequest { sort: &UNIT_SORTS[0], descending: false, after: None, limit: 500 };
    let mut lines = Vec::new();
    loop {
        let part = state.store.units(&scope, &filter, &page).await?;
        let full = part.len() == 500;
        page.after = part.last().map(|listed| listed.position.clone());
        lines.extend(part.into_iter().map(|listed| line(listed.row)));
        if !full {
            break;
        }
    }
    let format = query.format.unwrap_or(Format::Xlsx);
    let kinds = query.kind.0.iter().map(|kind| kind.zh()).collect::<Vec<_>>().join("、");
    let conditions = [
        ("关键词", query.q.clone().unwrap_or_default()),
        ("类型", kinds),
        ("系统", query.system.map(|system| system.zh().to_owned()).unwrap_or_default()),
        ("日期", query.on.map(|day| day.to_string()).unwrap_or_default()),
    ];
    let info = ExportInfo {
        title: "单位名录".to_owned(),
        conditions: conditions
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        exported_at: caller.request.now,
        remark: state.shared.demo_banner.then(|| "演示数据".to_owned()),
    };
    sheet_answer(&state, &caller, "单位名录", format, move || {
        let mut ledger = LedgerWriter::<Line>::new(format, &info)?;
        for line in lines {
            ledger.push(line)?;
        }
        ledger.finish()
    })
    .await
}

fn word<T: Coded>(code: &str) -> String {
    T::from_code(code).map_or_else(String::new, |value| value.as_zh().to_owned())
}

fn line(row: UnitRow) -> Line {
    Line {
        name: row.name,
        short_name: row.short_name,
        kind: word::<UnitKind>(&row.kind),
        system: word::<UnitSystem>(&row.system),
        parent: row.parent_name.unwrap_or_default(),
        doc_prefix: row.doc_prefix.unwrap_or_default(),
        credit_code: row.credit_code.unwrap_or_default(),
        valid_from: Some(row.valid_from),
        valid_to: row.valid_to,
        successor: row.successor_name.unwrap_or_default(),
    }
}
