use super::{
    dto::{CalendarYearResponse, PutCalendarDayRequest, PutCalendarYearRequest, check_year_asked},
    read::answer_year,
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IfMatch},
    state::State,
};
use actix_web::web;
use chrono::{Datelike, NaiveDate};
use domain::{
    authz::{Permit, act, require},
    calendar::{
        CalendarDay, CoverageYear, DayChange, MAX_DAY_NAME, MAX_SOURCE, YearChange, check_day, check_year,
    },
    kernel::{ErrorCode, TextRule, Version},
    settings::SystemSettings,
};
use persistence::{Uow, calendar::CalendarYearRow};

const DAY_NAME: TextRule = TextRule::line(1, MAX_DAY_NAME);
/// Name of a notice; may be empty while the year is provisional.
pub(super) const SOURCE: TextRule = TextRule::line(0, MAX_SOURCE);

pub(super) fn register(api: &mut Api) {
    api.route(__path_put_calendar_day, put_calendar_day)
        .route(__path_delete_calendar_day, delete_calendar_day)
        .route(__path_put_calendar_year, put_calendar_year);
}

/// List a day
///
/// 录入或修改节假日、调休上班日. `If-Match` is the year's `ETag`. Deadlines that were computed stay as they are.
#[utoipa::path(put, path = "/api/v1/calendar/days/{date}", tag = "calendar", security(("bearer" = [])),
    params(("date" = NaiveDate, Path, description = "The day", example = "2026-10-10"), IfMatch),
    request_body = PutCalendarDayRequest,
    responses((status = 200, description = "The changed year", body = CalendarYearResponse)))]
pub(super) async fn put_calendar_day(
    state: web::Data<State>,
    caller: Caller,
    date: web::Path<NaiveDate>,
    seen: IfMatch,
    body: Body<PutCalendarDayRequest>,
) -> ApiResult<Answer> {
    let permit = require::<act::ManageSettings>(&caller.actor, &SystemSettings)?;
    let date = date.into_inner();
    let year = date.year();
    check_year_asked(year).map_err(|_| ErrorCode::NotFound)?;
    let uow = state.begin(&caller).await?;
    let row = uow.lock_calendar_year(year).await?;
    seen.check(Version(row.version))?;
    let (request, mut fields) = body.open();
    let name = fields.take(DAY_NAME.check("#/name", &request.name));
    fields.finish()?;
    let day = CalendarDay { date, kind: request.kind.into(), name };
    check_day(&day)?;
    let before = uow.calendar_days(day.date, day.date).await?.pop();
    let changes = [DayChange { date: day.date, before, after: Some(day) }];
    let real: Vec<DayChange> = changes.into_iter().filter(|change| change.before != change.after).collect();
    change_year(&uow, &permit, &row, &row.coverage()?, &real).await?;
    finish(&state, uow, year).await
}

/// Remove a day
///
/// 删除节假日或调休上班日: the day follows the plain week again. `If-Match` is the year's `ETag`.
#[utoipa::path(delete, path = "/api/v1/calendar/days/{date}", tag = "calendar", security(("bearer" = [])),
    params(("date" = NaiveDate, Path, description = "The day", example = "2026-10-10"), IfMatch),
    responses((status = 200, description = "The changed year", body = CalendarYearResponse)))]
pub(super) async fn delete_calendar_day(
    state: web::Data<State>,
    caller: Caller,
    date: web::Path<NaiveDate>,
    seen: IfMatch,
) -> ApiResult<Answer> {
    let permit = require::<act::ManageSettings>(&caller.actor, &SystemSettings)?;
    let date = date.into_inner();
    let uow = state.begin(&caller).await?;
    let before = uow.calendar_days(date, date).await?.pop().ok_or(ErrorCode::NotFound)?;
    let row = uow.lock_calendar_year(date.year()).await?;
    seen.check(Version(row.version))?;
    let changes = [DayChange { date, before: Some(before), after: None }];
    change_year(&uow, &permit, &row, &row.coverage()?, &changes).await?;
    finish(&state, uow, date.year()).await
}

/// State what a year rests on
///
/// 标注年度放假安排: official with its notice, or provisional.
#[utoipa::path(put, path = "/api/v1/calendar/years/{year}", tag = "calendar", security(("bearer" = [])),
    params(("year" = i32, Path, description = "Calendar year", example = 2027), IfMatch),
    request_body = PutCalendarYearRequest,
    responses((status = 200, description = "The changed year", body = CalendarYearResponse)))]
pub(super) async fn put_calendar_year(
    state: web::Data<State>,
    caller: Caller,
    year: web::Path<i32>,
    seen: IfMatch,
    body: Body<PutCalendarYearRequest>,
) -> ApiResult<Answer> {
    let permit = require::<act::ManageSettings>(&caller.actor, &SystemSettings)?;
    let year = year.into_inner();
    check_year_asked(year).map_err(|_| ErrorCode::NotFound)?;
    let uow = state.begin(&caller).await?;
    let row = uow.lock_calendar_year(year).await?;
    seen.check(Version(row.version))?;
    let (request, mut fields) = body.open();
    let source = fields.take(SOURCE.check("#/source", &request.source));
    fields.finish()?;
    let coverage = CoverageYear { year, status: request.status.into(), source };
    check_year(&coverage)?;
    change_year(&uow, &permit, &row, &coverage, &[]).await?;
    finish(&state, uow, year).await
}

/// Writes the change of one locked year with its event and audit line; nothing when nothing changes.
pub(super) async fn change_year(
    uow: &Uow,
    permit: &Permit<act::ManageSettings>,
    row: &CalendarYearRow,
    coverage: &CoverageYear,
    days: &[DayChange],
) -> ApiResult<()> {
    let before = row.coverage()?;
    let change = YearChange { id: row.id, before: &before, after: coverage, days };
    if change.is_empty() {
        return Ok(());
    }
    uow.apply_day_changes(days).await?;
    let version = uow.update_calendar_year(row, Version(row.version), coverage).await?;
    let (event, audit) = change.record(permit);
    uow.audit(audit).await?;
    Ok(uow.emit(event, version).await?)
}

async fn finish(state: &State, uow: Uow, year: i32) -> ApiResult<Answer> {
    uow.commit().await?;
    state.shared.configuration.forget();
    answer_year(state, year).await
}
