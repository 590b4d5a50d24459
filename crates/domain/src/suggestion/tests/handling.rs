use super::world::*;
use crate::authz::act;
use crate::kernel::{DomainError, ErrorCode, HandlingTaskId, UnitId};
use crate::suggestion::*;

fn send_back(world: &mut World, unit: UnitId) -> Result<Effects, DomainError> {
    let id = world.task_of(unit);
    let permit = may_task(&leader(unit), &world.case, id);
    world.case.request_send_back(&permit, id, "不属于本单位职责", None, &world.env.ctx())
}

fn decide(world: &mut World, unit: UnitId, verdict: &SendBackVerdict) -> Result<Effects, DomainError> {
    let id = world.task_of(unit);
    let permit = may_task(&head(), &world.case, id);
    world.case.decide_send_back(&permit, id, verdict, "职责如此划分", &world.env.ctx())
}

fn code(result: Result<Effects, DomainError>) -> ErrorCode {
    result.expect_err("refused").code
}

#[test]
fn composition_of_an_assignment() {
    use TaskRole::{Co, Lead, Split};
    let try_roles = |roles: &[TaskRole]| {
        let mut world = World::draft("2026-03-06").submit().accepted();
        let units = [HOUSING, TRAFFIC, WATER];
        let all: Vec<_> = roles.iter().zip(units).map(|(role, unit)| assignment(unit, *role)).collect();
        let permit = may(&staff(), &world.case);
        world.case.assign(&permit, &all, None, &world.env.ctx()).map_err(|error| error.code).map(drop)
    };
    for roles in [&[Lead][..], &[Lead, Co], &[Lead, Co, Co], &[Split, Split], &[Split, Split, Split]] {
        assert_eq!(try_roles(roles), Ok(()), "{roles:?}");
    }
    for roles in [&[][..], &[Co], &[Split], &[Lead, Lead], &[Lead, Split], &[Split, Split, Co]] {
        assert_eq!(try_roles(roles), Err(ErrorCode::AssignmentComposition), "{roles:?}");
    }
    let mut world = World::draft("2026-03-06").submit().accepted();
    let permit = may(&staff(), &world.case);
    let mut twice = [assignment(HOUSING, Split), assignment(HOUSING, Split)];
    twice[1].scope_text = None;
    let error = world.case.assign(&permit, &twice, None, &world.env.ctx()).unwrap_err();
    let wrong: Vec<_> = error.fields.iter().map(|field| (field.pointer.as_str(), field.code)).collect();
    assert_eq!(
        wrong,
        [
            ("#/assignments/1/unit", ErrorCode::ValueDuplicate),
            ("#/assignments/1/scope_text", ErrorCode::ValueRequired)
        ]
    );
}

#[test]
fn send_back_in_time_and_the_arbiter_after_the_second() {
    let mut world = World::with_lead("2026-03-06").on("2026-03-13");
    send_back(&mut world, HOUSING).unwrap();
    decide(&mut world, HOUSING, &SendBackVerdict::Agree { new_unit: Some(TRAFFIC) }).unwrap();
    assert_eq!(world.status(), SuggestionStatus::Assigned);
    let reply_due = world.case.suggestion.dues.effective.clone().unwrap();
    assert_eq!(reply_due.on, day("2026-06-08"), "the deputy's clock runs on");
    let task = world.case.task(world.task_of(TRAFFIC)).unwrap();
    assert_eq!(task.effective_due(), Some(day("2026-06-08")));
    assert_eq!(
        task.dues.reply.as_ref().unwrap().on,
        day("2026-06-15"),
        "the unit's own clock is shown beside it"
    );

    send_back(&mut world, TRAFFIC).unwrap();
    let nowhere = decide(&mut world, TRAFFIC, &SendBackVerdict::Agree { new_unit: None });
    assert_eq!(code(nowhere), ErrorCode::SendBackUnitRequired);
    decide(&mut world, TRAFFIC, &SendBackVerdict::Agree { new_unit: Some(WATER) }).unwrap();
    assert_eq!(code(send_back(&mut world, WATER)), ErrorCode::SendBackFinal);
}

