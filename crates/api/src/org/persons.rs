//! 自然人: records of persons, whose numbers are encrypted and masked.

use super::{
    persons_dto::{
        CreatePersonRequest, FindPersonRequest, PersonList, PersonListQuery, PersonResponse,
        RevealPersonRequest, RevealPersonResponse, UpdatePersonRequest,
    },
    references::{References, record},
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IdempotencyKey, Idempotent, IfMatch, ListPlan, Query},
    protect::Protector,
    state::State,
};
use actix_web::{HttpRequest, web};
use domain::{
    authz::{Action, PersonRecord, PublicRegister, Scope, act, allows, require},
    kernel::{
        AuditChange, DomainError, ErrorCode, FieldChecks, Patch, PersonId, TextRule, Version, business_date,
    },
    org::{IdNumber, Mobile, Person, PersonData, ProtectedChange, ProtectedField},
};
use persistence::{
    listing::PageRequest,
    org::{PERSON_SORTS, PersonFilter, PersonRow},
};
use serde_json::json;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_persons, list_persons)
        .route(__path_create_person, create_person)
        .route(__path_find_persons, find_persons)
        .route(__path_get_person, get_person)
        .route(__path_update_person, update_person)
        .route(__path_reveal_person, reveal_person);
}

/// List persons
///
/// 人员列表, within the subtrees of the caller's grants. Numbers are masked (199****0001).
#[utoipa::path(get, path = "/api/v1/persons", tag = "org", security(("bearer" = [])), params(PersonListQuery),
    responses((status = 200, description = "A page of persons", body = PersonList)))]
pub(super) async fn list_persons(
    state: web::Data<State>,
    caller: Caller,
    query: Query<PersonListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    require::<act::ReadPersons>(&caller.actor, &PublicRegister)?;
    let scope = Scope::of(&caller.actor, Action::ReadPersons);
    let account = Some(caller.actor.account);
    let plan = ListPlan::new(&state, "persons", &query.0, account, PERSON_SORTS, "name")?;
    let filter = PersonFilter {
        text: query.q.clone(),
        gender: query.gender.map(|gender| gender.code().to_owned()),
        party: query.party.map(|party| party.code().to_owned()),
        ..PersonFilter::default()
    };
    let mut rows = state.store.persons(&scope, &filter, &plan.page).await?;
    let links = plan.links(&mut rows, &http);
    let total = if plan.wants_total { Some(state.store.count_persons(&scope, &filter).await?) } else { None };
    let items =
        rows.into_iter().map(|listed| represent(&state, &caller, listed.row)).collect::<ApiResult<_>>()?;
    Ok(Answer::ok(&PersonList { items, next_cursor: links.cursor, total })?.next(links.link))
}

/// Register a person
///
/// 登记人员. An identity number must have a valid check digit, state the date of birth, and belong to nobody else.
#[utoipa::path(post, path = "/api/v1/persons", tag = "org", security(("bearer" = [])), params(IdempotencyKey),
    request_body = CreatePersonRequest,
    responses((status = 201, description = "Created", body = PersonResponse)))]
pub(super) async fn create_person(
    state: web::Data<State>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<CreatePersonRequest>,
) -> ApiResult<Answer> {
    let permit = require::<act::ManageRegisters>(&caller.actor, &PublicRegister)?;
    let uow = state.begin(&caller).await?;
    let (uow, key) = match key.claim(uow, &body.request_hash).await? {
        Idempotent::Fresh(uow, key) => (uow, key),
        Idempotent::Replayed(answer) => return Ok(answer),
    };
    let wanted = body.valid()?;
    let mut references = References::new(&uow, &caller.actor);
    references.node("#/jurisdiction_id", wanted.jurisdiction_id, Action::ManageRegisters).await?;
    let data = PersonData {
        jurisdiction: wanted.jurisdiction_id.into(),
        name: wanted.name,
        gender: wanted.gender,
        birth_on: wanted.birth_on,
        ethnicity: wanted.ethnicity,
        party: wanted.party,
        education: wanted.education,
        degree: wanted.degree,
    };
    let mut checks = FieldChecks::new();
    let given = |value: Option<String>| {
        value.filter(|text| !text.trim().is_empty()).map_or(Patch::Absent, Patch::Value)
    };
    let protected = ProtectedChange::read(given(wanted.mobile), given(wanted.id_no), &mut checks);
    let id: PersonId = uow.id();
    let today = business_date(uow.now());
    let outcome = references.decide(Person::create(&permit, id, data, &protected, today, checks))?;
    let sealed = Protector::new(&state.shared.keys).seal_change(id, &protected)?;
    uow.insert_person(&outcome.next, sealed).await?;
    record(&uow, outcome, Version::FIRST).await?;
    let row = uow.person(id).await?.ok_or(ErrorCode::NotFound)?;
    let answer = answer(&state, &caller, row)?.created(format!("/api/v1/persons/{id}"));
    IdempotencyKey::finish(uow, key, answer).await
}

