//! 批量打印: the same form of many matters, as a zip of files or as one file for the printer.

use super::{
    bundle::{self, Bundle},
    forms::{Desk, FormKind, Offer},
    registers::Registers,
    reply::{answered, letter_for},
    typesetter::{Format, Printed, render_many},
};
use crate::{
    export::{ExportQuery, split},
    http::{Api, ApiResult, Caller, FileBody},
    state::State,
    suggestion::{Reading, SuggestionListQuery, matters},
};
use actix_web::{HttpRequest, HttpResponse, web};
use documents::{
    layout::Document,
    sheet::{ExportInfo, Format as SheetFormat, ledger::table},
};
use domain::{
    authz::{PublicRegister, act, require, suggestion::Names},
    kernel::{AuditChange, DeputyId, DomainError, ErrorCode, business_date},
    suggestion::Case,
};
use persistence::suggestion::StoredCase;
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Most documents of one download.
const MOST: usize = 600;

pub(super) fn register(api: &mut Api) {
    api.route(__path_print_suggestions, print_suggestions);
}

/// As what many documents are had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "zip")]
pub enum BatchFile {
    /// A PDF for each, with a list, in a zip.
    #[default]
    Zip,
    /// A Word file for each, with a list, in a zip.
    DocxZip,
    /// One PDF for the printer, each document numbered from 1.
    Pdf,
}

/// What is printed of the matters, and as which file.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BatchQuery {
    /// Which form; default 答复函.
    #[param(inline)]
    pub form: Option<FormKind>,
    /// `zip` (default), `docx_zip` or `pdf`.
    #[param(inline)]
    pub file: Option<BatchFile>,
    /// Of reply letters one for each deputy answered, under that deputy's own number; else one that names all.
    pub per_deputy: Option<bool>,
}

/// One document on its way.
struct Sheet {
    number: String,
    title: String,
    unit: String,
    to: String,
    on: String,
    printed: Printed,
}

