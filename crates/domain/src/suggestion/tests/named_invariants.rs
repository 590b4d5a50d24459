//! The invariants of §8.5 by their names, as far as they concern suggestions. I7 (ballots), I9 (scores), I12 (express
//! reports) and I14 (groups, `group::tests`) belong to other features. `invariants.rs` checks what can be checked of one
//! aggregate after every step of random histories.

use super::invariants::check;
use super::world::*;
use crate::authz::{act, require};
use crate::kernel::ErrorCode;
use crate::suggestion::metrics::measures;
use crate::suggestion::*;

#[test]
fn invariant_i1_every_accepted_suggestion_has_one_number() {
    let mut world = World::draft("2026-03-06").submit();
    assert_eq!(world.case.suggestion.official_no, None, "none before");
    let permit = may(&staff(), &world.case);
    world.case.accept(&permit, accept_command(7), &world.env.ctx()).unwrap();
    let number = world.case.suggestion.official_no;
    assert_eq!(number.map(|number| number.number), Some(7));
    let permit = may(&staff(), &world.case);
    let twice = world.case.accept(&permit, accept_command(8), &world.env.ctx()).unwrap_err();
    assert_eq!(twice.code, ErrorCode::StateConflict);
    // Neither an assignment that is taken back nor a second round gives another one.
    let mut world = world.assigned(&[assignment(HOUSING, TaskRole::Lead)]);
    let permit = may(&staff(), &world.case);
    world.case.recall(&permit, "调整承办单位", &world.env.ctx()).unwrap();
    assert_eq!(world.case.suggestion.official_no, number);
    // That a series has no gap and no double is shown over HTTP: suggestion_races.
}

#[test]
fn invariant_i2_letters_follow_receipt_and_receipt_assignment() {
    let world = World::replied("2026-05-20", ReplyCategory::Resolved);
    let task = &world.case.tasks[0];
    let issued = world.case.replies[0].issued_at().unwrap();
    assert!(issued >= task.signed_at.unwrap() && task.signed_at.unwrap() >= task.assigned_at);
    let mut unsigned = World::with_lead("2026-03-06");
    let id = unsigned.task_of(HOUSING);
    let permit = may_task::<act::SignOffTask>(&leader(HOUSING), &unsigned.case, id);
    assert!(unsigned.case.sign_off(&permit, id, sign_off_as(1), &unsigned.env.ctx()).is_err());
}

#[test]
fn invariant_i3_no_b_without_a_promise() {
    for category in [ReplyCategory::InProgress, ReplyCategory::Planned] {
        let mut world = World::with_lead("2026-03-06");
        world.sign(HOUSING);
        world.start(HOUSING);
        world.talk(HOUSING, true);
        let mut letter = content(category);
        letter.promises.clear();
        world.write(HOUSING, letter).unwrap();
        let refused = world.hand_in(HOUSING).unwrap_err();
        assert_eq!(refused.fields[0].code, ErrorCode::ReplyCommitmentRequired);
        let world = World::replied("2026-05-20", category);
        assert_eq!(world.case.commitments.len(), 1);
    }
    // Neither does a supplement turn a letter into B without one.
    let mut world = World::replied("2026-05-20", ReplyCategory::Deferred);
    let id = world.task_of(HOUSING);
    let mut letter = content(ReplyCategory::InProgress);
    letter.promises.clear();
    let permit = may_task::<act::SignOffTask>(&leader(HOUSING), &world.case, id);
    let command = SupplementReply {
        kind: ReplyKind::Supplement,
        content: letter,
        sign_off: sign_off_as(9),
        keeps: Vec::new(),
    };
    assert!(world.case.supplement_reply(&permit, id, command, &world.env.ctx()).is_err());
}