#[test]
fn send_back_without_a_new_unit_waits_for_assignment() {
    let mut world = World::with_lead("2026-03-06");
    world.sign(HOUSING);
    assert_eq!(world.status(), SuggestionStatus::Handling);
    send_back(&mut world, HOUSING).unwrap();
    decide(&mut world, HOUSING, &SendBackVerdict::Agree { new_unit: None }).unwrap();
    assert_eq!(world.status(), SuggestionStatus::Accepted);
    assert_eq!(world.case.suggestion.dues.assign.as_ref().unwrap().kind, DueKind::Reassign);
    let mut world = world.on("2026-03-11").assigned(&[assignment(TRAFFIC, TaskRole::Lead)]);
    world.sign(TRAFFIC);
    assert_eq!(world.status(), SuggestionStatus::Handling);
    assert_eq!(world.case.suggestion.assigned_at, Some(at("2026-03-06")), "assigned once for the law");
}

#[test]
fn a_refused_send_back_is_final_and_the_sign_period_begins_anew() {
    let mut world = World::with_lead("2026-03-06").on("2026-03-12");
    send_back(&mut world, HOUSING).unwrap();
    decide(&mut world, HOUSING, &SendBackVerdict::Refuse).unwrap();
    let task = world.case.task(world.task_of(HOUSING)).unwrap();
    assert_eq!((task.status, task.final_assignment), (TaskStatus::PendingSign, true));
    assert_eq!(task.dues.sign.as_ref().unwrap().on, day("2026-03-17"));
    assert_eq!(task.effective_due(), Some(day("2026-06-08")), "due unchanged");
    assert_eq!(code(send_back(&mut world, HOUSING)), ErrorCode::SendBackFinal);
}

#[test]
fn silence_past_the_limit_is_receipt() {
    let mut world = World::with_lead("2026-03-06").on("2026-03-13");
    let permit = crate::authz::system_permit();
    assert_eq!(world.case.sweep(&permit, &world.env.ctx()).unwrap(), None, "still the last day");
    world.go("2026-03-16");
    assert_eq!(code(send_back(&mut world, HOUSING)), ErrorCode::SendBackTooLate);
    world.case.sweep(&permit, &world.env.ctx()).unwrap().expect("something happened");
    let task = &world.case.tasks[0];
    assert_eq!((task.status, task.signed_by), (TaskStatus::Signed, None));
    assert_eq!(world.status(), SuggestionStatus::Handling);
    assert_eq!(world.case.facts().tasks[0].signed_on, None, "no receipt on time for the statistics");
    assert_eq!(world.case.sweep(&permit, &world.env.ctx()).unwrap(), None, "twice changes nothing");
}

fn dispatched() -> World {
    let system =
        Assignment { unit: GOV_OFFICE, role: TaskRole::Lead, tier: TaskTier::System, scope_text: None };
    let mut world = World::draft("2026-03-06").submit().accepted().assigned(&[system]);
    let id = world.task_of(GOV_OFFICE);
    let permit = may_task(&government(), &world.case, id);
    world.case.sign(&permit, id, &world.env.ctx()).unwrap();
    assert_eq!(world.status(), SuggestionStatus::Assigned, "nobody has it yet");
    let departments = [assignment(HOUSING, TaskRole::Lead), assignment(TRAFFIC, TaskRole::Co)];
    let permit = may_task(&government(), &world.case, id);
    world.case.dispatch(&permit, id, &departments, &world.env.ctx()).unwrap();
    world
}

#[test]
fn two_tiers_through_the_government_office() {
    let mut world = dispatched();
    world.sign(HOUSING);
    assert_eq!(world.status(), SuggestionStatus::Handling, "co-units are not waited for");
    // The government office decides on what it dispatched; without a new unit it dispatches again.
    send_back(&mut world, HOUSING).unwrap();
    let id = world.task_of(HOUSING);
    let permit = may_task::<act::DecideSendBack>(&government(), &world.case, id);
    let verdict = SendBackVerdict::Agree { new_unit: None };
    world.case.decide_send_back(&permit, id, &verdict, "另行分办", &world.env.ctx()).unwrap();
    assert_eq!(world.status(), SuggestionStatus::Assigned);
    world.sign(TRAFFIC);
    assert_eq!(world.status(), SuggestionStatus::Assigned, "the lead is missing");
    let system = world.task_of(GOV_OFFICE);
    let permit = may_task(&government(), &world.case, system);
    world.case.dispatch(&permit, system, &[assignment(WATER, TaskRole::Lead)], &world.env.ctx()).unwrap();
    world.sign(WATER);
    assert_eq!(world.status(), SuggestionStatus::Handling);
}

