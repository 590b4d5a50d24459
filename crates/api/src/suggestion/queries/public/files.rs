//! Published files: public copies alone, under the conditions of the part to which they belong.

use super::story::withdrawn;
use crate::{
    file::{Recipient, send},
    http::{Api, ApiResult, StoredFile},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, web};
use domain::kernel::{ErrorCode, FileId, SuggestionId};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_public_suggestion_file, get_public_suggestion_file);
}

/// Download a published file
///
/// 下载公开附件: the public copy of a file of a published part; always as an attachment, ranges are answered. One that was taken
/// down is `publication.withdrawn` (410), with the day and the class of the reason.
#[utoipa::path(get, path = "/api/v1/public/suggestions/{id}/files/{file_id}", tag = "public", security(()),
    params(("id" = Uuid, Path, description = "The suggestion"),
        ("file_id" = Uuid, Path, description = "The public copy, as the page lists it")),
    responses(StoredFile, (status = 304, description = "Unchanged: a file never changes"),
        (status = 410, description = "It was taken down", body = crate::http::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn get_public_suggestion_file(
    state: web::Data<State>,
    path: web::Path<(Uuid, Uuid)>,
    request: HttpRequest,
) -> ApiResult<HttpResponse> {
    let (id, file) = path.into_inner();
    send_public_file(&state, (SuggestionId(id), FileId(file)), &request).await
}

/// Sends a public copy, when its part is public now.
///
/// # Errors
/// `publication.withdrawn`; `resource.not_found`; `file.corrupt`.
pub(crate) async fn send_public_file(
    state: &State,
    (id, file): (SuggestionId, FileId),
    request: &HttpRequest,
) -> ApiResult<HttpResponse> {
    let case = state.store.case(id).await?.ok_or(ErrorCode::NotFound)?.case;
    if let Some(stone) = case.file_tombstone(file) {
        return Err(withdrawn(stone).into());
    }
    let view = case.public_view().ok_or(ErrorCode::NotFound)?;
    let copy = view.file(file).ok_or(ErrorCode::NotFound)?;
    let row = state.store.file(copy.file).await?.ok_or(ErrorCode::NotFound)?;
    // What was looked at is what is sent.
    if crate::file::hex(&row.sha256) != copy.sha256 {
        return Err(ErrorCode::FileCorrupt.into());
    }
    send(state, &row, request, Recipient::Public).await
}
