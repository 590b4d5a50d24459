//! 导出: the ledgers of the deputies' office, exactly the rows of the list and exactly what the reader may see.

use super::{
    super::opened::concerned, conditions, ledger::Ledger, list::filter, list_dto::SuggestionListQuery,
    reading::Reading,
};
use crate::{
    export::{Export, ExportQuery, Rows, SheetFormatCode, every, split},
    http::{Api, ApiResult, Caller, SheetFile, sort_of},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, web};
use documents::sheet::{Format, ledger};
use domain::{
    authz::{PublicRegister, act, require},
    kernel::{DeputyId, SuggestionId},
};
use persistence::{
    listing::{Listed, PageRequest},
    suggestion::{NamesWanted, SUGGESTION_SORTS, StoredCase},
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};

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
}

impl LedgerKind {
    const fn zh(self) -> &'static str {
        match self {
            Self::Handover => "代表建议交办清单",
            Self::Handling => "代表建议办理情况一览表",
        }
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Handover => "handover",
            Self::Handling => "handling",
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
/// 导出交办清单 or 办理情况一览表 (XLSX 或 CSV): the rows of the list under the same filter and sort, at most ten
/// thousand, without what is only published to me. Names of protected deputies are not shown to units. The export is
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
    let (sort, descending) = sort_of(query.sort.as_deref().unwrap_or("-submitted_at"), SUGGESTION_SORTS)?;
    let reading = Reading::of(&state, &caller.request).await?;
    let filter = filter(&query, &caller.actor, &reading);
    let read = async |after, limit| {
        let page = PageRequest { sort, descending, after, limit };
        state.store.suggestion_ids(&caller.actor, &filter, &page).await
    };
    let ids = every(MOST, read, |last: &Listed<SuggestionId>| last.position.clone()).await?;
    let cases = cases(&state, ids.map(|listed| listed.row)).await?;
    let deputies: Vec<DeputyId> =
        cases.as_slice().iter().flat_map(|stored| concerned(&stored.case)).collect();
    let names = state
        .store
        .names(NamesWanted {
            deputies: deputies.into_iter().map(|id| id.0).collect(),
            units: cases
                .as_slice()
                .iter()
                .flat_map(|stored| {
                    let committee = stored.case.suggestion.classification.committee;
                    stored.case.tasks.iter().map(|task| task.unit.0).chain(committee.map(|unit| unit.0))
                })
                .collect(),
            groups: cases
                .as_slice()
                .iter()
                .filter_map(|stored| stored.case.suggestion.group)
                .map(|id| id.0)
                .collect(),
            sessions: cases
                .as_slice()
                .iter()
                .filter_map(|stored| stored.case.suggestion.session)
                .map(|id| id.0)
                .collect(),
            ..NamesWanted::default()
        })
        .await?;
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
        }
    })
    .await
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
