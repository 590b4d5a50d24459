//! What is done about a key suggestion. Every command answers with the whole supervision.

use super::super::command::OnSuggestion;
use super::requests::{
    ChooseKeyRequest, CloseKeyRequest, ConsultKeyRequest, DeclineKeyRequest, KeyEventRequest, KeyTextRequest,
    OfficialRequest, PlanKeyRequest, ProposeKeyRequest,
};
use super::{represent::answer, response::KeyRecordResponse};
use crate::{
    http::{Answer, Api, ApiResult, Body, IfMatch},
    org::{References, ids},
};
use domain::{
    authz::{Role, act},
    kernel::{ErrorCode, PersonId, UnitId},
    suggestion::{CloseKey, DecideKey, KeyMilestone, KeyPeople, LeadingOfficial, NewKeyEvent, ProposeKey},
};
use persistence::Uow;

pub(super) fn register(api: &mut Api) {
    api.route(__path_propose_key, propose_key)
        .route(__path_consult_key, consult_key)
        .route(__path_choose_key, choose_key)
        .route(__path_decline_key, decline_key)
        .route(__path_plan_key, plan_key)
        .route(__path_record_key_event, record_key_event)
        .route(__path_report_key_progress, report_key_progress)
        .route(__path_report_key, report_key)
        .route(__path_close_key, close_key);
}

/// Nominate as a key suggestion
///
/// 提名为重点督办建议, by the deputies' committee or by the committee of its field.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/key/propose", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = ProposeKeyRequest,
    responses((status = 200, description = "Its supervision", body = KeyRecordResponse)))]
pub(super) async fn propose_key(on: OnSuggestion, body: Body<ProposeKeyRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::ProposeKeySuggestion>().await?;
    let request = body.valid()?;
    let field = opened.case.suggestion.classification.committee;
    let unit = field.filter(|unit| on.caller.actor.serves(Role::Committee, *unit));
    let command = ProposeKey { year: request.year, reasons: request.reasons, reason: request.reason, unit };
    let case = opened.apply(|case, ctx| case.propose_key(&permit, command, ctx)).await?;
    answer(&on.state, &on.caller, &case).await
}

/// Record the government's opinion
///
/// 记录县政府对列入重点督办的意见.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/key/consult", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = ConsultKeyRequest,
    responses((status = 200, description = "Its supervision", body = KeyRecordResponse)))]
pub(super) async fn consult_key(on: OnSuggestion, body: Body<ConsultKeyRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::SuperviseKeySuggestion>().await?;
    let request = body.valid()?;
    let case = opened.apply(|case, ctx| case.consult_key(&permit, request.on, &request.opinion, ctx)).await?;
    answer(&on.state, &on.caller, &case).await
}

/// Choose as a key suggestion
///
/// 主任会议确定为重点督办建议 (代表法 art. 52), with 领衔督办领导, 领办领导 and 承办单位主要负责人. From then on the unit's head
/// signs in person, and the plan falls due.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/key/choose", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = ChooseKeyRequest,
    responses((status = 200, description = "Its supervision", body = KeyRecordResponse)))]
pub(super) async fn choose_key(on: OnSuggestion, body: Body<ChooseKeyRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::DecideKeySuggestion>().await?;
    let request = body.valid()?;
    let mut references = References::new(&opened.uow, &on.caller.actor);
    let leader = opened.uow.supervising_leader(PersonId(request.supervising_leader_id)).await?;
    if leader.is_none() {
        references.unknown("#/supervising_leader_id");
    }
    references.unit("#/committee_id", UnitId(request.committee_id)).await?;
    let mut member = false;
    for (at, official) in [("leading_official", &request.leading_official), ("unit_head", &request.unit_head)]
    {
        match is_member(&opened.uow, official).await? {
            Some(sits) => member |= sits,
            None => references.checks.ensure(false, &format!("#/{at}/person_id"), ErrorCode::ValueRequired),
        }
    }
    references.decide(Ok(()))?;
    let leader = leader.ok_or(ErrorCode::ReferenceUnknown)?;
    let people = KeyPeople {
        supervising_leader: PersonId(leader.id),
        leader_name: leader.name,
        organ: request.organ,
        leading_official: official(request.leading_official),
        unit_head: official(request.unit_head),
        committee: UnitId(request.committee_id),
    };
    let command = DecideKey {
        meeting: request.meeting,
        on: request.on,
        outcome: Ok(people),
        official_is_member: member,
    };
    let case = opened.apply(|case, ctx| case.decide_key(&permit, command, ctx)).await?;
    answer(&on.state, &on.caller, &case).await
}

/// Leave off the list of key suggestions
///
/// 主任会议决定不列入重点督办, with the reason.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/key/decline", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = DeclineKeyRequest,
    responses((status = 200, description = "Its supervision", body = KeyRecordResponse)))]
