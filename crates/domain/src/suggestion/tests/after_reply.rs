use super::world::*;
use crate::authz::act;
use crate::kernel::{DomainError, ErrorCode, FieldError};
use crate::suggestion::*;

fn code(result: Result<Effects, DomainError>) -> ErrorCode {
    result.expect_err("refused").code
}

fn order(world: &mut World, panel: Option<&str>) -> Result<Effects, DomainError> {
    let permit = may(&head(), &world.case);
    let command = OrderRehandle {
        reason: "代表对结果不满意，责成重新办理".to_owned(),
        panel_conclusion: panel.map(str::to_owned),
        ..OrderRehandle::default()
    };
    world.case.order_rehandle(&permit, command, &world.env.ctx())
}

#[test]
fn satisfied_closes_and_promises_are_tracked() {
    let mut world = World::replied("2026-05-20", ReplyCategory::Resolved);
    world.rate(Rating::Satisfied, Rating::Basic).unwrap();
    assert_eq!(world.status(), SuggestionStatus::Closed);

    let mut world = World::replied("2026-05-20", ReplyCategory::InProgress);
    world.rate(Rating::Satisfied, Rating::Satisfied).unwrap();
    assert_eq!(world.status(), SuggestionStatus::Tracking);
    assert_eq!(world.case.commitments.len(), 1);
}

#[test]
fn a_second_round_overwrites_nothing_and_a_third_needs_a_panel() {
    let mut world = World::replied("2026-05-20", ReplyCategory::Deferred);
    let mut unsaid = rated(&world.case, &world.env.ctx(), Rating::Satisfied, Rating::Unsatisfied);
    unsaid.comment.clear();
    let permit = may(&deputy(LEAD), &world.case);
    let error = world.case.evaluate(&permit, unsaid, &world.env.ctx()).unwrap_err();
    assert_eq!(error.fields[0].pointer, "#/comment", "不满意 says why");
    world.rate(Rating::Satisfied, Rating::Unsatisfied).unwrap();
    assert_eq!(world.status(), SuggestionStatus::Evaluated, "the committee decides");
    let known = world.case.feedbacks[0].clone();

    world.go("2026-06-15");
    order(&mut world, None).unwrap();
    assert_eq!(world.status(), SuggestionStatus::Rehandling);
    let task = world.case.task(world.task_of(HOUSING)).unwrap();
    assert_eq!((task.round, task.effective_due()), (2, Some(day("2026-07-15"))));
    world.answer(HOUSING, ReplyCategory::Deferred, 6);
    world.deliver(HOUSING);
    assert_eq!(world.case.replies.len(), 2);
    world.rate(Rating::Basic, Rating::Unsatisfied).unwrap();
    assert_eq!(world.case.feedbacks[0], known, "the first rating stays");
    assert_eq!(world.case.feedbacks[1].round, 2);
    assert_eq!(code(order(&mut world, None)), ErrorCode::PanelRequired);
    order(&mut world, Some("评估组认为仍可改进")).unwrap();
    assert_eq!(world.case.suggestion.round, 3);
    assert_eq!(world.case.times_unsatisfied(), 2);
}

#[test]
fn an_unsatisfying_attitude_is_an_interview_not_a_new_round() {
    let mut world = World::replied("2026-05-20", ReplyCategory::Resolved);
    world.rate(Rating::Unsatisfied, Rating::Satisfied).unwrap();
    assert_eq!(world.status(), SuggestionStatus::Evaluated);
    assert_eq!(code(order(&mut world, None)), ErrorCode::NothingToSettle);
    let permit = may(&staff(), &world.case);
    world.case.interview(&permit, "已约谈单位负责人", &world.env.ctx()).unwrap();
    assert_eq!(world.status(), SuggestionStatus::Closed);
}

#[test]
fn an_explanation_ends_what_policy_forbids() {
    let mut world = World::replied("2026-05-20", ReplyCategory::Reference);
    world.rate(Rating::Satisfied, Rating::Unsatisfied).unwrap();
    let permit = may(&staff(), &world.case);
    world.case.explain(&permit, "三方面谈，代表知悉政策限制", None, &world.env.ctx()).unwrap();
    assert_eq!(world.status(), SuggestionStatus::Closed);
}

