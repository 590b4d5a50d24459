//! The wizard: upload, say what the columns mean, look at every row, write.

use super::{
    answers::{answer, dry_run, kind_of, represent, row, rows_scope, stored, table},
    columns::columns,
    dto::{
        CommitImportRequest, ImportDryRun, ImportReportDocument, ImportResponse, ImportRowList,
        ImportRowsQuery, PutImportMappingRequest, UploadImportForm, UploadImportQuery,
    },
    job::{ImportJob, prepare, write},
    upload::read_upload,
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IdempotencyKey, Idempotent, IfMatch, PageQuery, Query},
    state::State,
};
use actix_web::{HttpRequest, web};
use documents::import::{
    ColumnMapping, ImportKind, ImportReport, Mapping, Options, RawBook, RawValue, RowStatus, guess,
};
use domain::{
    authz::{PublicRegister, act, require},
    kernel::{AuditChange, DomainError, ErrorCode, FieldError, Version},
};
use persistence::import::{ImportUpload, NewUpload};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_upload_import, upload_import)
        .route(__path_get_import, get_import)
        .route(__path_delete_import, delete_import)
        .route(__path_put_import_mapping, put_import_mapping)
        .route(__path_list_import_rows, list_import_rows)
        .route(__path_get_import_report, get_import_report)
        .route(__path_commit_import, commit_import);
}

/// Upload a sheet
///
/// 上传导入文件 (.xlsx, .csv). Answers with the sheets, the header row, the columns with samples, and what they are guessed to mean.
/// Formulas are not computed. File and report are deleted after 24 hours.
#[utoipa::path(post, path = "/api/v1/imports", tag = "import", security(("bearer" = [])),
    params(UploadImportQuery, IdempotencyKey),
    request_body(content = UploadImportForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "Uploaded", body = ImportResponse)))]
pub(super) async fn upload_import(
    state: web::Data<State>,
    caller: Caller,
    key: IdempotencyKey,
    request: HttpRequest,
    payload: web::Payload,
) -> ApiResult<Answer> {
    require::<act::RunImports>(&caller.actor, &PublicRegister)?;
    // Read here and not by an extractor: whoever may not import is told that first.
    let query: UploadImportQuery = Query::of(request.query_string())?;
    let kind = query.kind.ok_or_else(|| FieldError::new("?kind", ErrorCode::ValueRequired))?;
    if query.term.is_some_and(|term| !(1..=99).contains(&term)) {
        let field = FieldError::new("?term", ErrorCode::ValueOutOfRange);
        return Err(field.param("min", 1).param("max", 99).into());
    }
    let uploaded = read_upload(&request, payload).await?;
    let hash: [u8; 32] = Sha256::new()
        .chain_update(request.uri().to_string())
        .chain_update(&uploaded.content)
        .finalize()
        .into();
    let (content, book) = table(uploaded.content, uploaded.filename.clone()).await?;
    let uow = state.begin(&caller).await?;
    let (uow, key) = match key.claim(uow, &hash).await? {
        Idempotent::Fresh(uow, key) => (uow, key),
        Idempotent::Replayed(answer) => return Ok(answer),
    };
    let id: Uuid = uow.ids().next_id();
    let content = Arc::try_unwrap(content).unwrap_or_else(|shared| shared.as_ref().clone());
    let upload =
        NewUpload { id, kind: code(kind), filename: uploaded.filename, content, term_ordinal: query.term };
    uow.insert_import(upload, caller.actor.account).await?;
    let row = uow.lock_import(id, caller.actor.account).await?.ok_or(ErrorCode::NotFound)?;
    let response = represent(&row, Some(&book), query.sheet.as_deref())?;
    let answer =
        Answer::ok(&response)?.version(Version(row.version)).created(format!("/api/v1/imports/{id}"));
    let answer = IdempotencyKey::finish(uow, key, answer).await?;
    state.store.purge_imports(caller.request.now).await?;
    Ok(answer)
}

/// One import
///
/// 导入任务 with its columns and the summary of the last dry run. Only who uploaded it sees it.
#[utoipa::path(get, path = "/api/v1/imports/{id}", tag = "import", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The import")),
    responses((status = 200, description = "The import", body = ImportResponse)))]
pub(super) async fn get_import(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let upload = find(&state, &caller, *id).await?;
    answer(&state, upload).await
}

/// Delete an import
///
/// 删除导入任务 with its file and report. What was written stays.
#[utoipa::path(delete, path = "/api/v1/imports/{id}", tag = "import", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The import", example = "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9bd1"), IfMatch),
    responses((status = 204, description = "Deleted")))]
pub(super) async fn delete_import(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
) -> ApiResult<Answer> {
    require::<act::RunImports>(&caller.actor, &PublicRegister)?;
    let uow = state.begin(&caller).await?;
    let upload = uow.lock_import(*id, caller.actor.account).await?.ok_or(ErrorCode::NotFound)?;
    seen.check(Version(upload.version))?;
    uow.delete_import(upload.id).await?;
    uow.commit().await?;
    Ok(Answer::no_content())
}

