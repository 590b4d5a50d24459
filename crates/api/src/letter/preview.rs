use super::{
    document::{self, Audience},
    registers::Registers,
    reply::{address, letter},
    typesetter::{Format, Printed},
};
use crate::{
    http::{Api, ApiResult, Caller, FileBody},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, web};
use domain::{
    authz::{act, require, suggestion::Sight},
    kernel::{ErrorCode, HandlingTaskId, SuggestionId, business_date},
};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_reply_preview_pdf, get_reply_preview_pdf);
}

/// The draft of a reply as it would be printed, PDF
///
/// 答复稿预览, for the unit that writes it and for whoever reviews it before sign-off: no number, no signature, no seal.
#[utoipa::path(get, path = "/api/v1/suggestions/{id}/tasks/{task_id}/reply-preview.pdf", tag = "letter",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("task_id" = Uuid, Path, description = "The task")),
    responses((status = 200, description = "The draft", content_type = "application/pdf", body = FileBody)))]
pub(super) async fn get_reply_preview_pdf(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(Uuid, Uuid)>,
    request: HttpRequest,
) -> ApiResult<HttpResponse> {
    let (id, task) = (SuggestionId(path.0), HandlingTaskId(path.1));
    let case = state.store.case(id).await?.ok_or(ErrorCode::NotFound)?.case;
    require::<act::ReadSuggestion>(&caller.actor, &case)?;
    let sight = Sight::of(&case, &caller.actor);
    let task = case.task(task)?;
    if !sight.drafts || !Sight::sees_drafts_of(&case, &caller.actor, task.unit) {
        return Err(ErrorCode::NotFound.into());
    }
    let draft = case.draft_of(task.id).ok_or(ErrorCode::NotFound)?;
    let registers = Registers::of(&state, &case).await?;
    let address = address(&case, draft, &registers, sight.names, None)?;
    let today = business_date(caller.request.now);
    let settings = state.configuration().await?.settings_at(today)?;
    let mut letter = letter(&case, draft, &registers, &settings, (address, (today, draft.drafted_at)));
    letter.title = Some(format!("{}\n（草稿，未签发）", letter.title()));
    let name = format!("草稿 {}", case.suggestion.text.title);
    let printed = Printed::Letter(Box::new(letter));
    document::answer(&state, &request, (printed, Format::Pdf), &name, Audience::Caller).await
}
