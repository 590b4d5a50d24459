//! 计票结果报告单: the printed record.

use crate::{
    http::{Api, ApiResult, Caller, FileBody},
    letter::{DOCX, Format, Printed, answer_document},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, web};
use documents::ballot::{CountRecord, RecordLine};
use domain::{
    authz::{Action, MeetingRecord, act, allows, require},
    ballot::{BallotRound, BallotState, ItemResult, LevelRule, SupervisionMeeting, TellerOffice, permille},
    kernel::{ErrorCode, SupervisionMeetingId},
};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_ballot_record_pdf, get_ballot_record_pdf)
        .route(__path_get_ballot_record_docx, get_ballot_record_docx);
}

/// The record of a count, PDF
///
/// 计票结果报告单 of a round, with lines for the tellers' signatures. For those who hold the meeting as soon as the count is
/// confirmed, for everybody else who may read results once they are announced.
#[utoipa::path(get, path = "/api/v1/supervision-meetings/{id}/rounds/{no}/record.pdf", tag = "ballot",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The meeting"), ("no" = u16, Path, description = "The round")),
    responses((status = 200, description = "The record", content_type = "application/pdf", body = FileBody)))]
pub(super) async fn get_ballot_record_pdf(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(Uuid, u16)>,
    request: HttpRequest,
) -> ApiResult<HttpResponse> {
    answer(&state, &caller, *path, &request, Format::Pdf).await
}

/// The record of a count, Word
///
/// 计票结果报告单 of a round, as [the PDF](#get_ballot_record_pdf).
#[utoipa::path(get, path = "/api/v1/supervision-meetings/{id}/rounds/{no}/record.docx", tag = "ballot",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The meeting"), ("no" = u16, Path, description = "The round")),
    responses((status = 200, description = "The record", content_type = DOCX, body = FileBody)))]
pub(super) async fn get_ballot_record_docx(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(Uuid, u16)>,
    request: HttpRequest,
) -> ApiResult<HttpResponse> {
    answer(&state, &caller, *path, &request, Format::Docx).await
}

async fn answer(
    state: &State,
    caller: &Caller,
    (id, no): (Uuid, u16),
    request: &HttpRequest,
    format: Format,
) -> ApiResult<HttpResponse> {
    let row = state.store.supervision_meeting(SupervisionMeetingId(id)).await?.ok_or(ErrorCode::NotFound)?;
    let subject = MeetingRecord { path: &row.scope_path(), announced: row.announced };
    require::<act::ReadSupervisionMeeting>(&caller.actor, &subject)?;
    let whole = allows(&caller.actor, Action::CountBallots, &subject);
    let meeting = row.aggregate()?;
    let round = meeting.rounds.iter().find(|round| round.no == no).ok_or(ErrorCode::NotFound)?;
    let shown = match round.state {
        BallotState::Announced => true,
        BallotState::Tallied => whole,
        BallotState::Prepared | BallotState::Open | BallotState::Closed => false,
    };
    let record = shown.then(|| record(&meeting, round)).flatten().ok_or(ErrorCode::NotFound)?;
    let name = format!("{} 计票结果报告单", meeting.title);
    answer_document(state, request, (Printed::Count(Box::new(record)), format), &name).await
}

fn record(meeting: &SupervisionMeeting, round: &BallotRound) -> Option<CountRecord> {
    let (figures, rule) = (round.figures?, round.rule?);
    let line = |(item, result): (&domain::ballot::VoteItem, &ItemResult)| RecordLine {
        title: match item.item.axis {
            Some(axis) => format!("{}（{}）", item.item.title, axis.zh()),
            None => item.item.title.clone(),
        },
        counts: result.count.map(|count| [count.satisfied, count.basic, count.unsatisfied, count.abstained]),
        shares: result.count.and_then(|count| {
            let whole = count.ballots();
            Some((permille(count.satisfied, whole)?, permille(count.satisfied + count.basic, whole)?))
        }),
        level: result.level.map(|level| level.zh().to_owned()),
    };
    let teller = |office| round.entry(office).map(|entry| entry.name.clone());
    Some(CountRecord {
        meeting: meeting.title.clone(),
        place: meeting.place.clone(),
        held_on: round.held_on,
        round: round.no,
        way: round.way.zh().to_owned(),
        figures: [
            figures.eligible,
            figures.present,
            figures.issued,
            round.returned?,
            round.valid?,
            round.invalid?,
        ],
        lines: round.items.iter().zip(&round.results).map(line).collect(),
        min_ballots: rule.min_ballots,
        rule: sentence(rule),
        tellers: [teller(TellerOffice::Supervisor), teller(TellerOffice::Counter)],
        report_again_by: round.report_again_by,
        rendered_at: round.tallied_at?,
    })
}

fn sentence(rule: LevelRule) -> String {
    let LevelRule { satisfied_percent, approval_percent, basic_percent, .. } = rule;
    format!(
        "等次划分：满意票达到有效票的{satisfied_percent}%，且满意、基本满意票合计达到{approval_percent}%的，为满意；满意、基本满意票合计超过{basic_percent}%的，为基本满意；其余为不满意。弃权票计入有效票。"
    )
}
