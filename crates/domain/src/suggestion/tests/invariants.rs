//! The invariants of §8.5 that concern suggestions, as one check over an aggregate. Random histories call it after
//! every step (`history.rs`).

use super::world::*;
use crate::suggestion::*;

/// Panics when an invariant does not hold.
pub fn check(case: &Case) {
    let suggestion = &case.suggestion;
    // I1: every accepted suggestion has exactly one number.
    assert_eq!(suggestion.accepted_at.is_some(), suggestion.official_no.is_some(), "I1");
    // I10: the accepted text is fixed by its digest.
    assert_eq!(suggestion.accepted_at.is_some(), suggestion.accepted_text_sha256.is_some(), "I10");
    for reply in case.replies.iter().filter(|reply| reply.is_issued()) {
        let task = case.task(reply.task).unwrap();
        let (issued, signed) = (reply.issued_at().unwrap(), task.signed_at.expect("I2: signed for"));
        assert!(issued >= signed && signed >= task.assigned_at, "I2");
        // I3
        if reply.content.category.needs_commitment() {
            assert!(case.commitments.iter().any(|promise| promise.reply == reply.id), "I3");
        }
    }
    for publication in case.released_parts() {
        // I4
        assert_ne!(suggestion.wishes.publish_consent, PublishConsent::No, "I4");
        assert!(publication.review.passes(), "I4");
        if let Some(reply) = publication.reply {
            assert_eq!(case.reply(reply).unwrap().content.publish_attr, PublishAttribute::Active, "I4");
        }
    }
    // I11: the log tells the whole way of the suggestion and of each task, without a gap.
    let way = |task| case.log.iter().filter(move |line| line.task == task);
    let chained = |lines: Vec<&StatusLog>, end: &str| {
        assert_eq!(lines.first().expect("I11: a beginning").from, None, "I11");
        for pair in lines.windows(2) {
            assert_eq!(pair[1].from.as_deref(), Some(pair[0].to.as_str()), "I11: {pair:?}");
            assert!(pair[1].at >= pair[0].at, "I11");
        }
        assert_eq!(lines.last().unwrap().to, end, "I11");
    };
    chained(way(None).collect(), suggestion.status.code());
    for task in &case.tasks {
        chained(way(Some(task.id)).collect(), task.status.code());
        assert_eq!(task.finished_at.is_some(), task.status.is_finished(), "finished");
    }
    // No rating twice for one letter on behalf of one suggestion.
    for (place, feedback) in case.feedbacks.iter().enumerate() {
        let again = case.feedbacks[..place]
            .iter()
            .any(|f| f.reply == feedback.reply && f.on_behalf_of == feedback.on_behalf_of);
        assert!(!again, "one rating each");
    }
    // A state that answers is backed by letters; a terminal one has nothing running.
    if suggestion.status == SuggestionStatus::Replied {
        assert!(case.answering_tasks().all(|task| task.status.is_issued()), "every part is answered");
    }
    if matches!(suggestion.status, SuggestionStatus::Withdrawn | SuggestionStatus::Merged) {
        assert!(case.tasks.iter().all(|task| task.status.is_finished()), "handling stops at once");
    }
    if suggestion.status == SuggestionStatus::Closed {
        assert!(case.commitments.iter().all(Commitment::is_settled), "closed with open promises");
    }
}

#[test]
fn they_hold_along_the_main_line() {
    for category in ReplyCategory::ALL {
        let mut world = World::replied("2026-05-20", *category);
        check(&world.case);
        world.rate(Rating::Satisfied, Rating::Satisfied).unwrap();
        check(&world.case);
    }
}

#[test]
fn every_state_change_names_who_did_it() {
    let world = World::replied("2026-05-20", ReplyCategory::Resolved);
    let people = world.case.log.iter().filter(|line| line.by.is_some()).count();
    assert_eq!(people, world.case.log.len(), "nothing here happened by itself");
}

#[test]
fn the_accepted_text_cannot_be_changed() {
    let mut world = World::with_lead("2026-03-06");
    let before = world.case.suggestion.text.clone();
    let permit = may(&deputy(LEAD), &world.case);
    let mut changed = text();
    changed.title = "关于另一件事的建议".to_owned();
    let command = EditSuggestion { deputy: LEAD, text: changed, wishes: Wishes::default() };
    assert!(world.case.edit(&permit, command, &world.env.ctx()).is_err());
    let permit = may(&staff(), &world.case);
    world.case.correct(&permit, "标题中的地名更正为老城街道", &world.env.ctx()).unwrap();
    assert_eq!(world.case.suggestion.text, before, "an erratum stands beside the text");
    assert_eq!(world.case.suggestion.errata.len(), 1);
}

#[test]
fn a_refused_command_changes_nothing_and_an_accepted_one_tells_what() {
    let mut world = World::with_lead("2026-03-06");
    let before = world.case.clone();
    let id = world.task_of(HOUSING);
    let permit = may_task(&handler(HOUSING), &world.case, id);
    assert!(world.case.draft_reply(&permit, id, content(ReplyCategory::Resolved), &world.env.ctx()).is_err());
    assert_eq!(world.case, before);
    let permit = may_task(&handler(HOUSING), &world.case, id);
    let effects = world.case.sign(&permit, id, &world.env.ctx()).unwrap();
    let kinds: Vec<_> = effects.events.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, ["task.signed", "suggestion.handling_began"]);
    assert_eq!(effects.audit.before["status"], "assigned");
    assert_eq!(effects.audit.after["status"], "handling");
    assert!(effects.audit.after.get("text").is_none(), "only what changed");
}