fn opinion(world: &mut World, text: &str) -> Result<Effects, DomainError> {
    let id = world.task_of(TRAFFIC);
    let permit = may_task(&leader(TRAFFIC), &world.case, id);
    world.case.issue_co_opinion(&permit, id, text, &world.env.ctx())
}

const OPINION: &str = "我局建议结合道路改造增设路内限时泊位六十个，并在学校周边设置接送车位，施划和管理由我局负责，资金列入年度预算。";

#[test]
fn the_lead_waits_for_co_opinions_with_substance() {
    let mut world = dispatched();
    world.sign(HOUSING);
    world.sign(TRAFFIC);
    world.start(HOUSING);
    assert_eq!(
        code(world.write(HOUSING, content(ReplyCategory::Resolved))),
        ErrorCode::ContactRequired,
        "a letter is not begun before talking"
    );
    world.talk(HOUSING, false);
    assert_eq!(code(world.write(HOUSING, content(ReplyCategory::Resolved))), ErrorCode::CoOpinionsPending);
    assert_eq!(
        opinion(&mut world, "原则同意。").unwrap_err().fields[0].code,
        ErrorCode::CoOpinionNoSubstance
    );
    opinion(&mut world, OPINION).unwrap();

    let co = world.task_of(TRAFFIC);
    let permit = may_task::<act::ReturnCoOpinion>(&leader(HOUSING), &world.case, co);
    world.case.return_co_opinion(&permit, co, "没有说明资金", &world.env.ctx()).unwrap();
    assert_eq!(world.case.task(co).unwrap().effective_due(), Some(day("2026-03-13")));
    assert_eq!(code(world.write(HOUSING, content(ReplyCategory::Resolved))), ErrorCode::CoOpinionsPending);
    opinion(&mut world, OPINION).unwrap();
    let again = world.case.return_co_opinion(&permit, co, "仍不满意", &world.env.ctx());
    assert_eq!(code(again), ErrorCode::CoOpinionReturnedBefore);
    world.write(HOUSING, content(ReplyCategory::Resolved)).unwrap();
    world.hand_in(HOUSING).unwrap();
    world.pass(HOUSING);
    world.issue(HOUSING, 5).unwrap();
    assert_eq!(world.status(), SuggestionStatus::Replied);
    let finished = |unit| world.case.tasks.iter().find(|task| task.unit == unit).unwrap().status;
    assert_eq!(finished(TRAFFIC), TaskStatus::Done);
    assert_eq!(finished(GOV_OFFICE), TaskStatus::Done);
}

#[test]
fn an_overdue_co_opinion_is_marked_missing() {
    let mut world = dispatched();
    world.sign(HOUSING);
    world.sign(TRAFFIC);
    world.start(HOUSING);
    world.talk(HOUSING, true);
    let co = world.task_of(TRAFFIC);
    // Due on 7 April; five working days later it is the 14th.
    world.go("2026-04-13");
    let permit = may_task::<act::MarkCoOpinionMissing>(&handler(HOUSING), &world.case, co);
    let early = world.case.mark_co_opinion_missing(&permit, co, &world.env.ctx());
    assert_eq!(code(early), ErrorCode::CoOpinionNotLate);
    world.go("2026-04-14");
    world.case.mark_co_opinion_missing(&permit, co, &world.env.ctx()).unwrap();
    world.write(HOUSING, content(ReplyCategory::Resolved)).unwrap();
    assert_eq!(
        world.case.light(world.case.task(co).unwrap(), &world.env.ctx()),
        Some(crate::calendar::Light::YellowCard)
    );
}

#[test]
fn an_incomplete_letter_tells_everything() {
    let mut world = World::with_lead("2026-03-06");
    world.sign(HOUSING);
    world.start(HOUSING);
    world.talk(HOUSING, true);
    let mut letter = content(ReplyCategory::InProgress);
    letter.promises.clear();
    letter.points.truncate(1);
    letter.publish_attr = PublishAttribute::No;
    letter.contact_phone.clear();
    world.write(HOUSING, letter).unwrap();
    let error = world.hand_in(HOUSING).unwrap_err();
    let mut wrong: Vec<_> = error.fields.iter().map(|field| field.code.code()).collect();
    wrong.sort_unstable();
    assert_eq!(
        wrong,
        ["reply.commitment_required", "reply.point_unanswered", "text.required", "value.required"]
    );
    let mut letter = content(ReplyCategory::Resolved);
    letter.evidence.clear();
    world.write(HOUSING, letter).unwrap();
    assert_eq!(world.hand_in(HOUSING).unwrap_err().fields[0].code, ErrorCode::ReplyEvidenceRequired);
}

