//! A person's own views.

use super::dto::{
    CreateViewRequest, DefaultViewRequest, OrderViewsRequest, UpdateViewRequest, ViewItems, ViewResponse,
    ViewsQuery, represent,
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IdempotencyKey, Idempotent, IfMatch, Query},
    org::record,
    state::State,
};
use actix_web::web;
use domain::{
    authz::{OwnAccount, Role, act, require},
    kernel::{DomainError, ErrorCode, Version, ViewId},
    view::{SavedView, ViewData, ViewList},
};
use persistence::{Uow, view::SeenView};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_views, get_views)
        .route(__path_create_view, create_view)
        .route(__path_update_view, update_view)
        .route(__path_delete_view, delete_view)
        .route(__path_order_views, order_views)
        .route(__path_set_default_view, set_default_view);
}

/// Saved views of a list
///
/// 常用视图: mine, and those that are shared with a role of mine. A view whose list has given up one of its filters stays and
/// names it in `obsolete_filters`.
#[utoipa::path(get, path = "/api/v1/views", tag = "view", security(("bearer" = [])), params(ViewsQuery),
    responses((status = 200, description = "The views", body = ViewItems)))]
pub(super) async fn get_views(
    state: web::Data<State>,
    caller: Caller,
    query: Query<ViewsQuery>,
) -> ApiResult<Answer> {
    require::<act::UseOwnAccount>(&caller.actor, &OwnAccount)?;
    let seen = seen_by(&state, &caller, query.list.into()).await?;
    Answer::ok(&ViewItems { items: seen.into_iter().map(|view| represent(view, &caller.actor)).collect() })
}

/// Save a view
///
/// 保存视图: filters, sort and columns of a list under a name of one's own. At most 30 of a list.
#[utoipa::path(post, path = "/api/v1/views", tag = "view", security(("bearer" = [])), params(IdempotencyKey),
    request_body = CreateViewRequest,
    responses((status = 201, description = "The view", body = ViewResponse)))]
pub(super) async fn create_view(
    state: web::Data<State>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<CreateViewRequest>,
) -> ApiResult<Answer> {
    let permit = require::<act::UseOwnAccount>(&caller.actor, &OwnAccount)?;
    let request_hash = body.request_hash;
    let CreateViewRequest { list, name, filters, columns } = body.valid()?;
    let uow = state.begin(&caller).await?;
    let (uow, remember) = match key.claim(uow, &request_hash).await? {
        Idempotent::Fresh(uow, key) => (uow, key),
        Idempotent::Replayed(answer) => return Ok(answer),
    };
    let list = ViewList::from(list);
    let known = uow.count_views(caller.actor.account, list).await?;
    let data = ViewData { name, filters, columns };
    let outcome = SavedView::create(&permit, uow.id(), list, data, known)?;
    uow.insert_view(&outcome.next).await?;
    let view = outcome.next.clone();
    record(&uow, outcome, Version::FIRST).await?;
    let location = format!("/api/v1/views/{}", view.id);
    let owner_name = caller.actor.display_name.clone();
    let seen = SeenView { view, owner_name, is_default: false };
    let answer = Answer::ok(&represent(seen, &caller.actor))?.created(location).version(Version::FIRST);
    IdempotencyKey::finish(uow, remember, answer).await
}

/// Change a view
///
/// 修改视图: name, filters, sort and columns, all of them anew.
#[utoipa::path(put, path = "/api/v1/views/{id}", tag = "view", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The view"), IfMatch), request_body = UpdateViewRequest,
    responses((status = 200, description = "The view", body = ViewResponse)))]
pub(super) async fn update_view(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<UpdateViewRequest>,
) -> ApiResult<Answer> {
    let permit = require::<act::UseOwnAccount>(&caller.actor, &OwnAccount)?;
    let uow = state.begin(&caller).await?;
    let view = own(&uow, &caller, ViewId(*id)).await?;
    seen.check(view.version)?;
    let outcome = view.revise(&permit, body.valid()?.into())?;
    uow.update_view(&outcome.next).await?;
    let view = outcome.next.clone();
    let version = view.version;
    record(&uow, outcome, version).await?;
    uow.commit().await?;
    answer(&state, &caller, &view).await
}

/// Delete a view
///
/// 删除视图. Those with whom it was shared lose it, too.
#[utoipa::path(delete, path = "/api/v1/views/{id}", tag = "view", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The view"), IfMatch),
    responses((status = 204, description = "Deleted")))]
