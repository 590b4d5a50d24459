use super::dto::{
    Category, CategoryQuery, OpenCategoryList, OpenOrganizationList, OpenPersonList, OpenSessionList,
    Organization, Person, ReferenceQuery, Session,
};
use crate::{
    http::{Api, ApiResult, CursorScope, Keeping, PageQuery, Query, etag_of, tagged},
    open::{KeyCaller, sandbox},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, http::header, web};
use domain::{integration::KeyScope, kernel::business_date};
use persistence::integration::ReferencePage;
use serde::Serialize;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route_keyed(__path_list_open_units, list_open_units)
        .route_keyed(__path_list_open_deputies, list_open_deputies)
        .route_keyed(__path_list_open_groups, list_open_groups)
        .route_keyed(__path_list_open_sessions, list_open_sessions)
        .route_keyed(__path_list_open_categories, list_open_categories);
}

/// One page that is asked for.
struct Wanted<'a> {
    scope: CursorScope<'a>,
    page: ReferencePage,
    rows: u64,
    http: &'a HttpRequest,
}

impl<'a> Wanted<'a> {
    fn of(
        state: &'a State,
        list: &'static str,
        caller: &KeyCaller,
        query: &ReferenceQuery,
        http: &'a HttpRequest,
    ) -> ApiResult<Self> {
        caller.require(KeyScope::ReferenceRead)?;
        let rows = PageQuery { limit: query.limit, cursor: None }.rows()?;
        let scope = CursorScope::new(&state.shared.keys.cursor, list, &(query, caller.sandbox), None);
        let after = scope.open(query.cursor.as_deref())?;
        let page =
            ReferencePage { after, updated_since: query.updated_since.map(|at| at.0), limit: rows + 1 };
        Ok(Self { scope, page, rows, http })
    }

    /// The part of the invented rows that is asked for.
    fn of_invented<T>(&self, rows: Vec<T>, id: impl Fn(&T) -> Uuid) -> Vec<T> {
        let after = self.page.after;
        let rows = rows.into_iter().filter(|row| after.is_none_or(|after| id(row) > after));
        rows.take(usize::try_from(self.page.limit).unwrap_or(usize::MAX)).collect()
    }

    fn answer<T, L: Serialize>(
        self,
        mut rows: Vec<T>,
        id: impl Fn(&T) -> Uuid,
        list: impl FnOnce(Vec<T>, Option<String>) -> L,
    ) -> ApiResult<HttpResponse> {
        let links = self.scope.page(&mut rows, self.rows, self.http, id);
        let mut response = sent(self.http, &list(rows, links.cursor))?;
        if let Some(next) = links.link {
            let link = header::HeaderValue::from_str(&format!("<{next}>; rel=\"next\""));
            response.headers_mut().insert(header::LINK, link.map_err(anyhow::Error::from)?);
        }
        Ok(response)
    }
}

fn sent(http: &HttpRequest, list: &impl Serialize) -> ApiResult<HttpResponse> {
    let body = serde_json::to_vec(list).map_err(anyhow::Error::from)?;
    let etag = etag_of(&body);
    Ok(tagged(http, body.into(), &etag, Keeping::Private))
}

/// Units
///
/// 单位名录 (Popolo: Organization): authorities that handle or have handled suggestions, also those that exist no more. No
/// telephone numbers. Needs the scope `reference:read`.
#[utoipa::path(get, path = "/api/v1/open/units", tag = "open", security(("key" = [])), params(ReferenceQuery),
    responses((status = 200, description = "A page of units", body = OpenOrganizationList),
        (status = 304, description = "Unchanged")))]
pub(super) async fn list_open_units(
    state: web::Data<State>,
    caller: KeyCaller,
    query: Query<ReferenceQuery>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    let wanted = Wanted::of(&state, "open_units", &caller, &query, &http)?;
    let rows: Vec<Organization> = if caller.sandbox {
        wanted.of_invented(sandbox::units(), |row| row.id)
    } else {
        state.store.reference_units(wanted.page).await?.into_iter().map(Organization::from).collect()
    };
    wanted.answer(rows, |row| row.id, |items, next_cursor| OpenOrganizationList { items, next_cursor })
}

/// Deputies
///
/// 在任代表名录 (Popolo: Person with memberships): name, seat, constituency, group, and what is written for the public. No
/// birthdays, no telephone numbers. Needs the scope `reference:read`.
#[utoipa::path(get, path = "/api/v1/open/deputies", tag = "open", security(("key" = [])), params(ReferenceQuery),
    responses((status = 200, description = "A page of deputies", body = OpenPersonList),
        (status = 304, description = "Unchanged")))]
