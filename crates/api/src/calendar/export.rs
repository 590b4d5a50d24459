//! 导出工作日历: the listed days of a year.

use super::dto::{CalendarDaysQuery, check_year_asked, year_bounds};
use crate::{
    export::{Conditions, Export, ExportQuery, FormatQuery, Rows},
    http::{Api, ApiResult, Caller, SheetFile},
    state::State,
};
use actix_web::{HttpResponse, web};
use chrono::Datelike;
use documents::sheet::ledger::Column;
use domain::{
    authz::{act, require},
    calendar::{CalendarDay, CoverageStatus, DayKind},
    settings::SystemSettings,
};

pub(super) fn register(api: &mut Api) {
    api.route(__path_export_calendar_days, export_calendar_days);
}

const COLUMNS: &[Column<CalendarDay>] = &[
    ("日期", |day| day.date.into()),
    ("星期", |day| {
        const NAMES: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
        NAMES[day.date.weekday().num_days_from_monday() as usize].into()
    }),
    ("类型", |day| {
        match day.kind {
            DayKind::Holiday => "放假",
            DayKind::MakeUpWorkday => "调休上班",
        }
        .into()
    }),
    ("名称", |day| day.name.as_str().into()),
];

/// Export the days of a year
///
/// 导出放假与调休安排 (XLSX 或 CSV): the days that the year lists, with the notice they rest on. Entered in the audit log.
#[utoipa::path(get, path = "/api/v1/calendar/days/export", tag = "calendar", security(("bearer" = [])),
    params(CalendarDaysQuery, FormatQuery),
    responses(SheetFile))]
pub(super) async fn export_calendar_days(
    state: web::Data<State>,
    caller: Caller,
    query: ExportQuery<CalendarDaysQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ReadSettings>(&caller.actor, &SystemSettings)?;
    let year = query.list.year;
    check_year_asked(year)?;
    let coverage = state.store.calendar_year(year).await?.map(|row| row.coverage()).transpose()?;
    let (first, last) = year_bounds(year);
    let days = state.store.calendar_days(first, last).await?;
    let official = coverage.as_ref().is_some_and(|year| matches!(year.status, CoverageStatus::Official));
    let conditions = Conditions::new()
        .words("年度", Some(year))
        .either("依据", Some(official), "已按国务院通知", "暂定")
        .words("文件名称", coverage.map(|year| year.source));
    Export::of_register(&state, &caller, "放假与调休安排", query.format(), conditions)
        .table(Rows::whole(days), COLUMNS)
        .await
}
