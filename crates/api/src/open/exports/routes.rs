use super::{
    dto::{CreateExportRequest, ExportList, ExportListQuery, ExportResponse, represent},
    file::send,
};
use crate::{
    http::{
        Answer, Api, ApiError, ApiResult, Body, CursorScope, ExportFile, IdempotencyKey, Idempotent,
        PageQuery, Query,
    },
    open::KeyCaller,
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::Duration;
use domain::{
    integration::{ExportState, KeyScope},
    kernel::{AuditChange, DomainError, ErrorCode, ExportId},
};
use persistence::integration::{ExportRow, NewExport};
use serde_json::json;
use uuid::Uuid;

/// Exports of one key at once.
const AT_ONCE: i64 = 3;
/// Exports of one key in a day.
const A_DAY: i64 = 24;
/// After how many seconds to look again for one that is under way.
const LOOK_AGAIN: u64 = 2;

pub(super) fn register(api: &mut Api) {
    api.route_keyed(__path_create_export, create_export)
        .route_keyed(__path_list_exports, list_exports)
        .route_keyed(__path_get_daily_export, get_daily_export)
        .route_keyed(__path_get_daily_export_file, get_daily_export_file)
        .route_keyed(__path_get_export, get_export)
        .route_keyed(__path_get_export_file, get_export_file);
}

/// Ask for an export
///
/// 数据导出: everything that this key sees, as one file, written in the background. Ask `GET /exports/{id}` until it is done; its
/// `cursor` is the place of the change feed from which to go on, so that nothing is missing and nothing has to be compared.
/// Needs the scope `exports:create`. At most three at once and 24 a day.
#[utoipa::path(post, path = "/api/v1/open/exports", tag = "open", security(("key" = [])), params(IdempotencyKey),
    request_body = CreateExportRequest,
    responses((status = 202, description = "It is on its way; `Location` says where to ask", body = ExportResponse)))]
pub(super) async fn create_export(
    state: web::Data<State>,
    caller: KeyCaller,
    key: IdempotencyKey,
    body: Body<CreateExportRequest>,
) -> ApiResult<Answer> {
    caller.require(KeyScope::ExportsCreate)?;
    caller.require_matters()?;
    let hash = body.request_hash;
    let wanted = body.valid()?;
    let uow = state.begin_public(&caller.request).await?;
    let (uow, key) = match key.of_key(caller.key).claim(uow, &hash).await? {
        Idempotent::Fresh(uow, key) => (uow, key),
        Idempotent::Replayed(answer) => return Ok(answer),
    };
    let (open, recent) = uow.export_load(caller.key, caller.request.now - Duration::days(1)).await?;
    if open >= AT_ONCE || recent >= A_DAY {
        let refused = DomainError::new(ErrorCode::ExportTooMany).param("open", AT_ONCE).param("day", A_DAY);
        let seconds = if open >= AT_ONCE { 30 } else { 3_600 };
        return Err(ApiError::retry_later(refused, seconds));
    }
    let id: ExportId = uow.id();
    let (format, gzip) = (wanted.format, wanted.gzip.unwrap_or(true));
    let (sandbox, sight) = (caller.sandbox, caller.sight.clone());
    let audit = AuditChange {
        action: "open_export.create",
        subject: "open_export",
        subject_id: id.0,
        before: json!({}),
        after: json!({"key_id": caller.key, "format": format.code(), "sight": sight.name()}),
    };
    uow.insert_export(NewExport { id, key: caller.key, sandbox, sight, format, gzip }).await?;
    uow.audit(audit).await?;
    let row = uow.export(id).await?.ok_or(ErrorCode::NotFound)?;
    let address = format!("/api/v1/open/exports/{id}");
    let answer = Answer::ok(&represent(&state, row)?)?.accepted(address);
    IdempotencyKey::finish(uow, key, answer).await
}

/// One's exports
///
/// 本密钥的导出, newest first. Needs the scope `exports:create`.
#[utoipa::path(get, path = "/api/v1/open/exports", tag = "open", security(("key" = [])), params(ExportListQuery),
    responses((status = 200, description = "A page of exports", body = ExportList,
        example = json!({"items": [], "next_cursor": null}))))]
pub(super) async fn list_exports(
    state: web::Data<State>,
    caller: KeyCaller,
    query: Query<ExportListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    caller.require(KeyScope::ExportsCreate)?;
    let limit = PageQuery { limit: query.limit, cursor: None }.rows()?;
    let bound = (&query.0, caller.key);
    let scope = CursorScope::new(&state.shared.keys.cursor, "open_exports", &bound, None);
    let before: Option<Uuid> = scope.open(query.cursor.as_deref())?;
    let mut rows = state.store.exports(caller.key, before, limit + 1).await?;
    let links = scope.page(&mut rows, limit, &http, |row| row.id);
    let items = rows.into_iter().map(|row| represent(&state, row)).collect::<ApiResult<_>>()?;
    Ok(Answer::ok(&ExportList { items, next_cursor: links.cursor })?.next(links.link))
}

