//! What the public may print: released parts, masked as they were released, and nobody's telephone.

use super::{
    document::{self, Audience, DOCX},
    paper::blank,
    registers::Registers,
    reply::{answers, doc_number, heading},
    typesetter::{Format, Printed},
};
use crate::{
    http::{Api, ApiResult, FileBody, Query, RequestInfo},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, web};
use documents::letter::{ReplyLetter, SuggestionPaper};
use domain::{
    kernel::{ErrorCode, ReplyId, SuggestionId, business_date},
    settings::Settings,
    suggestion::{Case, PublicReply, PublicView, category_letter},
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_public_letter_pdf, get_public_letter_pdf)
        .route(__path_get_public_letter_docx, get_public_letter_docx)
        .route(__path_get_public_paper_pdf, get_public_paper_pdf)
        .route(__path_get_public_paper_docx, get_public_paper_docx);
}

/// Which letter.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PublicLetterQuery {
    /// A published reply; without it the latest.
    reply_id: Option<Uuid>,
}

/// A published reply letter, PDF
///
/// 已公开的答复函: the published text, masked where it was masked, without telephone numbers.
#[utoipa::path(get, path = "/api/v1/public/suggestions/{id}/letter.pdf", tag = "letter", security(()),
    params(("id" = Uuid, Path, description = "The suggestion"), PublicLetterQuery),
    responses((status = 200, description = "The letter", content_type = "application/pdf", body = FileBody)))]
pub(super) async fn get_public_letter_pdf(
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<PublicLetterQuery>,
    request: HttpRequest,
) -> ApiResult<HttpResponse> {
    public_letter(&state, SuggestionId(*id), &query, &request, Format::Pdf).await
}

/// A published reply letter, Word
///
/// 已公开的答复函: the published text, masked where it was masked, without telephone numbers.
#[utoipa::path(get, path = "/api/v1/public/suggestions/{id}/letter.docx", tag = "letter", security(()),
    params(("id" = Uuid, Path, description = "The suggestion"), PublicLetterQuery),
    responses((status = 200, description = "The letter", content_type = DOCX, body = FileBody)))]
pub(super) async fn get_public_letter_docx(
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<PublicLetterQuery>,
    request: HttpRequest,
) -> ApiResult<HttpResponse> {
    public_letter(&state, SuggestionId(*id), &query, &request, Format::Docx).await
}

/// A published suggestion on its paper, PDF
///
/// 已公开的代表建议, when its full text is published.
#[utoipa::path(get, path = "/api/v1/public/suggestions/{id}/paper.pdf", tag = "letter", security(()),
    params(("id" = Uuid, Path, description = "The suggestion")),
    responses((status = 200, description = "The paper", content_type = "application/pdf", body = FileBody)))]
pub(super) async fn get_public_paper_pdf(
    state: web::Data<State>,
    id: web::Path<Uuid>,
    request: HttpRequest,
) -> ApiResult<HttpResponse> {
    public_paper(&state, SuggestionId(*id), &request, Format::Pdf).await
}

/// A published suggestion on its paper, Word
///
/// 已公开的代表建议, when its full text is published.
#[utoipa::path(get, path = "/api/v1/public/suggestions/{id}/paper.docx", tag = "letter", security(()),
    params(("id" = Uuid, Path, description = "The suggestion")),
    responses((status = 200, description = "The paper", content_type = DOCX, body = FileBody)))]
pub(super) async fn get_public_paper_docx(
    state: web::Data<State>,
    id: web::Path<Uuid>,
    request: HttpRequest,
) -> ApiResult<HttpResponse> {
    public_paper(&state, SuggestionId(*id), &request, Format::Docx).await
}

/// A file that may be had of a published matter.
pub(crate) struct PublicFile {
    /// Which letter; `None`: the suggestion itself.
    reply: Option<Uuid>,
    format: Format,
}

impl PublicFile {
    /// `paper.pdf`, `paper.docx`, `{reply_id}.pdf`, `{reply_id}.docx`; nothing else.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let (stem, extension) = name.split_once('.')?;
        let format = match extension {
            "pdf" => Format::Pdf,
            "docx" => Format::Docx,
            _ => return None,
        };
        let reply = if stem == "paper" { None } else { Some(Uuid::try_parse(stem).ok()?) };
        Some(Self { reply, format })
    }
}