pub(super) async fn decline_key(on: OnSuggestion, body: Body<DeclineKeyRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::DecideKeySuggestion>().await?;
    let request = body.valid()?;
    let command = DecideKey {
        meeting: request.meeting,
        on: request.on,
        outcome: Err(request.reason),
        official_is_member: false,
    };
    let case = opened.apply(|case, ctx| case.decide_key(&permit, command, ctx)).await?;
    answer(&on.state, &on.caller, &case).await
}

/// Hand in the plan
///
/// 承办单位制定办理方案, or revises it.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/key/plan", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = PlanKeyRequest,
    responses((status = 200, description = "Its supervision", body = KeyRecordResponse)))]
pub(super) async fn plan_key(on: OnSuggestion, body: Body<PlanKeyRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::HandleKeySuggestion>().await?;
    let request = body.valid()?;
    let milestones =
        request.milestones.into_iter().map(|one| KeyMilestone { text: one.text, due: one.due }).collect();
    let case = opened.apply(|case, ctx| case.plan_key(&permit, &request.measures, milestones, ctx)).await?;
    answer(&on.state, &on.caller, &case).await
}

/// Record a supervision event
///
/// 记录督办活动: an inspection, a hearing, a visit; those with deputies count for the report.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/key/events", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = KeyEventRequest,
    responses((status = 200, description = "Its supervision", body = KeyRecordResponse)))]
pub(super) async fn record_key_event(on: OnSuggestion, body: Body<KeyEventRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::SuperviseKeySuggestion>().await?;
    let request = body.valid()?;
    let mut references = References::new(&opened.uow, &on.caller.actor);
    let deputies = ids(&request.deputy_ids);
    for (at, deputy) in deputies.iter().enumerate() {
        references.deputy(&format!("#/deputy_ids/{at}"), *deputy).await?;
    }
    references.decide(Ok(()))?;
    let event = NewKeyEvent {
        kind: request.kind,
        on: request.on,
        place: request.place,
        participants: request.participants,
        deputies,
        summary: request.summary,
        files: ids(&request.file_ids),
    };
    let case = opened.apply(|case, ctx| case.record_key_event(&permit, event, ctx)).await?;
    answer(&on.state, &on.caller, &case).await
}

/// Report progress
///
/// 承办单位报告进展.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/key/progress", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = KeyTextRequest,
    responses((status = 200, description = "Its supervision", body = KeyRecordResponse)))]
pub(super) async fn report_key_progress(on: OnSuggestion, body: Body<KeyTextRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::HandleKeySuggestion>().await?;
    let request = body.valid()?;
    let case = opened.apply(|case, ctx| case.report_key_progress(&permit, &request.text, ctx)).await?;
    answer(&on.state, &on.caller, &case).await
}

/// Report the outcome
///
/// 承办单位向主任会议报告办理情况: after the reply, enough events with deputies, and the unit head's own talk with a deputy.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/key/report", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = KeyTextRequest,
    responses((status = 200, description = "Its supervision", body = KeyRecordResponse)))]
pub(super) async fn report_key(on: OnSuggestion, body: Body<KeyTextRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::HandleKeySuggestion>().await?;
    let request = body.valid()?;
    let case = opened.apply(|case, ctx| case.report_key(&permit, &request.text, ctx)).await?;
    answer(&on.state, &on.caller, &case).await
}

/// Close the supervision
///
/// 主任会议听取报告后督办办结, with 优、良、中、差 where the congress judges so.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/key/close", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch), request_body = CloseKeyRequest,
    responses((status = 200, description = "Its supervision", body = KeyRecordResponse)))]
pub(super) async fn close_key(on: OnSuggestion, body: Body<CloseKeyRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::DecideKeySuggestion>().await?;
    let request = body.valid()?;
    let command = CloseKey {
        meeting: request.meeting,
        on: request.on,
        conclusion: request.conclusion,
        rating: request.rating,
    };
    let case = opened.apply(|case, ctx| case.close_key(&permit, command, ctx)).await?;
    answer(&on.state, &on.caller, &case).await
}

fn official(request: OfficialRequest) -> LeadingOfficial {
    LeadingOfficial { name: request.name, post: request.post }
}

/// Whether the official sits in the standing committee; `None`: somebody of this name does, and who is meant is not said.
async fn is_member(uow: &Uow, official: &OfficialRequest) -> ApiResult<Option<bool>> {
    let members = uow.committee_members_named(official.name.trim()).await?;
    Ok(match official.person_id {
        Some(person) => Some(members.contains(&person)),
        None if members.is_empty() => Some(false),
        None => None,
    })
}
