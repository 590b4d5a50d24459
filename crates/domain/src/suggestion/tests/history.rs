//! Random histories: whatever people try in whatever order, the aggregate obeys its machines, offers exactly what it
//! accepts, and keeps its invariants.

use super::attempts::{Try, history};
use super::invariants::check;
use super::world::*;
use crate::authz::suggestion::TaskSubject;
use crate::authz::{ActionKind, Permit, act, require};
use crate::kernel::{DomainError, UnitId};
use crate::suggestion::*;
use proptest::prelude::*;

pub(super) const UNITS: [UnitId; 3] = [HOUSING, TRAFFIC, WATER];

pub(super) type Tried = Result<(), DomainError>;

fn whole<A: ActionKind>(world: &World, who: &crate::authz::Actor) -> Result<Permit<A>, DomainError> {
    require(who, &world.case)
}

fn part<A: ActionKind>(
    world: &World,
    who: &crate::authz::Actor,
    unit: UnitId,
) -> Result<(Permit<A>, crate::kernel::HandlingTaskId), DomainError> {
    let task = world.case.tasks.iter().rev().find(|task| task.unit == unit && task.status.is_live());
    let task = task.ok_or(crate::kernel::ErrorCode::NotFound)?;
    Ok((require(who, &TaskSubject { case: &world.case, task })?, task.id))
}

/// The step that an attempt takes, on the whole or on a unit's part, with the actor who tries.
pub(super) fn step_of(
    attempt: Try,
) -> Option<(Result<SuggestionStep, TaskStep>, UnitId, crate::authz::Actor)> {
    use Try::*;
    let at = |n: u8| UNITS[usize::from(n) % 3];
    let on_whole = |step, actor| Some((Ok(step), HOUSING, actor));
    let on_part = |step, n, actor: fn(UnitId) -> crate::authz::Actor| Some((Err(step), at(n), actor(at(n))));
    match attempt {
        Submit => on_whole(SuggestionStep::Submit, deputy(LEAD)),
        Accept => on_whole(SuggestionStep::Accept, staff()),
        Return => on_whole(SuggestionStep::Return, staff()),
        NotAccept => on_whole(SuggestionStep::NotAccept, head()),
        Recall => on_whole(SuggestionStep::Recall, staff()),
        Withdraw => on_whole(SuggestionStep::Withdraw, deputy(LEAD)),
        AgreeWithdrawal => on_whole(SuggestionStep::AgreeWithdrawal, deputy(SECOND)),
        RefuseWithdrawal => on_whole(SuggestionStep::RefuseWithdrawal, deputy(SECOND)),
        CancelWithdrawal => on_whole(SuggestionStep::CancelWithdrawal, deputy(LEAD)),
        Edit => on_whole(SuggestionStep::Edit, deputy(LEAD)),
        Confirm => on_whole(SuggestionStep::ConfirmCosign, deputy(SECOND)),
        Insist => on_whole(SuggestionStep::Insist, deputy(LEAD)),
        Explain => on_whole(SuggestionStep::Explain, staff()),
        Rehandle => on_whole(SuggestionStep::OrderRehandle, head()),
        CoOpinion(n) => on_part(TaskStep::IssueCoOpinion, n, leader),
        ReturnReply(n) => on_part(TaskStep::ReturnReply, n, |_| staff()),
        Pass(n) => on_part(TaskStep::PassReply, n, |_| staff()),
        ReturnCoOpinion(n) => on_part(TaskStep::ReturnCoOpinion, n, |_| leader(HOUSING)),
        MarkMissing(n) => on_part(TaskStep::MarkCoOpinionMissing, n, |_| handler(HOUSING)),
        Interview => on_whole(SuggestionStep::Interview, staff()),
        Close => on_whole(SuggestionStep::Close, staff()),
        Reopen => on_whole(SuggestionStep::Reopen, head()),
        Archive => on_whole(SuggestionStep::Archive, staff()),
        Sign(n) => on_part(TaskStep::Sign, n, handler),
        SendBack(n) => on_part(TaskStep::RequestSendBack, n, leader),
        Start(n) => on_part(TaskStep::Start, n, handler),
        Talk(n) => on_part(TaskStep::LogContact, n, handler),
        Write(n, _) => on_part(TaskStep::DraftReply, n, handler),
        HandIn(n) => on_part(TaskStep::SubmitReply, n, handler),
        Deliver(n) => on_part(TaskStep::Deliver, n, handler),
        // The rest has more than one way to be refused by its own request.
        _ => None,
    }
}

