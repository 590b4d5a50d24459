//! Files of a part: decided by their bytes, published as copies alone, and never while a mark or a look is missing.

use super::world::*;
use crate::authz::act;
use crate::file::{FileKind, FilePlace, FileReadability, FileReading, FileSection, files_of};
use crate::kernel::{DomainError, ErrorCode, FileId};
use crate::suggestion::*;
use std::sync::Arc;
use uuid::Uuid;

const CLEAR: SecrecyReview = SecrecyReview { secret: true, commercial: true, privacy: true, stability: true };
const FILE: FileId = FileId(Uuid::from_u128(0xF11E));
const TEXT: PublicationPart = PublicationPart::Text;

fn reading(readability: FileReadability, text: &str, sha256: &str) -> Arc<FileReading> {
    let section = FileSection { place: FilePlace::Body, label: String::new(), text: text.to_owned() };
    let sections = if text.is_empty() { Vec::new() } else { vec![section] };
    let (sha256, name) = (sha256.to_owned(), "来信.docx".to_owned());
    Arc::new(FileReading { sha256, name, readability, sections, findings: Vec::new() })
}

fn world(readability: FileReadability, text: &str) -> World {
    let mut world = World::replied("2026-05-20", ReplyCategory::Resolved);
    world.case.suggestion.text.facts = "村道破损，出行不便。".to_owned();
    world.case.suggestion.wishes.attachments = vec![FILE];
    world.case.file_readings.insert(FILE, reading(readability, text, "one"));
    world
}

fn looked(sha256: &str) -> LookedAtFile {
    LookedAtFile { part: TEXT, reply: None, file: FILE, sha256: sha256.to_owned() }
}

fn marked(world: &World) -> MarkedFile {
    world.case.marked_file((TEXT, None, FILE), &world.case.file_readings[&FILE], world.env.ctx().today())
}

fn mark(world: &mut World, decision: Option<MarkDecision>) -> Result<(), DomainError> {
    let choices = marked(world).marks.into_iter().map(|mark| MarkChoice {
        field: mark.field,
        start: mark.range.start,
        end: mark.range.end,
        kind: mark.kind,
        decision,
        reason: None,
    });
    let choices = choices.collect();
    let permit = may(&staff(), &world.case);
    world.case.decide_file_marks(&permit, &looked("one"), choices, &world.env.ctx()).map(drop)
}

fn publish_as(world: &mut World, name: &str, looked_by: Option<&str>, copy: u128) -> Result<(), DomainError> {
    let permit = may(&staff(), &world.case);
    let publish = PublishFile { name: name.to_owned(), looked_by: looked_by.map(str::to_owned) };
    let made = MadeCopy { file: FileId(Uuid::from_u128(copy)), sha256: format!("copy-{copy}"), size: 9 };
    let decision = (FileKind::Docx, FileDecision::Publish(publish, made));
    world.case.decide_file(&permit, &looked("one"), decision, &world.env.ctx()).map(drop)
}

fn code(result: Result<(), DomainError>) -> ErrorCode {
    result.unwrap_err().code
}

fn propose(world: &mut World) -> Result<crate::kernel::PublicationId, ErrorCode> {
    let permit = may(&staff(), &world.case);
    let command = ProposePublication { part: TEXT, reply: None, review: CLEAR, redactions: Vec::new() };
    let done = world.case.propose_publication(&permit, command, &world.env.ctx());
    done.map(|(id, _)| id).map_err(|error| error.code)
}

fn release(world: &mut World, id: crate::kernel::PublicationId) -> Result<(), ErrorCode> {
    let permit = may::<act::PublishSuggestion>(&head(), &world.case);
    let done = world.case.decide_publication(&permit, id, PublicationDecision::Release, &world.env.ctx());
    done.map(drop).map_err(|error| error.code)
}

fn public_names(world: &World) -> Vec<String> {
    let view = world.case.public_view();
    view.map_or_else(Vec::new, |view| view.files.iter().map(|copy| copy.name.clone()).collect())
}

