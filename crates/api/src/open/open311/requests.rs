use super::{
    answer::{Form, Refused},
    dto::{Open311Error, Open311Extended, Open311Request, w3c},
    query::Open311Query,
    services::{UNCATEGORISED, UNCATEGORISED_WORD},
};
use crate::{
    http::{Api, ApiResult},
    open::OpenMatter,
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use domain::{integration::MatterPhase, kernel::Coded, suggestion::SuggestionStatus};

const NAMES: (&str, &str) = ("service_requests", "request");

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_open311_requests_json, list_open311_requests_json)
        .route(__path_list_open311_requests_xml, list_open311_requests_xml)
        .route(__path_get_open311_request_json, get_open311_request_json)
        .route(__path_get_open311_request_xml, get_open311_request_xml);
}

/// Open311 requests (JSON)
///
/// Open311 请求: published suggestions, the newest first, in pages; with `updated_after` or `updated_before` the last changed first.
/// No key. Unknown parameters are passed over, as the standard's clients send their own.
#[utoipa::path(get, path = "/api/v1/open/open311/v2/requests.json", tag = "open", security(()), params(Open311Query),
    responses((status = 200, description = "A page of requests", body = Vec<Open311Request>),
        (status = 400, description = "A parameter cannot be read", content((Vec<Open311Error> = "application/json"),
            (crate::http::Problem = "application/problem+json")))))]
pub(super) async fn list_open311_requests_json(
    state: web::Data<State>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    Form::Json.answer(NAMES, requests(&state, http.query_string()).await?)
}

/// Open311 requests (XML)
///
/// Open311 请求: published suggestions, the newest first, in pages; with `updated_after` or `updated_before` the last changed first.
/// No key. Unknown parameters are passed over, as the standard's clients send their own.
#[utoipa::path(get, path = "/api/v1/open/open311/v2/requests.xml", tag = "open", security(()), params(Open311Query),
    responses((status = 200, description = "A page of requests", body = String, content_type = "text/xml",
        example = "<service_requests><request><status>open</status></request></service_requests>"),
        (status = 400, description = "A parameter cannot be read", content((String = "text/xml"),
            (crate::http::Problem = "application/problem+json")))))]
pub(super) async fn list_open311_requests_xml(
    state: web::Data<State>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    Form::Xml.answer(NAMES, requests(&state, http.query_string()).await?)
}

/// One Open311 request (JSON)
///
/// Open311 请求: one published suggestion, by its id or its reference (引用号), as a list of one. No key.
#[utoipa::path(get, path = "/api/v1/open/open311/v2/requests/{id}.json", tag = "open", security(()),
    params(("id" = String, Path, description = "Id or reference", example = "18-5-63"), Open311Query),
    responses((status = 200, description = "The request", body = Vec<Open311Request>),
        (status = 404, description = "Not found", content((Vec<Open311Error> = "application/json"),
            (crate::http::Problem = "application/problem+json")))))]
pub(super) async fn get_open311_request_json(
    state: web::Data<State>,
    id: web::Path<String>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    Form::Json.answer(NAMES, one(&state, &id, http.query_string()).await?)
}

/// One Open311 request (XML)
///
/// Open311 请求: one published suggestion, by its id or its reference (引用号), as a list of one. No key.
#[utoipa::path(get, path = "/api/v1/open/open311/v2/requests/{id}.xml", tag = "open", security(()),
    params(("id" = String, Path, description = "Id or reference", example = "18-5-63"), Open311Query),
    responses((status = 200, description = "The request", body = String, content_type = "text/xml",
        example = "<service_requests><request><status>open</status></request></service_requests>"),
        (status = 404, description = "Not found", content((String = "text/xml"),
            (crate::http::Problem = "application/problem+json")))))]
pub(super) async fn get_open311_request_xml(
    state: web::Data<State>,
    id: web::Path<String>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    Form::Xml.answer(NAMES, one(&state, &id, http.query_string()).await?)
}

