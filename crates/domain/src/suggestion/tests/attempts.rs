//! What random histories try, in which order.

use proptest::prelude::*;

/// One attempt; numbers choose among the units, verdicts and categories.
#[derive(Clone, Copy, Debug)]
pub(super) enum Try {
    Invite,
    Confirm,
    Edit,
    Submit,
    Return,
    Insist,
    Accept,
    NotAccept,
    Assign(u8),
    Recall,
    Withdraw,
    AgreeWithdrawal,
    RefuseWithdrawal,
    CancelWithdrawal,
    Sign(u8),
    SendBack(u8),
    DecideSendBack(u8, u8),
    Start(u8),
    Talk(u8),
    ConfirmTalk(u8),
    CoOpinion(u8),
    ReturnCoOpinion(u8),
    MarkMissing(u8),
    HandOver(u8),
    Write(u8, u8),
    HandIn(u8),
    ReturnReply(u8),
    Pass(u8),
    SignOff(u8),
    Deliver(u8),
    Extend(u8),
    DecideExtension(u8),
    Rate(u8, u8),
    Interview,
    Explain,
    Rehandle,
    ReportPromise,
    JudgePromise(u8),
    FailPromise,
    ConfirmExplanation,
    Close,
    Reopen,
    Archive,
    Days(u8),
    Sweep,
}

pub(super) fn attempt() -> impl Strategy<Value = Try> {
    use Try::*;
    let unit = 0u8..3;
    let early = prop_oneof![
        2 => Just(Invite), 2 => Just(Confirm), 1 => Just(Edit), 4 => Just(Submit), 1 => Just(Return),
        1 => Just(Insist), 6 => Just(Accept), 1 => Just(NotAccept), 6 => (0u8..3).prop_map(Assign),
        1 => Just(Recall), 1 => Just(Withdraw), 1 => Just(AgreeWithdrawal), 1 => Just(RefuseWithdrawal),
        1 => Just(CancelWithdrawal),
    ];
    let handling = prop_oneof![
        6 => unit.clone().prop_map(Sign), 1 => unit.clone().prop_map(SendBack),
        1 => (unit.clone(), 0u8..3).prop_map(|(u, v)| DecideSendBack(u, v)),
        6 => unit.clone().prop_map(Start), 6 => unit.clone().prop_map(Talk), 4 => unit.clone().prop_map(ConfirmTalk),
        4 => unit.clone().prop_map(CoOpinion), 1 => unit.clone().prop_map(ReturnCoOpinion),
        1 => unit.clone().prop_map(MarkMissing), 1 => unit.clone().prop_map(HandOver), 8 => (unit.clone(), 0u8..5).prop_map(|(u, c)| Write(u, c)),
        8 => unit.clone().prop_map(HandIn), 1 => unit.clone().prop_map(ReturnReply), 8 => unit.clone().prop_map(Pass),
        8 => unit.clone().prop_map(SignOff), 8 => unit.clone().prop_map(Deliver),
        1 => unit.clone().prop_map(Extend), 1 => unit.prop_map(DecideExtension),
    ];
    let late = prop_oneof![
        8 => (0u8..3, 0u8..3).prop_map(|(a, r)| Rate(a, r)), 2 => Just(Interview), 1 => Just(Explain),
        2 => Just(Rehandle), 3 => Just(ReportPromise), 3 => (0u8..2).prop_map(JudgePromise),
        1 => Just(FailPromise), 1 => Just(ConfirmExplanation), 3 => Just(Close), 1 => Just(Reopen), 1 => Just(Archive),
    ];
    prop_oneof![2 => early, 6 => handling, 3 => late, 1 => (0u8..40).prop_map(Days), 1 => Just(Sweep)]
}

/// The main line with noise between its steps, so that random histories reach the late states too.
pub(super) fn history() -> impl Strategy<Value = Vec<Try>> {
    use Try::*;
    let noise = || proptest::collection::vec(attempt(), 0..6);
    let begin = prop_oneof![Just(vec![Submit]), Just(vec![Invite, Confirm, Submit])];
    let round = (noise(), noise(), 0u8..5, 0u8..3).prop_map(|(before, between, category, result)| {
        let answer =
            [Sign(0), Start(0), Talk(0), Write(0, category), HandIn(0), Pass(0), SignOff(0), Deliver(0)];
        let after = [Rate(0, result), ReportPromise, JudgePromise(1), Close];
        [&before[..], &answer[..], &between[..], &after[..]].concat()
    });
    (noise(), begin, noise(), 0u8..3, proptest::collection::vec(round, 0..5)).prop_map(
        |(first, begin, second, shape, rounds)| {
            [&first[..], &begin[..], &second[..], &[Accept, Assign(shape)], &rounds.concat()[..]].concat()
        },
    )
}
