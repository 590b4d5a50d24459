//! What of a meeting an account sees.

use super::{
    dto::{SupervisionMeetingResponse, SupervisionMeetingSummary, UnitReport},
    round_dto::{
        BallotRoundResponse, CountDifferenceResponse, ItemCountDto, ItemResultResponse, LevelRuleResponse,
        PaperCountDto, TellerEntryResponse, VoteItemResponse,
    },
};
use crate::http::ApiResult;
use domain::{
    authz::{Action, Actor, MeetingRecord, allows},
    ballot::{
        BallotRound, BallotState, BallotStep, ItemCount, ItemResult, LevelRule, PaperCount,
        SupervisionMeeting, TellerEntry, VoteItem, permille,
    },
};
use persistence::ballot::MeetingRow;

/// Steps with the right each needs, in the order in which a meeting goes.
const STEPS: &[(BallotStep, Action)] = &[
    (BallotStep::Revise, Action::PrepareSupervisionMeeting),
    (BallotStep::SetRoll, Action::PrepareSupervisionMeeting),
    (BallotStep::CheckIn, Action::PrepareSupervisionMeeting),
    (BallotStep::Issue, Action::PrepareSupervisionMeeting),
    (BallotStep::Open, Action::RunBallot),
    (BallotStep::Close, Action::RunBallot),
    (BallotStep::Void, Action::RunBallot),
    (BallotStep::EnterCount, Action::CountBallots),
    (BallotStep::Tally, Action::RunBallot),
    (BallotStep::Announce, Action::AnnounceBallot),
    (BallotStep::SecondVote, Action::PrepareSupervisionMeeting),
];

pub(super) fn summary(row: &MeetingRow) -> ApiResult<SupervisionMeetingSummary> {
    let meeting = row.aggregate()?;
    Ok(SupervisionMeetingSummary {
        id: row.id,
        jurisdiction_id: row.jurisdiction_id,
        jurisdiction_name: row.jurisdiction_name.clone(),
        term_name: row.term_name.clone(),
        title: row.title.clone(),
        held_on: row.held_on,
        place: row.place.clone(),
        state: row.state.clone(),
        round: meeting.round().no,
        items: meeting.round().items.len(),
        reports: meeting.reports.len(),
        announced: row.announced,
        updated_at: row.updated_at.into(),
        version: row.version,
    })
}

pub(super) fn represent(actor: &Actor, row: &MeetingRow) -> ApiResult<SupervisionMeetingResponse> {
    let meeting = row.aggregate()?;
    let path = row.scope_path();
    let record = MeetingRecord { path: &path, announced: row.announced };
    let whole = allows(actor, Action::CountBallots, &record);
    let rounds = meeting.rounds.iter().filter(|round| whole || round.state == BallotState::Announced);
    Ok(SupervisionMeetingResponse {
        id: row.id,
        jurisdiction_id: row.jurisdiction_id,
        jurisdiction_name: row.jurisdiction_name.clone(),
        term_id: row.term_id,
        term_name: row.term_name.clone(),
        title: row.title.clone(),
        held_on: row.held_on,
        place: row.place.clone(),
        reports: reports(row, &meeting),
        rounds: rounds.map(|round| represent_round(actor, round)).collect(),
        allowed_actions: allowed(actor, record, &meeting),
        updated_at: row.updated_at.into(),
        version: row.version,
    })
}

