use crate::http::{CommaList, Instant};
use documents::import::{ImportKind, RowStatus};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// 导入种类: `deputies` 代表名册 · `units` 承办单位名录 · `suggestions` 代表建议台账
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[allow(dead_code, reason = "the schema of documents::import::ImportKind, which knows no utoipa")]
pub enum ImportKindCode {
    /// 代表名册
    Deputies,
    /// 承办单位名录
    Units,
    /// 代表建议台账
    Suggestions,
}

/// 行的结果: `ok` 可以导入 · `error` 有错误 · `duplicate` 已有或者重复
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[allow(dead_code, reason = "the schema of documents::import::RowStatus, which knows no utoipa")]
pub enum ImportRowStatusCode {
    /// 可以导入
    Ok,
    /// 有错误
    Error,
    /// 已有或者重复
    Duplicate,
}

/// What is uploaded.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UploadImportQuery {
    /// What the file lists.
    #[param(value_type = ImportKindCode, required = true)]
    pub kind: Option<ImportKind>,
    /// Ordinal of the term (届); absent: the current one.
    #[param(minimum = 1, maximum = 99, example = 18)]
    pub term: Option<i32>,
    /// Name of the sheet to look at; absent: the one that fits best.
    pub sheet: Option<String>,
}

/// The form of an upload.
#[derive(ToSchema)]
#[allow(dead_code, reason = "read as a stream; here for the document")]
pub struct UploadImportForm {
    /// The sheet: .xlsx or .csv (UTF-8, GB18030), at most 20 MiB.
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    pub file: String,
}

/// One column of the sheet.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"column": 2, "letter": "C", "header": "姓 名", "field": "name", "samples": ["演 知秋", "例云帆（女，回族）"]}))]
pub struct ImportColumn {
    /// Index, A = 0.
    pub column: u32,
    /// As spreadsheets call it.
    pub letter: String,
    /// Header, when one was found.
    pub header: String,
    /// Field it means (guessed or decided); `null`: not imported.
    pub field: Option<String>,
    /// Some of its values, long numbers masked.
    pub samples: Vec<String>,
}

/// A field that columns may mean.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"name": "name", "label": "姓名", "required": true, "list": false}))]
pub struct ImportField {
    /// Name in mappings and records.
    pub name: &'static str,
    /// 名称
    pub label: &'static str,
    /// Rows without it are refused.
    pub required: bool,
    /// Several columns and several values in a cell are allowed.
    pub list: bool,
}

/// 导入任务: an uploaded file on its way through the wizard; deleted 24 hours after the upload.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9bd1", "kind": "deputies", "filename": "代表名册.xlsx", "term": null,
    "sheets": ["代表名册"], "sheet": "代表名册", "header_row": 4,
    "columns": [{"column": 2, "letter": "C", "header": "姓 名", "field": "name", "samples": ["演 知秋"]}],
    "defaults": {}, "fields": [{"name": "name", "label": "姓名", "required": true, "list": false}], "summary": null,
    "written": null, "committed_at": null, "expires_at": "2026-11-23T09:30:00.000000+08:00",
    "allowed_actions": ["map", "delete"], "version": 1}))]
pub struct ImportResponse {
    /// The import.
    pub id: Uuid,
    /// What the file lists.
    #[schema(value_type = ImportKindCode)]
    pub kind: String,
    /// As the file is called.
    pub filename: String,
    /// Ordinal of the term; `null`: the current one.
    pub term: Option<i32>,
    /// Visible sheets with content; empty once it was written.
    pub sheets: Vec<String>,
    /// The sheet that is read.
    pub sheet: Option<String>,
    /// Row of the header; `null` when none was found.
    pub header_row: Option<u32>,
    /// Its columns.
    pub columns: Vec<ImportColumn>,
    /// Values for fields that no column holds.
    #[schema(value_type = Object)]
    pub defaults: BTreeMap<String, String>,
    /// What columns may mean.
    pub fields: Vec<ImportField>,
    /// Summary of the last dry run, or of what was written; `null` before the first.
    #[schema(value_type = Option<Object>)]
    pub summary: Option<Value>,
    /// Rows written; `null` before that.
    pub written: Option<i32>,
    /// When it was written.
    pub committed_at: Option<Instant>,
    /// When file and report are deleted.
    pub expires_at: Instant,
    /// `map`, `commit`, `delete`: what can be done now.
    pub allowed_actions: Vec<&'static str>,
    /// Same as the `ETag`.
    pub version: i64,
}

