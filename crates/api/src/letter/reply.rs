use super::{
    document::{self, Audience, DOCX},
    forms::{Desk, readable},
    paper::PROTECTED,
    registers::Registers,
    typesetter::{Format, Printed},
};
use crate::{
    http::{Api, ApiResult, Caller, FileBody, Query},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, NaiveDate, Utc};
use documents::{
    layout::{Document, chinese_date},
    letter::{DocNumber, FeedbackForm, PointAnswer, ReplyLetter},
};
use domain::{
    authz::suggestion::{Names, acting_deputy},
    kernel::{DeputyId, ErrorCode, ReplyId, SuggestionId, business_date},
    settings::Settings,
    suggestion::{Case, Issue, Reply, ReplyContent, ReplyKind, category_letter},
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_reply_letter_pdf, get_reply_letter_pdf)
        .route(__path_get_reply_letter_docx, get_reply_letter_docx);
}

/// For whom the letter is printed.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ReplyLetterQuery {
    /// One of the deputies who are answered; without it the letter names all of them. Deputies of a merged suggestion
    /// read their own number.
    deputy_id: Option<Uuid>,
}

/// A reply letter, PDF
///
/// 答复函 with number, category, point-by-point answers, seal mark and the form for the deputy's opinion (征询意见表).
/// Issued letters only: drafts have a preview.
#[utoipa::path(get, path = "/api/v1/suggestions/{id}/replies/{reply_id}/letter.pdf", tag = "letter",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("reply_id" = Uuid, Path, description = "The reply"),
        ReplyLetterQuery),
    responses((status = 200, description = "The letter", content_type = "application/pdf", body = FileBody)))]
pub(super) async fn get_reply_letter_pdf(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(Uuid, Uuid)>,
    query: Query<ReplyLetterQuery>,
    request: HttpRequest,
) -> ApiResult<HttpResponse> {
    answer(&state, &caller, *path, &query, (&request, Format::Pdf)).await
}

/// A reply letter, Word
///
/// 答复函 with number, category, point-by-point answers, seal mark and the form for the deputy's opinion (征询意见表).
/// Issued letters only: drafts have a preview.
#[utoipa::path(get, path = "/api/v1/suggestions/{id}/replies/{reply_id}/letter.docx", tag = "letter",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), ("reply_id" = Uuid, Path, description = "The reply"),
        ReplyLetterQuery),
    responses((status = 200, description = "The letter", content_type = DOCX, body = FileBody)))]
pub(super) async fn get_reply_letter_docx(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(Uuid, Uuid)>,
    query: Query<ReplyLetterQuery>,
    request: HttpRequest,
) -> ApiResult<HttpResponse> {
    answer(&state, &caller, *path, &query, (&request, Format::Docx)).await
}

async fn answer(
    state: &State,
    caller: &Caller,
    (id, reply): (Uuid, Uuid),
    query: &ReplyLetterQuery,
    (request, format): (&HttpRequest, Format),
) -> ApiResult<HttpResponse> {
    let case = readable(state, caller, SuggestionId(id)).await?;
    let desk = Desk::of(state, &case, &caller.actor).await?;
    let letter = letter_for(&desk, ReplyId(reply), query.deputy_id.map(DeputyId))?;
    let name = letter.title();
    let letter = Printed::Letter(Box::new(letter));
    document::answer(state, request, (letter, format), &name, Audience::Caller).await
}

/// An issued letter as its reader prints it, to `recipient` or to all whom it answers.
///
/// # Errors
/// `resource.not_found` for a draft, and for a deputy to whom it does not go.
pub(super) fn letter_for(
    desk: &Desk<'_>,
    reply: ReplyId,
    recipient: Option<DeputyId>,
) -> ApiResult<ReplyLetter> {
    let case = desk.case;
    let reply = case.reply(reply)?;
    let issue = reply.issue.as_ref().filter(|_| !desk.sight.published_only).ok_or(ErrorCode::NotFound)?;
    // A deputy of a merged suggestion is answered under the own number.
    let own = acting_deputy(case, desk.actor).filter(|deputy| !case.suggestion.is_signer(*deputy));
    let address = address(case, reply, &desk.registers, desk.sight.names, recipient.or(own))?;
    let settings = desk.configuration.settings_at(business_date(issue.issued_at))?;
    let mut letter = issued_letter(case, reply, issue, &desk.registers, (&settings, address));
    if let Some(form) = &mut letter.feedback_form {
        form.number = form_number(case, reply);
        form.address = Some(format!("{}/desk/suggestions/{}?reply={}", desk.public_url, case.id(), reply.id));
    }
    Ok(letter)
}

