//! The publication desk: marks of personal data, the secrecy review, and the page as a citizen would see it.

use super::{
    command::OnSuggestion,
    marking_dto::{
        DecideMarksRequest, MarkResponse, MarkedFieldResponse, MarkedPartResponse, PublicationDeskResponse,
        ReviewSecrecyRequest, SecrecyResponse,
    },
    queries::{PublicSuggestion, story},
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IfMatch, Query},
    settings::Configuration,
    state::State,
};
use actix_web::web;
use domain::{
    authz::{Action, Actor, act, allows, require},
    kernel::{AccountId, Coded, ErrorCode, ReplyId, SuggestionId, business_date},
    suggestion::{
        Case, LookedAt, MarkChoice, MarkedPart, PublicationPart, PublicationStatus, ReviewSecrecy,
        SecrecyAspect,
    },
};
use persistence::suggestion::{Names, NamesWanted};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_publication_desk, get_publication_desk)
        .route(__path_decide_marks, decide_marks)
        .route(__path_review_secrecy, review_secrecy)
        .route(__path_get_publication_preview, get_publication_preview);
}

/// The parts of a matter with their marks
///
/// 公开审看: of each part the exact text, the personal data that was found in it, what was decided about each mark, and the
/// secrecy review.
#[utoipa::path(get, path = "/api/v1/suggestions/{id}/publication-desk", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion")),
    responses((status = 200, description = "The parts", body = PublicationDeskResponse)))]
pub(super) async fn get_publication_desk(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let case = reviewed(&state, &caller.actor, *id).await?;
    answer(&state, &caller, &case).await
}

/// Decide about marks
///
/// 处理标注: covers what is personal data, leaves with a reason what is none, adds what was not found. Names the text that was
/// looked at; one that has changed since is refused.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/publication-marks", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    request_body = DecideMarksRequest,
    responses((status = 200, description = "The parts", body = PublicationDeskResponse)))]
pub(super) async fn decide_marks(on: OnSuggestion, body: Body<DecideMarksRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::ProposePublication>().await?;
    let request = body.valid()?;
    let looked = looked_at(request.part, request.reply_id, request.text_sha256);
    let choices = request.choices.into_iter().map(|choice| MarkChoice {
        field: choice.field,
        start: choice.start,
        end: choice.end,
        kind: choice.kind,
        decision: choice.decision,
        reason: choice.reason,
    });
    let choices = choices.collect();
    let case = opened.apply(|case, ctx| case.decide_marks(&permit, &looked, choices, ctx)).await?;
    answer(&on.state, &on.caller, &case).await
}

/// Answer a question of the secrecy review
///
/// 保密审查: a named person answers for one question about exactly this text. Privacy is clear only when every mark is decided.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/secrecy-reviews", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    request_body = ReviewSecrecyRequest,
    responses((status = 200, description = "The parts", body = PublicationDeskResponse)))]
pub(super) async fn review_secrecy(on: OnSuggestion, body: Body<ReviewSecrecyRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::ProposePublication>().await?;
    let request = body.valid()?;
    let looked = looked_at(request.part, request.reply_id, request.text_sha256);
    let command = ReviewSecrecy {
        aspect: request.aspect,
        clear: request.clear,
        reviewer: request.reviewer,
        note: request.note,
    };
    let case = opened.apply(|case, ctx| case.review_secrecy(&permit, &looked, command, ctx)).await?;
    answer(&on.state, &on.caller, &case).await
}

/// What the preview shows.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PreviewQuery {
    /// 全部: with every part that may be published; else with what is released or proposed.
    #[serde(default)]
    pub everything: bool,
}

/// The public page as a citizen would see it
///
/// 公开预览: what is released and proposed, masked as was decided so far, by the same way as the public page.
#[utoipa::path(get, path = "/api/v1/suggestions/{id}/publication-preview", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), PreviewQuery),
    responses((status = 200, description = "The page", body = PublicSuggestion)))]
