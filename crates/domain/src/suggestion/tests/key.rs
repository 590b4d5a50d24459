//! 重点督办, from the nomination to the end.

use super::world::*;
use crate::authz::{Role, act};
use crate::kernel::*;
use crate::suggestion::*;
use uuid::Uuid;

const CHAIRMAN: PersonId = PersonId(Uuid::from_u128(401));

fn chairman() -> crate::authz::Actor {
    actor(60, Role::ScLeader, None, None)
}

fn committee() -> crate::authz::Actor {
    actor(61, Role::Committee, Some(COMMITTEE), None)
}

fn nomination() -> ProposeKey {
    ProposeKey {
        year: 2026,
        reasons: vec![KeyReason::Livelihood, KeyReason::Concentrated, KeyReason::Livelihood],
        reason: "停车难反映集中，涉及多个部门。".to_owned(),
        unit: Some(COMMITTEE),
    }
}

fn official(name: &str, post: &str) -> LeadingOfficial {
    LeadingOfficial { name: name.to_owned(), post: post.to_owned() }
}

fn people() -> KeyPeople {
    KeyPeople {
        supervising_leader: CHAIRMAN,
        leader_name: "刘主任".to_owned(),
        organ: LeadingOrgan::Government,
        leading_official: official("陈副县长", "副县长"),
        unit_head: official("张局长", "住建局局长"),
        committee: COMMITTEE,
    }
}

fn decision(outcome: Result<KeyPeople, String>) -> DecideKey {
    DecideKey {
        meeting: "县十八届人大常委会第30次主任会议".to_owned(),
        on: day("2026-03-16"),
        outcome,
        official_is_member: false,
    }
}

fn event(on: &str, deputies: Vec<DeputyId>) -> NewKeyEvent {
    NewKeyEvent {
        kind: KeyEventKind::Site,
        on: day(on),
        place: "老城区停车场工地".to_owned(),
        participants: "县人大城建工委、住建局".to_owned(),
        deputies,
        summary: "察看工地，要求按期完工。".to_owned(),
        files: Vec::new(),
    }
}

/// Assigned on 6 March, nominated on the 10th, the government asked on the 12th.
fn consulted() -> World {
    let mut world = World::with_lead("2026-03-06").on("2026-03-10");
    let permit = may::<act::ProposeKeySuggestion>(&committee(), &world.case);
    world.case.propose_key(&permit, nomination(), &world.env.ctx()).unwrap();
    world.go("2026-03-12");
    let permit = may::<act::SuperviseKeySuggestion>(&staff(), &world.case);
    world.case.consult_key(&permit, day("2026-03-12"), "县政府同意列入。", &world.env.ctx()).unwrap();
    world.go("2026-03-16");
    world
}

fn decide(world: &mut World, command: DecideKey) -> Result<Effects, DomainError> {
    let permit = may::<act::DecideKeySuggestion>(&chairman(), &world.case);
    world.case.decide_key(&permit, command, &world.env.ctx())
}

fn plan(world: &mut World) {
    let permit = may::<act::HandleKeySuggestion>(&handler(HOUSING), &world.case);
    let milestones = vec![
        KeyMilestone { text: "建成停车场".to_owned(), due: day("2026-09-30") },
        KeyMilestone { text: "完成选址".to_owned(), due: day("2026-05-31") },
    ];
    world.case.plan_key(&permit, "分三步建成两处停车场。", milestones, &world.env.ctx()).unwrap();
}

fn supervise(world: &mut World, on: &str, deputies: Vec<DeputyId>) {
    world.go(on);
    let permit = may::<act::SuperviseKeySuggestion>(&committee(), &world.case);
    world.case.record_key_event(&permit, event(on, deputies), &world.env.ctx()).unwrap();
}

fn report(world: &mut World) -> Result<Effects, DomainError> {
    let permit = may::<act::HandleKeySuggestion>(&leader(HOUSING), &world.case);
    world.case.report_key(&permit, "两处停车场建成，新增车位320个。", &world.env.ctx())
}

fn code(result: Result<Effects, DomainError>) -> ErrorCode {
    result.unwrap_err().code
}

fn key(world: &World) -> &KeySupervision {
    world.case.key().expect("nominated")
}

