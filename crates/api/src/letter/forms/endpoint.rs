use super::{
    super::{
        document::{self, Audience},
        typesetter::Format,
    },
    Desk, FormKind, Offer, readable,
};
use crate::{
    http::{Answer, Api, ApiResult, Caller, FileBody, Language, Query},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use domain::kernel::{ErrorCode, SuggestionId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_suggestion_documents, list_suggestion_documents)
        .route(__path_get_suggestion_document, get_suggestion_document);
}

/// A form that may be printed (文书).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"form": "reminder", "label": "催办函", "of": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52",
    "task_id": null, "detail": "泗安县住建局", "on": "2026-05-20", "blank": false,
    "path": "/api/v1/suggestions/0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b51/documents/reminder"}))]
pub struct PrintableDocument {
    /// Which form.
    form: FormKind,
    /// In words.
    label: &'static str,
    /// Of which reply, request, contact or urge; for notices and empty forms of which task. Goes into the query.
    of: Option<Uuid>,
    /// The task to which it belongs.
    task_id: Option<Uuid>,
    /// Whose it is.
    detail: String,
    /// Its day.
    on: Option<NaiveDate>,
    /// Empty, to be filled in by hand.
    blank: bool,
    /// Where it is had.
    path: String,
}

/// What the caller may print of a matter.
#[derive(Serialize, ToSchema)]
pub struct PrintableDocuments {
    /// In the order in which they came about, empty forms last.
    items: Vec<PrintableDocument>,
}

/// What may be printed of a suggestion
///
/// 文书清单: every form of the matter for whoever asks, with what that reader may see: 专用纸, 答复函, 征询意见表, 面复记录, 退办申请单,
/// 延期答复申请表, 催办函, 重新办理通知书; for the unit that works on it also empty forms to be filled in by hand.
#[utoipa::path(get, path = "/api/v1/suggestions/{id}/documents", tag = "letter", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion")),
    responses((status = 200, description = "The forms", body = PrintableDocuments)))]
pub(super) async fn list_suggestion_documents(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let case = readable(&state, &caller, SuggestionId(*id)).await?;
    let desk = Desk::of(&state, &case, &caller.actor).await?;
    let language = caller.request.language;
    let shown = |offer: Offer| PrintableDocument {
        label: match language {
            Language::Chinese => offer.form.zh(),
            Language::English => offer.form.en(),
        },
        of: offer.of,
        task_id: offer.task.map(|task| task.0),
        detail: offer.detail,
        on: offer.on,
        blank: offer.blank,
        path: format!("/api/v1/suggestions/{id}/documents/{}", code(offer.form)),
        form: offer.form,
    };
    Answer::ok(&PrintableDocuments { items: desk.offers().into_iter().map(shown).collect() })
}

fn code(form: FormKind) -> String {
    serde_json::to_value(form).ok().and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Which of them, and as which file.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DocumentQuery {
    /// `of` of the list; left out where the list has `null`.
    of: Option<Uuid>,
    /// File format: `pdf` (default) or `docx`.
    #[param(inline)]
    format: Option<Format>,
}

/// A form of a suggestion
///
/// 文书: one of the forms that the list names, PDF or Word. Names of protected deputies are on no form of a unit.
#[utoipa::path(get, path = "/api/v1/suggestions/{id}/documents/{form}", tag = "letter", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("form" = inline(FormKind), Path, description = "Which form"),
        DocumentQuery),
    responses((status = 200, description = "The form", content(
        (FileBody = "application/pdf"), (FileBody = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")))))]
pub(super) async fn get_suggestion_document(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(Uuid, FormKind)>,
    query: Query<DocumentQuery>,
    request: HttpRequest,
) -> ApiResult<HttpResponse> {
    let (id, form) = *path;
    let case = readable(&state, &caller, SuggestionId(id)).await?;
    let desk = Desk::of(&state, &case, &caller.actor).await?;
    let offers = desk.offers();
    let offer = offers.iter().find(|offer| offer.form == form && offer.of == query.of);
    let (printed, name) = desk.print(offer.ok_or(ErrorCode::NotFound)?)?;
    let format = query.format.unwrap_or(Format::Pdf);
    document::answer(&state, &request, (printed, format), &name, Audience::Caller).await
}
