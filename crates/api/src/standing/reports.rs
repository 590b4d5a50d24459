//! 冻结报表: the figures of a year as they stood on a day, kept with everything behind them. What is read later are the bytes
//! that were frozen, whatever has become of the matters since.

use super::reports_dto::{
    FreezeReportRequest, ReportFileFormat, ReportFileQuery, StandingReportList, StandingReportQuery,
    StandingReportResponse, StandingReportSummary,
};
use crate::{
    file::{attachment, hex},
    http::{Answer, Api, ApiResult, Body, Caller, FileBody, IdempotencyKey, Idempotent, ListPlan, Query},
    letter::{DOCX, Format, rendered, year_as_of},
    state::State,
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderValue},
    web,
};
use chrono::{DateTime, NaiveDate, Utc};
use documents::sheet::{
    ExportInfo, Format as SheetFormat, Value,
    ledger::{Column, table},
};
use domain::{
    authz::{PublicRegister, act, require},
    kernel::{AuditChange, ErrorCode, Event, FieldError, Version, business_date},
    suggestion::metrics::{FrozenReport, RULE_VERSION},
};
use persistence::standing::{NewReport, REPORT_SORTS, ReportRow};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_standing_reports, list_standing_reports)
        .route(__path_freeze_standing_report, freeze_standing_report)
        .route(__path_get_standing_report, get_standing_report)
        .route(__path_get_standing_report_file, get_standing_report_file);
}

/// List frozen reports
///
/// 冻结报表: of the congresses that I oversee, the latest first.
#[utoipa::path(get, path = "/api/v1/standing/reports", tag = "standing", security(("bearer" = [])),
    params(StandingReportQuery),
    responses((status = 200, description = "A page of reports", body = StandingReportList)))]
pub(super) async fn list_standing_reports(
    state: web::Data<State>,
    caller: Caller,
    query: Query<StandingReportQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    require::<act::ReadStandingReports>(&caller.actor, &PublicRegister)?;
    let account = Some(caller.actor.account);
    let plan = ListPlan::new(&state, "standing_reports", &query.0, account, REPORT_SORTS, "-made_at")?;
    let mut rows = state.store.standing_reports(&caller.actor, query.year, &plan.page).await?;
    let links = plan.links(&mut rows, &http);
    let total = if plan.wants_total {
        Some(state.store.count_standing_reports(&caller.actor, query.year).await?)
    } else {
        None
    };
    let items = rows.into_iter().map(|listed| StandingReportSummary::of(listed.row)).collect();
    Ok(Answer::ok(&StandingReportList { items, next_cursor: links.cursor, total })?.next(links.link))
}

/// Freeze a report
///
/// 冻结报表: the measures and scores of the matters assigned in a year as they stood at the end of a day, with the settings of
/// that day, the version of the rules, and everything behind each number; besides, the yearly report as PDF and Word and the
/// figures as a sheet. Nothing of it changes afterwards. Entered in the audit log.
#[utoipa::path(post, path = "/api/v1/standing/reports", tag = "standing", security(("bearer" = [])),
    params(IdempotencyKey), request_body = FreezeReportRequest,
    responses((status = 201, description = "Frozen", body = StandingReportResponse)))]
pub(super) async fn freeze_standing_report(
    state: web::Data<State>,
    caller: Caller,
    key: IdempotencyKey,
    body: Body<FreezeReportRequest>,
) -> ApiResult<Answer> {
    let permit = require::<act::FreezeStandingReport>(&caller.actor, &PublicRegister)?;
    let uow = state.begin(&caller).await?;
    let (uow, key) = match key.claim(uow, &body.request_hash).await? {
        Idempotent::Fresh(uow, key) => (uow, key),
        Idempotent::Replayed(answer) => return Ok(answer),
    };
    let wanted = body.valid()?;
    let today = business_date(caller.request.now);
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or(today);
    let (from, to) = (day(wanted.year, 1, 1), day(wanted.year, 12, 31));
    let as_of = wanted.as_of.unwrap_or_else(|| today.min(to));
    if as_of > today || as_of < from {
        return Err(FieldError::new("#/as_of", ErrorCode::ValueOutOfRange)
            .param("min", from.to_string())
            .param("max", today.to_string())
            .into());
    }
    let material = year_as_of(&state, &caller, wanted.year, as_of).await?;
    let name = |unit| material.units.get(&unit).cloned().unwrap_or_default();
    let report = FrozenReport::of(&material.facts, (from, to, as_of), wanted.year, &material.settings, name);
    let content = report.text().map_err(anyhow::Error::from)?;
    let sha256 = FrozenReport::digest(&content);
    let made_at = caller.request.now;
    let pdf = rendered(&state, material.printed.clone(), Format::Pdf).await?;
    let docx = rendered(&state, material.printed.clone(), Format::Docx).await?;
    let title = wanted.title;
    let sheet = sheet(report, title.clone(), made_at).await?;
    let id = uow.id();
    let kept = NewReport {
        id,
        path: &material.path,
        title: &title,
        year: wanted.year,
        as_of,
        rule_version: RULE_VERSION,
        content: &content,
        sha256,
    };
    uow.insert_standing_report(&kept).await?;
    for (format, bytes) in [("pdf", &pdf[..]), ("docx", &docx[..]), ("xlsx", &sheet[..])] {
        uow.insert_standing_report_file(id, format, bytes, &Sha256::digest(bytes)).await?;
    }
    let facts = json!({"year": wanted.year, "as_of": as_of, "title": title, "rule_version": RULE_VERSION,
        "sha256": hex(&sha256)});
    uow.audit(AuditChange {
        action: permit.action_name(),
        subject: "standing_report",
        subject_id: id,
        before: json!({}),
        after: facts.clone(),
    })
    .await?;
    let event =
        Event { kind: "standing_report.frozen", aggregate: "standing_report", aggregate_id: id, data: facts };
    uow.emit(event, Version::FIRST).await?;
    let row = ReportRow {
        id,
        path: material.path.0.clone(),
        title,
        year: wanted.year,
        as_of,
        rule_version: RULE_VERSION.to_owned(),
        made_at,
        made_by: caller.actor.display_name.clone(),
        sha256: sha256.to_vec(),
    };
    let answer = Answer::ok(&StandingReportResponse::of(row, &content)?)?
        .created(format!("/api/v1/standing/reports/{id}"));
    IdempotencyKey::finish(uow, key, answer).await
}

