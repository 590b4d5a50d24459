//! 批量确认代表资格: after an election the credentials of many deputies are confirmed by one report.

use super::{represent::summary, status::apply};
use crate::{
    deputy::deputies_dto::DeputySummary,
    http::{Answer, Api, ApiResult, Body, Caller},
    state::State,
};
use actix_web::web;
use chrono::NaiveDate;
use domain::{
    authz::{Action, PublicRegister, Register, act, allows, require},
    deputy::{DeputyCommand, StatusChange},
    kernel::{DeputyId, DomainError, ErrorCode, FieldChecks, FieldError, business_date},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// Seats in one request at most.
const MOST: usize = 100;

pub(super) fn register(api: &mut Api) {
    api.route(__path_confirm_deputies, confirm_deputies);
}

/// 批量确认代表资格
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"on": "2022-01-06", "document_no": "泗安人常公告〔2022〕1号",
    "items": [{"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9ba1", "version": 1}]}))]
pub struct ConfirmDeputiesRequest {
    /// The day from which it counts.
    pub on: NaiveDate,
    /// 公告文号, at most 60 characters.
    #[serde(default)]
    pub document_no: Option<String>,
    /// The seats, 1–100, each in the version that was seen.
    pub items: Vec<SeenDeputy>,
}

/// A seat in the version that was seen.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenDeputy {
    /// The seat.
    pub id: Uuid,
    /// Its version.
    pub version: i64,
}

/// The confirmed seats.
#[derive(Serialize, ToSchema)]
pub struct ConfirmedDeputies {
    /// In the order of the request.
    pub items: Vec<DeputySummary>,
}

/// Confirm the credentials of many deputies
///
/// 批量确认代表资格: all of them or none. Wrong seats are told at once, each at its place (`#/items/3`).
#[utoipa::path(post, path = "/api/v1/deputies/batch-confirm", tag = "deputy", security(("bearer" = [])),
    request_body = ConfirmDeputiesRequest,
    responses((status = 200, description = "The confirmed deputies", body = ConfirmedDeputies)))]
pub(super) async fn confirm_deputies(
    state: web::Data<State>,
    caller: Caller,
    body: Body<ConfirmDeputiesRequest>,
) -> ApiResult<Answer> {
    let permit = require::<act::ChangeDeputyStatus>(&caller.actor, &PublicRegister)?;
    let wanted = body.valid()?;
    if !(1..=MOST).contains(&wanted.items.len()) {
        let field = FieldError::new("#/items", ErrorCode::ValueOutOfRange).param("min", 1).param("max", MOST);
        return Err(field.into());
    }
    let uow = state.begin(&caller).await?;
    let today = business_date(uow.now());
    let (mut checks, mut confirmed) = (FieldChecks::new(), Vec::new());
    for (index, item) in wanted.items.iter().enumerate() {
        let pointer = format!("#/items/{index}");
        let id = DeputyId(item.id);
        let row = uow.deputy(id, today).await?.filter(|row| {
            allows(&caller.actor, Action::ChangeDeputyStatus, &Register { path: &row.scope_path() })
        });
        let Some(row) = row else {
            checks.refuse(FieldError::new(pointer, ErrorCode::ReferenceUnknown));
            continue;
        };
        if row.version != item.version {
            checks.refuse(FieldError::new(pointer, ErrorCode::VersionStale));
            continue;
        }
        let change = StatusChange {
            command: DeputyCommand::Confirm,
            on: wanted.on,
            document_no: wanted.document_no.clone(),
            note: None,
        };
        match apply(&uow, &permit, &row, change, today).await {
            Ok(_) => confirmed.push(id),
            Err(crate::http::ApiError::Refused(refused)) => checks.refuse(at(pointer, *refused)),
            Err(error) => return Err(error),
        }
    }
    checks.finish()?;
    let mut items = Vec::new();
    for id in confirmed {
        let row = uow.deputy(id, today).await?.ok_or(ErrorCode::NotFound)?;
        items.push(summary(&caller.actor, row)?);
    }
    uow.commit().await?;
    Answer::ok(&ConfirmedDeputies { items })
}

/// The refusal of one seat as a wrong item of the request; a wrong field of the request stays at its place.
fn at(pointer: String, refused: DomainError) -> FieldError {
    match refused.fields.into_iter().next() {
        Some(field) => field,
        None => FieldError { pointer, code: refused.code, params: refused.params },
    }
}
