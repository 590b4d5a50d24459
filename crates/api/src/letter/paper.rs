use super::{
    document::{self, Audience, DOCX},
    registers::Registers,
    typesetter::{Format, Printed},
};
use crate::{
    http::{Api, ApiResult, Caller, FileBody},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, web};
use documents::letter::{Cosigner, SuggestionPaper};
use domain::{
    authz::{
        act, require,
        suggestion::{Names, Sight},
    },
    kernel::{ErrorCode, SuggestionId, business_date},
    suggestion::Case,
};
use uuid::Uuid;

/// Stands for a deputy whose name the reader does not see.
pub(super) const PROTECTED: &str = "受保护代表";

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_suggestion_paper_pdf, get_suggestion_paper_pdf)
        .route(__path_get_suggestion_paper_docx, get_suggestion_paper_docx);
}

/// The suggestion on its paper, PDF
///
/// 代表建议专用纸. Names are left out for whoever may not see them; telephones always are.
#[utoipa::path(get, path = "/api/v1/suggestions/{id}/paper.pdf", tag = "letter", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion")),
    responses((status = 200, description = "The paper", content_type = "application/pdf", body = FileBody)))]
pub(super) async fn get_suggestion_paper_pdf(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    request: HttpRequest,
) -> ApiResult<HttpResponse> {
    answer(&state, &caller, SuggestionId(*id), &request, Format::Pdf).await
}

/// The suggestion on its paper, Word
///
/// 代表建议专用纸. Names are left out for whoever may not see them; telephones always are.
#[utoipa::path(get, path = "/api/v1/suggestions/{id}/paper.docx", tag = "letter", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion")),
    responses((status = 200, description = "The paper", content_type = DOCX, body = FileBody)))]
pub(super) async fn get_suggestion_paper_docx(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    request: HttpRequest,
) -> ApiResult<HttpResponse> {
    answer(&state, &caller, SuggestionId(*id), &request, Format::Docx).await
}

async fn answer(
    state: &State,
    caller: &Caller,
    id: SuggestionId,
    request: &HttpRequest,
    format: Format,
) -> ApiResult<HttpResponse> {
    let case = state.store.case(id).await?.ok_or(ErrorCode::NotFound)?.case;
    require::<act::ReadSuggestion>(&caller.actor, &case)?;
    let sight = Sight::of(&case, &caller.actor);
    if sight.published_only {
        // The public paper is theirs.
        return Err(ErrorCode::NotFound.into());
    }
    let registers = Registers::of(state, &case).await?;
    let paper = Printed::Paper(Box::new(paper(&case, &registers, sight.names)));
    let name = case.suggestion.text.title.clone();
    document::answer(state, request, (paper, format), &name, Audience::Caller).await
}

pub(super) fn paper(case: &Case, registers: &Registers, names: Names) -> SuggestionPaper {
    let suggestion = &case.suggestion;
    let shown = names == Names::Shown;
    let hidden = || PROTECTED.to_owned();
    let cosigner = |deputy| Cosigner {
        name: if shown { registers.deputy(deputy) } else { hidden() },
        delegation: if shown { registers.delegation(deputy) } else { String::new() },
    };
    SuggestionPaper {
        lead_deputy: if shown { registers.deputy(suggestion.lead) } else { hidden() },
        delegation: if shown { registers.delegation(suggestion.lead) } else { String::new() },
        cosigners: suggestion.confirmed_cosigners().map(|one| cosigner(one.deputy)).collect(),
        facts: suggestion.text.facts.clone(),
        analysis: suggestion.text.analysis.clone(),
        proposals: suggestion.text.proposals.clone(),
        preferred_units: suggestion.wishes.preferred_units.iter().map(|unit| registers.unit(*unit)).collect(),
        publish_consent: suggestion.wishes.publish_consent.zh().to_owned(),
        ..blank(case, registers)
    }
}

/// The paper with every name, for the archive.
pub(super) fn archived_paper(case: &Case, registers: &Registers) -> SuggestionPaper {
    paper(case, registers, Names::Shown)
}

/// The paper with what every reader may know.
pub(super) fn blank(case: &Case, registers: &Registers) -> SuggestionPaper {
    let suggestion = &case.suggestion;
    let session = suggestion.session.is_some();
    SuggestionPaper {
        heading: format!("{}代表\n建议、批评和意见专用纸", registers.congress_name()),
        session_label: if session { registers.session_label() } else { "闭会期间".to_owned() },
        number: suggestion.official_no.map(|number| number.zh()),
        title: suggestion.text.title.clone(),
        category: suggestion.classification.category.clone(),
        lead_deputy: String::new(),
        delegation: String::new(),
        phone: None,
        cosigners: Vec::new(),
        facts: String::new(),
        analysis: String::new(),
        proposals: Vec::new(),
        preferred_units: Vec::new(),
        publish_consent: String::new(),
        submitted_on: suggestion.submitted_at.map(business_date),
        public_copy: false,
        rendered_at: suggestion.submitted_at.unwrap_or(suggestion.created_at),
    }
}
