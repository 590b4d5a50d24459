use super::{
    super::{
        reading::Reading,
        represent::{official_ref, text_snippet},
        snippet::marks,
    },
    LIST_SECONDS,
    list_dto::{
        PublicFacet, PublicInclude, PublicPhase, PublicSuggestionList, PublicSuggestionListQuery,
        PublicSuggestionSummary,
    },
};
use crate::{
    http::{Answer, Api, ApiResult, ListPlan, Query, RequestInfo},
    state::State,
};
use actix_web::{HttpRequest, web};
use domain::{
    kernel::{SuggestionId, business_date},
    suggestion::SuggestionStatus,
};
use persistence::suggestion::{PUBLIC_SORTS, PublicFilter, PublicSuggestionRow};

use super::super::list_dto::Phase;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_public_suggestions, list_public_suggestions);
}

/// Search published suggestions
///
/// 公开的代表建议: matters whose title is published, by words of the published parts, category, year and progress.
/// Nothing that is not released for publication (双公开) is shown, counted or found.
#[utoipa::path(get, path = "/api/v1/public/suggestions", tag = "public", security(()), params(PublicSuggestionListQuery),
    responses((status = 200, description = "A page of published suggestions", body = PublicSuggestionList)))]
pub(super) async fn list_public_suggestions(
    state: web::Data<State>,
    request: RequestInfo,
    query: Query<PublicSuggestionListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    let plan = ListPlan::new(&state, "public_suggestions", &query.0, None, PUBLIC_SORTS, "-published_at")?;
    let reading = Reading::of(&state, &request).await?;
    let filter = filter(&query);
    let mut rows = state.store.public_suggestions(&filter, &plan.page).await?;
    let links = plan.links(&mut rows, &http);
    let total =
        if plan.wants_total { Some(state.store.count_public_suggestions(&filter).await?) } else { None };
    let facets = if query.include == Some(PublicInclude::Facets) {
        let found = state.store.public_facets(&filter).await?;
        found
            .into_iter()
            .map(|row| PublicFacet {
                label: if row.facet == "status" {
                    reading.word::<SuggestionStatus>(&row.value)
                } else {
                    row.value.clone()
                },
                facet: row.facet,
                value: row.value,
                count: row.count,
            })
            .collect()
    } else {
        Vec::new()
    };
    let words = query.q.as_deref().map(str::trim).filter(|words| !words.is_empty());
    let mut items: Vec<PublicSuggestionSummary> =
        rows.into_iter().map(|listed| summary(&reading, listed.row, words)).collect();
    if let Some(words) = words {
        add_snippets(&state, &mut items, words).await?;
    }
    let list = PublicSuggestionList { items, next_cursor: links.cursor, total, facets };
    Ok(Answer::ok(&list)?.next(links.link).public(LIST_SECONDS))
}

fn filter(query: &PublicSuggestionListQuery) -> PublicFilter {
    let codes = |phase: Phase| phase.statuses().iter().map(|status| status.code().to_owned()).collect();
    PublicFilter {
        text: query.q.clone(),
        categories: query.category.0.clone(),
        statuses: match query.phase {
            Some(PublicPhase::Handling) => codes(Phase::Handling),
            Some(PublicPhase::Closed) => codes(Phase::Closed),
            Some(PublicPhase::Answered) | None => Vec::new(),
        },
        answered: (query.phase == Some(PublicPhase::Answered)).then_some(true),
        year: query.year,
        unit: query.unit_id,
        deputy: query.deputy_id,
        term: query.term_id,
        session: query.session_id,
    }
}

pub(super) fn summary(
    reading: &Reading,
    row: PublicSuggestionRow,
    words: Option<&str>,
) -> PublicSuggestionSummary {
    let progress = row.public_progress;
    let answered = row.public_replied_at.is_some();
    PublicSuggestionSummary {
        id: row.id,
        reference: official_ref(row.session_name.as_deref(), &row.period, row.number).unwrap_or_default(),
        title_marks: words.map_or_else(Vec::new, |words| marks(&row.public_title, words)),
        title: row.public_title,
        snippet: None,
        category: row.category,
        status_label: progress.then(|| reading.word::<SuggestionStatus>(&row.status)),
        status: Some(row.status).filter(|_| progress),
        lead_deputy: Some(row.lead_name).filter(|_| reading.settings.lead_name_public),
        lead_units: if progress || answered { row.lead_units } else { Vec::new() },
        submitted_on: row.submitted_at.map(business_date),
        assigned_on: row.assigned_at.filter(|_| progress).map(business_date),
        replied_on: row.public_replied_at.map(business_date),
        reply_letter: reading.letter(row.reply_category.as_deref()).filter(|_| answered),
        result_rating: row.result.filter(|_| row.public_feedback),
    }
}

async fn add_snippets(state: &State, items: &mut [PublicSuggestionSummary], words: &str) -> ApiResult<()> {
    let without: Vec<SuggestionId> =
        items.iter().filter(|item| item.title_marks.is_empty()).map(|item| SuggestionId(item.id)).collect();
    if without.is_empty() {
        return Ok(());
    }
    for stored in state.store.cases(&without).await? {
        if let Some(item) = items.iter_mut().find(|item| item.id == stored.case.id().0) {
            item.snippet = text_snippet(&stored.case, true, words);
        }
    }
    Ok(())
}
