//! The standard's objects, with the standard's names.

use crate::http::Instant;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Why a request was refused. The standard wants a list of them.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({"code": 404, "description": "service_request_id was not found"}))]
pub struct Open311Error {
    /// HTTP status.
    pub code: u16,
    /// In words.
    pub description: String,
}

/// Where the service stands and what it speaks.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"changeset": "2026-11-22T00:00:00+08:00", "contact": "", "key_service": "", "endpoints": [{
    "specification": "http://wiki.open311.org/GeoReport_v2", "url": "https://example.org/api/v1/open/open311/v2",
    "changeset": "2026-11-22T00:00:00+08:00", "type": "production", "formats": ["application/json", "text/xml"]}]}))]
pub struct Open311Discovery {
    /// When this description was last changed.
    pub changeset: String,
    /// Whom to ask.
    pub contact: String,
    /// Where to get a key: none is needed for reading.
    pub key_service: String,
    /// The services.
    pub endpoints: Vec<Open311Endpoint>,
}

/// One service.
#[derive(Serialize, ToSchema)]
pub struct Open311Endpoint {
    /// Address of the standard.
    pub specification: &'static str,
    /// Where it stands.
    pub url: String,
    /// When it was last changed.
    pub changeset: String,
    /// `production` or `test`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Media types.
    pub formats: Vec<&'static str>,
}

/// A kind of request: a category (类别) of suggestions.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({"service_code": "城建交通", "service_name": "城建交通", "description": "城建交通（47件）", "metadata": false,
    "type": "realtime", "keywords": "", "group": "代表建议"}))]
pub struct Open311Service {
    /// The category.
    pub service_code: String,
    /// Its word.
    pub service_name: String,
    /// With the number of published matters.
    pub description: String,
    /// Nothing more is asked of a request.
    pub metadata: bool,
    /// `realtime`: a request has its id at once.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// None.
    pub keywords: &'static str,
    /// 代表建议
    pub group: &'static str,
}

/// What a request of a kind is asked for: nothing.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"service_code": "城建交通", "attributes": []}))]
pub struct Open311ServiceDefinition {
    /// The category.
    pub service_code: String,
    /// None.
    pub attributes: Vec<String>,
}

/// A published suggestion as a service request.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({"service_request_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70", "status": "open", "status_notes": "办理中",
    "service_name": "城建交通", "service_code": "城建交通", "description": "关于在老旧小区增设停车位的建议", "agency_responsible": "住建局",
    "service_notice": null, "requested_datetime": "2026-01-12T00:00:00+08:00", "updated_datetime": "2026-05-20T09:30:00+08:00",
    "expected_datetime": "2026-06-02T23:59:59+08:00", "address": null, "address_id": null, "zipcode": null, "lat": null,
    "long": null, "media_url": null}))]
pub struct Open311Request {
    /// The matter's id.
    pub service_request_id: Uuid,
    /// `open` or `closed`.
    pub status: &'static str,
    /// The state in words; `null` when the progress is not published.
    pub status_notes: Option<String>,
    /// 类别
    pub service_name: String,
    /// 类别
    pub service_code: String,
    /// 标题
    pub description: String,
    /// 主办单位
    pub agency_responsible: Option<String>,
    /// None.
    pub service_notice: Option<String>,
    /// When it was handed in: the day.
    pub requested_datetime: Option<String>,
    /// When it was last changed.
    pub updated_datetime: String,
    /// 答复期限
    pub expected_datetime: Option<String>,
    /// Suggestions have no place.
    pub address: Option<String>,
    /// Suggestions have no place.
    pub address_id: Option<String>,
    /// Suggestions have no place.
    pub zipcode: Option<String>,
    /// Suggestions have no place.
    pub lat: Option<f64>,
    /// Suggestions have no place.
    pub long: Option<f64>,
    /// None.
    pub media_url: Option<String>,
    /// What the standard has no field for; with `extensions=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extended_attributes: Option<Open311Extended>,
}

/// What the standard has no field for.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({"ref": "18-5-63", "official_no": "十八届五次第063号", "status": "handling", "phase": "open",
    "result_class": null, "overdue_level": "none", "lead_units": ["住建局"], "co_units": [], "merged_into": null,
    "page": "https://example.org/suggestions/0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70"}))]
pub struct Open311Extended {
    /// 引用号
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// 正式编号
    pub official_no: Option<String>,
    /// Code of the state.
    pub status: Option<String>,
    /// Code of the phase.
    pub phase: Option<String>,
    /// Code of the result.
    pub result_class: Option<String>,
    /// Code.
    pub overdue_level: Option<String>,
    /// 主办（分办）单位
    pub lead_units: Vec<String>,
    /// 协办单位
    pub co_units: Vec<String>,
    /// 并案
    pub merged_into: Option<Uuid>,
    /// The public page.
    pub page: Option<String>,
}

/// What happened to a request.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({"update_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70.replied", "service_request_id":
    "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70", "status": "open", "updated_datetime": "2026-05-20T00:00:00+08:00",
    "description": "已答复", "media_url": null}))]
pub struct Open311Update {
    /// The same for the same event.
    pub update_id: String,
    /// The matter.
    pub service_request_id: Uuid,
    /// `open` or `closed`, after it.
    pub status: &'static str,
    /// When.
    pub updated_datetime: String,
    /// What, in words.
    pub description: &'static str,
    /// None.
    pub media_url: Option<String>,
}

/// An instant as the standard writes it: to the second, with the offset.
pub(super) fn w3c(at: Instant) -> String {
    domain::kernel::congress_time(at.0).to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
}
