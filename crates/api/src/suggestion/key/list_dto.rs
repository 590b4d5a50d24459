use super::super::{codes::KeyStatusCode, detail_dto::Named};
use super::response::KeyPeopleResponse;
use crate::http::{CommaList, IncludeTotal, list_queries};
use chrono::NaiveDate;
use domain::suggestion::KeyStatus;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Filter, sort and page of the key suggestions.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct KeyListQuery {
    /// 年度
    pub year: Option<i32>,
    /// States, separated by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<KeyStatusCode>>, style = Form, explode = false)]
    pub status: CommaList<KeyStatus>,
    /// 对口督办的专（工）委
    pub committee_id: Option<Uuid>,
    /// `proposed_at`, `-proposed_at` (default).
    #[param(example = "-proposed_at")]
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
list_queries!(KeyListQuery);

/// 重点督办建议, a line of the year's list.
#[derive(Serialize, ToSchema)]
pub struct KeySummary {
    /// The suggestion.
    pub id: Uuid,
    /// For `If-Match`: the suggestion's.
    pub version: i64,
    /// Its official reference.
    pub official_ref: Option<String>,
    /// Its title.
    pub title: String,
    /// 领衔代表
    pub lead_deputy: Named,
    /// 主办（分办）单位
    pub lead_units: Vec<String>,
    /// 年度
    pub year: i32,
    /// State of the supervision.
    #[schema(value_type = KeyStatusCode)]
    pub status: &'static str,
    /// Its word.
    pub status_label: String,
    /// 提名理由, in words.
    pub reason_labels: Vec<String>,
    /// Who supervises, who handles.
    pub people: Option<KeyPeopleResponse>,
    /// The plan is due on this day and has not been handed in.
    pub plan_due_on: Option<NaiveDate>,
    /// 督办活动 with deputies.
    pub events_with_deputies: usize,
    /// The next milestone of the plan that lies ahead.
    pub next_milestone: Option<NextMilestone>,
    /// State of the suggestion, in words.
    pub suggestion_status_label: String,
    /// What the asking account may do now.
    pub allowed_actions: Vec<&'static str>,
}

/// 下一个节点
#[derive(Serialize, ToSchema)]
pub struct NextMilestone {
    /// What is to be done.
    pub text: String,
    /// By when.
    pub due: NaiveDate,
}

/// A page of key suggestions.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": [{"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "version": 9,
    "official_ref": "十八届五次第063号", "title": "关于缓解城北停车难的建议",
    "lead_deputy": {"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b53", "name": "王建国"}, "lead_units": ["住建局"],
    "year": 2026, "status": "candidate", "status_label": "候选", "reason_labels": ["民生实事"], "people": null,
    "plan_due_on": null, "events_with_deputies": 0, "next_milestone": null, "suggestion_status_label": "办理中",
    "allowed_actions": ["consult_key"]}], "next_cursor": null}))]
pub struct KeyList {
    /// Lines.
    pub items: Vec<KeySummary>,
    /// For the next page; `null` on the last.
    pub next_cursor: Option<String>,
    /// Rows in all, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
}

/// What a decision can name.
#[derive(Serialize, ToSchema)]
pub struct KeyOptions {
    /// 领衔督办领导
    pub leaders: Vec<Named>,
    /// 专（工）委
    pub committees: Vec<Named>,
}
