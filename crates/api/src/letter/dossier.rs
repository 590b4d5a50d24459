//! 一件一档: every document and attachment of one matter that its reader may see, with an index, in one zip.

use super::{
    bundle::{self, Bundle},
    forms::{Desk, readable},
    typesetter::{Format, Printed, render},
};
use crate::{
    file::{hex, stored},
    http::{Api, ApiResult, Caller, FileBody},
    state::State,
};
use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use documents::{
    form::{Docket, DocketItem},
    layout::chinese_date,
};
use domain::{
    authz::{Actor, PublicRegister, act, require},
    file::files_shown,
    kernel::{AuditChange, Coded, SuggestionId, business_date, congress_time},
    suggestion::{Case, CommitmentStep, StatusLog, SuggestionStatus, SuggestionStep, TaskStatus, TaskStep},
};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_suggestion_dossier, get_suggestion_dossier);
}

/// The whole file of a suggestion
///
/// 一件一档: a zip of every form (PDF) and every attachment that I may read, with an index (卷内目录) and checksums. The same matter
/// gives the same bytes. Entered in the audit log.
#[utoipa::path(get, path = "/api/v1/suggestions/{id}/dossier.zip", tag = "letter", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion")),
    responses((status = 200, description = "The zip", content_type = "application/zip", body = FileBody)))]
pub(super) async fn get_suggestion_dossier(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<HttpResponse> {
    let case = readable(&state, &caller, SuggestionId(*id)).await?;
    require::<act::ExportSuggestions>(&caller.actor, &PublicRegister)?;
    let bytes = dossier(&state, &case, &caller.actor).await?;
    let uow = state.begin(&caller).await?;
    uow.audit(AuditChange {
        action: "suggestion.export",
        subject: "suggestion",
        subject_id: *id,
        before: json!({}),
        after: json!({ "ledger": "dossier", "format": "zip", "bytes": bytes.len() }),
    })
    .await?;
    uow.commit().await?;
    let number = case.suggestion.official_no.map(|number| number.zh()).or(case.suggestion.code.clone());
    let name = format!("{} {}", number.unwrap_or_default(), case.suggestion.text.title);
    Ok(bundle::answer(&name, bytes))
}

/// The file of a matter as `actor` may read it: 卷内目录.pdf, the forms in the order in which they came about, attachments below
/// 附件/, and 校验.txt with the SHA-256 of each. The bytes depend on the matter, its files and the fonts of this installation alone:
/// their hash can be stored at closing.
///
/// # Errors
/// `fonts.missing`; `file.corrupt` when an attachment is not what was stored; as the database.
async fn dossier(state: &State, case: &Case, actor: &Actor) -> ApiResult<Vec<u8>> {
    let desk = Desk::of(state, case, actor).await?;
    let mut bundle = Bundle::default();
    let mut items = Vec::new();
    let offers = desk.offers();
    for (place, offer) in (1..).zip(offers.iter().filter(|offer| !offer.blank)) {
        let (printed, _) = desk.print(offer)?;
        let bytes = render(state, printed, Format::Pdf).await?.to_vec();
        let on = offer.on.map(chinese_date).unwrap_or_default();
        let stem = format!("{place:02} {} {} {on}", offer.form.zh(), offer.detail);
        let hash = hex(&Sha256::digest(&bytes));
        let size = bytes.len() as u64;
        let name = bundle.add("", stem.trim(), "pdf", bytes);
        items.push(DocketItem { name, by: offer.detail.clone(), on, size, sha256: hash });
    }
    for (place, file) in (1..).zip(files_shown(case, actor)) {
        let (name, bytes) = stored(state, file).await?;
        let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, "bin"));
        let (hash, size) = (hex(&Sha256::digest(&bytes)), bytes.len() as u64);
        let name = bundle.add("附件", &format!("{place:02} {stem}"), extension, bytes);
        items.push(DocketItem { name, by: String::new(), on: String::new(), size, sha256: hash });
    }
    let docket = docket(&desk, items);
    let checksums = docket.checksums();
    let index = render(state, Printed::from(docket.document()), Format::Pdf).await?.to_vec();
    bundle.first("00 卷内目录.pdf", index);
    bundle.add("", "校验 sha256", "txt", checksums.into_bytes());
    bundle.pack().await
}

fn docket(desk: &Desk<'_>, items: Vec<DocketItem>) -> Docket {
    let case = desk.case;
    let suggestion = &case.suggestion;
    let day = |at: Option<DateTime<Utc>>| at.map(|at| chinese_date(business_date(at))).unwrap_or_default();
    let mut units: Vec<String> = Vec::new();
    for task in case.tasks.iter().filter(|task| task.status.is_live()) {
        let unit = format!("{}（{}）", desk.registers.unit(task.unit), task.role.as_zh());
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    let facts = [
        ("领衔代表", desk.deputy(suggestion.lead)),
        ("承办单位", units.join("、")),
        ("立案日期", day(suggestion.accepted_at)),
        ("交办日期", day(suggestion.assigned_at)),
        ("答复日期", day(suggestion.replied_at)),
        ("办理结果", case.category().map(|category| category.as_zh().to_owned()).unwrap_or_default()),
        ("办结日期", day(suggestion.closed_at)),
        ("现在状态", suggestion.status.as_zh().to_owned()),
    ];
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
    Docket {
        label: desk.registers.suggestion_label(suggestion.official_no),
        title: suggestion.text.title.clone(),
        facts: facts.map(|(label, value)| (label.to_owned(), value)).collect(),
        items,
        course: if desk.sight.handling {
            case.log.iter().map(|line| course(desk, line)).collect()
        } else {
            Vec::new()
        },
        rendered_at: case.log.last().map_or(suggestion.created_at, |line| line.at),
    }
}

/// One line of the history, without who: the log names accounts, and a deputy's would give a protected name away.
fn course(desk: &Desk<'_>, line: &StatusLog) -> [String; 3] {
    let step = SuggestionStep::from_code(&line.step)
        .map(|step| step.as_zh())
        .or_else(|| TaskStep::from_code(&line.step).map(|step| step.as_zh()))
        .or_else(|| CommitmentStep::from_code(&line.step).map(|step| step.as_zh()))
        .unwrap_or_default();
    let (unit, to) = match line.task {
        None => (String::new(), SuggestionStatus::from_code(&line.to).map(|to| to.as_zh())),
        Some(task) => {
            let unit = desk.case.task(task).map(|task| desk.registers.unit(task.unit)).unwrap_or_default();
            (unit, TaskStatus::from_code(&line.to).map(|to| to.as_zh()))
        }
    };
    let words =
        [unit.as_str(), step].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let state = to.map(|to| format!("→{to}")).unwrap_or_default();
    let note = line.note.clone().filter(|_| desk.sight.review || line.task.is_some()).unwrap_or_default();
    [congress_time(line.at).format("%Y-%m-%d %H:%M").to_string(), format!("{words}{state}"), note]
}