#[test]
fn a_key_suggestion_from_nomination_to_close() {
    let mut world = consulted();
    assert_eq!(key(&world).reasons, [KeyReason::Concentrated, KeyReason::Livelihood]);
    assert!(!world.case.suggestion.is_key);
    let effects = decide(&mut world, decision(Ok(people()))).unwrap();
    assert_eq!(effects.events[0].kind, "suggestion.key_chosen");
    assert!(world.case.suggestion.is_key, "from now on the unit's head signs in person");
    // Twenty working days after 16 March, with 清明 from 4 to 6 April.
    let due = key(&world).plan_due.as_ref().unwrap();
    assert_eq!((due.on, due.setting.as_deref()), (day("2026-04-14"), Some("key_plan_wd")));
    plan(&mut world);
    assert_eq!(key(&world).plan.as_ref().unwrap().milestones[0].due, day("2026-05-31"), "by day");
    supervise(&mut world, "2026-04-20", vec![LEAD]);
    world.answer(HOUSING, ReplyCategory::Resolved, 5);
    assert_eq!(code(report(&mut world)), ErrorCode::KeyEventsMissing);
    // An event without deputies is no supervision with deputies.
    supervise(&mut world, "2026-05-11", Vec::new());
    assert_eq!(code(report(&mut world)), ErrorCode::KeyEventsMissing);
    supervise(&mut world, "2026-05-12", vec![SECOND]);
    // The deputy head's visit is not the head's.
    assert_eq!(code(report(&mut world)), ErrorCode::KeyHeadMissing);
    let id = world.task_of(HOUSING);
    let at = world.case.tasks.iter().position(|task| task.id == id).unwrap();
    world.case.tasks[at].contacts[0].unit_people[0].rank = PersonRank::Head;
    report(&mut world).unwrap();
    assert_eq!(key(&world).status, KeyStatus::Reported);
    let permit = may::<act::DecideKeySuggestion>(&chairman(), &world.case);
    let close = CloseKey {
        meeting: "第33次主任会议".to_owned(),
        on: day("2026-05-12"),
        conclusion: "同意办结，继续跟踪管理。".to_owned(),
        rating: Some(KeyRating::Excellent),
    };
    world.case.close_key(&permit, close, &world.env.ctx()).unwrap();
    assert_eq!(key(&world).status, KeyStatus::Closed);
    assert!(world.case.suggestion.is_key, "what was a key suggestion stays one");
    assert!(world.case.allowed_key_actions(&staff(), &world.env.ctx()).contains(&"propose_key"));
}

#[test]
fn nobody_supervises_himself() {
    for (people, member) in [
        (KeyPeople { unit_head: official("刘主任", "局长"), ..people() }, false),
        (KeyPeople { leading_official: official("刘主任", "副县长"), ..people() }, false),
        (people(), true),
    ] {
        let mut world = consulted();
        let command = DecideKey { official_is_member: member, ..decision(Ok(people)) };
        assert_eq!(code(decide(&mut world, command)), ErrorCode::KeyConflict);
        assert_eq!(key(&world).status, KeyStatus::Candidate);
    }
}

#[test]
fn the_government_is_asked_first_unless_another_organ_handles_it() {
    let nominated = || {
        let mut world = World::with_lead("2026-03-06").on("2026-03-16");
        let permit = may::<act::ProposeKeySuggestion>(&staff(), &world.case);
        world.case.propose_key(&permit, nomination(), &world.env.ctx()).unwrap();
        world
    };
    assert_eq!(code(decide(&mut nominated(), decision(Ok(people())))), ErrorCode::KeyNotConsulted);
    let court = KeyPeople { organ: LeadingOrgan::Court, ..people() };
    decide(&mut nominated(), decision(Ok(court))).unwrap();
}

#[test]
fn what_was_not_chosen_says_why_and_may_come_again() {
    let mut world = consulted();
    decide(&mut world, decision(Err("与年度重点工作重复。".to_owned()))).unwrap();
    assert!(!world.case.suggestion.is_key);
    assert_eq!(key(&world).decision.as_ref().unwrap().reason.as_deref(), Some("与年度重点工作重复。"));
    let permit = may::<act::ProposeKeySuggestion>(&staff(), &world.case);
    let next = ProposeKey { year: 2027, ..nomination() };
    world.case.propose_key(&permit, next, &world.env.ctx()).unwrap();
    assert_eq!(world.case.keys.len(), 2, "nothing is overwritten");
    let twice = ProposeKey { year: 2027, ..nomination() };
    assert_eq!(code(world.case.propose_key(&permit, twice, &world.env.ctx())), ErrorCode::StateConflict);
}

#[test]
fn a_draft_is_no_candidate_and_others_do_not_decide() {
    let world = World::draft("2026-03-06").submit();
    let refused = world.case.key_ready(KeyStep::Propose, &world.env.ctx()).unwrap_err();
    assert_eq!(refused.code, ErrorCode::StateConflict);
    let world = consulted();
    let ctx = world.env.ctx();
    for (who, may) in [
        (chairman(), vec!["choose_key", "decline_key"]),
        (staff(), vec!["consult_key"]),
        (committee(), vec!["consult_key"]),
        (head(), vec!["consult_key"]),
        (handler(HOUSING), vec![]),
        (handler(TRAFFIC), vec![]),
        (deputy(LEAD), vec![]),
        (government(), vec![]),
    ] {
        let mut actions = world.case.allowed_key_actions(&who, &ctx);
        actions.retain(|action| *action != "consult_key" || may.contains(action));
        assert_eq!(actions, may, "{}", who.display_name);
    }
}

#[test]
fn every_state_says_what_may_follow() {
    let from = |status| -> Vec<_> {
        KeyStep::ALL.iter().filter(|step| key_target(status, **step).is_some()).map(|s| s.code()).collect()
    };
    assert_eq!(from(None), ["propose_key"]);
    assert_eq!(from(Some(KeyStatus::Candidate)), ["consult_key", "choose_key", "decline_key"]);
    assert_eq!(from(Some(KeyStatus::Chosen)), ["plan_key", "record_key_event", "report_key_progress"]);
    assert_eq!(
        from(Some(KeyStatus::Planned)),
        ["plan_key", "record_key_event", "report_key_progress", "report_key"]
    );
    assert_eq!(from(Some(KeyStatus::Reported)), ["record_key_event", "report_key", "close_key"]);
    assert_eq!(from(Some(KeyStatus::Closed)), ["propose_key"]);
    assert_eq!(from(Some(KeyStatus::Declined)), ["propose_key"]);
}
