//! 导出: the ledgers of the deputies' office, exactly the rows of the list and exactly what the reader may see.

use super::{
    super::opened::concerned, ledger::Ledger, list::filter, list_dto::SuggestionListQuery, reading::Reading,
};
use crate::{
    http::{Api, ApiResult, Caller, FileBody, Query},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, http::header, web};
use documents::sheet::{ExportInfo, Format, ledger};
use domain::{
    authz::{PublicRegister, act, require},
    kernel::{AuditChange, DeputyId, DomainError, ErrorCode, FieldError, SuggestionId},
};
use persistence::{
    listing::PageRequest,
    suggestion::{NamesWanted, SUGGESTION_SORTS, StoredCase},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};

/// Most rows of one file.
const MOST: usize = 10_000;
/// Rows read at once.
const PART: u64 = 500;

pub(super) fn register(api: &mut Api) {
    api.route(__path_export_suggestions, export_suggestions);
}

/// Which ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "handover")]
pub enum LedgerKind {
    /// 交办清单
    #[default]
    Handover,
    /// 办理情况一览表
    Handling,
}

impl LedgerKind {
    const fn zh(self) -> &'static str {
        match self {
            Self::Handover => "代表建议交办清单",
            Self::Handling => "代表建议办理情况一览表",
        }
    }
}

/// The file wanted, besides the filter and sort of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SuggestionExportQuery {
    /// `xlsx` (default) or `csv`
    #[param(value_type = Option<String>, example = "xlsx")]
    pub format: Option<Format>,
    /// Which ledger; default 交办清单.
    #[param(inline)]
    pub ledger: Option<LedgerKind>,
}

/// Export suggestions
///
/// 导出交办清单 or 办理情况一览表 (XLSX 或 CSV): the rows of the list under the same filter and sort, at most ten
/// thousand, without what is only published to me. Names of protected deputies are not shown to units. The export is
/// entered in the audit log.
#[utoipa::path(get, path = "/api/v1/suggestions/export", tag = "suggestion", security(("bearer" = [])),
    params(SuggestionListQuery, SuggestionExportQuery),
    responses((status = 200, description = "The file", body = FileBody, content_type = "application/octet-stream")))]
pub(super) async fn export_suggestions(
    state: web::Data<State>,
    caller: Caller,
    http: HttpRequest,
) -> ApiResult<HttpResponse> {
    require::<act::ExportSuggestions>(&caller.actor, &PublicRegister)?;
    let (query, wanted) = queries(http.query_string())?;
    let order = query.sort.as_deref().unwrap_or("-submitted_at");
    let name = order.strip_prefix('-').unwrap_or(order);
    let sort = SUGGESTION_SORTS.iter().find(|column| column.name == name).ok_or_else(|| refused("?sort"))?;
    let reading = Reading::of(&state, &caller.request).await?;
    let filter = filter(&query, &caller.actor, &reading);
    let mut page = PageRequest { sort, descending: order.starts_with('-'), after: None, limit: PART };
    let mut cases: Vec<StoredCase> = Vec::new();
    loop {
        let part = state.store.suggestion_ids(&caller.actor, &filter, &page).await?;
        let ids: Vec<SuggestionId> = part.iter().map(|listed| listed.row).collect();
        let mut read: HashMap<SuggestionId, StoredCase> =
            state.store.cases(&ids).await?.into_iter().map(|stored| (stored.case.id(), stored)).collect();
        cases.extend(ids.iter().filter_map(|id| read.remove(id)));
        match part.last() {
            Some(last) if part.len() as u64 == PART && cases.len() < MOST => {
                page.after = Some(last.position.clone());
            }
            _ => break,
        }
    }
    let deputies: Vec<DeputyId> = cases.iter().flat_map(|stored| concerned(&stored.case)).collect();
    let names = state
        .store
        .names(NamesWanted {
            deputies: deputies.into_iter().map(|id| id.0).collect(),
            units: cases
                .iter()
                .flat_map(|stored| {
                    let committee = stored.case.suggestion.classification.committee;
                    stored.case.tasks.iter().map(|task| task.unit.0).chain(committee.map(|unit| unit.0))
                })
                .collect(),
            groups: cases.iter().filter_map(|stored| stored.case.suggestion.group).map(|id| id.0).collect(),
            sessions: cases
                .iter()
                .filter_map(|stored| stored.case.suggestion.session)
                .map(|id| id.0)
                .collect(),
            ..NamesWanted::default()
        })
        .await?;
    let (kind, format) = (wanted.ledger.unwrap_or_default(), wanted.format.unwrap_or(Format::Xlsx));
    let info = ExportInfo {
        title: kind.zh().to_owned(),
        conditions: conditions(&query),
        exported_at: caller.request.now,
        remark: state.shared.demo_banner.then(|| "演示数据，人物均为虚构".to_owned()),
    };
    let rows = cases.len();
    let actor = caller.actor.clone();
    // Laying out ten thousand rows takes a tenth of a second: off the threads that answer.
    let written = web::block(move || {
        let ledger = Ledger { reading: &reading, names: &names, actor: &actor };
        match kind {
            LedgerKind::Handover => {
                ledger::write(format, &info, cases.iter().map(|stored| ledger.handover(&stored.case)))
            }
            LedgerKind::Handling => {
                ledger::write(format, &info, cases.iter().map(|stored| ledger.progress(&stored.case)))
            }
        }
    });
    let bytes = written.await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?;
    let uow = state.begin(&caller).await?;
    uow.audit(AuditChange {
        action: "suggestion.export",
        subject: "suggestion",
        subject_id: uuid::Uuid::nil(),
        before: json!({}),
        after: json!({ "ledger": kind, "format": format.extension(), "rows": rows }),
    })
    .await?;
    uow.commit().await?;
    Ok(file(kind.zh(), format, reading_day(&caller), bytes))
}

