//! 建议和答复汇编: the matters of a list in one book. The public one holds released parts alone, masked as they were released.

use super::{
    document,
    forms::Desk,
    paper::PROTECTED,
    registers::Registers,
    typesetter::{Format, Printed},
};
use crate::{
    export::{ExportQuery, split},
    http::{Api, ApiResult, Caller, FileBody},
    state::State,
    suggestion::{Reading, SuggestionListQuery, matters},
};
use actix_web::{HttpRequest, HttpResponse, web};
use documents::report::{Collection, CollectionItem, CollectionReply};
use domain::{
    authz::{PublicRegister, act, require},
    kernel::{AuditChange, Coded, ErrorCode, business_date},
    suggestion::{Case, Reply, ReplyKind, category_letter},
};
use persistence::suggestion::StoredCase;
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_suggestion_collection, get_suggestion_collection);
}

/// For whom the book is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "internal")]
pub enum CollectionAudience {
    /// 内部: whole texts; without confidential matters, and without the names of protected deputies.
    #[default]
    Internal,
    /// 公开: what is published, masked as published.
    Public,
}

/// Which book.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CollectionQuery {
    /// File format: `pdf` (default) or `docx`.
    #[param(inline)]
    format: Option<Format>,
    /// For whom: `internal` (default) or `public`.
    #[param(inline)]
    audience: Option<CollectionAudience>,
}

