//! Marks of personal data: decided one by one about exactly one text, before anything is released.

use super::world::*;
use crate::authz::act;
use crate::kernel::ErrorCode;
use crate::suggestion::*;

const CLEAR: SecrecyReview = SecrecyReview { secret: true, commercial: true, privacy: true, stability: true };
const FACTS: &str = "村民反映，联系电话13857212345，家住幸福里小区5-2-301，热线12345已受理。";

fn world() -> World {
    let mut world = World::replied("2026-05-20", ReplyCategory::Resolved);
    world.case.suggestion.text.facts = FACTS.to_owned();
    world
}

fn looked(world: &World, part: PublicationPart) -> LookedAt {
    let reply = world.case.replies.first().map(|reply| reply.id).filter(|_| part == PublicationPart::Reply);
    LookedAt { part, reply, text_sha256: world.case.part_sha256(part, reply) }
}

fn marked(world: &World) -> MarkedPart {
    world.case.marked_part(PublicationPart::Text, None, world.env.ctx().today())
}

fn choice(mark: &Mark, decision: Option<MarkDecision>, reason: Option<&str>) -> MarkChoice {
    MarkChoice {
        field: mark.field.clone(),
        start: mark.range.start,
        end: mark.range.end,
        kind: mark.kind.clone(),
        decision,
        reason: reason.map(str::to_owned),
    }
}

fn decide(
    world: &mut World,
    looked: &LookedAt,
    choices: Vec<MarkChoice>,
) -> Result<(), crate::kernel::DomainError> {
    let permit = may(&staff(), &world.case);
    world.case.decide_marks(&permit, looked, choices, &world.env.ctx()).map(drop)
}

fn propose(world: &mut World, part: PublicationPart) -> Result<crate::kernel::PublicationId, ErrorCode> {
    let reply = looked(world, part).reply;
    let permit = may(&staff(), &world.case);
    let command = ProposePublication { part, reply, review: CLEAR, redactions: Vec::new() };
    let done = world.case.propose_publication(&permit, command, &world.env.ctx());
    done.map(|(id, _)| id).map_err(|error| error.code)
}

fn release(world: &mut World, id: crate::kernel::PublicationId) -> Result<(), ErrorCode> {
    let permit = may::<act::PublishSuggestion>(&head(), &world.case);
    let done = world.case.decide_publication(&permit, id, PublicationDecision::Release, &world.env.ctx());
    done.map(drop).map_err(|error| error.code)
}

fn cover_all(world: &mut World) {
    let choices =
        marked(world).marks.iter().map(|mark| choice(mark, Some(MarkDecision::Cover), None)).collect();
    let looked = looked(world, PublicationPart::Text);
    decide(world, &looked, choices).unwrap();
}

#[test]
fn nothing_is_proposed_or_released_while_a_mark_is_undecided() {
    let mut world = world();
    let kinds: Vec<String> = marked(&world).marks.iter().map(|mark| mark.kind.clone()).collect();
    assert_eq!(kinds, ["mobile", "address"]);
    assert_eq!(propose(&mut world, PublicationPart::Text), Err(ErrorCode::PublicationMarks));
    assert!(world.case.looks.is_empty(), "a refused proposal leaves no decision behind");
    let marks = marked(&world).marks;
    let text = looked(&world, PublicationPart::Text);
    decide(&mut world, &text, vec![choice(&marks[0], Some(MarkDecision::Cover), None)]).unwrap();
    assert_eq!(marked(&world).undecided(), 1);
    assert_eq!(propose(&mut world, PublicationPart::Text), Err(ErrorCode::PublicationMarks));
    let stays = choice(&marks[1], Some(MarkDecision::Leave), Some("系商铺地址，已对外公示"));
    decide(&mut world, &text, vec![stays]).unwrap();
    let id = propose(&mut world, PublicationPart::Text).unwrap();
    // Taken back while it waits: the head is not asked to trust the clerk's first thought.
    decide(&mut world, &text, vec![choice(&marks[1], None, None)]).unwrap();
    assert_eq!(release(&mut world, id), Err(ErrorCode::PublicationMarks));
    decide(&mut world, &text, vec![choice(&marks[1], Some(MarkDecision::Cover), None)]).unwrap();
    let preview = world.case.as_if_released(&[(PublicationPart::Text, None)], world.env.ctx().today());
    let shown = preview.public_view().unwrap().facts;
    release(&mut world, id).unwrap();
    let facts = world.case.public_view().unwrap().facts;
    assert_eq!(
        facts.as_deref(),
        Some("村民反映，联系电话＊＊＊＊＊＊＊＊＊＊＊，家住＊＊＊＊＊＊＊＊＊＊＊＊，热线12345已受理。")
    );
    assert_eq!(shown, facts, "the preview was the page");
    // Public, it is looked at no more: it is taken down first.
    let refused = decide(&mut world, &text, vec![choice(&marks[0], None, None)]).unwrap_err();
    assert_eq!(refused.code, ErrorCode::PublicationExists);
}