async fn requests(state: &State, query: &str) -> ApiResult<Result<Vec<Open311Request>, Refused>> {
    let read = Open311Query::read(query).and_then(|query| Ok((query.filter()?, query.extended())));
    let (filter, extended) = match read {
        Ok(read) => read,
        Err(refused) => return Ok(Err(refused)),
    };
    let matters = read_matters(state.store.open311_matters(&filter).await?)?;
    Ok(Ok(matters.iter().map(|matter| request(state, matter, extended)).collect()))
}

async fn one(state: &State, id: &str, query: &str) -> ApiResult<Result<Vec<Open311Request>, Refused>> {
    let extended = Open311Query::read(query).is_ok_and(|query| query.extended());
    let unknown = || Refused::unknown("service_request_id was not found");
    if id.contains([',', '\0']) {
        return Ok(Err(unknown()));
    }
    let wanted = Open311Query { service_request_id: Some(id.to_owned()), ..Default::default() };
    let filter = match wanted.filter() {
        Ok(filter) => filter,
        Err(_) => return Ok(Err(unknown())),
    };
    let matters = read_matters(state.store.open311_matters(&filter).await?)?;
    let found: Vec<_> = matters.iter().map(|matter| request(state, matter, extended)).collect();
    Ok(if found.is_empty() { Err(unknown()) } else { Ok(found) })
}

/// The documents as they were written.
pub(super) fn read_matters(documents: Vec<String>) -> ApiResult<Vec<OpenMatter>> {
    let read = documents.iter().map(|document| serde_json::from_str(document));
    Ok(read.collect::<Result<_, _>>().map_err(anyhow::Error::from)?)
}

/// `open` or `closed`; what is not published is open.
pub(super) fn standing(matter: &OpenMatter) -> &'static str {
    match matter.phase.as_deref() {
        None => "open",
        Some(phase) if phase == MatterPhase::Open.code() => "open",
        Some(_) => "closed",
    }
}

/// The first moment of a day in the congress's zone.
pub(super) fn beginning(day: NaiveDate) -> String {
    format!("{day}T00:00:00+08:00")
}

fn request(state: &State, matter: &OpenMatter, extended: bool) -> Open311Request {
    let category = matter.category.clone();
    let word = |code: &str| SuggestionStatus::from_code(code).map(|status| status.as_zh().to_owned());
    let names = |units: &[crate::open::matter_dto::OpenUnitRef]| {
        units.iter().map(|unit| unit.name.clone()).collect::<Vec<_>>()
    };
    let lead = names(&matter.lead_units);
    Open311Request {
        service_request_id: matter.id,
        status: standing(matter),
        status_notes: matter.status.as_deref().and_then(word),
        service_name: category.clone().unwrap_or_else(|| UNCATEGORISED_WORD.to_owned()),
        service_code: category.unwrap_or_else(|| UNCATEGORISED.to_owned()),
        description: matter.title.clone(),
        agency_responsible: (!lead.is_empty()).then(|| lead.join("、")),
        service_notice: None,
        requested_datetime: matter.dates.submitted_on.map(beginning),
        updated_datetime: w3c(matter.updated_at),
        expected_datetime: matter.due.as_ref().map(|due| format!("{}T23:59:59+08:00", due.on)),
        address: None,
        address_id: None,
        zipcode: None,
        lat: None,
        long: None,
        media_url: None,
        extended_attributes: extended.then(|| Open311Extended {
            reference: matter.reference.clone(),
            official_no: matter.official_no.clone(),
            status: matter.status.clone(),
            phase: matter.phase.clone(),
            result_class: matter.result_class.clone(),
            overdue_level: matter.due.as_ref().map(|due| due.overdue_level.clone()),
            lead_units: lead,
            co_units: names(&matter.co_units),
            merged_into: matter.merged_into,
            page: matter.links.page.as_ref().map(|page| format!("{}{page}", state.shared.public_url)),
        }),
    }
}