#[test]
fn the_window_two_reminders_then_the_rating_lapses() {
    let mut world = World::replied("2026-05-20", ReplyCategory::Resolved);
    assert_eq!(world.case.suggestion.dues.feedback.as_ref().unwrap().on, day("2026-06-10"));
    let permit = crate::authz::system_permit();
    let mut seen = Vec::new();
    for today in ["2026-06-10", "2026-06-11", "2026-06-12", "2026-06-18", "2026-06-24", "2026-06-26"] {
        world.go(today);
        world.case.sweep(&permit, &world.env.ctx()).unwrap();
        seen.push((world.case.feedback_reminders.len(), world.status()));
    }
    use SuggestionStatus::{Closed, Replied};
    assert_eq!(seen, [(0, Replied), (1, Replied), (1, Replied), (2, Replied), (2, Replied), (2, Closed)]);
    assert_eq!(world.case.suggestion.evaluation_lapsed, Some(LapseReason::Window));
    assert_eq!(world.case.facts().first_rating, None, "left out of the satisfaction base");
}

#[test]
fn paper_is_entered_by_the_committee_with_its_scan() {
    let mut world = World::replied("2026-05-20", ReplyCategory::Resolved);
    let command = rated(&world.case, &world.env.ctx(), Rating::Satisfied, Rating::Satisfied);
    let permit = may(&staff(), &world.case);
    world.case.record_paper_feedback(&permit, command.clone(), EVIDENCE, &world.env.ctx()).unwrap();
    let feedback = &world.case.feedbacks[0];
    assert_eq!((feedback.entry, feedback.paper_scan), (FeedbackEntry::Paper, Some(EVIDENCE)));
    assert_eq!(feedback.entered_by, staff().account);
    let permit = may(&deputy(LEAD), &world.case);
    assert_eq!(code(world.case.evaluate(&permit, command, &world.env.ctx())), ErrorCode::StateConflict);
}

#[test]
fn a_disputed_result_is_frozen_until_the_committee_has_looked() {
    let mut world = World::replied("2026-05-20", ReplyCategory::Deferred);
    let mut command = rated(&world.case, &world.env.ctx(), Rating::Satisfied, Rating::Unsatisfied);
    command.disputes_result = Some("现场没有变化".to_owned());
    let permit = may(&deputy(LEAD), &world.case);
    world.case.evaluate(&permit, command, &world.env.ctx()).unwrap();
    let id = world.task_of(HOUSING);
    let supplement = SupplementReply {
        kind: ReplyKind::Supplement,
        content: content(ReplyCategory::Resolved),
        sign_off: sign_off_as(7),
        keeps: Vec::new(),
    };
    let permit = may_task::<act::SignOffTask>(&leader(HOUSING), &world.case, id);
    let frozen = world.case.supplement_reply(&permit, id, supplement.clone(), &world.env.ctx());
    assert_eq!(code(frozen), ErrorCode::ReplyDisputed);
    let staff = may(&staff(), &world.case);
    world.case.explain(&staff, "已实地核实情况属实", None, &world.env.ctx()).unwrap();
    world.case.supplement_reply(&permit, id, supplement, &world.env.ctx()).unwrap();
    assert_eq!(world.case.category(), Some(ReplyCategory::Resolved));
    assert_eq!(world.case.first_category(), Some(ReplyCategory::Deferred), "the first letter stays");
}

