use super::{
    super::codes::{SuggestionStatusCode, TaskRoleCode, TaskStatusCode, TaskTierCode, UnitStepCode},
    list_dto::{LeadDeputy, LightFilter},
    reading::{LightResponse, TimeLeft},
};
use crate::http::{CommaList, IncludeTotal, Instant, list_queries};
use chrono::NaiveDate;
use domain::suggestion::{TaskRole, TaskStatus};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A queue of tasks (办理队列).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "sign")]
pub enum TaskQueue {
    /// 待签收
    Sign,
    /// 待分办: signed for by the government office, not yet dispatched.
    Dispatch,
    /// 主办、分办在办
    Handle,
    /// 协办待出具意见
    Co,
    /// 待预审
    PreReview,
    /// 待签发
    SignOff,
    /// 待送达
    Deliver,
    /// 退办待裁定
    SendBack,
    /// 延期待审批
    Extension,
}

impl TaskQueue {
    /// The queue's name on the screen.
    pub(super) const fn zh(self) -> &'static str {
        match self {
            Self::Sign => "待签收",
            Self::Dispatch => "待分办",
            Self::Handle => "在办",
            Self::Co => "协办待出具意见",
            Self::PreReview => "待预审",
            Self::SignOff => "待签发",
            Self::Deliver => "待送达",
            Self::SendBack => "退办待裁定",
            Self::Extension => "延期待审批",
        }
    }
}

/// Filter, sort and page of the task queues.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TaskListQuery {
    /// A queue; the other members narrow it.
    #[param(inline)]
    pub queue: Option<TaskQueue>,
    /// States, separated by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<TaskStatusCode>>, style = Form, explode = false)]
    pub status: CommaList<TaskStatus>,
    /// 承办方式, separated by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<TaskRoleCode>>, style = Form, explode = false)]
    pub role: CommaList<TaskRole>,
    /// 承办单位
    pub unit_id: Option<Uuid>,
    /// Of the government system, or not.
    pub government: Option<bool>,
    /// `false`: finished ones; default: those with something to do, and with `light` also finished ones whose promise is late.
    pub open: Option<bool>,
    /// Lights, separated by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<LightFilter>>, style = Form, explode = false, inline)]
    pub light: CommaList<LightFilter>,
    /// The next deadline is on or before this day.
    pub due_to: Option<NaiveDate>,
    /// Words of the matter.
    pub q: Option<String>,
    /// `next_due_on` (default), `due_on`, `assigned_at`; a leading `-` reverses.
    #[param(example = "next_due_on")]
    pub sort: Option<String>,
    /// `total` adds the number of rows, exact to 10,000.
    #[serde(skip_serializing_if = "crate::http::left_out")]
    #[param(inline)]
    pub include: Option<IncludeTotal>,
    /// Rows per page, 1–200, default 50.
    #[serde(skip_serializing)]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing)]
    pub cursor: Option<String>,
}
list_queries!(TaskListQuery);

/// 办理任务, as queues show it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b60", "suggestion_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52",
    "version": 7, "official_ref": "十八届五次第063号", "title": "关于缓解城北停车难的建议", "suggestion_status": "handling",
    "category": "城建", "is_key": false, "lead_deputy": {"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b53", "name": "王建国"},
    "unit": {"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b81", "name": "住建局"}, "role": "lead", "role_label": "主办",
    "tier": "unit", "government": true, "scope_text": null, "round": 1, "status": "in_progress", "status_label": "办理中",
    "assigned_at": "2026-03-02T09:30:00.000000+08:00", "sign_due_on": "2026-03-05", "send_back_due_on": "2026-03-09",
    "due_on": "2026-06-02", "due": {"on": "2026-06-02", "working_days_left": 12, "days_late": null,
    "label": "剩 12 个工作日"}, "signed_at": "2026-03-03T09:30:00.000000+08:00", "extension_pending": false,
    "light": {"code": "yellow", "label": "黄灯"}, "remaining_steps": 2, "next_step": "draft"}))]
pub struct TaskSummary {
    /// The task.
    pub id: Uuid,
    /// The matter.
    pub suggestion_id: Uuid,
    /// Version of the matter: `If-Match` of commands.
    pub version: i64,
    /// 正式编号 as it is cited.
    pub official_ref: Option<String>,
    /// 标题
    pub title: String,
    /// State of the matter.
    #[schema(value_type = SuggestionStatusCode)]
    pub suggestion_status: String,
    /// 类别
    pub category: Option<String>,
    /// 重点督办建议
    pub is_key: bool,
    /// 领衔代表
    pub lead_deputy: LeadDeputy,
    /// 承办单位
    pub unit: TaskUnit,
    /// 承办方式
    #[schema(value_type = TaskRoleCode)]
    pub role: String,
    /// In words.
    pub role_label: String,
    /// 交办层级
    #[schema(value_type = TaskTierCode)]
    pub tier: String,
    /// Of the government system.
    pub government: bool,
    /// Which part, for 分办.
    pub scope_text: Option<String>,
    /// Round, from 1.
    pub round: i32,
    /// State.
    #[schema(value_type = TaskStatusCode)]
    pub status: String,
    /// In words.
    pub status_label: String,
    /// When it was assigned to the unit.
    pub assigned_at: Instant,
    /// 签收期限
    pub sign_due_on: Option<NaiveDate>,
    /// 申请退办期限
    pub send_back_due_on: Option<NaiveDate>,
    /// 答复（协办意见）期限
    pub due_on: Option<NaiveDate>,
    /// What is due next.
    pub due: Option<TimeLeft>,
    /// 签收
    pub signed_at: Option<Instant>,
    /// 延期待审批
    pub extension_pending: bool,
    /// 亮灯
    pub light: Option<LightResponse>,
    /// 你还差几步: own steps still to do.
    pub remaining_steps: i32,
    /// The first of them.
    #[schema(value_type = Option<UnitStepCode>)]
    pub next_step: Option<String>,
}

/// A unit by its short name.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b81", "name": "住建局"}))]
pub struct TaskUnit {
    /// The unit.
    pub id: Uuid,
    /// 简称
    pub name: String,
}

/// A page of a queue.
#[derive(Serialize, ToSchema)]
pub struct TaskList {
    /// The page.
    pub items: Vec<TaskSummary>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
    /// Number of rows with `include=total`: exact to 10,000, then 10,001.
    pub total: Option<i64>,
}
