use super::{
    list::lights,
    reading::Reading,
    represent::{deputy_ref, official_ref, sight},
    tasks_dto::{TaskList, TaskListQuery, TaskQueue, TaskSummary, TaskUnit},
};
use crate::{
    http::{Answer, Api, ApiResult, Caller, ListPlan, Query},
    state::State,
};
use actix_web::{HttpRequest, web};
use domain::{
    authz::{Actor, PublicRegister, act, require},
    suggestion::{TaskRole, TaskStatus},
};
use persistence::suggestion::{TASK_SORTS, TaskFilter, TaskRow};

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_tasks, list_tasks);
}

/// List handling tasks
///
/// 办理任务队列: of my unit (本单位), of the government system for its office (政府办分办), of the whole county for the
/// deputies' committee. `queue` names the usual ones: 待签收, 待分办, 在办, 协办, 待预审, 待签发, 待送达, 退办, 延期.
#[utoipa::path(get, path = "/api/v1/tasks", tag = "suggestion", security(("bearer" = [])), params(TaskListQuery),
    responses((status = 200, description = "A page of the queue", body = TaskList)))]
pub(super) async fn list_tasks(
    state: web::Data<State>,
    caller: Caller,
    query: Query<TaskListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    require::<act::ReadSuggestion>(&caller.actor, &PublicRegister)?;
    let actor = &caller.actor;
    let plan = ListPlan::new(&state, "tasks", &query.0, Some(actor.account), TASK_SORTS, "next_due_on")?;
    let reading = Reading::of(&state, &caller.request).await?;
    let filter = filter(&query, &reading);
    let mut rows = state.store.handling_tasks(actor, &filter, &plan.page).await?;
    let links = plan.links(&mut rows, &http);
    let total =
        if plan.wants_total { Some(state.store.count_handling_tasks(actor, &filter).await?) } else { None };
    let items = rows.into_iter().map(|listed| summary(&reading, actor, listed.row)).collect();
    Ok(Answer::ok(&TaskList { items, next_cursor: links.cursor, total })?.next(links.link))
}

/// The query as the store knows it.
pub(super) fn filter(query: &TaskListQuery, reading: &Reading) -> TaskFilter {
    let mut filter = query.queue.map_or_else(TaskFilter::default, in_queue);
    if !query.status.0.is_empty() {
        let wanted: Vec<String> = query.status.0.iter().map(|status| status.code().to_owned()).collect();
        if filter.statuses.is_empty() {
            filter.statuses = wanted;
        } else {
            filter.statuses.retain(|status| wanted.contains(status));
            // A state that the queue does not have: nothing is both.
            if filter.statuses.is_empty() {
                filter.statuses.push("none".to_owned());
            }
        }
    }
    if !query.role.0.is_empty() {
        let wanted = query.role.0.iter().map(|role| role.code().to_owned());
        filter.roles = wanted.filter(|role| filter.roles.is_empty() || filter.roles.contains(role)).collect();
        if filter.roles.is_empty() {
            filter.roles.push("none".to_owned());
        }
    }
    filter.unit = query.unit_id;
    filter.government = query.government;
    filter.open = open(query);
    filter.lights = (!query.light.0.is_empty()).then(|| (reading.days, lights(&query.light.0)));
    filter.due_until = query.due_to;
    filter.text = query.q.clone();
    filter
}

/// Whether open tasks are asked for. A finished task has a light only while its promise is late: whoever asks for lights
/// means that one too.
pub(super) fn open(query: &TaskListQuery) -> Option<bool> {
    query.open.or_else(|| query.light.0.is_empty().then_some(true))
}

/// What the named queues hold.
fn in_queue(queue: TaskQueue) -> TaskFilter {
    let statuses = |list: &[TaskStatus]| list.iter().map(|status| status.code().to_owned()).collect();
    let answering = || vec![TaskRole::Lead.code().to_owned(), TaskRole::Split.code().to_owned()];
    let tier = |tier: &str| Some(tier.to_owned());
    let base = TaskFilter { current: Some(true), ..TaskFilter::default() };
    match queue {
        TaskQueue::Sign => TaskFilter { statuses: statuses(&[TaskStatus::PendingSign]), ..base },
        TaskQueue::Dispatch => {
            TaskFilter { statuses: statuses(&[TaskStatus::Signed]), tier: tier("system"), ..base }
        }
        TaskQueue::Handle => TaskFilter {
            statuses: statuses(&[TaskStatus::Signed, TaskStatus::InProgress, TaskStatus::ReplyDraft]),
            roles: answering(),
            tier: tier("unit"),
            ..base
        },
        TaskQueue::Co => TaskFilter {
            statuses: statuses(&[TaskStatus::Signed, TaskStatus::InProgress, TaskStatus::CoOpinionDraft]),
            roles: vec![TaskRole::Co.code().to_owned()],
            tier: tier("unit"),
            ..base
        },
        TaskQueue::PreReview => TaskFilter { statuses: statuses(&[TaskStatus::PreReview]), ..base },
        TaskQueue::SignOff => TaskFilter { statuses: statuses(&[TaskStatus::SignOff]), ..base },
        TaskQueue::Deliver => TaskFilter { statuses: statuses(&[TaskStatus::Issued]), ..base },
        TaskQueue::SendBack => TaskFilter { statuses: statuses(&[TaskStatus::SendBackRequested]), ..base },
        TaskQueue::Extension => TaskFilter { extension_pending: Some(true), ..base },
    }
}

pub(super) fn summary(reading: &Reading, actor: &Actor, row: TaskRow) -> TaskSummary {
    let sight = sight(&row.scope, actor);
    TaskSummary {
        id: row.id,
        suggestion_id: row.suggestion_id,
        version: row.version,
        official_ref: official_ref(row.session_name.as_deref(), &row.period, row.number),
        light: reading.light(row.light_basis()),
        suggestion_status: row.suggestion_status,
        category: row.category,
        is_key: row.is_key,
        lead_deputy: deputy_ref(reading, &sight, row.lead_deputy_id, row.lead_name),
        title: row.title,
        unit: TaskUnit { id: row.unit_id, name: row.unit_name },
        role_label: reading.word::<TaskRole>(&row.role),
        role: row.role,
        tier: row.tier,
        government: row.government_task,
        scope_text: row.scope_text,
        round: row.round,
        status_label: reading.word::<TaskStatus>(&row.status),
        status: row.status,
        assigned_at: row.assigned_at.into(),
        sign_due_on: row.sign_due_on,
        send_back_due_on: row.send_back_due_on,
        due_on: row.due_on,
        due: row.next_due_on.map(|on| reading.due(on)),
        signed_at: row.signed_at.map(Into::into),
        extension_pending: row.extension_pending,
        remaining_steps: row.remaining_steps,
        next_step: row.next_step,
    }
}
