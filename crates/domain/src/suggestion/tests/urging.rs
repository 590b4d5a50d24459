//! Who urges, in which capacity, and when again (§3.8.11).

use super::world::*;
use crate::authz::suggestion::{may_answer_urge, urge_capacities};
use crate::authz::{Action, Actor, Grant, Role, allows};
use crate::kernel::{DomainError, ErrorCode, PersonId, UnitId};
use crate::settings::Settings;
use crate::suggestion::*;
use serde_json::json;

fn committee(unit: UnitId) -> Actor {
    actor(70 + unit.0.as_u128(), Role::Committee, Some(unit), None)
}

fn chairman() -> Actor {
    actor(80, Role::ScLeader, None, None)
}

fn urge_as(world: &mut World, who: &Actor, capacity: UrgeCapacity) -> Result<Effects, DomainError> {
    let permit = may(who, &world.case);
    let command = SendUrge { task: None, capacity, text: "请加快办理".to_owned() };
    world.case.urge(&permit, command, &world.env.ctx())
}

/// Urges in the first capacity that the actor has.
fn urge(world: &mut World, who: &Actor) -> Result<Effects, DomainError> {
    let capacity = urge_capacities(&world.case, who)[0];
    urge_as(world, who, capacity)
}

/// With the field's committee, and the supervising leader of a key matter.
fn supervised() -> World {
    let mut world = World::with_lead("2026-03-06");
    world.sign(HOUSING);
    world.case.suggestion.classification.committee = Some(COMMITTEE);
    let key = json!({ "year": 2026, "status": "chosen", "reasons": ["livelihood"], "reason": "反映集中",
        "proposed_by": uuid::Uuid::from_u128(1), "proposed_unit": null, "proposed_at": world.env.now,
        "consultation": null, "decision": null, "plan_due": null, "plan": null, "events": [], "progress": [],
        "report": null, "closing": null,
        "people": { "supervising_leader": chairman().person, "leader_name": "演主任", "organ": "government",
            "leading_official": { "name": "演县长", "post": "副县长" },
            "unit_head": { "name": "演局长", "post": "局长" }, "committee": COMMITTEE } });
    world.case.keys.push(serde_json::from_value(key).unwrap());
    world
}

fn too_soon(result: Result<Effects, DomainError>) -> (ErrorCode, String) {
    let error = result.unwrap_err();
    (error.code, error.params["next"].as_str().unwrap().to_owned())
}

#[test]
fn each_role_urges_within_an_interval_of_its_own() {
    let mut world = supervised();
    world.env.settings.committee_urge_interval_wd = 4;
    world.env.settings.leader_urge_interval_wd = 2;
    // A Friday; the 9th is the next working day.
    for (who, by, next) in [
        (deputy(LEAD), UrgeBy::Deputy, "2026-03-20"),
        (staff(), UrgeBy::Congress, "2026-03-13"),
        (committee(COMMITTEE), UrgeBy::Committee, "2026-03-12"),
        (chairman(), UrgeBy::Leader, "2026-03-10"),
    ] {
        assert_eq!(urge_capacities(&world.case, &who)[0].by, by);
        urge(&mut world, &who).unwrap();
        let given = world.case.urges.last().unwrap();
        assert_eq!((given.by, given.account), (by, Some(who.account)));
        let before = world.case.clone();
        assert_eq!(too_soon(urge(&mut world, &who)), (ErrorCode::UrgeTooSoon, next.to_owned()), "{by}");
        assert_eq!(world.case, before, "a refusal changes nothing");
        assert!(!world.case.may(SuggestionStep::Urge, &who, &world.env.ctx()), "{by}");
    }
    for (who, next) in [
        (chairman(), "2026-03-10"),
        (committee(COMMITTEE), "2026-03-12"),
        (staff(), "2026-03-13"),
        (deputy(LEAD), "2026-03-20"),
    ] {
        world.env.now = at(next) - chrono::Duration::days(1);
        assert!(!world.case.may(SuggestionStep::Urge, &who, &world.env.ctx()), "the day before {next}");
        world.go(next);
        assert!(world.case.may(SuggestionStep::Urge, &who, &world.env.ctx()), "{next}");
        urge(&mut world, &who).unwrap();
    }
}

