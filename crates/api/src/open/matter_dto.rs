//! The status object: the same in lists, single answers, the feed and exports, because it is written once.

use crate::http::{Code, Instant};
use crate::suggestion::codes::{
    CommitmentStatusCode, DueKindCode, PeriodCode, RatingCode, ReplyCategoryCode, SuggestionStatusCode,
};
use chrono::NaiveDate;
use domain::integration::{MatterPhase, OverdueLevel};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Schema of `MatterPhase`.
pub type MatterPhaseCode = Code<MatterPhase>;
/// Schema of `OverdueLevel`.
pub type OverdueLevelCode = Code<OverdueLevel>;

/// A suggestion as another system sees it (建议办理状态).
///
/// With `view` `published` it holds what every citizen may read: fields that are not released are `null` or empty. With
/// `official` it is the record of the authorities, for keys of a unit or of an area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70", "ref": "18-5-63", "view": "published", "version": 9,
    "seq": 1042, "official_no": "十八届五次第063号", "title": "关于在老旧小区增设停车位的建议", "category": "城建环保",
    "jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-000000000001", "term": 18, "session": 5, "period": "in_session",
    "status": "replied", "phase": "open", "result_class": "resolved", "result_letter": "A",
    "lead_units": [{"id": "0197f0a2-c6b0-7c3c-8e5c-000000000002", "name": "住建局"}], "co_units": [],
    "proposers": [{"id": "0197f0a2-c6b0-7c3c-8e5c-000000000003", "name": "王建国", "role": "lead"}], "cosigner_count": 4,
    "dates": {"submitted_on": "2026-01-12", "accepted_on": "2026-01-20", "assigned_on": "2026-03-02",
        "replied_on": "2026-05-20", "closed_on": null},
    "due": {"on": "2026-06-02", "basis": "reply", "extended": false, "overdue_level": "none"},
    "satisfaction": null, "commitments": [], "reply_count": 1, "merged_into": null,
    "links": {"self": "/api/v1/open/suggestions/0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70",
        "timeline": "/api/v1/open/suggestions/0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70/timeline",
        "replies": "/api/v1/open/suggestions/0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70/replies",
        "page": "/suggestions/0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70"},
    "updated_at": "2026-05-20T09:30:00.123456+08:00"}))]
pub struct OpenMatter {
    /// Its id; stable for ever.
    pub id: Uuid,
    /// 引用号 `{term}-{session}-{no}`, between sessions `{term}-b{year}-{no}`; stable for ever. `null` without a number.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// Which record this is.
    pub view: MatterView,
    /// Grows with every change of the matter.
    pub version: i64,
    /// Number of the feed entry that this state came with.
    pub seq: i64,
    /// 正式编号 as it is cited.
    pub official_no: Option<String>,
    /// 标题, masked where it was masked.
    pub title: String,
    /// 类别
    pub category: Option<String>,
    /// Whose congress.
    pub jurisdiction_id: Uuid,
    /// 届
    pub term: i32,
    /// 次会议; `null` between sessions.
    pub session: Option<i32>,
    /// 大会期间 or 闭会期间.
    #[schema(value_type = PeriodCode)]
    pub period: String,
    /// State; `null` when the progress is not published. Codes are only ever added.
    #[schema(value_type = Option<SuggestionStatusCode>)]
    pub status: Option<String>,
    /// `null` with the state.
    #[schema(value_type = Option<MatterPhaseCode>)]
    pub phase: Option<String>,
    /// 办理结果类别 of the answer, once there is one that may be seen.
    #[schema(value_type = Option<ReplyCategoryCode>)]
    pub result_class: Option<String>,
    /// Its letter under the county's scheme.
    pub result_letter: Option<String>,
    /// 主办（分办）单位
    pub lead_units: Vec<OpenUnitRef>,
    /// 协办单位
    pub co_units: Vec<OpenUnitRef>,
    /// 领衔代表, as far as names are public or the authorities may know them.
    pub proposers: Vec<OpenProposer>,
    /// 联名代表: how many have signed besides the lead.
    pub cosigner_count: u32,
    /// Days of what has happened.
    pub dates: OpenDates,
    /// 答复期限; `null` when there is none, or the progress is not published.
    pub due: Option<OpenDue>,
    /// 代表评价; `null` when there is none, or it is not published.
    pub satisfaction: Option<OpenSatisfaction>,
    /// 承诺事项 of letters that may be seen.
    pub commitments: Vec<OpenCommitment>,
    /// Letters that may be seen.
    pub reply_count: u32,
    /// 并案: the matter that this one goes on in.
    pub merged_into: Option<Uuid>,
    /// Where to read more.
    pub links: OpenLinks,
    /// When this state was written. For showing; to follow changes, use the feed.
    pub updated_at: Instant,
}