#[test]
fn pre_review_returns_with_a_checklist_and_counts() {
    let mut world = World::with_lead("2026-03-06");
    world.sign(HOUSING);
    world.start(HOUSING);
    let contact = world.talk(HOUSING, true);
    world.write(HOUSING, content(ReplyCategory::Resolved)).unwrap();
    world.hand_in(HOUSING).unwrap();
    let id = world.task_of(HOUSING);
    let permit = may_task::<act::PreReviewReply>(&staff(), &world.case, id);
    let claimed = world.case.pass_reply(&permit, id, CheckedItem::all_met(), &world.env.ctx());
    assert_eq!(code(claimed), ErrorCode::ContactUnconfirmed, "ticked, but nobody confirmed");
    let missing = CheckedItem::all_met().split_off(1);
    let refused = world.case.pass_reply(&permit, id, missing, &world.env.ctx()).unwrap_err();
    assert_eq!(refused.fields[0].pointer, "#/checklist", "every item is looked at");
    let mut unreasoned = CheckedItem::all_met();
    unreasoned[1].met = false;
    let refused = world.case.pass_reply(&permit, id, unreasoned, &world.env.ctx()).unwrap_err();
    assert_eq!(refused.fields[0].pointer, "#/checklist/1/reason");
    world.confirm_talk(HOUSING, contact);
    let checklist = vec![ReviewCheck::CategoryEvidence];
    world.case.return_reply(&permit, id, checklist, "照片不清", &world.env.ctx()).unwrap();
    assert_eq!(world.case.task(id).unwrap().review_returns, 1);
    assert_eq!(world.case.task(id).unwrap().status, TaskStatus::ReplyDraft);
    world.hand_in(HOUSING).unwrap();
    world.case.pass_reply(&permit, id, CheckedItem::all_met(), &world.env.ctx()).unwrap();
    let reviewed = world.case.draft_of(id).unwrap().pre_reviews.last().unwrap();
    assert_eq!((reviewed.items.len(), reviewed.by), (ReviewCheck::ALL.len(), staff().account));

    world.case.suggestion.is_key = true;
    let permit = may_task::<act::SignOffTask>(&leader(HOUSING), &world.case, id);
    let deputy_head = SignOff { by_head: false, ..sign_off_as(5) };
    let refused = world.case.sign_off(&permit, id, deputy_head, &world.env.ctx());
    assert_eq!(code(refused), ErrorCode::HeadSignatureRequired);
    let recused = SignOff { head_in_conflict: true, ..sign_off_as(5) };
    let refused = world.case.sign_off(&permit, id, recused, &world.env.ctx());
    assert_eq!(code(refused), ErrorCode::HeadInConflict, "I13: the head signed it as a deputy");
    let unsealed = SignOff { seal_applied: false, ..sign_off_as(5) };
    assert_eq!(code(world.case.sign_off(&permit, id, unsealed, &world.env.ctx())), ErrorCode::SealRequired);
    world.issue(HOUSING, 5).unwrap();
    assert_eq!(world.status(), SuggestionStatus::Replied);
}

#[test]
fn document_numbers_follow_the_standard() {
    for good in ["泗住建〔2026〕5号", "泗政办函〔2026〕123号"] {
        assert!(is_doc_no(good), "{good}");
    }
    for bad in [
        "泗住建[2026]5号",
        "泗住建〔2026〕05号",
        "〔2026〕5号",
        "泗住建〔26〕5号",
        "泗住建〔2026〕5",
        "泗住建〔2026〕号",
    ] {
        assert!(!is_doc_no(bad), "{bad}");
    }
}

fn ask(world: &mut World, id: HandlingTaskId, until: &str) -> Result<Effects, DomainError> {
    let permit = may_task(&handler(HOUSING), &world.case, id);
    world.case.request_extension(&permit, id, "涉及规划调整，需要更多时间", day(until), &world.env.ctx())
}

