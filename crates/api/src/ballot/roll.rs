//! 参加测评人员名册: who may vote, check-in, handing out ballots.

use super::{
    dto::SupervisionMeetingResponse,
    meetings::{load, save},
};
use crate::{
    deputy::DeputyStatusCode,
    http::{Answer, Api, ApiResult, Body, Caller, IfMatch},
    org::References,
    state::State,
};
use actix_web::web;
use domain::{
    authz::{MeetingRecord, act, require},
    ballot::{BallotStep, may_vote},
    deputy::DeputyStatus,
    kernel::{
        AuditChange, DeputyId, DomainError, ErrorCode, FieldError, SupervisionMeetingId, business_date,
    },
};
use persistence::{Error, Uow, ballot::RollRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_ballot_roll, get_ballot_roll)
        .route(__path_set_ballot_roll, set_ballot_roll)
        .route(__path_check_in_voter, check_in_voter);
}

/// 参加测评人员名册 of the round that goes on.
#[derive(Serialize, ToSchema)]
pub struct BallotRoll {
    /// The round.
    pub round: u16,
    /// 应到
    pub eligible: usize,
    /// 实到
    pub present: usize,
    /// 发出
    pub issued: usize,
    /// By certificate number.
    pub items: Vec<RollLine>,
}

/// One line of the roll.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"deputy_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9ba1", "name": "王建国", "cert_no": "18001",
    "delegation_name": "青阳代表团", "sc_member": true, "status": "active", "present": true, "issued": false}))]
pub struct RollLine {
    /// The seat.
    pub deputy_id: Uuid,
    /// 姓名
    pub name: String,
    /// 代表证号
    pub cert_no: String,
    /// 代表团
    pub delegation_name: Option<String>,
    /// 常委会组成人员
    pub sc_member: bool,
    /// 状态 today: only who is in office (`active`) can be checked in.
    #[schema(value_type = DeputyStatusCode)]
    pub status: String,
    /// 已签到
    pub present: bool,
    /// 已发票
    pub issued: bool,
}

/// 编制名册
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"deputy_ids": ["0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9ba1"]}))]
pub struct SetBallotRollRequest {
    /// Everybody who may vote, at most 3000.
    #[validate(length(min = 1, max = 3000))]
    pub deputy_ids: Vec<Uuid>,
}

/// 签到、发票
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"deputy_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9ba1", "present": true, "issued": true}))]
pub struct CheckInVoterRequest {
    /// The seat.
    pub deputy_id: Uuid,
    /// 已签到
    pub present: bool,
    /// 已发票: a slip was drawn, or a paper ballot handed over. Only while voting is open, and never taken back.
    pub issued: bool,
}

/// The roll of a supervision meeting
///
/// 参加测评人员名册 of the round that goes on, for those who hold the meeting or count. It says who came and to whom a ballot was
/// given, and nothing of whether or when it was cast.
#[utoipa::path(get, path = "/api/v1/supervision-meetings/{id}/roll", tag = "ballot", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The meeting")),
    responses((status = 200, description = "The roll", body = BallotRoll)))]
pub(super) async fn get_ballot_roll(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let id = SupervisionMeetingId(*id);
    let row = state.store.supervision_meeting(id).await?.ok_or(ErrorCode::NotFound)?;
    let record = MeetingRecord { path: &row.scope_path(), announced: row.announced };
    require::<act::CountBallots>(&caller.actor, &record)?;
    let round = row.aggregate()?.round().no;
    roll(round, state.store.ballot_roll(id, round).await?)
}

/// Draw up the roll
///
/// 编制名册 of the round that goes on, before voting opens: deputies who exercise their mandate. Whoever stays on it stays checked in.
#[utoipa::path(put, path = "/api/v1/supervision-meetings/{id}/roll", tag = "ballot", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The meeting"), IfMatch), request_body = SetBallotRollRequest,
    responses((status = 200, description = "The meeting", body = SupervisionMeetingResponse)))]
