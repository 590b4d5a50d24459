//! What makes the life of a suggestion whole beside its main line: invitations that lapse, changes shown to who confirmed,
//! consents to a withdrawal, promises that are late, units that are merged.

use super::world::*;
use crate::authz::act;
use crate::kernel::{ErrorCode, PersonId};
use crate::suggestion::*;

fn night(world: &mut World) -> Option<Vec<&'static str>> {
    let permit = crate::authz::system_permit();
    let effects = world.case.sweep(&permit, &world.env.ctx()).unwrap()?;
    Some(effects.events.iter().map(|event| event.kind).collect())
}

#[test]
fn an_invitation_that_nobody_answered_expires_once_and_is_told() {
    let mut world = World::draft("2026-03-02");
    world.invite(SECOND);
    world.invite(THIRD);
    world.confirm(THIRD).unwrap();
    assert_eq!(night(&mut world), None);
    world.go("2026-03-10");
    let permit = crate::authz::system_permit();
    let effects = world.case.sweep(&permit, &world.env.ctx()).unwrap().expect("eight days later");
    assert_eq!(effects.events[0].kind, "suggestion.cosign_expired");
    assert_eq!(effects.events[0].data["deputies"], serde_json::json!([SECOND]), "who confirmed is not told");
    assert_eq!(effects.events[0].data["lead"], serde_json::json!(LEAD));
    assert_eq!(night(&mut world), None, "told once");
    assert!(world.case.whose_turn(&world.env.ctx()).iter().all(|turn| turn.deputy != Some(SECOND)));
    assert_eq!(world.confirm(SECOND).unwrap_err().code, ErrorCode::CosignExpired);
    world.invite(SECOND);
    world.confirm(SECOND).unwrap();
}

#[test]
fn who_confirmed_an_earlier_text_is_shown_it_until_the_answer() {
    let mut world = World::draft("2026-03-02");
    world.invite(SECOND);
    world.invite(THIRD);
    world.confirm(SECOND).unwrap();
    let original = world.case.suggestion.text.clone();
    for change in ["一", "二"] {
        let mut text = world.case.suggestion.text.clone();
        text.analysis.push_str(change);
        let permit = may::<act::WriteSuggestion>(&deputy(LEAD), &world.case);
        let command = EditSuggestion { deputy: LEAD, text, wishes: Wishes::default() };
        world.case.edit(&permit, command, &world.env.ctx()).unwrap();
    }
    let earlier = world.case.suggestion.confirmed_before(SECOND).expect("confirmed before two edits");
    assert_eq!(earlier.text, original, "what was confirmed, not what stood in between");
    assert_eq!(world.case.suggestion.confirmed_before(THIRD), None, "never confirmed");
    assert_eq!(world.case.suggestion.earlier_texts.len(), 1, "nothing is kept that nobody needs");
    world.confirm(SECOND).unwrap();
    assert_eq!(world.case.suggestion.confirmed_before(SECOND), None);
    assert!(world.case.suggestion.earlier_texts.is_empty());
}

/// Handled, with a co-signer, and the lead asks to take it back.
fn withdrawing() -> World {
    let mut world = World::draft("2026-03-02");
    world.invite(SECOND);
    world.invite(THIRD);
    world.confirm(SECOND).unwrap();
    world.confirm(THIRD).unwrap();
    let mut world = world.submit().accepted().assigned(&[assignment(HOUSING, TaskRole::Lead)]);
    let permit = may::<act::WithdrawSuggestion>(&deputy(LEAD), &world.case);
    world.case.withdraw(&permit, LEAD, "问题已经解决", &world.env.ctx()).unwrap();
    world
}

#[test]
fn one_refusal_ends_a_withdrawal_and_consents_begin_anew() {
    let mut world = withdrawing();
    let agree = |world: &mut World, who| {
        let permit = may::<act::WithdrawSuggestion>(&deputy(who), &world.case);
        world.case.agree_withdrawal(&permit, who, &world.env.ctx())
    };
    agree(&mut world, SECOND).unwrap();
    assert_eq!(world.case.withdrawal_waits_for(&world.env.ctx()), [THIRD]);
    let permit = may::<act::WithdrawSuggestion>(&deputy(THIRD), &world.case);
    let effects = world.case.refuse_withdrawal(&permit, THIRD, "问题没有解决", &world.env.ctx()).unwrap();
    assert_eq!(effects.events[0].kind, "suggestion.withdrawal_refused");
    assert_eq!(world.status(), SuggestionStatus::Assigned, "it goes on");
    let permit = may::<act::WithdrawSuggestion>(&deputy(LEAD), &world.case);
    world.case.withdraw(&permit, LEAD, "再次申请", &world.env.ctx()).unwrap();
    assert_eq!(
        world.case.withdrawal_waits_for(&world.env.ctx()),
        [SECOND, THIRD],
        "nobody is bound by the first"
    );
    world.case.cancel_withdrawal(&permit, LEAD, &world.env.ctx()).unwrap();
    assert_eq!(agree(&mut world, SECOND).unwrap_err().code, ErrorCode::WithdrawNotRequested);
}