pub(super) fn run(world: &mut World, attempt: Try, serial: u32) -> Tried {
    use Try::*;
    let at = |n: u8| UNITS[usize::from(n) % 3];
    let ratings = [Rating::Satisfied, Rating::Basic, Rating::Unsatisfied];
    let why = || "理由充分，说明如下".to_owned();
    let refuse = || Refuse { reasons: vec![ReviewReason::Other], text: why() };
    let rehandle =
        || OrderRehandle { reason: why(), panel_conclusion: Some(why()), ..OrderRehandle::default() };
    match attempt {
        Invite => {
            let permit = whole(world, &deputy(LEAD))?;
            world.case.invite_cosigners(&permit, LEAD, &[SECOND], &world.env.ctx()).map(drop)
        }
        Confirm => {
            whole::<act::CosignSuggestion>(world, &deputy(SECOND))?;
            world.confirm(SECOND).map(drop)
        }
        Edit => {
            let permit = whole(world, &deputy(LEAD))?;
            let mut text = text();
            text.analysis = format!("第{serial}次修改");
            let command = EditSuggestion { deputy: LEAD, text, wishes: Wishes::default() };
            world.case.edit(&permit, command, &world.env.ctx()).map(drop)
        }
        Submit => {
            let permit = whole(world, &deputy(LEAD))?;
            let command =
                super::super::Submit { deputy: LEAD, code: Some("JY-18-00-0001".into()), place: place() };
            world.case.submit(&permit, command, &world.env.ctx()).map(drop)
        }
        Return => {
            let permit = whole(world, &staff())?;
            world.case.return_for_changes(&permit, refuse(), &world.env.ctx()).map(drop)
        }
        Insist => {
            let permit = whole(world, &deputy(LEAD))?;
            world.case.insist(&permit, LEAD, &why(), &world.env.ctx()).map(drop)
        }
        Accept => {
            let who = if world.case.suggestion.insisted { head() } else { staff() };
            let permit = whole(world, &who)?;
            world.case.accept(&permit, accept_command(serial), &world.env.ctx()).map(drop)
        }
        NotAccept => {
            let permit = whole(world, &head())?;
            world.case.not_accept(&permit, refuse(), NotAcceptedOutcome::None, &world.env.ctx()).map(drop)
        }
        Assign(shape) => {
            let permit = whole(world, &staff())?;
            let units = match shape {
                0 => vec![assignment(HOUSING, TaskRole::Lead)],
                1 => vec![assignment(HOUSING, TaskRole::Lead), assignment(TRAFFIC, TaskRole::Co)],
                _ => vec![assignment(HOUSING, TaskRole::Split), assignment(WATER, TaskRole::Split)],
            };
            world.case.assign(&permit, &units, None, &world.env.ctx()).map(drop)
        }
        Recall => {
            let permit = whole(world, &staff())?;
            world.case.recall(&permit, &why(), &world.env.ctx()).map(drop)
        }
        Withdraw => {
            let permit = whole(world, &deputy(LEAD))?;
            world.case.withdraw(&permit, LEAD, &why(), &world.env.ctx()).map(drop)
        }
        AgreeWithdrawal => {
            let permit = whole(world, &deputy(SECOND))?;
            world.case.agree_withdrawal(&permit, SECOND, &world.env.ctx()).map(drop)
        }
        RefuseWithdrawal => {
            let permit = whole(world, &deputy(SECOND))?;
            world.case.refuse_withdrawal(&permit, SECOND, &why(), &world.env.ctx()).map(drop)
        }
        CancelWithdrawal => {
            let permit = whole(world, &deputy(LEAD))?;
            world.case.cancel_withdrawal(&permit, LEAD, &world.env.ctx()).map(drop)
        }
        Sign(n) => {
            let (permit, id) = part(world, &handler(at(n)), at(n))?;
            world.case.sign(&permit, id, &world.env.ctx()).map(drop)
        }
        SendBack(n) => {
            let (permit, id) = part(world, &leader(at(n)), at(n))?;
            world.case.request_send_back(&permit, id, &why(), None, &world.env.ctx()).map(drop)
        }
        DecideSendBack(n, verdict) => {
            let (permit, id) = part(world, &head(), at(n))?;
            let verdict = match verdict {
                0 => SendBackVerdict::Refuse,
                1 => SendBackVerdict::Agree { new_unit: None },
                _ => SendBackVerdict::Agree { new_unit: Some(at(n + 1)) },
            };
            world.case.decide_send_back(&permit, id, &verdict, &why(), &world.env.ctx()).map(drop)
        }
        Start(n) => {
            let who = handler(at(n));
            let (permit, id) = part(world, &who, at(n))?;
            let responsibles = Responsibles {
                handler: who.account,
                leader_name: "张局长".to_owned(),
                leader: None,
                plan: String::new(),
            };
            world.case.start(&permit, id, responsibles, &world.env.ctx()).map(drop)
        }
        Talk(n) => {
            let (permit, id) = part(world, &handler(at(n)), at(n))?;
            let command = LogContact {
                kind: ContactKind::Visit,
                face_to_face: true,
                at: world.env.now,
                place: String::new(),
                unit_people: vec![UnitPerson {
                    name: "王明".into(),
                    post: String::new(),
                    rank: PersonRank::Staff,
                }],
                deputies: vec![LEAD],
                summary: why(),
                evidence: Vec::new(),
                conflicted: Vec::new(),
            };
            world.case.log_contact(&permit, id, command, &world.env.ctx()).map(drop)
        }
        ConfirmTalk(n) => {
            let (permit, id) = part(world, &deputy(LEAD), at(n))?;
            let open = world.case.task(id)?.contacts.iter().find(|log| log.awaiting().next().is_some());
            let contact = open.ok_or(crate::kernel::ErrorCode::NotFound)?.id;
            world.case.answer_contact(&permit, id, contact, LEAD, None, &world.env.ctx()).map(drop)
        }
        CoOpinion(n) => {
            let (permit, id) = part(world, &leader(at(n)), at(n))?;
            world
                .case
                .issue_co_opinion(&permit, id, &"结合道路改造增设泊位".repeat(6), &world.env.ctx())
                .map(drop)
        }
        ReturnCoOpinion(n) => {
            let (permit, id) = part(world, &leader(HOUSING), at(n))?;
            world.case.return_co_opinion(&permit, id, &why(), &world.env.ctx()).map(drop)
        }
        MarkMissing(n) => {
            let (permit, id) = part(world, &handler(HOUSING), at(n))?;
            world.case.mark_co_opinion_missing(&permit, id, &world.env.ctx()).map(drop)
        }
        HandOver(n) => {
            let permit = whole(world, &staff())?;
            world.case.hand_over(&permit, (at(n), at(n + 1)), &world.env.ctx()).map(drop)
        }
        Write(n, category) => {
            let (permit, id) = part(world, &handler(at(n)), at(n))?;
            let mut letter = content(ReplyCategory::ALL[usize::from(category) % 5]);
            for promise in &mut letter.promises {
                promise.due = world.env.ctx().today() + chrono::Days::new(400);
            }
            world.case.draft_reply(&permit, id, letter, &world.env.ctx()).map(drop)
        }
        HandIn(n) => {
            let (permit, id) = part(world, &handler(at(n)), at(n))?;
            world.case.submit_reply(&permit, id, &world.env.ctx()).map(drop)
        }
        ReturnReply(n) => {
            let (permit, id) = part(world, &staff(), at(n))?;
            let checks = vec![ReviewCheck::Wording];
            world.case.return_reply(&permit, id, checks, &why(), &world.env.ctx()).map(drop)
        }
        Pass(n) => {
            let (permit, id) = part(world, &staff(), at(n))?;
            world.case.pass_reply(&permit, id, ticked(Some("已确认")), &world.env.ctx()).map(drop)
        }
        SignOff(n) => {
            let (permit, id) = part(world, &leader(at(n)), at(n))?;
            world.case.sign_off(&permit, id, sign_off_as(serial + 1), &world.env.ctx()).map(drop)
        }
        Deliver(n) => {
            let (permit, id) = part(world, &handler(at(n)), at(n))?;
            world.case.deliver(&permit, id, DeliveryMethod::Online, &world.env.ctx()).map(drop)
        }
        Extend(n) => {
            let (permit, id) = part(world, &handler(at(n)), at(n))?;
            let until = world.case.task(id)?.effective_due().unwrap_or_default() + chrono::Days::new(20);
            world.case.request_extension(&permit, id, &why(), until, &world.env.ctx()).map(drop)
        }
        DecideExtension(n) => {
            let (permit, id) = part(world, &head(), at(n))?;
            let until = world.case.task(id)?.pending_extension().map(|request| request.requested_until);
            world.case.decide_extension(&permit, id, until, &why(), &world.env.ctx()).map(drop)
        }
        Rate(attitude, result) => {
            let ctx = world.env.ctx();
            if world.case.ratings_due(&ctx).next().is_none() {
                return Err(crate::kernel::ErrorCode::FeedbackGiven.into());
            }
            let (attitude, result) = (ratings[usize::from(attitude)], ratings[usize::from(result)]);
            let command = rated(&world.case, &ctx, attitude, result);
            let permit = whole(world, &deputy(command.deputy))?;
            world.case.evaluate(&permit, command, &ctx).map(drop)
        }
        Interview => {
            let permit = whole(world, &staff())?;
            world.case.interview(&permit, &why(), &world.env.ctx()).map(drop)
        }
        Explain => {
            let permit = whole(world, &staff())?;
            world.case.explain(&permit, &why(), Some(&why()), &world.env.ctx()).map(drop)
        }
        Rehandle => {
            let permit = whole(world, &head())?;
            world.case.order_rehandle(&permit, rehandle(), &world.env.ctx()).map(drop)
        }
        ReportPromise | JudgePromise(_) | FailPromise | ConfirmExplanation => promise(world, attempt, &why()),
        Close => {
            let permit = whole(world, &staff())?;
            world.case.close(&permit, &world.env.ctx()).map(drop)
        }
        Reopen => {
            let permit = whole(world, &head())?;
            world.case.reopen(&permit, rehandle(), &world.env.ctx()).map(drop)
        }
        Archive => {
            let permit = whole(world, &staff())?;
            world.case.archive(&permit, &"a".repeat(64), &world.env.ctx()).map(drop)
        }
        Days(n) => {
            world.env.now += chrono::Duration::days(i64::from(n));
            Ok(())
        }
        Sweep => {
            let permit = crate::authz::system_permit();
            world.case.sweep(&permit, &world.env.ctx())?;
            let again = world.case.sweep(&permit, &world.env.ctx())?;
            assert_eq!(again, None, "a second sweep of the day changes nothing");
            Ok(())
        }
    }
}

