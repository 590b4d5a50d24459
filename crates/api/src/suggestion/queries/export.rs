//! 导出: the ledgers of the deputies' office, exactly the rows of the list and exactly what the reader may see.

use super::{
    super::opened::concerned, conditions, ledger::Ledger, list::filter, list_dto::SuggestionListQuery,
    reading::Reading, unit_figures::unit_figures,
};
use crate::{
    export::{Export, ExportQuery, Rows, SheetFormatCode, every, split},
    http::{Api, ApiResult, Caller, SheetFile, sort_of},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, web};
use documents::sheet::{Format, ledger};
use domain::{
    authz::{Actor, PublicRegister, Role, act, require},
    kernel::{SuggestionId, UnitId},
    suggestion::Case,
};
use persistence::{
    listing::{Listed, PageRequest},
    suggestion::{Names, NamesWanted, SUGGESTION_SORTS, StoredCase},
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Most rows of one file: of each the whole matter is read.
const MOST: usize = 10_000;

pub(super) fn register(api: &mut Api) {
    api.route(__path_export_suggestions, export_suggestions);
}

/// Which ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "handover")]
pub enum LedgerKind {
    /// 交办清单
    #[default]
    Handover,
    /// 办理情况一览表
    Handling,
    /// 承办单位统计表, of the matters of the list.
    Units,
    /// 承诺事项台账: every promise made in the matters of the list.
    Commitments,
    /// 承办台账: every task of the matters of the list; for a unit its own, else those of `unit_id` or all.
    Tasks,
}

impl LedgerKind {
    const fn zh(self) -> &'static str {
        match self {
            Self::Handover => "代表建议交办清单",
            Self::Handling => "代表建议办理情况一览表",
            Self::Units => "承办单位统计表",
            Self::Commitments => "承诺事项台账",
            Self::Tasks => "代表建议承办台账",
        }
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Handover => "handover",
            Self::Handling => "handling",
            Self::Units => "units",
            Self::Commitments => "commitments",
            Self::Tasks => "tasks",
        }
    }
}

/// The file wanted, besides the filter and sort of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SuggestionExportQuery {
    /// File format: `xlsx` (default) or `csv`.
    #[param(inline, value_type = Option<SheetFormatCode>, example = "xlsx")]
    pub format: Option<Format>,
    /// Which ledger; default 交办清单.
    #[param(inline)]
    pub ledger: Option<LedgerKind>,
}

/// Export suggestions
///
/// 导出交办清单, 办理情况一览表, 承办单位统计表, 承诺事项台账 or 承办台账 (XLSX 或 CSV): of the rows of the list under the same filter and sort, at
/// most ten thousand, without what is only published to me. Names of protected deputies are not shown to units. The export is
/// entered in the audit log.
#[utoipa::path(get, path = "/api/v1/suggestions/export", tag = "suggestion", security(("bearer" = [])),
    params(SuggestionListQuery, SuggestionExportQuery),
    responses(SheetFile))]
pub(super) async fn export_suggestions(
    state: web::Data<State>,
    caller: Caller,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    require::<act::ExportSuggestions>(&caller.actor, &PublicRegister)?;
    let ExportQuery { list: query, file: wanted } =
        split::<SuggestionListQuery, SuggestionExportQuery>(http.query_string(), &["format", "ledger"])?;
    let reading = Reading::of(&state, &caller.request).await?;
    let cases = matters(&state, &caller.actor, &query, &reading, MOST).await?;
    let names = names_of(&state, cases.as_slice()).await?;
    let (kind, format) = (wanted.ledger.unwrap_or_default(), wanted.format.unwrap_or(Format::Xlsx));
    let actor = caller.actor.clone();
    Export::of_suggestions(
        &state,
        &caller,
        kind.zh(),
        format,
        conditions::of_suggestions(&query),
        kind.code(),
    )
    .write(cases, move |format, info, cases| {
        let ledger = Ledger { reading: &reading, names: &names, actor: &actor };
        let cases = cases.iter().map(|stored| &stored.case);
        match kind {
            LedgerKind::Handover => ledger::write(format, info, cases.map(|case| ledger.handover(case))),
            LedgerKind::Handling => ledger::write(format, info, cases.map(|case| ledger.progress(case))),
            LedgerKind::Units => {
                let cases: Vec<&Case> = cases.collect();
                let unit = |unit: UnitId| names.of(unit.0);
                let figures = unit_figures(&cases, reading.today, &reading.settings, unit);
                let rows =
                    figures.into_iter().filter(|one| query.unit_id.is_none_or(|unit| one.unit == unit));
                ledger::write(format, info, rows.map(|one| one.row))
            }
            LedgerKind::Commitments => {
                ledger::write(format, info, cases.flat_map(|case| ledger.commitments(case)))
            }
            LedgerKind::Tasks => {
                let of = own_units(&actor, query.unit_id);
                ledger::write(format, info, cases.flat_map(|case| ledger.tasks(case, of.as_deref())))
            }
        }
    })
    .await
}

