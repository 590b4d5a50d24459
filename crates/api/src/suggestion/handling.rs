//! 签收、办理、沟通、延期: what a unit does before it answers.

use super::{
    codes::{ContactKindCode, PersonRankCode},
    command::OnTask,
    detail_dto::SuggestionResponse,
};
use crate::http::{Answer, Api, ApiResult, Body, Caller, IfMatch, Instant};
use chrono::NaiveDate;
use domain::{
    authz::act,
    kernel::{AccountId, ContactLogId, DeputyId, FileId, PersonId},
    suggestion::{ContactKind, LogContact, PersonRank, Responsibles, UnitPerson},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

pub(super) fn register(api: &mut Api) {
    api.route(__path_sign_task, sign_task)
        .route(__path_start_task, start_task)
        .route(__path_change_handler, change_handler)
        .route(__path_send_holding_answer, send_holding_answer)
        .route(__path_log_contact, log_contact)
        .route(__path_confirm_contact, confirm_contact)
        .route(__path_dispute_contact, dispute_contact)
        .route(__path_request_extension, request_extension)
        .route(__path_decide_extension, decide_extension);
}

/// 确定办理人和分管领导
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"handler_id": null, "leader_name": "分管副局长", "leader_person_id": null, "plan": "先现场踏勘，再会同公安交警研究。"}))]
pub struct ResponsiblesRequest {
    /// Account of the handler; `null`: the one who asks.
    #[serde(default)]
    pub handler_id: Option<Uuid>,
    /// The unit leader in charge.
    #[validate(length(max = 40))]
    pub leader_name: String,
    /// That person in the register, when known.
    #[serde(default)]
    pub leader_person_id: Option<Uuid>,
    /// What is planned.
    #[serde(default)]
    #[validate(length(max = 2000))]
    pub plan: String,
}

/// 阶段性答复
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "已完成现场踏勘，正在编制方案，预计下月答复。"}))]
pub struct HoldingAnswerRequest {
    /// What the deputies are told meanwhile.
    #[validate(length(max = 2000))]
    pub text: String,
}

/// Somebody of the unit who took part.
#[derive(Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct UnitPersonRequest {
    /// Name.
    #[validate(length(max = 40))]
    pub name: String,
    /// Post.
    #[validate(length(max = 60))]
    pub post: String,
    /// Rank.
    #[schema(value_type = PersonRankCode)]
    pub rank: PersonRank,
}

/// 联系沟通记录
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "site", "face_to_face": true, "at": "2026-04-02T09:30:00+08:00", "place": "第一小学门口",
    "unit_people": [{"name": "演分管", "post": "副局长", "rank": "deputy_head"}],
    "deputy_ids": ["0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52"], "summary": "现场察看停车位设置条件，听取代表意见。"}))]
pub struct LogContactRequest {
    /// How.
    #[schema(value_type = ContactKindCode)]
    pub kind: ContactKind,
    /// 面商. Counts only when a deputy confirms it.
    pub face_to_face: bool,
    /// When.
    pub at: Instant,
    /// Where.
    #[serde(default)]
    #[validate(length(max = 200))]
    pub place: String,
    /// Who of the unit.
    #[serde(default)]
    #[validate(length(max = 20), nested)]
    pub unit_people: Vec<UnitPersonRequest>,
    /// Which deputies. Empty of a protected matter: the unit knows no name, the record goes to the lead deputy.
    #[validate(length(max = 50))]
    pub deputy_ids: Vec<Uuid>,
    /// What was said.
    #[validate(length(max = 2000))]
    pub summary: String,
    /// Photos and papers: ids of uploaded files.
    #[serde(default)]
    #[validate(length(max = 20))]
    pub evidence_ids: Vec<Uuid>,
}

/// Which talk.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"contact_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52"}))]
pub struct ConfirmContactRequest {
    /// The contact log.
    pub contact_id: Uuid,
}

/// Which talk, and what is wrong with the record.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"contact_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "reason": "当日未见面，仅电话联系。"}))]
pub struct DisputeContactRequest {
    /// The contact log.
    pub contact_id: Uuid,
    /// What is wrong.
    #[validate(length(max = 1000))]
    pub reason: String,
}

/// 申请延期
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "涉及多个部门，需专题论证。", "until": "2026-08-31"}))]
pub struct ExtensionRequest {
    /// Why.
    #[validate(length(max = 2000))]
    pub reason: String,
    /// Until when; six months from assignment at most (代表法 art. 51).
    pub until: NaiveDate,
}

/// 延期决定
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"approved_until": "2026-08-31", "reason": "情况属实，同意延期并告知代表。"}))]
pub struct DecideExtensionRequest {
    /// Until when; `null` refuses.
    pub approved_until: Option<NaiveDate>,
    /// Reason.
    #[validate(length(max = 2000))]
    pub reason: String,
}