/// Today's export of what is published
///
/// 每日导出 `suggestions.ndjson.gz`: every published matter, with row count, SHA-256 and the cursor of the change feed from which
/// to go on. The newest there is. Needs the scope `suggestions:read`. For keys that see more, `cursor` is `null`: what they see is
/// in no public file; they ask for an export of their own.
#[utoipa::path(get, path = "/api/v1/open/exports/daily", tag = "open", security(("key" = [])),
    responses((status = 200, description = "The newest daily export", body = ExportResponse),
        (status = 404, description = "There is none yet: after the first start, or after a restore", body = crate::http::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn get_daily_export(state: web::Data<State>, caller: KeyCaller) -> ApiResult<Answer> {
    let row = daily(&state, &caller).await?;
    let same_sight = row.sight == caller.sight.name();
    let mut shown = represent(&state, row)?;
    shown.cursor = shown.cursor.filter(|_| same_sight);
    Answer::ok(&shown)
}

/// Today's export: the file
///
/// 每日导出文件: gzip, one status object a line. Ranges are answered; the `ETag` is the file's SHA-256.
#[utoipa::path(get, path = "/api/v1/open/exports/daily/file", tag = "open", security(("key" = [])),
    responses(ExportFile, (status = 304, description = "Unchanged"),
        (status = 404, description = "There is none yet", body = crate::http::Problem, content_type = "application/problem+json")))]
pub(super) async fn get_daily_export_file(
    state: web::Data<State>,
    caller: KeyCaller,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    let row = daily(&state, &caller).await?;
    send(&state, row, &http).await
}

/// One export
///
/// 数据导出 with its progress; when it is done, with its digest, the address of its file and the cursor from which to go on.
/// Only the key that asked sees it, as long as it sees what the file shows.
#[utoipa::path(get, path = "/api/v1/open/exports/{id}", tag = "open", security(("key" = [])),
    params(("id" = Uuid, Path, description = "The export")),
    responses((status = 200, description = "The export", body = ExportResponse)))]
pub(super) async fn get_export(
    state: web::Data<State>,
    caller: KeyCaller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let row = own(&state, &caller, *id).await?;
    Answer::ok(&represent(&state, row)?)
}

/// One export: the file
///
/// 导出文件. Ranges are answered; the `ETag` is the file's SHA-256. Before it is done 409 `export.not_ready`, with `Retry-After`;
/// after its time 410 `export.expired`.
#[utoipa::path(get, path = "/api/v1/open/exports/{id}/file", tag = "open", security(("key" = [])),
    params(("id" = Uuid, Path, description = "The export")),
    responses(ExportFile, (status = 304, description = "Unchanged"),
        (status = 409, description = "Not done yet, or given up", body = crate::http::Problem, content_type = "application/problem+json"),
        (status = 410, description = "Its time is over", body = crate::http::Problem, content_type = "application/problem+json")))]
pub(super) async fn get_export_file(
    state: web::Data<State>,
    caller: KeyCaller,
    id: web::Path<Uuid>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    let row = own(&state, &caller, *id).await?;
    match (row.state()?, &row.file) {
        (ExportState::Done, Some(_)) => send(&state, row, &http).await,
        (ExportState::Done, None) => Err(ErrorCode::ExportExpired.into()),
        (ExportState::Failed, _) => Err(ErrorCode::ExportFailed.into()),
        (ExportState::Queued | ExportState::Running, _) => {
            Err(ApiError::retry_later(ErrorCode::ExportNotReady.into(), LOOK_AGAIN))
        }
    }
}

/// The key's own export, of what it sees now; everything else does not exist.
async fn own(state: &State, caller: &KeyCaller, id: Uuid) -> ApiResult<ExportRow> {
    caller.require(KeyScope::ExportsCreate)?;
    let row = state.store.export(ExportId(id)).await?.ok_or(ErrorCode::NotFound)?;
    let its =
        row.key_id == Some(caller.key.0) && row.sight == caller.sight.name() && row.sandbox == caller.sandbox;
    if its { Ok(row) } else { Err(ErrorCode::NotFound.into()) }
}

/// The newest daily export. Test keys see invented matters only, of which there is none.
async fn daily(state: &State, caller: &KeyCaller) -> ApiResult<ExportRow> {
    caller.require(KeyScope::SuggestionsRead)?;
    if caller.sandbox {
        return Err(ErrorCode::NotFound.into());
    }
    Ok(state.store.daily_export().await?.ok_or(ErrorCode::NotFound)?)
}