/// Print many suggestions
///
/// 批量打印: one form (default 答复函) of every matter of the list under the same filter and sort, as far as I may print it: a zip with
/// a file for each and a list, or one PDF. At most 600 documents. Entered in the audit log.
#[utoipa::path(get, path = "/api/v1/suggestions/print", tag = "letter", security(("bearer" = [])),
    params(SuggestionListQuery, BatchQuery),
    responses((status = 200, description = "The documents", content(
        (FileBody = "application/zip"), (FileBody = "application/pdf"))),
        (status = 422, description = "Nothing to print in this selection, or more than one file holds", body = crate::http::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn print_suggestions(
    state: web::Data<State>,
    caller: Caller,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    require::<act::ExportSuggestions>(&caller.actor, &PublicRegister)?;
    let ExportQuery { list, file: wanted } =
        split::<SuggestionListQuery, BatchQuery>(http.query_string(), &["form", "file", "per_deputy"])?;
    let reading = Reading::of(&state, &caller.request).await?;
    let cases = matters(&state, &caller.actor, &list, &reading, super::MOST_MATTERS).await?;
    let form = wanted.form.unwrap_or(FormKind::ReplyLetter);
    let per_deputy = wanted.per_deputy == Some(true) && form == FormKind::ReplyLetter;
    let sheets = sheets(&state, &caller, cases.as_slice(), (form, per_deputy)).await?;
    let file = wanted.file.unwrap_or_default();
    let (count, day) = (sheets.len(), business_date(caller.request.now).format("%Y%m%d"));
    let name = format!("{} {day}", form.zh());
    let answer = match file {
        BatchFile::Pdf => {
            let at = caller.request.now;
            let parts = sheets.iter().map(|sheet| sheet.printed.document()).collect();
            let merged = Document::merged(form.zh(), parts, at);
            let bytes = render_many(&state, vec![merged.into()], Format::Pdf).await?.pop();
            HttpResponse::Ok()
                .insert_header((actix_web::http::header::CACHE_CONTROL, "private, no-store"))
                .insert_header(crate::file::attachment(&format!("{name}.pdf")))
                .content_type("application/pdf")
                .body(bytes.unwrap_or_default())
        }
        BatchFile::Zip => bundle::answer(&name, zip(&state, &caller, sheets, Format::Pdf).await?),
        BatchFile::DocxZip => bundle::answer(&name, zip(&state, &caller, sheets, Format::Docx).await?),
    };
    let after = json!({ "ledger": "print", "form": form, "format": format!("{file:?}").to_lowercase(), "rows": count });
    let uow = state.begin(&caller).await?;
    let (action, subject, before) = ("suggestion.export", "suggestion", json!({}));
    uow.audit(AuditChange { action, subject, subject_id: Uuid::nil(), before, after }).await?;
    uow.commit().await?;
    Ok(answer)
}

async fn sheets(
    state: &State,
    caller: &Caller,
    cases: &[StoredCase],
    (form, per_deputy): (FormKind, bool),
) -> ApiResult<Vec<Sheet>> {
    let registers = Registers::of_all(state, cases.iter().map(|stored| &stored.case)).await?;
    let mut sheets = Vec::new();
    for (StoredCase { case, .. }, registers) in cases.iter().zip(registers) {
        let desk = Desk::with(state, case, &caller.actor, registers).await?;
        if desk.sight.published_only {
            continue;
        }
        let offers = desk.offers();
        for offer in offers.iter().filter(|offer| offer.form == form && !offer.blank) {
            if per_deputy {
                for_each_deputy(&desk, case, offer, &mut sheets)?;
            } else {
                let (printed, _) = desk.print(offer)?;
                sheets.push(sheet(&desk, offer, String::new(), printed));
            }
        }
        if sheets.len() > MOST {
            return Err(DomainError::new(ErrorCode::LetterTooMany).param("max", MOST).into());
        }
    }
    if sheets.is_empty() { Err(ErrorCode::LetterNone.into()) } else { Ok(sheets) }
}

fn for_each_deputy(desk: &Desk<'_>, case: &Case, offer: &Offer, sheets: &mut Vec<Sheet>) -> ApiResult<()> {
    let id = offer.of.ok_or(ErrorCode::NotFound)?.into();
    let reply = case.reply(id)?;
    // To whom it goes is not told where names are hidden: one letter to 受保护代表.
    let to: Vec<Option<DeputyId>> = match desk.sight.names {
        Names::Shown => answered(case, reply).into_iter().map(Some).collect(),
        Names::Hidden => vec![None],
    };
    for deputy in to {
        let letter = letter_for(desk, id, deputy)?;
        let name = deputy.map(|deputy| desk.registers.deputy(deputy)).unwrap_or_default();
        sheets.push(sheet(desk, offer, name, Printed::Letter(Box::new(letter))));
    }
    Ok(())
}

fn sheet(desk: &Desk<'_>, offer: &Offer, to: String, printed: Printed) -> Sheet {
    let suggestion = &desk.case.suggestion;
    let number = suggestion.official_no.map(|number| number.zh()).or(suggestion.code.clone());
    Sheet {
        number: number.unwrap_or_default(),
        title: suggestion.text.title.clone(),
        unit: offer.detail.clone(),
        to,
        on: offer.on.map(|on| on.to_string()).unwrap_or_default(),
        printed,
    }
}

async fn zip(state: &State, caller: &Caller, sheets: Vec<Sheet>, format: Format) -> ApiResult<Vec<u8>> {
    let extension = if format == Format::Pdf { "pdf" } else { "docx" };
    let (lines, printed): (Vec<_>, Vec<_>) = sheets
        .into_iter()
        .map(|sheet| ([sheet.number, sheet.title, sheet.unit, sheet.to, sheet.on], sheet.printed))
        .unzip();
    let files = render_many(state, printed, format).await?;
    let mut bundle = Bundle::default();
    let mut rows: Vec<[String; 6]> = Vec::with_capacity(files.len());
    for (place, ([number, title, unit, to, on], bytes)) in (1..).zip(lines.into_iter().zip(files)) {
        let parts = [format!("{place:03}"), number.clone(), unit.clone(), to.clone()];
        let stem = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let name = bundle.add("", &stem, extension, bytes.to_vec());
        rows.push([number, title, unit, to, on, name]);
    }
    let info = ExportInfo {
        title: "批量打印清单".to_owned(),
        conditions: Vec::new(),
        exported_at: caller.request.now,
        remark: None,
    };
    let list = table(
        SheetFormat::Xlsx,
        &info,
        &[
            ("编号", |row: &[String; 6]| row[0].as_str().into()),
            ("标题", |row| row[1].as_str().into()),
            ("承办单位", |row| row[2].as_str().into()),
            ("答复对象", |row| row[3].as_str().into()),
            ("日期", |row| row[4].as_str().into()),
            ("文件名", |row| row[5].as_str().into()),
        ],
        &rows,
    );
    bundle.first("000 清单.xlsx", list.map_err(anyhow::Error::from)?);
    bundle.pack().await
}
