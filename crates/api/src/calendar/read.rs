use super::dto::{
    CalendarDaysQuery, CalendarYearList, CalendarYearResponse, CalendarYearSummary, check_year_asked,
    year_bounds,
};
use crate::{
    http::{Answer, Api, ApiResult, Caller, Query},
    state::State,
};
use actix_web::web;
use domain::{
    authz::{act, require},
    calendar::{CoverageStatus, CoverageYear},
    kernel::Version,
    settings::SystemSettings,
};

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_calendar_days, list_calendar_days)
        .route(__path_list_calendar_years, list_calendar_years);
}

/// The days of a year
///
/// 年度节假日与调休上班日, with the notice they rest on.
#[utoipa::path(get, path = "/api/v1/calendar/days", tag = "calendar", security(("bearer" = [])), params(CalendarDaysQuery),
    responses((status = 200, description = "The year", body = CalendarYearResponse)))]
pub(super) async fn list_calendar_days(
    state: web::Data<State>,
    caller: Caller,
    query: Query<CalendarDaysQuery>,
) -> ApiResult<Answer> {
    require::<act::ReadSettings>(&caller.actor, &SystemSettings)?;
    check_year_asked(query.year)?;
    answer_year(&state, query.year).await
}

/// Years of the calendar
///
/// 工作日历覆盖的年度: which are official and which provisional.
#[utoipa::path(get, path = "/api/v1/calendar/years", tag = "calendar", security(("bearer" = [])),
    responses((status = 200, description = "What is known of each year", body = CalendarYearList)))]
pub(super) async fn list_calendar_years(state: web::Data<State>, caller: Caller) -> ApiResult<Answer> {
    require::<act::ReadSettings>(&caller.actor, &SystemSettings)?;
    let rows = state.store.calendar_years().await?;
    let summary = |row: persistence::calendar::CalendarYearRow| {
        let coverage = row.coverage()?;
        Ok(CalendarYearSummary {
            year: coverage.year,
            status: coverage.status.into(),
            source: coverage.source,
            version: row.version,
        })
    };
    let items = rows.into_iter().map(summary).collect::<persistence::Result<_>>()?;
    Answer::ok(&CalendarYearList { items })
}

/// The year as it is now.
pub(super) async fn answer_year(state: &State, year: i32) -> ApiResult<Answer> {
    let row = state.store.calendar_year(year).await?;
    let (first, last) = year_bounds(year);
    let days = state.store.calendar_days(first, last).await?;
    let (coverage, version) = match row {
        Some(row) => (row.coverage()?, row.version),
        None => (CoverageYear { year, status: CoverageStatus::Provisional, source: String::new() }, 0),
    };
    Ok(Answer::ok(&CalendarYearResponse::new(&coverage, &days, version))?.version(Version(version)))
}