/// Say what the columns mean
///
/// 确认列设置并预检: every row is read and compared with the registers; nothing is written. Answers with the summary and the first rows.
#[utoipa::path(put, path = "/api/v1/imports/{id}/mapping", tag = "import", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The import"), IfMatch), request_body = PutImportMappingRequest,
    responses((status = 200, description = "What the import would do", body = ImportDryRun)))]
pub(super) async fn put_import_mapping(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<PutImportMappingRequest>,
) -> ApiResult<Answer> {
    require::<act::RunImports>(&caller.actor, &PublicRegister)?;
    let upload = find(&state, &caller, *id).await?;
    seen.check(Version(upload.version))?;
    let kind = kind_of(&upload)?;
    let (request, mut wrong) = body.open();
    for (place, column) in request.columns.iter().enumerate() {
        let known = column.field.as_deref().is_none_or(|name| kind.fields().iter().any(|f| f.name == name));
        wrong.add_if(!known, &format!("#/columns/{place}/field"), ErrorCode::ReferenceUnknown);
    }
    for name in request.defaults.keys() {
        let known = kind.fields().iter().any(|field| field.name == name);
        wrong.add_if(
            !known,
            &format!("#/defaults/{}", name.replace('~', "~0").replace('/', "~1")),
            ErrorCode::ReferenceUnknown,
        );
    }
    wrong.finish()?;
    if upload.committed_at.is_some() {
        return Err(ErrorCode::ImportDone.into());
    }
    let (content, book) = stored(&state, &upload).await?;
    let mapping = decided(kind, &request, &book)?;
    let options = Options { sheet: Some(request.sheet), mapping: Some(mapping) };
    let job =
        ImportJob { kind, filename: upload.filename.clone(), content, options, term: upload.term_ordinal };
    let uow = state.begin(&caller).await?;
    let prepared = prepare(&state, &caller, &uow, &job).await?;
    let mut upload = uow.lock_import(*id, caller.actor.account).await?.ok_or(ErrorCode::NotFound)?;
    seen.check(Version(upload.version))?;
    let report = keep(&mut upload, &job.options, prepared.report)?;
    let version = uow.save_import(&upload, &report).await?;
    uow.commit().await?;
    upload.version = version.0;
    dry_run(&state, &caller, upload).await
}

/// Rows of the report
///
/// 预检结果逐行, of some results or all, by row.
#[utoipa::path(get, path = "/api/v1/imports/{id}/rows", tag = "import", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The import"), ImportRowsQuery),
    responses((status = 200, description = "A page of rows", body = ImportRowList)))]
pub(super) async fn list_import_rows(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    query: Query<ImportRowsQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    let upload = find(&state, &caller, *id).await?;
    let limit = PageQuery { limit: query.limit, cursor: None }.rows()?;
    let scope = rows_scope(&state, &caller, upload.id, &query.0);
    let after: Option<i32> = scope.open(query.cursor.as_deref())?;
    let statuses = query.status.0.iter().map(|status| status_code(*status).to_owned()).collect();
    let mut rows = state.store.import_rows(upload.id, statuses, after, limit + 1).await?;
    let links = scope.page(&mut rows, limit, &http, |row| row.position);
    let items = rows.into_iter().map(row).collect();
    Ok(Answer::ok(&ImportRowList { items, next_cursor: links.cursor })?.next(links.link))
}

/// The whole report
///
/// 导入报告 as one document, as the command line writes it; protected numbers masked.
#[utoipa::path(get, path = "/api/v1/imports/{id}/report.json", tag = "import", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The import")),
    responses((status = 200, description = "The report", body = ImportReportDocument),
        (status = 409, description = "Nothing has been read yet: the columns come first",
         content_type = "application/problem+json", body = crate::http::Problem)))]
pub(super) async fn get_import_report(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let upload = find(&state, &caller, *id).await?;
    let summary = upload.summary.clone().ok_or(ErrorCode::ImportMappingMissing)?;
    let rows = state.store.import_rows(upload.id, Vec::new(), None, i64::MAX as u64).await?;
    Answer::ok(&ImportReportDocument { rows: rows.into_iter().map(row).collect(), summary })
}

/// Write the accepted rows
///
/// 执行导入: all accepted rows in one transaction, or none. While rows are refused it is refused as a whole, unless `accept_valid` is set.
/// Repeated rows are left out; importing the same file again changes nothing.
#[utoipa::path(post, path = "/api/v1/imports/{id}/commit", tag = "import", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The import"), IfMatch), request_body = CommitImportRequest,
    responses((status = 200, description = "What was written", body = ImportResponse)))]
