//! 代办: somebody of the same office is told what I am told while I am away. It gives no right to anybody.

use super::tell::tell_one;
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IdempotencyKey, Idempotent, IfMatch},
    state::State,
};
use actix_web::web;
use chrono::NaiveDate;
use domain::{
    authz::{OwnAccount, act, require},
    kernel::{AccountId, AuditChange, ErrorCode, Event, FieldChecks, SubstitutionId, Version, business_date},
    notification::{Audience, Facts, Notice, NoticeKind, SubstitutionData, check_substitution},
};
use persistence::notification::{NewSubstitution, SubstitutionRow};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_substitutions, get_substitutions)
        .route(__path_get_colleagues, get_colleagues)
        .route(__path_create_substitution, create_substitution)
        .route(__path_end_substitution, end_substitution);
}

/// 代办: somebody stands in for somebody, from a day to a day.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b91", "mine": true, "name": "演办事员", "from": "2026-03-09",
    "until": "2026-03-13", "active": false, "version": 1}))]
pub struct SubstitutionResponse {
    /// Which.
    pub id: Uuid,
    /// `true`: I am away and he stands in; `false`: I stand in for him.
    pub mine: bool,
    /// The other's name.
    pub name: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day; it ends by itself.
    pub until: NaiveDate,
    /// It counts today.
    pub active: bool,
    /// Optimistic lock.
    pub version: i64,
}

/// Substitutions of today and later.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": []}))]
pub struct SubstitutionList {
    /// By the first day; at most a hundred.
    pub items: Vec<SubstitutionResponse>,
}

/// Somebody who may stand in.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b92", "name": "演办事员"}))]
pub struct ColleagueResponse {
    /// The account.
    pub id: Uuid,
    /// Its name.
    pub name: String,
}

/// Those who may stand in.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": []}))]
pub struct ColleagueList {
    /// By name; at most two hundred.
    pub items: Vec<ColleagueResponse>,
}

/// 指定代办人
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"substitute_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b92", "from": "2026-03-09", "until": "2026-03-13"}))]
pub struct CreateSubstitutionRequest {
    /// Who stands in: an account of the same office.
    pub substitute_id: Uuid,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
}

/// Who stands in for whom
///
/// 我的代办安排: those who stand in for me, and those for whom I do, today and later.
#[utoipa::path(get, path = "/api/v1/notifications/substitutions", tag = "notification", security(("bearer" = [])),
    responses((status = 200, description = "Substitutions", body = SubstitutionList)))]
pub(super) async fn get_substitutions(state: web::Data<State>, caller: Caller) -> ApiResult<Answer> {
    require::<act::UseOwnAccount>(&caller.actor, &OwnAccount)?;
    let (account, today) = (caller.actor.account, business_date(caller.request.now));
    let rows = state.store.substitutions_of(account, today).await?;
    let items = rows.into_iter().map(|row| represent(row, account, today)).collect();
    Answer::ok(&SubstitutionList { items })
}

/// Who may stand in for me
///
/// 可指定的代办人: accounts with the same role in the same office. Nobody stands in for a deputy (代表职务由本人履行).
#[utoipa::path(get, path = "/api/v1/notifications/colleagues", tag = "notification", security(("bearer" = [])),
    responses((status = 200, description = "Accounts", body = ColleagueList)))]
pub(super) async fn get_colleagues(state: web::Data<State>, caller: Caller) -> ApiResult<Answer> {
    require::<act::UseOwnAccount>(&caller.actor, &OwnAccount)?;
    let rows = state.store.colleagues(caller.actor.account).await?;
    let items = rows.into_iter().map(|(id, name)| ColleagueResponse { id, name }).collect();
    Answer::ok(&ColleagueList { items })
}

/// Have somebody stand in
///
/// 指定代办人. He is told what I am told, as far as he may read it himself; it gives him no right that he does not have.
#[utoipa::path(post, path = "/api/v1/notifications/substitutions", tag = "notification", security(("bearer" = [])),
    params(IdempotencyKey), request_body = CreateSubstitutionRequest,
    responses((status = 201, description = "Made", body = SubstitutionResponse)))]
