//! 交办、分办、退办、异议: which unit handles what.

use super::{
    Opened,
    codes::{TaskRoleCode, TaskTierCode},
    command::{OnSuggestion, OnTask},
    detail_dto::SuggestionResponse,
    writing_dto::ReasonRequest,
};
use crate::http::{Answer, Api, ApiResult, Body, IfMatch};
use domain::{
    authz::{Permit, act, require},
    kernel::{DomainError, ErrorCode, FieldError, UnitId, business_date},
    suggestion::{Assignment, Case, ClockRestart, SendBackVerdict, TaskRole, TaskTier},
};
use persistence::Uow;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

pub(super) fn register(api: &mut Api) {
    api.route(__path_assign_suggestion, assign_suggestion)
        .route(__path_recall_suggestion, recall_suggestion)
        .route(__path_object_to_unit, object_to_unit)
        .route(__path_decide_objection, decide_objection)
        .route(__path_dispatch_task, dispatch_task)
        .route(__path_request_send_back, request_send_back)
        .route(__path_decide_send_back, decide_send_back)
        .route(__path_transfer_task, transfer_task);
}

/// One unit's part.
#[derive(Clone, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct AssignmentRequest {
    /// The unit; for the tier `system` the government office.
    pub unit_id: Uuid,
    /// 主办、协办或分办
    #[schema(value_type = TaskRoleCode)]
    pub role: TaskRole,
    /// `system`: through the government office (二级分办); `unit`: directly.
    #[schema(value_type = TaskTierCode)]
    pub tier: TaskTier,
    /// What this unit answers; required for `split`.
    #[serde(default)]
    #[validate(length(max = 500))]
    pub scope_text: Option<String>,
}

impl From<AssignmentRequest> for Assignment {
    fn from(request: AssignmentRequest) -> Self {
        Self {
            unit: UnitId(request.unit_id),
            role: request.role,
            tier: request.tier,
            scope_text: request.scope_text,
        }
    }
}

/// 交办
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"assignments": [{"unit_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "role": "lead",
    "tier": "unit", "scope_text": null}], "restart_clock_reason": null}))]
pub struct AssignRequest {
    /// Exactly one lead with any co-units, or at least two separate units.
    #[validate(length(min = 1, max = 20), nested)]
    pub assignments: Vec<AssignmentRequest>,
    /// Re-assignment does not restart the deputy's three months, unless the head says so with this reason.
    #[serde(default)]
    #[validate(length(max = 500))]
    pub restart_clock_reason: Option<String>,
}

/// 分办 by the government office.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"assignments": [{"unit_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "role": "lead",
    "tier": "unit", "scope_text": null}]}))]
pub struct DispatchRequest {
    /// The departments that take over the part of the government system.
    #[validate(length(min = 1, max = 20), nested)]
    pub assignments: Vec<AssignmentRequest>,
}

/// 申请退办
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "该事项属交通运输部门职责，依据“三定”规定第三条。", "suggested_unit_id": null}))]
pub struct SendBackRequest {
    /// Why it is not the unit's matter.
    #[validate(length(max = 2000))]
    pub reason: String,
    /// Whose it is, in the unit's opinion.
    #[serde(default)]
    pub suggested_unit_id: Option<Uuid>,
}

/// 退办决定
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"agree": true, "new_unit_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "reason": "同意调整。"}))]
pub struct DecideSendBackRequest {
    /// Agreed or refused. A refusal makes the assignment final.
    pub agree: bool,
    /// When agreed: the unit that takes it; `null` returns it to the deputies' committee.
    #[serde(default)]
    pub new_unit_id: Option<Uuid>,
    /// Reason.
    #[validate(length(max = 2000))]
    pub reason: String,
}

/// 代表对承办单位的异议
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "主要事项属于水利部门。", "suggested_unit_id": null}))]
pub struct ObjectionRequest {
    /// Why another unit should handle it.
    #[validate(length(max = 2000))]
    pub reason: String,
    /// Which.
    #[serde(default)]
    pub suggested_unit_id: Option<Uuid>,
}

/// 异议答复
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"agree": false, "answer": "该单位为行业主管部门，维持交办。"}))]
pub struct DecideObjectionRequest {
    /// Agreed: the matter goes back to be assigned again.
    pub agree: bool,
    /// What the deputy is told.
    #[validate(length(max = 2000))]
    pub answer: String,
}

/// 单位调整
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"successor_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52"}))]
pub struct TransferTaskRequest {
    /// The unit that succeeded the one that has the task.
    pub successor_id: Uuid,
}

/// Assign a suggestion to units
///
/// 交办: starts the legal three months (代表法 art. 51). Exactly one lead unit with any co-units, or at least two units
/// that handle their parts separately.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/assign", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = AssignRequest,
    responses((status = 200, description = "The assigned suggestion", body = SuggestionResponse)))]
pub(super) async fn assign_suggestion(on: OnSuggestion, body: Body<AssignRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::AssignSuggestion>().await?;
    let case = assign_opened(opened, permit, body.valid()?).await?;
    on.answer(&case).await
}

