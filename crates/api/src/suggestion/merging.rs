//! 并案: several suggestions handled as one.

use super::{command::OnSuggestion, detail_dto::SuggestionResponse, opened::concerned};
use crate::http::{Answer, Api, ApiResult, Body, IfMatch};
use domain::{
    authz::act,
    kernel::{DomainError, ErrorCode, SuggestionId, Version},
    suggestion::Case,
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

pub(super) fn register(api: &mut Api) {
    api.route(__path_merge_suggestion, merge_suggestion).route(__path_unmerge_suggestion, unmerge_suggestion);
}

/// 并案: into which one.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"child_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "child_version": 3}))]
pub struct MergeRequest {
    /// The suggestion that is merged into the one of the address.
    pub child_id: Uuid,
    /// The version of it that was seen.
    pub child_version: i64,
}

/// Merge another suggestion into this one
///
/// 并案: handled together; every deputy of the merged one is still answered and still rates.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/merge", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion that leads"), IfMatch), request_body = MergeRequest,
    responses((status = 200, description = "The suggestion that leads", body = SuggestionResponse)))]
pub(super) async fn merge_suggestion(on: OnSuggestion, body: Body<MergeRequest>) -> ApiResult<Answer> {
    let case = with_child(&on, body, true).await?;
    on.answer(&case).await
}

/// Take a merged suggestion out again
///
/// 撤销并案, before assignment only.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/unmerge", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion that leads"), IfMatch), request_body = MergeRequest,
    responses((status = 200, description = "The suggestion that leads", body = SuggestionResponse)))]
pub(super) async fn unmerge_suggestion(on: OnSuggestion, body: Body<MergeRequest>) -> ApiResult<Answer> {
    let case = with_child(&on, body, false).await?;
    on.answer(&case).await
}

/// Both matters are locked and changed in one transaction.
async fn with_child(on: &OnSuggestion, body: Body<MergeRequest>, merge: bool) -> ApiResult<Case> {
    let (mut opened, permit) = on.open::<act::MergeSuggestion>().await?;
    let request = body.valid()?;
    let unknown = || DomainError::invalid_field("#/child_id", ErrorCode::ReferenceUnknown);
    let child = SuggestionId(request.child_id);
    if child == on.target {
        return Err(unknown().into());
    }
    let mut child = opened.uow.lock_case(child).await?.ok_or_else(unknown)?.case;
    IfMatch(Version(request.child_version)).check(child.version)?;
    opened.seat_also(&concerned(&child)).await?;
    let mut case = opened.case.clone();
    let (outcome, child_outcome) = {
        let ctx = opened.ctx();
        if merge { case.merge(&permit, &mut child, &ctx)? } else { case.unmerge(&permit, &mut child, &ctx)? }
    };
    opened.save(&child, child_outcome).await?;
    case.version = opened.save(&case, outcome).await?;
    opened.uow.commit().await?;
    Ok(case)
}
