use super::world::*;
use crate::authz::suggestion::{Names, Sight, SuggestionScope, TaskSubject};
use crate::authz::{Actor, Role, act, require};
use crate::kernel::ErrorCode;
use crate::suggestion::*;

fn everybody() -> Vec<Actor> {
    let mut all = vec![deputy(LEAD), deputy(SECOND), deputy(STRANGER), staff(), head(), government()];
    all.extend([handler(HOUSING), leader(HOUSING), handler(WATER), leader(WATER)]);
    all.push(actor(60, Role::Committee, Some(COMMITTEE), None));
    all.push(actor(61, Role::ScLeader, None, None));
    for role in
        [Role::SysAdmin, Role::SecAdmin, Role::Auditor, Role::ScMember, Role::TownNpc, Role::HotlineAgent]
    {
        all.push(actor(70 + role as u128, role, None, None));
    }
    all
}

fn readers(case: &Case) -> Vec<String> {
    everybody()
        .iter()
        .filter(|actor| require::<act::ReadSuggestion>(actor, case).is_ok())
        .map(|actor| {
            let grant = &actor.grants()[0];
            let whom = grant.deputy.map(|d| d.0.as_u128()).or(grant.unit.map(|u| u.0.as_u128()));
            format!("{}{}", grant.role.name(), whom.map(|n| format!(" {n}")).unwrap_or_default())
        })
        .collect()
}

#[test]
fn a_draft_is_the_deputies_own() {
    let mut world = World::draft("2026-03-06");
    assert_eq!(readers(&world.case), ["DEPUTY 1"]);
    world.invite(SECOND);
    assert_eq!(readers(&world.case), ["DEPUTY 1", "DEPUTY 2"]);
    let refused = require::<act::WriteSuggestion>(&deputy(SECOND), &world.case).unwrap_err();
    assert_eq!(refused.code, ErrorCode::PermissionDenied, "readable, not writable");
    let hidden = require::<act::WriteSuggestion>(&deputy(STRANGER), &world.case).unwrap_err();
    assert_eq!(hidden.code, ErrorCode::NotFound, "not even its existence");
}

#[test]
fn readers_follow_the_matter() {
    let world = World::draft("2026-03-06").submit();
    assert_eq!(readers(&world.case), ["DEPUTY 1", "DC_STAFF", "DC_HEAD", "SC_LEADER"]);
    let world = world.accepted().assigned(&[assignment(HOUSING, TaskRole::Lead)]);
    let expected = [
        "DEPUTY 1",
        "DC_STAFF",
        "DC_HEAD",
        "UNIT_HANDLER 101",
        "UNIT_LEADER 101",
        "COMMITTEE 106",
        "SC_LEADER",
    ];
    assert_eq!(readers(&world.case), expected, "not the government office: assigned directly");
}

#[test]
fn confidential_matters_are_for_named_persons() {
    let mut world = World::with_lead("2026-03-06");
    let closed = Confidentiality {
        confidential: true,
        hide_names_from_units: true,
        reason: Some("代表要求保护".to_owned()),
        named: vec![handler(HOUSING).account],
    };
    let permit = may(&staff(), &world.case);
    world.case.protect(&permit, closed, &world.env.ctx()).unwrap();
    assert_eq!(readers(&world.case), ["DEPUTY 1", "DC_STAFF", "DC_HEAD", "UNIT_HANDLER 101", "SC_LEADER"]);
    let names = |actor: &Actor| Sight::of(&world.case, actor).names;
    assert_eq!(names(&handler(HOUSING)), Names::Hidden, "hidden from the unit, not only from the public");
    assert_eq!(names(&deputy(LEAD)), Names::Shown);
    assert_eq!(names(&staff()), Names::Shown);
    assert!(!Sight::of(&world.case, &handler(HOUSING)).telephones);
}

#[test]
fn lists_and_single_reads_agree_for_everybody_in_every_state() {
    let mut worlds = vec![
        World::draft("2026-03-06"),
        World::draft("2026-03-06").submit(),
        World::with_lead("2026-03-06"),
        World::replied("2026-05-20", ReplyCategory::Resolved),
    ];
    worlds[3].case.suggestion.confidentiality.confidential = true;
    for world in &worlds {
        for actor in everybody() {
            let single = require::<act::ReadSuggestion>(&actor, &world.case).is_ok();
            assert_eq!(SuggestionScope::of(&actor).covers(&world.case), single, "{}", actor.display_name);
        }
    }
}