#[test]
fn invariant_i4_published_only_with_consent_attribute_and_review() {
    let flags = [true, false];
    for consent in PublishConsent::ALL {
        for attr in PublishAttribute::ALL {
            for (secret, commercial, privacy, stability) in
                flags.iter().flat_map(|a| flags.iter().map(move |b| (*a, *b, *a, *b)))
            {
                let mut world = World::replied("2026-05-20", ReplyCategory::Resolved);
                world.case.suggestion.wishes.publish_consent = *consent;
                world.case.replies[0].content.publish_attr = *attr;
                let review = SecrecyReview { secret, commercial, privacy, stability };
                let reply = Some(world.case.replies[0].id);
                let command = ProposePublication {
                    part: PublicationPart::Reply,
                    reply,
                    review,
                    redactions: Vec::new(),
                };
                let permit = may::<act::ProposePublication>(&staff(), &world.case);
                let proposed = world.case.propose_publication(&permit, command, &world.env.ctx());
                let allowed = *consent == PublishConsent::Full
                    && *attr == PublishAttribute::Active
                    && secret
                    && commercial
                    && privacy
                    && stability;
                assert_eq!(proposed.is_ok(), allowed, "{consent} {attr} {review:?}");
                check(&world.case);
            }
        }
    }
}

#[test]
fn invariant_i5_categories_and_ratings_add_up() {
    let mut facts = Vec::new();
    for (number, category) in ReplyCategory::ALL.iter().enumerate() {
        let mut world = World::replied("2026-05-20", *category);
        match number {
            0 => drop(world.rate(Rating::Satisfied, Rating::Satisfied).unwrap()),
            1 => drop(world.rate(Rating::Satisfied, Rating::Basic).unwrap()),
            2 => drop(world.rate(Rating::Basic, Rating::Unsatisfied).unwrap()),
            _ => {}
        }
        facts.push(world.case.facts());
    }
    facts.push(World::with_lead("2026-03-06").case.facts());
    let all = measures(&facts, day("2026-12-31"));
    let by_category: u32 = all.by_category.iter().map(|(_, count)| count).sum();
    assert_eq!((by_category, all.replied.numerator), (5, 5), "A … D are the replied ones");
    let rated = all.final_result.satisfied.denominator;
    assert_eq!((rated, all.final_result.unevaluated), (3, 2), "rated and not rated are the replied ones");
}

#[test]
fn invariant_i6_without_a_seat_nobody_writes_signs_rates() {
    let mut world = World::replied("2026-05-20", ReplyCategory::Resolved);
    let command = rated(&world.case, &world.env.ctx(), Rating::Satisfied, Rating::Satisfied);
    world.env.seats = Seats::default();
    let permit = may::<act::EvaluateSuggestion>(&deputy(LEAD), &world.case);
    let refused = world.case.evaluate(&permit, command, &world.env.ctx()).unwrap_err();
    assert_eq!(refused.code, ErrorCode::DeputyNotActive);
    let mut draft = World::draft("2026-03-06");
    draft.invite(SECOND);
    draft.env.seats = Seats::active([LEAD]);
    assert_eq!(draft.confirm(SECOND).unwrap_err().code, ErrorCode::DeputyNotActive);
    draft.env.seats = Seats::default();
    let permit = may::<act::WriteSuggestion>(&deputy(LEAD), &draft.case);
    let hand_in = Submit { deputy: LEAD, code: None, place: place() };
    assert_eq!(
        draft.case.submit(&permit, hand_in, &draft.env.ctx()).unwrap_err().code,
        ErrorCode::DeputyNotActive
    );
}

#[test]
fn invariant_i8_merged_children_are_in_no_base_and_their_deputies_answered() {
    let mut master = World::draft("2026-03-06").submit().accepted();
    let mut child = World::draft_with(Env::new("2026-03-06"), 2, Wishes::default());
    child.case.suggestion.lead = SECOND;
    let permit = may::<act::WriteSuggestion>(&deputy(SECOND), &child.case);
    let hand_in = Submit { deputy: SECOND, code: None, place: place() };
    child.case.submit(&permit, hand_in, &child.env.ctx()).unwrap();
    let permit = may(&staff(), &child.case);
    master.case.merge(&permit, &mut child.case, &child.env.ctx()).unwrap();
    let mut master = master.assigned(&[assignment(HOUSING, TaskRole::Lead)]).on("2026-05-20");
    master.answer(HOUSING, ReplyCategory::Resolved, 1);
    master.deliver(HOUSING);
    assert!(master.case.recipients(&master.env.ctx()).contains(&SECOND));
    let raters: Vec<_> = master.case.ratings_due(&master.env.ctx()).map(|due| due.deputy).collect();
    assert_eq!(raters, [LEAD, SECOND]);
    let all = measures(&[master.case.facts(), child.case.facts()], day("2026-12-31"));
    assert_eq!(all.base, 1);
}

