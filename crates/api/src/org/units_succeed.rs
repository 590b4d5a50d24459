//! 单位撤并: a unit ends by a reform, another carries on.

use super::{
    references::{References, record},
    units::answer,
    units_dto::{NewSuccessor, SucceedUnitRequest, UnitResponse},
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IfMatch},
    state::State,
};
use actix_web::web;
use domain::{
    authz::{Permit, Register, act, require},
    kernel::{DomainError, ErrorCode, FieldError, UnitId, Version},
    org::{Unit, UnitData},
};
use persistence::Uow;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_succeed_unit, succeed_unit);
}

/// End a unit and name its successor
///
/// 单位撤并 (更名、合并): from that day on the successor carries its matters; the old name stays in history. Several units
/// may have the same successor. Give an existing `successor_id`, or a `new_unit` that begins on that day with the
/// type, system and place of the old one.
#[utoipa::path(post, path = "/api/v1/units/{id}/succeed", tag = "org", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The unit that ends"), IfMatch), request_body = SucceedUnitRequest,
    responses((status = 200, description = "The unit, ended", body = UnitResponse)))]
pub(super) async fn succeed_unit(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<SucceedUnitRequest>,
) -> ApiResult<Answer> {
    let id = UnitId(*id);
    let uow = state.begin(&caller).await?;
    let row = uow.unit(id).await?.ok_or(ErrorCode::NotFound)?;
    let permit = require::<act::ManageRegisters>(&caller.actor, &Register { path: &row.scope_path() })?;
    seen.check(Version(row.version))?;
    let unit = row.aggregate()?;
    let wanted = body.valid()?;
    let mut references = References::new(&uow, &caller.actor);
    let outcome = match (wanted.successor_id, wanted.new_unit) {
        (Some(successor), None) => {
            let successor = references.unit("#/successor_id", successor.into()).await?;
            // An unknown successor was noted; the unit itself in its place lets the other fields be checked.
            let successor = successor.map(|row| row.aggregate()).transpose()?.unwrap_or_else(|| unit.clone());
            references.decide(unit.succeed(&permit, &successor, wanted.on, &wanted.reason))?
        }
        (None, Some(new)) => {
            let created = found(&uow, &permit, &unit, new, wanted.on)?;
            let outcome = unit.succeed(&permit, &created.next, wanted.on, &wanted.reason)?;
            uow.insert_unit(&created.next).await?;
            record(&uow, created, Version::FIRST).await?;
            outcome
        }
        (Some(_), Some(_)) | (None, None) => {
            return Err(DomainError::from(FieldError::new("#/successor_id", ErrorCode::ValueRequired)).into());
        }
    };
    uow.update_unit(&outcome.next).await?;
    let version = outcome.next.version;
    record(&uow, outcome, version).await?;
    uow.commit().await?;
    answer(&state, &caller.actor, id).await
}

/// The successor that begins with the reform: like the old unit in everything that is not named.
fn found(
    uow: &Uow,
    permit: &Permit<act::ManageRegisters>,
    old: &Unit,
    new: NewSuccessor,
    on: chrono::NaiveDate,
) -> ApiResult<domain::kernel::Outcome<Unit>> {
    let data = UnitData {
        name: new.name,
        short_name: new.short_name,
        doc_prefix: new.doc_prefix,
        credit_code: None,
        valid_from: on,
        ..old.data.clone()
    };
    Unit::create(permit, uow.id(), data).map_err(|mut error| {
        for field in &mut error.fields {
            let name = field.pointer.trim_start_matches("#/").to_owned();
            field.pointer =
                if name == "valid_from" { "#/on".to_owned() } else { format!("#/new_unit/{name}") };
        }
        error.into()
    })
}
