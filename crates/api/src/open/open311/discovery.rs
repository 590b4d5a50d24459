use super::{
    BASE,
    answer::Form,
    dto::{Open311Discovery, Open311Endpoint},
};
use crate::{
    http::{Api, ApiResult},
    state::State,
};
use actix_web::{HttpResponse, web};

/// When what is said here was last changed.
const CHANGESET: &str = "2026-11-22T00:00:00+08:00";

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_open311_discovery_json, get_open311_discovery_json)
        .route(__path_get_open311_discovery_xml, get_open311_discovery_xml);
}

/// Open311 discovery (JSON)
///
/// Open311 服务发现: where the service stands, and what it speaks. No key.
#[utoipa::path(get, path = "/api/v1/open/open311/v2/discovery.json", tag = "open", security(()),
    responses((status = 200, description = "The service", body = Open311Discovery)))]
pub(super) async fn get_open311_discovery_json(state: web::Data<State>) -> ApiResult<HttpResponse> {
    Form::Json.ok(("discovery", "item"), &discovery(&state))
}

/// Open311 discovery (XML)
///
/// Open311 服务发现: where the service stands, and what it speaks. No key.
#[utoipa::path(get, path = "/api/v1/open/open311/v2/discovery.xml", tag = "open", security(()),
    responses((status = 200, description = "The service", body = String, content_type = "text/xml",
        example = "<discovery><changeset>2026-11-22T00:00:00+08:00</changeset></discovery>")))]
pub(super) async fn get_open311_discovery_xml(state: web::Data<State>) -> ApiResult<HttpResponse> {
    Form::Xml.ok(("discovery", "item"), &discovery(&state))
}

fn discovery(state: &State) -> Open311Discovery {
    let endpoint = Open311Endpoint {
        specification: "http://wiki.open311.org/GeoReport_v2",
        url: format!("{}{BASE}", state.shared.public_url),
        changeset: CHANGESET.to_owned(),
        kind: if state.shared.demo_banner { "test" } else { "production" },
        formats: vec!["application/json", "text/xml"],
    };
    Open311Discovery {
        changeset: CHANGESET.to_owned(),
        contact: state.shared.public_url.clone(),
        key_service: String::new(),
        endpoints: vec![endpoint],
    }
}
