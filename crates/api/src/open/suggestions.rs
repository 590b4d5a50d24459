//! 建议办理状态: one matter, several, lists.

use super::{fields::Fields, kept::Kept, key_caller::KeyCaller, matter_dto::OpenMatter, sandbox, splice};
use crate::{
    http::{
        Api, ApiResult, CommaList, Instant, Keeping, ListMembers, ListPlan, ListQuery, Query, etag_of,
        left_out, tagged,
    },
    state::State,
    suggestion::codes::SuggestionStatusCode,
};
use actix_web::{HttpRequest, HttpResponse, web};
use domain::{
    integration::{MatterRef, Sight},
    kernel::ErrorCode,
    suggestion::SuggestionStatus,
};
use persistence::integration::{OPEN_SORTS, OpenFilter, SeenMatter};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route_keyed(__path_list_open_suggestions, list_open_suggestions)
        .route_keyed(__path_get_open_suggestion, get_open_suggestion)
        .route_keyed(__path_get_open_suggestion_by_ref, get_open_suggestion_by_ref);
}

/// Filters and paging of the list.
#[derive(Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OpenSuggestionListQuery {
    /// States, separated by commas.
    #[serde(default)]
    #[param(inline, value_type = Vec<SuggestionStatusCode>, style = Form, explode = false)]
    status: CommaList<SuggestionStatus>,
    /// Categories, separated by commas.
    #[serde(default)]
    #[param(value_type = Vec<String>, style = Form, explode = false)]
    category: CommaList<String>,
    /// A unit that the matter names.
    unit_id: Option<Uuid>,
    /// 届
    term_id: Option<Uuid>,
    /// 次会议
    session_id: Option<Uuid>,
    /// Written at this time or later. A convenience for small copies: only the change feed never misses anything.
    updated_since: Option<Instant>,
    /// `id` (default; does not move while it is walked) or `updated`; a leading `-` reverses.
    sort: Option<String>,
    /// Members of the status object, separated by commas; default all.
    #[serde(default, skip_serializing_if = "left_out")]
    #[param(value_type = Vec<String>, style = Form, explode = false)]
    fields: CommaList<String>,
    #[serde(skip_serializing)]
    #[param(ignore)]
    limit: Option<u64>,
    #[serde(skip_serializing)]
    #[param(ignore)]
    cursor: Option<String>,
}

impl ListQuery for OpenSuggestionListQuery {
    fn members(&self) -> ListMembers<'_> {
        ListMembers {
            sort: self.sort.as_deref(),
            wants_total: false,
            limit: self.limit,
            cursor: self.cursor.as_deref(),
        }
    }
}

/// A page of matters.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": [], "next_cursor": null}))]
pub struct OpenSuggestionList {
    /// Status objects.
    pub items: Vec<OpenMatter>,
    /// Where the next page begins; `null` on the last.
    pub next_cursor: Option<String>,
}

#[derive(Serialize)]
struct Tail {
    next_cursor: Option<String>,
}

/// List matters
///
/// 建议列表: what the key sees, as status objects. For a first load prefer an export, for following the change feed.
#[utoipa::path(get, path = "/api/v1/open/suggestions", tag = "open", security(("key" = [])),
    params(OpenSuggestionListQuery),
    responses((status = 200, description = "A page of matters", body = OpenSuggestionList)))]
pub(super) async fn list_open_suggestions(
    state: web::Data<State>,
    key: KeyCaller,
    query: Query<OpenSuggestionListQuery>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    key.require_matters()?;
    let fields = Fields::of(&query.fields)?;
    // The cursor is bound to what the key sees through the filter, and to nobody's account.
    let bound = Bound { sight: key.sight.name(), sandbox: key.sandbox, query: &query };
    let plan = ListPlan::new(&state, "open_suggestions", &bound, None, OPEN_SORTS, "id")?;
    let filter = OpenFilter {
        statuses: query.status.0.iter().map(|status| status.code().to_owned()).collect(),
        categories: query.category.0.clone(),
        unit: query.unit_id,
        term: query.term_id,
        session: query.session_id,
        updated_since: query.updated_since.map(|since| since.0),
    };
    let mut rows = if key.sandbox {
        sandbox::page(&filter, &plan.page)
    } else {
        state.store.open_matters_page(&key.sight, &filter, &plan.page).await?
    };
    let links = plan.links(&mut rows, &http);
    let items = rows.iter().map(|listed| fields.of_document(&listed.row.document));
    let items = items.collect::<anyhow::Result<Vec<_>>>()?;
    let body = splice::list(items.iter().map(AsRef::as_ref), &Tail { next_cursor: links.cursor })?;
    let etag = etag_of(&body);
    let mut response = tagged(&http, body, &etag, Keeping::Private);
    if let Some(next) = links.link.and_then(|next| format!("<{next}>; rel=\"next\"").parse().ok()) {
        response.headers_mut().insert(actix_web::http::header::LINK, next);
    }
    Ok(response)
}