/// Prints one.
///
/// # Errors
/// `resource.not_found` when it is not published.
pub(crate) async fn print_public(
    state: &State,
    id: SuggestionId,
    file: &PublicFile,
    request: &HttpRequest,
) -> ApiResult<HttpResponse> {
    match file.reply {
        None => public_paper(state, id, request, file.format).await,
        reply_id => public_letter(state, id, &PublicLetterQuery { reply_id }, request, file.format).await,
    }
}

async fn public_letter(
    state: &State,
    id: SuggestionId,
    query: &PublicLetterQuery,
    request: &HttpRequest,
    format: Format,
) -> ApiResult<HttpResponse> {
    let case = state.store.case(id).await?.ok_or(ErrorCode::NotFound)?.case;
    let view = case.public_view().ok_or(ErrorCode::NotFound)?;
    let released = match query.reply_id {
        Some(reply) => view.replies.iter().find(|released| released.reply.id == ReplyId(reply)),
        None => view.replies.last(),
    };
    let released = released.ok_or(ErrorCode::NotFound)?;
    let registers = Registers::of(state, &case).await?;
    let settings = settings(state, request).await?;
    let letter = letter(&case, &view, released, &registers, &settings).ok_or(ErrorCode::NotFound)?;
    let name = letter.title();
    let printed = Printed::Letter(Box::new(letter));
    document::answer(state, request, (printed, format), &name, Audience::Public).await
}

async fn public_paper(
    state: &State,
    id: SuggestionId,
    request: &HttpRequest,
    format: Format,
) -> ApiResult<HttpResponse> {
    let case = state.store.case(id).await?.ok_or(ErrorCode::NotFound)?.case;
    let view = case.public_view().ok_or(ErrorCode::NotFound)?;
    let facts = view.facts.clone().ok_or(ErrorCode::NotFound)?;
    let registers = Registers::of(state, &case).await?;
    let settings = settings(state, request).await?;
    let paper = SuggestionPaper {
        title: view.title.clone(),
        lead_deputy: lead_name(&case, &registers, &settings).unwrap_or_default(),
        facts,
        analysis: view.analysis.clone().unwrap_or_default(),
        proposals: view.proposals.clone(),
        public_copy: true,
        ..blank(&case, &registers)
    };
    let printed = Printed::Paper(Box::new(paper));
    document::answer(state, request, (printed, format), &view.title, Audience::Public).await
}

async fn settings(state: &State, request: &HttpRequest) -> ApiResult<Settings> {
    let today = business_date(RequestInfo::of(request).now);
    state.configuration().await?.settings_at(today)
}

fn lead_name(case: &Case, registers: &Registers, settings: &Settings) -> Option<String> {
    settings.lead_name_public.then(|| registers.deputy(case.suggestion.lead))
}

fn letter(
    case: &Case,
    view: &PublicView<'_>,
    released: &PublicReply<'_>,
    registers: &Registers,
    settings: &Settings,
) -> Option<ReplyLetter> {
    let reply = released.reply;
    let issue = reply.issue.as_ref()?;
    let label = registers.suggestion_label(case.suggestion.official_no);
    // Proposals are quoted only where the text is published, and then as masked as it is.
    let mut answers = answers(case, released.points.iter().cloned());
    for answer in &mut answers {
        let place = usize::try_from(answer.proposal_no).ok().and_then(|number| number.checked_sub(1));
        answer.proposal = place.and_then(|place| view.proposals.get(place).cloned());
    }
    Some(ReplyLetter {
        unit_name: registers.unit(reply.unit),
        doc_no: doc_number(&issue.doc_no),
        category_letter: Some(category_letter(settings.category_scheme, reply.content.category).to_string()),
        signer: None,
        title: heading(reply.kind, &label),
        addressees: vec![lead_name(case, registers, settings).unwrap_or_else(|| "人大代表".to_owned())],
        suggestion_label: label,
        suggestion_title: view.title.clone(),
        opening: None,
        body: released.body.clone(),
        answers,
        co_opinions: Vec::new(),
        closing: None,
        issued_on: business_date(issue.issued_at),
        seal_applied: issue.seal_applied,
        contact_name: String::new(),
        contact_phone: String::new(),
        publish: reply.content.publish_attr,
        publish_reason: None,
        cc: Vec::new(),
        feedback_form: None,
        rendered_at: issue.issued_at,
    })
}
