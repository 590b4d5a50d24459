//! 本人联系方式: a deputy keeps telephone, mail and address himself (`domain.md` §2: Deputy profile U(contact)).

use super::references::record;
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IfMatch},
    protect::Protector,
    state::State,
};
use actix_web::web;
use domain::{
    authz::{PersonRecord, PublicRegister, act, require},
    kernel::{ErrorCode, FieldChecks, Patch, PersonId, Version, business_date},
    org::{ProtectedChange, ProtectedField},
};
use persistence::{Store, org::PersonRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_own_contact, get_own_contact).route(__path_update_own_contact, update_own_contact);
}

/// 本人联系方式, whole: they are the reader's own.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"person_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b82", "name": "王建国", "mobile": "19900000001",
    "email": "wang@example.cn", "address": "城关镇人民路 18 号", "version": 2}))]
pub struct OwnContactResponse {
    /// The person.
    pub person_id: Uuid,
    /// 姓名
    pub name: String,
    /// 手机号码
    pub mobile: Option<String>,
    /// 电子邮箱
    pub email: Option<String>,
    /// 联系地址
    pub address: Option<String>,
    /// Same as the `ETag`.
    pub version: i64,
}

/// 修改本人联系方式 (merge-patch)
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"mobile": "19900000002", "email": null}))]
pub struct UpdateOwnContactRequest {
    /// 手机号码, eleven digits; `null` removes it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub mobile: Patch<String>,
    /// 电子邮箱; `null` removes it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub email: Patch<String>,
    /// 联系地址, at most 100 characters; `null` removes it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub address: Patch<String>,
}

/// My contact data
///
/// 本人联系方式 of a deputy, as the register of persons holds them: encrypted, masked for everybody else.
#[utoipa::path(get, path = "/api/v1/me/contact", tag = "org", security(("bearer" = [])),
    responses((status = 200, description = "My contact data", body = OwnContactResponse)))]
pub(super) async fn get_own_contact(state: web::Data<State>, caller: Caller) -> ApiResult<Answer> {
    require::<act::UpdateOwnContact>(&caller.actor, &PublicRegister)?;
    let person = own_person(&state.store, &caller).await?;
    let row = state.store.person(person).await?.ok_or(ErrorCode::NotFound)?;
    represent(&state, &row)
}

/// Change my contact data
///
/// 修改本人联系方式: telephone, mail, address, and nothing else of the record. The audit log tells which of them was changed,
/// not what it was or is.
#[utoipa::path(patch, path = "/api/v1/me/contact", tag = "org", security(("bearer" = [])), params(IfMatch),
    request_body = UpdateOwnContactRequest,
    responses((status = 200, description = "The changed contact data", body = OwnContactResponse)))]
pub(super) async fn update_own_contact(
    state: web::Data<State>,
    caller: Caller,
    seen: IfMatch,
    body: Body<UpdateOwnContactRequest>,
) -> ApiResult<Answer> {
    require::<act::UpdateOwnContact>(&caller.actor, &PublicRegister)?;
    let id = own_person(&state.store, &caller).await?;
    let uow = state.begin(&caller).await?;
    let row = uow.person(id).await?.ok_or(ErrorCode::NotFound)?;
    // The seat may have told whose record it is: the policy is asked about that person.
    let mut actor = caller.actor.clone();
    actor.person = Some(id);
    let subject = PersonRecord { path: &row.scope_path(), person: id };
    let permit = require::<act::UpdateOwnContact>(&actor, &subject)?;
    seen.check(Version(row.version))?;
    let patch = body.valid()?;
    let mut checks = FieldChecks::new();
    let change = ProtectedChange::contact(patch.mobile, patch.email, patch.address, &mut checks);
    checks.finish()?;
    let outcome = row.aggregate()?.revise_contact(&permit, &change);
    let sealed = Protector::new(&state.shared.keys).seal_change(id, &change)?;
    uow.update_person(&outcome.next, sealed).await?;
    let version = outcome.next.version;
    record(&uow, outcome, version).await?;
    let row = uow.person(id).await?.ok_or(ErrorCode::NotFound)?;
    uow.commit().await?;
    represent(&state, &row)
}

/// Whose account it is: the person it was made for, or the holder of its seat.
async fn own_person(store: &Store, caller: &Caller) -> ApiResult<PersonId> {
    if let Some(person) = caller.actor.person {
        return Ok(person);
    }
    let seat = caller.actor.deputies().next().ok_or(ErrorCode::NotFound)?;
    let row = store.deputy(seat, business_date(caller.request.now)).await?.ok_or(ErrorCode::NotFound)?;
    Ok(PersonId(row.person_id))
}

fn represent(state: &State, row: &PersonRow) -> ApiResult<Answer> {
    let person = PersonId(row.id);
    let protector = Protector::new(&state.shared.keys);
    let open = |field: ProtectedField, sealed: &Option<Vec<u8>>| {
        sealed.as_deref().map(|sealed| protector.open(person, field, sealed)).transpose()
    };
    let response = OwnContactResponse {
        person_id: row.id,
        name: row.name.clone(),
        mobile: open(ProtectedField::Mobile, &row.mobile_sealed)?,
        email: open(ProtectedField::Email, &row.email_sealed)?,
        address: open(ProtectedField::Address, &row.address_sealed)?,
        version: row.version,
    };
    Ok(Answer::ok(&response)?.version(Version(row.version)))
}
