//! Published papers and letters as files: masked as they were published.

use super::key_caller::KeyCaller;
use crate::{
    http::{Api, ApiResult, FileBody},
    letter::{PublicFile, print_public},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, web};
use domain::kernel::{ErrorCode, SuggestionId};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route_keyed(__path_get_open_suggestion_file, get_open_suggestion_file);
}

/// A published file
///
/// 公开文件: `paper.pdf`, `paper.docx` (the suggestion, when its text is published), `{reply_id}.pdf`, `{reply_id}.docx` (a
/// published letter; see `files` of the replies). Everything is masked as it was published, for every key.
#[utoipa::path(get, path = "/api/v1/open/suggestions/{id}/files/{file_id}", tag = "open", security(("key" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"),
        ("file_id" = String, Path, description = "Id of the file", example = "paper.pdf")),
    responses((status = 200, description = "The file", content((FileBody = "application/pdf"),
        (FileBody = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")))))]
pub(super) async fn get_open_suggestion_file(
    state: web::Data<State>,
    key: KeyCaller,
    path: web::Path<(Uuid, String)>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    key.require_matters()?;
    let (id, file) = path.into_inner();
    // No file was invented.
    let file = PublicFile::named(&file).filter(|_| !key.sandbox).ok_or(ErrorCode::NotFound)?;
    state.store.open_matter(&key.sight, id).await?.ok_or(ErrorCode::NotFound)?;
    print_public(&state, SuggestionId(id), &file, &http).await
}
