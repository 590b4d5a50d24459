//! 催办.

use super::{Opened, command::OnSuggestion, detail_dto::SuggestionResponse};
use crate::http::{Answer, Api, ApiResult, Body, IfMatch};
use domain::{
    authz::{Permit, Role, act, suggestion::acting_deputy},
    kernel::{HandlingTaskId, UrgeId},
    suggestion::{Case, SendUrge, UrgeBy},
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
#[schema(example = json!({"task_id": null, "text": "请抓紧与代表联系。"}))]
pub struct UrgeRequest {
    /// One task; `null`: the whole matter.
    #[serde(default)]
    pub task_id: Option<Uuid>,
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
/// 催办. A deputy once in the working days of the setting `deputy_urge_interval_wd`.
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
    let deputy = acting_deputy(&opened.case, &opened.caller.actor);
    let command = SendUrge {
        task: request.task_id.map(HandlingTaskId),
        by: capacity(&opened, deputy.is_some()),
        deputy,
        text: request.text,
    };
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
    opened
        .answer(|case, ctx| case.acknowledge_urge(&permit, UrgeId(request.urge_id), &request.text, ctx))
        .await
}

/// In which capacity the caller urges: an office before a seat.
fn capacity(opened: &Opened<'_>, signer: bool) -> UrgeBy {
    let (actor, path) = (&opened.caller.actor, &opened.case.suggestion.path);
    if actor.has_role_at(Role::DcStaff, path) || actor.has_role_at(Role::DcHead, path) {
        UrgeBy::Congress
    } else if actor.has_role_at(Role::GovDispatch, path) {
        UrgeBy::Government
    } else if signer {
        UrgeBy::Deputy
    } else {
        UrgeBy::Committee
    }
}
