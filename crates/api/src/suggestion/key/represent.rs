//! One matter's supervision as the asking account sees it.

use super::super::{
    detail_dto::Named,
    detail_task::due,
    opened::concerned,
    queries::{PROTECTED, Reading},
};
use super::response::{
    KeyClosingResponse, KeyConsultationResponse, KeyDecisionResponse, KeyEventResponse, KeyMilestoneResponse,
    KeyPeopleResponse, KeyPlanResponse, KeyProgressResponse, KeyRecordResponse, KeyReportResponse,
    KeySupervisionResponse, OfficialResponse,
};
use crate::{
    file::AttachedFile,
    http::{Answer, Api, ApiResult, Caller},
    state::State,
};
use actix_web::web;
use domain::{
    authz::{
        act, require,
        suggestion::{Names as NameSight, Sight},
    },
    file::files_shown,
    kernel::{DeputyId, ErrorCode, FileId, SuggestionId, UnitId, business_date},
    suggestion::{Case, KeyEvent, KeyPeople, KeyStatus, KeySupervision, LeadingOfficial},
};
use persistence::suggestion::{Names, NamesWanted};
use std::collections::HashMap;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_key_suggestion, get_key_suggestion);
}

/// The supervision of one suggestion
///
/// 重点督办: nominations (提名), the council's decision (主任会议决定), plan (方案), events (督办活动), progress (进展), report
/// (报告) and what the asking account may do now. For those who take part in the matter; others are told 404.
#[utoipa::path(get, path = "/api/v1/suggestions/{id}/key", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion")),
    responses((status = 200, description = "Its supervision", body = KeyRecordResponse)))]
pub(super) async fn get_key_suggestion(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let stored = state.store.case(SuggestionId(*id)).await?.ok_or(ErrorCode::NotFound)?;
    require::<act::ReadSuggestion>(&caller.actor, &stored.case)?;
    answer(&state, &caller, &stored.case).await
}

/// The answer of every command.
pub(super) async fn answer(state: &State, caller: &Caller, case: &Case) -> ApiResult<Answer> {
    let sight = Sight::of(case, &caller.actor);
    if !sight.handling {
        return Err(ErrorCode::NotFound.into());
    }
    let reading = Reading::of(state, &caller.request).await?;
    let (names, seats) = {
        let stamp = state.store.names_stamp().await?;
        state.store.names_and_seats(stamp, wanted(case), &concerned(case)).await?
    };
    let shown = files_shown(case, &caller.actor);
    let mentioned: Vec<FileId> =
        case.keys.iter().flat_map(|key| &key.events).flat_map(|e| e.files.clone()).collect();
    let visible: Vec<FileId> = mentioned.into_iter().filter(|file| shown.contains(file)).collect();
    let rows = state.store.file_names(&visible).await?;
    let files = rows.into_iter().map(|row| Ok((row.id, AttachedFile::of(row)?))).collect::<ApiResult<_>>()?;
    let view = View { reading: &reading, names: &names, files: &files, sight };
    let ctx = reading.ctx(&seats);
    let allowed_actions = case.allowed_key_actions(&caller.actor, &ctx);
    let body = KeyRecordResponse {
        suggestion_id: case.id().0,
        version: case.version.0,
        title: case.suggestion.text.title.clone(),
        is_key: case.suggestion.is_key,
        nominations: case.keys.iter().rev().map(|key| view.supervision(key)).collect(),
        report_waits_for: case
            .key()
            .filter(|key| key.status == KeyStatus::Planned)
            .map(|_| case.key_report_waits_for(&ctx))
            .unwrap_or_default()
            .into_iter()
            .map(|error| error.code.code())
            .collect(),
        events_with_deputies: case
            .key()
            .map_or(0, |key| key.events.iter().filter(|event| !event.deputies.is_empty()).count()),
        events_wanted: reading.settings.key_min_events,
        allowed_actions,
    };
    Ok(Answer::ok(&body)?.version(case.version))
}

fn wanted(case: &Case) -> NamesWanted {
    let events = case.keys.iter().flat_map(|key| &key.events);
    let deputies: Vec<DeputyId> = events.flat_map(|event| event.deputies.clone()).collect();
    let committees = case.keys.iter().filter_map(|key| key.people.as_ref()).map(|people| people.committee);
    let units: Vec<UnitId> = case.keys.iter().filter_map(|key| key.proposed_unit).chain(committees).collect();
    NamesWanted {
        deputies: deputies.into_iter().map(|id| id.0).collect(),
        units: units.into_iter().map(|id| id.0).collect(),
        ..NamesWanted::default()
    }
}