fn promise(world: &mut World, attempt: Try, why: &str) -> Tried {
    let open = world.case.commitments.iter().find(|promise| !promise.is_settled());
    let id = open.ok_or(crate::kernel::ErrorCode::NotFound)?.id;
    match attempt {
        Try::ReportPromise => {
            let permit = whole(world, &handler(HOUSING))?;
            world.case.report_commitment(&permit, id, why, vec![EVIDENCE], &world.env.ctx()).map(drop)
        }
        Try::JudgePromise(yes) => {
            let permit = whole(world, &staff())?;
            world.case.judge_commitment(&permit, id, yes > 0, Some(why), &world.env.ctx()).map(drop)
        }
        Try::FailPromise => {
            let permit = whole(world, &leader(HOUSING))?;
            world.case.fail_commitment(&permit, id, why, &world.env.ctx()).map(drop)
        }
        _ => {
            let permit = whole(world, &deputy(LEAD))?;
            world.case.confirm_explanation(&permit, id, LEAD, &world.env.ctx()).map(drop)
        }
    }
}

/// Whether what an attempt does is among the allowed actions of who tries; `None` where a request has more than one way
/// to be refused by its own contents.
pub(super) fn offered(world: &World, attempt: Try) -> Option<bool> {
    let case = &world.case;
    step_of(attempt).map(|(step, unit, actor)| match step {
        Ok(step) => {
            // An insisted one is the head's; the attempt then asks as head.
            let head_decides = step == SuggestionStep::Accept && case.suggestion.insisted;
            let who = if head_decides { head() } else { actor };
            case.may(step, &who, &world.env.ctx())
        }
        Err(step) => case
            .tasks
            .iter()
            .rev()
            .find(|task| task.unit == unit && task.status.is_live())
            .is_some_and(|task| case.may_task(task.id, step, &actor, &world.env.ctx())),
    })
}