#[test]
fn a_deputy_who_leads_the_unit_is_in_conflict() {
    // I13: the leader of the housing bureau is the lead deputy.
    let mut world = World::with_lead("2026-05-20");
    world.sign(HOUSING);
    world.start(HOUSING);
    let contact = world.talk(HOUSING, true);
    let id = world.task_of(HOUSING);
    let both = crate::authz::Actor::new(
        leader(HOUSING).account,
        crate::kernel::LoginSessionId(uuid::Uuid::from_u128(1)),
        None,
        "双重身份".to_owned(),
        [leader(HOUSING).grants(), deputy(LEAD).grants()].concat(),
    );
    let subject = TaskSubject { case: &world.case, task: world.case.task(id).unwrap() };
    let refused = require::<act::SignOffTask>(&both, &subject).unwrap_err();
    assert_eq!(refused.code, ErrorCode::PermissionDenied);
    assert!(require::<act::SignOffTask>(&leader(HOUSING), &subject).is_ok());

    // Nor is such a deputy's word a 面商.
    let log = world.case.tasks[0].contacts.iter_mut().find(|log| log.id == contact).unwrap();
    log.conflicted = vec![LEAD];
    world.confirm_talk(HOUSING, contact);
    assert!(!world.case.tasks[0].contacts[0].counts_as_face_meeting());
    assert!(!world.case.facts().met_before_reply);
}

#[test]
fn of_a_protected_matter_the_unit_names_nobody_and_the_lead_deputy_is_asked() {
    let mut world = World::with_lead("2026-03-06");
    world.sign(HOUSING);
    assert_eq!(world.case.talked_with(Vec::new()), Vec::new());
    world.case.suggestion.confidentiality.hide_names_from_units = true;
    let id = world.task_of(HOUSING);
    let permit = may_task::<act::HandleTask>(&handler(HOUSING), &world.case, id);
    let command = LogContact { deputies: Vec::new(), ..world.contact(true) };
    world.case.log_contact(&permit, id, command, &world.env.ctx()).unwrap();
    assert_eq!(world.case.task(id).unwrap().contacts[0].deputies, vec![LEAD]);
}

#[test]
fn only_deputy_confirmed_face_to_face_talks_count() {
    let mut world = World::with_lead("2026-03-06");
    world.sign(HOUSING);
    let phone = world.talk(HOUSING, false);
    world.confirm_talk(HOUSING, phone);
    assert!(!world.case.facts().met_before_reply, "by telephone");
    let visit = world.talk(HOUSING, true);
    assert!(!world.case.facts().met_before_reply, "the unit's word is no proof");
    let id = world.task_of(HOUSING);
    let permit = may_task::<act::ConfirmContact>(&deputy(LEAD), &world.case, id);
    world.case.answer_contact(&permit, id, visit, LEAD, Some("没有见面"), &world.env.ctx()).unwrap();
    assert!(!world.case.facts().met_before_reply, "disputed");
    let visit = world.talk(HOUSING, true);
    world.confirm_talk(HOUSING, visit);
    assert!(world.case.facts().met_before_reply);
}

#[test]
fn suspended_deputies_do_nothing() {
    // I6
    let mut world = World::draft("2026-03-06");
    world.invite(SECOND);
    world.env.seats = Seats::default();
    assert_eq!(world.confirm(SECOND).unwrap_err().code, ErrorCode::DeputyNotActive);
    let permit = may(&deputy(LEAD), &world.case);
    let command = Submit { deputy: LEAD, code: None, place: place() };
    let refused = world.case.submit(&permit, command, &world.env.ctx()).unwrap_err();
    assert_eq!(refused.code, ErrorCode::DeputyNotActive);
    let permit = require(&deputy(LEAD), &crate::authz::suggestion::NewSuggestion { lead: LEAD }).unwrap();
    let draft = DraftSuggestion {
        id: world.case.id(),
        place: place(),
        lead: LEAD,
        kind: SuggestionKind::Suggestion,
        motion_ref: None,
        text: text(),
        wishes: Wishes::default(),
    };
    assert_eq!(Case::draft(&permit, draft, &world.env.ctx()).unwrap_err().code, ErrorCode::DeputyNotActive);
    assert!(
        world.case.allowed_actions(&deputy(LEAD), &world.env.ctx()).suggestion.iter().all(|a| *a == "delete")
    );
}

