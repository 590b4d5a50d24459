//! 归档 (一件一档): one file a matter, with its digest.

use super::{command::OnSuggestion, detail_dto::SuggestionResponse};
use crate::{
    file::{attachment, hex},
    http::{Answer, Api, ApiResult, Caller, FileBody, IfMatch},
    letter::archived,
    state::State,
};
use actix_web::{HttpResponse, http::header, web};
use domain::{
    authz::{act, require},
    kernel::{DomainError, ErrorCode, SuggestionId},
    suggestion::{Case, SuggestionStatus},
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_archive_suggestion, archive_suggestion)
        .route(__path_get_suggestion_archive, get_suggestion_archive);
}

/// Archive a matter
///
/// 归档 (一件一档): read-only from here on. Everything of it goes into one file, which is kept with its SHA-256.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/archive", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn archive_suggestion(on: OnSuggestion) -> ApiResult<Answer> {
    // Made before the matter is locked: typesetting takes its time, and the version tells whether it still fits.
    let case = read(&on.state, &on.caller, on.target).await?;
    on.seen.check(case.version)?;
    let file = if case.status() == SuggestionStatus::Closed {
        archived(&on.state, &case).await?
    } else {
        Vec::new()
    };
    let digest = Sha256::digest(&file);
    let (opened, permit) = on.open::<act::CloseSuggestion>().await?;
    if !file.is_empty() {
        opened.uow.keep_archive(on.target, &file, &digest).await?;
    }
    opened.answer(|case, ctx| case.archive(&permit, &hex(&digest), ctx)).await
}

/// The archive of a matter
///
/// 档案包: the record, the suggestion and every letter as they were printed, the history, all files, and the digest of each.
/// Of a closed matter that is not archived yet, what would be kept: the same matter gives the same bytes.
#[utoipa::path(get, path = "/api/v1/suggestions/{id}/archive.zip", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion")),
    responses((status = 200, description = "The archive", content_type = "application/zip", body = FileBody),
        (status = 409, description = "The matter is not closed", body = crate::http::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn get_suggestion_archive(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<HttpResponse> {
    let id = SuggestionId(*id);
    let case = read(&state, &caller, id).await?;
    let file = match (case.status(), state.store.archive(id).await?) {
        (_, Some(file)) => file,
        (SuggestionStatus::Closed, None) => archived(&state, &case).await?,
        (status, None) => {
            let refused = DomainError::new(ErrorCode::StateConflict).param("state", status.zh());
            return Err(refused.param("step", "archive").into());
        }
    };
    let number = case.suggestion.official_no.map_or_else(String::new, |number| number.zh());
    let name = format!("{number} {}.zip", case.suggestion.text.title);
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, format!("\"{}\"", hex(&Sha256::digest(&file)))))
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header(attachment(name.trim()))
        .content_type("application/zip")
        .body(file))
}

/// The matter, for who closes matters.
async fn read(state: &State, caller: &Caller, id: SuggestionId) -> ApiResult<Case> {
    let case = state.store.case(id).await?.ok_or(ErrorCode::NotFound)?.case;
    require::<act::CloseSuggestion>(&caller.actor, &case)?;
    Ok(case)
}
