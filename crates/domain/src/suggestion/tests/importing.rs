//! 历史台账导入: what the ledger proves, and that the matter goes on from there.

use super::invariants::check;
use super::world::*;
use crate::authz::act;
use crate::kernel::*;
use crate::suggestion::*;
use uuid::Uuid;

const SESSION: CongressSessionId = CongressSessionId(Uuid::from_u128(202));

fn entry() -> LedgerEntry {
    LedgerEntry {
        id: SuggestionId(Uuid::from_u128(700)),
        code: Some("JY-18-05-0001".into()),
        official_no: OfficialNumber {
            series: NumberSeries::Session { jurisdiction: COUNTY, session: SESSION },
            number: 63,
        },
        place: Place { session: Some(SESSION), ..place() },
        lead: LEAD,
        cosigners: vec![SECOND],
        text: SuggestionText {
            title: "关于增设即停即走车位的建议".into(), ..SuggestionText::default()
        },
        text_sha256: "a".repeat(64),
        category: "城建交通".into(),
        publish_consent: Some(PublishConsent::Full),
        accepted_on: day("2026-03-06"),
        parts: vec![
            LedgerPart { unit: HOUSING, role: TaskRole::Lead },
            LedgerPart { unit: TRAFFIC, role: TaskRole::Co },
        ],
        assigned_on: Some(day("2026-03-06")),
        reply_due_on: None,
        reply: None,
        rating: None,
        source: "交办清单 第4行".into(),
    }
}

fn replied(category: ReplyCategory) -> LedgerEntry {
    let doc_no = Some("泗住建复〔2026〕5号".to_owned());
    LedgerEntry { reply: Some(LedgerReply { on: day("2026-05-20"), doc_no, category }), ..entry() }
}

fn rated(category: ReplyCategory, result: Rating) -> LedgerEntry {
    LedgerEntry { rating: Some(LedgerRating { attitude: Rating::Satisfied, result }), ..replied(category) }
}

fn import(entry: LedgerEntry) -> Result<World, DomainError> {
    let env = Env::new("2026-11-20");
    let permit = crate::authz::require::<act::RunImports>(&staff(), &crate::authz::PublicRegister).unwrap();
    let (case, effects) = Case::from_ledger(&permit, entry, &env.ctx())?;
    assert_eq!(effects.events.len(), 1);
    assert_eq!(effects.events[0].kind, "suggestion.imported");
    check(&case);
    assert!(case.log.iter().all(|line| line.step == IMPORTED && line.by == Some(permit.account())));
    Ok(World { env, case })
}

#[test]
fn the_state_is_what_the_ledger_proves() {
    let status = |entry| import(entry).unwrap().case.status();
    let unassigned = LedgerEntry { assigned_on: None, parts: Vec::new(), ..entry() };
    assert_eq!(status(unassigned), SuggestionStatus::Accepted);
    assert_eq!(status(entry()), SuggestionStatus::Assigned);
    assert_eq!(status(replied(ReplyCategory::Resolved)), SuggestionStatus::Replied);
    assert_eq!(status(rated(ReplyCategory::Resolved, Rating::Satisfied)), SuggestionStatus::Closed);
    // A promise is owed for as long as nobody has said that it is kept.
    assert_eq!(status(rated(ReplyCategory::InProgress, Rating::Basic)), SuggestionStatus::Tracking);
    assert_eq!(status(rated(ReplyCategory::Deferred, Rating::Unsatisfied)), SuggestionStatus::Evaluated);
}

#[test]
fn days_are_those_of_the_ledger() {
    let case = import(rated(ReplyCategory::Resolved, Rating::Satisfied)).unwrap().case;
    let suggestion = &case.suggestion;
    assert_eq!(suggestion.assigned_at.map(business_date), Some(day("2026-03-06")));
    assert_eq!(suggestion.replied_at.map(business_date), Some(day("2026-05-20")));
    assert_eq!(suggestion.closed_at.map(business_date), Some(day("2026-05-20")));
    // Three months from the assignment: 6 June is a Saturday.
    assert_eq!(suggestion.dues.effective.as_ref().map(|due| due.on), Some(day("2026-06-08")));
    let told = LedgerEntry { reply_due_on: Some(day("2026-05-31")), ..entry() };
    let case = import(told).unwrap().case;
    assert_eq!(case.suggestion.dues.effective.as_ref().map(|due| due.on), Some(day("2026-05-31")));
    assert_eq!(case.tasks[0].effective_due(), Some(day("2026-05-31")));
    assert_eq!(case.suggestion.signers(), [LEAD, SECOND]);
}