/// Find persons by a whole number
///
/// 按手机号码或身份证号码查找: equality only. The number travels in the body, so that it enters no log or history.
#[utoipa::path(post, path = "/api/v1/persons/find", tag = "org", security(("bearer" = [])),
    request_body = FindPersonRequest,
    responses((status = 200, description = "Persons with this number", body = PersonList)))]
pub(super) async fn find_persons(
    state: web::Data<State>,
    caller: Caller,
    body: Body<FindPersonRequest>,
) -> ApiResult<Answer> {
    require::<act::ReadPersons>(&caller.actor, &PublicRegister)?;
    let scope = Scope::of(&caller.actor, Action::ReadPersons);
    let wanted = body.valid()?;
    let protector = Protector::new(&state.shared.keys);
    let mut filter = PersonFilter::default();
    match wanted.field {
        ProtectedField::Mobile => {
            let mobile = Mobile::parse("#/value", &wanted.value)?;
            filter.mobile_hash = Some(protector.index(wanted.field, mobile.as_str()));
        }
        // Telephones and identity numbers have a hash to be found by; these have not.
        ProtectedField::Email | ProtectedField::Address => {
            return Err(DomainError::invalid_field("#/field", ErrorCode::ValueInvalid).into());
        }
        ProtectedField::IdNo => {
            let number = IdNumber::parse("#/value", &wanted.value)?;
            filter.id_no_hash = Some(protector.index(wanted.field, number.as_str()));
        }
    }
    let page = PageRequest { sort: &PERSON_SORTS[0], descending: false, after: None, limit: 50 };
    let rows = state.store.persons(&scope, &filter, &page).await?;
    let items =
        rows.into_iter().map(|listed| represent(&state, &caller, listed.row)).collect::<ApiResult<_>>()?;
    Answer::ok(&PersonList { items, next_cursor: None, total: None })
}

/// One person
///
/// 人员详情; numbers are masked. Deputies see their own record.
#[utoipa::path(get, path = "/api/v1/persons/{id}", tag = "org", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The person")),
    responses((status = 200, description = "The person", body = PersonResponse)))]
pub(super) async fn get_person(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let row = state.store.person(PersonId(*id)).await?.ok_or(ErrorCode::NotFound)?;
    let subject = PersonRecord { path: &row.scope_path(), person: PersonId(row.id) };
    require::<act::ReadPersons>(&caller.actor, &subject)?;
    answer(&state, &caller, row)
}

/// Change a person's record
///
/// 修改人员信息. A new name is found by search at once, in every seat.
#[utoipa::path(patch, path = "/api/v1/persons/{id}", tag = "org", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The person"), IfMatch), request_body = UpdatePersonRequest,
    responses((status = 200, description = "The changed record", body = PersonResponse)))]