/// Whose tasks: those of the unit asked for, else of the units that the reader works for, else everybody's.
fn own_units(actor: &Actor, asked: Option<Uuid>) -> Option<Vec<UnitId>> {
    if let Some(unit) = asked {
        return Some(vec![UnitId(unit)]);
    }
    let grants = actor.grants().iter();
    let own = grants.filter(|grant| matches!(grant.role, Role::UnitHandler | Role::UnitLeader));
    let own: Vec<UnitId> = own.filter_map(|grant| grant.unit).collect();
    (!own.is_empty()).then_some(own)
}

/// The matters of a list, whole, in its order.
///
/// # Errors
/// 400 for an unknown sort; as the database.
pub(crate) async fn matters(
    state: &State,
    actor: &Actor,
    query: &SuggestionListQuery,
    reading: &Reading,
    most: usize,
) -> ApiResult<Rows<StoredCase>> {
    let (sort, descending) = sort_of(query.sort.as_deref().unwrap_or("-submitted_at"), SUGGESTION_SORTS)?;
    let filter = filter(query, actor, reading);
    let read = async |after, limit| {
        let page = PageRequest { sort, descending, after, limit };
        state.store.suggestion_ids(actor, &filter, &page).await
    };
    let ids = every(most, read, |last: &Listed<SuggestionId>| last.position.clone()).await?;
    cases(state, ids.map(|listed| listed.row)).await
}

/// Every name that the ledgers of these matters print.
///
/// # Errors
/// As the database.
async fn names_of(state: &State, cases: &[StoredCase]) -> ApiResult<Names> {
    let mut wanted = NamesWanted::default();
    for StoredCase { case, .. } in cases {
        let suggestion = &case.suggestion;
        wanted.deputies.extend(concerned(case).into_iter().map(|id| id.0));
        wanted.units.extend(suggestion.classification.committee.map(|unit| unit.0));
        wanted.units.extend(case.commitments.iter().map(|promise| promise.unit.0));
        wanted.units.extend(case.replies.iter().map(|reply| reply.unit.0));
        wanted.groups.extend(suggestion.group.map(|id| id.0));
        wanted.sessions.extend(suggestion.session.map(|id| id.0));
        for task in &case.tasks {
            wanted.units.push(task.unit.0);
            wanted.accounts.extend(task.responsibles.as_ref().map(|who| who.handler.0));
        }
    }
    for ids in [
        &mut wanted.deputies,
        &mut wanted.units,
        &mut wanted.accounts,
        &mut wanted.groups,
        &mut wanted.sessions,
    ] {
        ids.sort_unstable();
        ids.dedup();
    }
    Ok(state.store.names(wanted).await?)
}

/// The matters themselves, in the order of their ids.
async fn cases(state: &State, ids: Rows<SuggestionId>) -> ApiResult<Rows<StoredCase>> {
    let mut read: HashMap<SuggestionId, StoredCase> = HashMap::new();
    for part in ids.as_slice().chunks(500) {
        let cases = state.store.cases(part).await?;
        read.extend(cases.into_iter().map(|stored| (stored.case.id(), stored)));
    }
    // One that went away between the two statements is left out.
    Ok(ids.filter_map(|id| read.remove(&id)))
}
