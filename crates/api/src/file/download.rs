use super::store::FileStore;
use crate::{
    http::{Answer, Api, ApiError, ApiResult, Caller, StoredFile},
    state::State,
};
use actix_files::NamedFile;
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{
        self, Charset, ContentDisposition, ContentEncoding, DispositionParam, DispositionType, ExtendedValue,
        HeaderValue,
    },
    web,
};
use domain::{
    authz::{Action, Actor, NewFile as UploadSubject, act, require},
    file::{FileKind, shows_file},
    kernel::{AuditChange, ErrorCode, Event, FileId, Version},
};
use persistence::file::FileRow;
use serde_json::json;
use std::io::Read;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_file, get_file).route(__path_delete_file, delete_file);
}

/// Download a file
///
/// 下载附件: one's own, or one that a matter shows which the caller may read. Always as an attachment; ranges are answered.
/// Bytes that are not what was stored are never sent: that is `file.corrupt`.
#[utoipa::path(get, path = "/api/v1/files/{id}", tag = "file", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The file")),
    responses(StoredFile, (status = 304, description = "Unchanged: a file never changes")))]
pub(super) async fn get_file(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    request: HttpRequest,
) -> ApiResult<HttpResponse> {
    let row = readable(&state, &caller.actor, FileId(*id)).await?;
    send(&state, &row, &request, Recipient::Caller).await
}

/// Who gets a file, and may keep it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Recipient {
    /// The caller alone.
    Caller,
    /// Everybody: to be asked about each time, for it may be taken down.
    Public,
}

/// Sends a stored file whole, or the range asked for, to whoever has been asked whether it may be read.
///
/// # Errors
/// `file.corrupt` when the bytes are not what was stored.
pub(crate) async fn send(
    state: &State,
    row: &FileRow,
    request: &HttpRequest,
    recipient: Recipient,
) -> ApiResult<HttpResponse> {
    let caching = match recipient {
        Recipient::Caller => "private, no-cache",
        Recipient::Public => "public, no-cache",
    };
    let kind: FileKind = row.kind.parse().map_err(|_| anyhow::anyhow!("unknown kind {}", row.kind))?;
    let etag = format!("\"{}\"", super::dto::hex(&row.sha256));
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == etag)) {
        let mut unchanged = HttpResponse::NotModified();
        return Ok(unchanged
            .insert_header((header::ETAG, etag))
            .insert_header((header::CACHE_CONTROL, caching))
            .finish());
    }
    let store = FileStore::new(&state.shared.files_dir);
    let (size, sha256) = (row.size, row.sha256.clone());
    let id = FileId(row.id);
    let checking = web::block(move || store.open(id, size, &sha256));
    let file = checking.await.map_err(|error| anyhow::anyhow!("{error}"))??;
    let named = NamedFile::from_file(file, &row.name).map_err(anyhow::Error::from)?;
    let media_type = kind.media_type().parse().map_err(|_| anyhow::anyhow!("media type of {kind}"))?;
    let mut response = named
        .use_etag(false)
        .use_last_modified(false)
        .prefer_utf8(false)
        .set_content_type(media_type)
        .set_content_disposition(attachment(&row.name))
        // Ranges are of the stored bytes, so nothing may be packed on the way.
        .set_content_encoding(ContentEncoding::Identity)
        .into_response(request);
    let headers = response.headers_mut();
    headers.insert(header::ETAG, HeaderValue::from_str(&etag).map_err(anyhow::Error::from)?);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    Ok(response)
}

/// Delete a file
///
/// 删除附件: one's own, while nothing refers to it.
#[utoipa::path(delete, path = "/api/v1/files/{id}", tag = "file", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The file")),
    responses((status = 204, description = "Gone")))]
pub(super) async fn delete_file(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let id = FileId(*id);
    let row = readable(&state, &caller.actor, id).await?;
    require::<act::UploadFile>(&caller.actor, &UploadSubject)?;
    if row.owner_id != caller.actor.account.0 {
        return Err(ErrorCode::PermissionDenied.into());
    }
    let uow = state.begin(&caller).await?;
    uow.delete_file(id).await?;
    let event = Event { kind: "file.deleted", aggregate: "file", aggregate_id: id.0, data: json!({}) };
    uow.emit(event, Version::FIRST.next()).await?;
    let audit = AuditChange {
        action: "file.delete",
        subject: "file",
        subject_id: id.0,
        before: json!({"name": row.name, "size": row.size}),
        after: json!({}),
    };
    uow.audit(audit).await?;
    uow.commit().await?;
    // The row is what counts; bytes that stay behind are tidied up.
    let store = FileStore::new(&state.shared.files_dir);
    web::block(move || store.remove(id)).await.map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(Answer::no_content())
}

/// The row, for whoever may read the file; 404 for everybody else.
async fn readable(state: &State, actor: &Actor, id: FileId) -> ApiResult<FileRow> {
    if actor.must_change_password {
        return Err(ErrorCode::PasswordChangeRequired.into());
    }
    let row = state.store.file(id).await?.ok_or(ErrorCode::NotFound)?;
    if row.owner_id == actor.account.0 {
        return Ok(row);
    }
    if row.photo && actor.grants_for(Action::ReadRegisters).next().is_some() {
        return Ok(row);
    }
    let parents = state.store.file_parents(id).await?;
    let cases = state.store.cases(&parents).await?;
    if cases.iter().any(|stored| shows_file(&stored.case, actor, id)) {
        Ok(row)
    } else {
        Err(ErrorCode::NotFound.into())
    }
}

/// Name and bytes of a stored file, for whoever has been asked whether it may be read.
///
/// # Errors
/// `resource.not_found`; `file.corrupt` when the bytes are not what was stored.
pub(crate) async fn stored(state: &State, id: FileId) -> ApiResult<(String, Vec<u8>)> {
    let row = state.store.file(id).await?.ok_or(ErrorCode::NotFound)?;
    let store = FileStore::new(&state.shared.files_dir);
    let (size, sha256) = (row.size, row.sha256.clone());
    let reading = web::block(move || {
        let mut bytes = Vec::new();
        let mut file = store.open(id, size, &sha256)?;
        file.read_to_end(&mut bytes).map_err(anyhow::Error::from)?;
        Ok::<_, ApiError>(bytes)
    });
    let bytes = reading.await.map_err(|error| anyhow::anyhow!("{error}"))??;
    Ok((row.name, bytes))
}

/// `attachment` with the name for clients of any age.
pub(crate) fn attachment(name: &str) -> ContentDisposition {
    let extension = name.rsplit_once('.').map_or("bin", |(_, extension)| extension);
    ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![
            DispositionParam::Filename(format!("download.{extension}")),
            DispositionParam::FilenameExt(ExtendedValue {
                charset: Charset::Ext("UTF-8".to_owned()),
                language_tag: None,
                value: name.as_bytes().to_vec(),
            }),
        ],
    }
}