pub(super) async fn update_person(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<UpdatePersonRequest>,
) -> ApiResult<Answer> {
    let id = PersonId(*id);
    let uow = state.begin(&caller).await?;
    let row = uow.person(id).await?.ok_or(ErrorCode::NotFound)?;
    let subject = PersonRecord { path: &row.scope_path(), person: id };
    let permit = require::<act::ManageRegisters>(&caller.actor, &subject)?;
    seen.check(Version(row.version))?;
    let patch = body.valid()?;
    let person = row.aggregate()?;
    let mut data = person.data.clone();
    let mut checks = FieldChecks::new();
    checks.replace("#/name", patch.name, &mut data.name);
    checks.replace("#/gender", patch.gender, &mut data.gender);
    checks.replace("#/birth_on", patch.birth_on, &mut data.birth_on);
    checks.replace("#/ethnicity", patch.ethnicity, &mut data.ethnicity);
    checks.replace("#/party", patch.party, &mut data.party);
    patch.education.apply_to_option(&mut data.education);
    patch.degree.apply_to_option(&mut data.degree);
    let protected = ProtectedChange::read(patch.mobile, patch.id_no, &mut checks);
    let outcome = person.revise(&permit, data, &protected, business_date(uow.now()), checks)?;
    let sealed = Protector::new(&state.shared.keys).seal_change(id, &protected)?;
    uow.update_person(&outcome.next, sealed).await?;
    let version = outcome.next.version;
    record(&uow, outcome, version).await?;
    let row = uow.person(id).await?.ok_or(ErrorCode::NotFound)?;
    uow.commit().await?;
    answer(&state, &caller, row)
}

/// Reveal a protected field
///
/// 查看受保护信息 (手机号码、身份证号码): one field of one person, with a reason, entered in the audit log before it is shown.
#[utoipa::path(post, path = "/api/v1/persons/{id}/reveal", tag = "org", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The person")), request_body = RevealPersonRequest,
    responses((status = 200, description = "The field", body = RevealPersonResponse)))]
pub(super) async fn reveal_person(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    body: Body<RevealPersonRequest>,
) -> ApiResult<Answer> {
    let id = PersonId(*id);
    let uow = state.begin(&caller).await?;
    let row = uow.person(id).await?.ok_or(ErrorCode::NotFound)?;
    let subject = PersonRecord { path: &row.scope_path(), person: id };
    let permit = require::<act::RevealPersonalData>(&caller.actor, &subject)?;
    let wanted = body.valid()?;
    let field = wanted.field;
    let reason = TextRule::line(4, 200).check("#/reason", &wanted.reason)?;
    let sealed = match field {
        ProtectedField::Mobile => &row.mobile_sealed,
        ProtectedField::IdNo => &row.id_no_sealed,
        ProtectedField::Email => &row.email_sealed,
        ProtectedField::Address => &row.address_sealed,
    };
    let protector = Protector::new(&state.shared.keys);
    let value = sealed.as_deref().map(|sealed| protector.open(id, field, sealed)).transpose()?;
    uow.audit(AuditChange {
        action: permit.action_name(),
        subject: "person",
        subject_id: id.0,
        before: json!({}),
        after: json!({ "field": field, "reason": reason }),
    })
    .await?;
    uow.commit().await?;
    Answer::ok(&RevealPersonResponse { field, value })
}

fn answer(state: &State, caller: &Caller, row: PersonRow) -> ApiResult<Answer> {
    let version = Version(row.version);
    Ok(Answer::ok(&represent(state, caller, row)?)?.version(version))
}

fn represent(state: &State, caller: &Caller, row: PersonRow) -> ApiResult<PersonResponse> {
    let id = PersonId(row.id);
    let subject = PersonRecord { path: &row.scope_path(), person: id };
    let allowed = [(Action::ManageRegisters, "update"), (Action::RevealPersonalData, "reveal")];
    let protector = Protector::new(&state.shared.keys);
    Ok(PersonResponse {
        id: row.id,
        jurisdiction_id: row.jurisdiction_id,
        jurisdiction_name: row.jurisdiction_name,
        name: row.name,
        gender: row.gender,
        birth_on: row.birth_on,
        ethnicity: row.ethnicity,
        party: row.party,
        education: row.education,
        degree: row.degree,
        mobile: protector.masked_mobile(id, row.mobile_sealed.as_deref())?,
        id_no: protector.masked_id_no(id, row.id_no_sealed.as_deref())?,
        email: protector.masked_email(id, row.email_sealed.as_deref())?,
        address: protector.masked_address(id, row.address_sealed.as_deref())?,
        allowed_actions: allowed
            .into_iter()
            .filter(|(action, _)| allows(&caller.actor, *action, &subject))
            .map(|(_, name)| name)
            .collect(),
        updated_at: row.updated_at.into(),
        version: row.version,
    })
}