/// A book of suggestions and replies
///
/// 建议和答复汇编: the matters of the list under the same filter, by category and number, with a table of contents and page numbers.
/// Confidential matters are in no book; the public one holds what is published alone. Entered in the audit log.
#[utoipa::path(get, path = "/api/v1/suggestions/collection", tag = "letter", security(("bearer" = [])),
    params(SuggestionListQuery, CollectionQuery),
    responses((status = 200, description = "The book", content(
        (FileBody = "application/pdf"), (FileBody = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"))),
        (status = 422, description = "Nothing to print in this selection, or more than one file holds", body = crate::http::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn get_suggestion_collection(
    state: web::Data<State>,
    caller: Caller,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    require::<act::ExportSuggestions>(&caller.actor, &PublicRegister)?;
    let ExportQuery { list, file: wanted } =
        split::<SuggestionListQuery, CollectionQuery>(http.query_string(), &["format", "audience"])?;
    let reading = Reading::of(&state, &caller.request).await?;
    let cases = matters(&state, &caller.actor, &list, &reading, super::MOST_MATTERS).await?;
    let cases: Vec<&Case> = cases.as_slice().iter().map(|StoredCase { case, .. }| case).collect();
    let registers = Registers::of_all(&state, cases.iter().copied()).await?;
    let audience = wanted.audience.unwrap_or_default();
    let mut items = Vec::new();
    for (case, registers) in cases.into_iter().zip(&registers) {
        let item = match audience {
            CollectionAudience::Public => public_item(case, registers, &reading),
            CollectionAudience::Internal => {
                let desk = Desk::with(&state, case, &caller.actor, registers.clone()).await?;
                internal_item(&desk, &reading)
            }
        };
        items
            .extend(item.map(|item| (case.suggestion.official_no.map(|n| (n.series.key(), n.number)), item)));
    }
    if items.is_empty() {
        return Err(ErrorCode::LetterNone.into());
    }
    items.sort_by(|(a, first), (b, second)| (&first.category, a).cmp(&(&second.category, b)));
    let items: Vec<CollectionItem> = items.into_iter().map(|(_, item)| item).collect();
    let head = registers.first().ok_or(ErrorCode::LetterNone)?;
    let count = items.len();
    let word = if audience == CollectionAudience::Public { "公开" } else { "" };
    let book = Collection {
        title: format!("{}\n代表建议和答复{word}汇编", head.congress_name()),
        scope: format!("共{count}件"),
        issuer: head.committee(),
        on: business_date(caller.request.now),
        items,
        rendered_at: caller.request.now,
    };
    let format = wanted.format.unwrap_or(Format::Pdf);
    let after =
        json!({ "ledger": "collection", "audience": format!("{audience:?}").to_lowercase(), "rows": count });
    let answer =
        document::produced(&state, (Printed::from(book.document()), format), &book.title.replace('\n', ""))
            .await?;
    let uow = state.begin(&caller).await?;
    let (action, subject, before) = ("suggestion.export", "suggestion", json!({}));
    uow.audit(AuditChange { action, subject, subject_id: Uuid::nil(), before, after }).await?;
    uow.commit().await?;
    Ok(answer)
}

fn internal_item(desk: &Desk<'_>, reading: &Reading) -> Option<CollectionItem> {
    let (case, registers) = (desk.case, &desk.registers);
    let suggestion = &case.suggestion;
    if desk.sight.published_only || suggestion.confidentiality.confidential {
        return None;
    }
    // A book goes from hand to hand, to units too: protected names are in none.
    let hidden = suggestion.confidentiality.hide_names_from_units;
    let cosigners: Vec<String> =
        suggestion.confirmed_cosigners().map(|one| registers.deputy(one.deputy)).collect();
    let rating = case.facts().final_rating.filter(|_| desk.sight.feedback);
    Some(CollectionItem {
        category: suggestion.classification.category.clone().unwrap_or_default(),
        label: registers.suggestion_label(suggestion.official_no),
        title: suggestion.text.title.clone(),
        lead_deputy: if hidden { PROTECTED.to_owned() } else { registers.deputy(suggestion.lead) },
        cosigners: if hidden || cosigners.is_empty() {
            String::new()
        } else {
            format!("{}（共{}人）", cosigners.join("、"), cosigners.len())
        },
        units: units(case, registers),
        rating: rating
            .map(|(attitude, result)| format!("办理态度：{}；办理结果：{}", attitude.as_zh(), result.as_zh()))
            .unwrap_or_default(),
        facts: suggestion.text.facts.clone(),
        analysis: suggestion.text.analysis.clone(),
        proposals: suggestion.text.proposals.clone(),
        replies: case
            .replies
            .iter()
            .filter_map(|reply| {
                let answers =
                    reply.content.points.iter().map(|point| (point.proposal_no, point.answer.clone()));
                printed_reply(reply, registers, reading, (reply.content.body.clone(), answers.collect()))
            })
            .collect(),
    })
}

fn public_item(case: &Case, registers: &Registers, reading: &Reading) -> Option<CollectionItem> {
    let view = case.public_view()?;
    let suggestion = &case.suggestion;
    let named = reading.settings.lead_name_public;
    let rated: Vec<String> = view
        .feedbacks
        .iter()
        .map(|one| format!("办理态度：{}；办理结果：{}", one.attitude.as_zh(), one.result.as_zh()))
        .collect();
    Some(CollectionItem {
        category: suggestion.classification.category.clone().unwrap_or_default(),
        label: registers.suggestion_label(suggestion.official_no),
        title: view.title.clone(),
        lead_deputy: if named { registers.deputy(suggestion.lead) } else { String::new() },
        cosigners: String::new(),
        units: if view.progress { units(case, registers) } else { String::new() },
        rating: rated.last().cloned().unwrap_or_default(),
        facts: view.facts.clone().unwrap_or_default(),
        analysis: view.analysis.clone().unwrap_or_default(),
        proposals: view.proposals.clone(),
        replies: view
            .replies
            .iter()
            .filter_map(|released| {
                printed_reply(
                    released.reply,
                    registers,
                    reading,
                    (released.body.clone(), released.points.clone()),
                )
            })
            .collect(),
    })
}

fn printed_reply(
    reply: &Reply,
    registers: &Registers,
    reading: &Reading,
    (body, answers): (String, Vec<(u32, String)>),
) -> Option<CollectionReply> {
    let issue = reply.issue.as_ref()?;
    let letter = category_letter(reading.settings.category_scheme, reply.content.category);
    Some(CollectionReply {
        unit: registers.unit(reply.unit),
        doc_no: issue.doc_no.clone(),
        category_letter: letter.to_string(),
        on: business_date(issue.issued_at),
        kind: if reply.kind == ReplyKind::Main { String::new() } else { reply.kind.as_zh().to_owned() },
        body,
        answers,
    })
}

/// 主办、协办单位 of the present round.
pub(super) fn units(case: &Case, registers: &Registers) -> String {
    let mut units: Vec<String> = Vec::new();
    for task in case.current_tasks().filter(|task| task.tier == domain::suggestion::TaskTier::Unit) {
        let name = format!("{}（{}）", registers.unit(task.unit), task.role.as_zh());
        if !units.contains(&name) {
            units.push(name);
        }
    }
    units.join("、")
}
