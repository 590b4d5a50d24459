//! 计票、宣布结果、再次测评.

use super::{
    codes::TellerOfficeCode,
    dto::SupervisionMeetingResponse,
    meetings::{load, save},
    round_dto::ItemCountDto,
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IfMatch},
    state::State,
};
use actix_web::web;
use chrono::NaiveDate;
use domain::{
    authz::act,
    ballot::{ItemCount, PaperCount, TellerOffice},
    kernel::SupervisionMeetingId,
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

pub(super) fn register(api: &mut Api) {
    api.route(__path_enter_ballot_count, enter_ballot_count)
        .route(__path_tally_ballot, tally_ballot)
        .route(__path_announce_ballot, announce_ballot)
        .route(__path_hold_second_vote, hold_second_vote);
}

/// 填报计票
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"office": "supervisor", "name": "张敏", "issued": 31, "returned": 30, "valid": 29, "invalid": 1,
    "items": [{"satisfied": 20, "basic": 6, "unsatisfied": 3, "abstained": 0}]}))]
pub struct EnterBallotCountRequest {
    /// 监票人 or 计票人
    #[schema(value_type = TellerOfficeCode)]
    pub office: TellerOffice,
    /// Name of the teller as it is printed, 1–40 characters.
    pub name: String,
    /// 发出
    pub issued: u32,
    /// 收回
    pub returned: u32,
    /// 有效
    pub valid: u32,
    /// 无效
    pub invalid: u32,
    /// Each item, in order.
    #[validate(length(max = 400))]
    pub items: Vec<ItemCountDto>,
}

/// 再次测评
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"held_on": "2027-01-15"}))]
pub struct HoldSecondVoteRequest {
    /// The day of the second vote.
    pub held_on: NaiveDate,
}

/// Enter a paper count
///
/// 填报计票: the supervising teller (监票人) and the counting teller (计票人) each enter what they counted, under accounts of their
/// own and without seeing the other's numbers. returned ≤ issued ≤ present; valid + invalid = returned; every item adds up.
#[utoipa::path(post, path = "/api/v1/supervision-meetings/{id}/enter-count", tag = "ballot", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The meeting"), IfMatch), request_body = EnterBallotCountRequest,
    responses((status = 200, description = "Entered", body = SupervisionMeetingResponse)))]
pub(super) async fn enter_ballot_count(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<EnterBallotCountRequest>,
) -> ApiResult<Answer> {
    let uow = state.begin(&caller).await?;
    let (meeting, permit) =
        load::<act::CountBallots>(&uow, &caller, SupervisionMeetingId(*id), Some(seen)).await?;
    let wanted = body.valid()?;
    let item = |item: &ItemCountDto| ItemCount {
        satisfied: item.satisfied,
        basic: item.basic,
        unsatisfied: item.unsatisfied,
        abstained: item.abstained,
    };
    let count = PaperCount {
        issued: wanted.issued,
        returned: wanted.returned,
        valid: wanted.valid,
        invalid: wanted.invalid,
        items: wanted.items.iter().map(item).collect(),
    };
    let outcome = meeting.enter_count(&permit, (wanted.office, &wanted.name), count, uow.now())?;
    save(uow, &caller, outcome).await
}

/// Confirm the count
///
/// 确认计票结果: electronic ballots are counted; on paper both tellers must have entered the same numbers.
#[utoipa::path(post, path = "/api/v1/supervision-meetings/{id}/tally", tag = "ballot", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The meeting"), IfMatch),
    responses((status = 200, description = "Counted", body = SupervisionMeetingResponse)))]
pub(super) async fn tally_ballot(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
) -> ApiResult<Answer> {
    let id = SupervisionMeetingId(*id);
    let uow = state.begin(&caller).await?;
    let (meeting, permit) = load::<act::RunBallot>(&uow, &caller, id, Some(seen)).await?;
    let round = meeting.round();
    let counted = uow.count_ballots(id, round.no, round.items.len()).await?;
    let outcome = meeting.tally(&permit, &counted, uow.now())?;
    save(uow, &caller, outcome).await
}

/// Announce the results
///
/// 宣布结果, by the head of the deputies' committee. From here on deputies and leaders can read them. Units that were not
/// satisfactory report again within the months of the setting.
#[utoipa::path(post, path = "/api/v1/supervision-meetings/{id}/announce", tag = "ballot", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The meeting"), IfMatch),
    responses((status = 200, description = "Announced", body = SupervisionMeetingResponse)))]
pub(super) async fn announce_ballot(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
) -> ApiResult<Answer> {
    let uow = state.begin(&caller).await?;
    let (meeting, permit) =
        load::<act::AnnounceBallot>(&uow, &caller, SupervisionMeetingId(*id), Some(seen)).await?;
    let outcome = meeting.announce(&permit, uow.now())?;
    save(uow, &caller, outcome).await
}

/// Hold a second vote
///
/// 再次测评 on the items that were not satisfactory, or of which too few ballots came back. The first result stays as it is; the
/// roll is taken over, without whoever no longer exercises the mandate.
#[utoipa::path(post, path = "/api/v1/supervision-meetings/{id}/second-vote", tag = "ballot", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The meeting"), IfMatch), request_body = HoldSecondVoteRequest,
    responses((status = 200, description = "The second vote is prepared", body = SupervisionMeetingResponse)))]
pub(super) async fn hold_second_vote(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<HoldSecondVoteRequest>,
) -> ApiResult<Answer> {
    let id = SupervisionMeetingId(*id);
    let uow = state.begin(&caller).await?;
    let (meeting, permit) = load::<act::PrepareSupervisionMeeting>(&uow, &caller, id, Some(seen)).await?;
    let wanted = body.valid()?;
    let outcome = meeting.second_vote(&permit, wanted.held_on)?;
    uow.copy_ballot_roll(id, meeting.round().no, outcome.next.round().no).await?;
    save(uow, &caller, outcome).await
}
