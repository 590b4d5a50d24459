//! 指标名单: the list behind every number of the statistics.

use super::measured_dto::{FrozenMattersQuery, MeasuredEntry, MeasuredMatterList, MeasuredMattersQuery};
use crate::{
    export::{Export, ExportQuery, FormatQuery, Rows},
    http::{Answer, Api, ApiResult, Caller, CursorScope, Language, PageQuery, Query, SheetFile},
    state::State,
    suggestion::{Reading, TaskUnit, facts, of_selection, summary},
};
use actix_web::{HttpRequest, HttpResponse, web};
use documents::sheet::ledger::Column;
use domain::{
    authz::{PublicRegister, act, require},
    kernel::{Coded, ErrorCode, SuggestionId},
    suggestion::metrics::{Entry, FrozenReport, MeasureKey, MeasurePart, measures},
};
use persistence::{
    listing::PageRequest,
    suggestion::{MeasuredMatter, Names, NamesWanted, SUGGESTION_SORTS, SuggestionFilter, SuggestionRow},
};
use std::collections::HashMap;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_measured_matters, list_measured_matters)
        .route(__path_export_measured_matters, export_measured_matters)
        .route(__path_list_frozen_matters, list_frozen_matters);
}

/// Where an entry stands: its matter, and which of the matter's entries it is.
type Place = (Uuid, u32);

/// A number with everything behind it.
struct Behind {
    numerator: u32,
    denominator: u32,
    entries: Vec<(Place, Entry)>,
    days: HashMap<SuggestionId, i64>,
}

/// The entries of a part with their places, in the order in which they come.
fn placed<'e>(part: impl Iterator<Item = &'e Entry>) -> Vec<(Place, Entry)> {
    let mut entries: Vec<(Place, Entry)> = Vec::new();
    for entry in part {
        let nth = entries.last().filter(|((matter, _), _)| *matter == entry.matter.0);
        let nth = nth.map_or(0, |((_, nth), _)| nth + 1);
        entries.push(((entry.matter.0, nth), *entry));
    }
    entries
}

impl Behind {
    async fn of(
        state: &State,
        caller: &Caller,
        query: &MeasuredMattersQuery,
        reading: &Reading,
    ) -> ApiResult<Self> {
        let selection = query.selection(reading.today);
        let mut matters = selection.read(state, &caller.actor).await?;
        if query.reply_category.is_some() {
            matters.retain(|matter| matter.facts.category == query.reply_category);
        }
        let all = measures(&facts(&matters), reading.today);
        let ratio = all.ratio(query.measure());
        let days = |matter: &MeasuredMatter| {
            let facts = &matter.facts;
            Some((facts.id, (facts.replied_on? - facts.assigned_on?).num_days()))
        };
        Ok(Self {
            numerator: ratio.numerator,
            denominator: ratio.denominator,
            entries: placed(ratio.part(query.part())),
            days: matters.iter().filter_map(days).collect(),
        })
    }

    /// A number of a frozen report; `None` when the report does not know the measure.
    fn frozen(report: &FrozenReport, query: &FrozenMattersQuery) -> Option<Self> {
        let ratio = report.ratio(query.measure())?;
        Some(Self {
            numerator: ratio.numerator,
            denominator: ratio.denominator,
            entries: placed(ratio.part(query.part())),
            days: HashMap::new(),
        })
    }

    /// The entries after a place, one more than a page has.
    fn after(&self, after: Option<Place>, rows: u64) -> Vec<(Place, Entry)> {
        let most = usize::try_from(rows).unwrap_or(usize::MAX);
        let rest = self.entries.iter().filter(|(place, _)| after.is_none_or(|after| *place > after));
        rest.take(most.saturating_add(1)).copied().collect()
    }