#[test]
fn a_promise_kept_turns_b_into_a() {
    let mut world = World::replied("2026-05-20", ReplyCategory::InProgress);
    world.rate(Rating::Satisfied, Rating::Satisfied).unwrap();
    let promise = world.case.commitments[0].id;
    let staff_permit = may::<act::CloseSuggestion>(&staff(), &world.case);
    assert_eq!(code(world.case.close(&staff_permit, &world.env.ctx())), ErrorCode::CommitmentsOpen);
    world.go("2026-11-02");
    let unit = may::<act::ReportCommitment>(&handler(HOUSING), &world.case);
    world.case.report_commitment(&unit, promise, "停车场已经建成", vec![EVIDENCE], &world.env.ctx()).unwrap();
    let judge = may::<act::JudgeCommitment>(&staff(), &world.case);
    world.case.judge_commitment(&judge, promise, false, Some("尚未开放"), &world.env.ctx()).unwrap();
    world.case.report_commitment(&unit, promise, "已对外开放使用", vec![EVIDENCE], &world.env.ctx()).unwrap();
    for said in [None, Some("")] {
        let refused =
            world.case.judge_commitment(&judge, promise, false, said, &world.env.ctx()).unwrap_err();
        assert_eq!(refused.fields[0].pointer, "#/reason", "why it is not kept is said");
    }
    world.case.judge_commitment(&judge, promise, true, Some(" "), &world.env.ctx()).unwrap();

    let id = world.task_of(HOUSING);
    let letter = SupplementReply {
        kind: ReplyKind::Supplement,
        content: content(ReplyCategory::Resolved),
        sign_off: sign_off_as(9),
        keeps: vec![promise],
    };
    let permit = may_task::<act::SignOffTask>(&leader(HOUSING), &world.case, id);
    world.case.supplement_reply(&permit, id, letter, &world.env.ctx()).unwrap();
    let change = &world.case.categories.last().unwrap().1;
    assert_eq!((change.from, change.to), (Some(ReplyCategory::InProgress), ReplyCategory::Resolved));
    assert_eq!(change.source, CategorySource::Commitment);
    world.case.close(&staff_permit, &world.env.ctx()).unwrap();
    world.case.archive(&staff_permit, &"a".repeat(64), &world.env.ctx()).unwrap();
    assert_eq!(world.status(), SuggestionStatus::Archived);
}

#[test]
fn a_promise_of_the_first_round_is_told_as_kept_by_a_letter_of_the_second() {
    let mut world = World::replied("2026-05-20", ReplyCategory::InProgress);
    let promise = world.case.commitments[0].id;
    world.rate(Rating::Satisfied, Rating::Unsatisfied).unwrap();
    order(&mut world, None).unwrap();
    world.answer(HOUSING, ReplyCategory::Deferred, 6);
    world.deliver(HOUSING);
    let id = world.task_of(HOUSING);
    let letter = SupplementReply {
        kind: ReplyKind::Supplement,
        content: content(ReplyCategory::Resolved),
        sign_off: sign_off_as(9),
        keeps: vec![promise],
    };
    let permit = may_task::<act::SignOffTask>(&leader(HOUSING), &world.case, id);
    let early = world.case.supplement_reply(&permit, id, letter.clone(), &world.env.ctx());
    assert_eq!(code(early), ErrorCode::CommitmentsOpen, "not judged yet");
    let unit = may::<act::ReportCommitment>(&handler(HOUSING), &world.case);
    world.case.report_commitment(&unit, promise, "停车场已经建成", vec![EVIDENCE], &world.env.ctx()).unwrap();
    let judge = may::<act::JudgeCommitment>(&staff(), &world.case);
    world.case.judge_commitment(&judge, promise, true, None, &world.env.ctx()).unwrap();
    world.case.supplement_reply(&permit, id, letter, &world.env.ctx()).unwrap();
    assert_eq!(world.case.categories.last().unwrap().1.source, CategorySource::Commitment);
}

