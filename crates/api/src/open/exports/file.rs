use super::ExportFolder;
use crate::{
    file::{attachment, hex},
    http::ApiResult,
    state::State,
};
use actix_files::NamedFile;
use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, ContentEncoding, HeaderName, HeaderValue},
    },
    web,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::kernel::{ErrorCode, business_date};
use persistence::integration::ExportRow;

/// Sends a finished file. Its length is compared with what was written; its bytes the reader compares with the digest that
/// comes with every answer, because hashing it for each range would read it over and over.
pub(super) async fn send(state: &State, row: ExportRow, http: &HttpRequest) -> ApiResult<HttpResponse> {
    let (Some(name), Some(sha256), Some(bytes)) = (&row.file, &row.sha256, row.bytes) else {
        return Err(ErrorCode::ExportExpired.into());
    };
    let etag = format!("\"{}\"", hex(sha256));
    let known = http.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == etag)) {
        return Ok(HttpResponse::NotModified().insert_header((header::ETAG, etag)).finish());
    }
    let place = ExportFolder::of(&state.shared.files_dir).place(name);
    let opening = web::block(move || {
        let file = std::fs::File::open(place)?;
        Ok::<_, std::io::Error>((file.metadata()?.len(), file))
    });
    let (length, file) = match opening.await.map_err(anyhow::Error::from)? {
        Ok(opened) => opened,
        Err(error) => {
            tracing::error!(export = %row.id, %error, "the file of an export cannot be opened");
            return Err(ErrorCode::FileCorrupt.into());
        }
    };
    if i64::try_from(length) != Ok(bytes) {
        tracing::error!(export = %row.id, length, bytes, "the file of an export has another length");
        return Err(ErrorCode::FileCorrupt.into());
    }
    let format = row.format()?;
    let shown = file_name(&row);
    let media_type = if row.gzip { "application/gzip" } else { format.media_type() };
    let named = NamedFile::from_file(file, &shown).map_err(anyhow::Error::from)?;
    let media_type = media_type.parse().map_err(|_| anyhow::anyhow!("media type of {format}"))?;
    let mut response = named
        .use_etag(false)
        .use_last_modified(false)
        .prefer_utf8(false)
        .set_content_type(media_type)
        .set_content_disposition(attachment(&shown))
        // Ranges are of the stored bytes, so nothing may be packed on the way.
        .set_content_encoding(ContentEncoding::Identity)
        .into_response(http);
    let digest = format!("sha-256=:{}:", STANDARD.encode(sha256));
    let digest = HeaderValue::from_str(&digest).map_err(anyhow::Error::from)?;
    let whole = response.status() == StatusCode::OK;
    let headers = response.headers_mut();
    headers.insert(header::ETAG, HeaderValue::from_str(&etag).map_err(anyhow::Error::from)?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    // RFC 9530: of the file, and of what is in this answer where that is the same.
    headers.insert(HeaderName::from_static("repr-digest"), digest.clone());
    if whole {
        headers.insert(HeaderName::from_static("content-digest"), digest);
    }
    Ok(response)
}

fn file_name(row: &ExportRow) -> String {
    let extension = &row.format;
    let packed = if row.gzip { ".gz" } else { "" };
    match row.key_id {
        None => format!("suggestions.{extension}{packed}"),
        Some(_) => {
            format!("suggestions-{}.{extension}{packed}", business_date(row.created_at).format("%Y%m%d"))
        }
    }
}
