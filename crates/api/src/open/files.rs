//! Published papers, letters and attachments as files: masked as they were published.

use super::{
    key_caller::KeyCaller,
    record::{answer, seen},
    sandbox,
};
use crate::{
    http::{Api, ApiResult, FileBody},
    letter::{PublicFile, print_public},
    state::State,
    suggestion::send_public_file,
};
use actix_web::{HttpRequest, HttpResponse, web};
use domain::{
    kernel::{ErrorCode, FileId, ReplyId, SuggestionId},
    suggestion::{Case, PublicCopy, PublicReply},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route_keyed(__path_get_open_suggestion_files, get_open_suggestion_files)
        .route_keyed(__path_get_open_suggestion_file, get_open_suggestion_file);
}

/// A file that may be downloaded.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b72.pdf", "name": null, "media_type": "application/pdf",
    "size": null, "reply_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b72",
    "url": "/api/v1/open/suggestions/0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70/files/0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b72.pdf"}))]
pub struct OpenFileRef {
    /// Its id.
    pub id: String,
    /// Of an attachment: its public name. `null` of a paper or letter, which is printed when it is asked for.
    pub name: Option<String>,
    /// Its type.
    pub media_type: &'static str,
    /// Of an attachment: its bytes.
    pub size: Option<u64>,
    /// The letter that it is, or belongs to; `null`: the suggestion itself.
    pub reply_id: Option<Uuid>,
    /// Where it is.
    pub url: String,
}

/// Published files of a matter (公开文件).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": []}))]
pub struct OpenFileList {
    /// The suggestion with its attachments, then each letter with its own.
    pub items: Vec<OpenFileRef>,
}

impl OpenFileRef {
    /// A paper or letter in both forms.
    fn printed(case: &Case, reply: Option<ReplyId>) -> [Self; 2] {
        let stem = reply.map_or_else(|| "paper".to_owned(), |reply| reply.to_string());
        [("pdf", "application/pdf"), ("docx", crate::letter::DOCX)].map(|(extension, media_type)| {
            let id = format!("{stem}.{extension}");
            let url = address(case, &id);
            Self { id, name: None, media_type, size: None, reply_id: reply.map(|reply| reply.0), url }
        })
    }

    /// An attachment, as its public copy.
    fn attached(case: &Case, reply: Option<ReplyId>, copy: &PublicCopy) -> Self {
        let id = copy.file.to_string();
        Self {
            name: Some(copy.name.clone()),
            media_type: copy.kind.media_type(),
            size: Some(copy.size),
            reply_id: reply.map(|reply| reply.0),
            url: address(case, &id),
            id,
        }
    }

    /// A published letter and its attachments.
    pub(super) fn of_letter(case: &Case, letter: &PublicReply<'_>) -> Vec<Self> {
        let id = Some(letter.reply.id);
        let attached = letter.files.iter().map(|copy| Self::attached(case, id, copy));
        Self::printed(case, id).into_iter().chain(attached).collect()
    }
}

fn address(case: &Case, id: &str) -> String {
    format!("/api/v1/open/suggestions/{}/files/{id}", case.id())
}

/// Published files of a matter
///
/// 公开文件目录: the suggestion on its paper and its attachments, when its text is published, and every published letter with its
/// attachments. The same for every key: a file is never shown but as it was published.
#[utoipa::path(get, path = "/api/v1/open/suggestions/{id}/files", tag = "open", security(("key" = [])),
    params(("id" = Uuid, Path, description = "The suggestion")),
    responses((status = 200, description = "The files", body = OpenFileList)))]
pub(super) async fn get_open_suggestion_files(
    state: web::Data<State>,
    key: KeyCaller,
    id: web::Path<Uuid>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    if key.sandbox {
        key.require_matters()?;
        // The matter may have been invented, its files were not.
        sandbox::replies(*id)?;
        return answer(&http, &OpenFileList { items: Vec::new() });
    }
    let (case, _) = seen(&state, &key, *id).await?;
    let mut items = Vec::new();
    if let Some(view) = case.public_view() {
        if view.facts.is_some() {
            items.extend(OpenFileRef::printed(&case, None));
            items.extend(view.files.iter().map(|copy| OpenFileRef::attached(&case, None, copy)));
        }
        items.extend(view.replies.iter().flat_map(|letter| OpenFileRef::of_letter(&case, letter)));
    }
    answer(&http, &OpenFileList { items })
}

/// A published file
///
/// 公开文件: `paper.pdf`, `paper.docx` (the suggestion, when its text is published), `{reply_id}.pdf`, `{reply_id}.docx` (a
/// published letter), or the id of a published attachment, whose ranges are answered; see the list of the matter's files.
/// Everything is masked as it was published, for every key. An attachment that was taken down is `publication.withdrawn` (410).
#[utoipa::path(get, path = "/api/v1/open/suggestions/{id}/files/{file_id}", tag = "open", security(("key" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"),
        ("file_id" = String, Path, description = "Id of the file", example = "paper.pdf")),
    responses((status = 200, description = "The file", content((FileBody = "application/pdf"),
        (FileBody = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (FileBody = "image/jpeg"), (FileBody = "image/png"))),
        (status = 206, description = "The range that was asked for", content((FileBody = "application/pdf"),
        (FileBody = "image/jpeg"), (FileBody = "image/png"))),
        (status = 410, description = "It was taken down", body = crate::http::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn get_open_suggestion_file(
    state: web::Data<State>,
    key: KeyCaller,
    path: web::Path<(Uuid, String)>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    key.require_matters()?;
    let (id, file) = path.into_inner();
    // No file was invented.
    if key.sandbox {
        return Err(ErrorCode::NotFound.into());
    }
    let attachment = Uuid::try_parse(&file).ok();
    let printed = PublicFile::named(&file);
    if attachment.is_none() && printed.is_none() {
        return Err(ErrorCode::NotFound.into());
    }
    state.store.open_matter(&key.sight, id).await?.ok_or(ErrorCode::NotFound)?;
    if let Some(copy) = attachment {
        return send_public_file(&state, (SuggestionId(id), FileId(copy)), &http).await;
    }
    let file = printed.ok_or(ErrorCode::NotFound)?;
    print_public(&state, SuggestionId(id), &file, &http).await
}
