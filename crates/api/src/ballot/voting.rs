//! 主持投票: open, void, close.

use super::{
    dto::SupervisionMeetingResponse,
    meetings::{load, save, write},
    seal::{OpeningKey, Round},
    slips::{new_halves, new_slips, slip_hash},
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IfMatch},
    state::State,
};
use actix_web::web;
use domain::{
    authz::act,
    ballot::{Choice, KEY_LETTERS, LevelRule, VotingWay, grouped, read_code},
    kernel::{DomainError, ErrorCode, SupervisionMeetingId, business_date},
};
use persistence::{
    Uow,
    ballot::{ClosedBox, NewBox},
};
use rand::Rng;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

pub(super) fn register(api: &mut Api) {
    api.route(__path_open_ballot, open_ballot)
        .route(__path_void_ballot, void_ballot)
        .route(__path_close_ballot, close_ballot);
}

/// 宣布开始投票, with what is told this once only.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"meeting": {"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9c11",
    "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b01", "jurisdiction_name": "泗安县",
    "term_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "term_name": "十八届", "title": "2026年代表建议办理督办会",
    "held_on": "2026-11-20", "place": "县人大会议室", "reports": [], "rounds": [], "allowed_actions": ["check_in", "close"],
    "updated_at": "2026-11-20T09:30:00.000000+08:00", "version": 3},
    "key_halves": ["KX7M-2PQ9-WDTR-4YVB", "9HJN-5SZT-E3UM-6CFG"], "slips": ["KX7M-2PQ9-WDTR"]}))]
pub struct OpenBallotResponse {
    /// The meeting.
    #[schema(value_type = SupervisionMeetingResponse)]
    pub meeting: serde_json::Value,
    /// 开箱钥匙: one half for each key holder. Never told again and kept nowhere; without both the ballots stay sealed for ever.
    pub key_halves: Vec<String>,
    /// 选票凭码: as many as there are voters, to be printed, folded and drawn by hand. Never told again.
    pub slips: Vec<String>,
}

/// 作废重投
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "网络中断，重新投票"}))]
pub struct VoidBallotRequest {
    /// Why, 2–200 characters.
    pub reason: String,
}

/// 宣布截止
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"key_halves": ["KX7M-2PQ9-WDTR-4YVB", "9HJN-5SZT-E3UM-6CFG"]}))]
pub struct CloseBallotRequest {
    /// Both halves of the key, in either order; empty for a ballot on paper.
    #[serde(default)]
    #[validate(length(max = 2))]
    pub key_halves: Vec<String>,
}

/// Open voting
///
/// 宣布开始投票. For an electronic ballot the answer tells, this once, the two halves of the key and the codes of the slips: nobody,
/// the server included, can tell them again. If they are lost, void the round and open it anew.
#[utoipa::path(post, path = "/api/v1/supervision-meetings/{id}/open", tag = "ballot", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The meeting"), IfMatch),
    responses((status = 200, description = "Voting is open", body = OpenBallotResponse)))]
pub(super) async fn open_ballot(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
) -> ApiResult<Answer> {
    let id = SupervisionMeetingId(*id);
    let uow = state.begin(&caller).await?;
    let (meeting, permit) = load::<act::RunBallot>(&uow, &caller, id, Some(seen)).await?;
    let settings = state.configuration().await?.settings_at(business_date(uow.now()))?;
    let eligible = uow.roll_figures(id, meeting.round().no).await?.eligible;
    let outcome = meeting.open(&permit, eligible, LevelRule::of(&settings), uow.now())?;
    let round = outcome.next.round();
    let (mut halves, mut slips) = (Vec::new(), Vec::new());
    if round.way == VotingWay::Electronic {
        let pair = new_halves();
        let key = OpeningKey::of(Round(id, round.no), [&pair[0], &pair[1]])?;
        slips = new_slips(eligible);
        let keys = &state.shared.keys;
        let new = NewBox {
            public_key: key.public()?,
            items: u16::try_from(round.items.len()).unwrap_or(u16::MAX),
            slips: slips.iter().map(|slip| slip_hash(keys, slip)).collect(),
        };
        uow.put_ballot_box(id, round.no, new).await?;
        halves = pair.to_vec();
    }
    let answer = write(&uow, &caller, outcome).await?;
    uow.commit().await?;
    let told = |codes: &[String]| codes.iter().map(|code| grouped(code)).collect::<Vec<_>>();
    answer.amended(|body| {
        let meeting = std::mem::take(body);
        *body = serde_json::json!({ "meeting": meeting, "key_halves": told(&halves), "slips": told(&slips) });
    })
}

