//! 单位撤并划转: what a unit that ended still had open goes to the unit that carries on, after a look at what that is.

use super::{
    codes::{TaskRoleCode, TaskStatusCode},
    detail_dto::Named,
    opened::concerned,
};
use crate::{
    http::{Answer, Api, ApiResult, Caller},
    state::State,
};
use actix_web::web;
use domain::{
    authz::{Action, PublicRegister, act, allows, require},
    kernel::{DomainError, ErrorCode, SuggestionId, UnitId, business_date},
    suggestion::{Case, Ctx, HandOverFate, TaskRole, TaskStatus},
};
use persistence::org::UnitRow;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Most matters at once; the rest comes with the next call.
const MOST: i64 = 500;

pub(super) fn register(api: &mut Api) {
    api.route(__path_preview_unit_hand_over, preview_unit_hand_over)
        .route(__path_hand_over_unit, hand_over_unit);
}

/// One part that goes over.
#[derive(Serialize, ToSchema)]
pub struct HandedPartResponse {
    /// 主办、协办、分办
    #[schema(value_type = TaskRoleCode)]
    pub role: TaskRole,
    /// State; it stays what it is.
    #[schema(value_type = TaskStatusCode)]
    pub status: TaskStatus,
    /// Promises that go with it.
    pub promises: usize,
    /// True when the successor has a part of the matter already, which takes this one in.
    pub absorbed: bool,
}

/// One matter with what of it goes over.
#[derive(Serialize, ToSchema)]
pub struct HandedMatterResponse {
    /// The suggestion.
    pub suggestion_id: Uuid,
    /// 正式编号
    pub official_no: Option<String>,
    /// 标题
    pub title: String,
    /// Its parts.
    pub parts: Vec<HandedPartResponse>,
    /// It has gone over.
    pub done: bool,
    /// Why it has not: the code of the refusal.
    pub refused: Option<&'static str>,
}

/// What goes from one unit to another (划转清单).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"unit": {"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b81", "name": "泗安县规划局"},
    "successor": {"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b82", "name": "泗安县自然资源局"},
    "items": [{"suggestion_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "official_no": "十八届五次第063号",
        "title": "关于缓解城北停车难的建议", "parts": [{"role": "lead", "status": "in_progress", "promises": 1,
        "absorbed": false}], "done": false, "refused": null}], "hidden": 0, "more": false}))]
pub struct UnitHandOverResponse {
    /// 原承办单位
    pub unit: Named,
    /// 承继单位 today, at the end of the line of successors.
    pub successor: Named,
    /// The matters, oldest first.
    pub items: Vec<HandedMatterResponse>,
    /// Matters that I may not see, such as confidential ones: the head of the committee hands them over.
    pub hidden: usize,
    /// There are more than fit into one answer: call again afterwards.
    pub more: bool,
}

/// What a unit that ended would hand over
///
/// 划转预览: every open part and promise of the unit, and what becomes of each. Changes nothing.
#[utoipa::path(get, path = "/api/v1/units/{id}/hand-over", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The unit that ended")),
    responses((status = 200, description = "What would go over", body = UnitHandOverResponse),
        (status = 409, description = "The unit goes on, or nobody follows it", body = crate::http::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn preview_unit_hand_over(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    run(&state, &caller, UnitId(*id), false).await
}

/// Hand a unit's open matters over to its successor
///
/// 划转: each matter by itself, with a line in its history. Letters that were issued keep the old name, so statistics of
/// the time before do too. Calling it again hands over what has been left.
#[utoipa::path(post, path = "/api/v1/units/{id}/hand-over", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The unit that ended")),
    responses((status = 200, description = "What has gone over", body = UnitHandOverResponse)))]
pub(super) async fn hand_over_unit(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    run(&state, &caller, UnitId(*id), true).await
}

async fn run(state: &State, caller: &Caller, unit: UnitId, act: bool) -> ApiResult<Answer> {
    require::<act::TransferTask>(&caller.actor, &PublicRegister)?;
    let old = state.store.unit(unit).await?.ok_or(ErrorCode::NotFound)?;
    let successor = match old.successor_id {
        Some(_) => state.store.unit_in_charge(unit).await?,
        None => None,
    };
    // A unit that still exists hands nothing over.
    let successor = successor.ok_or_else(|| {
        DomainError::new(ErrorCode::StateConflict).param("state", "单位未撤并").param("step", "hand_over")
    })?;
    let open = state.store.open_matters_of(unit, MOST + 1).await?;
    let more = open.len() > MOST as usize;
    let units = (unit, UnitId(successor.id));
    let (mut items, mut hidden) = (Vec::new(), 0);
    for id in open.into_iter().take(MOST as usize) {
        match one(state, caller, id, units, act).await? {
            Some(item) if item.parts.is_empty() => {}
            Some(item) => items.push(item),
            None => hidden += 1,
        }
    }
    let named = |row: &UnitRow| Named { id: Some(row.id), name: row.name.clone() };
    Answer::ok(&UnitHandOverResponse { unit: named(&old), successor: named(&successor), items, hidden, more })
}

/// One matter; `None` when the caller may not see it or not hand it over.
async fn one(
    state: &State,
    caller: &Caller,
    id: SuggestionId,
    units: (UnitId, UnitId),
    act: bool,
) -> ApiResult<Option<HandedMatterResponse>> {
    let uow = state.begin(caller).await?;
    let Some(stored) = uow.lock_case(id).await? else { return Ok(None) };
    let mut case = stored.case;
    if !allows(&caller.actor, Action::TransferTask, &case) {
        return Ok(None);
    }
    let configuration = state.configuration_within(&uow).await?;
    let settings = configuration.settings_at(business_date(uow.now()))?;
    let seats = uow.active_seats(&concerned(&case)).await?;
    let ids = state.shared.ids.clone();
    let ctx = Ctx {
        now: uow.now(),
        settings: &settings,
        calendar: configuration.calendar(),
        ids: ids.as_ref(),
        seats: &seats,
    };
    let mut item = plan(&case, units, &ctx);
    if act && !item.parts.is_empty() {
        let permit = require::<act::TransferTask>(&caller.actor, &case)?;
        match case.hand_over(&permit, units, &ctx) {
            Ok(Some(effects)) => {
                let version = uow.save_case(&case, case.version).await?;
                uow.record_effects(effects, version).await?;
                uow.commit().await?;
                item.done = true;
            }
            Ok(None) => {}
            Err(error) => item.refused = Some(error.code.code()),
        }
    }
    Ok(Some(item))
}

fn plan(case: &Case, (unit, successor): (UnitId, UnitId), ctx: &Ctx<'_>) -> HandedMatterResponse {
    let parts = case.hand_over_plan(unit, successor, ctx).into_iter();
    HandedMatterResponse {
        suggestion_id: case.id().0,
        official_no: case.suggestion.official_no.map(|number| number.zh()),
        title: case.suggestion.text.title.clone(),
        parts: parts
            .map(|(task, fate)| HandedPartResponse {
                role: task.role,
                status: task.status,
                promises: case.open_promises(task.id).count(),
                absorbed: fate == HandOverFate::Absorbed,
            })
            .collect(),
        done: false,
        refused: None,
    }
}