#[test]
fn a_file_is_published_as_its_copy_when_every_mark_is_decided() {
    let mut world = world(FileReadability::Text, "来信人张某某，电话13857212345。");
    let before = world.case.clone();
    let id = propose(&mut world).unwrap();
    release(&mut world, id).unwrap();
    assert!(public_names(&world).is_empty(), "nobody decided about it, so it stays inside");
    world.case = before;

    assert_eq!(code(publish_as(&mut world, "来信", None, 1)), ErrorCode::PublicationFileMarks);
    mark(&mut world, Some(MarkDecision::Cover)).unwrap();
    for tells in ["来信13857212345", "13857212345"] {
        let refused = publish_as(&mut world, tells, None, 1).unwrap_err();
        assert_eq!(refused.fields[0].pointer, "#/public_name");
        assert_eq!(refused.fields[0].code, ErrorCode::PublicationFileNameTells);
    }
    publish_as(&mut world, "村民来信.docx", None, 1).unwrap();
    let covered = marked(&world).covered(&world.case.file_readings[&FILE]);
    assert_eq!(covered[0].text, "来信人张某某，电话＊＊＊＊＊＊＊＊＊＊＊。");
    let id = propose(&mut world).unwrap();
    release(&mut world, id).unwrap();
    assert_eq!(public_names(&world), ["村民来信.pdf"]);
    let copy = FileId(Uuid::from_u128(1));
    assert!(files_of(&world.case).contains(&copy), "the copy is kept with the matter");
    assert!(world.case.public_view().unwrap().file(FILE).is_none(), "the original is never public");
    // Public, it is decided about no more; taken down, a stone stays.
    assert_eq!(code(mark(&mut world, None)), ErrorCode::PublicationExists);
    assert!(world.case.file_tombstone(copy).is_none());
    let permit = may::<act::PublishSuggestion>(&head(), &world.case);
    let reason = (WithdrawalClass::PersonalData, "含有个人信息");
    world.case.unpublish(&permit, id, reason, &world.env.ctx()).unwrap();
    assert_eq!(world.case.file_tombstone(copy).unwrap().class, WithdrawalClass::PersonalData);
    assert!(world.case.file_tombstone(FILE).is_none(), "it never was public");
}

#[test]
fn a_word_that_is_covered_may_not_stand_in_the_public_name() {
    let mut world = world(FileReadability::Text, "来信人张某某。");
    let permit = may(&staff(), &world.case);
    let name = MarkChoice {
        field: "0".into(),
        start: 3,
        end: 6,
        kind: "name".into(),
        decision: Some(MarkDecision::Cover),
        reason: None,
    };
    world.case.decide_file_marks(&permit, &looked("one"), vec![name], &world.env.ctx()).unwrap();
    let refused = publish_as(&mut world, "张某某来信", None, 1).unwrap_err();
    assert_eq!(refused.fields[0].code, ErrorCode::PublicationFileNameTells);
    publish_as(&mut world, "村民来信", None, 1).unwrap();
}

#[test]
fn what_no_text_can_be_read_of_needs_a_named_look() {
    let mut world = world(FileReadability::Scan, "");
    assert_eq!(code(publish_as(&mut world, "扫描件", Some(" "), 1)), ErrorCode::PublicationFileNotRead);
    publish_as(&mut world, "扫描件", Some("王保密"), 1).unwrap();
    propose(&mut world).unwrap();
    for locked in [FileReadability::Encrypted, FileReadability::Damaged, FileReadability::Unsupported] {
        let mut world = self::world(locked, "");
        let refused = code(publish_as(&mut world, "文件", Some("王保密"), 1));
        assert_eq!(refused, ErrorCode::PublicationFileNotCleanable, "{locked}");
    }
}