pub(super) async fn set_ballot_roll(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<SetBallotRollRequest>,
) -> ApiResult<Answer> {
    let id = SupervisionMeetingId(*id);
    let uow = state.begin(&caller).await?;
    let (meeting, permit) = load::<act::PrepareSupervisionMeeting>(&uow, &caller, id, Some(seen)).await?;
    let wanted = body.valid()?;
    let mut references = References::new(&uow, &caller.actor);
    let mut deputies: Vec<DeputyId> = Vec::new();
    let mut known = std::collections::HashSet::new();
    for (index, deputy) in wanted.deputy_ids.iter().enumerate() {
        let pointer = format!("#/deputy_ids/{index}");
        if !known.insert(*deputy) {
            references.checks.ensure(false, &pointer, ErrorCode::ValueDuplicate);
        } else if let Some(row) = references.deputy(&pointer, DeputyId(*deputy)).await? {
            let status = row.aggregate()?.status;
            references.checks.ensure(may_vote(status).is_ok(), &pointer, ErrorCode::DeputyNotActive);
            deputies.push(DeputyId(*deputy));
        }
    }
    let eligible = u32::try_from(deputies.len()).unwrap_or(u32::MAX);
    let outcome = references.decide(meeting.set_roll(&permit, eligible))?;
    uow.replace_ballot_roll(id, outcome.next.round().no, &deputies).await?;
    save(uow, &caller, outcome).await
}

/// Check a voter in, or note that a ballot was handed out
///
/// 签到、发票 at the desk. A deputy who does not exercise the mandate at present is refused. The line has no time, and nothing of it
/// is touched when a ballot is cast.
#[utoipa::path(post, path = "/api/v1/supervision-meetings/{id}/check-in", tag = "ballot", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The meeting")), request_body = CheckInVoterRequest,
    responses((status = 200, description = "The roll", body = BallotRoll)))]
pub(super) async fn check_in_voter(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    body: Body<CheckInVoterRequest>,
) -> ApiResult<Answer> {
    let id = SupervisionMeetingId(*id);
    let uow = state.begin(&caller).await?;
    let (meeting, permit) = load::<act::PrepareSupervisionMeeting>(&uow, &caller, id, None).await?;
    let wanted = body.valid()?;
    let round = meeting.round();
    round.after(BallotStep::CheckIn)?;
    let lines = uow.ballot_roll(id, round.no).await?;
    let unknown = || FieldError::new("#/deputy_id", ErrorCode::ReferenceUnknown);
    let line = lines.iter().find(|line| line.deputy_id == wanted.deputy_id).ok_or_else(unknown)?;
    check_in(&uow, line, &wanted).await?;
    if wanted.issued && !line.issued {
        round.after(BallotStep::Issue)?;
    }
    if (line.present, line.issued) != (wanted.present, wanted.issued) {
        let mark = (DeputyId(wanted.deputy_id), wanted.present, wanted.issued);
        uow.mark_ballot_roll(id, round.no, mark).await?;
        let flags = |present, issued| serde_json::json!({ "present": present, "issued": issued });
        let mut after = flags(wanted.present, wanted.issued);
        after["deputy"] = wanted.deputy_id.to_string().into();
        uow.audit(AuditChange {
            action: permit.action_name(),
            subject: "supervision_meeting",
            subject_id: id.0,
            before: flags(line.present, line.issued),
            after,
        })
        .await?;
    }
    let lines = uow.ballot_roll(id, round.no).await?;
    uow.commit().await?;
    roll(round.no, lines)
}

/// Invariant I6, and the order of things: first there, then a ballot; a ballot that was handed out stays handed out.
async fn check_in(uow: &Uow, line: &RollRow, wanted: &CheckInVoterRequest) -> ApiResult<()> {
    if line.issued && !wanted.issued {
        return Err(DomainError::new(ErrorCode::StateConflict).param("state", "issued").into());
    }
    if wanted.issued && !wanted.present {
        return Err(ErrorCode::BallotNotPresent.into());
    }
    if wanted.present {
        // The status of the day counts, not the one when the roll was drawn up.
        let deputy = DeputyId(line.deputy_id);
        let row = uow.deputy(deputy, business_date(uow.now())).await?.ok_or(ErrorCode::NotFound)?;
        let status: DeputyStatus = row.status.parse().map_err(|_| Error::corrupt(&row.status))?;
        may_vote(status)?;
    }
    Ok(())
}

fn roll(round: u16, lines: Vec<RollRow>) -> ApiResult<Answer> {
    let count = |which: fn(&RollRow) -> bool| lines.iter().filter(|line| which(line)).count();
    let (present, issued) = (count(|line| line.present), count(|line| line.issued));
    let items: Vec<RollLine> = lines
        .into_iter()
        .map(|line| RollLine {
            deputy_id: line.deputy_id,
            name: line.name,
            cert_no: line.cert_no,
            delegation_name: line.delegation_name,
            sc_member: line.sc_member,
            status: line.status,
            present: line.present,
            issued: line.issued,
        })
        .collect();
    Answer::ok(&BallotRoll { round, eligible: items.len(), present, issued, items })
}