#[test]
fn an_office_has_one_voice_and_each_deputy_his_own() {
    let mut world = World::draft("2026-03-06");
    world.invite(SECOND);
    world.confirm(SECOND).unwrap();
    let mut world = world.submit().accepted().assigned(&[assignment(HOUSING, TaskRole::Lead)]);
    urge(&mut world, &staff()).unwrap();
    assert_eq!(too_soon(urge(&mut world, &head())).0, ErrorCode::UrgeTooSoon, "the head is the same office");
    urge(&mut world, &deputy(LEAD)).unwrap();
    urge(&mut world, &deputy(SECOND)).unwrap();
    assert!(urge_capacities(&world.case, &deputy(THIRD)).is_empty(), "did not sign it");
    // Another committee that gets the matter is not bound by what the former one said.
    world.case.suggestion.classification.committee = Some(COMMITTEE);
    urge(&mut world, &committee(COMMITTEE)).unwrap();
    world.case.suggestion.classification.committee = Some(GOV_OFFICE);
    urge(&mut world, &committee(GOV_OFFICE)).unwrap();
}

#[test]
fn only_the_leader_who_supervises_a_key_matter_urges_in_it() {
    let mut world = supervised();
    let other = actor(81, Role::ScLeader, None, None);
    assert!(allows(&chairman(), Action::UrgeSuggestion, &world.case));
    assert!(!allows(&other, Action::UrgeSuggestion, &world.case), "another leader");
    assert!(!allows(&committee(GOV_OFFICE), Action::UrgeSuggestion, &world.case), "another field");
    world.case.keys.last_mut().unwrap().status = KeyStatus::Closed;
    assert!(!allows(&chairman(), Action::UrgeSuggestion, &world.case), "the supervision has ended");
    assert_eq!(other.person, Some(PersonId(uuid::Uuid::from_u128(0x6000 + 81))));
}

#[test]
fn who_has_two_voices_chooses_and_a_voice_must_be_complete() {
    let mut world = supervised();
    let both = Actor::new(
        staff().account,
        staff().session,
        None,
        "两种身份".to_owned(),
        [staff(), deputy(LEAD)].iter().flat_map(|one| one.grants().to_vec()).collect::<Vec<Grant>>(),
    );
    let voices = urge_capacities(&world.case, &both);
    assert_eq!(voices, [UrgeCapacity::office(UrgeBy::Congress), UrgeCapacity::deputy(LEAD)]);
    urge(&mut world, &both).unwrap();
    assert!(world.case.may(SuggestionStep::Urge, &both, &world.env.ctx()), "as a deputy");
    urge_as(&mut world, &both, voices[1]).unwrap();
    assert!(!world.case.may(SuggestionStep::Urge, &both, &world.env.ctx()));
    for wrong in [
        UrgeCapacity::office(UrgeBy::Deputy),
        UrgeCapacity::office(UrgeBy::System),
        UrgeCapacity::office(UrgeBy::Committee),
    ] {
        let error = urge_as(&mut world, &staff(), wrong).unwrap_err();
        assert_eq!((error.code, error.fields[0].pointer.as_str()), (ErrorCode::ValidationFailed, "#/by"));
    }
}

#[test]
fn an_interval_of_zero_binds_nobody_and_a_card_is_no_urge() {
    let mut world = supervised();
    world.env.settings.congress_urge_interval_wd = 0;
    urge(&mut world, &staff()).unwrap();
    urge(&mut world, &staff()).unwrap();
    world.env.settings.congress_urge_interval_wd = 5;
    world.case.urges.clear();
    urge(&mut world, &staff()).unwrap();
    world.case.urges[0].level = UrgeLevel::Yellow;
    urge(&mut world, &staff()).unwrap();
}