#[test]
fn a_decision_lapses_with_its_marks_and_with_other_bytes() {
    let mut world = world(FileReadability::Text, "电话13857212345。");
    mark(&mut world, Some(MarkDecision::Cover)).unwrap();
    publish_as(&mut world, "来信", None, 1).unwrap();
    let id = propose(&mut world).unwrap();
    // Other bytes under the same file: nothing was decided about them.
    let known = world.case.file_readings.clone();
    world.case.file_readings.insert(FILE, reading(FileReadability::Text, "电话13857212345。", "two"));
    assert!(marked(&world).verdict.is_none() && marked(&world).undecided() == 1);
    assert_eq!(release(&mut world, id), Err(ErrorCode::PublicationFileChanged));
    // What was not read on this day is not released.
    world.case.file_readings.clear();
    assert_eq!(release(&mut world, id), Err(ErrorCode::PublicationFileNotRead));
    world.case.file_readings = known;
    // A mark taken back: the copy was covered otherwise, so it is published no more.
    mark(&mut world, None).unwrap();
    assert!(marked(&world).verdict.is_none());
    release(&mut world, id).unwrap();
    assert!(public_names(&world).is_empty());
    // No longer attached, no longer public.
    let mut gone = self::world(FileReadability::Text, "电话12345。");
    publish_as(&mut gone, "来信", None, 2).unwrap();
    let id = propose(&mut gone).unwrap();
    release(&mut gone, id).unwrap();
    assert_eq!(public_names(&gone).len(), 1);
    gone.case.suggestion.wishes.attachments.clear();
    assert!(public_names(&gone).is_empty());
}

#[test]
fn the_secrecy_review_covers_the_files_that_were_decided_before_it() {
    let mut world = world(FileReadability::Text, "已受理。");
    let text = LookedAt { part: TEXT, reply: None, text_sha256: world.case.part_sha256(TEXT, None) };
    let answer = |world: &mut World, clear| {
        for aspect in SecrecyAspect::ALL {
            let permit = may(&staff(), &world.case);
            let note = Some("已核对".to_owned());
            let command = ReviewSecrecy { aspect: *aspect, clear, reviewer: Some("王保密".into()), note };
            world.case.review_secrecy(&permit, &text, command, &world.env.ctx()).unwrap();
        }
    };
    let review = |world: &World| world.case.marked_part(TEXT, None, world.env.ctx().today()).review();
    answer(&mut world, true);
    assert!(review(&world).passes());
    publish_as(&mut world, "来信", None, 1).unwrap();
    assert!(!review(&world).passes(), "nobody was asked about the file");
    answer(&mut world, true);
    assert!(review(&world).passes());
    publish_as(&mut world, "来信", None, 2).unwrap();
    assert!(!review(&world).passes(), "nor about this copy");
    answer(&mut world, false);
    publish_as(&mut world, "来信", None, 3).unwrap();
    assert_eq!(propose(&mut world), Err(ErrorCode::PublicationReview), "a no stays a no");
}

#[test]
fn what_stays_inside_says_why_and_belongs_to_the_part() {
    let mut world = world(FileReadability::Encrypted, "");
    let permit = may(&staff(), &world.case);
    let keep = |reason: &str| (FileKind::Docx, FileDecision::KeepInside { reason: reason.to_owned() });
    let silent = world.case.decide_file(&permit, &looked("one"), keep(" "), &world.env.ctx()).unwrap_err();
    assert_eq!(silent.fields[0].pointer, "#/reason");
    world.case.decide_file(&permit, &looked("one"), keep("有密码"), &world.env.ctx()).unwrap();
    assert_eq!(marked(&world).verdict.unwrap().reason.as_deref(), Some("有密码"));
    let other = LookedAtFile { file: FileId(Uuid::from_u128(7)), ..looked("one") };
    let refused = world.case.decide_file(&permit, &other, keep("无关"), &world.env.ctx()).unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotFound);
    let stale = world.case.decide_file(&permit, &looked("two"), keep("无关"), &world.env.ctx()).unwrap_err();
    assert_eq!(stale.code, ErrorCode::PublicationFileChanged);
}