pub(super) async fn get_publication_preview(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
    query: Query<PreviewQuery>,
) -> ApiResult<Answer> {
    let case = reviewed(&state, &caller.actor, *id).await?;
    let configuration = state.configuration().await?;
    let today = business_date(caller.request.now);
    let feedback_public = configuration.settings_at(today)?.feedback_public;
    let stands = |part, reply| {
        case.publications.iter().any(|known| {
            (known.part, known.reply) == (part, reply)
                && matches!(known.status, PublicationStatus::Released | PublicationStatus::Proposed)
        })
    };
    let parts: Vec<(PublicationPart, Option<ReplyId>)> = case
        .publication_options(feedback_public)
        .into_iter()
        .map(|option| (option.part, option.reply))
        .filter(|(part, reply)| {
            let open = query.everything && case.publishable(*part, *reply, feedback_public).is_ok();
            open || stands(*part, *reply)
        })
        .collect();
    let page = story(&state, &caller.request, &case.as_if_released(&parts, today)).await?;
    Answer::ok(&page.ok_or(ErrorCode::NotFound)?)
}

/// The matter, for those who review what is published of it.
async fn reviewed(state: &State, actor: &Actor, id: Uuid) -> ApiResult<Case> {
    let stored = state.store.case(SuggestionId(id)).await?.ok_or(ErrorCode::NotFound)?;
    require::<act::ReadSuggestion>(actor, &stored.case)?;
    let may = |action| allows(actor, action, &stored.case);
    if may(Action::ProposePublication) || may(Action::PublishSuggestion) {
        Ok(stored.case)
    } else {
        Err(ErrorCode::PermissionDenied.into())
    }
}

fn looked_at(part: PublicationPart, reply: Option<Uuid>, text_sha256: String) -> LookedAt {
    LookedAt { part, reply: reply.map(ReplyId), text_sha256 }
}

async fn answer(state: &State, caller: &Caller, case: &Case) -> ApiResult<Answer> {
    let configuration: std::sync::Arc<Configuration> = state.configuration().await?;
    let today = business_date(caller.request.now);
    let feedback_public = configuration.settings_at(today)?.feedback_public;
    let accounts: Vec<Uuid> = case
        .looks
        .iter()
        .flat_map(|look| look.marks.iter().map(|mark| mark.by).chain(look.secrecy.iter().map(|line| line.by)))
        .map(|account| account.0)
        .collect();
    let names = state.store.names(NamesWanted { accounts, ..NamesWanted::default() }).await?;
    let parts = case.publication_options(feedback_public).into_iter().map(|option| {
        let barred = case.publishable(option.part, option.reply, feedback_public).err();
        let marked = case.marked_part(option.part, option.reply, today);
        part(option.part, option.reply, barred.map(|error| error.code.code()), marked, &names)
    });
    let body = PublicationDeskResponse { id: case.id().0, version: case.version.0, parts: parts.collect() };
    Ok(Answer::ok(&body)?.version(case.version))
}

fn part(
    part: PublicationPart,
    reply: Option<ReplyId>,
    barred: Option<&'static str>,
    marked: MarkedPart,
    names: &Names,
) -> MarkedPartResponse {
    let name = |account: AccountId| names.of(account.0);
    let undecided = u32::try_from(marked.undecided()).unwrap_or(u32::MAX);
    let fields = marked.fields.iter().map(|(field, text)| MarkedFieldResponse {
        field: field.clone(),
        text: text.clone(),
        marks: marked
            .marks
            .iter()
            .filter(|mark| mark.field == *field)
            .map(|mark| {
                let verdict = mark.verdict.as_ref();
                MarkResponse {
                    start: mark.range.start,
                    end: mark.range.end,
                    kind: mark.kind.clone(),
                    found: mark.found,
                    decision: verdict.map(|verdict| verdict.decision),
                    reason: verdict.and_then(|verdict| verdict.reason.clone()),
                    by: verdict.map(|verdict| name(verdict.by)),
                    at: verdict.map(|verdict| verdict.at.into()),
                }
            })
            .collect(),
    });
    let secrecy = SecrecyAspect::VALUES.iter().map(|aspect| {
        let line = marked.secrecy.iter().find(|known| known.aspect == *aspect);
        SecrecyResponse {
            aspect: *aspect,
            clear: line.map(|line| line.clear),
            reviewer: line.map(|line| line.reviewer.clone().unwrap_or_else(|| name(line.by))),
            note: line.and_then(|line| line.note.clone()),
            by: line.map(|line| name(line.by)),
            at: line.map(|line| line.at.into()),
        }
    });
    MarkedPartResponse {
        part,
        reply_id: reply.map(|reply| reply.0),
        barred,
        undecided,
        fields: fields.collect(),
        secrecy: secrecy.collect(),
        text_sha256: marked.text_sha256,
    }
}
