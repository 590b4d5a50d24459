//! The parts of the representation that belong to one unit: its task and its replies.

use super::{
    detail::View,
    detail_dto::{DueResponse, TextAt},
    reply_dto::{PreReviewResponse, ReplyDraft, ReplyResponse, ReplyReturnResponse},
    replying::CheckedItemDto,
    task_dto::{
        CoOpinionResponse, ContactAnswerResponse, ContactResponse, ExtensionResponse, HandlingTaskResponse,
        SendBackResponse, UnitPersonResponse, UnitStepResponse,
    },
};
use crate::http::Instant;
use chrono::{DateTime, Utc};
use domain::{
    authz::suggestion::Sight,
    kernel::HandlingTaskId,
    suggestion::{ContactLog, Due, HandlingTask, Reply, category_letter},
};

pub(super) fn instant(at: Option<DateTime<Utc>>) -> Option<Instant> {
    at.map(Into::into)
}

pub(super) fn due(due: &Due) -> DueResponse {
    DueResponse {
        kind: due.kind.code(),
        on: due.on,
        setting: due.setting.clone(),
        provisional: due.provisional,
    }
}

pub(super) fn task(
    view: &View<'_>,
    task: &HandlingTask,
    sight: Sight,
    actions: &[(HandlingTaskId, Vec<&'static str>)],
) -> HandlingTaskResponse {
    let progress = view.case.unit_progress(task);
    let responsibles = task.responsibles.as_ref();
    let drafts = Sight::sees_drafts_of(view.case, view.actor, task.unit);
    let today = view.ctx.today();
    HandlingTaskResponse {
        id: task.id.0,
        unit: view.named(task.unit.0),
        former_units: task.former_units.iter().map(|id| view.named(id.0)).collect(),
        follows_id: task.follows.map(|id| id.0),
        role: task.role,
        tier: task.tier,
        parent_id: task.parent.map(|id| id.0),
        scope_text: task.scope_text.clone(),
        round: task.round,
        status: task.status,
        status_label: view.word(task.status),
        assigned_at: task.assigned_at.into(),
        signed_at: instant(task.signed_at),
        finished_at: instant(task.finished_at),
        final_assignment: task.final_assignment,
        handler: responsibles.map(|r| view.named(r.handler.0)),
        leader_name: responsibles.map(|r| r.leader_name.clone()),
        plan: responsibles.filter(|_| drafts).map(|r| r.plan.clone()),
        dues: task.all_dues().into_iter().map(due).collect(),
        light: view.case.light(task, view.ctx).map(|light| light.as_str()),
        working_days_left: task
            .effective_due()
            .filter(|_| task.status.is_live())
            .map(|on| view.ctx.calendar.working_days_between(today, on)),
        steps: progress
            .steps
            .iter()
            .map(|step| UnitStepResponse {
                step: step.step.code(),
                label: view.word(step.step),
                done: step.done,
                waiting_for_others: step.waiting_for_others,
                due_on: step.due,
            })
            .collect(),
        steps_left: progress.remaining,
        co_opinion_missing: task.co_opinion_missing_at.is_some(),
        contacts: if sight.contacts {
            task.contacts.iter().map(|log| contact(view, log, sight)).collect()
        } else {
            Vec::new()
        },
        send_backs: send_backs(view, task),
        extensions: extensions(task),
        co_opinions: task
            .co_opinions
            .iter()
            .filter(|opinion| drafts || (sight.co_opinions && opinion.issued_at.is_some()))
            .map(|opinion| CoOpinionResponse {
                text: opinion.text.clone(),
                issued_at: instant(opinion.issued_at),
                returned: opinion.returned.as_ref().map(|returned| returned.reason.clone()),
            })
            .collect(),
        holding_answers: task
            .holding_answers
            .iter()
            .map(|answer| TextAt { text: answer.text.clone(), at: answer.at.into() })
            .collect(),
        allowed_actions: actions
            .iter()
            .find(|(id, _)| *id == task.id)
            .map(|(_, actions)| actions.clone())
            .unwrap_or_default(),
    }
}

fn contact(view: &View<'_>, log: &ContactLog, sight: Sight) -> ContactResponse {
    ContactResponse {
        id: log.id.0,
        kind: log.kind,
        face_to_face: log.face_to_face,
        counts: log.counts_as_face_meeting(),
        at: log.at.into(),
        place: log.place.clone(),
        unit_people: log
            .unit_people
            .iter()
            .map(|person| UnitPersonResponse {
                name: person.name.clone(),
                post: person.post.clone(),
                rank: person.rank,
            })
            .collect(),
        deputies: log.deputies.iter().map(|id| view.deputy(*id, sight)).collect(),
        summary: log.summary.clone(),
        evidence_ids: log.evidence.iter().map(|id| id.0).collect(),
        evidence: view.files(&log.evidence),
        answers: log
            .answers
            .iter()
            .map(|answer| ContactAnswerResponse {
                deputy: view.deputy(answer.deputy, sight),
                disputed: answer.disputed.clone(),
                at: answer.at.into(),
            })
            .collect(),
    }
}

fn send_backs(view: &View<'_>, task: &HandlingTask) -> Vec<SendBackResponse> {
    let send_backs = task.send_backs.iter();
    send_backs
        .map(|back| SendBackResponse {
            reason: back.reason.clone(),
            suggested_unit: back.suggested_unit.map(|id| view.named(id.0)),
            requested_at: back.requested_at.into(),
            verdict: back.verdict,
            decision_reason: back.decision_reason.clone(),
            new_unit: back.new_unit.map(|id| view.named(id.0)),
        })
        .collect()
}

fn extensions(task: &HandlingTask) -> Vec<ExtensionResponse> {
    let extensions = task.extensions.iter();
    extensions
        .map(|extension| ExtensionResponse {
            reason: extension.reason.clone(),
            requested_until: extension.requested_until,
            requested_at: extension.requested_at.into(),
            verdict: extension.verdict,
            approved_until: extension.approved_until,
            decision_reason: extension.decision_reason.clone(),
        })
        .collect()
}

/// A reply that the actor may see: issued ones for everybody in the matter, drafts for its unit and its reviewers.
pub(super) fn reply(view: &View<'_>, reply: &Reply, sight: Sight) -> Option<ReplyResponse> {
    let drafts = Sight::sees_drafts_of(view.case, view.actor, reply.unit);
    let issued = reply.is_issued();
    if !(drafts || (sight.handling && issued)) {
        return None;
    }
    let issue = reply.issue.as_ref();
    let delivery = reply.delivery.as_ref();
    Some(ReplyResponse {
        id: reply.id.0,
        task_id: reply.task.0,
        unit: view.named(reply.unit.0),
        round: reply.round,
        kind: reply.kind,
        status: reply.status,
        category: reply.content.category,
        category_letter: category_letter(view.ctx.settings.category_scheme, reply.content.category)
            .to_string(),
        disputed: reply.disputed.clone(),
        content: ReplyDraft::from(&reply.content),
        evidence: view.files(&reply.content.evidence),
        file: view.files(&issue.and_then(|issue| issue.file)).pop(),
        doc_no: issue.map(|issue| issue.doc_no.clone()),
        signer_name: issue.map(|issue| issue.signer_name.clone()),
        issued_at: issue.map(|issue| issue.issued_at.into()),
        delivery_method: delivery.map(|delivery| delivery.method),
        delivered_at: delivery.map(|delivery| delivery.at.into()),
        pre_reviews: reply
            .pre_reviews
            .iter()
            .filter(|_| drafts)
            .map(|review| PreReviewResponse {
                items: review
                    .items
                    .iter()
                    .map(|item| CheckedItemDto {
                        check: item.check,
                        met: item.met,
                        reason: item.reason.clone(),
                    })
                    .collect(),
                at: review.at.into(),
            })
            .collect(),
        returns: reply
            .returns
            .iter()
            .filter(|_| drafts)
            .map(|returned| ReplyReturnResponse {
                checklist: returned.checklist.iter().map(|check| check.code()).collect(),
                remark: returned.remark.clone(),
                at: returned.at.into(),
            })
            .collect(),
    })
}
