//! 导出代表名册: exactly the filter of the list, and exactly what the reader may see.

use super::{deputies_query::DeputyListQuery, represent::holder};
use crate::{
    export::{Conditions, Export, ExportQuery, FormatQuery, Named, walk},
    http::{Api, ApiResult, Caller, SheetFile},
    org::scope_of,
    protect::Protector,
    state::State,
};
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use documents::sheet::ledger::{RosterRow, roster_workbook};
use domain::{
    authz::{Action, PersonRecord, PublicRegister, act, allows, require},
    deputy::{DeputyStatus, Occupation},
    kernel::{Coded, business_date},
    org::{Education, Gender, Party},
};
use persistence::deputy::{DEPUTY_SORTS, DeputyFilter, DeputyRow};

pub(super) fn register(api: &mut Api) {
    api.route(__path_export_deputies, export_deputies);
}

/// Export deputies
///
/// 导出代表名册 (XLSX 或 CSV): the rows of the list under the same filter and sort. The workbook has the composition
/// statistics on its second sheet. Telephone numbers are masked; who may not see a person's record gets those
/// columns empty. The export is entered in the audit log.
#[utoipa::path(get, path = "/api/v1/deputies/export", tag = "deputy", security(("bearer" = [])),
    params(DeputyListQuery, FormatQuery),
    responses(SheetFile))]
pub(super) async fn export_deputies(
    state: web::Data<State>,
    caller: Caller,
    query: ExportQuery<DeputyListQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ExportRegisters>(&caller.actor, &PublicRegister)?;
    let (scope, filter) = (scope_of(&caller.actor), DeputyFilter::from(&query.list));
    let today = today_of(&caller);
    let read = async |page: &_| state.store.deputies(&scope, &filter, today, page).await;
    let rows = walk(&query.list, DEPUTY_SORTS, "cert_no", read).await?;
    let rows = rows.try_map(|row| roster_row(&state, &caller, row))?;
    Export::of_register(&state, &caller, "代表名册", query.format(), conditions(&query.list))
        .write(rows, move |format, info, rows| roster_workbook(format, info, rows, today))
        .await
}

pub(super) fn today_of(caller: &Caller) -> NaiveDate {
    business_date(caller.request.now)
}

fn conditions(query: &DeputyListQuery) -> Conditions {
    Conditions::new()
        .words("关键词", query.q.as_deref())
        .coded("状态", query.status.0.iter().copied())
        .coded("层级", query.level.0.iter().copied())
        .named("届次", Named::Term, query.term_id)
        .yes_no("当前届", query.current_term)
        .named("代表小组", Named::Group, query.group_id)
        .named("代表团", Named::Delegation, query.delegation_id)
        .named("选区", Named::Constituency, query.constituency_id)
        .named("行政区划", Named::Jurisdiction, query.jurisdiction_id)
        .coded("性别", query.gender)
        .coded("代表构成", query.composition.0.iter().copied())
        .yes_no("新任", query.newcomer)
        .yes_no("常委会组成人员", query.sc_member)
        .named("人员", Named::Person, query.person_id)
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
