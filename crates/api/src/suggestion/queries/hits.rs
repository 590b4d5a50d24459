//! 综合检索 in suggestions: the list's own rules, in the short form of a hit.

use super::{
    list::bodies,
    reading::Reading,
    represent::{summary, text_snippet},
    snippet::Snippet,
};
use crate::{
    http::{ApiResult, Caller},
    state::State,
};
use domain::{authz::Action, kernel::SuggestionId};
use persistence::{
    listing::PageRequest,
    suggestion::{SUGGESTION_SORTS, SuggestionFilter},
};
use uuid::Uuid;

/// A suggestion in which the words occur.
pub(crate) struct SuggestionHit {
    /// The suggestion.
    pub id: Uuid,
    /// Its title as the caller reads it.
    pub title: String,
    /// Number and state.
    pub subtitle: String,
    /// The piece of text with the words, when the title has none of them.
    pub snippet: Option<Snippet>,
}

/// Suggestions that the caller may read in which the words occur, newest first.
///
/// # Errors
/// As any statement.
pub(crate) async fn suggestion_hits(
    state: &State,
    caller: &Caller,
    words: &str,
    limit: u64,
) -> ApiResult<Vec<SuggestionHit>> {
    let actor = &caller.actor;
    if actor.grants_for(Action::ReadSuggestion).next().is_none() {
        return Ok(Vec::new());
    }
    let filter = SuggestionFilter { text: Some(words.to_owned()), ..SuggestionFilter::default() };
    let page = PageRequest { sort: &SUGGESTION_SORTS[0], descending: true, after: None, limit };
    let rows = state.store.suggestions(actor, &filter, &page).await?;
    let reading = Reading::of(state, &caller.request).await?;
    let lines: Vec<_> =
        rows.into_iter().map(|listed| summary(&reading, actor, listed.row, Some(words))).collect();
    let unmarked = lines.iter().filter(|line| line.title_marks.is_empty());
    let cases = bodies(state, unmarked.map(|line| SuggestionId(line.id)).collect()).await?;
    let hits = lines.into_iter().map(|line| {
        let stored = cases.get(&line.id);
        let snippet = stored.and_then(|stored| text_snippet(&stored.case, line.published_only, words));
        let number = line.official_ref.or(line.code);
        let subtitle = number.into_iter().chain([line.status_label]).collect::<Vec<_>>().join(" · ");
        SuggestionHit { id: line.id, title: line.title, subtitle, snippet }
    });
    Ok(hits.collect())
}