#[test]
fn a_changed_promise_needs_an_explanation_that_arrived() {
    let mut world = World::replied("2026-05-20", ReplyCategory::Planned);
    world.rate(Rating::Satisfied, Rating::Satisfied).unwrap();
    let promise = world.case.commitments[0].id;
    let unit = may::<act::ReportCommitment>(&leader(HOUSING), &world.case);
    let due = day("2027-06-30");
    world
        .case
        .change_commitment(&unit, promise, "规划调整，地块改变", "改在城东建成停车场", due, &world.env.ctx())
        .unwrap();
    assert_eq!(world.case.commitments.len(), 2);
    assert!(!world.case.commitments[0].is_settled(), "the deputy has not received it");
    let permit = may(&deputy(LEAD), &world.case);
    world.case.confirm_explanation(&permit, promise, LEAD, &world.env.ctx()).unwrap();
    assert!(world.case.commitments[0].is_settled());
    let successor = world.case.commitments[1].id;
    assert!(world.case.commitments[1].is_late(day("2027-07-01")));
    let judge = may::<act::JudgeCommitment>(&staff(), &world.case);
    let unchanged = world.case.commitments[1].due;
    let refused =
        world.case.carry_over_commitment(&judge, successor, unchanged, &world.env.ctx()).unwrap_err();
    let later = FieldError::too_early("#/due", unchanged.succ_opt().unwrap());
    assert_eq!(refused.fields, [later], "it says which day would do");
    world.case.carry_over_commitment(&judge, successor, day("2028-06-30"), &world.env.ctx()).unwrap();
    assert!(!world.case.commitments[1].is_late(day("2027-07-01")));
    world.case.fail_commitment(&unit, successor, "财力无法保障实施", &world.env.ctx()).unwrap();
    world.case.confirm_explanation(&permit, successor, LEAD, &world.env.ctx()).unwrap();
    let close = may(&staff(), &world.case);
    world.case.close(&close, &world.env.ctx()).unwrap();
    let reopen =
        OrderRehandle { reason: "代表反映问题再次出现".to_owned(), ..OrderRehandle::default() };
    let permit = may(&head(), &world.case);
    world.case.reopen(&permit, reopen, &world.env.ctx()).unwrap();
    assert_eq!((world.status(), world.case.suggestion.round), (SuggestionStatus::Rehandling, 2));
    assert_eq!(world.case.suggestion.closed_at, None);
}

#[test]
fn publication_needs_consent_attribute_and_review() {
    let clear = SecrecyReview { secret: true, commercial: true, privacy: true, stability: true };
    let propose = |world: &mut World, part, review| {
        let reply = world.case.replies.first().map(|reply| reply.id);
        let permit = may(&staff(), &world.case);
        let command = ProposePublication { part, reply, review, redactions: Vec::new() };
        world.case.propose_publication(&permit, command, &world.env.ctx())
    };
    let mut world = World::replied("2026-05-20", ReplyCategory::Resolved);
    let unclear = SecrecyReview { privacy: false, ..clear };
    let refused = propose(&mut world, PublicationPart::Text, unclear).unwrap_err();
    assert_eq!(refused.code, ErrorCode::PublicationReview);
    let (id, _) = propose(&mut world, PublicationPart::Reply, clear).unwrap();
    assert_eq!(world.case.released_parts().count(), 0, "a proposal is not public");
    let twice = propose(&mut world, PublicationPart::Reply, clear).unwrap_err();
    assert_eq!(twice.code, ErrorCode::PublicationExists);
    let permit = may::<act::PublishSuggestion>(&head(), &world.case);
    world.case.decide_publication(&permit, id, PublicationDecision::Release, &world.env.ctx()).unwrap();
    assert_eq!(world.case.released_parts().count(), 1);
    let protect = may(&staff(), &world.case);
    let closed = Confidentiality {
        confidential: true,
        reason: Some("涉及个人隐私".to_owned()),
        ..Confidentiality::default()
    };
    let refused = world.case.protect(&protect, closed.clone(), &world.env.ctx());
    assert_eq!(code(refused), ErrorCode::PublicationExists, "take it down first");
    world
        .case
        .unpublish(&permit, id, (WithdrawalClass::PersonalData, "含有个人信息"), &world.env.ctx())
        .unwrap();
    world.case.protect(&protect, closed, &world.env.ctx()).unwrap();
    let refused = propose(&mut world, PublicationPart::Title, clear).unwrap_err();
    assert_eq!(refused.code, ErrorCode::PublicationConfidential);

    let mut world = World::replied("2026-05-20", ReplyCategory::Resolved);
    world.case.replies[0].content.publish_attr = PublishAttribute::OnRequest;
    let refused = propose(&mut world, PublicationPart::Reply, clear).unwrap_err();
    assert_eq!(refused.code, ErrorCode::PublicationAttribute);
    world.case.suggestion.wishes.publish_consent = PublishConsent::TitleOnly;
    let refused = propose(&mut world, PublicationPart::Text, clear).unwrap_err();
    assert_eq!(refused.code, ErrorCode::PublicationNoConsent);
    propose(&mut world, PublicationPart::Title, clear).unwrap();
}