fn allowed(actor: &Actor, record: MeetingRecord<'_>, meeting: &SupervisionMeeting) -> Vec<&'static str> {
    let may = |(step, action): &&(BallotStep, Action)| {
        meeting.round().allows(*step) && allows(actor, *action, &record)
    };
    STEPS.iter().filter(may).map(|(step, _)| step.code()).collect()
}

fn reports(row: &MeetingRow, meeting: &SupervisionMeeting) -> Vec<UnitReport> {
    let report = |report: &domain::ballot::Report| UnitReport {
        unit_id: report.unit.0,
        unit_name: row.unit_name(report.unit.0),
        way: report.way.code(),
        speaker: report.speaker.clone(),
        summary: report.summary.clone(),
    };
    meeting.reports.iter().map(report).collect()
}

fn represent_round(actor: &Actor, round: &BallotRound) -> BallotRoundResponse {
    let instant = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(Into::into);
    BallotRoundResponse {
        no: round.no,
        state: round.state.code(),
        way: round.way.code(),
        held_on: round.held_on,
        items: round
            .items
            .iter()
            .enumerate()
            .map(|(i, item)| represent_item(item, round.results.get(i)))
            .collect(),
        rule: round.rule.map(represent_rule),
        eligible: round.figures.map(|figures| figures.eligible),
        present: round.figures.map(|figures| figures.present),
        issued: round.figures.map(|figures| figures.issued),
        returned: round.returned,
        valid: round.valid,
        invalid: round.invalid,
        tellers: round.entries.iter().map(|entry| represent_entry(actor, entry)).collect(),
        differences: round.differences().map(|found| {
            let one =
                |d: domain::ballot::CountDifference| CountDifferenceResponse { field: d.field, item: d.item };
            found.into_iter().map(one).collect()
        }),
        opened_at: instant(round.opened_at),
        closed_at: instant(round.closed_at),
        tallied_at: instant(round.tallied_at),
        announced_at: instant(round.announced_at),
        report_again_by: round.report_again_by,
    }
}

fn represent_item(item: &VoteItem, result: Option<&ItemResult>) -> VoteItemResponse {
    VoteItemResponse {
        no: item.no,
        subject: item.item.subject.code(),
        unit_id: item.item.unit.map(|unit| unit.0),
        suggestion_id: item.item.suggestion.map(|suggestion| suggestion.0),
        axis: item.item.axis.map(|axis| axis.code()),
        title: item.item.title.clone(),
        first_no: item.first_no,
        result: result.map(represent_result),
    }
}

fn represent_result(result: &ItemResult) -> ItemResultResponse {
    let of = |number: fn(&ItemCount) -> u32| result.count.as_ref().map(number);
    let share = |number: fn(&ItemCount) -> u32| {
        result.count.as_ref().and_then(|count| permille(number(count), count.ballots()))
    };
    ItemResultResponse {
        level: result.level.map(|level| level.code()),
        withheld: result.count.is_none(),
        satisfied: of(|count| count.satisfied),
        basic: of(|count| count.basic),
        unsatisfied: of(|count| count.unsatisfied),
        abstained: of(|count| count.abstained),
        satisfied_permille: share(|count| count.satisfied),
        approval_permille: share(|count| count.satisfied + count.basic),
    }
}

fn represent_rule(rule: LevelRule) -> LevelRuleResponse {
    LevelRuleResponse {
        satisfied_percent: rule.satisfied_percent,
        approval_percent: rule.approval_percent,
        basic_percent: rule.basic_percent,
        min_ballots: rule.min_ballots,
        report_again_months: rule.report_again_months,
    }
}

fn represent_entry(actor: &Actor, entry: &TellerEntry) -> TellerEntryResponse {
    let own = entry.account == actor.account;
    TellerEntryResponse {
        office: entry.office.code(),
        name: entry.name.clone(),
        at: entry.at.into(),
        own,
        count: own.then(|| represent_count(&entry.count)),
    }
}

fn represent_count(count: &PaperCount) -> PaperCountDto {
    let item = |item: &ItemCount| ItemCountDto {
        satisfied: item.satisfied,
        basic: item.basic,
        unsatisfied: item.unsatisfied,
        abstained: item.abstained,
    };
    PaperCountDto {
        issued: count.issued,
        returned: count.returned,
        valid: count.valid,
        invalid: count.invalid,
        items: count.items.iter().map(item).collect(),
    }
}
