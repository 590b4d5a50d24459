//! 不再征询: a deputy of an earlier term who died or cannot rate is not asked any more.

use super::{codes::ReleaseGroundCode, deputies_dto::DeputyResponse, represent::answer};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IfMatch},
    org::record,
    state::State,
};
use actix_web::web;
use chrono::NaiveDate;
use domain::{
    authz::{Register, act, require},
    deputy::{Release, ReleaseGround},
    kernel::{DeputyId, DomainError, ErrorCode, Version, business_date},
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

pub(super) fn register(api: &mut Api) {
    api.route(__path_release_deputy, release_deputy);
}

/// 不再征询
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ground": "death", "on": "2027-02-11", "note": null}))]
pub struct ReleaseDeputyRequest {
    /// Why he is not asked any more.
    #[schema(value_type = ReleaseGroundCode)]
    pub ground: ReleaseGround,
    /// The day from which it counts; not in the future.
    pub on: NaiveDate,
    /// Inner remark, at most 500 characters.
    #[serde(default)]
    pub note: Option<String>,
}

/// Ask a former deputy no more
///
/// 不再征询: a deputy whose term is over died, cannot, or does not want to rate what he signed. The next co-signer rates in
/// his place; where there is none, the rating lapses with its reason. His limited access ends.
#[utoipa::path(post, path = "/api/v1/deputies/{id}/release", tag = "deputy", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The seat"), IfMatch), request_body = ReleaseDeputyRequest,
    responses((status = 200, description = "The deputy", body = DeputyResponse)))]
pub(super) async fn release_deputy(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<ReleaseDeputyRequest>,
) -> ApiResult<Answer> {
    let id = DeputyId(*id);
    let uow = state.begin(&caller).await?;
    let today = business_date(uow.now());
    let row = uow.deputy(id, today).await?.ok_or(ErrorCode::NotFound)?;
    let permit = require::<act::ChangeDeputyStatus>(&caller.actor, &Register { path: &row.scope_path() })?;
    seen.check(Version(row.version))?;
    if row.release_ground.is_some() {
        return Err(DomainError::new(ErrorCode::StateConflict).param("state", "不再征询").into());
    }
    let deputy = row.aggregate()?;
    let wanted = body.valid()?;
    let release = Release { deputy: id, ground: wanted.ground, on: wanted.on, note: wanted.note };
    let outcome = Release::record(&permit, &deputy, release, today)?;
    uow.insert_release(&outcome.next).await?;
    record(&uow, outcome, deputy.version).await?;
    uow.commit().await?;
    answer(&state, &caller, id).await
}