pub(super) async fn list_open_deputies(
    state: web::Data<State>,
    caller: KeyCaller,
    query: Query<ReferenceQuery>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    let wanted = Wanted::of(&state, "open_deputies", &caller, &query, &http)?;
    let rows: Vec<Person> = if caller.sandbox {
        wanted.of_invented(sandbox::deputies(), |row| row.id)
    } else {
        let today = business_date(caller.request.now);
        state.store.reference_deputies(wanted.page, today).await?.into_iter().map(Person::from).collect()
    };
    wanted.answer(rows, |row| row.id, |items, next_cursor| OpenPersonList { items, next_cursor })
}

/// Deputy groups
///
/// 代表小组名录 (Popolo: Organization): groups that exist today. Needs the scope `reference:read`.
#[utoipa::path(get, path = "/api/v1/open/groups", tag = "open", security(("key" = [])), params(ReferenceQuery),
    responses((status = 200, description = "A page of groups", body = OpenOrganizationList),
        (status = 304, description = "Unchanged")))]
pub(super) async fn list_open_groups(
    state: web::Data<State>,
    caller: KeyCaller,
    query: Query<ReferenceQuery>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    let wanted = Wanted::of(&state, "open_groups", &caller, &query, &http)?;
    let rows: Vec<Organization> = if caller.sandbox {
        wanted.of_invented(sandbox::groups(), |row| row.id)
    } else {
        let today = business_date(caller.request.now);
        state.store.reference_groups(wanted.page, today).await?.into_iter().map(Organization::from).collect()
    };
    wanted.answer(rows, |row| row.id, |items, next_cursor| OpenOrganizationList { items, next_cursor })
}

/// Sessions
///
/// 历次会议: term and session as references of matters count them. Needs the scope `reference:read`.
#[utoipa::path(get, path = "/api/v1/open/sessions", tag = "open", security(("key" = [])), params(ReferenceQuery),
    responses((status = 200, description = "A page of sessions", body = OpenSessionList),
        (status = 304, description = "Unchanged")))]
pub(super) async fn list_open_sessions(
    state: web::Data<State>,
    caller: KeyCaller,
    query: Query<ReferenceQuery>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    let wanted = Wanted::of(&state, "open_sessions", &caller, &query, &http)?;
    let rows: Vec<Session> = if caller.sandbox {
        wanted.of_invented(sandbox::sessions(), |row| row.id)
    } else {
        state.store.reference_sessions(wanted.page).await?.into_iter().map(Session::from).collect()
    };
    wanted.answer(rows, |row| row.id, |items, next_cursor| OpenSessionList { items, next_cursor })
}

/// Categories
///
/// 类别 that published matters have, with their number. All in one answer. Needs the scope `reference:read`.
#[utoipa::path(get, path = "/api/v1/open/categories", tag = "open", security(("key" = [])),
    responses((status = 200, description = "All categories", body = OpenCategoryList),
        (status = 304, description = "Unchanged")))]
pub(super) async fn list_open_categories(
    state: web::Data<State>,
    caller: KeyCaller,
    query: Query<CategoryQuery>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    caller.require(KeyScope::ReferenceRead)?;
    let counted: Vec<(String, i64)> = if caller.sandbox {
        sandbox::categories()
    } else {
        let rows = state.store.reference_categories(caller.stamp).await?;
        rows.iter().map(|row| (row.name.clone(), row.matters)).collect()
    };
    let rows = PageQuery { limit: query.limit.or(Some(200)), cursor: None }.rows()?;
    let bound = (&query.0, caller.sandbox);
    let scope = CursorScope::new(&state.shared.keys.cursor, "open_categories", &bound, None);
    let after: Option<String> = scope.open(query.cursor.as_deref())?;
    let items = counted.into_iter().map(|(name, matters)| Category { code: name.clone(), name, matters });
    let mut items: Vec<Category> =
        items.filter(|row| after.as_ref().is_none_or(|after| row.name > *after)).collect();
    items.sort_by(|one, other| one.name.cmp(&other.name));
    let links = scope.page(&mut items, rows, &http, |row| row.name.clone());
    sent(&http, &OpenCategoryList { items, next_cursor: links.cursor })
}