#[test]
fn a_part_on_which_nobody_works_is_not_urged_and_the_government_speaks_to_its_own() {
    let mut world = World::draft("2026-03-06")
        .submit()
        .accepted()
        .assigned(&[assignment(HOUSING, TaskRole::Split), assignment(TRAFFIC, TaskRole::Split)]);
    let task = world.task_of(HOUSING);
    world.case.tasks.iter_mut().find(|one| one.id == task).unwrap().status = TaskStatus::Done;
    let permit = may(&staff(), &world.case);
    let office = UrgeCapacity::office(UrgeBy::Congress);
    let command = SendUrge { task: Some(task), capacity: office, text: "请加快办理".to_owned() };
    let error = world.case.urge(&permit, command, &world.env.ctx()).unwrap_err();
    assert_eq!(error.code, ErrorCode::StateConflict);
    let command = SendUrge {
        task: Some(world.task_of(TRAFFIC)),
        capacity: UrgeCapacity::office(UrgeBy::Government),
        text: "请加快办理".to_owned(),
    };
    let error = world.case.urge(&permit, command, &world.env.ctx()).unwrap_err();
    assert_eq!(error.fields[0].pointer, "#/task_id", "assigned directly, not through the office");
}

#[test]
fn the_unit_that_was_urged_answers() {
    let mut world = World::draft("2026-03-06")
        .submit()
        .accepted()
        .assigned(&[assignment(HOUSING, TaskRole::Lead), assignment(TRAFFIC, TaskRole::Co)]);
    let permit = may(&staff(), &world.case);
    let command = SendUrge {
        task: Some(world.task_of(HOUSING)),
        capacity: UrgeCapacity::office(UrgeBy::Congress),
        text: "请加快办理".to_owned(),
    };
    world.case.urge(&permit, command, &world.env.ctx()).unwrap();
    assert_eq!(world.case.units_to_answer_urges(), [HOUSING]);
    let offers = |world: &World, who: &Actor| {
        let offered = world.case.may(SuggestionStep::AcknowledgeUrge, who, &world.env.ctx());
        assert_eq!(offered, may_answer_urge(&world.case, &world.case.urges[0], who));
        offered
    };
    assert!(offers(&world, &handler(HOUSING)));
    assert!(!offers(&world, &handler(TRAFFIC)), "nobody asked it");
    let id = world.case.urges[0].id;
    let permit = may(&handler(HOUSING), &world.case);
    world.case.acknowledge_urge(&permit, id, "正在办理", &world.env.ctx()).unwrap();
    assert!(!offers(&world, &handler(HOUSING)));
    assert!(world.case.units_to_answer_urges().is_empty());
    world.go("2026-03-16");
    urge(&mut world, &staff()).unwrap();
    assert_eq!(world.case.units_to_answer_urges(), [HOUSING, TRAFFIC], "the whole matter");
}

#[test]
fn what_is_to_be_urged_is_late_or_near_and_permitted_and_lists_say_the_same() {
    let mut world = supervised();
    let office = UrgeCapacity::office(UrgeBy::Congress);
    assert!(!world.case.is_to_urge(&office, &world.env.ctx()), "green");
    world.go("2026-06-01");
    assert!(world.case.is_to_urge(&office, &world.env.ctx()), "a week before its end");
    urge(&mut world, &staff()).unwrap();
    for today in ["2026-06-02", "2026-06-05", "2026-06-06", "2026-06-07", "2026-06-08", "2026-06-22"] {
        world.go(today);
        let ctx = world.env.ctx();
        let last = world.case.last_urged_on(&office).unwrap();
        let until = urged_until(ctx.calendar, ctx.settings, UrgeBy::Congress, ctx.today());
        assert_eq!(world.case.is_to_urge(&office, &ctx), last <= until, "{today}");
        assert_eq!(world.case.is_to_urge(&office, &ctx), today >= "2026-06-08", "{today}");
    }
}

#[test]
fn a_tried_interval_shows_whose_next_day_would_be_another() {
    let mut world = supervised();
    urge(&mut world, &staff()).unwrap();
    urge(&mut world, &deputy(LEAD)).unwrap();
    let key = UrgeBy::Congress.interval_setting().unwrap();
    let now = Settings::default();
    let mut then = now.clone();
    then.set(key, &json!(10)).unwrap();
    let effects = world.case.urge_effects(key, (&now, &then), world.env.calendar);
    let days = [Some(day("2026-03-13")), Some(day("2026-03-20"))];
    assert_eq!(effects.iter().map(|one| [one.now, one.then]).collect::<Vec<_>>(), [days]);
}