    /// The page that is sent.
    fn list(
        &self,
        measure: MeasureKey,
        label: String,
        items: Vec<MeasuredEntry>,
        next_cursor: Option<String>,
        with_total: bool,
    ) -> MeasuredMatterList {
        MeasuredMatterList {
            measure: measure.code(),
            label,
            numerator: self.numerator,
            denominator: self.denominator,
            items,
            next_cursor,
            total: with_total.then(|| i64::try_from(self.entries.len()).unwrap_or(i64::MAX)),
        }
    }

    /// These entries as they are shown. A matter that went away meanwhile is left out.
    async fn show(
        &self,
        state: &State,
        caller: &Caller,
        reading: &Reading,
        entries: &[(Place, Entry)],
    ) -> ApiResult<Vec<MeasuredEntry>> {
        let actor = &caller.actor;
        let wanted = entries.iter().filter_map(|(_, entry)| entry.unit.map(|unit| unit.0)).collect();
        let names: Names = state.store.names(NamesWanted { units: wanted, ..NamesWanted::default() }).await?;
        let mut rows: HashMap<Uuid, SuggestionRow> = HashMap::new();
        let mut ids: Vec<Uuid> = entries.iter().map(|((matter, _), _)| *matter).collect();
        ids.dedup();
        for part in ids.chunks(500) {
            let filter = SuggestionFilter { ids: Some(part.to_vec()), ..SuggestionFilter::default() };
            let Some(sort) = SUGGESTION_SORTS.first() else { break };
            let page = PageRequest { sort, descending: true, after: None, limit: 500 };
            let found = state.store.suggestions(actor, &filter, &page).await?;
            rows.extend(found.into_iter().map(|listed| (listed.row.id, listed.row)));
        }
        Ok(entries
            .iter()
            .filter_map(|(_, entry)| {
                let row = rows.get(&entry.matter.0)?.clone();
                Some(MeasuredEntry {
                    suggestion: summary(reading, actor, row, None),
                    unit: entry.unit.map(|unit| TaskUnit { id: unit.0, name: names.of(unit.0) }),
                    due_on: entry.due,
                    done_on: entry.on,
                    days: self.days.get(&entry.matter).copied(),
                    counts: entry.counts,
                })
            })
            .collect())
    }
}

/// What stands behind a number
///
/// 指标名单: for a measure of `GET /suggestions/statistics` and the same selection, exactly the matters (or tasks, letters,
/// promises, cards) that are counted, the whole base, or those of the base that are not counted. As many rows as the number
/// says, because both come from one computation.
#[utoipa::path(get, path = "/api/v1/standing/matters", tag = "standing", security(("bearer" = [])),
    params(MeasuredMattersQuery),
    responses((status = 200, description = "A page of what is counted", body = MeasuredMatterList)))]
pub(super) async fn list_measured_matters(
    state: web::Data<State>,
    caller: Caller,
    query: Query<MeasuredMattersQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    require::<act::ReadSuggestion>(&caller.actor, &PublicRegister)?;
    let rows = PageQuery { limit: query.limit, cursor: None }.rows()?;
    let account = Some(caller.actor.account);
    let scope = CursorScope::new(&state.shared.keys.cursor, "measured_matters", &query.0, account);
    let after: Option<Place> = scope.open(query.cursor.as_deref())?;
    let reading = Reading::of(&state, &caller.request).await?;
    let behind = Behind::of(&state, &caller, &query, &reading).await?;
    let (mut page, more) = (behind.after(after, rows), query.include.is_some());
    let links = scope.page(&mut page, rows, &http, |(place, _)| *place);
    let items = behind.show(&state, &caller, &reading, &page).await?;
    let list = behind.list(query.measure(), reading.label(query.measure()), items, links.cursor, more);
    Ok(Answer::ok(&list)?.next(links.link))
}

/// What stood behind a number of a frozen report
///
/// 冻结报表的指标名单: exactly the matters (or tasks, letters, promises, cards) that the report counted on its day, out of the
/// frozen text: as many rows as its number says, whatever has become of them. Titles, numbers and states are those of today.
#[utoipa::path(get, path = "/api/v1/standing/reports/{id}/matters", tag = "standing", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The report"), FrozenMattersQuery),
    responses((status = 200, description = "A page of what was counted", body = MeasuredMatterList)))]
