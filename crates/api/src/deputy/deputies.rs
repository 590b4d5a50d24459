//! 人大代表: the register of seats.

use super::{
    deputies_dto::{DeputyList, DeputyResponse},
    deputies_input::{CreateDeputyRequest, UpdateDeputyRequest},
    deputies_query::DeputyListQuery,
    represent::{answer, first_representation, summary},
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IdempotencyKey, Idempotent, IfMatch, ListPlan, Query},
    org::{References, record, scope_of},
    state::State,
};
use actix_web::{HttpRequest, web};
use domain::{
    authz::{Action, PublicRegister, Register, act, require},
    deputy::{Deputy, DeputyData, PublicProfile},
    kernel::{Coded, DeputyId, ErrorCode, JurisdictionId, Patch, Version, business_date},
};
use persistence::deputy::{DEPUTY_SORTS, DeputyFilter};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_deputies, list_deputies)
        .route(__path_create_deputy, create_deputy)
        .route(__path_get_deputy, get_deputy)
        .route(__path_update_deputy, update_deputy);
}

/// List deputies
///
/// 代表名册. Group and delegation filters mean today's. The export (`/deputies/export`) takes the same filter.
#[utoipa::path(get, path = "/api/v1/deputies", tag = "deputy", security(("bearer" = [])), params(DeputyListQuery),
    responses((status = 200, description = "A page of deputies", body = DeputyList)))]
pub(super) async fn list_deputies(
    state: web::Data<State>,
    caller: Caller,
    query: Query<DeputyListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    require::<act::ReadRegisters>(&caller.actor, &PublicRegister)?;
    let scope = scope_of(&caller.actor);
    let account = Some(caller.actor.account);
    let plan = ListPlan::new(&state, "deputies", &query.0, account, DEPUTY_SORTS, "cert_no")?;
    let filter = DeputyFilter::from(&query.0);
    let today = business_date(caller.request.now);
    let mut rows = state.store.deputies(&scope, &filter, today, &plan.page).await?;
    let links = plan.links(&mut rows, &http);
    let total =
        if plan.wants_total { Some(state.store.count_deputies(&scope, &filter, today).await?) } else { None };
    let items =
        rows.into_iter().map(|listed| summary(&caller.actor, listed.row)).collect::<ApiResult<_>>()?;
    Ok(Answer::ok(&DeputyList { items, next_cursor: links.cursor, total })?.next(links.link))
}

/// Register a deputy
///
/// 登记代表. The seat begins as 待资格确认 and becomes active by `…/confirm`. One person holds at most one seat in a
/// term and level, but may hold seats at several levels.
#[utoipa::path(post, path = "/api/v1/deputies", tag = "deputy", security(("bearer" = [])), params(IdempotencyKey),
    request_body = CreateDeputyRequest,
    responses((status = 201, description = "Created", body = DeputyResponse)))]
pub(super) async fn create_deputy(
    state: web::Data<State>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<CreateDeputyRequest>,
) -> ApiResult<Answer> {
    let permit = require::<act::ManageRegisters>(&caller.actor, &PublicRegister)?;
    let uow = state.begin(&caller).await?;
    let (uow, key) = match key.claim(uow, &body.request_hash).await? {
        Idempotent::Fresh(uow, key) => (uow, key),
        Idempotent::Replayed(answer) => return Ok(answer),
    };
    let wanted = body.valid()?;
    let mut references = References::new(&uow, &caller.actor);
    let term = references.term("#/term_id", wanted.term_id.into()).await?;
    references.person("#/person_id", wanted.person_id.into()).await?;
    let mut town = None;
    if let Some(id) = wanted.constituency_id {
        let constituency = references.constituency("#/constituency_id", id.into()).await?;
        if constituency.as_ref().is_some_and(|c| c.term_id != wanted.term_id) {
            references.unknown("#/constituency_id");
        }
        town = constituency.map(|c| c.jurisdiction_id);
    }
    if let Some(id) = wanted.delegation_id {
        let delegation = references.delegation("#/delegation_id", id.into()).await?;
        if delegation.is_some_and(|d| d.term_id != wanted.term_id) {
            references.unknown("#/delegation_id");
        }
    }
    let node = wanted.jurisdiction_id.or(town).or(term.map(|term| term.jurisdiction_id)).unwrap_or_default();
    if !node.is_nil() {
        references.node("#/jurisdiction_id", node, Action::ManageRegisters).await?;
    }
    let data = DeputyData {
        person: wanted.person_id.into(),
        term: wanted.term_id.into(),
        level: wanted.level,
        jurisdiction: JurisdictionId(node),
        constituency: wanted.constituency_id.map(Into::into),
        delegation: wanted.delegation_id.map(Into::into),
        cert_no: wanted.cert_no,
        elected_on: wanted.elected_on,
        entry: wanted.entry,
        is_newcomer: wanted.is_newcomer,
        is_reelected: wanted.is_reelected,
        occupation: wanted.occupation,
        employer: wanted.employer,
        post: wanted.post,
        composition: wanted.composition,
        sc_member: wanted.sc_member,
        committee_posts: wanted.committee_posts,
        profile: PublicProfile {
            photo: None,
            intro: wanted.intro,
            contact_platform: wanted.contact_platform,
        },
    };
    let outcome = references.decide(Deputy::create(&permit, uow.id(), data))?;
    let (deputy, status) = &outcome.next;
    let id = deputy.id;
    uow.insert_deputy(deputy).await?;
    uow.insert_status_record(id, status).await?;
    let (_, status) = record(&uow, outcome, Version::FIRST).await?;
    let row = uow.deputy(id, business_date(uow.now())).await?.ok_or(ErrorCode::NotFound)?;
    let answer =
        first_representation(&state, &caller, row, &status)?.created(format!("/api/v1/deputies/{id}"));
    IdempotencyKey::finish(uow, key, answer).await
}

