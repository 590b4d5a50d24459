//! How an import and its rows are shown.

use super::{
    columns::{columns, fields, look},
    dto::{ImportDryRun, ImportResponse, ImportRow, ImportRowsQuery},
    job::{file_refused, reading},
};
use crate::{
    http::{Answer, ApiResult, Caller, CursorScope},
    state::State,
};
use documents::import::{ImportKind, Mapping, RawBook, read_table};
use domain::kernel::{ErrorCode, Version};
use persistence::import::{ImportUpload, UploadRow};
use serde_json::Value;
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;

/// Rows of the first page of a dry run.
const FIRST_PAGE: u64 = 50;

pub(super) async fn answer(state: &State, upload: ImportUpload) -> ApiResult<Answer> {
    let book = if upload.committed_at.is_none() { Some(stored(state, &upload).await?.1) } else { None };
    let response = represent(&upload, book.as_ref(), None)?;
    Ok(Answer::ok(&response)?.version(Version(upload.version)))
}

pub(super) fn represent(
    upload: &ImportUpload,
    book: Option<&RawBook>,
    named: Option<&str>,
) -> ApiResult<ImportResponse> {
    let kind = kind_of(upload)?;
    let decided: Option<Mapping> =
        upload.mapping.clone().map(serde_json::from_value).transpose().map_err(anyhow::Error::from)?;
    let (sheet, guessed) =
        book.map_or((None, None), |book| look(kind, book, named.or(upload.sheet.as_deref())));
    if named.is_some() && sheet.is_none() {
        return Err(ErrorCode::ImportSheetMissing.into());
    }
    let mapping = decided.or(guessed);
    Ok(ImportResponse {
        id: upload.id,
        kind: upload.kind.clone(),
        filename: upload.filename.clone(),
        term: upload.term_ordinal,
        sheets: book
            .map_or_else(Vec::new, |book| book.sheets.iter().map(|sheet| sheet.name.clone()).collect()),
        sheet: sheet.map(|sheet| sheet.name.clone()).or_else(|| upload.sheet.clone()),
        header_row: mapping.as_ref().map(|mapping| mapping.header_row),
        columns: sheet.map_or_else(Vec::new, |sheet| columns(kind, sheet, mapping.as_ref())),
        defaults: mapping.map_or_else(BTreeMap::new, |mapping| mapping.defaults),
        fields: fields(kind),
        summary: upload.summary.clone(),
        written: upload.written,
        committed_at: upload.committed_at.map(Into::into),
        expires_at: upload.expires_at.into(),
        allowed_actions: allowed(upload),
        version: upload.version,
    })
}

fn allowed(upload: &ImportUpload) -> Vec<&'static str> {
    match (upload.committed_at.is_some(), upload.mapping.is_some()) {
        (true, _) => vec!["delete"],
        (false, true) => vec!["map", "commit", "delete"],
        (false, false) => vec!["map", "delete"],
    }
}

pub(super) async fn dry_run(state: &State, caller: &Caller, upload: ImportUpload) -> ApiResult<Answer> {
    let mut rows = state.store.import_rows(upload.id, Vec::new(), None, FIRST_PAGE + 1).await?;
    let query = ImportRowsQuery { status: Default::default(), limit: None, cursor: None };
    let scope = rows_scope(state, caller, upload.id, &query);
    let mut next_cursor = None;
    if rows.len() > FIRST_PAGE as usize {
        rows.truncate(FIRST_PAGE as usize);
        next_cursor = rows.last().map(|row| scope.seal(&row.position));
    }
    let response = ImportDryRun {
        summary: upload.summary.clone().unwrap_or_default(),
        items: rows.into_iter().map(row).collect(),
        next_cursor,
        allowed_actions: allowed(&upload),
        version: upload.version,
    };
    Ok(Answer::ok(&response)?.version(Version(upload.version)))
}

/// A cursor is good for one import, one filter and one person.
pub(super) fn rows_scope<'s>(
    state: &'s State,
    caller: &Caller,
    id: Uuid,
    query: &ImportRowsQuery,
) -> CursorScope<'s> {
    CursorScope::new(&state.shared.keys.cursor, "import_rows", &(id, query), Some(caller.actor.account))
}

pub(super) fn row(row: UploadRow) -> ImportRow {
    ImportRow { row: row.row_no, status: row.status, record: row.record, errors: row.errors }
}

pub(super) fn kind_of(upload: &ImportUpload) -> ApiResult<ImportKind> {
    Ok(serde_json::from_value(Value::from(upload.kind.as_str())).map_err(anyhow::Error::from)?)
}

pub(super) async fn table(content: Vec<u8>, filename: String) -> ApiResult<(Arc<Vec<u8>>, RawBook)> {
    let content = Arc::new(content);
    let shared = content.clone();
    let book = reading(move || read_table(&shared, &filename)).await?.map_err(file_refused)?;
    Ok((content, book))
}

pub(super) async fn stored(state: &State, upload: &ImportUpload) -> ApiResult<(Arc<Vec<u8>>, RawBook)> {
    let content = state.store.import_content(upload.id).await?.ok_or(ErrorCode::NotFound)?;
    table(content, upload.filename.clone()).await
}
