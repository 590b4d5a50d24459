use super::*;
use crate::{
    authz::permit_for_tests,
    ballot::{ResultLevel, VoteSubject},
    kernel::AccountId,
    settings::Settings,
};
use chrono::TimeZone;
use uuid::Uuid;

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 20, 2, 0, 0).unwrap()
}

fn data(way: VotingWay) -> MeetingData {
    let item = |n: u128| NewItem {
        subject: VoteSubject::Unit,
        unit: Some(UnitId(Uuid::from_u128(n))),
        suggestion: None,
        axis: None,
        title: format!("单位{n}办理工作"),
    };
    MeetingData {
        title: "2026年代表建议办理督办会".to_owned(),
        held_on: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
        place: "人大会议室".to_owned(),
        reports: Vec::new(),
        way,
        items: vec![item(1), item(2)],
    }
}

fn meeting(way: VotingWay) -> SupervisionMeeting {
    let at = (JurisdictionId(Uuid::nil()), TermId(Uuid::nil()));
    let id = SupervisionMeetingId(Uuid::from_u128(9));
    SupervisionMeeting::create(&permit_for_tests(), id, at, data(way)).unwrap().next
}

fn opened(way: VotingWay) -> SupervisionMeeting {
    let rule = LevelRule::of(&Settings::default());
    meeting(way).open(&permit_for_tests(), 35, rule, now()).unwrap().next
}

const FIGURES: RollFigures = RollFigures { eligible: 35, present: 31, issued: 31 };

fn counts() -> [ItemCount; 2] {
    [
        ItemCount { satisfied: 20, basic: 6, unsatisfied: 3, abstained: 0 },
        ItemCount { satisfied: 5, basic: 5, unsatisfied: 19, abstained: 0 },
    ]
}

/// Domain specification §8.3, example 6, through the whole round.
#[test]
fn example_six_from_opening_to_the_second_vote() {
    let closed =
        opened(VotingWay::Electronic).close(&permit_for_tests(), FIGURES, Some((30, 1)), now()).unwrap();
    let round = closed.next.round().clone();
    assert_eq!((round.returned, round.valid, round.invalid), (Some(30), Some(29), Some(1)));
    let tallied = closed.next.tally(&permit_for_tests(), &counts(), now()).unwrap().next;
    let levels: Vec<_> = tallied.round().results.iter().map(|result| result.level).collect();
    assert_eq!(levels, [Some(ResultLevel::Satisfied), Some(ResultLevel::Unsatisfied)]);
    assert!(!tallied.announced());
    let announced = tallied.announce(&permit_for_tests(), now()).unwrap().next;
    assert!(announced.announced());
    assert_eq!(announced.round().report_again_by, NaiveDate::from_ymd_opt(2027, 1, 20));
    let day = NaiveDate::from_ymd_opt(2027, 1, 25).unwrap();
    let again = announced.second_vote(&permit_for_tests(), day).unwrap().next;
    assert_eq!(again.rounds.len(), 2);
    let items: Vec<_> = again.round().items.iter().map(|item| (item.no, item.first_no)).collect();
    assert_eq!(items, [(1, Some(2))]);
    assert_eq!(again.round().state, BallotState::Prepared);
    assert!(again.announced(), "the first result stays readable");
}

#[test]
fn no_more_ballots_come_back_than_went_out() {
    let refused = opened(VotingWay::Electronic).close(&permit_for_tests(), FIGURES, Some((32, 0)), now());
    assert_eq!(refused.unwrap_err().code, ErrorCode::BallotReturnedTooMany);
}

#[test]
fn nothing_opens_without_items_or_voters() {
    let rule = LevelRule::of(&Settings::default());
    let code = |meeting: &SupervisionMeeting, eligible| {
        meeting.open(&permit_for_tests(), eligible, rule, now()).unwrap_err().code
    };
    let mut meeting = meeting(VotingWay::Electronic);
    assert_eq!(code(&meeting, 0), ErrorCode::BallotRollEmpty);
    meeting.rounds[0].items.clear();
    assert_eq!(code(&meeting, 35), ErrorCode::BallotNothingToVote);
}