/// Void a round and vote again
///
/// 作废重投: what was cast is destroyed unread, slips lose their value, and the round is prepared again. For lost keys, a broken
/// network, a disturbed meeting.
#[utoipa::path(post, path = "/api/v1/supervision-meetings/{id}/void", tag = "ballot", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The meeting"), IfMatch), request_body = VoidBallotRequest,
    responses((status = 200, description = "The round is prepared again", body = SupervisionMeetingResponse)))]
pub(super) async fn void_ballot(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<VoidBallotRequest>,
) -> ApiResult<Answer> {
    let id = SupervisionMeetingId(*id);
    let uow = state.begin(&caller).await?;
    let (meeting, permit) = load::<act::RunBallot>(&uow, &caller, id, Some(seen)).await?;
    let wanted = body.valid()?;
    let outcome = meeting.void(&permit, &wanted.reason)?;
    let no = meeting.round().no;
    uow.destroy_ballots(id, no).await?;
    uow.take_back_ballots(id, no).await?;
    save(uow, &caller, outcome).await
}

/// Close voting
///
/// 宣布截止. For an electronic ballot both key holders bring their halves: the sealed ballots are opened, taken apart by item,
/// written in random order in one transaction, and the sealed ones destroyed.
#[utoipa::path(post, path = "/api/v1/supervision-meetings/{id}/close", tag = "ballot", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The meeting"), IfMatch), request_body = CloseBallotRequest,
    responses((status = 200, description = "Voting is closed", body = SupervisionMeetingResponse)))]
pub(super) async fn close_ballot(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<CloseBallotRequest>,
) -> ApiResult<Answer> {
    let id = SupervisionMeetingId(*id);
    let uow = state.begin(&caller).await?;
    let (meeting, permit) = load::<act::RunBallot>(&uow, &caller, id, Some(seen)).await?;
    let wanted = body.valid()?;
    let round = meeting.round();
    let figures = uow.roll_figures(id, round.no).await?;
    let now = uow.now();
    // Whether voting can be closed at all is said before anybody's key is.
    meeting.close(&permit, figures, None, now)?;
    let opened = match round.way {
        VotingWay::Paper if wanted.key_halves.is_empty() => None,
        VotingWay::Paper => return Err(ErrorCode::BallotNotElectronic.into()),
        VotingWay::Electronic => {
            Some(empty(&uow, Round(id, round.no), round.items.len(), &wanted.key_halves).await?)
        }
    };
    let outcome = meeting.close(&permit, figures, opened, now)?;
    let answer = save(uow, &caller, outcome).await?;
    if opened.is_some() && !state.store.scrub_ballot_boxes().await {
        tracing::info!("boxes were not rewritten after a closing; the next one does it");
    }
    Ok(answer)
}

/// Opens the box, writes its ballots shuffled, and says how many came back and how many of them are invalid.
async fn empty(uow: &Uow, round: Round, items: usize, halves: &[String]) -> ApiResult<(u32, u32)> {
    let wrong = || DomainError::invalid_field("#/key_halves", ErrorCode::BallotKeyWrong);
    let halves: Option<Vec<String>> = halves.iter().map(|half| read_code(half, KEY_LETTERS)).collect();
    let halves = halves.ok_or_else(wrong)?;
    let [one, other] = halves.as_slice() else { return Err(wrong().into()) };
    let key = OpeningKey::of(round, [one, other])?;
    let closed = uow.take_ballot_box(round.0, round.1).await?;
    let ClosedBox { public_key, sealed, spent } = closed.ok_or(ErrorCode::StateConflict)?;
    if key.public()? != public_key {
        return Err(wrong().into());
    }
    let (mut ballots, mut invalid) = (Vec::new(), 0);
    for one in &sealed {
        let choices: Option<Vec<Choice>> =
            key.open(one).and_then(|bytes| bytes.into_iter().map(Choice::of_byte).collect());
        match choices.filter(|choices| choices.len() == items) {
            Some(choices) => {
                ballots.extend((1_u16..).zip(choices).map(|(no, choice)| (random_id(), no, choice)))
            }
            None => invalid += 1,
        }
    }
    uow.insert_ballots((round.0, round.1), ballots, spent).await?;
    Ok((u32::try_from(sealed.len()).unwrap_or(u32::MAX), invalid))
}

/// An id that says nothing: the ids of everything else hold the time and the order of their making.
fn random_id() -> Uuid {
    let mut bytes = [0; 16];
    rand::rng().fill_bytes(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