#[test]
fn a_mark_stays_only_with_a_reason_and_lies_within_its_text() {
    let mut world = world();
    let mark = marked(&world).marks[0].clone();
    let text = looked(&world, PublicationPart::Text);
    let choices = vec![
        choice(&mark, Some(MarkDecision::Leave), Some(" ")),
        MarkChoice { field: "body".into(), ..choice(&mark, Some(MarkDecision::Cover), None) },
        MarkChoice { end: 900, ..choice(&mark, Some(MarkDecision::Cover), None) },
        MarkChoice { start: 9, end: 9, ..choice(&mark, Some(MarkDecision::Cover), None) },
        MarkChoice { kind: "secret".into(), ..choice(&mark, Some(MarkDecision::Cover), None) },
    ];
    let refused = decide(&mut world, &text, choices).unwrap_err();
    let places: Vec<&str> = refused.fields.iter().map(|field| field.pointer.as_str()).collect();
    let wanted =
        ["#/choices/0/reason", "#/choices/1/field", "#/choices/2/end", "#/choices/3/end", "#/choices/4/kind"];
    assert_eq!(places, wanted);
    // What the recogniser does not know is added by hand, and taken away again.
    let added = MarkChoice {
        start: 0,
        end: 2,
        kind: "name".into(),
        ..choice(&mark, Some(MarkDecision::Cover), None)
    };
    decide(&mut world, &text, vec![added.clone()]).unwrap();
    let first = marked(&world).marks[0].clone();
    assert!(!first.found && first.range == (0..2) && first.verdict.is_some());
    decide(&mut world, &text, vec![MarkChoice { decision: None, ..added.clone() }]).unwrap();
    assert!(marked(&world).marks.iter().all(|mark| mark.found));
    // A wider cover decides the marks within it.
    let wide = MarkChoice { end: FACTS.chars().count() as u32, ..added };
    decide(&mut world, &text, vec![wide]).unwrap();
    assert_eq!(marked(&world).undecided(), 0);
}

#[test]
fn a_changed_text_is_looked_at_again_and_is_not_public_until_then() {
    let mut world = world();
    cover_all(&mut world);
    let before = looked(&world, PublicationPart::Text);
    let id = propose(&mut world, PublicationPart::Text).unwrap();
    world.case.suggestion.text.analysis.push_str("补充：联系人手机13957212345。");
    assert_eq!(marked(&world).undecided(), 3, "nothing was decided about this text");
    assert_eq!(release(&mut world, id), Err(ErrorCode::PublicationTextChanged));
    let mark = marked(&world).marks[0].clone();
    let refused =
        decide(&mut world, &before, vec![choice(&mark, Some(MarkDecision::Cover), None)]).unwrap_err();
    assert_eq!(refused.code, ErrorCode::PublicationTextChanged);
    let mut world = self::world();
    cover_all(&mut world);
    let id = propose(&mut world, PublicationPart::Text).unwrap();
    release(&mut world, id).unwrap();
    assert!(world.case.public_view().is_some());
    world.case.suggestion.text.facts.push('又');
    assert!(world.case.public_view().is_none(), "nobody has looked at this text");
}

