//! All parts of a matter at once: as many as are ready, or none.

use super::world::*;
use crate::authz::act;
use crate::kernel::{DomainError, ErrorCode};
use crate::suggestion::*;

fn review(world: &mut World, part: PublicationPart) {
    let reply = world.case.replies.first().map(|reply| reply.id).filter(|_| part == PublicationPart::Reply);
    let looked = LookedAt { part, reply, text_sha256: world.case.part_sha256(part, reply) };
    for &aspect in SecrecyAspect::ALL {
        let permit = may(&staff(), &world.case);
        let command = ReviewSecrecy { aspect, clear: true, reviewer: None, note: None };
        world.case.review_secrecy(&permit, &looked, command, &world.env.ctx()).unwrap();
    }
}

fn propose(world: &mut World, parts: &[PublicationPart]) -> Result<Effects, DomainError> {
    let permit = may(&staff(), &world.case);
    world.case.propose_reviewed_parts(&permit, parts, &world.env.ctx())
}

fn release(world: &mut World) -> Result<Effects, DomainError> {
    let permit = may::<act::PublishSuggestion>(&head(), &world.case);
    world.case.release_proposed_parts(&permit, &world.env.ctx())
}

#[test]
fn one_part_that_is_not_ready_keeps_the_others_back() {
    let mut world = World::replied("2026-05-20", ReplyCategory::Resolved);
    review(&mut world, PublicationPart::Title);
    let before = world.case.clone();
    let refused = propose(&mut world, &[PublicationPart::Title, PublicationPart::Text]).unwrap_err();
    assert_eq!(refused.code, ErrorCode::PublicationReview);
    assert_eq!(refused.params["part"], "text");
    assert_eq!(world.case, before, "nothing of it was proposed");

    review(&mut world, PublicationPart::Text);
    let done = propose(&mut world, &[PublicationPart::Title, PublicationPart::Text]).unwrap();
    assert_eq!(done.events.len(), 2, "an event for each part");
    assert_eq!(done.audit.action, "suggestion.propose_publication");
    assert_eq!(world.case.publications.len(), 2);
    // What stands is not proposed again; without a name all that are left are meant.
    let refused = propose(&mut world, &[PublicationPart::Title]).unwrap_err();
    assert_eq!(refused.code, ErrorCode::PublicationExists);
    assert_eq!(propose(&mut world, &[]).unwrap_err().params["part"], "reply");
}

#[test]
fn what_has_changed_since_is_not_released_with_the_others() {
    let mut world = World::replied("2026-05-20", ReplyCategory::Resolved);
    for part in [PublicationPart::Title, PublicationPart::Reply] {
        review(&mut world, part);
    }
    propose(&mut world, &[PublicationPart::Title, PublicationPart::Reply]).unwrap();
    let proposed = world.case.clone();
    world.case.replies[0].content.publish_attr = PublishAttribute::OnRequest;
    let before = world.case.clone();
    let refused = release(&mut world).unwrap_err();
    assert_eq!(
        (refused.code, refused.params["part"].clone()),
        (ErrorCode::PublicationAttribute, "reply".into())
    );
    assert_eq!(world.case, before, "the title waits with it");

    world.case = proposed;
    let done = release(&mut world).unwrap();
    assert_eq!(done.events.iter().filter(|event| event.kind == "publication.released").count(), 2);
    assert_eq!(world.case.released_parts().count(), 2);
    assert_eq!(release(&mut world).unwrap_err().code, ErrorCode::NotFound);
}