#[test]
fn who_left_office_is_not_waited_for() {
    let mut world = withdrawing();
    world.env.seats = Seats::active([LEAD, THIRD]);
    let permit = may::<act::WithdrawSuggestion>(&deputy(THIRD), &world.case);
    world.case.agree_withdrawal(&permit, THIRD, &world.env.ctx()).unwrap();
    assert_eq!(world.status(), SuggestionStatus::Withdrawn);
}

#[test]
fn a_letter_ends_a_withdrawal_that_still_waits() {
    let mut world = withdrawing().on("2026-05-20");
    world.sign(HOUSING);
    world.start(HOUSING);
    let contact = world.talk(HOUSING, true);
    world.confirm_talk(HOUSING, contact);
    world.write(HOUSING, content(ReplyCategory::Resolved)).unwrap();
    world.hand_in(HOUSING).unwrap();
    world.pass(HOUSING);
    let effects = world.issue(HOUSING, 5).unwrap();
    assert!(effects.events.iter().any(|event| event.kind == "suggestion.withdrawal_lapsed"));
    assert_eq!(world.case.suggestion.withdrawal, None);
}

#[test]
fn a_late_promise_is_noted_on_the_next_day_once_for_each_day_promised() {
    let mut world = World::replied("2026-05-20", ReplyCategory::InProgress);
    world.rate(Rating::Satisfied, Rating::Satisfied).unwrap();
    world.go("2026-12-31");
    assert_eq!(night(&mut world), None, "the day itself is in time");
    world.go("2027-01-01");
    let kinds = night(&mut world).unwrap();
    assert!(kinds.contains(&"commitment.breached"), "{kinds:?}");
    assert_eq!(night(&mut world), None);
    let id = world.case.commitments[0].id;
    let permit = may::<act::JudgeCommitment>(&staff(), &world.case);
    world.case.carry_over_commitment(&permit, id, day("2027-06-30"), &world.env.ctx()).unwrap();
    assert_eq!(world.case.commitments[0].breached_at, None);
    world.go("2027-07-01");
    assert!(night(&mut world).unwrap().contains(&"commitment.breached"), "and again after the new day");
}

#[test]
fn milestones_are_reported_one_by_one_with_proof() {
    let mut world = World::with_lead("2026-03-06").on("2026-05-20");
    let mut letter = content(ReplyCategory::Planned);
    let step = |text: &str, date| Milestone { text: text.to_owned(), date: day(date), reached: None };
    letter.promises[0].milestones = vec![step("完成设计", "2026-07-31"), step("完成招标", "2026-09-30")];
    world.sign(HOUSING);
    world.start(HOUSING);
    let contact = world.talk(HOUSING, true);
    world.confirm_talk(HOUSING, contact);
    world.write(HOUSING, letter).unwrap();
    world.hand_in(HOUSING).unwrap();
    world.pass(HOUSING);
    world.issue(HOUSING, 5).unwrap();
    world.deliver(HOUSING);
    let id = world.case.commitments[0].id;
    let reach = |world: &mut World, milestone, evidence| {
        let permit = may::<act::ReportCommitment>(&handler(HOUSING), &world.case);
        world.case.reach_milestone(&permit, (id, milestone), "设计已经完成", evidence, &world.env.ctx())
    };
    assert!(reach(&mut world, 0, Vec::new()).is_err(), "proof is needed");
    reach(&mut world, 0, vec![EVIDENCE]).unwrap();
    assert_eq!(reach(&mut world, 0, vec![EVIDENCE]).unwrap_err().code, ErrorCode::NotFound, "once");
    assert_eq!(reach(&mut world, 7, vec![EVIDENCE]).unwrap_err().code, ErrorCode::NotFound);
    assert_eq!(world.case.commitments[0].status, CommitmentStatus::Open, "the promise is judged as a whole");
    assert!(crate::file::files_of(&world.case).contains(&EVIDENCE));
    reach(&mut world, 1, vec![EVIDENCE]).unwrap();
    assert!(world.case.ready(SuggestionStep::ReachMilestone, None, &world.env.ctx()).is_err(), "all reached");
}

#[test]
fn a_merged_unit_hands_over_what_is_open_and_what_it_promised() {
    // Answered, with a promise: nothing runs, but something is owed.
    let mut world = World::replied("2026-05-20", ReplyCategory::InProgress);
    world.rate(Rating::Satisfied, Rating::Satisfied).unwrap();
    world.go("2026-09-01");
    let permit = may::<act::TransferTask>(&staff(), &world.case);
    let effects = world.case.hand_over(&permit, (HOUSING, WATER), &world.env.ctx()).unwrap().unwrap();
    assert_eq!(effects.events[0].kind, "task.transferred");
    assert_eq!(world.case.commitments[0].unit, WATER);
    assert_eq!(world.case.commitments[0].former_units, [HOUSING]);
    assert_eq!(world.case.facts().tasks[0].unit, HOUSING, "the figures stay under the old name");
    assert_eq!(world.case.replies[0].unit, HOUSING);
    let permit = may::<act::ReportCommitment>(&handler(WATER), &world.case);
    let id = world.case.commitments[0].id;
    world.case.report_commitment(&permit, id, "已经完成建设", vec![EVIDENCE], &world.env.ctx()).unwrap();
    let permit = may::<act::TransferTask>(&staff(), &world.case);
    let again = world.case.hand_over(&permit, (HOUSING, WATER), &world.env.ctx()).unwrap();
    assert_eq!(again, None, "nothing is left");
}