#[test]
fn two_tellers_on_their_own_must_agree() {
    let closed = opened(VotingWay::Paper).close(&permit_for_tests(), FIGURES, None, now()).unwrap().next;
    let count = PaperCount { issued: 31, returned: 30, valid: 29, invalid: 1, items: counts().to_vec() };
    let enter = |meeting: &SupervisionMeeting, office, account: u128, count: PaperCount| {
        let permit = permit_for_tests();
        let mut outcome = meeting.enter_count(&permit, (office, "张三"), count, now())?;
        let entries = &mut outcome.next.rounds[0].entries;
        entries.last_mut().unwrap().account = AccountId(Uuid::from_u128(account));
        Ok::<_, DomainError>(outcome.next)
    };
    let one = enter(&closed, TellerOffice::Supervisor, 1, count.clone()).unwrap();
    assert_eq!(one.tally(&permit_for_tests(), &[], now()).unwrap_err().code, ErrorCode::BallotTellersMissing);
    let mut other = count.clone();
    other.items[1] = ItemCount { satisfied: 6, basic: 4, ..other.items[1] };
    let differing = enter(&one, TellerOffice::Counter, 2, other).unwrap();
    assert!(!differing.round().allows(BallotStep::Tally));
    let refused = differing.tally(&permit_for_tests(), &[], now()).unwrap_err();
    assert_eq!(refused.code, ErrorCode::BallotTellersDiffer);
    let agreeing = enter(&differing, TellerOffice::Counter, 2, count).unwrap();
    let tallied = agreeing.tally(&permit_for_tests(), &[], now()).unwrap().next;
    assert_eq!(tallied.round().valid, Some(29));
    assert_eq!(tallied.round().results[0].level, Some(ResultLevel::Satisfied));
}

#[test]
fn one_person_is_not_both_tellers() {
    let closed = opened(VotingWay::Paper).close(&permit_for_tests(), FIGURES, None, now()).unwrap().next;
    let count = PaperCount { issued: 31, returned: 30, valid: 29, invalid: 1, items: counts().to_vec() };
    let permit = permit_for_tests();
    let one =
        closed.enter_count(&permit, (TellerOffice::Supervisor, "张三"), count.clone(), now()).unwrap().next;
    let refused = one.enter_count(&permit, (TellerOffice::Counter, "张三"), count, now()).unwrap_err();
    assert_eq!(refused.code, ErrorCode::BallotSameTeller);
}

#[test]
fn a_voided_round_begins_again_and_forgets() {
    let closed =
        opened(VotingWay::Electronic).close(&permit_for_tests(), FIGURES, Some((30, 1)), now()).unwrap();
    let voided = closed.next.void(&permit_for_tests(), "钥匙遗失").unwrap();
    assert_eq!(voided.next.round(), meeting(VotingWay::Electronic).round());
    assert_eq!(voided.audit.after["reason"], "钥匙遗失");
    assert!(closed.next.void(&permit_for_tests(), " ").is_err());
}

#[test]
fn what_is_voted_on_does_not_change_once_voting_began_or_in_a_second_vote() {
    let open = opened(VotingWay::Electronic);
    assert_eq!(
        open.revise(&permit_for_tests(), data(VotingWay::Paper)).unwrap_err().code,
        ErrorCode::StateConflict
    );
    let mut again = meeting(VotingWay::Electronic);
    again.rounds[0].no = 2;
    let mut other = data(VotingWay::Paper);
    assert!(again.revise(&permit_for_tests(), other.clone()).is_ok());
    other.items.pop();
    let refused = again.revise(&permit_for_tests(), other).unwrap_err();
    assert_eq!(refused.code, ErrorCode::BallotSecondVoteItems);
}
