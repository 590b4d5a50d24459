use super::codes::{BallotStateCode, ReportWayCode, VoteAxisCode, VoteSubjectCode, VotingWayCode};
use super::round_dto::BallotRoundResponse;
use crate::http::{IncludeTotal, Instant, list_queries};
use chrono::NaiveDate;
use domain::{ballot::BallotState, kernel::Patch};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// Filter, sort and page of the list of meetings.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SupervisionMeetingListQuery {
    /// Part of the title.
    pub q: Option<String>,
    /// The year in which it is held.
    pub year: Option<i32>,
    /// 阶段
    #[param(inline, value_type = Option<BallotStateCode>)]
    pub state: Option<BallotState>,
    /// `-held_on` (default), `title`; a leading `-` reverses.
    #[param(example = "-held_on")]
    pub sort: Option<String>,
    /// `total` adds the number of rows.
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
list_queries!(SupervisionMeetingListQuery);

/// 督办会, as lists show it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9c11", "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b01",
    "jurisdiction_name": "泗安县", "term_name": "十八届", "title": "2026年代表建议办理督办会", "held_on": "2026-11-20",
    "place": "县人大会议室", "state": "prepared", "round": 1, "items": 4, "reports": 4, "announced": false,
    "updated_at": "2026-11-02T09:30:00.000000+08:00", "version": 2}))]
pub struct SupervisionMeetingSummary {
    /// The meeting.
    pub id: Uuid,
    /// The node whose congress it is.
    pub jurisdiction_id: Uuid,
    /// Its name.
    pub jurisdiction_name: String,
    /// The term.
    pub term_name: String,
    /// 名称
    pub title: String,
    /// The day.
    pub held_on: NaiveDate,
    /// 地点
    pub place: String,
    /// 阶段 of the round that goes on.
    #[schema(value_type = BallotStateCode)]
    pub state: String,
    /// Which round goes on.
    pub round: u16,
    /// Items of that round.
    pub items: usize,
    /// Units that report.
    pub reports: usize,
    /// A result has been announced.
    pub announced: bool,
    /// Last change.
    pub updated_at: Instant,
    /// Same as the `ETag`.
    pub version: i64,
}

/// A page of meetings.
#[derive(Serialize, ToSchema)]
pub struct SupervisionMeetingList {
    /// The page.
    pub items: Vec<SupervisionMeetingSummary>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
    /// Rows in all, with `include=total`; 10001 stands for more than 10,000.
    pub total: Option<i64>,
}

/// 代表建议办理督办会 with its agenda and its rounds of voting.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9c11", "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b01",
    "jurisdiction_name": "泗安县", "term_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "term_name": "十八届",
    "title": "2026年代表建议办理督办会", "held_on": "2026-11-20", "place": "县人大会议室",
    "reports": [{"unit_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b71", "unit_name": "泗安县住房和城乡建设局", "way": "oral",
        "speaker": "局长", "summary": null}],
    "rounds": [{"no": 1, "state": "tallied", "way": "electronic", "held_on": "2026-11-20",
        "items": [{"no": 1, "subject": "unit", "unit_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b71", "suggestion_id": null, "axis": null,
            "title": "县住建局办理工作", "first_no": null, "result": {"level": "satisfied", "withheld": false, "satisfied": 20, "basic": 6,
                "unsatisfied": 3, "abstained": 0, "satisfied_permille": 690, "approval_permille": 897}}],
        "rule": {"satisfied_percent": 50, "approval_percent": 80, "basic_percent": 50, "min_ballots": 5, "report_again_months": 2},
        "eligible": 35, "present": 31, "issued": 31, "returned": 30, "valid": 29, "invalid": 1, "tellers": [], "differences": null,
        "opened_at": "2026-11-20T09:30:00.000000+08:00", "closed_at": "2026-11-20T10:00:00.000000+08:00",
        "tallied_at": "2026-11-20T10:05:00.000000+08:00", "announced_at": null, "report_again_by": null}],
    "allowed_actions": ["announce"], "updated_at": "2026-11-20T10:05:00.000000+08:00", "version": 5}))]