#[test]
fn an_answering_part_takes_the_helping_one_in_when_units_are_merged() {
    let both = [assignment(HOUSING, TaskRole::Lead), assignment(TRAFFIC, TaskRole::Co)];
    for (from, to) in [(HOUSING, TRAFFIC), (TRAFFIC, HOUSING)] {
        let mut world = World::draft("2026-03-06").submit().accepted().assigned(&both);
        let permit = may::<act::TransferTask>(&staff(), &world.case);
        world.case.hand_over(&permit, (from, to), &world.env.ctx()).unwrap().unwrap();
        let live: Vec<_> =
            world.case.tasks.iter().filter(|t| t.status.is_live()).map(|t| (t.unit, t.role)).collect();
        assert_eq!(live, [(to, TaskRole::Lead)]);
        world.go("2026-05-20");
        world.answer(to, ReplyCategory::Resolved, 1);
        assert_eq!(world.status(), SuggestionStatus::Replied);
    }
}

#[test]
fn example_10_without_any_signer_the_convenor_is_informed() {
    let convenor = PersonId(uuid::Uuid::from_u128(900));
    let mut world = World::with_lead("2026-03-06").on("2026-07-03");
    world.answer(HOUSING, ReplyCategory::Resolved, 5);
    world.env.seats = Seats::default().with_convenors(vec![convenor]);
    world.deliver(HOUSING);
    let delivery = world.case.replies[0].delivery.as_ref().unwrap();
    assert_eq!(delivery.for_information, [convenor]);
    assert_eq!(world.case.suggestion.evaluation_lapsed, Some(LapseReason::NoRater));
    // While a signer holds a seat nobody else is bothered.
    let mut world = World::with_lead("2026-03-06").on("2026-07-03");
    world.env.seats = Seats::active([LEAD]).with_convenors(vec![convenor]);
    world.answer(HOUSING, ReplyCategory::Resolved, 5);
    world.deliver(HOUSING);
    assert!(world.case.replies[0].delivery.as_ref().unwrap().for_information.is_empty());
}

#[test]
fn reasons_for_unsatisfied_come_from_the_dictionary() {
    let mut world = World::replied("2026-05-20", ReplyCategory::Resolved);
    let give = |world: &mut World, result, reasons| {
        let mut command = rated(&world.case, &world.env.ctx(), Rating::Satisfied, result);
        command.reasons = reasons;
        let permit = may::<act::EvaluateSuggestion>(&deputy(LEAD), &world.case);
        world.case.evaluate(&permit, command, &world.env.ctx())
    };
    let none = give(&mut world, Rating::Unsatisfied, Vec::new()).unwrap_err();
    assert_eq!(none.fields[0].pointer, "#/reasons");
    let needless = give(&mut world, Rating::Satisfied, vec![UnsatisfiedReason::Late]).unwrap_err();
    assert_eq!(needless.fields[0].pointer, "#/reasons");
    let twice = vec![UnsatisfiedReason::Late, UnsatisfiedReason::Late];
    assert_eq!(give(&mut world, Rating::Unsatisfied, twice).unwrap_err().fields[0].pointer, "#/reasons/1");
    give(&mut world, Rating::Unsatisfied, vec![UnsatisfiedReason::Unsolved]).unwrap();
    assert_eq!(world.case.feedbacks[0].reasons, [UnsatisfiedReason::Unsolved]);
}

#[test]
fn years_in_a_row_count_from_this_one_back() {
    let mut world = World::draft("2026-03-06").submit();
    assert_eq!(world.case.suggestion.raised_for_years(), 1);
    let earlier = |number: u128, year| EarlierSuggestion {
        id: crate::kernel::SuggestionId(uuid::Uuid::from_u128(number)),
        year: Some(year),
    };
    let permit = may::<act::ReviewSuggestion>(&staff(), &world.case);
    let links = vec![earlier(1, 2025), earlier(2, 2024), earlier(3, 2021)];
    world.case.link_previous(&permit, links, &world.env.ctx()).unwrap();
    assert_eq!(world.case.suggestion.raised_for_years(), 3, "2021 is another time");
    world.case.suggestion.wishes.repeated_years = RepeatedYears::More;
    assert_eq!(world.case.suggestion.raised_for_years(), 4, "at least what the deputy says");
}
