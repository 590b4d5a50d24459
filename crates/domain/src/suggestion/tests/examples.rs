//! The worked examples of §8.3 that concern suggestions. Example 5 is in `measures.rs`, 9 in `before_assignment.rs`.

use super::world::*;
use crate::authz::act;
use crate::suggestion::*;

fn on(due: &Option<Due>) -> chrono::NaiveDate {
    due.as_ref().expect("a deadline").on
}

#[test]
fn example_01_month_end_on_a_make_up_working_saturday() {
    let world = World::with_lead("2025-11-28");
    assert_eq!(on(&world.case.suggestion.dues.reply), day("2026-02-28"));
    let world = World::with_lead("2025-11-30");
    let due = world.case.suggestion.dues.reply.as_ref().unwrap();
    assert_eq!(due.on, day("2026-02-28"));
    assert_eq!(due.setting.as_deref(), Some("reply_months"));
    assert!(due.law_zh.as_deref().is_some_and(|law| law.contains("五十一")), "{:?}", due.law_zh);
    assert!(due.explain_zh.len() >= 2, "it explains itself: {:?}", due.explain_zh);
}

#[test]
fn example_02_every_clock_of_an_assignment() {
    let world = World::draft("2026-03-06")
        .submit()
        .accepted()
        .assigned(&[assignment(HOUSING, TaskRole::Lead), assignment(TRAFFIC, TaskRole::Co)]);
    let task = |unit| world.case.tasks.iter().find(|task| task.unit == unit).unwrap();
    let lead = &task(HOUSING).dues;
    assert_eq!(on(&lead.send_back), day("2026-03-13"));
    assert_eq!(on(&lead.first_contact), day("2026-04-03"));
    assert_eq!(on(&lead.reply), day("2026-06-08"));
    assert_eq!(on(&lead.sign), day("2026-03-11"));
    assert_eq!(on(&task(TRAFFIC).dues.co_opinion), day("2026-04-07"));
    assert_eq!(on(&world.case.suggestion.dues.object), day("2026-03-13"));
    assert_eq!(world.env.ctx().extension_latest(day("2026-03-06")), day("2026-09-07"));
    let kinds: Vec<_> = task(HOUSING).all_dues().iter().map(|due| due.kind).collect();
    use DueKind::{FirstContact, Reply, SendBack, Sign};
    assert_eq!(kinds, [Sign, SendBack, FirstContact, Reply]);
}

#[test]
fn example_03_the_may_holidays_are_skipped() {
    let world = World::with_lead("2026-04-28");
    assert_eq!(on(&world.case.tasks[0].dues.send_back), day("2026-05-08"));
}

#[test]
fn example_04_feedback_window_and_rehandling() {
    let mut world = World::replied("2026-05-20", ReplyCategory::Deferred);
    assert_eq!(on(&world.case.suggestion.dues.feedback), day("2026-06-10"));
    world.rate(Rating::Basic, Rating::Unsatisfied).unwrap();
    world.go("2026-06-15");
    let permit = may::<act::OrderRehandle>(&head(), &world.case);
    let order =
        OrderRehandle { reason: "代表不满意，重新办理".to_owned(), ..OrderRehandle::default() };
    world.case.order_rehandle(&permit, order, &world.env.ctx()).unwrap();
    assert_eq!(on(&world.case.suggestion.dues.effective), day("2026-07-15"));
}

