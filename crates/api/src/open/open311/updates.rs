use super::{
    answer::{Form, Refused},
    dto::{Open311Error, Open311Update},
    query::{Open311Query, time},
    requests::{beginning, read_matters, standing},
};
use crate::{
    http::{Api, ApiResult},
    open::OpenMatter,
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, web};
use domain::kernel::congress_midnight;

const NAMES: (&str, &str) = ("service_requests_updates", "request_update");

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_open311_updates_json, list_open311_updates_json)
        .route(__path_list_open311_updates_xml, list_open311_updates_xml);
}

/// Open311 updates (JSON)
///
/// Open311 办理进展: what happened to published suggestions on which day, of some (`service_request_id`) or between two times
/// (`start_date`, `end_date`). A page holds the updates of `page_size` suggestions, the last changed first. No key.
#[utoipa::path(get, path = "/api/v1/open/open311/v2/servicerequestupdates.json", tag = "open", security(()), params(Open311Query),
    responses((status = 200, description = "Updates", body = Vec<Open311Update>),
        (status = 400, description = "A parameter cannot be read", content((Vec<Open311Error> = "application/json"),
            (crate::http::Problem = "application/problem+json")))))]
pub(super) async fn list_open311_updates_json(
    state: web::Data<State>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    Form::Json.answer(NAMES, updates(&state, http.query_string()).await?)
}

/// Open311 updates (XML)
///
/// Open311 办理进展: what happened to published suggestions on which day, of some (`service_request_id`) or between two times
/// (`start_date`, `end_date`). A page holds the updates of `page_size` suggestions, the last changed first. No key.
#[utoipa::path(get, path = "/api/v1/open/open311/v2/servicerequestupdates.xml", tag = "open", security(()), params(Open311Query),
    responses((status = 200, description = "Updates", body = String, content_type = "text/xml",
        example = "<service_requests_updates><request_update><status>open</status></request_update></service_requests_updates>"),
        (status = 400, description = "A parameter cannot be read", content((String = "text/xml"),
            (crate::http::Problem = "application/problem+json")))))]
pub(super) async fn list_open311_updates_xml(
    state: web::Data<State>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    Form::Xml.answer(NAMES, updates(&state, http.query_string()).await?)
}

async fn updates(state: &State, query: &str) -> ApiResult<Result<Vec<Open311Update>, Refused>> {
    let read = Open311Query::read(query).and_then(|query| {
        // The times are those of the updates here.
        let from = time("start_date", query.start_date.as_deref())?;
        let until = time("end_date", query.end_date.as_deref())?;
        let mut filter = Open311Query { start_date: None, end_date: None, ..query }.filter()?;
        filter.by_change = true;
        Ok((filter, from, until))
    });
    let (mut filter, from, until) = match read {
        Ok(read) => read,
        Err(refused) => return Ok(Err(refused)),
    };
    // Of a matter that was not changed since, nothing has happened since.
    filter.updated_after = filter.updated_after.or(from);
    let matters = read_matters(state.store.open311_matters(&filter).await?)?;
    let within = |day| {
        let at = congress_midnight(day);
        let after = |from| at.is_some_and(|at| at >= from);
        let before = |until| at.is_some_and(|at| at <= until);
        from.is_none_or(after) && until.is_none_or(before)
    };
    let found = matters.iter().flat_map(|matter| {
        steps(matter).filter(move |(day, ..)| within(*day)).map(move |(day, name, description)| {
            Open311Update {
                update_id: format!("{}.{name}", matter.id),
                service_request_id: matter.id,
                status: if name == "closed" { standing(matter) } else { "open" },
                updated_datetime: beginning(day),
                description,
                media_url: None,
            }
        })
    });
    Ok(Ok(found.collect()))
}

type Step = (chrono::NaiveDate, &'static str, &'static str);

/// What happened, in its order.
fn steps(matter: &OpenMatter) -> impl Iterator<Item = Step> + use<> {
    let dates = &matter.dates;
    let steps = [
        (dates.submitted_on, "submitted", "代表提交"),
        (dates.accepted_on, "accepted", "立案"),
        (dates.assigned_on, "assigned", "交办"),
        (dates.replied_on, "replied", "承办单位答复"),
        (dates.closed_on, "closed", "办结"),
    ];
    steps.into_iter().filter_map(|(day, name, words)| Some((day?, name, words)))
}
