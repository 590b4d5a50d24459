use super::{
    dto::{AuditExportQuery, AuditListQuery},
    routes::{changes, filter},
};
use crate::{
    http::{Api, ApiResult, Caller, FileBody, Query, sheet_answer},
    state::State,
};
use actix_web::{HttpResponse, web};
use documents::sheet::{
    ExportInfo, Format,
    ledger::{self, AuditLine},
};
use domain::{
    authz::{AuditLog, act, require},
    kernel::congress_time,
};
use persistence::AuditRow;

/// Most lines of one file; a longer stretch is exported month by month.
const MOST: usize = 50_000;
/// Lines read at once.
const PART: u64 = 1_000;

pub(super) fn register(api: &mut Api) {
    api.route(__path_export_audit, export_audit);
}

/// Export the audit log
///
/// 导出审计日志 (XLSX 或 CSV): the lines that the list shows under the same filter, newest first, at most fifty thousand.
/// Values that the list does not show are not in the file. The export is entered in the log.
#[utoipa::path(get, path = "/api/v1/audit/export", tag = "audit", security(("bearer" = [])), params(AuditExportQuery),
    responses((status = 200, description = "The file", body = FileBody, content_type = "application/octet-stream")))]
pub(super) async fn export_audit(
    state: web::Data<State>,
    caller: Caller,
    query: Query<AuditExportQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ReadAudit>(&caller.actor, &AuditLog)?;
    let format = query.format.unwrap_or(Format::Xlsx);
    let query = AuditListQuery::from(query.into_inner());
    let filter = filter(&query);
    let (mut lines, mut after) = (Vec::new(), None);
    loop {
        let part = state.store.audit_entries(&filter, after, PART).await?;
        after = part.last().map(|last| (last.at, last.id));
        let full = part.len() as u64 == PART;
        lines.extend(part.iter().map(line));
        if !full || lines.len() >= MOST {
            break;
        }
    }
    let info = ExportInfo {
        title: "审计日志".to_owned(),
        conditions: conditions(&query),
        exported_at: caller.request.now,
        remark: state.shared.demo_banner.then(|| "演示数据，人物均为虚构".to_owned()),
    };
    sheet_answer(&state, &caller, "审计日志", format, move || ledger::write(format, &info, lines)).await
}

fn line(row: &AuditRow) -> AuditLine {
    let changed: Vec<String> = changes(row)
        .into_iter()
        .map(|change| match (change.hidden, change.before, change.after) {
            (true, ..) => format!("{}（不显示）", change.field),
            (false, None, Some(after)) => format!("{}：{after}", change.field),
            (false, before, after) => {
                format!("{}：{} → {}", change.field, before.unwrap_or_default(), after.unwrap_or_default())
            }
        })
        .collect();
    AuditLine {
        seq: row.seq,
        at: congress_time(row.at).format("%Y-%m-%d %H:%M:%S").to_string(),
        who: row.account_name.clone().unwrap_or_default(),
        username: row.username.clone().unwrap_or_default(),
        action: row.action.clone(),
        subject: row.subject.clone(),
        subject_id: if row.subject_id.is_nil() { String::new() } else { row.subject_id.to_string() },
        // A cell of Excel holds 32,767 characters.
        changed: changed.join("；").chars().take(8_000).collect(),
        request_id: row.request_id.clone(),
    }
}

/// What was asked by, in the words of the screen.
fn conditions(query: &AuditListQuery) -> Vec<(String, String)> {
    let text = |value: Option<&dyn std::fmt::Display>| value.map(ToString::to_string).unwrap_or_default();
    let named = [
        ("关键词", query.q.clone().unwrap_or_default()),
        ("操作人", text(query.account_id.as_ref().map(|id| id as _))),
        ("操作", query.action.clone().unwrap_or_default()),
        ("对象类型", query.subject.clone().unwrap_or_default()),
        ("对象", text(query.subject_id.as_ref().map(|id| id as _))),
        ("起", text(query.from.as_ref().map(|day| day as _))),
        ("止", text(query.to.as_ref().map(|day| day as _))),
    ];
    let set = named.into_iter().filter(|(_, value)| !value.is_empty());
    set.map(|(name, value)| (name.to_owned(), value)).collect()
}