/// One frozen report
///
/// 冻结报表详情: its figures, read from the frozen text.
#[utoipa::path(get, path = "/api/v1/standing/reports/{id}", tag = "standing", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The report")),
    responses((status = 200, description = "The report", body = StandingReportResponse)))]
pub(super) async fn get_standing_report(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    require::<act::ReadStandingReports>(&caller.actor, &PublicRegister)?;
    let found = state.store.standing_report(&caller.actor, *id).await?;
    let (row, content) = found.ok_or(ErrorCode::NotFound)?;
    Answer::ok(&StandingReportResponse::of(row, &content)?)
}

/// A file of a frozen report
///
/// 下载冻结报表: `json` the frozen text itself with every id behind every number, `xlsx` the figures, `pdf` and `docx` the yearly
/// report of that day. Always the bytes that were frozen; `ETag` is their SHA-256. Entered in the audit log.
#[utoipa::path(get, path = "/api/v1/standing/reports/{id}/file", tag = "standing", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The report"), ReportFileQuery),
    responses((status = 200, description = "The file", content(
        (FileBody = "application/json"), (FileBody = "application/pdf"),
        (FileBody = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (FileBody = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")))))]
pub(super) async fn get_standing_report_file(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    query: Query<ReportFileQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ReadStandingReports>(&caller.actor, &PublicRegister)?;
    let found = state.store.standing_report(&caller.actor, *id).await?;
    let (row, content) = found.ok_or(ErrorCode::NotFound)?;
    let format = query.format.unwrap_or(ReportFileFormat::Json);
    let bytes = match format {
        ReportFileFormat::Json => content.into_bytes(),
        _ => {
            let kept = state.store.standing_report_file(row.id, format.code()).await?;
            kept.ok_or(ErrorCode::NotFound)?
        }
    };
    let uow = state.begin(&caller).await?;
    let after = json!({"ledger": "frozen", "format": format.code(), "rows": 1});
    uow.audit(AuditChange {
        action: "suggestion.export",
        subject: "standing_report",
        subject_id: row.id,
        before: json!({}),
        after,
    })
    .await?;
    uow.commit().await?;
    let media_type = match format {
        ReportFileFormat::Json => "application/json",
        ReportFileFormat::Xlsx => SheetFormat::Xlsx.media_type(),
        ReportFileFormat::Pdf => "application/pdf",
        ReportFileFormat::Docx => DOCX,
    };
    let etag = format!("\"{}\"", hex(&Sha256::digest(&bytes)));
    let name = format!("{}（截至{}）.{}", row.title, row.as_of, format.code());
    let mut answer = HttpResponse::Ok().insert_header(attachment(&name)).content_type(media_type).body(bytes);
    let headers = answer.headers_mut();
    headers.insert(header::ETAG, HeaderValue::from_str(&etag).map_err(anyhow::Error::from)?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(answer)
}

/// A number of the sheet.
struct SheetRow {
    line: String,
    label: String,
    numerator: Option<u32>,
    denominator: Option<u32>,
    percent: Option<f64>,
    points: Option<f64>,
}

const COLUMNS: &[Column<SheetRow>] = &[
    ("范围", |row| row.line.as_str().into()),
    ("项目", |row| row.label.as_str().into()),
    ("分子", |row| row.numerator.into()),
    ("分母", |row| row.denominator.into()),
    ("比率", |row| row.percent.map_or(Value::Empty, Value::Percent)),
    ("得分", |row| row.points.map_or(Value::Empty, Value::Number)),
];

/// The figures as a sheet; made once, when the report is frozen.
async fn sheet(report: FrozenReport, title: String, made_at: DateTime<Utc>) -> ApiResult<Vec<u8>> {
    let info = ExportInfo {
        title,
        conditions: vec![
            ("交办日期".to_owned(), format!("{} 至 {}", report.from, report.to)),
            ("截至".to_owned(), report.as_of.to_string()),
            ("口径版本".to_owned(), report.rule_version.clone()),
        ],
        exported_at: made_at,
        remark: Some("冻结报表，以后不再变动".to_owned()),
    };
    let measures = report.measures.iter().map(|one| SheetRow {
        line: "合计".to_owned(),
        label: one.label.clone(),
        numerator: Some(one.numerator),
        denominator: Some(one.denominator),
        percent: one.per_mille.map(|tenths| f64::from(tenths) / 1000.0),
        points: None,
    });
    let units = report.units.iter().map(|unit| SheetRow {
        line: unit.name.clone(),
        label: format!("得分（第{}名）", unit.rank),
        numerator: None,
        denominator: Some(unit.base),
        percent: None,
        points: Some(f64::from(unit.total) / 100.0),
    });
    let rows: Vec<SheetRow> = measures.chain(units).collect();
    let written = web::block(move || table(SheetFormat::Xlsx, &info, COLUMNS, &rows)).await;
    Ok(written.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?)
}
