//! 检索: one search over everything that the caller may read, with the hits marked.

use crate::{
    http::{Answer, Api, ApiResult, Caller, CommaList, Query},
    org::scope_of,
    state::State,
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

/// Kinds of rows that are found.
const KINDS: [&str; 3] = ["deputy", "unit", "group"];

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
    /// `deputy`, `unit`, `group`, separated by commas; absent: all.
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
    /// Hits, closest titles first.
    pub items: Vec<SearchHitResponse>,
    /// True when there are more than were asked for.
    pub more: bool,
}

/// 检索结果
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"kind": "unit", "id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b81", "title": "泗安县住房和城乡建设局",
    "subtitle": "政府部门", "highlights": [{"field": "title", "start": 3, "end": 5}]}))]
pub struct SearchHitResponse {
    /// `deputy`, `unit`, `group`.
    pub kind: String,
    /// Its id.
    pub id: Uuid,
    /// First line.
    pub title: String,
    /// Second line.
    pub subtitle: String,
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
/// 综合检索 over deputies, units and groups that the caller may read. Hits carry the places to mark.
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
    let mut hits = state.store.search(&scope_of(&caller.actor), kinds, &wanted, limit + 1).await?;
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = hits.len() > shown;
    hits.truncate(shown);
    let items = hits.into_iter().map(|hit| SearchHitResponse {
        highlights: marks("title", &hit.title, &query.q)
            .chain(marks("subtitle", &hit.subtitle, &query.q))
            .collect(),
        kind: hit.kind,
        id: hit.ref_id,
        title: hit.title,
        subtitle: hit.subtitle,
    });
    Answer::ok(&SearchResults { items: items.collect(), more })
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