pub(super) async fn commit_import(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    seen: IfMatch,
    body: Body<CommitImportRequest>,
) -> ApiResult<Answer> {
    require::<act::RunImports>(&caller.actor, &PublicRegister)?;
    let uow = state.begin(&caller).await?;
    uow.lock_imports().await?;
    let mut upload = uow.lock_import(*id, caller.actor.account).await?.ok_or(ErrorCode::NotFound)?;
    seen.check(Version(upload.version))?;
    let request = body.valid()?;
    if upload.committed_at.is_some() {
        return Err(ErrorCode::ImportDone.into());
    }
    let mapping = upload.mapping.clone().ok_or(ErrorCode::ImportMappingMissing)?;
    let mapping: Mapping = serde_json::from_value(mapping).map_err(anyhow::Error::from)?;
    let content = state.store.import_content(upload.id).await?.ok_or(ErrorCode::NotFound)?;
    let job = ImportJob {
        kind: kind_of(&upload)?,
        filename: upload.filename.clone(),
        content: Arc::new(content),
        options: Options { sheet: upload.sheet.clone(), mapping: Some(mapping) },
        term: upload.term_ordinal,
    };
    // Compared anew: the registers may have changed since the dry run.
    let prepared = prepare(&state, &caller, &uow, &job).await?;
    let refused = prepared.report.summary.error;
    if refused > 0 && !request.accept_valid {
        return Err(DomainError::new(ErrorCode::ImportRowsRefused).param("count", refused).into());
    }
    let report = keep(&mut upload, &job.options, prepared.report.clone())?;
    let version = uow.save_import(&upload, &report).await?;
    let written = i32::try_from(write(&state, &caller, &uow, &job, prepared).await?).unwrap_or(i32::MAX);
    uow.finish_import(upload.id, version, written).await?;
    uow.audit(AuditChange {
        action: "import.run",
        subject: "import",
        subject_id: upload.id,
        before: json!({}),
        after: json!({ "kind": upload.kind, "filename": upload.filename, "written": written, "refused": refused }),
    })
    .await?;
    let upload = uow.lock_import(*id, caller.actor.account).await?.ok_or(ErrorCode::NotFound)?;
    uow.commit().await?;
    answer(&state, upload).await
}

/// An import of the caller.
async fn find(state: &State, caller: &Caller, id: Uuid) -> ApiResult<ImportUpload> {
    require::<act::RunImports>(&caller.actor, &PublicRegister)?;
    let found = state.store.import_upload(id, caller.actor.account, caller.request.now).await?;
    Ok(found.ok_or(ErrorCode::NotFound)?)
}

/// The mapping as somebody decided it, with the headers as they stand in the sheet.
fn decided(kind: ImportKind, request: &PutImportMappingRequest, book: &RawBook) -> ApiResult<Mapping> {
    let sheet = book.sheets.iter().find(|sheet| sheet.name == request.sheet);
    let sheet = sheet.ok_or_else(|| DomainError::invalid_field("#/sheet", ErrorCode::ReferenceUnknown))?;
    let known = columns(kind, sheet, None);
    // A header of two rows is put together as it was for the guess; it tells 是否连任 from 是否新任.
    let header_row = request.header_row;
    let guessed = guess(kind, sheet).filter(|guessed| guessed.header_row == header_row);
    let header = |column: u32| {
        let guessed = guessed.as_ref().and_then(|m| m.columns.iter().find(|known| known.column == column));
        let cell = sheet.rows.get(&header_row).and_then(|row| row.get(&column));
        match (guessed, cell.map(|cell| &cell.value)) {
            (Some(known), _) => known.header.clone(),
            (None, Some(RawValue::Text(text))) => text.clone(),
            (None, _) => String::new(),
        }
    };
    let column = |wanted: &super::dto::ImportColumnMapping| ColumnMapping {
        column: wanted.column,
        header: header(wanted.column),
        field: wanted.field.clone(),
    };
    let beyond = request.columns.iter().position(|c| !known.iter().any(|k| k.column == c.column));
    if let Some(place) = beyond {
        let pointer = format!("#/columns/{place}/column");
        return Err(DomainError::invalid_field(pointer, ErrorCode::ReferenceUnknown).into());
    }
    Ok(Mapping {
        header_row,
        columns: request.columns.iter().map(column).collect(),
        defaults: request.defaults.clone(),
    })
}

/// Puts a report, masked, into the upload's row; answers with its rows.
fn keep(upload: &mut ImportUpload, options: &Options, mut report: ImportReport) -> ApiResult<Value> {
    report.mask_personal_data();
    upload.sheet = Some(report.summary.sheet.clone());
    upload.mapping = options.mapping.as_ref().map(stored_as).transpose()?;
    upload.summary = Some(stored_as(&report.summary)?);
    stored_as(&report.rows)
}

fn stored_as(value: &impl Serialize) -> ApiResult<Value> {
    Ok(serde_json::to_value(value).map_err(anyhow::Error::from)?)
}

const fn code(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::Deputies => "deputies",
        ImportKind::Units => "units",
        ImportKind::Suggestions => "suggestions",
    }
}

const fn status_code(status: RowStatus) -> &'static str {
    match status {
        RowStatus::Ok => "ok",
        RowStatus::Error => "error",
        RowStatus::Duplicate => "duplicate",
    }
}