pub struct SupervisionMeetingResponse {
    /// The meeting.
    pub id: Uuid,
    /// The node whose congress it is.
    pub jurisdiction_id: Uuid,
    /// Its name.
    pub jurisdiction_name: String,
    /// The term.
    pub term_id: Uuid,
    /// Its name.
    pub term_name: String,
    /// 名称
    pub title: String,
    /// The day.
    pub held_on: NaiveDate,
    /// 地点
    pub place: String,
    /// 议程中的报告
    pub reports: Vec<UnitReport>,
    /// Rounds of voting, the first first. Those who only read see what was announced.
    pub rounds: Vec<BallotRoundResponse>,
    /// `update`, `set_roll`, `check_in`, `issue`, `open`, `void`, `close`, `enter_count`, `tally`, `announce`, `second_vote`:
    /// what the asking account may do now.
    pub allowed_actions: Vec<&'static str>,
    /// Last change.
    pub updated_at: Instant,
    /// Same as the `ETag`.
    pub version: i64,
}

/// 单位报告
#[derive(Serialize, ToSchema)]
pub struct UnitReport {
    /// The unit.
    pub unit_id: Uuid,
    /// Its name.
    pub unit_name: String,
    /// 口头 or 书面
    #[schema(value_type = ReportWayCode)]
    pub way: &'static str,
    /// 报告人
    pub speaker: Option<String>,
    /// What it says in short.
    pub summary: Option<String>,
}

/// A unit that is to report.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportRequest {
    /// The unit.
    pub unit_id: Uuid,
    /// 口头 or 书面
    #[schema(value_type = ReportWayCode)]
    pub way: domain::ballot::ReportWay,
    /// 报告人, at most 40 characters.
    #[serde(default)]
    pub speaker: Option<String>,
    /// What it says in short, at most 4000 characters.
    #[serde(default)]
    pub summary: Option<String>,
}

/// What is to be voted on.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoteItemRequest {
    /// 对象
    #[schema(value_type = VoteSubjectCode)]
    pub subject: domain::ballot::VoteSubject,
    /// The unit, for `unit`.
    #[serde(default)]
    pub unit_id: Option<Uuid>,
    /// The suggestion, for `suggestion`.
    #[serde(default)]
    pub suggestion_id: Option<Uuid>,
    /// 角度
    #[serde(default)]
    #[schema(value_type = Option<VoteAxisCode>)]
    pub axis: Option<domain::ballot::VoteAxis>,
    /// As it stands on the ballot, 1–120 characters.
    pub title: String,
}

/// 新建督办会
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b01", "term_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52",
    "title": "2026年代表建议办理督办会", "held_on": "2026-11-20", "place": "县人大会议室", "way": "electronic",
    "items": [{"subject": "overall", "title": "2026年代表建议办理工作"}]}))]
pub struct CreateSupervisionMeetingRequest {
    /// The node whose congress it is.
    pub jurisdiction_id: Uuid,
    /// The term.
    pub term_id: Uuid,
    /// 名称, 2–100 characters.
    pub title: String,
    /// The day.
    pub held_on: NaiveDate,
    /// 地点, 1–100 characters.
    pub place: String,
    /// 投票方式
    #[schema(value_type = VotingWayCode)]
    pub way: domain::ballot::VotingWay,
    /// 议程中的报告, at most 100.
    #[serde(default)]
    pub reports: Vec<ReportRequest>,
    /// 测评项, at most 400.
    #[serde(default)]
    pub items: Vec<VoteItemRequest>,
}

/// 修改督办会 (merge-patch), before voting opens.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"place": "县人大第一会议室"}))]
pub struct UpdateSupervisionMeetingRequest {
    /// 名称, 2–100 characters.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub title: Patch<String>,
    /// The day of the vote.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub held_on: Patch<NaiveDate>,
    /// 地点, 1–100 characters.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub place: Patch<String>,
    /// 投票方式
    #[serde(default)]
    #[schema(value_type = Option<VotingWayCode>)]
    pub way: Patch<domain::ballot::VotingWay>,
    /// 议程中的报告, all of them.
    #[serde(default)]
    #[schema(value_type = Option<Vec<ReportRequest>>)]
    pub reports: Patch<Vec<ReportRequest>>,
    /// 测评项, all of them; those of a second vote stay.
    #[serde(default)]
    #[schema(value_type = Option<Vec<VoteItemRequest>>)]
    pub items: Patch<Vec<VoteItemRequest>>,
}
