//! 催办.

use super::{Opened, codes::UrgeByCode, command::OnSuggestion, detail_dto::SuggestionResponse};
use crate::http::{Answer, Api, ApiResult, Body, IfMatch};
use domain::{
    authz::{
        Permit, act, require,
        suggestion::{TaskSubject, may_answer_urge, urge_capacities},
    },
    kernel::{DomainError, ErrorCode, HandlingTaskId, UrgeId},
    suggestion::{Case, SendUrge, UrgeBy, UrgeCapacity},
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

pub(super) fn register(api: &mut Api) {
    api.route(__path_urge_suggestion, urge_suggestion).route(__path_acknowledge_urge, acknowledge_urge);
}

/// 催办
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"task_id": null, "by": null, "text": "请抓紧与代表联系。"}))]
pub struct UrgeRequest {
    /// One task; `null`: the whole matter.
    #[serde(default)]
    pub task_id: Option<Uuid>,
    /// In which capacity, for who has several (`urging` of the suggestion); `null`: the first of them.
    #[serde(default)]
    #[schema(value_type = Option<UrgeByCode>)]
    pub by: Option<UrgeBy>,
    /// What is said.
    #[validate(length(max = 1000))]
    pub text: String,
}

/// 回应催办
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"urge_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "text": "已约定周三面商。"}))]
pub struct AcknowledgeUrgeRequest {
    /// Which.
    pub urge_id: Uuid,
    /// What is being done.
    #[serde(default)]
    #[validate(length(max = 1000))]
    pub text: String,
}

/// Urge
///
/// 催办. Lead deputy and co-signers, the deputies' committee, the government office, the counterpart committee and, of a key
/// suggestion, the leader who supervises it: each within working days of a setting of its own (`deputy_`, `congress_`,
/// `government_`, `committee_`, `leader_urge_interval_wd`; 0: as often as needed). An office has one voice whoever of it
/// speaks, each deputy his own. `urge.too_soon` tells the next permitted day in `params.next`, `urging` of the suggestion
/// tells it before.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/urge", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    request_body = UrgeRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn urge_suggestion(on: OnSuggestion, body: Body<UrgeRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::UrgeSuggestion>().await?;
    let case = urge_opened(opened, permit, body.valid()?).await?;
    on.answer(&case).await
}

/// Urges in the matter that is open.
pub(super) async fn urge_opened(
    opened: Opened<'_>,
    permit: Permit<act::UrgeSuggestion>,
    request: UrgeRequest,
) -> ApiResult<Case> {
    let task = request.task_id.map(HandlingTaskId);
    if let Some(id) = task {
        let subject = TaskSubject { case: &opened.case, task: opened.case.task(id)? };
        require::<act::UrgeSuggestion>(&opened.caller.actor, &subject)?;
    }
    let capacity = capacity(&opened, request.by)?;
    let command = SendUrge { task, capacity, text: request.text };
    opened.apply(|case, ctx| case.urge(&permit, command, ctx)).await
}

/// Answer an urge
///
/// 回应催办.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/acknowledge-urge", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    request_body = AcknowledgeUrgeRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn acknowledge_urge(
    on: OnSuggestion,
    body: Body<AcknowledgeUrgeRequest>,
) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::AcknowledgeUrge>().await?;
    let request = body.valid()?;
    let id = UrgeId(request.urge_id);
    let urge = opened.case.urges.iter().find(|urge| urge.id == id).ok_or(ErrorCode::NotFound)?;
    // Another unit was urged; one that was answered already is the domain's to refuse.
    if urge.acknowledged_at.is_none() && !may_answer_urge(&opened.case, urge, &opened.caller.actor) {
        return Err(ErrorCode::PermissionDenied.into());
    }
    opened.answer(|case, ctx| case.acknowledge_urge(&permit, id, &request.text, ctx)).await
}

/// The capacity asked for, else the first one: an office before a seat.
fn capacity(opened: &Opened<'_>, by: Option<UrgeBy>) -> Result<UrgeCapacity, DomainError> {
    let mut own = urge_capacities(&opened.case, &opened.caller.actor).into_iter();
    match by {
        Some(by) => own
            .find(|one| one.by == by)
            .ok_or_else(|| DomainError::invalid_field("#/by", ErrorCode::ValueInvalid)),
        None => own.next().ok_or_else(|| ErrorCode::PermissionDenied.into()),
    }
}