#[test]
fn a_ledger_that_says_nothing_of_consent_publishes_nothing() {
    let case = import(LedgerEntry { publish_consent: None, ..entry() }).unwrap().case;
    assert!(case.publishable(PublicationPart::Title, None, true).is_err());
    let case = import(replied(ReplyCategory::Resolved)).unwrap().case;
    assert!(case.publishable(PublicationPart::Text, None, true).is_ok());
    let letter = Some(case.replies[0].id);
    let refused = case.publishable(PublicationPart::Reply, letter, true).unwrap_err();
    assert_eq!(refused.code, ErrorCode::PublicationAttribute, "its text is on paper");
}

#[test]
fn separate_units_each_answer() {
    let split = |unit| LedgerPart { unit, role: TaskRole::Split };
    let entry = LedgerEntry {
        parts: vec![split(HOUSING), split(TRAFFIC)],
        ..rated(ReplyCategory::Resolved, Rating::Satisfied)
    };
    let case = import(entry).unwrap().case;
    assert_eq!((case.replies.len(), case.feedbacks.len()), (2, 2));
    assert_eq!(case.replies[1].issue.as_ref().unwrap().doc_no, "", "one number stands in the ledger");
}

#[test]
fn what_contradicts_itself_is_refused_field_by_field() {
    let refused = |entry| -> Vec<String> {
        import(entry).err().unwrap().fields.into_iter().map(|field| field.pointer).collect()
    };
    let early =
        LedgerReply {
            on: day("2026-03-05"), doc_no: Some("口头".into()), category: ReplyCategory::Resolved
        };
    assert_eq!(refused(LedgerEntry { reply: Some(early), ..entry() }), ["#/replied_on", "#/doc_no"]);
    let late = LedgerReply { on: day("2026-11-21"), doc_no: None, category: ReplyCategory::Resolved };
    assert_eq!(refused(LedgerEntry { reply: Some(late), ..entry() }), ["#/replied_on"]);
    assert_eq!(refused(LedgerEntry { parts: Vec::new(), ..entry() }), ["#/lead_unit"]);
    let lone = vec![LedgerPart { unit: HOUSING, role: TaskRole::Co }];
    assert_eq!(refused(LedgerEntry { parts: lone, ..entry() }), ["#/lead_unit"]);
    let rating = Some(LedgerRating { attitude: Rating::Basic, result: Rating::Basic });
    assert_eq!(refused(LedgerEntry { rating, ..entry() }), ["#/result"]);
    assert_eq!(refused(LedgerEntry { reply_due_on: Some(day("2026-03-01")), ..entry() }), ["#/reply_due_on"]);
}

#[test]
fn it_goes_on_by_the_ordinary_commands() {
    let mut world = import(entry()).unwrap();
    for unit in [HOUSING, TRAFFIC] {
        let task = world.task_of(unit);
        let permit = may_task(&handler(unit), &world.case, task);
        world.case.sign(&permit, task, &world.env.ctx()).unwrap();
    }
    assert_eq!(world.case.status(), SuggestionStatus::Handling);
    check(&world.case);
    let mut world = import(replied(ReplyCategory::Resolved)).unwrap();
    world.rate(Rating::Satisfied, Rating::Basic).unwrap();
    assert_eq!(world.case.status(), SuggestionStatus::Closed);
    let review = SecrecyReview { secret: true, commercial: true, privacy: true, stability: true };
    let part = PublicationPart::Title;
    let command = ProposePublication { part, reply: None, review, redactions: Vec::new() };
    let permit = may(&staff(), &world.case);
    let (id, _) = world.case.propose_publication(&permit, command, &world.env.ctx()).unwrap();
    let permit = may(&head(), &world.case);
    world.case.decide_publication(&permit, id, PublicationDecision::Release, &world.env.ctx()).unwrap();
    assert_eq!(world.case.public_view().unwrap().title, "关于增设即停即走车位的建议");
    check(&world.case);
}