#[derive(Serialize)]
struct Bound<'q> {
    sight: String,
    sandbox: bool,
    query: &'q OpenSuggestionListQuery,
}

impl ListQuery for Bound<'_> {
    fn members(&self) -> ListMembers<'_> {
        self.query.members()
    }
}

/// Which members of the status object.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OpenFieldsQuery {
    /// Members of the status object, separated by commas; default all.
    #[serde(default)]
    #[param(value_type = Vec<String>, style = Form, explode = false)]
    fields: CommaList<String>,
}

/// One matter
///
/// 建议办理状态 by id. Cheap to ask again with `If-None-Match`: 304 when nothing has changed.
#[utoipa::path(get, path = "/api/v1/open/suggestions/{id}", tag = "open", security(("key" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), OpenFieldsQuery),
    responses((status = 200, description = "The matter", body = OpenMatter)))]
pub(super) async fn get_open_suggestion(
    state: web::Data<State>,
    key: KeyCaller,
    id: web::Path<Uuid>,
    query: Query<OpenFieldsQuery>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    key.require_matters()?;
    let fields = Fields::of(&query.fields)?;
    if key.sandbox {
        return one(&http, &fields, sandbox::matter(*id).await?);
    }
    if key.sight == Sight::PUBLIC && fields.all() {
        let kept = published(&state, &key, *id).await?;
        return Ok(tagged(&http, kept.body, &kept.etag, Keeping::Private));
    }
    let seen = state.store.open_matter(&key.sight, *id).await?.ok_or(ErrorCode::NotFound)?;
    one(&http, &fields, seen)
}

/// Which of several congresses.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OpenByRefQuery {
    /// Whose congress, where several share the installation and have the same reference.
    jurisdiction_id: Option<Uuid>,
    /// Members of the status object, separated by commas; default all.
    #[serde(default)]
    #[param(value_type = Vec<String>, style = Form, explode = false)]
    fields: CommaList<String>,
}

/// One matter by its reference
///
/// 按引用号查询: `18-5-63`, between sessions `18-b2026-7`; leading zeros do not matter. References never change and are never
/// given again.
#[utoipa::path(get, path = "/api/v1/open/suggestions/by-ref/{reference}", tag = "open", security(("key" = [])),
    params(("reference" = String, Path, description = "`{term}-{session}-{no}`", example = "18-5-63"), OpenByRefQuery),
    responses((status = 200, description = "The matter", body = OpenMatter),
        (status = 409, description = "Several congresses have this reference", body = crate::http::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn get_open_suggestion_by_ref(
    state: web::Data<State>,
    key: KeyCaller,
    reference: web::Path<String>,
    query: Query<OpenByRefQuery>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    key.require_matters()?;
    let fields = Fields::of(&query.fields)?;
    let reference = MatterRef::read(&reference).ok_or(ErrorCode::NotFound)?;
    if key.sandbox {
        return one(&http, &fields, sandbox::matter_by_ref(&reference).await?);
    }
    let reference = reference.to_string();
    let mut seen = state.store.open_matters_by_ref(&key.sight, &reference, query.jurisdiction_id).await?;
    let first = seen.pop().ok_or(ErrorCode::NotFound)?;
    if !seen.is_empty() {
        return Err(ErrorCode::ReferenceAmbiguous.into());
    }
    one(&http, &fields, first)
}

fn one(http: &HttpRequest, fields: &Fields, seen: SeenMatter) -> ApiResult<HttpResponse> {
    if fields.all() {
        return Ok(tagged(http, seen.document.into(), &seen.etag, Keeping::Private));
    }
    let part = fields.of_document(&seen.document)?.into_owned();
    let etag = etag_of(part.as_bytes());
    Ok(tagged(http, part.into(), &etag, Keeping::Private))
}

/// The published document, from memory when it is known to be true.
async fn published(state: &State, key: &KeyCaller, id: Uuid) -> ApiResult<Kept> {
    // Read with the key, after the request had come.
    let stamp = key.stamp;
    if let Some(kept) = state.shared.open_matters.get(id, stamp) {
        return Ok(kept);
    }
    let seen = state.store.open_matter(&Sight::PUBLIC, id).await?.ok_or(ErrorCode::NotFound)?;
    let kept = Kept { body: seen.document.into(), etag: seen.etag, stamp };
    state.shared.open_matters.keep(id, kept.clone());
    Ok(kept)
}