fn reading_day(caller: &Caller) -> String {
    domain::kernel::business_date(caller.request.now).format("%Y%m%d").to_string()
}

fn file(name: &str, format: Format, day: String, bytes: Vec<u8>) -> HttpResponse {
    let name = format!("{name}-{day}.{}", format.extension());
    // RFC 8187: everything but the plainest characters as `%XX`.
    let encoded: String = name
        .bytes()
        .map(|byte| match byte {
            b'.' | b'-' | b'_' => char::from(byte).to_string(),
            _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    let disposition =
        format!("attachment; filename=\"suggestions.{}\"; filename*=UTF-8''{encoded}", format.extension());
    HttpResponse::Ok()
        .content_type(format.media_type())
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(bytes)
}

/// The list's members and the file's, from one query string: strict parsing cannot flatten one into the other.
fn queries(text: &str) -> ApiResult<(SuggestionListQuery, SuggestionExportQuery)> {
    let of_file = |part: &&str| part.starts_with("format=") || part.starts_with("ledger=");
    let (file, list): (Vec<&str>, Vec<&str>) =
        text.split('&').filter(|part| !part.is_empty()).partition(|part| of_file(part));
    Ok((Query::of(&list.join("&"))?, Query::of(&file.join("&"))?))
}

fn refused(member: &str) -> DomainError {
    let mut error = DomainError::new(ErrorCode::RequestMalformed);
    error.fields.push(FieldError::new(member, ErrorCode::ValueInvalid));
    error
}

/// What was filtered by, in the words of the screen.
fn conditions(query: &SuggestionListQuery) -> Vec<(String, String)> {
    let days = |from: Option<chrono::NaiveDate>, to: Option<chrono::NaiveDate>| match (from, to) {
        (None, None) => String::new(),
        (from, to) => {
            let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
            format!("{} 至 {}", day(from), day(to))
        }
    };
    let statuses: Vec<&str> = query.status.0.iter().map(|status| status.zh()).collect();
    let yes_no = |value: Option<bool>| value.map_or("", |yes| if yes { "是" } else { "否" }).to_owned();
    let named = [
        ("关键词", query.q.clone().unwrap_or_default()),
        ("状态", statuses.join("、")),
        ("提出时间", query.period.map(|period| period.zh().to_owned()).unwrap_or_default()),
        ("类别", query.category.0.join("、")),
        ("重点督办", yes_no(query.key)),
        ("提交日期", days(query.submitted_from, query.submitted_to)),
        ("交办日期", days(query.assigned_from, query.assigned_to)),
        ("到期日", days(query.due_from, query.due_to)),
    ];
    named
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