#[test]
fn example_10_the_lead_left_office_before_the_letter() {
    let world = World::draft("2026-03-06");
    let mut world = world;
    world.invite(SECOND);
    world.invite(THIRD);
    world.confirm(SECOND).unwrap();
    world.confirm(THIRD).unwrap();
    let mut world = world.submit().accepted().assigned(&[assignment(HOUSING, TaskRole::Lead)]);
    world.go("2026-05-20");
    world.sign(HOUSING);
    world.start(HOUSING);
    let contact = world.talk(HOUSING, true);
    world.confirm_talk(HOUSING, contact);
    world.write(HOUSING, content(ReplyCategory::Resolved)).unwrap();
    world.hand_in(HOUSING).unwrap();
    world.pass(HOUSING);
    world.issue(HOUSING, 5).unwrap();
    // The lead's and the first co-signer's seats ended.
    world.env.seats = Seats::active([THIRD]);
    world.deliver(HOUSING);
    let to = &world.case.replies[0].delivery.as_ref().unwrap().to;
    assert!(to.contains(&THIRD) && to.contains(&LEAD), "who left still gets the letter");
    let due: Vec<_> = world.case.ratings_due(&world.env.ctx()).map(|due| due.deputy).collect();
    assert_eq!(due, [THIRD], "the first co-signer in office rates");
    let mut by_lead = rated(&world.case, &world.env.ctx(), Rating::Satisfied, Rating::Satisfied);
    by_lead.deputy = LEAD;
    let permit = may(&deputy(LEAD), &world.case);
    let refused = world.case.evaluate(&permit, by_lead, &world.env.ctx()).unwrap_err();
    assert_eq!(refused.code, crate::kernel::ErrorCode::DeputyNotActive);
    world.rate(Rating::Satisfied, Rating::Satisfied).unwrap();
    assert_eq!(world.case.feedbacks[0].deputy, THIRD);
}

#[test]
fn example_10_nobody_is_left_to_rate() {
    let mut world = World::with_lead("2026-03-06");
    world.go("2026-05-20");
    world.answer(HOUSING, ReplyCategory::Resolved, 5);
    world.env.seats = Seats::default();
    world.deliver(HOUSING);
    assert_eq!(world.case.suggestion.evaluation_lapsed, Some(LapseReason::NoRater));
    assert_eq!(world.status(), SuggestionStatus::Closed);
}

#[test]
fn example_11_a_reorganised_unit_keeps_its_old_statistics() {
    let mut world = World::replied("2026-05-20", ReplyCategory::Deferred);
    world.rate(Rating::Satisfied, Rating::Unsatisfied).unwrap();
    world.go("2026-06-15");
    let permit = may::<act::OrderRehandle>(&head(), &world.case);
    let order =
        OrderRehandle { reason: "代表不满意，重新办理".to_owned(), ..OrderRehandle::default() };
    world.case.order_rehandle(&permit, order, &world.env.ctx()).unwrap();
    let open = world.task_of(HOUSING);
    let permit = may_task(&staff(), &world.case, open);
    world.case.transfer(&permit, open, WATER, &world.env.ctx()).unwrap();
    let task = world.case.task(open).unwrap();
    assert_eq!((task.unit, task.former_units.as_slice()), (WATER, &[HOUSING][..]));
    assert!(world.case.log.last().unwrap().step == "transfer");
    world.answer(WATER, ReplyCategory::Resolved, 1);
    assert_eq!(world.case.facts().tasks[0].unit, HOUSING, "the first letter stays under the old name");
    assert_eq!(world.case.replies[1].unit, WATER);
}

#[test]
fn example_12_reference_only_is_noted_and_in_no_base() {
    let wishes = Wishes { reference_only: true, ..Wishes::default() };
    let mut world = World::draft_with(Env::new("2026-03-06"), 1, wishes)
        .submit()
        .accepted()
        .assigned(&[assignment(HOUSING, TaskRole::Lead)]);
    world.sign(HOUSING);
    let id = world.task_of(HOUSING);
    world.go("2026-12-01");
    assert_eq!(
        world.case.light(world.case.task(id).unwrap(), &world.env.ctx()),
        Some(crate::calendar::Light::Green),
        "no written answer is owed"
    );
    let permit = may_task::<act::SignOffTask>(&leader(HOUSING), &world.case, id);
    world.case.note_as_read(&permit, id, "已阅研究，供工作参考", "张局长", &world.env.ctx()).unwrap();
    let passed: Vec<_> = world.case.log.iter().map(|line| line.to.as_str()).collect();
    assert!(passed.windows(3).any(|w| w == ["replied", "evaluated", "closed"]), "{passed:?}");
    let measured = metrics::measures(&[world.case.facts()], day("2026-12-31"));
    assert_eq!(measured.base, 1);
    assert_eq!(measured.on_time.denominator, 0);
    assert_eq!(measured.first_result.satisfied.denominator + measured.first_result.unevaluated, 0);
}
