//! 投票: the two operations of a voter. Nobody is signed in, nothing is remembered of the request: no audit line, no event, no
//! idempotency key, no log line, and nothing that depends on who asks.

use super::{
    codes::ChoiceCode,
    seal::{Round, seal},
    slips::slip_hash,
};
use crate::{
    http::{Answer, Api, ApiResult, Body},
    state::State,
};
use actix_web::web;
use domain::{
    ballot::{BallotState, Choice, SLIP_LETTERS, read_code},
    kernel::{Coded, DomainError, ErrorCode, SupervisionMeetingId},
};
use persistence::ballot::{SlipPlace, SlipRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

pub(super) fn register(api: &mut Api) {
    api.route(__path_look_up_ballot, look_up_ballot).route(__path_cast_ballot, cast_ballot);
}

/// 选票凭码
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"slip": "KX7M-2PQ9-WDTR"}))]
pub struct LookUpBallotRequest {
    /// The code on the slip, however it is typed.
    #[validate(length(min = 1, max = 60))]
    pub slip: String,
}

/// 投票
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"slip": "KX7M-2PQ9-WDTR", "choices": ["s", "b"]}))]
pub struct CastBallotRequest {
    /// The code on the slip, however it is typed.
    #[validate(length(min = 1, max = 60))]
    pub slip: String,
    /// One choice for each item, in their order. All have one letter: the length of the request says nothing.
    #[schema(value_type = Vec<ChoiceCode>)]
    #[validate(length(min = 1, max = 400))]
    pub choices: Vec<String>,
}

/// What a slip is for.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"state": "ready", "title": "2026年代表建议办理督办会", "round": 1,
    "items": [{"no": 1, "title": "县住建局办理工作", "axis": null}]}))]
pub struct BallotPaper {
    /// `not_open` voting has not begun or has ended · `ready` it can be cast · `cast` it was cast · `counted` it was cast, and the
    /// ballot is among those that came back.
    #[schema(value_type = BallotPaperState)]
    pub state: &'static str,
    /// 督办会名称
    pub title: String,
    /// 1, or 2 for a second vote.
    pub round: u16,
    /// What is voted on; empty unless `ready`.
    pub items: Vec<BallotPaperItem>,
}

/// Where a slip stands.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its schema is used")]
pub enum BallotPaperState {
    /// 未开始或者已截止
    NotOpen,
    /// 可以投票
    Ready,
    /// 已投出
    Cast,
    /// 已计入
    Counted,
}

/// One line of the ballot.
#[derive(Serialize, ToSchema)]
pub struct BallotPaperItem {
    /// Its number.
    pub no: u16,
    /// 测评项
    pub title: String,
    /// 办理过程 or 办理结果, where they are voted on apart.
    #[schema(value_type = Option<super::codes::VoteAxisCode>)]
    pub axis: Option<&'static str>,
}

/// That a ballot was cast, and nothing else.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"cast": true}))]
pub struct CastBallotResponse {
    /// Always true.
    pub cast: bool,
}

/// What a slip is for
///
/// 凭码查看选票: before voting the items, afterwards whether the ballot was received, and after closing whether it is among those
/// that came back. Never what was chosen. Nobody is signed in, and the request is written down nowhere.
#[utoipa::path(post, path = "/api/v1/ballots/look-up", tag = "ballot", security(()), request_body = LookUpBallotRequest,
    responses((status = 200, description = "The ballot paper", body = BallotPaper)))]
pub(super) async fn look_up_ballot(
    state: web::Data<State>,
    body: Body<LookUpBallotRequest>,
) -> ApiResult<Answer> {
    let wanted = body.valid()?;
    let (slip, _) = find(&state, &wanted.slip).await?;
    let row = state.store.supervision_meeting(slip.meeting).await?.ok_or_else(unknown)?;
    let meeting = row.aggregate()?;
    let round = meeting.rounds.iter().find(|round| round.no == slip.round).ok_or_else(unknown)?;
    let place = match slip.place {
        SlipPlace::Unspent if round.state == BallotState::Open => "ready",
        SlipPlace::Unspent => "not_open",
        SlipPlace::Spent => "cast",
        SlipPlace::Returned => "counted",
    };
    let items = if place == "ready" { round.items.as_slice() } else { &[] };
    let items = items.iter().map(|item| BallotPaperItem {
        no: item.no,
        title: item.item.title.clone(),
        axis: item.item.axis.map(|axis| axis.code()),
    });
    Answer::ok(&BallotPaper { state: place, title: meeting.title, round: round.no, items: items.collect() })
}

/// Cast a secret ballot
///
/// 投票 with the code of a slip. Each slip is good for one ballot, also when it is sent many times at once. The ballot is sealed
/// until voting is closed. Nobody is signed in, and the request is written down nowhere; the answer says that it was cast.
#[utoipa::path(post, path = "/api/v1/ballots/cast", tag = "ballot", security(()), request_body = CastBallotRequest,
    responses((status = 200, description = "Cast", body = CastBallotResponse)))]
pub(super) async fn cast_ballot(state: web::Data<State>, body: Body<CastBallotRequest>) -> ApiResult<Answer> {
    let wanted = body.valid()?;
    let (slip, hash) = find(&state, &wanted.slip).await?;
    if slip.place != SlipPlace::Unspent {
        return Err(ErrorCode::BallotSlipUsed.into());
    }
    let round = (slip.meeting, slip.round);
    let open = state.store.open_ballot_box(round.0, round.1).await?.ok_or(ErrorCode::BallotNotOpen)?;
    let ballot: Option<Vec<u8>> =
        wanted.choices.iter().map(|choice| Choice::from_code(choice).map(Choice::byte)).collect();
    let ballot = ballot
        .filter(|ballot| i16::try_from(ballot.len()) == Ok(open.items))
        .ok_or_else(|| DomainError::invalid_field("#/choices", ErrorCode::BallotChoicesWrong))?;
    let sealed = seal(Round(round.0, round.1), &open.public_key, &ballot)?;
    if state.store.cast_ballot(round, &hash, sealed).await? {
        return Answer::ok(&CastBallotResponse { cast: true });
    }
    Err(why_not(&state, round, &hash).await?.into())
}

/// Why a ballot was not taken: somebody was faster with the same slip, the box is closed, or it is full.
async fn why_not(state: &State, round: (SupervisionMeetingId, u16), hash: &[u8]) -> ApiResult<ErrorCode> {
    Ok(match state.store.ballot_slip(hash).await?.map(|slip| slip.place) {
        Some(SlipPlace::Spent | SlipPlace::Returned) => ErrorCode::BallotSlipUsed,
        Some(SlipPlace::Unspent) if state.store.open_ballot_box(round.0, round.1).await?.is_some() => {
            ErrorCode::BallotNotIssued
        }
        Some(SlipPlace::Unspent) | None => ErrorCode::BallotNotOpen,
    })
}

async fn find(state: &State, typed: &str) -> ApiResult<(SlipRow, Vec<u8>)> {
    let code = read_code(typed, SLIP_LETTERS).ok_or_else(unknown)?;
    let hash = slip_hash(&state.shared.keys, &code);
    let slip = state.store.ballot_slip(&hash).await?.ok_or_else(unknown)?;
    Ok((slip, hash))
}

fn unknown() -> DomainError {
    DomainError::invalid_field("#/slip", ErrorCode::BallotSlipUnknown)
}
