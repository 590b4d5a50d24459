use super::{
    dto::FileResponse,
    store::{FileStore, Incoming, NewFile},
};
use crate::{
    http::{Answer, Api, ApiError, ApiResult, Caller, IdempotencyKey, Idempotent},
    state::State,
};
use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::{HttpRequest, http::header, web};
use domain::{
    authz::{NewFile as UploadSubject, act, require},
    file::{FileName, MAX_FILE_BYTES},
    kernel::{AuditChange, DomainError, ErrorCode, Event, FieldError, FileId, Version},
};
use futures_util::StreamExt;
use persistence::{Uow, file::NewFileRow};
use serde_json::json;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

/// Room for the form around the file.
const FORM_OVERHEAD: u64 = 64 * 1024;

pub(super) fn register(api: &mut Api) {
    api.route(__path_upload_file, upload_file);
}

/// A form with one file.
#[derive(ToSchema)]
#[schema(example = json!({"file": "(binary)"}))]
#[allow(dead_code, reason = "describes the form; it is read as a stream")]
pub struct UploadFileForm {
    /// The file, with its name: pdf, ofd, docx, xlsx, pptx, wps, et, jpg, png, webp, txt or csv, at most 50 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Hand in a file
///
/// 上传附件. The content must be what the extension says. Images lose what the camera wrote into them (EXIF, place, time).
/// Refer to the file by its id afterwards; a file to which nothing refers after seven days is removed.
#[utoipa::path(post, path = "/api/v1/files", tag = "file", security(("bearer" = [])), params(IdempotencyKey),
    request_body(content = UploadFileForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "The file, durable", body = FileResponse)))]
pub(super) async fn upload_file(
    state: web::Data<State>,
    caller: Caller,
    key: IdempotencyKey,
    request: HttpRequest,
    payload: web::Payload,
) -> ApiResult<Answer> {
    require::<act::UploadFile>(&caller.actor, &UploadSubject)?;
    let declared =
        request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > MAX_FILE_BYTES + FORM_OVERHEAD) {
        return Err(too_large());
    }
    let id = FileId(state.shared.ids.next_id());
    let store = FileStore::new(&state.shared.files_dir);
    let (name, incoming) = receive(&store, id, Multipart::new(request.headers(), payload)).await?;
    // One at a time per free place: an image is in memory while it is looked into.
    let _turn = state.shared.inspecting.acquire().await.map_err(anyhow::Error::from)?;
    let taken = {
        let (store, name) = (store.clone(), name.clone());
        web::block(move || store.accept(incoming, id, &name)).await.map_err(|e| anyhow::anyhow!("{e}"))??
    };
    drop(_turn);
    let kept = Kept { store: &store, id, committed: false };
    let hash = Sha256::new()
        .chain_update("POST/api/v1/files")
        .chain_update(name.as_str())
        .chain_update(taken.sha256)
        .finalize();
    let uow = state.begin(&caller).await?;
    let (uow, key) = match key.claim(uow, &hash.into()).await? {
        Idempotent::Fresh(uow, key) => (uow, key),
        Idempotent::Replayed(answer) => return Ok(answer),
    };
    write_row(&uow, &caller, &taken, &name).await?;
    let row = uow.file(id).await?.ok_or(ErrorCode::NotFound)?;
    let answer = Answer::ok(&FileResponse::of(&row, name.kind()))?.created(format!("/api/v1/files/{id}"));
    // The commit's outcome may be unknown: from here on bytes are only ever removed by the tidying.
    kept.commit();
    IdempotencyKey::finish(uow, key, answer).await
}

/// Notes a file that the server itself has made for the caller, such as a public copy, and whose bytes are stored.
///
/// # Errors
/// As any statement.
pub(crate) async fn note_made_file(
    uow: &Uow,
    caller: &Caller,
    made: &NewFile,
    name: &FileName,
) -> ApiResult<()> {
    write_row(uow, caller, made, name).await
}

async fn write_row(uow: &Uow, caller: &Caller, taken: &NewFile, name: &FileName) -> ApiResult<()> {
    let size = i64::try_from(taken.size).map_err(anyhow::Error::from)?;
    uow.insert_file(&NewFileRow {
        id: taken.id,
        owner: caller.actor.account,
        name: name.as_str(),
        kind: name.kind().code(),
        size,
        sha256: taken.sha256,
    })
    .await?;
    let facts = json!({"name": name.as_str(), "size": size, "sha256": super::dto::hex(&taken.sha256)});
    let event = Event {
        kind: "file.uploaded",
        aggregate: "file",
        aggregate_id: taken.id.0,
        data: json!({"size": size}),
    };
    uow.emit(event, Version::FIRST).await?;
    let audit = AuditChange {
        action: "file.upload",
        subject: "file",
        subject_id: taken.id.0,
        before: json!({}),
        after: facts,
    };
    uow.audit(audit).await?;
    Ok(())
}

/// Bytes without a row: removed again unless the row is about to be committed.
struct Kept<'s> {
    store: &'s FileStore,
    id: FileId,
    committed: bool,
}

impl Kept<'_> {
    fn commit(mut self) {
        self.committed = true;
    }
}

impl Drop for Kept<'_> {
    fn drop(&mut self) {
        if !self.committed {
            self.store.remove(self.id);
        }
    }
}

/// Reads the form: exactly one part, named `file`.
async fn receive(store: &FileStore, id: FileId, mut form: Multipart) -> ApiResult<(FileName, Incoming)> {
    let mut received = None;
    while let Some(field) = form.next().await {
        let mut field = field.map_err(form_error)?;
        if field.name() != Some("file") {
            return Err(field_error(ErrorCode::FileMissing));
        }
        if received.is_some() {
            return Err(field_error(ErrorCode::FileOnlyOne));
        }
        let name = FileName::of(&sent_name(&field))?;
        let mut incoming = store.receive(id)?;
        while let Some(piece) = field.next().await {
            let piece = piece.map_err(form_error)?;
            incoming = web::block(move || incoming.write(&piece).map(|()| incoming))
                .await
                .map_err(|error| anyhow::anyhow!("{error}"))??;
        }
        received = Some((name, incoming));
    }
    received.ok_or_else(|| field_error(ErrorCode::FileMissing))
}

/// Browsers send the name in UTF-8; other clients in the extended form of RFC 5987.
fn sent_name(field: &Field) -> String {
    let Some(disposition) = field.content_disposition() else { return String::new() };
    let extended =
        disposition.get_filename_ext().map(|name| String::from_utf8_lossy(&name.value).into_owned());
    extended.or_else(|| disposition.get_filename().map(str::to_owned)).unwrap_or_default()
}

fn field_error(code: ErrorCode) -> ApiError {
    FieldError::new("#/file", code).into()
}

fn too_large() -> ApiError {
    DomainError::new(ErrorCode::FileTooLarge).param("max_mib", MAX_FILE_BYTES / (1024 * 1024)).into()
}

fn form_error(error: MultipartError) -> ApiError {
    match error {
        MultipartError::ContentTypeMissing
        | MultipartError::ContentTypeParse
        | MultipartError::ContentTypeIncompatible
        | MultipartError::BoundaryMissing => ErrorCode::MediaTypeUnsupported.into(),
        MultipartError::Incomplete | MultipartError::Payload(_) => ErrorCode::FileUploadIncomplete.into(),
        _ => ErrorCode::RequestMalformed.into(),
    }
}
