//! 导出代表名册: exactly the filter of the list, and exactly what the reader may see.

use super::{deputies_query::DeputyExportQuery, represent::holder};
use crate::{
    http::{Api, ApiResult, Caller, FileBody, Query, sheet_answer},
    org::scope_of,
    protect::Protector,
    state::State,
};
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use documents::sheet::{
    ExportInfo, Format,
    ledger::{RosterRow, roster_workbook},
};
use domain::{
    authz::{Action, PersonRecord, PublicRegister, act, allows, require},
    deputy::{DeputyStatus, Occupation},
    kernel::{Coded, DomainError, ErrorCode, FieldError, business_date},
    org::{Education, Gender, Party},
};
use persistence::{
    deputy::{DEPUTY_SORTS, DeputyFilter, DeputyRow},
    listing::PageRequest,
};

pub(super) fn register(api: &mut Api) {
    api.route(__path_export_deputies, export_deputies);
}

/// Export deputies
///
/// 导出代表名册 (XLSX 或 CSV): the rows of the list under the same filter and sort. The workbook has the composition
/// statistics on its second sheet. Telephone numbers are masked; who may not see a person's record gets those
/// columns empty. The export is entered in the audit log.
#[utoipa::path(get, path = "/api/v1/deputies/export", tag = "deputy", security(("bearer" = [])),
    params(DeputyExportQuery),
    responses((status = 200, description = "The file", body = FileBody, content_type = "application/octet-stream")))]
pub(super) async fn export_deputies(
    state: web::Data<State>,
    caller: Caller,
    query: Query<DeputyExportQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ExportRegisters>(&caller.actor, &PublicRegister)?;
    let wanted = query.sort.as_deref().unwrap_or("cert_no");
    let name = wanted.strip_prefix('-').unwrap_or(wanted);
    let sort = DEPUTY_SORTS.iter().find(|column| column.name == name).ok_or_else(|| {
        let mut refused = DomainError::new(ErrorCode::RequestMalformed);
        refused.fields.push(FieldError::new("?sort", ErrorCode::ValueInvalid));
        refused
    })?;
    let (scope, filter, today) = (scope_of(&caller.actor), DeputyFilter::from(&query.0), today_of(&caller));
    let mut page = PageRequest { sort, descending: wanted.starts_with('-'), after: None, limit: 500 };
    let mut rows = Vec::new();
    loop {
        let part = state.store.deputies(&scope, &filter, today, &page).await?;
        let Some(last) = part.last() else { break };
        page.after = Some(last.position.clone());
        let full = part.len() == 500;
        for listed in part {
            rows.push(roster_row(&state, &caller, listed.row)?);
        }
        if !full {
            break;
        }
    }
    let format = query.format.unwrap_or(Format::Xlsx);
    let info = ExportInfo {
        title: "人大代表名册".to_owned(),
        conditions: conditions(&query.0),
        exported_at: caller.request.now,
        remark: state.shared.demo_banner.then(|| "演示数据，人物均为虚构".to_owned()),
    };
    sheet_answer(&state, &caller, "代表名册", format, move || roster_workbook(format, &info, rows, today))
        .await
}

pub(super) fn today_of(caller: &Caller) -> NaiveDate {
    business_date(caller.request.now)
}

/// What was filtered by, in the words of the screen.
fn conditions(query: &DeputyExportQuery) -> Vec<(String, String)> {
    fn words<T: Coded>(values: &[T]) -> String {
        values.iter().map(|value| value.as_zh()).collect::<Vec<_>>().join("、")
    }
    let mut named = vec![
        ("关键词", query.q.clone().unwrap_or_default()),
        ("状态", words(&query.status.0)),
        ("级别", words(&query.level.0)),
        ("性别", query.gender.map(|gender| gender.zh().to_owned()).unwrap_or_default()),
        ("代表构成", words(&query.composition.0)),
    ];
    let yes_no = |value: Option<bool>| value.map_or("", |yes| if yes { "是" } else { "否" }).to_owned();
    named.push(("新任", yes_no(query.newcomer)));
    named.push(("常委会组成人员", yes_no(query.sc_member)));
    named.into_iter().filter(|(_, value)| !value.is_empty()).map(|(k, v)| (k.to_owned(), v)).collect()
}

fn word<T: Coded>(code: &str) -> String {
    T::from_code(code).map_or_else(String::new, |value| value.as_zh().to_owned())
}

fn roster_row(state: &State, caller: &Caller, row: DeputyRow) -> ApiResult<RosterRow> {
    let person = holder(&row);
    let path = row.person_scope_path();
    let open = allows(&caller.actor, Action::ReadPersons, &PersonRecord { path: &path, person });
    let phone = if open {
        Protector::new(&state.shared.keys).masked_mobile(person, row.mobile_sealed.as_deref())?
    } else {
        None
    };
    let shown = |text: String| if open { text } else { String::new() };
    Ok(RosterRow {
        cert_no: row.cert_no,
        name: row.name,
        gender: word::<Gender>(&row.gender),
        ethnicity: shown(row.ethnicity),
        birth: open.then_some(row.birth_on),
        party: shown(word::<Party>(&row.party)),
        education: shown(row.education.as_deref().map(word::<Education>).unwrap_or_default()),
        composition: word::<Occupation>(&row.composition),
        employer_and_post: [row.employer, row.post].into_iter().flatten().collect::<Vec<_>>().join(" "),
        constituency: row.constituency_name.unwrap_or_default(),
        delegation: row.delegation_name.unwrap_or_default(),
        group: row.group_name.unwrap_or_default(),
        phone: phone.unwrap_or_default(),
        elected_on: Some(row.elected_on),
        is_newcomer: row.is_newcomer,
        status: word::<DeputyStatus>(&row.status),
    })
}
