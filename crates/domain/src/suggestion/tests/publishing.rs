//! What may be proposed for publication, and how far it has come.

use super::world::*;
use crate::authz::act;
use crate::kernel::ErrorCode;
use crate::suggestion::*;

const CLEAR: SecrecyReview = SecrecyReview { secret: true, commercial: true, privacy: true, stability: true };

fn propose(world: &mut World, part: PublicationPart) -> Result<crate::kernel::PublicationId, ErrorCode> {
    let reply = world.case.replies.first().map(|reply| reply.id);
    let permit = may(&staff(), &world.case);
    let command = ProposePublication { part, reply, review: CLEAR, redactions: Vec::new() };
    let done = world.case.propose_publication(&permit, command, &world.env.ctx());
    done.map(|(id, _)| id).map_err(|error| error.code)
}

fn barred(world: &World, part: PublicationPart) -> Option<Option<ErrorCode>> {
    let options = world.case.publication_options(world.env.settings.feedback_public);
    options.into_iter().find(|option| option.part == part).map(|option| option.barred)
}

fn offered(world: &World) -> bool {
    world.case.may(SuggestionStep::ProposePublication, &staff(), &world.env.ctx())
}

#[test]
fn options_say_of_every_part_what_a_proposal_would_be_refused_with() {
    for (consent, feedback_public) in
        [(PublishConsent::Full, false), (PublishConsent::Full, true), (PublishConsent::TitleOnly, true)]
    {
        let mut world = World::replied("2026-05-20", ReplyCategory::Resolved);
        world.rate(Rating::Satisfied, Rating::Satisfied).unwrap();
        world.case.suggestion.wishes.publish_consent = consent;
        world.env.settings.feedback_public = feedback_public;
        for option in world.case.publication_options(feedback_public) {
            let part = option.part;
            assert_eq!(propose(&mut world, part).err(), option.barred, "{consent} {feedback_public} {part}");
            if option.barred.is_none() {
                assert_eq!(barred(&world, part), Some(Some(ErrorCode::PublicationExists)), "{part} stands");
            }
        }
        assert!(!offered(&world), "nothing is left to propose");
    }
}

#[test]
fn ratings_are_no_option_where_the_settings_keep_them() {
    let mut world = World::replied("2026-05-20", ReplyCategory::Resolved);
    assert_eq!(barred(&world, PublicationPart::Feedback), None, "nobody has rated");
    world.rate(Rating::Satisfied, Rating::Satisfied).unwrap();
    assert_eq!(barred(&world, PublicationPart::Feedback), Some(Some(ErrorCode::PublicationFeedback)));
    for part in [PublicationPart::Title, PublicationPart::Text, PublicationPart::Reply] {
        propose(&mut world, part).unwrap();
        assert!(offered(&world));
    }
    propose(&mut world, PublicationPart::Status).unwrap();
    assert!(!offered(&world), "only the rating is left, and the settings keep it");
    world.env.settings.feedback_public = true;
    assert!(offered(&world));
    propose(&mut world, PublicationPart::Feedback).unwrap();
}

#[test]
fn marks_tell_what_was_never_proposed_what_waits_and_what_is_decided() {
    let mut world = World::draft("2026-03-02").submit();
    assert_eq!(world.case.publication_marks(), [] as [&str; 0], "not accepted");
    world = World::replied("2026-05-20", ReplyCategory::Resolved);
    assert_eq!(world.case.publication_marks(), ["title", "text", "reply", "status"]);
    world.case.replies[0].content.publish_attr = PublishAttribute::OnRequest;
    assert_eq!(world.case.publication_marks(), ["title", "text", "status"]);
    world.case.replies[0].content.publish_attr = PublishAttribute::Active;
    world.rate(Rating::Satisfied, Rating::Satisfied).unwrap();
    assert_eq!(world.case.publication_marks(), ["title", "text", "reply", "status", "feedback"]);
    let id = propose(&mut world, PublicationPart::Title).unwrap();
    propose(&mut world, PublicationPart::Text).unwrap();
    assert_eq!(world.case.publication_marks(), ["reply", "status", "feedback", "proposed"]);
    let permit = may::<act::PublishSuggestion>(&head(), &world.case);
    let withhold = PublicationDecision::Withhold { reason: "暂不宜公开".to_owned() };
    world.case.decide_publication(&permit, id, withhold, &world.env.ctx()).unwrap();
    assert_eq!(world.case.publication_marks(), ["reply", "status", "feedback", "proposed", "decided"]);
    world.case.suggestion.wishes.publish_consent = PublishConsent::No;
    assert_eq!(world.case.publication_marks(), ["proposed", "decided"]);
    assert!(!PublicationProgress::Unproposed.marks(false).contains(&"feedback"));
    assert!(PublicationProgress::Unproposed.marks(true).contains(&"feedback"));
}