/// 征询意见表 alone, to be sent or filled in again.
///
/// # Errors
/// `resource.not_found` for a letter that asks for no opinion.
pub(super) fn feedback_sheet(desk: &Desk<'_>, reply: ReplyId) -> ApiResult<Document> {
    let letter = letter_for(desk, reply, None)?;
    let form = letter.feedback_form.as_ref().ok_or(ErrorCode::NotFound)?;
    Ok(form.document(&letter))
}

/// 表号: by it a form that came back on paper is found: the matter's code, the round, and which letter of it.
fn form_number(case: &Case, reply: &Reply) -> String {
    let code = case.suggestion.code.clone().unwrap_or_default();
    let place = case.replies.iter().position(|known| known.id == reply.id).map_or(1, |place| place + 1);
    format!("{code}-{}-{place}", reply.round)
}

/// To whom, and under which number and title.
pub(super) struct Address {
    pub addressees: Vec<String>,
    pub label: String,
    pub title: String,
}

/// # Errors
/// `resource.not_found` for a deputy to whom this letter does not go, and for whoever may not know to whom it goes.
pub(super) fn address(
    case: &Case,
    reply: &Reply,
    registers: &Registers,
    names: Names,
    recipient: Option<DeputyId>,
) -> ApiResult<Address> {
    let suggestion = &case.suggestion;
    let (label, title) = (registers.suggestion_label(suggestion.official_no), suggestion.text.title.clone());
    if names == Names::Hidden {
        return match recipient {
            None => Ok(Address { addressees: vec![PROTECTED.to_owned()], label, title }),
            Some(_) => Err(ErrorCode::NotFound.into()),
        };
    }
    let Some(recipient) = recipient else {
        let all = answered(case, reply);
        let addressees = all.into_iter().map(|deputy| registers.deputy(deputy)).collect();
        return Ok(Address { addressees, label, title });
    };
    let addressees = vec![registers.deputy(recipient)];
    if suggestion.is_signer(recipient) {
        return Ok(Address { addressees, label, title });
    }
    let child =
        case.children.iter().find(|child| child.lead == recipient || child.cosigners.contains(&recipient));
    let child = child.ok_or(ErrorCode::NotFound)?;
    // One that had no number of its own when it was merged is answered under this one's.
    Ok(match child.official_no {
        Some(number) => Address {
            addressees,
            label: registers.suggestion_label(Some(number)),
            title: child.title.clone(),
        },
        None => Address { addressees, label, title },
    })
}

/// Those to whom it went; before that, everybody who signed.
pub(super) fn answered(case: &Case, reply: &Reply) -> Vec<DeputyId> {
    if let Some(delivery) = reply.delivery.as_ref().filter(|delivery| !delivery.to.is_empty()) {
        return delivery.to.clone();
    }
    let mut all = case.suggestion.signers();
    for deputy in case.children.iter().flat_map(|child| std::iter::once(&child.lead).chain(&child.cosigners))
    {
        if !all.contains(deputy) {
            all.push(*deputy);
        }
    }
    all
}

/// An issued letter to everybody who was answered, for the archive.
///
/// # Errors
/// `resource.not_found` for a draft.
pub(super) fn archived_letter(
    case: &Case,
    reply: &Reply,
    registers: &Registers,
    settings: &Settings,
) -> ApiResult<ReplyLetter> {
    let issue = reply.issue.as_ref().ok_or(ErrorCode::NotFound)?;
    let address = address(case, reply, registers, Names::Shown, None)?;
    Ok(issued_letter(case, reply, issue, registers, (settings, address)))
}

fn issued_letter(
    case: &Case,
    reply: &Reply,
    issue: &Issue,
    registers: &Registers,
    (settings, address): (&Settings, Address),
) -> ReplyLetter {
    let dates = (business_date(issue.issued_at), issue.issued_at);
    ReplyLetter {
        doc_no: doc_number(&issue.doc_no),
        signer: Some(issue.signer_name.clone()),
        seal_applied: issue.seal_applied,
        feedback_form: feedback_form(case, reply, registers),
        ..letter(case, reply, registers, settings, (address, dates))
    }
}

/// The letter without what makes it official.
pub(super) fn letter(
    case: &Case,
    reply: &Reply,
    registers: &Registers,
    settings: &Settings,
    (address, (issued_on, rendered_at)): (Address, (NaiveDate, DateTime<Utc>)),
) -> ReplyLetter {
    let content = &reply.content;
    let Address { addressees, label, title } = address;
    let read_note = reply.kind == ReplyKind::ReadNote;
    ReplyLetter {
        unit_name: registers.unit(reply.unit),
        doc_no: None,
        category_letter: (!read_note)
            .then(|| category_letter(settings.category_scheme, content.category).to_string()),
        signer: None,
        title: heading(reply.kind, &label),
        addressees,
        suggestion_label: label,
        suggestion_title: title,
        opening: None,
        body: content.body.clone(),
        answers: answers(case, content.points.iter().map(|point| (point.proposal_no, point.answer.clone()))),
        // The opinions of co-units are for the lead unit; its letter says what they think in its own words.
        co_opinions: Vec::new(),
        closing: closing(content),
        issued_on,
        seal_applied: false,
        contact_name: content.contact_name.clone(),
        contact_phone: content.contact_phone.clone(),
        publish: content.publish_attr,
        publish_reason: content.publish_reason.clone(),
        cc: copies(case, reply, registers),
        feedback_form: None,
        rendered_at,
    }
}

