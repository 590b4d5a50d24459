//! 辖区 on the portal: the towns and streets by which the directory is filtered.

use super::codes::JurisdictionKindCode;
use crate::{
    http::{Answer, Api, ApiResult},
    state::State,
};
use actix_web::web;
use persistence::{
    listing::PageRequest,
    org::{JURISDICTION_SORTS, JurisdictionFilter},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Seconds for which anybody may keep the answer.
const KEPT: u32 = 300;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_public_jurisdictions, list_public_jurisdictions);
}

/// A node of the tree as everybody may see it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b02", "parent_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b01",
    "kind": "town", "name": "青阳镇"}))]
pub struct PublicJurisdictionResponse {
    /// The node.
    pub id: Uuid,
    /// The node above; `null` for a root.
    pub parent_id: Option<Uuid>,
    /// Its kind.
    #[schema(value_type = JurisdictionKindCode)]
    pub kind: String,
    /// Name.
    pub name: String,
}

/// The tree, each from its root downwards.
#[derive(Serialize, ToSchema)]
pub struct PublicJurisdictionList {
    /// All nodes.
    pub items: Vec<PublicJurisdictionResponse>,
}

/// Towns and streets
///
/// 辖区 (乡镇、街道) for the filters of the portal. May be kept for five minutes.
#[utoipa::path(get, path = "/api/v1/public/jurisdictions", tag = "public", security(()),
    responses((status = 200, description = "The tree", body = PublicJurisdictionList)))]
pub(super) async fn list_public_jurisdictions(state: web::Data<State>) -> ApiResult<Answer> {
    // A province has some two thousand towns; the page is as large as that.
    let page = PageRequest { sort: &JURISDICTION_SORTS[0], descending: false, after: None, limit: 5_000 };
    let rows = state.store.jurisdiction_page(None, &JurisdictionFilter::default(), &page).await?;
    let items = rows.into_iter().map(|listed| PublicJurisdictionResponse {
        id: listed.row.id,
        parent_id: listed.row.parent_id,
        kind: listed.row.kind,
        name: listed.row.name,
    });
    Ok(Answer::ok(&PublicJurisdictionList { items: items.collect() })?.public(KEPT))
}
