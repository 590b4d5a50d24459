use crate::{
    file::hex,
    http::{ApiResult, Code, Instant},
    open::FeedCursor,
    state::State,
};
use domain::integration::{ExportFormat, ExportState};
use persistence::integration::ExportRow;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// 导出格式
pub type ExportFormatCode = Code<ExportFormat>;
/// 导出状态
pub type ExportStateCode = Code<ExportState>;

/// What is wanted.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"format": "ndjson", "gzip": true}))]
pub struct CreateExportRequest {
    /// `ndjson`: the status objects, one a line, each as the feed sends it; `csv`: flat columns for spreadsheets.
    #[schema(value_type = ExportFormatCode)]
    pub format: ExportFormat,
    /// Packed with gzip; default `true`.
    #[schema(default = true)]
    pub gzip: Option<bool>,
}

/// Which page of one's exports.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportListQuery {
    /// Rows per page, 1–200, default 50.
    #[serde(skip_serializing)]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing)]
    pub cursor: Option<String>,
}

/// An export (数据导出).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9be0", "format": "ndjson", "gzip": true, "state": "done",
    "progress": 100, "rows": 812, "bytes": 301442,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "cursor": "q0cGx5…", "seq": 1042,
    "file_url": "/api/v1/open/exports/0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9be0/file", "created_at": "2026-05-20T02:00:00.000000+08:00",
    "finished_at": "2026-05-20T02:00:04.000000+08:00", "expires_at": "2026-05-23T02:00:04.000000+08:00"}))]
pub struct ExportResponse {
    /// Its id.
    pub id: Uuid,
    /// Format.
    #[schema(value_type = ExportFormatCode)]
    pub format: String,
    /// Packed with gzip.
    pub gzip: bool,
    /// How far it is.
    #[schema(value_type = ExportStateCode)]
    pub state: String,
    /// Per cent.
    #[schema(minimum = 0, maximum = 100)]
    pub progress: i64,
    /// Matters in the file; while it is written, those written so far.
    pub rows: Option<i64>,
    /// Size of the file.
    pub bytes: Option<i64>,
    /// SHA-256 of the file's bytes, as they are sent.
    pub sha256: Option<String>,
    /// Give it to `GET /changes?after=`: what has changed since, without a gap.
    pub cursor: Option<String>,
    /// The last number of the feed that the file contains.
    pub seq: Option<i64>,
    /// Where the file is; `null` before it is done and after its time.
    pub file_url: Option<String>,
    /// When it was asked for.
    pub created_at: Instant,
    /// When it was done or given up.
    pub finished_at: Option<Instant>,
    /// Until when the file is kept.
    pub expires_at: Option<Instant>,
}

/// A page of exports, newest first.
#[derive(Serialize, ToSchema)]
pub struct ExportList {
    /// The page.
    pub items: Vec<ExportResponse>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
}

/// Shows an export; its cursor is good for keys that see what it shows.
pub(super) fn represent(state: &State, row: ExportRow) -> ApiResult<ExportResponse> {
    let done = row.state()? == ExportState::Done;
    let place = row.epoch.zip(row.seq).filter(|_| done);
    let (rows, expected) = (row.rows.unwrap_or(0), row.rows_expected.unwrap_or(0));
    let address = match row.key_id {
        Some(_) => format!("/api/v1/open/exports/{}/file", row.id),
        None => "/api/v1/open/exports/daily/file".to_owned(),
    };
    Ok(ExportResponse {
        id: row.id,
        cursor: place.map(|(epoch, seq)| FeedCursor::new(epoch, seq, &row.sight_parts()).seal(state)),
        seq: place.map(|(_, seq)| seq),
        // It may grow a little while it is written.
        progress: if done { 100 } else { (rows * 100).checked_div(expected).unwrap_or(0).clamp(0, 99) },
        format: row.format,
        gzip: row.gzip,
        state: row.state,
        rows: row.rows,
        bytes: row.bytes,
        sha256: row.sha256.as_deref().map(hex),
        file_url: row.file.is_some().then_some(address),
        created_at: row.created_at.into(),
        finished_at: row.finished_at.map(Instant),
        expires_at: row.expires_at.map(Instant),
    })
}
