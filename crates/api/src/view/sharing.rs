//! Views that the head of the committee shares with roles.

use super::dto::{ShareViewRequest, ViewResponse};
use super::own::{answer, own};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IfMatch},
    org::record,
    state::State,
};
use actix_web::web;
use domain::{
    authz::{Action, PublicRegister, act, require},
    kernel::{ErrorCode, ViewId},
};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_share_view, share_view);
}

/// Share a view with roles
///
/// 共享视图: everybody with one of the roles below my node sees it and may open the list with it; it stays mine to change.
/// With no role it is mine alone again. What somebody sees through it is what he may see anyway.
#[utoipa::path(put, path = "/api/v1/views/{id}/sharing", tag = "view", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The view"), IfMatch), request_body = ShareViewRequest,
    responses((status = 200, description = "The view", body = ViewResponse)))]
pub(super) async fn share_view(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<ShareViewRequest>,
) -> ApiResult<Answer> {
    let permit = require::<act::ShareViews>(&caller.actor, &PublicRegister)?;
    let uow = state.begin(&caller).await?;
    let view = own(&uow, &caller, ViewId(*id)).await?;
    seen.check(view.version)?;
    let roles = body.valid()?.roles.into_iter().collect();
    let mut grants = caller.actor.grants_for(Action::ShareViews);
    let below = grants.next().ok_or(ErrorCode::PermissionDenied)?.jurisdiction.clone();
    let outcome = view.share(&permit, roles, below)?;
    uow.update_view(&outcome.next).await?;
    let view = outcome.next.clone();
    let version = view.version;
    record(&uow, outcome, version).await?;
    uow.commit().await?;
    answer(&state, &caller, &view).await
}
