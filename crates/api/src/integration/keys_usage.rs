//! 调用情况: how a key is used, by day.

use crate::{
    http::{Answer, Api, ApiResult, Caller, Query},
    state::State,
};
use actix_web::web;
use chrono::{Days, NaiveDate};
use domain::{
    authz::{KeyRecord, act, require},
    kernel::{ApiKeyId, DomainError, ErrorCode, FieldError, business_date},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Days shown at most.
const MOST_DAYS: u64 = 366;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_api_key_usage, get_api_key_usage);
}

/// Which days.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ApiKeyUsageQuery {
    /// First day; 29 days before the last by default, 365 at most.
    pub from: Option<NaiveDate>,
    /// Last day; today by default.
    pub to: Option<NaiveDate>,
}

/// One day.
#[derive(Serialize, ToSchema)]
pub struct ApiKeyDayResponse {
    /// The day.
    pub day: NaiveDate,
    /// 调用次数, refused ones included.
    pub requests: i64,
    /// 出错次数: of those, answered with a status of 400 or more.
    pub errors: i64,
    /// 超限次数: of those, refused because of the quota.
    pub limited: i64,
}

/// 调用情况
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"from": "2026-10-24", "to": "2026-11-22",
    "days": [{"day": "2026-11-22", "requests": 1440, "errors": 2, "limited": 0}],
    "total": {"requests": 1440, "errors": 2, "limited": 0}}))]
pub struct ApiKeyUsageResponse {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Days with calls, newest first.
    pub days: Vec<ApiKeyDayResponse>,
    /// All of these days together.
    pub total: ApiKeyUsageTotal,
}

/// 合计
#[derive(Serialize, ToSchema)]
pub struct ApiKeyUsageTotal {
    /// 调用次数
    pub requests: i64,
    /// 出错次数
    pub errors: i64,
    /// 超限次数
    pub limited: i64,
}

/// How a key is used
///
/// 调用情况 by day, a few seconds behind.
#[utoipa::path(get, path = "/api/v1/api-keys/{id}/usage", tag = "integration", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The key"), ApiKeyUsageQuery),
    responses((status = 200, description = "Its use", body = ApiKeyUsageResponse)))]
pub(super) async fn get_api_key_usage(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    query: Query<ApiKeyUsageQuery>,
) -> ApiResult<Answer> {
    let row = state.store.api_key(ApiKeyId(*id)).await?.ok_or(ErrorCode::NotFound)?;
    require::<act::ReadApiKeys>(&caller.actor, &KeyRecord { path: &row.scope_path() })?;
    let to = query.to.unwrap_or_else(|| business_date(caller.request.now));
    let from = query.from.unwrap_or_else(|| to.checked_sub_days(Days::new(29)).unwrap_or(to));
    let earliest = to.checked_sub_days(Days::new(MOST_DAYS - 1)).unwrap_or(NaiveDate::MIN);
    if from > to {
        return Err(refused(FieldError::new("?from", ErrorCode::DateOrder)).into());
    }
    if from < earliest {
        return Err(refused(FieldError::too_early("?from", earliest)).into());
    }
    let days = state.store.key_days(ApiKeyId(*id), from, to).await?;
    let total = ApiKeyUsageTotal {
        requests: days.iter().map(|day| day.requests).sum(),
        errors: days.iter().map(|day| day.errors).sum(),
        limited: days.iter().map(|day| day.limited).sum(),
    };
    let days = days.into_iter().map(|day| ApiKeyDayResponse {
        day: day.day,
        requests: day.requests,
        errors: day.errors,
        limited: day.limited,
    });
    Answer::ok(&ApiKeyUsageResponse { from, to, days: days.collect(), total })
}

fn refused(field: FieldError) -> DomainError {
    let mut error = DomainError::new(ErrorCode::RequestMalformed);
    error.fields.push(field);
    error
}