pub(super) async fn list_frozen_matters(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    query: Query<FrozenMattersQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    require::<act::ReadStandingReports>(&caller.actor, &PublicRegister)?;
    let rows = PageQuery { limit: query.limit, cursor: None }.rows()?;
    let account = Some(caller.actor.account);
    let asked = (*id, &query.0);
    let scope = CursorScope::new(&state.shared.keys.cursor, "frozen_matters", &asked, account);
    let after: Option<Place> = scope.open(query.cursor.as_deref())?;
    let found = state.store.standing_report(&caller.actor, *id).await?;
    let (_, content) = found.ok_or(ErrorCode::NotFound)?;
    let report: FrozenReport = serde_json::from_str(&content).map_err(anyhow::Error::from)?;
    let measure = query.measure();
    let behind = Behind::frozen(&report, &query).ok_or(ErrorCode::NotFound)?;
    let reading = Reading::of(&state, &caller.request).await?;
    let (mut page, more) = (behind.after(after, rows), query.include.is_some());
    let links = scope.page(&mut page, rows, &http, |(place, _)| *place);
    let items = behind.show(&state, &caller, &reading, &page).await?;
    let list = behind.list(measure, reading.label(measure), items, links.cursor, more);
    Ok(Answer::ok(&list)?.next(links.link))
}

const COLUMNS: &[Column<MeasuredEntry>] = &[
    ("编号", |row| row.suggestion.official_ref.as_deref().or(row.suggestion.code.as_deref()).into()),
    ("标题", |row| row.suggestion.title.as_str().into()),
    ("类别", |row| row.suggestion.category.as_deref().into()),
    ("领衔代表", |row| row.suggestion.lead_deputy.name.as_str().into()),
    ("主办（分办）单位", |row| row.suggestion.lead_units.join("、").into()),
    ("计数单位", |row| row.unit.as_ref().map(|unit| unit.name.as_str()).into()),
    ("期限", |row| row.due_on.into()),
    ("完成（发生）日期", |row| row.done_on.into()),
    ("计入分子", |row| row.counts.into()),
    ("状态", |row| row.suggestion.status_label.as_str().into()),
    ("重点督办", |row| row.suggestion.is_key.into()),
    ("交办日期", |row| row.suggestion.assigned_on.into()),
    ("答复日期", |row| row.suggestion.replied_on.into()),
    ("办理天数", |row| row.days.into()),
    ("结果分类", |row| row.suggestion.reply_letter.as_deref().into()),
];

/// Export what stands behind a number
///
/// 导出指标名单 (XLSX 或 CSV): every row of `GET /standing/matters` under the same measure and selection. The export is entered in
/// the audit log.
#[utoipa::path(get, path = "/api/v1/standing/matters/export", tag = "standing", security(("bearer" = [])),
    params(MeasuredMattersQuery, FormatQuery),
    responses(SheetFile))]
pub(super) async fn export_measured_matters(
    state: web::Data<State>,
    caller: Caller,
    query: ExportQuery<MeasuredMattersQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ExportSuggestions>(&caller.actor, &PublicRegister)?;
    let mut reading = Reading::of(&state, &caller.request).await?;
    // The sheet's heads are the official terms, and so are its words.
    reading.language = Language::Chinese;
    let behind = Behind::of(&state, &caller, &query.list, &reading).await?;
    let rows = behind.show(&state, &caller, &reading, &behind.entries).await?;
    let part: MeasurePart = query.list.part();
    let conditions = of_selection(&query.list.selection(reading.today))
        .words("指标", Some(query.list.measure().as_zh()))
        .words("范围", Some(part.as_zh()))
        .coded("结果分类", query.list.reply_category);
    Export::of_suggestions(&state, &caller, "指标名单", query.format(), conditions, "measured")
        .table(Rows::whole(rows), COLUMNS)
        .await
}