/// One deputy
///
/// 代表详情 with the person's record (masked, for who may see it), status history (状态沿革), group history (小组沿革) and
/// the person's other seats.
#[utoipa::path(get, path = "/api/v1/deputies/{id}", tag = "deputy", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The seat")),
    responses((status = 200, description = "The deputy", body = DeputyResponse)))]
pub(super) async fn get_deputy(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    answer(&state, &caller, DeputyId(*id)).await
}

/// Change a deputy's entry
///
/// 修改代表信息. Person, term and level never change; the status has its own commands; the group changes by the group's.
#[utoipa::path(patch, path = "/api/v1/deputies/{id}", tag = "deputy", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The seat"), IfMatch), request_body = UpdateDeputyRequest,
    responses((status = 200, description = "The changed deputy", body = DeputyResponse)))]
pub(super) async fn update_deputy(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<UpdateDeputyRequest>,
) -> ApiResult<Answer> {
    let id = DeputyId(*id);
    let uow = state.begin(&caller).await?;
    let row = uow.deputy(id, business_date(uow.now())).await?.ok_or(ErrorCode::NotFound)?;
    let permit = require::<act::ManageRegisters>(&caller.actor, &Register { path: &row.scope_path() })?;
    seen.check(Version(row.version))?;
    let deputy = row.aggregate()?;
    let mut references = References::new(&uow, &caller.actor);
    let data = patched(&mut references, deputy.data.clone(), body.valid()?).await?;
    let outcome = references.decide(deputy.revise(&permit, data))?;
    uow.update_deputy(&outcome.next).await?;
    let version = outcome.next.version;
    record(&uow, outcome, version).await?;
    uow.commit().await?;
    answer(&state, &caller, id).await
}

async fn patched(
    references: &mut References<'_>,
    mut data: DeputyData,
    patch: UpdateDeputyRequest,
) -> ApiResult<DeputyData> {
    let term = data.term.0;
    match patch.constituency_id {
        Patch::Absent => {}
        Patch::Null => data.constituency = None,
        Patch::Value(id) => {
            let constituency = references.constituency("#/constituency_id", id.into()).await?;
            if constituency.is_some_and(|c| c.term_id != term) {
                references.unknown("#/constituency_id");
            }
            data.constituency = Some(id.into());
        }
    }
    match patch.delegation_id {
        Patch::Absent => {}
        Patch::Null => data.delegation = None,
        Patch::Value(id) => {
            let delegation = references.delegation("#/delegation_id", id.into()).await?;
            if delegation.is_some_and(|d| d.term_id != term) {
                references.unknown("#/delegation_id");
            }
            data.delegation = Some(id.into());
        }
    }
    if let Patch::Value(node) = patch.jurisdiction_id {
        references.node("#/jurisdiction_id", node, Action::ManageRegisters).await?;
    }
    let checks = &mut references.checks;
    let mut node = data.jurisdiction.0;
    checks.replace("#/jurisdiction_id", patch.jurisdiction_id, &mut node);
    data.jurisdiction = node.into();
    checks.replace("#/cert_no", patch.cert_no, &mut data.cert_no);
    checks.replace("#/elected_on", patch.elected_on, &mut data.elected_on);
    checks.replace("#/entry", patch.entry, &mut data.entry);
    checks.replace("#/is_newcomer", patch.is_newcomer, &mut data.is_newcomer);
    checks.replace("#/is_reelected", patch.is_reelected, &mut data.is_reelected);
    checks.replace("#/occupation", patch.occupation, &mut data.occupation);
    patch.employer.apply_to_option(&mut data.employer);
    patch.post.apply_to_option(&mut data.post);
    checks.replace("#/composition", patch.composition, &mut data.composition);
    checks.replace("#/sc_member", patch.sc_member, &mut data.sc_member);
    checks.replace("#/committee_posts", patch.committee_posts, &mut data.committee_posts);
    patch.intro.apply_to_option(&mut data.profile.intro);
    patch.contact_platform.apply_to_option(&mut data.profile.contact_platform);
    Ok(data)
}

pub(super) fn codes<T: Coded>(values: &[T]) -> Vec<String> {
    values.iter().map(|value| value.as_code().to_owned()).collect()
}

impl From<&DeputyListQuery> for DeputyFilter {
    fn from(query: &DeputyListQuery) -> Self {
        Self {
            text: query.q.clone(),
            statuses: codes(&query.status.0),
            levels: codes(&query.level.0),
            term: query.term_id,
            current_term: query.current_term,
            group: query.group_id,
            delegation: query.delegation_id,
            constituency: query.constituency_id,
            jurisdiction: query.jurisdiction_id,
            gender: query.gender.map(|gender| gender.code().to_owned()),
            compositions: codes(&query.composition.0),
            newcomer: query.newcomer,
            sc_member: query.sc_member,
            person: query.person_id,
        }
    }
}