#[test]
fn an_extension_in_time_within_the_law_and_told_to_the_deputies() {
    let mut world = World::with_lead("2026-03-06");
    world.sign(HOUSING);
    let id = world.task_of(HOUSING);
    assert_eq!(code(ask(&mut world, id, "2026-06-08")), ErrorCode::ExtensionNotLater);
    assert_eq!(code(ask(&mut world, id, "2026-09-08")), ErrorCode::ExtensionBeyondMaximum);
    // Ten working days before 8 June is 25 May.
    world.go("2026-05-26");
    assert_eq!(code(ask(&mut world, id, "2026-09-07")), ErrorCode::ExtensionTooLate);
    world.go("2026-05-25");
    ask(&mut world, id, "2026-09-07").unwrap();
    assert_eq!(code(ask(&mut world, id, "2026-08-07")), ErrorCode::ExtensionPending);
    let permit = may_task::<act::DecideExtension>(&head(), &world.case, id);
    let until = Some(day("2026-08-01"));
    let outcome = world.case.decide_extension(&permit, id, until, "同意延期", &world.env.ctx()).unwrap();
    let task = world.case.task(id).unwrap();
    assert_eq!(task.effective_due(), Some(day("2026-08-03")), "1 August is a Saturday");
    assert_eq!(task.dues.reply.as_ref().unwrap().on, day("2026-06-08"), "the original stays");
    assert_eq!(world.case.suggestion.dues.effective.as_ref().unwrap().on, day("2026-08-03"));
    assert_eq!(outcome.events[0].data["tell"], serde_json::json!([LEAD]));
    assert!(task.extensions[0].informed_deputy_at.is_some());
}

#[test]
fn a_deputy_objects_in_time_and_the_assignment_is_recalled() {
    let mut world = World::with_lead("2026-03-06").on("2026-03-16");
    let permit = may::<act::ObjectToUnit>(&deputy(LEAD), &world.case);
    let late = world.case.object_to_unit(&permit, LEAD, "应由交通局办理", Some(TRAFFIC), &world.env.ctx());
    assert_eq!(code(late), ErrorCode::ObjectionTooLate);
    world.go("2026-03-13");
    world.case.object_to_unit(&permit, LEAD, "应由交通局办理", Some(TRAFFIC), &world.env.ctx()).unwrap();
    let permit = may::<act::AssignSuggestion>(&staff(), &world.case);
    world.case.decide_objection(&permit, true, "同意调整", &world.env.ctx()).unwrap();
    assert_eq!(world.status(), SuggestionStatus::Accepted);
    assert_eq!(world.case.tasks[0].status, TaskStatus::Cancelled);
}

#[test]
fn a_time_bound_matter_ends_earlier() {
    let mut world = World::draft("2026-03-06").submit();
    let mut command = accept_command(1);
    command.classification.urgency = Urgency::TimeBound { by: day("2026-04-20") };
    let permit = may(&staff(), &world.case);
    world.case.accept(&permit, command, &world.env.ctx()).unwrap();
    let world = world.assigned(&[assignment(HOUSING, TaskRole::Lead)]);
    assert_eq!(world.case.suggestion.dues.effective.as_ref().unwrap().on, day("2026-04-17"));
    assert_eq!(world.case.suggestion.dues.reply.as_ref().unwrap().on, day("2026-06-08"));
}

#[test]
fn cards_are_given_once_each() {
    let mut world = World::with_lead("2026-03-06");
    world.sign(HOUSING);
    let permit = crate::authz::system_permit();
    let levels = |world: &World| world.case.urges.iter().map(|urge| urge.level).collect::<Vec<_>>();
    for (today, cards) in [
        ("2026-05-20", &[][..]),
        ("2026-06-09", &[UrgeLevel::Yellow]),
        ("2026-06-23", &[UrgeLevel::Yellow]),
        ("2026-06-25", &[UrgeLevel::Yellow, UrgeLevel::Red]),
        ("2026-06-26", &[UrgeLevel::Yellow, UrgeLevel::Red]),
    ] {
        world.go(today);
        world.case.sweep(&permit, &world.env.ctx()).unwrap();
        assert_eq!(levels(&world), cards, "{today}");
    }
    let texts: Vec<_> = world.case.urges.iter().map(|urge| urge.text.as_str()).collect();
    assert_eq!(
        texts,
        ["答复应于2026年6月8日前完成，已超期1个工作日。", "答复应于2026年6月8日前完成，已超期12个工作日。"],
        "a card says why, not its own name"
    );
}
