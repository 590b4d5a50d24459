use super::{
    dto::{
        CalendarDayChange, CalendarImportError, CalendarImportFormat, CalendarImportMode,
        CalendarImportReport, ImportCalendarRequest, year_bounds,
    },
    edit::{SOURCE, change_year},
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, Fields, IdempotencyKey, Idempotent, Language},
    state::State,
};
use actix_web::web;
use chrono::Datelike;
use domain::{
    authz::{Permit, act, require},
    calendar::{
        CALENDAR_YEARS, CalendarDay, CoverageStatus, CoverageYear, DayChange, ImportLineError, ImportMode,
        parse_csv, parse_ical, plan_import,
    },
    kernel::{DomainError, ErrorCode, FieldError},
    settings::SystemSettings,
};
use persistence::Uow;
use std::collections::BTreeSet;

pub(super) fn register(api: &mut Api) {
    api.route(__path_import_calendar, import_calendar);
}

/// Import a calendar
///
/// 导入工作日历 from CSV (`date,kind,name`) or iCal. A dry run tells what would change and which lines are refused; without it nothing is
/// written unless every line is good. With `official_year` and `source` the year becomes official.
#[utoipa::path(post, path = "/api/v1/calendar/import", tag = "calendar", security(("bearer" = [])), params(IdempotencyKey),
    request_body = ImportCalendarRequest,
    responses((status = 200, description = "What changed, or would change", body = CalendarImportReport)))]
pub(super) async fn import_calendar(
    state: web::Data<State>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<ImportCalendarRequest>,
) -> ApiResult<Answer> {
    let permit = require::<act::ManageSettings>(&caller.actor, &SystemSettings)?;
    let request_hash = body.request_hash;
    let (request, mut fields) = body.open();
    let official = official_year(&request, &mut fields);
    fields.finish()?;
    let read = match request.format {
        CalendarImportFormat::Csv => parse_csv(&request.text),
        CalendarImportFormat::Ical => parse_ical(&request.text),
    };
    if !request.dry_run && !read.errors.is_empty() {
        let wrong = read.errors.iter().map(|error| line_problem(error, caller.request.language));
        return Err(DomainError::invalid(wrong.collect()).into());
    }
    let uow = state.begin(&caller).await?;
    let (uow, key) = match key.claim(uow, &request_hash).await? {
        Idempotent::Fresh(uow, key) => (uow, key),
        Idempotent::Replayed(answer) => return Ok(answer),
    };
    let mode = match request.mode {
        CalendarImportMode::Merge => ImportMode::Merge,
        CalendarImportMode::ReplaceYears => ImportMode::ReplaceYears,
    };
    let changes = import_days(&uow, &permit, &read.days, mode, official.as_ref(), request.dry_run).await?;
    let added_or_changed = changes.iter().filter(|change| change.after.is_some()).count();
    let report = CalendarImportReport {
        applied: !request.dry_run,
        unchanged: read.days.len().saturating_sub(added_or_changed),
        changes: changes.iter().map(CalendarDayChange::from).collect(),
        errors: read.errors.iter().map(|error| represent(error, caller.request.language)).collect(),
    };
    let answer = Answer::ok(&report)?;
    if request.dry_run {
        // Dropping the transaction undoes even the locks' rows.
        return Ok(answer);
    }
    let answer = IdempotencyKey::finish(uow, key, answer).await?;
    state.shared.configuration.forget();
    Ok(answer)
}

/// Plans the import, and writes it year by year unless it is a dry run.
async fn import_days(
    uow: &Uow,
    permit: &Permit<act::ManageSettings>,
    days: &[CalendarDay],
    mode: ImportMode,
    official: Option<&CoverageYear>,
    dry_run: bool,
) -> ApiResult<Vec<DayChange>> {
    let mut all = Vec::new();
    // In order, so that two imports never wait for each other crosswise.
    let years: BTreeSet<i32> =
        days.iter().map(|day| day.date.year()).chain(official.map(|known| known.year)).collect();
    for year in years {
        let row = uow.lock_calendar_year(year).await?;
        let (first, last) = year_bounds(year);
        let existing = uow.calendar_days(first, last).await?;
        let imported: Vec<CalendarDay> = days.iter().filter(|day| day.date.year() == year).cloned().collect();
        let changes = plan_import(&existing, &imported, mode);
        if !dry_run {
            let coverage = match official {
                Some(known) if known.year == year => known.clone(),
                _ => row.coverage()?,
            };
            change_year(uow, permit, &row, &coverage, &changes).await?;
        }
        all.extend(changes);
    }
    Ok(all)
}

/// The year that becomes official, when the request says so.
fn official_year(request: &ImportCalendarRequest, fields: &mut Fields) -> Option<CoverageYear> {
    let source = fields.take(SOURCE.check("#/source", request.source.as_deref().unwrap_or_default()));
    let Some(year) = request.official_year else {
        fields.add_if(!source.is_empty(), "#/official_year", ErrorCode::ValueRequired);
        return None;
    };
    if !CALENDAR_YEARS.contains(&year) {
        let field = FieldError::new("#/official_year", ErrorCode::ValueOutOfRange);
        fields.add(field.param("min", *CALENDAR_YEARS.start()).param("max", *CALENDAR_YEARS.end()));
    }
    fields.add_if(source.is_empty(), "#/source", ErrorCode::TextRequired);
    Some(CoverageYear { year, status: CoverageStatus::Official, source })
}

fn message(error: &ImportLineError, language: Language) -> String {
    match language {
        Language::Chinese => error.kind.zh(),
        Language::English => error.kind.to_string(),
    }
}

fn represent(error: &ImportLineError, language: Language) -> CalendarImportError {
    CalendarImportError {
        line: error.line,
        code: error.kind.code().code().to_owned(),
        message: message(error, language),
    }
}

fn line_problem(error: &ImportLineError, language: Language) -> FieldError {
    FieldError::new("#/text", error.kind.code())
        .param("line", error.line)
        .param("message", message(error, language))
}
