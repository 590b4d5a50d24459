//! A rendered document as an answer.

use super::typesetter::{Format, Printed, key_of, render, render_many};
use crate::{file::attachment, http::ApiResult, state::State};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderValue},
    web,
};

/// Media type of Word files.
pub(crate) const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Who may keep the document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Audience {
    /// The caller alone.
    Caller,
    /// Everybody, for a minute: a part may be taken down again.
    Public,
}

/// As [`answer`], for the caller alone: of other features.
pub(crate) async fn answer_document(
    state: &State,
    request: &HttpRequest,
    printed: (Printed, Format),
    name: &str,
) -> ApiResult<HttpResponse> {
    answer(state, request, printed, name, Audience::Caller).await
}

/// Renders `printed` and answers it as a download called `name` (without extension).
pub(super) async fn answer(
    state: &State,
    request: &HttpRequest,
    (printed, format): (Printed, Format),
    name: &str,
    audience: Audience,
) -> ApiResult<HttpResponse> {
    let etag = format!("\"{}\"", crate::file::hex(&key_of(&printed, format)?[..16]));
    let caching = match audience {
        Audience::Caller => "private, no-cache",
        Audience::Public => "public, max-age=60",
    };
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == etag)) {
        let mut unchanged = HttpResponse::NotModified();
        return Ok(unchanged
            .insert_header((header::ETAG, etag))
            .insert_header((header::CACHE_CONTROL, caching))
            .finish());
    }
    let bytes = render(state, printed, format).await?;
    let mut answer = download(format, name, bytes);
    let headers = answer.headers_mut();
    headers.insert(header::ETAG, HeaderValue::from_str(&etag).map_err(anyhow::Error::from)?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    Ok(answer)
}

/// Renders something that is made anew each time (reports, books) and answers it; nobody keeps it.
pub(super) async fn produced(
    state: &State,
    (printed, format): (Printed, Format),
    name: &str,
) -> ApiResult<HttpResponse> {
    let bytes = render_many(state, vec![printed], format).await?.pop().unwrap_or_default();
    let mut answer = download(format, name, bytes);
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(answer)
}

fn download(format: Format, name: &str, bytes: web::Bytes) -> HttpResponse {
    let (extension, media_type) = match format {
        Format::Pdf => ("pdf", "application/pdf"),
        Format::Docx => ("docx", DOCX),
    };
    // Names of files have no characters that a file system forbids.
    let name: String = name.chars().map(|c| if "\\/:*?\"<>|\n".contains(c) { ' ' } else { c }).collect();
    HttpResponse::Ok()
        .insert_header(attachment(&format!("{}.{extension}", name.trim())))
        .content_type(media_type)
        .body(bytes)
}