#[test]
fn offered_actions_at_each_station() {
    let offered = |world: &World, actor: &Actor| {
        world.case.allowed_actions(actor, &world.env.ctx()).suggestion.join(" ")
    };
    let tasks = |world: &World, actor: &Actor| {
        let all = world.case.allowed_actions(actor, &world.env.ctx()).tasks;
        all.iter().flat_map(|(_, steps)| steps.iter().copied()).collect::<Vec<_>>().join(" ")
    };
    let world = World::draft("2026-03-06");
    assert_eq!(offered(&world, &deputy(LEAD)), "edit invite_cosigner submit delete");
    let world = world.submit();
    assert_eq!(offered(&world, &staff()), "classify protect link_previous accept return merge");
    assert_eq!(offered(&world, &deputy(LEAD)), "withdraw");
    let world = world.accepted().assigned(&[assignment(HOUSING, TaskRole::Lead)]);
    assert_eq!(offered(&world, &deputy(LEAD)), "withdraw object_to_unit urge");
    assert_eq!(tasks(&world, &handler(HOUSING)), "sign");
    assert_eq!(tasks(&world, &leader(HOUSING)), "sign request_send_back");
    assert_eq!(tasks(&world, &handler(WATER)), "");
    let world = world.on("2026-03-16");
    assert_eq!(tasks(&world, &leader(HOUSING)), "sign", "too late to send back");
    let world = World::replied("2026-05-20", ReplyCategory::Resolved);
    assert_eq!(offered(&world, &deputy(LEAD)), "evaluate flag_pressure");
    assert_eq!(offered(&world, &deputy(STRANGER)), "");
    assert!(offered(&world, &staff()).ends_with("propose_publication record_paper_feedback"));
}

#[test]
fn pressure_is_seen_by_the_committee_alone() {
    let mut world = World::replied("2026-05-20", ReplyCategory::Resolved);
    let permit = may(&deputy(LEAD), &world.case);
    let effects = world.case.flag_pressure(&permit, LEAD, "有人打电话要求改评价", &world.env.ctx()).unwrap();
    assert!(Sight::of(&world.case, &staff()).pressure);
    assert!(!Sight::of(&world.case, &handler(HOUSING)).pressure);
    assert!(!Sight::of(&world.case, &actor(61, Role::ScLeader, None, None)).pressure);
    assert!(Sight::of(&world.case, &deputy(LEAD)).sees_pressure_of(&deputy(LEAD), LEAD));
    let written = serde_json::to_string(&effects.events).unwrap() + &effects.audit.after.to_string();
    assert!(!written.contains("电话"), "neither feed nor audit carries it");
}

#[test]
fn the_unit_is_told_how_many_steps_are_left() {
    let mut world = World::with_lead("2026-03-06");
    let progress = |world: &World| {
        let task = world.case.task(world.task_of(HOUSING)).unwrap();
        let progress = world.case.unit_progress(task);
        (progress.remaining, progress.next)
    };
    assert_eq!(progress(&world), (6, Some(UnitStep::Sign)));
    world.sign(HOUSING);
    assert_eq!(progress(&world), (5, Some(UnitStep::Handle)));
    world.start(HOUSING);
    let contact = world.talk(HOUSING, true);
    assert_eq!(progress(&world), (3, Some(UnitStep::Draft)));
    world.confirm_talk(HOUSING, contact);
    world.write(HOUSING, content(ReplyCategory::Resolved)).unwrap();
    world.hand_in(HOUSING).unwrap();
    assert_eq!(progress(&world), (2, Some(UnitStep::PreReview)));
    let turn = &world.case.whose_turn(&world.env.ctx())[0];
    assert_eq!((turn.who, turn.key, turn.due), (TurnOf::Reviewer, "pre_review", Some(day("2026-03-11"))));
    world.pass(HOUSING);
    world.issue(HOUSING, 5).unwrap();
    assert_eq!(progress(&world), (1, Some(UnitStep::Deliver)));
    world.deliver(HOUSING);
    assert_eq!(progress(&world), (0, None));
    let turn = &world.case.whose_turn(&world.env.ctx())[0];
    assert_eq!((turn.who, turn.deputy, turn.key), (TurnOf::Rater, Some(LEAD), "rate"));
}
