//! What became of each deadline, read from the history.

use super::world::*;
use crate::authz::act;
use crate::suggestion::*;

fn of_matter(world: &World, kind: DueKind, today: &str) -> DueOutcome {
    let due =
        world.case.suggestion.all_dues().into_iter().find(|due| due.kind == kind).expect("it ran").clone();
    world.case.due_outcome(&due, day(today))
}

fn of_unit(world: &World, kind: DueKind, today: &str) -> DueOutcome {
    let task = world.case.task(world.task_of(HOUSING)).expect("assigned");
    let due = task.all_dues().into_iter().find(|due| due.kind == kind).expect("it ran");
    world.case.task_due_outcome(task, due, day(today))
}

fn met(on: &str) -> DueOutcome {
    DueOutcome { state: DueState::Met, met_on: Some(day(on)) }
}

fn state(state: DueState) -> DueOutcome {
    DueOutcome { state, met_on: None }
}

#[test]
fn review_and_assignment_are_met_by_the_decision() {
    let world = World::draft("2026-03-02").submit();
    assert_eq!(of_matter(&world, DueKind::Accept, "2026-03-02"), state(DueState::Running));
    let world = World::with_lead("2026-03-06");
    assert_eq!(of_matter(&world, DueKind::Accept, "2026-03-06"), met("2026-03-06"));
    assert_eq!(of_matter(&world, DueKind::Assign, "2026-03-06"), met("2026-03-06"));
    assert_eq!(of_matter(&world, DueKind::Reply, "2026-03-06"), state(DueState::Running));
}

#[test]
fn a_right_lapses_with_its_day_and_signing_for_does_not_end_it() {
    let mut world = World::with_lead("2026-03-06");
    assert_eq!(of_unit(&world, DueKind::Sign, "2026-03-06"), state(DueState::Running));
    world.sign(HOUSING);
    assert_eq!(of_unit(&world, DueKind::Sign, "2026-03-06"), met("2026-03-06"));
    // Signed for, and can still be sent back until the fifth working day.
    assert_eq!(of_unit(&world, DueKind::SendBack, "2026-03-13"), state(DueState::Running));
    assert_eq!(of_unit(&world, DueKind::SendBack, "2026-03-14"), state(DueState::Over));
    assert_eq!(of_matter(&world, DueKind::Object, "2026-03-13"), state(DueState::Running));
    assert_eq!(of_matter(&world, DueKind::Object, "2026-03-14"), state(DueState::Over));
    world.start(HOUSING);
    assert_eq!(of_unit(&world, DueKind::SendBack, "2026-03-06"), state(DueState::Over), "handling has begun");
}

#[test]
fn late_is_late_and_stays_so() {
    let mut world = World::with_lead("2026-03-06").on("2026-06-10");
    world.answer(HOUSING, ReplyCategory::Resolved, 1);
    world.deliver(HOUSING);
    let late = DueOutcome { state: DueState::MetLate, met_on: Some(day("2026-06-10")) };
    assert_eq!(of_unit(&world, DueKind::Reply, "2026-07-30"), late);
    assert_eq!(of_matter(&world, DueKind::Reply, "2026-07-30"), late);
    assert_eq!(of_matter(&world, DueKind::Feedback, "2026-06-10"), state(DueState::Running));
    world.rate(Rating::Satisfied, Rating::Satisfied).expect("in time");
    assert_eq!(of_matter(&world, DueKind::Feedback, "2026-07-30"), met("2026-06-10"));
}

#[test]
fn an_extended_deadline_runs_in_the_place_of_the_first() {
    let mut world = World::with_lead("2026-03-06");
    world.sign(HOUSING);
    let id = world.task_of(HOUSING);
    let permit = may_task(&handler(HOUSING), &world.case, id);
    let asked = world.case.request_extension(
        &permit,
        id,
        "涉及规划调整，需要更多时间",
        day("2026-08-03"),
        &world.env.ctx(),
    );
    asked.expect("in time");
    assert_eq!(of_unit(&world, DueKind::Reply, "2026-06-09"), state(DueState::Running), "only asked for");
    let permit = may_task::<act::DecideExtension>(&head(), &world.case, id);
    let until = Some(day("2026-08-03"));
    world.case.decide_extension(&permit, id, until, "同意延期", &world.env.ctx()).expect("allowed");
    for today in ["2026-06-09", "2026-08-10"] {
        assert_eq!(of_unit(&world, DueKind::Reply, today), state(DueState::Over));
        assert_eq!(of_matter(&world, DueKind::Reply, today), state(DueState::Over));
        assert_eq!(of_unit(&world, DueKind::Extended, today), state(DueState::Running));
        assert_eq!(of_matter(&world, DueKind::Extended, today), state(DueState::Running));
    }
}

#[test]
fn what_is_withdrawn_asks_for_nothing() {
    let mut world = World::draft("2026-03-02").submit().accepted();
    let lead = world.case.suggestion.lead;
    let permit = may::<act::WithdrawSuggestion>(&deputy(lead), &world.case);
    world.case.withdraw(&permit, lead, "已经解决", &world.env.ctx()).expect("before the answer");
    assert_eq!(of_matter(&world, DueKind::Assign, "2026-03-02"), state(DueState::Over));
}