/// What one column means.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportColumnMapping {
    /// Index, A = 0.
    pub column: u32,
    /// Field; `null`: not imported.
    #[serde(default)]
    pub field: Option<String>,
}

/// 列设置: what the columns mean.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"sheet": "代表名册", "header_row": 4, "columns": [{"column": 2, "field": "name"}, {"column": 3, "field": "gender"}],
    "defaults": {"elected_on": "2026-01-06"}}))]
pub struct PutImportMappingRequest {
    /// Name of the sheet.
    pub sheet: String,
    /// Row of the header, as the spreadsheet counts; data begin below.
    #[validate(range(max = 1_000_000))]
    pub header_row: u32,
    /// The columns that are imported; others are left out.
    #[validate(length(max = 256))]
    pub columns: Vec<ImportColumnMapping>,
    /// Values for fields that no column holds, such as the session of a ledger.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub defaults: BTreeMap<String, String>,
}

/// Something that is wrong with a field.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"field": "group", "code": "reference.unknown",
    "message": "所指的对象不存在或不可选：青阳笫一小组（相近的有：青阳第一代表小组）"}))]
pub struct ImportRowError {
    /// Field of the record.
    pub field: String,
    /// Code of the error catalogue.
    pub code: String,
    /// In Chinese, with the value and the names it may have meant.
    pub message: String,
}

/// One row of the report.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"row": 7, "status": "error", "record": {"name": "测错误", "mobile": null},
    "errors": [{"field": "mobile", "code": "mobile.invalid", "message": "手机号码不正确"}]}))]
pub struct ImportRow {
    /// Row number in the sheet.
    pub row: i32,
    /// Result.
    #[schema(value_type = ImportRowStatusCode)]
    pub status: String,
    /// The record as far as it could be read; protected numbers masked.
    #[schema(value_type = Object)]
    pub record: Value,
    /// Why it is not imported; empty for good rows.
    #[schema(value_type = Vec<ImportRowError>)]
    pub errors: Value,
}

/// A page of the report.
#[derive(Serialize, ToSchema)]
pub struct ImportRowList {
    /// The page.
    pub items: Vec<ImportRow>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
}

/// 预检结果: what the import would do.
#[derive(Serialize, ToSchema)]
pub struct ImportDryRun {
    /// Counts, the mapping used, rows and sheets passed over, presumptions.
    #[schema(value_type = Object)]
    pub summary: Value,
    /// The first rows.
    pub items: Vec<ImportRow>,
    /// Cursor for `…/rows`; `null` when these are all.
    pub next_cursor: Option<String>,
    /// `map`, `commit`, `delete`: what can be done now.
    pub allowed_actions: Vec<&'static str>,
    /// Same as the `ETag`.
    pub version: i64,
}

/// 导入报告, as the command line writes it.
#[derive(Serialize, ToSchema)]
pub struct ImportReportDocument {
    /// All rows.
    pub rows: Vec<ImportRow>,
    /// Counts and everything that was presumed or passed over.
    #[schema(value_type = Object)]
    pub summary: Value,
}

/// Filter and page of the rows.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ImportRowsQuery {
    /// Results, separated by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<ImportRowStatusCode>>, style = Form, explode = false)]
    pub status: CommaList<RowStatus>,
    /// Rows per page, 1–200, default 50.
    #[serde(skip_serializing)]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing)]
    pub cursor: Option<String>,
}

/// 执行导入
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"accept_valid": false}))]
pub struct CommitImportRequest {
    /// Import the good rows although others are refused; otherwise one refused row stops everything.
    #[serde(default)]
    pub accept_valid: bool,
}
