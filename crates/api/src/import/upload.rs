//! The file of a multipart request, within limits.

use crate::http::ApiResult;
use actix_multipart::Multipart;
use actix_web::{HttpRequest, http::header, web::Payload};
use domain::kernel::{DomainError, ErrorCode};
use futures_util::StreamExt;

/// Largest file that the wizard takes; larger ones are for the command line.
pub(super) const MAX_UPLOAD: usize = 20 * 1024 * 1024;

/// A file as it was sent.
pub(super) struct Uploaded {
    pub filename: String,
    pub content: Vec<u8>,
}

/// Reads the part `file` of `multipart/form-data`.
///
/// # Errors
/// 415 for another content type, 413 beyond the limit, 400 for a form without a file.
pub(super) async fn read_upload(request: &HttpRequest, payload: Payload) -> ApiResult<Uploaded> {
    let value = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = value.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("multipart/form-data") {
        return Err(ErrorCode::MediaTypeUnsupported.into());
    }
    let declared = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    // A form is a little longer than its file.
    if declared.is_some_and(|length| length > MAX_UPLOAD + 64 * 1024) {
        return Err(too_large().into());
    }
    let mut form = Multipart::new(request.headers(), payload);
    let mut found = None;
    while let Some(field) = form.next().await {
        let mut field = field.map_err(|_| ErrorCode::RequestMalformed)?;
        let disposition = field.content_disposition();
        let wanted = disposition.and_then(|said| said.get_name()) == Some("file") && found.is_none();
        let filename = disposition.and_then(|said| said.get_filename()).unwrap_or_default().to_owned();
        let mut content = Vec::new();
        while let Some(chunk) = field.next().await {
            let chunk = chunk.map_err(|_| ErrorCode::RequestMalformed)?;
            if content.len() + chunk.len() > MAX_UPLOAD {
                return Err(too_large().into());
            }
            if wanted {
                content.extend_from_slice(&chunk);
            }
        }
        if wanted {
            found = Some(Uploaded { filename: clean(&filename), content });
        }
    }
    found.ok_or_else(|| DomainError::invalid_field("#/file", ErrorCode::ValueRequired).into())
}

fn too_large() -> DomainError {
    DomainError::new(ErrorCode::ImportFileTooLarge).param("max", "20 MiB")
}

/// The last part of what browsers call the file, for labels only.
fn clean(filename: &str) -> String {
    let name = filename.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_control()).take(120).collect();
    if name.trim().is_empty() { "upload".to_owned() } else { name }
}
