//! 导出办理任务: the queue as it is filtered, with the sight of whoever asks.

use super::{
    conditions,
    reading::Reading,
    tasks::{filter, summary},
    tasks_dto::{TaskListQuery, TaskSummary},
};
use crate::{
    export::{Export, ExportQuery, FormatQuery, moment, walk, word},
    http::{Api, ApiResult, Caller, Language, SheetFile},
    state::State,
};
use actix_web::{HttpResponse, web};
use documents::sheet::{Value, ledger::Column};
use domain::{
    authz::{PublicRegister, act, require},
    kernel::business_date,
    suggestion::UnitStep,
};
use persistence::suggestion::TASK_SORTS;

pub(super) fn register(api: &mut Api) {
    api.route(__path_export_tasks, export_tasks);
}

const COLUMNS: &[Column<TaskSummary>] = &[
    ("编号", |task| task.official_ref.as_deref().into()),
    ("标题", |task| task.title.as_str().into()),
    ("类别", |task| task.category.as_deref().into()),
    ("重点督办", |task| task.is_key.into()),
    ("领衔代表", |task| task.lead_deputy.name.as_str().into()),
    ("承办单位", |task| task.unit.name.as_str().into()),
    ("承办方式", |task| task.role_label.as_str().into()),
    ("承办内容", |task| task.scope_text.as_deref().into()),
    ("轮次", |task| task.round.into()),
    ("状态", |task| task.status_label.as_str().into()),
    ("下一步", |task| task.next_step.as_deref().map_or(Value::Empty, word::<UnitStep>)),
    ("剩余步数", |task| task.remaining_steps.into()),
    ("交办日期", |task| business_date(task.assigned_at.0).into()),
    ("签收期限", |task| task.sign_due_on.into()),
    ("签收时间", |task| task.signed_at.map(|at| moment(at.0)).into()),
    ("退办申请期限", |task| task.send_back_due_on.into()),
    ("答复期限", |task| task.due_on.into()),
    ("下一期限", |task| task.due.as_ref().map(|due| due.on).into()),
    ("期限状况", |task| task.due.as_ref().map(|due| due.label.as_str()).into()),
    ("亮灯", |task| task.light.as_ref().map(|light| light.label.as_str()).into()),
    ("延期待审批", |task| task.extension_pending.into()),
];

/// Export handling tasks
///
/// 导出办理任务 (XLSX 或 CSV): the rows of the queue under the same filter and sort: of my unit, of the government system, of
/// the whole county, as the list shows them. Names of protected deputies are not shown to units. The export is entered
/// in the audit log.
#[utoipa::path(get, path = "/api/v1/tasks/export", tag = "suggestion", security(("bearer" = [])),
    params(TaskListQuery, FormatQuery),
    responses(SheetFile))]
pub(super) async fn export_tasks(
    state: web::Data<State>,
    caller: Caller,
    query: ExportQuery<TaskListQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ExportSuggestions>(&caller.actor, &PublicRegister)?;
    let mut reading = Reading::of(&state, &caller.request).await?;
    // The sheet's heads are the official terms, and so are its words.
    reading.language = Language::Chinese;
    let filter = filter(&query.list, &reading);
    let read = async |page: &_| state.store.handling_tasks(&caller.actor, &filter, page).await;
    let rows = walk(&query.list, TASK_SORTS, "next_due_on", read).await?;
    let rows = rows.map(|row| summary(&reading, &caller.actor, row));
    let conditions = conditions::of_tasks(&query.list);
    Export::of_suggestions(&state, &caller, "办理任务", query.format(), conditions, "tasks")
        .table(rows, COLUMNS)
        .await
}