/// Assigns the matter that is open.
pub(super) async fn assign_opened(
    opened: Opened<'_>,
    permit: Permit<act::AssignSuggestion>,
    request: AssignRequest,
) -> ApiResult<Case> {
    let AssignRequest { assignments, restart_clock_reason } = request;
    let assignments: Vec<Assignment> = assignments.into_iter().map(Into::into).collect();
    check_units(&opened.uow, &assignments).await?;
    let head = match &restart_clock_reason {
        Some(_) => Some(require::<act::DecideExtension>(&opened.caller.actor, &opened.case)?),
        None => None,
    };
    opened
        .apply(|case, ctx| {
            let restart = head
                .as_ref()
                .zip(restart_clock_reason.as_deref())
                .map(|(permit, reason)| ClockRestart { permit, reason });
            case.assign(&permit, &assignments, restart, ctx)
        })
        .await
}

/// Take an assignment back
///
/// 收回重新交办.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/recall", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = ReasonRequest,
    responses((status = 200, description = "The suggestion, to be assigned again", body = SuggestionResponse)))]
pub(super) async fn recall_suggestion(on: OnSuggestion, body: Body<ReasonRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::AssignSuggestion>().await?;
    let reason = body.valid()?.reason;
    opened.answer(|case, ctx| case.recall(&permit, &reason, ctx)).await
}

/// Object to the assigned unit
///
/// 对承办单位提出异议, as a signer, within the days of the setting `object_to_unit_wd`.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/object-to-unit", tag = "suggestion",
    security(("bearer" = [])), params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    request_body = ObjectionRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn object_to_unit(on: OnSuggestion, body: Body<ObjectionRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::ObjectToUnit>().await?;
    let ObjectionRequest { reason, suggested_unit_id } = body.valid()?;
    let (deputy, unit) = (opened.deputy()?, suggested_unit_id.map(UnitId));
    opened.answer(|case, ctx| case.object_to_unit(&permit, deputy, &reason, unit, ctx)).await
}

/// Decide on a deputy's objection
///
/// 答复代表异议.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/decide-objection", tag = "suggestion",
    security(("bearer" = [])), params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    request_body = DecideObjectionRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn decide_objection(
    on: OnSuggestion,
    body: Body<DecideObjectionRequest>,
) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::AssignSuggestion>().await?;
    let DecideObjectionRequest { agree, answer } = body.valid()?;
    opened.answer(|case, ctx| case.decide_objection(&permit, agree, &answer, ctx)).await
}

/// Dispatch to departments
///
/// 分办: the government office hands its part to the departments that will answer.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/dispatch", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = DispatchRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn dispatch_task(on: OnTask, body: Body<DispatchRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::DispatchTask>().await?;
    let assignments: Vec<Assignment> = body.valid()?.assignments.into_iter().map(Into::into).collect();
    check_units(&opened.uow, &assignments).await?;
    opened.answer(|case, ctx| case.dispatch(&permit, on.task(), &assignments, ctx)).await
}

/// Ask to send a task back
///
/// 申请退办: not ours, signed by the unit's leader, within the send-back days; after that silence is acceptance.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/request-send-back", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = SendBackRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn request_send_back(on: OnTask, body: Body<SendBackRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::RequestSendBack>().await?;
    let SendBackRequest { reason, suggested_unit_id } = body.valid()?;
    let unit = suggested_unit_id.map(UnitId);
    opened.answer(|case, ctx| case.request_send_back(&permit, on.task(), &reason, unit, ctx)).await
}

/// Decide on a send-back
///
/// 退办决定: agreed to another unit, agreed back to the committee, or refused, which makes the assignment final.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/decide-send-back", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = DecideSendBackRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn decide_send_back(on: OnTask, body: Body<DecideSendBackRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::DecideSendBack>().await?;
    let DecideSendBackRequest { agree, new_unit_id, reason } = body.valid()?;
    let new_unit = new_unit_id.map(UnitId);
    if let Some(unit) = new_unit {
        check_unit(&opened.uow, unit, "#/new_unit_id").await?;
    }
    let verdict = if agree { SendBackVerdict::Agree { new_unit } } else { SendBackVerdict::Refuse };
    opened.answer(|case, ctx| case.decide_send_back(&permit, on.task(), &verdict, &reason, ctx)).await
}

/// Move a task to the unit's successor
///
/// 机构改革后移交承继单位. Statistics of the past stay with the old name.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/transfer", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = TransferTaskRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn transfer_task(on: OnTask, body: Body<TransferTaskRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::TransferTask>().await?;
    let successor = UnitId(body.valid()?.successor_id);
    check_unit(&opened.uow, successor, "#/successor_id").await?;
    opened.answer(|case, ctx| case.transfer(&permit, on.task(), successor, ctx)).await
}

/// Units must exist and be in being today.
async fn check_units(uow: &Uow, assignments: &[Assignment]) -> ApiResult<()> {
    let ids: Vec<UnitId> = assignments.iter().map(|assignment| assignment.unit).collect();
    let known = uow.unit_facts(&ids, business_date(uow.now())).await?;
    let wrong: Vec<FieldError> = ids
        .iter()
        .enumerate()
        .filter(|(_, id)| !known.iter().any(|unit| unit.id == id.0 && unit.valid))
        .map(|(place, _)| {
            FieldError::new(format!("#/assignments/{place}/unit_id"), ErrorCode::ReferenceUnknown)
        })
        .collect();
    if wrong.is_empty() { Ok(()) } else { Err(DomainError::invalid(wrong).into()) }
}

async fn check_unit(uow: &Uow, unit: UnitId, pointer: &str) -> ApiResult<()> {
    let known = uow.unit_facts(&[unit], business_date(uow.now())).await?;
    if known.iter().any(|unit| unit.valid) {
        Ok(())
    } else {
        Err(DomainError::invalid_field(pointer, ErrorCode::ReferenceUnknown).into())
    }
}
