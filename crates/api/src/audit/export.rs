use super::{
    dto::AuditListQuery,
    routes::{changes, filter},
};
use crate::{
    export::{Conditions, Export, ExportQuery, FormatQuery, MOST, Named, every},
    http::{Api, ApiResult, Caller, SheetFile},
    state::State,
};
use actix_web::{HttpResponse, web};
use documents::sheet::ledger::Column;
use domain::{
    authz::{AuditLog, act, require},
    kernel::congress_time,
};
use persistence::AuditRow;

pub(super) fn register(api: &mut Api) {
    api.route(__path_export_audit, export_audit);
}

const COLUMNS: &[Column<AuditRow>] = &[
    ("链上序号", |row| row.seq.into()),
    ("时间", |row| congress_time(row.at).format("%Y-%m-%d %H:%M:%S").to_string().into()),
    ("操作人", |row| row.account_name.as_deref().into()),
    ("用户名", |row| row.username.as_deref().into()),
    ("操作", |row| row.action.as_str().into()),
    ("对象类型", |row| row.subject.as_str().into()),
    ("对象", |row| (!row.subject_id.is_nil()).then(|| row.subject_id.to_string()).into()),
    ("变更内容", |row| changed(row).into()),
    ("请求编号", |row| row.request_id.as_str().into()),
];

/// Export the audit log
///
/// 导出审计日志 (XLSX 或 CSV): the lines that the list shows under the same filter, newest first, at most fifty thousand.
/// Values that the list does not show are not in the file. The export is entered in the log.
#[utoipa::path(get, path = "/api/v1/audit/export", tag = "audit", security(("bearer" = [])),
    params(AuditListQuery, FormatQuery),
    responses(SheetFile))]
pub(super) async fn export_audit(
    state: web::Data<State>,
    caller: Caller,
    query: ExportQuery<AuditListQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ReadAudit>(&caller.actor, &AuditLog)?;
    let filter = filter(&query.list);
    let read = async |after, limit| state.store.audit_entries(&filter, after, limit).await;
    let rows = every(MOST, read, |last: &AuditRow| (last.at, last.id)).await?;
    let AuditListQuery { q, account_id, action, subject, subject_id, from, to, .. } = &query.list;
    let conditions = Conditions::new()
        .words("关键词", q.as_deref())
        .named("操作人", Named::Account, *account_id)
        .words("操作", action.as_deref())
        .words("对象类型", subject.as_deref())
        .words("对象", *subject_id)
        .days("日期", *from, *to);
    Export::of_register(&state, &caller, "审计日志", query.format(), conditions).table(rows, COLUMNS).await
}

/// What changed, in one cell, as far as an auditor is shown it.
fn changed(row: &AuditRow) -> String {
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
    // A cell of Excel holds 32,767 characters.
    changed.join("；").chars().take(8_000).collect()
}
