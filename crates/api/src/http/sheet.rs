//! Sheets as answers: written off the async threads, entered in the audit log, named in Chinese.

use super::{ApiResult, Caller};
use crate::state::State;
use actix_web::{HttpResponse, http::header, web};
use documents::sheet::Format;
use domain::kernel::{AuditChange, business_date};
use serde_json::json;
use utoipa::ToSchema;

/// File format of an export: `xlsx` (default) or `csv`.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[allow(dead_code, reason = "the schema of documents::sheet::Format, which knows no utoipa")]
pub enum SheetFormatCode {
    /// Excel workbook.
    Xlsx,
    /// UTF-8 with byte order mark.
    Csv,
}

/// Writes the sheet off the async threads, enters the export in the audit log, and answers the file.
pub(crate) async fn sheet_answer(
    state: &State,
    caller: &Caller,
    name: &str,
    format: Format,
    write: impl FnOnce() -> Result<Vec<u8>, documents::DocumentError> + Send + 'static,
) -> ApiResult<HttpResponse> {
    let written = web::block(write).await.map_err(anyhow::Error::from)?;
    let bytes = written.map_err(anyhow::Error::from)?;
    let uow = state.begin(caller).await?;
    uow.audit(AuditChange {
        action: "register.export",
        subject: "register",
        subject_id: uuid::Uuid::nil(),
        before: json!({}),
        after: json!({ "file": name, "format": format.extension(), "bytes": bytes.len() }),
    })
    .await?;
    uow.commit().await?;
    let day = business_date(caller.request.now).format("%Y%m%d");
    let file = format!("{name}-{day}.{}", format.extension());
    let encoded: String = file.bytes().map(percent).collect();
    let disposition =
        format!("attachment; filename=\"register.{}\"; filename*=UTF-8''{encoded}", format.extension());
    Ok(HttpResponse::Ok()
        .content_type(format.media_type())
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(bytes))
}

/// RFC 8187: everything but the plainest characters as `%XX`.
fn percent(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}