pub(super) async fn delete_view(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
) -> ApiResult<Answer> {
    let permit = require::<act::UseOwnAccount>(&caller.actor, &OwnAccount)?;
    let uow = state.begin(&caller).await?;
    let view = own(&uow, &caller, ViewId(*id)).await?;
    seen.check(view.version)?;
    uow.delete_view(view.id, view.version).await?;
    let outcome = view.delete(&permit);
    let version = outcome.next.version;
    record(&uow, outcome, version).await?;
    uow.commit().await?;
    Ok(Answer::no_content())
}

/// Order my views
///
/// 调整视图顺序: those of one list.
#[utoipa::path(put, path = "/api/v1/views/order", tag = "view", security(("bearer" = [])),
    request_body = OrderViewsRequest,
    responses((status = 200, description = "The views in their order", body = ViewItems)))]
pub(super) async fn order_views(
    state: web::Data<State>,
    caller: Caller,
    body: Body<OrderViewsRequest>,
) -> ApiResult<Answer> {
    require::<act::UseOwnAccount>(&caller.actor, &OwnAccount)?;
    let OrderViewsRequest { list, ids } = body.valid()?;
    let ids: Vec<ViewId> = ids.into_iter().map(ViewId).collect();
    // A preference like the language: it changes no view, so no version and no line in the log.
    let uow = state.begin(&caller).await?;
    uow.order_views(caller.actor.account, list.into(), &ids).await?;
    uow.commit().await?;
    let seen = seen_by(&state, &caller, list.into()).await?;
    Answer::ok(&ViewItems { items: seen.into_iter().map(|view| represent(view, &caller.actor)).collect() })
}

/// Choose the view that a list opens with
///
/// 设为默认视图: one of mine or one that is shared with me; `null` opens the list as it is.
#[utoipa::path(put, path = "/api/v1/views/default", tag = "view", security(("bearer" = [])),
    request_body = DefaultViewRequest,
    responses((status = 200, description = "The views", body = ViewItems)))]
pub(super) async fn set_default_view(
    state: web::Data<State>,
    caller: Caller,
    body: Body<DefaultViewRequest>,
) -> ApiResult<Answer> {
    require::<act::UseOwnAccount>(&caller.actor, &OwnAccount)?;
    let DefaultViewRequest { list, view_id } = body.valid()?;
    let list = ViewList::from(list);
    let uow = state.begin(&caller).await?;
    if let Some(id) = view_id {
        let view = uow.lock_view(ViewId(id)).await?;
        let fits = view.is_some_and(|view| view.list == list && view.is_seen_by(&caller.actor));
        if !fits {
            return Err(DomainError::invalid_field("#/view_id", ErrorCode::ReferenceUnknown).into());
        }
    }
    uow.set_default_view(caller.actor.account, list, view_id.map(ViewId)).await?;
    uow.commit().await?;
    let seen = seen_by(&state, &caller, list).await?;
    Answer::ok(&ViewItems { items: seen.into_iter().map(|view| represent(view, &caller.actor)).collect() })
}

/// Mine, for changing it: of somebody else's I am told only if I see it.
pub(super) async fn own(uow: &Uow, caller: &Caller, id: ViewId) -> ApiResult<SavedView> {
    let view = uow.lock_view(id).await?.filter(|view| view.is_seen_by(&caller.actor));
    let view = view.ok_or(ErrorCode::NotFound)?;
    if view.owner == caller.actor.account { Ok(view) } else { Err(ErrorCode::PermissionDenied.into()) }
}

/// A view of mine after a change.
pub(super) async fn answer(state: &State, caller: &Caller, view: &SavedView) -> ApiResult<Answer> {
    let seen = seen_by(state, caller, view.list).await?;
    let seen = seen.into_iter().find(|known| known.view.id == view.id).ok_or(ErrorCode::NotFound)?;
    let version = seen.view.version;
    Ok(Answer::ok(&represent(seen, &caller.actor))?.version(version))
}

async fn seen_by(state: &State, caller: &Caller, list: ViewList) -> ApiResult<Vec<SeenView>> {
    let roles: Vec<Role> = caller.actor.grants().iter().map(|grant| grant.role).collect();
    let mut seen = state.store.views_of(caller.actor.account, &roles, list).await?;
    seen.retain(|known| known.view.is_seen_by(&caller.actor));
    Ok(seen)
}
