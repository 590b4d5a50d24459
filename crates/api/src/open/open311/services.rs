use super::{
    answer::{Form, Refused},
    dto::{Open311Service, Open311ServiceDefinition},
};
use crate::{
    http::{Api, ApiResult},
    open::open311::dto::Open311Error,
    state::State,
};
use actix_web::{HttpResponse, web};

/// The code of matters that have no category (未分类).
pub(super) const UNCATEGORISED: &str = "other";
/// Its word.
pub(super) const UNCATEGORISED_WORD: &str = "未分类";

const NAMES: (&str, &str) = ("services", "service");
const DEFINITION: (&str, &str) = ("service_definition", "item");

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_open311_services_json, list_open311_services_json)
        .route(__path_list_open311_services_xml, list_open311_services_xml)
        .route(__path_get_open311_service_json, get_open311_service_json)
        .route(__path_get_open311_service_xml, get_open311_service_xml);
}

/// Open311 services (JSON)
///
/// Open311 服务类别: the categories (类别) of published suggestions. No key.
#[utoipa::path(get, path = "/api/v1/open/open311/v2/services.json", tag = "open", security(()),
    responses((status = 200, description = "The categories", body = Vec<Open311Service>)))]
pub(super) async fn list_open311_services_json(state: web::Data<State>) -> ApiResult<HttpResponse> {
    Form::Json.ok(NAMES, &services(&state).await?)
}

/// Open311 services (XML)
///
/// Open311 服务类别: the categories (类别) of published suggestions. No key.
#[utoipa::path(get, path = "/api/v1/open/open311/v2/services.xml", tag = "open", security(()),
    responses((status = 200, description = "The categories", body = String, content_type = "text/xml",
        example = "<services><service><service_code>城建交通</service_code></service></services>")))]
pub(super) async fn list_open311_services_xml(state: web::Data<State>) -> ApiResult<HttpResponse> {
    Form::Xml.ok(NAMES, &services(&state).await?)
}

/// Open311 service definition (JSON)
///
/// Open311 服务定义: nothing more is asked of a request of this category. No key.
#[utoipa::path(get, path = "/api/v1/open/open311/v2/services/{code}.json", tag = "open", security(()),
    params(("code" = String, Path, description = "The category")),
    responses((status = 200, description = "The definition", body = Open311ServiceDefinition),
        (status = 404, description = "No such category", content((Vec<Open311Error> = "application/json"),
            (crate::http::Problem = "application/problem+json")))))]
pub(super) async fn get_open311_service_json(
    state: web::Data<State>,
    code: web::Path<String>,
) -> ApiResult<HttpResponse> {
    Form::Json.answer(DEFINITION, definition(&state, code.into_inner()).await?)
}

/// Open311 service definition (XML)
///
/// Open311 服务定义: nothing more is asked of a request of this category. No key.
#[utoipa::path(get, path = "/api/v1/open/open311/v2/services/{code}.xml", tag = "open", security(()),
    params(("code" = String, Path, description = "The category")),
    responses((status = 200, description = "The definition", body = String, content_type = "text/xml",
        example = "<service_definition><service_code>城建交通</service_code><attributes></attributes></service_definition>"),
        (status = 404, description = "No such category", content((String = "text/xml"),
            (crate::http::Problem = "application/problem+json")))))]
pub(super) async fn get_open311_service_xml(
    state: web::Data<State>,
    code: web::Path<String>,
) -> ApiResult<HttpResponse> {
    Form::Xml.answer(DEFINITION, definition(&state, code.into_inner()).await?)
}

async fn services(state: &State) -> ApiResult<Vec<Open311Service>> {
    let stamp = state.store.call_stamp().await?.open;
    let counted = state.store.reference_categories(stamp).await?;
    let counted = counted.iter().map(|row| (row.name.clone(), row.name.clone(), Some(row.matters)));
    let other = (UNCATEGORISED.to_owned(), UNCATEGORISED_WORD.to_owned(), None);
    let services = counted.chain([other]).map(|(code, name, matters)| Open311Service {
        service_code: code,
        description: matters.map_or_else(|| name.clone(), |matters| format!("{name}（{matters}件）")),
        service_name: name,
        metadata: false,
        kind: "realtime",
        keywords: "",
        group: "代表建议",
    });
    Ok(services.collect())
}

async fn definition(state: &State, code: String) -> ApiResult<Result<Open311ServiceDefinition, Refused>> {
    let known = services(state).await?.iter().any(|service| service.service_code == code);
    Ok(if known {
        Ok(Open311ServiceDefinition { service_code: code, attributes: Vec::new() })
    } else {
        Err(Refused::unknown("service_code was not found"))
    })
}