pub(super) async fn create_substitution(
    state: web::Data<State>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<CreateSubstitutionRequest>,
) -> ApiResult<Answer> {
    let permit = require::<act::UseOwnAccount>(&caller.actor, &OwnAccount)?;
    let (account, today) = (caller.actor.account, business_date(caller.request.now));
    let request_hash = body.request_hash;
    let wanted = body.valid()?;
    let substitute = AccountId(wanted.substitute_id);
    let actors = state.store.actors_for(&[Audience::Account(substitute)]).await?;
    let data = SubstitutionData { substitute, from: wanted.from, until: wanted.until };
    let mut checks = FieldChecks::new();
    checks.date("#/from", data.from);
    checks.date("#/until", data.until);
    let other = actors.iter().find(|actor| actor.account == substitute);
    check_substitution(&caller.actor, other, &data, today, &mut checks);
    checks.finish()?;
    let uow = state.begin(&caller).await?;
    let (uow, remember) = match key.claim(uow, &request_hash).await? {
        Idempotent::Fresh(uow, key) => (uow, key),
        Idempotent::Replayed(answer) => return Ok(answer),
    };
    let id: SubstitutionId = uow.id();
    let new = NewSubstitution { id, away: account, substitute, from: data.from, until: data.until };
    uow.insert_substitution(new).await?;
    let told = json!({ "substitute": substitute, "from": data.from, "until": data.until });
    note(&uow, id, permit.action_name(), "substitution.created", told, Version::FIRST).await?;
    let row = uow.substitution(id).await?.ok_or(ErrorCode::NotFound)?;
    let answer = Answer::ok(&represent(row, account, today))?
        .created(format!("/api/v1/notifications/substitutions/{id}"))
        .version(Version::FIRST);
    let answer = IdempotencyKey::finish(uow, remember, answer).await?;
    let notice = Notice {
        kind: NoticeKind::SubstitutionBegan,
        key: format!("substitution/{id}"),
        matter: None,
        to: vec![Audience::Account(substitute)],
        facts: Facts { due: Some(data.until), ..Facts::default() },
        at: caller.request.now,
    };
    // If this fails the substitution stands, and both see it on their pages.
    if let Err(error) = tell_one(&state, notice, substitute, None).await {
        tracing::warn!(%error, "a substitute could not be told");
    }
    Ok(answer)
}

/// End a substitution
///
/// 提前结束代办: by who is away. It ends by itself after its last day.
#[utoipa::path(post, path = "/api/v1/notifications/substitutions/{id}/end", tag = "notification", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The substitution"), IfMatch),
    responses((status = 204, description = "Ended")))]
pub(super) async fn end_substitution(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
) -> ApiResult<Answer> {
    let permit = require::<act::UseOwnAccount>(&caller.actor, &OwnAccount)?;
    let id = SubstitutionId(*id);
    let uow = state.begin(&caller).await?;
    let row = uow.substitution(id).await?.filter(|row| row.ended_at.is_none());
    let account = caller.actor.account.0;
    let row = row.filter(|row| row.account_id == account || row.substitute_id == account);
    let row = row.ok_or(ErrorCode::NotFound)?;
    if row.account_id != account {
        return Err(ErrorCode::PermissionDenied.into());
    }
    seen.check(Version(row.version))?;
    uow.end_substitution(id, row.version).await?;
    let version = Version(row.version).next();
    note(&uow, id, permit.action_name(), "substitution.ended", json!({}), version).await?;
    uow.commit().await?;
    Ok(Answer::no_content())
}

async fn note(
    uow: &persistence::Uow,
    id: SubstitutionId,
    action: &'static str,
    kind: &'static str,
    data: serde_json::Value,
    version: Version,
) -> ApiResult<()> {
    uow.audit(AuditChange {
        action,
        subject: "substitution",
        subject_id: id.0,
        before: json!({}),
        after: data.clone(),
    })
    .await?;
    let event = Event { kind, aggregate: "substitution", aggregate_id: id.0, data };
    Ok(uow.emit(event, version).await?)
}

fn represent(row: SubstitutionRow, account: AccountId, today: NaiveDate) -> SubstitutionResponse {
    let mine = row.account_id == account.0;
    SubstitutionResponse {
        id: row.id,
        mine,
        name: if mine { row.substitute_name } else { row.account_name },
        from: row.from_on,
        until: row.until_on,
        active: row.ended_at.is_none() && (row.from_on..=row.until_on).contains(&today),
        version: row.version,
    }
}
