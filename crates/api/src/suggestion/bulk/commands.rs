//! The commands for many: each hands its items to the use case for one.

use super::super::{
    assigning::{AssignRequest, assign_opened},
    reviewing::{accept_opened, return_opened},
    urging::{UrgeRequest, urge_opened},
};
use super::batch::Batch;
use super::requests::{
    BulkAcceptRequest, BulkAssignRequest, BulkProposePublicationsRequest, BulkReleasePublicationsRequest,
    BulkReturnRequest, BulkUrgeRequest, check,
};
use super::response::BulkResponse;
use crate::http::{Answer, Api, ApiResult, Body, IdempotencyKey};
use domain::{
    authz::act,
    kernel::ErrorCode,
    suggestion::{Classification, Refuse},
};

pub(super) fn register(api: &mut Api) {
    api.route(__path_bulk_accept_suggestions, bulk_accept_suggestions)
        .route(__path_bulk_return_suggestions, bulk_return_suggestions)
        .route(__path_bulk_assign_suggestions, bulk_assign_suggestions)
        .route(__path_bulk_urge_suggestions, bulk_urge_suggestions)
        .route(__path_bulk_propose_publications, bulk_propose_publications)
        .route(__path_bulk_release_publications, bulk_release_publications);
}

/// Accept many suggestions
///
/// 批量立案: each gets the next official number of its series, in the order of the items. Every item is decided by itself
/// and answered by itself (207), with the problem that accepting it alone would be answered with; a refused one takes no
/// number and ends none of the others. At most 100 items. With an `Idempotency-Key` a repeated request goes on where the
/// first one ended. `dry_run` changes nothing and says what would happen.
#[utoipa::path(post, path = "/api/v1/suggestions/bulk-accept", tag = "suggestion", security(("bearer" = [])),
    params(IdempotencyKey), request_body = BulkAcceptRequest,
    responses((status = 207, description = "What became of each", body = BulkResponse)))]
pub(super) async fn bulk_accept_suggestions(
    batch: Batch,
    body: Body<BulkAcceptRequest>,
) -> ApiResult<Answer> {
    batch.allow::<act::ReviewSuggestion>()?;
    let hash = body.request_hash;
    let (BulkAcceptRequest { items, classification, dry_run }, mut fields) = body.open();
    check(&items, &mut fields);
    fields.finish()?;
    batch
        .each(&items, ("accept", dry_run, hash), async |opened, permit, item| {
            let chosen = item.classification.clone().or_else(|| classification.clone());
            let had = opened.case.suggestion.classification.clone();
            accept_opened(opened, permit, chosen.map_or(had, Classification::from)).await
        })
        .await
}

/// Return many suggestions
///
/// 批量退回修改, with the same reasons and words. Item by item, as accepting many.
#[utoipa::path(post, path = "/api/v1/suggestions/bulk-return", tag = "suggestion", security(("bearer" = [])),
    params(IdempotencyKey), request_body = BulkReturnRequest,
    responses((status = 207, description = "What became of each", body = BulkResponse)))]
pub(super) async fn bulk_return_suggestions(
    batch: Batch,
    body: Body<BulkReturnRequest>,
) -> ApiResult<Answer> {
    batch.allow::<act::ReviewSuggestion>()?;
    let hash = body.request_hash;
    let (BulkReturnRequest { items, reasons, text, dry_run }, mut fields) = body.open();
    check(&items, &mut fields);
    fields.finish()?;
    let command = Refuse { reasons, text };
    batch
        .each(&items, ("return", dry_run, hash), async |opened, permit, _| {
            return_opened(opened, permit, command.clone()).await
        })
        .await
}

/// Assign many suggestions
///
/// 批量交办: to the same units, or each item to units of its own. Item by item, as accepting many.
#[utoipa::path(post, path = "/api/v1/suggestions/bulk-assign", tag = "suggestion", security(("bearer" = [])),
    params(IdempotencyKey), request_body = BulkAssignRequest,
    responses((status = 207, description = "What became of each", body = BulkResponse)))]