/// Sign for a task
///
/// 签收.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/sign", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn sign_task(on: OnTask) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::SignForTask>().await?;
    opened.answer(|case, ctx| case.sign(&permit, on.task(), ctx)).await
}

/// Name handler and leader
///
/// 开始办理: who handles it and which leader answers for it.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/start", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = ResponsiblesRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn start_task(on: OnTask, body: Body<ResponsiblesRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::HandleTask>().await?;
    let responsibles = responsibles(body, &on.caller)?;
    opened.answer(|case, ctx| case.start(&permit, on.task(), responsibles, ctx)).await
}

/// Change handler or leader
///
/// 变更办理人.
#[utoipa::path(put, path = "/api/v1/suggestions/{id}/tasks/{task_id}/responsibles", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = ResponsiblesRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn change_handler(on: OnTask, body: Body<ResponsiblesRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::HandleTask>().await?;
    let responsibles = responsibles(body, &on.caller)?;
    opened.answer(|case, ctx| case.change_handler(&permit, on.task(), responsibles, ctx)).await
}

/// Send a holding answer
///
/// 阶段性答复: what is being done meanwhile; the clock goes on.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/holding-answers", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = HoldingAnswerRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn send_holding_answer(on: OnTask, body: Body<HoldingAnswerRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::HandleTask>().await?;
    let text = body.valid()?.text;
    opened.answer(|case, ctx| case.send_holding_answer(&permit, on.task(), &text, ctx)).await
}

/// Record a contact with deputies
///
/// 登记联系沟通. Only a face-to-face talk that a deputy confirms counts as 面商; deputies who work for the unit itself
/// do not count (利益冲突).
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/contacts", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = LogContactRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn log_contact(on: OnTask, body: Body<LogContactRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::HandleTask>().await?;
    let request = body.valid()?;
    let named = request.deputy_ids.into_iter().map(DeputyId).collect();
    let deputies = opened.case.talked_with(named);
    let unit = opened.case.task(on.task())?.unit;
    let command = LogContact {
        kind: request.kind,
        face_to_face: request.face_to_face,
        at: request.at.0,
        place: request.place,
        unit_people: request
            .unit_people
            .into_iter()
            .map(|person| UnitPerson { name: person.name, post: person.post, rank: person.rank })
            .collect(),
        conflicted: opened.uow.deputies_of_unit(unit, &deputies).await?,
        deputies,
        summary: request.summary,
        evidence: request.evidence_ids.into_iter().map(FileId).collect(),
    };
    opened.answer(|case, ctx| case.log_contact(&permit, on.task(), command, ctx)).await
}

/// Confirm a contact
///
/// 代表确认沟通记录.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/confirm-contact", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = ConfirmContactRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn confirm_contact(on: OnTask, body: Body<ConfirmContactRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::ConfirmContact>().await?;
    let (contact, deputy) = (ContactLogId(body.valid()?.contact_id), opened.deputy()?);
    opened.answer(|case, ctx| case.answer_contact(&permit, on.task(), contact, deputy, None, ctx)).await
}

/// Dispute a contact
///
/// 代表对沟通记录提出异议.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/dispute-contact", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = DisputeContactRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn dispute_contact(on: OnTask, body: Body<DisputeContactRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::ConfirmContact>().await?;
    let request = body.valid()?;
    let (contact, deputy) = (ContactLogId(request.contact_id), opened.deputy()?);
    opened
        .answer(|case, ctx| {
            case.answer_contact(&permit, on.task(), contact, deputy, Some(&request.reason), ctx)
        })
        .await
}

/// Ask for more time
///
/// 申请延期答复, before the days of the setting `extension_request_before_wd`.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/request-extension", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = ExtensionRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn request_extension(on: OnTask, body: Body<ExtensionRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::HandleTask>().await?;
    let request = body.valid()?;
    opened
        .answer(|case, ctx| case.request_extension(&permit, on.task(), &request.reason, request.until, ctx))
        .await
}

/// Decide on more time
///
/// 延期决定; the deputy is told. At most six months from assignment.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/tasks/{task_id}/decide-extension", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task"), IfMatch),
    request_body = DecideExtensionRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn decide_extension(on: OnTask, body: Body<DecideExtensionRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::DecideExtension>().await?;
    let request = body.valid()?;
    opened
        .answer(|case, ctx| {
            case.decide_extension(&permit, on.task(), request.approved_until, &request.reason, ctx)
        })
        .await
}

fn responsibles(body: Body<ResponsiblesRequest>, caller: &Caller) -> ApiResult<Responsibles> {
    let request = body.valid()?;
    Ok(Responsibles {
        handler: request.handler_id.map_or(caller.actor.account, AccountId),
        leader_name: request.leader_name,
        leader: request.leader_person_id.map(PersonId),
        plan: request.plan,
    })
}