/// How much of a matter is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "published")]
pub enum MatterView {
    /// What every citizen may read (双公开).
    Published,
    /// The record of the authorities.
    Official,
}

/// A unit with its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-000000000002", "name": "住建局"}))]
pub struct OpenUnitRef {
    /// See `/open/units`.
    pub id: Uuid,
    /// 名称
    pub name: String,
}

/// A deputy who put the matter forward.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-000000000003", "name": "王建国", "role": "lead"}))]
pub struct OpenProposer {
    /// See `/open/deputies`.
    pub id: Uuid,
    /// 姓名
    pub name: String,
    /// `lead` 领衔 or `cosigner` 联名.
    pub role: String,
}

/// Days of what has happened; `null` for what has not, or may not be seen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"submitted_on": "2026-01-12", "accepted_on": "2026-01-20", "assigned_on": "2026-03-02",
    "replied_on": "2026-05-20", "closed_on": null}))]
pub struct OpenDates {
    /// 提交
    pub submitted_on: Option<NaiveDate>,
    /// 立案
    pub accepted_on: Option<NaiveDate>,
    /// 交办
    pub assigned_on: Option<NaiveDate>,
    /// 答复: the first letter that may be seen.
    pub replied_on: Option<NaiveDate>,
    /// 办结
    pub closed_on: Option<NaiveDate>,
}

/// Until when an answer is due (答复期限).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"on": "2026-06-02", "basis": "reply", "extended": false, "overdue_level": "none"}))]
pub struct OpenDue {
    /// The last day, until 24:00 in the congress's zone.
    pub on: NaiveDate,
    /// Which deadline it is.
    #[schema(value_type = DueKindCode)]
    pub basis: String,
    /// 已延期
    pub extended: bool,
    /// As of the day on which it was written: the feed tells when it changes.
    #[schema(value_type = OverdueLevelCode)]
    pub overdue_level: String,
}

/// The deputy's rating (代表评价).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"attitude": "satisfied", "result": "basic", "on": "2026-06-02"}))]
pub struct OpenSatisfaction {
    /// 对办理态度
    #[schema(value_type = RatingCode)]
    pub attitude: String,
    /// 对办理结果
    #[schema(value_type = RatingCode)]
    pub result: String,
    /// When.
    pub on: NaiveDate,
}

/// A promise (承诺事项).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-000000000009", "text": "新建地下停车场", "due_on": "2026-12-31",
    "status": "open"}))]
pub struct OpenCommitment {
    /// Its id.
    pub id: Uuid,
    /// What is promised.
    pub text: String,
    /// Until when.
    pub due_on: NaiveDate,
    /// How it stands.
    #[schema(value_type = CommitmentStatusCode)]
    pub status: String,
}

/// Addresses on this server; `page` is for people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"self": "/api/v1/open/suggestions/0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70",
    "timeline": "/api/v1/open/suggestions/0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70/timeline",
    "replies": "/api/v1/open/suggestions/0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70/replies", "page": null}))]
pub struct OpenLinks {
    /// This object.
    #[serde(rename = "self")]
    pub this: String,
    /// What happened when.
    pub timeline: String,
    /// The letters.
    pub replies: String,
    /// The public page; `null` when there is none.
    pub page: Option<String>,
}