#[test]
fn invariant_i10_the_accepted_text_stays() {
    let mut world = World::with_lead("2026-03-06");
    let before = (world.case.suggestion.text.clone(), world.case.suggestion.accepted_text_sha256.clone());
    for state in SuggestionStatus::ALL.iter().filter(|state| !state.is_before_acceptance()) {
        assert!(machine::targets(*state, SuggestionStep::Edit).is_empty(), "{state}");
    }
    let permit = may(&staff(), &world.case);
    world.case.correct(&permit, "标题中的地名更正", &world.env.ctx()).unwrap();
    assert_eq!((world.case.suggestion.text, world.case.suggestion.accepted_text_sha256), before);
}

#[test]
fn invariant_i11_every_change_of_state_has_one_line_with_its_actor() {
    let mut world = World::replied("2026-05-20", ReplyCategory::InProgress);
    world.rate(Rating::Satisfied, Rating::Satisfied).unwrap();
    check(&world.case);
    assert!(world.case.log.iter().all(|line| line.by.is_some()), "people did all of it");
    // What time alone does has no actor, and says so.
    let mut silent = World::with_lead("2026-03-06").on("2026-03-20");
    let permit = crate::authz::system_permit();
    silent.case.sweep(&permit, &silent.env.ctx()).unwrap().expect("silence is receipt");
    let line = silent.case.log.iter().find(|line| line.step == "sign_silently").unwrap();
    assert_eq!(line.by, None);
    check(&silent.case);
}

#[test]
fn invariant_i13_the_head_who_signed_it_neither_signs_off_nor_counts() {
    let mut world = World::with_lead("2026-03-06");
    world.sign(HOUSING);
    world.start(HOUSING);
    let id = world.task_of(HOUSING);
    // One account with both hats.
    let both = crate::authz::Actor::new(
        leader(HOUSING).account,
        crate::kernel::LoginSessionId(uuid::Uuid::from_u128(1)),
        None,
        "双重身份".to_owned(),
        [leader(HOUSING).grants(), deputy(LEAD).grants()].concat(),
    );
    let subject =
        crate::authz::suggestion::TaskSubject { case: &world.case, task: world.case.task(id).unwrap() };
    assert!(require::<act::SignOffTask>(&both, &subject).is_err());
    // Somebody else's account, but the register's head is the deputy: the head's signature is refused.
    let contact = world.talk(HOUSING, true);
    world.case.tasks[0].contacts[0].conflicted = vec![LEAD];
    world.confirm_talk(HOUSING, contact);
    assert!(!world.case.tasks[0].contacts[0].counts_as_face_meeting(), "no counterpart");
    world.write(HOUSING, content(ReplyCategory::Resolved)).unwrap();
    world.hand_in(HOUSING).unwrap();
    world.pass(HOUSING);
    world.case.suggestion.is_key = true;
    let permit = may_task::<act::SignOffTask>(&leader(HOUSING), &world.case, id);
    let own = SignOff { head_in_conflict: true, ..sign_off_as(1) };
    let refused = world.case.sign_off(&permit, id, own.clone(), &world.env.ctx()).unwrap_err();
    assert_eq!(refused.code, ErrorCode::HeadInConflict);
    // Another leader signs, even for a key matter.
    let other = SignOff { by_head: false, ..own };
    world.case.sign_off(&permit, id, other, &world.env.ctx()).unwrap();
}