/// Plays a history; returns the states that the suggestion went through.
fn play(attempts: &[Try]) -> Vec<SuggestionStatus> {
    let mut world = World::draft("2026-03-06");
    let mut passed = vec![world.status()];
    for (serial, attempt) in attempts.iter().enumerate() {
        let before = world.case.clone();
        let offered = offered(&world, *attempt);
        let result = run(&mut world, *attempt, serial as u32);
        if let Some(offered) = offered {
            assert_eq!(offered, result.is_ok(), "{attempt:?} in {}: {result:?}", before.status());
        }
        match &result {
            Err(_) => assert_eq!(world.case, before, "{attempt:?} was refused and changed something"),
            Ok(()) => check(&world.case),
        }
        if world.status() != *passed.last().expect("begun") {
            passed.push(world.status());
        }
        // Every place that reads the aggregate copes with every state.
        let _ = world.case.facts();
        let _ = world.case.whose_turn(&world.env.ctx());
        for task in &world.case.tasks {
            let _ = (world.case.unit_progress(task), world.case.light(task, &world.env.ctx()));
        }
    }
    passed
}

proptest! {
    // The number of histories is proptest's own (256; PROPTEST_CASES asks for more).
    #[test]
    fn random_histories_keep_every_promise(attempts in history()) {
        play(&attempts);
    }
}

#[test]
fn histories_reach_every_state() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut visited = std::collections::BTreeSet::new();
    for _ in 0..200 {
        visited.extend(play(&history().new_tree(&mut runner).expect("a tree").current()));
    }
    for status in SuggestionStatus::ALL {
        let elsewhere = matches!(status, SuggestionStatus::Merged | SuggestionStatus::Deleted);
        assert!(elsewhere || visited.contains(status), "{status} was never visited");
    }
}