pub(super) async fn bulk_assign_suggestions(
    batch: Batch,
    body: Body<BulkAssignRequest>,
) -> ApiResult<Answer> {
    batch.allow::<act::AssignSuggestion>()?;
    let hash = body.request_hash;
    let (BulkAssignRequest { items, assignments, dry_run }, mut fields) = body.open();
    check(&items, &mut fields);
    let missing = assignments.is_empty() && items.iter().any(|item| item.assignments.is_none());
    fields.add_if(missing, "#/assignments", ErrorCode::ValueRequired);
    fields.finish()?;
    batch
        .each(&items, ("assign", dry_run, hash), async |opened, permit, item| {
            let assignments = item.assignments.clone().unwrap_or_else(|| assignments.clone());
            assign_opened(opened, permit, AssignRequest { assignments, restart_clock_reason: None }).await
        })
        .await
}

/// Urge in many suggestions
///
/// 批量催办, with the same words, each within the interval of my office. Item by item, as accepting many.
#[utoipa::path(post, path = "/api/v1/suggestions/bulk-urge", tag = "suggestion", security(("bearer" = [])),
    params(IdempotencyKey), request_body = BulkUrgeRequest,
    responses((status = 207, description = "What became of each", body = BulkResponse)))]
pub(super) async fn bulk_urge_suggestions(batch: Batch, body: Body<BulkUrgeRequest>) -> ApiResult<Answer> {
    batch.allow::<act::UrgeSuggestion>()?;
    let hash = body.request_hash;
    let (BulkUrgeRequest { items, text, by, dry_run }, mut fields) = body.open();
    check(&items, &mut fields);
    fields.finish()?;
    batch
        .each(&items, ("urge", dry_run, hash), async |opened, permit, item| {
            let request = UrgeRequest { task_id: item.task_id, by, text: text.clone() };
            urge_opened(opened, permit, request).await
        })
        .await
}

/// Propose many suggestions for publication
///
/// 批量提请公开: of each matter every part (or those named) that may be published and on which nothing is decided. Only
/// what is ready: the deputy's consent, the unit's attribute, all marks decided and the secrecy review answered before;
/// where one part is not, nothing of the matter is proposed, and `params.part` of the problem names it. Item by item, as
/// accepting many.
#[utoipa::path(post, path = "/api/v1/suggestions/bulk-propose-publications", tag = "suggestion",
    security(("bearer" = [])),
    params(IdempotencyKey), request_body = BulkProposePublicationsRequest,
    responses((status = 207, description = "What became of each", body = BulkResponse)))]
pub(super) async fn bulk_propose_publications(
    batch: Batch,
    body: Body<BulkProposePublicationsRequest>,
) -> ApiResult<Answer> {
    batch.allow::<act::ProposePublication>()?;
    let hash = body.request_hash;
    let (BulkProposePublicationsRequest { items, parts, dry_run }, mut fields) = body.open();
    check(&items, &mut fields);
    fields.finish()?;
    batch
        .each(&items, ("publications", dry_run, hash), async |opened, permit, _| {
            let opened = opened.with_published_files().await?;
            opened.apply(|case, ctx| case.propose_reviewed_parts(&permit, &parts, ctx)).await
        })
        .await
}

/// Release many suggestions
///
/// 批量公开: of each matter every part that was proposed. Consent, attribute, marks and review are asked again on the day;
/// where one part fails, nothing of the matter is released, and `params.part` of the problem names it. Item by item, as
/// accepting many.
#[utoipa::path(post, path = "/api/v1/suggestions/bulk-release-publications", tag = "suggestion",
    security(("bearer" = [])),
    params(IdempotencyKey), request_body = BulkReleasePublicationsRequest,
    responses((status = 207, description = "What became of each", body = BulkResponse)))]
pub(super) async fn bulk_release_publications(
    batch: Batch,
    body: Body<BulkReleasePublicationsRequest>,
) -> ApiResult<Answer> {
    batch.allow::<act::PublishSuggestion>()?;
    let hash = body.request_hash;
    let (BulkReleasePublicationsRequest { items, dry_run }, mut fields) = body.open();
    check(&items, &mut fields);
    fields.finish()?;
    batch
        .each(&items, ("publications", dry_run, hash), async |opened, permit, _| {
            let opened = opened.with_published_files().await?;
            opened.apply(|case, ctx| case.release_proposed_parts(&permit, ctx)).await
        })
        .await
}