#[test]
fn the_secrecy_review_is_answered_by_name_for_each_question_and_text() {
    let mut world = world();
    let text = looked(&world, PublicationPart::Text);
    let answer = |world: &mut World, aspect, clear, reviewer: Option<&str>, note: Option<&str>| {
        let permit = may(&staff(), &world.case);
        let command = ReviewSecrecy {
            aspect,
            clear,
            reviewer: reviewer.map(str::to_owned),
            note: note.map(str::to_owned),
        };
        world.case.review_secrecy(&permit, &text, command, &world.env.ctx()).map(drop)
    };
    let early = answer(&mut world, SecrecyAspect::Privacy, true, None, None).unwrap_err();
    assert_eq!(early.code, ErrorCode::PublicationMarks, "privacy is not clear before the marks are decided");
    let silent = answer(&mut world, SecrecyAspect::StateSecret, false, Some("王保密"), None).unwrap_err();
    assert_eq!(silent.fields[0].pointer, "#/note");
    answer(&mut world, SecrecyAspect::StateSecret, false, Some("王保密"), Some("涉及未公开规划")).unwrap();
    cover_all(&mut world);
    assert_eq!(
        propose(&mut world, PublicationPart::Text),
        Err(ErrorCode::PublicationReview),
        "no box overrides a name"
    );
    answer(&mut world, SecrecyAspect::StateSecret, true, Some("王保密"), Some("规划已公示")).unwrap();
    answer(&mut world, SecrecyAspect::Privacy, true, Some("李隐私"), None).unwrap();
    let id = propose(&mut world, PublicationPart::Text).unwrap();
    let lines = marked(&world).secrecy;
    let by_name: Vec<_> = lines.iter().map(|line| (line.aspect, line.reviewer.as_deref())).collect();
    assert_eq!(by_name[0], (SecrecyAspect::StateSecret, Some("王保密")));
    assert_eq!(by_name.len(), 4);
    answer(&mut world, SecrecyAspect::Stability, false, None, Some("正值敏感时期")).unwrap();
    assert_eq!(release(&mut world, id), Err(ErrorCode::PublicationReview));
}

#[test]
fn taken_down_it_leaves_a_stone_and_is_published_again() {
    let mut world = world();
    cover_all(&mut world);
    assert_eq!(world.case.tombstone(), None, "never public");
    let id = propose(&mut world, PublicationPart::Text).unwrap();
    release(&mut world, id).unwrap();
    assert_eq!(world.case.tombstone(), None, "public");
    let permit = may::<act::PublishSuggestion>(&head(), &world.case);
    let reason = (WithdrawalClass::DeputyRequest, "代表来函要求撤回");
    let effects = world.case.unpublish(&permit, id, reason, &world.env.ctx()).unwrap();
    assert_eq!(
        (effects.audit.action, effects.events[0].kind),
        ("suggestion.unpublish", "publication.withdrawn")
    );
    let stone = Tombstone { withdrawn_at: world.env.now, class: WithdrawalClass::DeputyRequest };
    assert_eq!(world.case.tombstone(), Some(stone));
    let again = propose(&mut world, PublicationPart::Text).unwrap();
    release(&mut world, again).unwrap();
    assert_eq!(world.case.tombstone(), None);
    assert!(world.case.public_view().is_some());
}

#[test]
fn promises_and_what_was_released_before_there_were_looks_are_covered_as_the_recogniser_finds() {
    let mut world = World::replied("2026-05-20", ReplyCategory::InProgress);
    world.case.commitments[0].text = "由13857212345负责在6月底前完成".to_owned();
    let id = propose(&mut world, PublicationPart::Title).unwrap();
    release(&mut world, id).unwrap();
    let id = propose(&mut world, PublicationPart::Reply).unwrap();
    release(&mut world, id).unwrap();
    let view = world.case.public_view().unwrap();
    assert_eq!(view.promises[0].text, "由＊＊＊＊＊＊＊＊＊＊＊负责在6月底前完成");
    let mut world = self::world();
    cover_all(&mut world);
    let id = propose(&mut world, PublicationPart::Text).unwrap();
    release(&mut world, id).unwrap();
    let publication = world.case.publications.last_mut().unwrap();
    (publication.text_sha256, publication.redactions) = (None, Vec::new());
    assert!(!world.case.public_view().unwrap().facts.unwrap().contains("138"));
}