pub(super) fn heading(kind: ReplyKind, label: &str) -> Option<String> {
    match kind {
        ReplyKind::Main => None,
        ReplyKind::Supplement => Some(format!("对{label}的补充答复")),
        ReplyKind::Correction => Some(format!("对{label}的更正答复")),
        ReplyKind::ReadNote => Some(format!("关于{label}的阅研说明")),
    }
}

/// Answers with the proposals that they answer.
pub(super) fn answers(case: &Case, points: impl Iterator<Item = (u32, String)>) -> Vec<PointAnswer> {
    let proposal = |number: u32| {
        let place = usize::try_from(number).ok()?.checked_sub(1)?;
        case.suggestion.text.proposals.get(place).cloned()
    };
    points
        .map(|(number, answer)| PointAnswer { proposal_no: number, proposal: proposal(number), answer })
        .collect()
}

/// The reason and the promises, before the thanks.
fn closing(content: &ReplyContent) -> Option<String> {
    let mut lines = Vec::new();
    if let Some(reason) = content.reason.as_deref().filter(|reason| !reason.trim().is_empty()) {
        lines.push(format!("需要说明的是：{reason}"));
        if content.category.needs_reason() {
            lines.push("如您认为需要，我单位愿就此当面向您说明。".to_owned());
        }
    }
    if !content.promises.is_empty() {
        lines.push("我单位承诺：".to_owned());
    }
    for (place, promise) in content.promises.iter().enumerate() {
        let (number, due) = (place + 1, chinese_date(promise.due));
        let text = promise.text.trim_end_matches('。');
        lines.push(format!("{number}．{text}，由{}负责，{due}前完成。", promise.responsible));
        for step in &promise.milestones {
            let text = step.text.trim_end_matches('。');
            lines.push(format!("其中，{}前：{text}。", chinese_date(step.date)));
        }
    }
    if lines.is_empty() {
        return None;
    }
    lines.push("感谢您对我们工作的关心和支持，欢迎继续提出宝贵意见。".to_owned());
    Some(lines.join("\n"))
}

/// 抄送: the deputies' committee always, and the government office for what it dispatched (§3.8.7).
fn copies(case: &Case, reply: &Reply, registers: &Registers) -> Vec<String> {
    let mut copies = reply.content.cc.clone();
    let mut add = |who: String| {
        if !copies.contains(&who) {
            copies.push(who);
        }
    };
    add(registers.committee());
    if case.task(reply.task).is_ok_and(|task| task.parent.is_some()) {
        add(registers.government_office());
    }
    copies
}

/// 征询意见表 goes out with the letter that is rated.
pub(super) fn has_feedback_form(case: &Case, reply: &Reply) -> bool {
    reply.kind == ReplyKind::Main && !case.suggestion.wishes.reference_only
}

fn feedback_form(case: &Case, reply: &Reply, registers: &Registers) -> Option<FeedbackForm> {
    if !has_feedback_form(case, reply) {
        return None;
    }
    let mut return_to = vec![registers.committee()];
    if case.task(reply.task).is_ok_and(|task| task.parent.is_some()) {
        return_to.insert(0, registers.government_office());
    }
    let co_units = case.tasks.iter().filter(|task| task.round == reply.round && task.owes_co_opinion());
    let feedback = case.suggestion.dues.feedback.as_ref().filter(|_| reply.round == case.suggestion.round);
    Some(FeedbackForm {
        reply_by: feedback.map(|due| due.on),
        return_to,
        co_units: co_units.map(|task| registers.unit(task.unit)).collect(),
        number: String::new(),
        address: None,
    })
}

/// 泗住建复〔2026〕5号 in its parts.
pub(super) fn doc_number(text: &str) -> Option<DocNumber> {
    let (prefix, rest) = text.split_once('〔')?;
    let (year, number) = rest.split_once('〕')?;
    Some(DocNumber {
        prefix: prefix.to_owned(),
        year: year.parse().ok()?,
        number: number.strip_suffix('号')?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::doc_number;

    #[test]
    fn document_numbers_are_read_back_as_they_are_printed() {
        for text in ["泗住建复〔2026〕5号", "泗政办〔2025〕123号"] {
            assert_eq!(doc_number(text).map(|number| number.to_string()).as_deref(), Some(text));
        }
        assert_eq!(doc_number("阅研"), None);
    }
}
