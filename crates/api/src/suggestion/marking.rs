//! The publication desk: marks of personal data, the secrecy review, and the page as a citizen would see it.

use super::{
    command::OnSuggestion,
    file_deciding_dto::{
        FileFindingResponse, FileVerdictResponse, MarkedFileResponse, MarkedSectionResponse,
    },
    marking_dto::{
        DecideMarksRequest, MarkResponse, MarkedFieldResponse, MarkedPartResponse, PublicationDeskResponse,
        ReviewSecrecyRequest, SecrecyResponse,
    },
    queries::{PublicSuggestion, story},
};
use crate::{
    file::{AttachedFile, readings},
    http::{Answer, Api, ApiResult, Body, Caller, IfMatch, Query},
    settings::Configuration,
    state::State,
};
use actix_web::web;
use chrono::NaiveDate;
use domain::{
    authz::{Action, Actor, act, allows, require},
    file::{FileKind, FileReading},
    kernel::{AccountId, Coded, ErrorCode, ReplyId, SuggestionId, business_date},
    redaction::personal_data,
    suggestion::{
        Case, FileVerdict, LookedAt, Mark, MarkedFile, MarkedPart, PublicationPart, PublicationStatus,
        ReviewSecrecy, SecrecyAspect,
    },
};
use persistence::{
    file::FileRow,
    suggestion::{Names, NamesWanted},
};
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
    let choices = request.choices.into_iter().map(Into::into).collect();
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
    let opened = opened.with_published_files().await?;
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

/// The desk's view of the matter.
pub(super) async fn answer(state: &State, caller: &Caller, case: &Case) -> ApiResult<Answer> {
    let configuration: std::sync::Arc<Configuration> = state.configuration().await?;
    let today = business_date(caller.request.now);
    let feedback_public = configuration.settings_at(today)?.feedback_public;
    let accounts: Vec<Uuid> = case
        .looks
        .iter()
        .flat_map(|look| look.marks.iter().map(|mark| mark.by).chain(look.secrecy.iter().map(|line| line.by)))
        .chain(case.file_looks.iter().flat_map(|look| {
            look.marks.iter().map(|mark| mark.by).chain(look.verdict.iter().map(|verdict| verdict.by))
        }))
        .map(|account| account.0)
        .collect();
    let names = state.store.names(NamesWanted { accounts, ..NamesWanted::default() }).await?;
    let options = case.publication_options(feedback_public);
    let of_parts = options.iter().flat_map(|option| case.part_files(option.part, option.reply));
    let read = readings(state, &of_parts.copied().collect::<Vec<_>>()).await?;
    let mut parts = Vec::with_capacity(options.len());
    for option in options {
        let barred = case.publishable(option.part, option.reply, feedback_public).err();
        let marked = case.marked_part(option.part, option.reply, today);
        let mut shown =
            part(option.part, option.reply, barred.map(|error| error.code.code()), marked, &names);
        for id in case.part_files(option.part, option.reply) {
            // What has no row was never there: nothing of it can be decided.
            let Some((row, reading)) = read.get(id) else { continue };
            let marked = case.marked_file((option.part, option.reply, *id), reading, today);
            shown.files.push(file(row, reading, marked, (&names, today))?);
        }
        parts.push(shown);
    }
    let body = PublicationDeskResponse { id: case.id().0, version: case.version.0, parts };
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
            .map(|mark| represent(mark, names))
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
        files: Vec::new(),
    }
}

fn represent(mark: &Mark, names: &Names) -> MarkResponse {
    let verdict = mark.verdict.as_ref();
    MarkResponse {
        start: mark.range.start,
        end: mark.range.end,
        kind: mark.kind.clone(),
        found: mark.found,
        decision: verdict.map(|verdict| verdict.decision),
        reason: verdict.and_then(|verdict| verdict.reason.clone()),
        by: verdict.map(|verdict| names.of(verdict.by.0)),
        at: verdict.map(|verdict| verdict.at.into()),
    }
}

/// A file of a part with its marks and findings.
fn file(
    row: &FileRow,
    reading: &FileReading,
    marked: MarkedFile,
    (names, today): (&Names, NaiveDate),
) -> ApiResult<MarkedFileResponse> {
    let undecided = u32::try_from(marked.undecided()).unwrap_or(u32::MAX);
    let kind: FileKind = row.kind.parse().map_err(|_| anyhow::anyhow!("unknown kind {}", row.kind))?;
    let sections = reading.sections.iter().enumerate().map(|(place, section)| {
        let field = place.to_string();
        let here = marked.marks.iter().filter(|mark| mark.field == field);
        MarkedSectionResponse {
            place: section.place,
            label: section.label.clone(),
            text: section.text.clone(),
            marks: here.map(|mark| represent(mark, names)).collect(),
            field,
        }
    });
    let findings = reading.findings.iter();
    let findings =
        findings.map(|known| FileFindingResponse { kind: known.kind, detail: known.detail.clone() });
    Ok(MarkedFileResponse {
        file: AttachedFile {
            id: row.id,
            name: row.name.clone(),
            media_type: kind.media_type(),
            size: row.size,
        },
        sha256: reading.sha256.clone(),
        readability: reading.readability,
        cleanable: reading.readability.is_cleanable(),
        needs_look: reading.readability.needs_look(),
        suggested_name: harmless_name(&row.name, today),
        findings: findings.collect(),
        sections: sections.collect(),
        undecided,
        verdict: marked.verdict.map(|verdict| verdict_of(verdict, names)),
    })
}

fn verdict_of(verdict: FileVerdict, names: &Names) -> FileVerdictResponse {
    FileVerdictResponse {
        publish: verdict.copy.is_some(),
        copy: verdict.copy.map(|copy| AttachedFile {
            id: copy.file.0,
            media_type: copy.kind.media_type(),
            name: copy.name,
            size: i64::try_from(copy.size).unwrap_or(i64::MAX),
        }),
        reason: verdict.reason,
        looked_by: verdict.looked_by,
        by: names.of(verdict.by.0),
        at: verdict.at.into(),
    }
}

/// The name without its extension and without what the recogniser finds in it.
fn harmless_name(name: &str, today: NaiveDate) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let found = personal_data(stem, today);
    let kept = stem.chars().enumerate();
    let kept = kept.filter(|(place, _)| !found.iter().any(|span| span.range().contains(place)));
    let kept: String = kept.map(|(_, c)| c).collect();
    if kept.trim().is_empty() { "附件".to_owned() } else { kept.trim().to_owned() }
}
