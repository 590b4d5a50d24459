use super::{
    super::{reading::Reading, represent::official_ref},
    pages::{Kept, Page},
    steps::steps,
    story_dto::{
        PublicAttachment, PublicEvaluation, PublicPoint, PublicPromise, PublicReply, PublicSuggestion,
    },
};
use crate::{
    http::{Api, ApiResult, Keeping, Query, RequestInfo, etag_of, tagged},
    state::State,
};
use actix_web::{
    HttpRequest, HttpResponse,
    web::{self, Bytes},
};
use domain::{
    integration::{MatterRef, Sight},
    kernel::{Coded, DomainError, ErrorCode, FieldError, SuggestionId, business_date},
    suggestion::{Case, CommitmentStatus, PublicCopy, PublicView, TaskRole, Tombstone, category_letter},
};
use persistence::suggestion::{Names, NamesWanted};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_public_suggestion, get_public_suggestion);
    api.route(__path_get_public_suggestion_by_ref, get_public_suggestion_by_ref);
}

/// The story of a published suggestion
///
/// 公开的建议全程: the problem, how it is handled (办理进展), the answer (答复), the evaluation (代表评价) and the promises
/// (承诺), of each only what was released for publication. A page that was taken down is `publication.withdrawn` (410), with the
/// day and the class of the reason.
#[utoipa::path(get, path = "/api/v1/public/suggestions/{id}", tag = "public", security(()),
    params(("id" = Uuid, Path, description = "The suggestion")),
    responses((status = 200, description = "The story", body = PublicSuggestion),
        (status = 410, description = "It was taken down", body = crate::http::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn get_public_suggestion(
    state: web::Data<State>,
    request: RequestInfo,
    id: web::Path<Uuid>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    let page = page(&state, &request, *id).await?;
    // To be kept by anybody, and asked about each time: a withdrawn page is gone at once.
    Ok(tagged(&http, page.body.clone(), &page.etag, Keeping::Public))
}

/// Where a reference is looked up.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PublicReferenceQuery {
    /// Whose congress; needed only where several share the installation and have the same reference.
    pub jurisdiction_id: Option<Uuid>,
}

/// The story of a published suggestion, by its reference
///
/// 按引用号读取: as by its id. The reference is the official number in a form that fits into an address, term, session and
/// number: `18-5-63`; between sessions term, year and number: `18-b2026-7`.
#[utoipa::path(get, path = "/api/v1/public/suggestions/by-ref/{reference}", tag = "public", security(()),
    params(("reference" = String, Path, description = "引用号", example = "18-5-63"), PublicReferenceQuery),
    responses((status = 200, description = "The story", body = PublicSuggestion),
        (status = 410, description = "It was taken down", body = crate::http::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn get_public_suggestion_by_ref(
    state: web::Data<State>,
    request: RequestInfo,
    reference: web::Path<String>,
    query: Query<PublicReferenceQuery>,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    let reference = MatterRef::read(&reference).ok_or(ErrorCode::NotFound)?.to_string();
    let found = state.store.open_matters_by_ref(&Sight::PUBLIC, &reference, query.jurisdiction_id).await?;
    let id = match &found[..] {
        [] => return Err(ErrorCode::NotFound.into()),
        [one] => one.id,
        _ => {
            let mut several = DomainError::new(ErrorCode::RequestMalformed);
            several.fields.push(FieldError::new("?jurisdiction_id", ErrorCode::ValueRequired));
            return Err(several.into());
        }
    };
    let page = page(&state, &request, id).await?;
    Ok(tagged(&http, page.body.clone(), &page.etag, Keeping::Public))
}

/// The page as it is now. What was rendered before is shown only under the stamp that is read after the request came; when
/// another published matter has changed since, this one's version tells that it has not.
async fn page(state: &State, request: &RequestInfo, id: Uuid) -> ApiResult<Arc<Page>> {
    let (pages, language) = (&state.shared.public_pages, request.language);
    let stamp = state.store.public_stamp().await?;
    if let Some(kept) = pages.get(id, language) {
        if kept.stamp == stamp {
            return Ok(kept.page);
        }
        if kept.stamp.same_surroundings(&stamp)
            && state.store.suggestion_version(SuggestionId(id)).await? == Some(kept.page.version)
        {
            pages.keep(id, language, Kept { stamp, ..kept.clone() });
            return Ok(kept.page);
        }
        pages.forget(id, language);
    }
    state.configuration_since(stamp.configuration()).await?;
    let page = Arc::new(render(state, request, id).await?);
    pages.keep(id, language, Kept { page: page.clone(), stamp });
    Ok(page)
}

async fn render(state: &State, request: &RequestInfo, id: Uuid) -> ApiResult<Page> {
    let stored = state.store.case(SuggestionId(id)).await?.ok_or(ErrorCode::NotFound)?;
    let case = &stored.case;
    if let Some(stone) = case.tombstone() {
        return Err(withdrawn(stone).into());
    }
    let body = story(state, request, case).await?.ok_or(ErrorCode::NotFound)?;
    let body = serde_json::to_vec(&body).map_err(anyhow::Error::from)?;
    let etag = etag_of(&body);
    Ok(Page { body: Bytes::from(body), etag, version: case.version.0 })
}

/// 已撤回: the day and the class of the reason, in the words of the document and in its parameters.
pub(super) fn withdrawn(stone: Tombstone) -> DomainError {
    DomainError::new(ErrorCode::PublicationWithdrawn)
        .param("withdrawn_on", business_date(stone.withdrawn_at).to_string())
        .param("class", stone.class.code())
}

/// The page of a matter as its released parts stand; `None` when it has none. The desk's preview is this page too.
pub(in crate::suggestion) async fn story(
    state: &State,
    request: &RequestInfo,
    case: &Case,
) -> ApiResult<Option<PublicSuggestion>> {
    let Some(view) = case.public_view() else { return Ok(None) };
    let reading = Reading::of(state, request).await?;
    let names = state
        .store
        .names(NamesWanted {
            deputies: vec![case.suggestion.lead.0],
            units: case
                .tasks
                .iter()
                .map(|task| task.unit.0)
                .chain(case.replies.iter().map(|r| r.unit.0))
                .collect(),
            sessions: case.suggestion.session.iter().map(|session| session.0).collect(),
            ..NamesWanted::default()
        })
        .await?;
    Ok(Some(represent(&reading, &names, case, &view)))
}

fn represent(reading: &Reading, names: &Names, case: &Case, view: &PublicView<'_>) -> PublicSuggestion {
    let suggestion = &case.suggestion;
    let session = suggestion.session.map(|session| names.of(session.0));
    let number = suggestion.official_no.and_then(|number| i32::try_from(number.number).ok());
    let units = lead_units(names, case);
    let answered = !view.replies.is_empty();
    let shown = view.progress || answered;
    let lead_public = reading.settings.lead_name_public;
    let letter = |category| category_letter(reading.settings.category_scheme, category).to_string();
    let rating = view.feedbacks.iter().rev().find(|feedback| feedback.on_behalf_of == case.id());
    PublicSuggestion {
        id: case.id().0,
        reference: official_ref(session.as_deref(), suggestion.period.as_code(), number).unwrap_or_default(),
        title: view.title.clone(),
        category: suggestion.classification.category.clone(),
        status: view.progress.then(|| case.status().code()),
        status_label: view.progress.then(|| reading.label(case.status())),
        lead_deputy: lead_public.then(|| names.of(suggestion.lead.0)),
        lead_deputy_id: lead_public.then_some(suggestion.lead.0),
        cosigner_count: u32::try_from(suggestion.confirmed_cosigners().count()).unwrap_or(u32::MAX),
        submitted_on: suggestion.submitted_at.map(business_date),
        assigned_on: suggestion.assigned_at.filter(|_| view.progress).map(business_date),
        replied_on: view
            .replies
            .iter()
            .filter_map(|letter| letter.reply.issued_at())
            .min()
            .map(business_date),
        reply_letter: case.category().filter(|_| answered).map(letter),
        result_rating: rating.map(|feedback| feedback.result.code()),
        facts: view.facts.clone(),
        analysis: view.analysis.clone(),
        proposals: view.proposals.clone(),
        files: attachments(case, &view.files),
        steps: if view.progress {
            steps(reading, case, &units.join(reading.pick("、", ", ")))
        } else {
            Vec::new()
        },
        lead_units: if shown { units } else { Vec::new() },
        replies: replies(reading, names, case, view),
        promises: promises(reading, view),
        evaluation: rating.map(|feedback| PublicEvaluation {
            attitude: feedback.attitude.code(),
            result: feedback.result.code(),
            comment: None,
            on: business_date(feedback.submitted_at),
        }),
        pdf_url: view.facts.as_ref().map(|_| printed(case, "paper.pdf")),
        docx_url: view.facts.as_ref().map(|_| printed(case, "paper.docx")),
    }
}

/// Where a published paper or letter is printed (`letter/public.rs`).
fn printed(case: &Case, file: &str) -> String {
    format!("/api/v1/public/suggestions/{}/{file}", case.id().0)
}

fn attachments(case: &Case, files: &[&PublicCopy]) -> Vec<PublicAttachment> {
    let one = |file: &&PublicCopy| PublicAttachment {
        id: file.file.0,
        name: file.name.clone(),
        media_type: file.kind.media_type(),
        size: file.size,
        url: printed(case, &format!("files/{}", file.file)),
    };
    files.iter().map(one).collect()
}

fn lead_units(names: &Names, case: &Case) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    for task in case.current_tasks().filter(|task| task.role != TaskRole::Co) {
        let dispatched = case.tasks.iter().any(|other| other.parent == Some(task.id));
        let name = names.of(task.unit.0);
        if !dispatched && !units.contains(&name) {
            units.push(name);
        }
    }
    units
}

fn replies(reading: &Reading, names: &Names, case: &Case, view: &PublicView<'_>) -> Vec<PublicReply> {
    let letters = view.replies.iter().filter_map(|letter| Some((letter, letter.reply.issue.as_ref()?)));
    letters
        .map(|(letter, issue)| {
            let category = letter.reply.content.category;
            PublicReply {
                id: letter.reply.id.0,
                unit: names.of(letter.reply.unit.0),
                doc_no: issue.doc_no.clone(),
                letter: category_letter(reading.settings.category_scheme, category).to_string(),
                category: reading.label(category),
                kind: reading.label(letter.kind),
                issued_on: business_date(issue.issued_at),
                body: letter.body.clone(),
                points: letter
                    .points
                    .iter()
                    .map(|(proposal_no, answer)| PublicPoint {
                        proposal_no: *proposal_no,
                        answer: answer.clone(),
                    })
                    .collect(),
                files: attachments(case, &letter.files),
                signer: Some(issue.signer_name.clone()),
                pdf_url: Some(printed(case, &format!("letter.pdf?reply_id={}", letter.reply.id.0))),
                docx_url: Some(printed(case, &format!("letter.docx?reply_id={}", letter.reply.id.0))),
            }
        })
        .collect()
}

/// Promises of published letters.
fn promises(reading: &Reading, view: &PublicView<'_>) -> Vec<PublicPromise> {
    let shown = view.promises.iter().map(|known| {
        // A report that was not accepted leaves the promise open.
        let status = match known.promise.status {
            CommitmentStatus::Rejected => CommitmentStatus::Open,
            other => other,
        };
        PublicPromise {
            text: known.text.clone(),
            responsible: known.responsible.clone(),
            due_on: known.promise.due,
            status: status.code(),
            status_label: reading.label(status),
        }
    });
    shown.collect()
}
