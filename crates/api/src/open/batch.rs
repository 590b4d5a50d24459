//! Several matters at once, for systems that know which ones they follow.

use super::{key_caller::KeyCaller, matter_dto::OpenMatter, sandbox, splice};
use crate::{
    http::{Api, ApiResult, Body},
    state::State,
};
use actix_web::{HttpResponse, http::header, web};
use domain::{
    integration::MatterRef,
    kernel::{ErrorCode, FieldError},
};
use persistence::integration::SeenMatter;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

pub(super) fn register(api: &mut Api) {
    api.route_keyed(__path_batch_get_open_suggestions, batch_get_open_suggestions);
}

/// Which matters: up to 100 in all.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ids": ["0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70"], "refs": ["18-5-63"]}))]
pub struct BatchGetOpenSuggestionsRequest {
    /// By id.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub ids: Vec<Uuid>,
    /// By reference.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub refs: Vec<String>,
}

/// What was found.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": [], "missing_ids": ["0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70"], "missing_refs": []}))]
pub struct OpenSuggestionBatch {
    /// In the order of their ids.
    pub items: Vec<OpenMatter>,
    /// Not there, or not for this key.
    pub missing_ids: Vec<Uuid>,
    /// Not there, or not for this key.
    pub missing_refs: Vec<String>,
}

#[derive(Serialize)]
struct Tail {
    missing_ids: Vec<Uuid>,
    missing_refs: Vec<String>,
}

/// Several matters by id or reference
///
/// 批量查询: up to 100 at once. What is not there, or not for this key, is named and no error.
#[utoipa::path(post, path = "/api/v1/open/suggestions/batch-get", tag = "open", security(("key" = [])),
    request_body = BatchGetOpenSuggestionsRequest,
    responses((status = 200, description = "What was found", body = OpenSuggestionBatch)))]
pub(super) async fn batch_get_open_suggestions(
    state: web::Data<State>,
    key: KeyCaller,
    body: Body<BatchGetOpenSuggestionsRequest>,
) -> ApiResult<HttpResponse> {
    key.require_matters()?;
    let wanted = body.valid()?;
    if wanted.ids.len() + wanted.refs.len() > 100 {
        let field = FieldError::new("#/ids", ErrorCode::ValueOutOfRange);
        return Err(field.param("min", 0).param("max", 100).into());
    }
    let mut found: Vec<SeenMatter> = if key.sandbox {
        sandbox::several(&wanted.ids)
    } else {
        state.store.open_matters(&key.sight, &wanted.ids).await?
    };
    let missing_ids =
        wanted.ids.iter().filter(|id| found.iter().all(|seen| seen.id != **id)).copied().collect();
    let mut missing_refs = Vec::new();
    for reference in &wanted.refs {
        let seen = match MatterRef::read(reference) {
            Some(read) if key.sandbox => sandbox::several_by_ref(&read),
            Some(read) => state.store.open_matters_by_ref(&key.sight, &read.to_string(), None).await?,
            None => Vec::new(),
        };
        match <[SeenMatter; 1]>::try_from(seen) {
            Ok([seen]) if found.iter().all(|known| known.id != seen.id) => found.push(seen),
            Ok(_) => {}
            Err(_) => missing_refs.push(reference.clone()),
        }
    }
    found.sort_by_key(|seen| seen.id);
    let documents = found.iter().map(|seen| seen.document.as_str());
    let body = splice::list(documents, &Tail { missing_ids, missing_refs })?;
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "application/json")).body(body))
}