/// What the representation is made with.
struct View<'a> {
    reading: &'a Reading,
    names: &'a Names,
    files: &'a HashMap<Uuid, AttachedFile>,
    sight: Sight,
}

impl View<'_> {
    fn supervision(&self, key: &KeySupervision) -> KeySupervisionResponse {
        let reading = self.reading;
        KeySupervisionResponse {
            year: key.year,
            status: key.status.code(),
            status_label: reading.label(key.status),
            reasons: key.reasons.iter().map(|reason| reason.code()).collect(),
            reason_labels: key.reasons.iter().map(|reason| reading.label(*reason)).collect(),
            reason: key.reason.clone(),
            proposed_unit: key.proposed_unit.map(|unit| self.unit(unit)),
            proposed_at: key.proposed_at.into(),
            consultation: key
                .consultation
                .as_ref()
                .map(|said| KeyConsultationResponse { on: said.on, opinion: said.opinion.clone() }),
            decision: key.decision.as_ref().map(|decision| KeyDecisionResponse {
                chosen: decision.chosen,
                meeting: decision.meeting.clone(),
                on: decision.on,
                reason: decision.reason.clone(),
            }),
            people: key.people.as_ref().map(|named| people(reading, self.names, named)),
            plan_due: key.plan_due.as_ref().map(due),
            plan: key.plan.as_ref().map(|plan| KeyPlanResponse {
                measures: plan.measures.clone(),
                milestones: plan
                    .milestones
                    .iter()
                    .map(|milestone| KeyMilestoneResponse {
                        text: milestone.text.clone(),
                        due: milestone.due,
                    })
                    .collect(),
                at: plan.at.into(),
                late: key.plan_due.as_ref().is_some_and(|due| due.is_past(business_date(plan.at))),
            }),
            events: {
                let mut events: Vec<&KeyEvent> = key.events.iter().collect();
                events.sort_by_key(|event| event.on);
                events.into_iter().map(|event| self.event(event)).collect()
            },
            progress: key
                .progress
                .iter()
                .map(|progress| KeyProgressResponse { on: progress.on, text: progress.text.clone() })
                .collect(),
            report: key
                .report
                .as_ref()
                .map(|report| KeyReportResponse { text: report.text.clone(), at: report.at.into() }),
            closing: key.closing.as_ref().map(|closing| KeyClosingResponse {
                meeting: closing.meeting.clone(),
                on: closing.on,
                conclusion: closing.conclusion.clone(),
                rating: closing.rating.map(|rating| rating.code()),
                rating_label: closing.rating.map(|rating| reading.label(rating)),
            }),
        }
    }

    fn event(&self, event: &KeyEvent) -> KeyEventResponse {
        KeyEventResponse {
            id: event.id.0,
            kind: event.kind.code(),
            kind_label: self.reading.label(event.kind),
            on: event.on,
            place: event.place.clone(),
            participants: event.participants.clone(),
            deputies: event.deputies.iter().map(|deputy| self.deputy(*deputy)).collect(),
            summary: event.summary.clone(),
            files: event.files.iter().filter_map(|file| self.files.get(&file.0).cloned()).collect(),
        }
    }

    fn deputy(&self, id: DeputyId) -> Named {
        match self.sight.names {
            NameSight::Shown => Named { id: Some(id.0), name: self.names.of(id.0) },
            NameSight::Hidden => {
                Named { id: None, name: self.reading.pick(PROTECTED.0, PROTECTED.1).to_owned() }
            }
        }
    }

    fn unit(&self, id: UnitId) -> Named {
        Named { id: Some(id.0), name: self.names.of(id.0) }
    }
}

/// Who supervises and who handles it.
pub(super) fn people(reading: &Reading, names: &Names, people: &KeyPeople) -> KeyPeopleResponse {
    KeyPeopleResponse {
        supervising_leader: Named { id: Some(people.supervising_leader.0), name: people.leader_name.clone() },
        organ: people.organ.code(),
        organ_label: reading.label(people.organ),
        leading_official: official(&people.leading_official),
        unit_head: official(&people.unit_head),
        committee: Named { id: Some(people.committee.0), name: names.of(people.committee.0) },
    }
}

fn official(official: &LeadingOfficial) -> OfficialResponse {
    OfficialResponse { name: official.name.clone(), post: official.post.clone() }
}
