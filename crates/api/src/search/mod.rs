//! 检索: one search over everything that the caller may read, with the hits marked.

use crate::{
    http::{Answer, Api, ApiResult, Caller, CommaList, Query},
    org::scope_of,
    state::State,
    suggestion::{Snippet, suggestion_hits},
};
use actix_web::web;
use domain::{
    authz::{PublicRegister, act, require},
    kernel::{DomainError, ErrorCode, FieldError},
    search::{SearchQuery, highlight},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

const SUGGESTION: &str = "suggestion";
/// Kinds of rows that are found.
const KINDS: [&str; 4] = [SUGGESTION, "deputy", "unit", "group"];

pub(crate) fn register(api: &mut Api) {
    api.route(__path_search, search);
}

/// What is looked for.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GlobalSearchQuery {
    /// Words, at most 100 characters. Chinese words of two characters and more are found wherever they stand; other
    /// words and numbers by their beginning.
    #[param(example = "住建")]
    pub q: String,
    /// `suggestion`, `deputy`, `unit`, `group`, separated by commas; absent: all.
    #[serde(default)]
    #[param(value_type = Option<Vec<String>>, style = Form, explode = false)]
    pub kind: CommaList<String>,
    /// Hits at most, 1–50, default 20.
    #[param(minimum = 1, maximum = 50)]
    pub limit: Option<u64>,
}

/// What was found.
#[derive(Serialize, ToSchema)]
pub struct SearchResults {
    /// Hits: of the registers, closest titles first, then suggestions, newest first.
    pub items: Vec<SearchHitResponse>,
    /// True when there are more than were asked for.
    pub more: bool,
}

/// 检索结果
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"kind": "unit", "id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b81", "title": "泗安县住房和城乡建设局",
    "subtitle": "政府部门", "snippet": null, "highlights": [{"field": "title", "start": 3, "end": 5}]}))]
pub struct SearchHitResponse {
    /// `suggestion`, `deputy`, `unit`, `group`.
    pub kind: String,
    /// Its id.
    pub id: Uuid,
    /// First line.
    pub title: String,
    /// Second line.
    pub subtitle: String,
    /// A piece of the text with the words, when they do not stand in the title; of suggestions only.
    pub snippet: Option<Snippet>,
    /// Where the words stand, in characters; `start` from 0, `end` behind the last.
    pub highlights: Vec<SearchHighlight>,
}

/// 命中位置
#[derive(Serialize, ToSchema)]
pub struct SearchHighlight {
    /// `title` or `subtitle`.
    pub field: &'static str,
    /// First character.
    pub start: usize,
    /// Behind the last character.
    pub end: usize,
}

/// Search everything
///
/// 综合检索 over suggestions, deputies, units and groups that the caller may read. Hits carry the places to mark.
/// Of suggestions of others a deputy finds what is published, by the words that are published.
#[utoipa::path(get, path = "/api/v1/search", tag = "search", security(("bearer" = [])), params(GlobalSearchQuery),
    responses((status = 200, description = "Hits", body = SearchResults)))]
pub(crate) async fn search(
    state: web::Data<State>,
    caller: Caller,
    query: Query<GlobalSearchQuery>,
) -> ApiResult<Answer> {
    require::<act::ReadRegisters>(&caller.actor, &PublicRegister)?;
    let limit = query.limit.unwrap_or(20);
    if !(1..=50).contains(&limit) {
        return Err(refused("?limit").into());
    }
    if query.kind.0.iter().any(|kind| !KINDS.contains(&kind.as_str())) {
        return Err(refused("?kind").into());
    }
    if query.q.chars().count() > 100 {
        return Err(refused("?q").into());
    }
    let kinds =
        if query.kind.0.is_empty() { KINDS.map(str::to_owned).to_vec() } else { query.kind.0.clone() };
    let Some(wanted) = SearchQuery::parse(&query.q) else {
        return Answer::ok(&SearchResults { items: Vec::new(), more: false });
    };
    let of_suggestions = kinds.iter().any(|kind| kind == SUGGESTION);
    let suggestions = if of_suggestions {
        suggestion_hits(&state, &caller, &query.q, limit + 1).await?
    } else {
        Vec::new()
    };
    let of_registers: Vec<String> = kinds.into_iter().filter(|kind| kind != SUGGESTION).collect();
    let registers = if of_registers.is_empty() {
        Vec::new()
    } else {
        state.store.search(&scope_of(&caller.actor), of_registers, &wanted, limit + 1).await?
    };
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = registers.len() + suggestions.len() > most;
    // Each half gets what the other leaves of the room, and half of it in any case.
    let room = most.saturating_sub(suggestions.len()).max(most.div_ceil(2));
    let mut items: Vec<SearchHitResponse> = registers
        .into_iter()
        .take(room)
        .map(|found| hit(&query.q, found.kind, found.ref_id, (found.title, found.subtitle), None))
        .collect();
    let room = most - items.len();
    items.extend(suggestions.into_iter().take(room).map(|found| {
        hit(&query.q, SUGGESTION.to_owned(), found.id, (found.title, found.subtitle), found.snippet)
    }));
    Answer::ok(&SearchResults { items, more })
}

fn hit(
    query: &str,
    kind: String,
    id: Uuid,
    (title, subtitle): (String, String),
    snippet: Option<Snippet>,
) -> SearchHitResponse {
    let highlights = marks("title", &title, query).chain(marks("subtitle", &subtitle, query)).collect();
    SearchHitResponse { kind, id, title, subtitle, snippet, highlights }
}

fn marks(field: &'static str, text: &str, query: &str) -> impl Iterator<Item = SearchHighlight> {
    highlight(text, query).into_iter().map(move |mark| SearchHighlight {
        field,
        start: mark.start,
        end: mark.end,
    })
}

fn refused(member: &str) -> DomainError {
    let mut error = DomainError::new(ErrorCode::RequestMalformed);
    error.fields.push(FieldError::new(member, ErrorCode::ValueInvalid));
    error
}
