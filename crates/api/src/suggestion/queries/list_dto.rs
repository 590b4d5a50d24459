use super::{
    super::codes::{
        PeriodCode, PublicationProgressCode, RatingCode, ReplyCategoryCode, SuggestionStatusCode, TurnOfCode,
    },
    reading::{LightResponse, TimeLeft},
    snippet::{Mark, Snippet},
};
use crate::http::{CommaList, IncludeTotal, Instant, list_queries};
use chrono::NaiveDate;
use domain::suggestion::{Period, PublicationProgress, Rating, ReplyCategory, SuggestionStatus, TurnOf};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Filter, sort and page of the list of suggestions; counts and exports take the same filter.
#[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SuggestionListQuery {
    /// Words of title, text, number and answers; two characters are enough.
    #[param(example = "停车")]
    pub q: Option<String>,
    /// States, separated by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<SuggestionStatusCode>>, style = Form, explode = false)]
    pub status: CommaList<SuggestionStatus>,
    /// States in groups.
    #[param(inline)]
    pub phase: Option<Phase>,
    /// 届
    pub term_id: Option<Uuid>,
    /// 本届: of the current term, with what was carried over into it.
    pub current_term: Option<bool>,
    /// 换届结转: handed in in an earlier term and carried over unfinished.
    pub carried_over: Option<bool>,
    /// 次会议
    pub session_id: Option<Uuid>,
    /// 大会期间 or 闭会期间
    #[param(value_type = Option<PeriodCode>)]
    pub period: Option<Period>,
    /// A unit that has or had a part.
    pub unit_id: Option<Uuid>,
    /// Of the unit (`lead`, `co`, `split`); with `mine` or `deputy_id` of the deputy (`lead`, `cosigner`, `invited`).
    #[param(inline)]
    pub role: Option<PartRole>,
    /// A deputy who signed it or was invited.
    pub deputy_id: Option<Uuid>,
    /// Only what I signed or was invited to sign, drafts included.
    pub mine: Option<bool>,
    /// 代表小组 of the lead deputy.
    pub group_id: Option<Uuid>,
    /// Categories (类别), separated by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<String>>, style = Form, explode = false)]
    pub category: CommaList<String>,
    /// 对口督办的专（工）委
    pub committee_id: Option<Uuid>,
    /// Lights, separated by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<LightFilter>>, style = Form, explode = false, inline)]
    pub light: CommaList<LightFilter>,
    /// 今日可催办: late or due soon, with a unit, and the interval of an office of mine permits an urge today.
    pub to_urge: Option<bool>,
    /// 催办未回应: urged, or with a card, and not answered; for a unit by itself.
    pub urged: Option<bool>,
    /// 重点督办建议
    pub key: Option<bool>,
    /// Whose turn it is, separated by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<TurnOfCode>>, style = Form, explode = false)]
    pub turn: CommaList<TurnOf>,
    /// Category of the answer now, separated by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<ReplyCategoryCode>>, style = Form, explode = false)]
    pub reply_category: CommaList<ReplyCategory>,
    /// 对办理结果的评价, separated by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<RatingCode>>, style = Form, explode = false)]
    pub result: CommaList<Rating>,
    /// How far publication is (公开进度), separated by commas; `unproposed`: at least one part that may be published was never
    /// proposed.
    #[serde(default)]
    #[param(value_type = Option<Vec<PublicationProgressCode>>, style = Form, explode = false, inline)]
    pub publication: CommaList<PublicationProgress>,
    /// Handed in on or after this day.
    pub submitted_from: Option<NaiveDate>,
    /// Handed in on or before this day.
    pub submitted_to: Option<NaiveDate>,
    /// Assigned on or after this day (交办日期).
    pub assigned_from: Option<NaiveDate>,
    /// Assigned on or before this day.
    pub assigned_to: Option<NaiveDate>,
    /// Due on or after this day.
    pub due_from: Option<NaiveDate>,
    /// Due on or before this day.
    pub due_to: Option<NaiveDate>,
    /// `-submitted_at` (default), `-assigned_on`, `due_on`, `official_no`; a leading `-` reverses.
    #[param(example = "-submitted_at")]
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
list_queries!(SuggestionListQuery);

impl SuggestionListQuery {
    /// What is not settled.
    pub(crate) fn open() -> Self {
        Self { phase: Some(Phase::Open), ..Self::default() }
    }
}

/// States in groups (阶段).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "open")]
pub enum Phase {
    /// 未办结: nothing final has happened.
    Open,
    /// 代表手中: draft, co-signing, returned.
    Drafting,
    /// 待审查
    Review,
    /// 办理中: accepted, assigned, handling, handling again.
    Handling,
    /// 已答复: an answer has been given.
    Answered,
    /// 已办结
    Closed,
    /// 未办: not accepted, merged, withdrawn.
    Ended,
}

impl Phase {
    /// The states of the group.
    pub const fn statuses(self) -> &'static [SuggestionStatus] {
        use SuggestionStatus::*;
        match self {
            Self::Open => &[
                Draft, Cosigning, Submitted, Returned, Accepted, Assigned, Handling, Replied, Evaluated,
                Rehandling, Tracking,
            ],
            Self::Drafting => &[Draft, Cosigning, Returned],
            Self::Review => &[Submitted],
            Self::Handling => &[Accepted, Assigned, Handling, Rehandling],
            Self::Answered => &[Replied, Evaluated, Tracking, Closed, Archived],
            Self::Closed => &[Closed, Archived],
            Self::Ended => &[NotAccepted, Merged, Withdrawn],
        }
    }
}

/// In which part a unit or a deputy is in a matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "lead")]
pub enum PartRole {
    /// 主办, or 领衔
    Lead,
    /// 协办
    Co,
    /// 分办
    Split,
    /// 联名, confirmed
    Cosigner,
    /// 被邀请联名
    Invited,
}

impl PartRole {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Co => "co",
            Self::Split => "split",
            Self::Cosigner => "cosigner",
            Self::Invited => "invited",
        }
    }
}

/// A light as a filter (亮灯).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "late")]
pub enum LightFilter {
    /// 绿灯
    Green,
    /// 黄灯
    Yellow,
    /// 黄牌
    YellowCard,
    /// 红牌
    RedCard,
    /// 红牌
    Red,
    /// 黄牌 or 红牌
    Late,
}

/// 建议, as lists show it.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "version": 7, "code": "JY-18-05-0063",
    "official_ref": "十八届五次第063号", "title": "关于缓解城北停车难的建议", "status": "handling", "status_label": "办理中",
    "period": "in_session", "category": "城建", "lead_deputy": {"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b53",
    "name": "王建国"}, "cosigner_count": 3, "lead_units": ["住建局"], "co_units": ["交通局"], "due": {"on": "2026-06-02",
    "working_days_left": 12, "days_late": null, "label": "剩 12 个工作日"}, "light": {"code": "yellow", "label": "黄灯"},
    "turn": "承办单位", "turn_of": ["unit"], "is_key": false, "carried_over": false, "confidential": false, "reference_only": false, "round": 1,
    "reply_letter": null, "reply_category": null, "attitude": null, "result": null, "published_only": false,
    "submitted_at": "2026-02-03T09:30:00.000000+08:00", "assigned_on": "2026-03-02", "replied_on": null,
    "updated_at": "2026-03-05T09:30:00.000000+08:00", "title_marks": [], "snippet": null, "my_role": null,
    "allowed_actions": [], "contacts_to_confirm": 0}))]
pub struct SuggestionSummary {
    /// The suggestion.
    pub id: Uuid,
    /// Same as the `ETag` of the suggestion.
    pub version: i64,
    /// 流水编码, given at the first hand-in.
    pub code: Option<String>,
    /// 正式编号 as it is cited, given at acceptance.
    pub official_ref: Option<String>,
    /// 标题
    pub title: String,
    /// State.
    #[schema(value_type = SuggestionStatusCode)]
    pub status: String,
    /// State in words.
    pub status_label: String,
    /// 大会期间 or 闭会期间
    #[schema(value_type = PeriodCode)]
    pub period: String,
    /// 类别
    pub category: Option<String>,
    /// 领衔代表
    pub lead_deputy: LeadDeputy,
    /// Confirmed co-signers.
    pub cosigner_count: i32,
    /// 主办（分办）单位, short names.
    pub lead_units: Vec<String>,
    /// 协办单位, short names.
    pub co_units: Vec<String>,
    /// The deadline that counts now: review, assignment, answer, evaluation or promise.
    pub due: Option<TimeLeft>,
    /// 亮灯; `null` when nothing is running.
    pub light: Option<LightResponse>,
    /// Whose turn it is, in words.
    pub turn: Option<String>,
    /// Whose turn it is.
    #[schema(value_type = Vec<TurnOfCode>)]
    pub turn_of: Vec<String>,
    /// 重点督办建议
    pub is_key: bool,
    /// 换届结转 from an earlier term.
    pub carried_over: bool,
    /// Only named persons read it.
    pub confidential: bool,
    /// 仅供参考
    pub reference_only: bool,
    /// Round of handling, from 1.
    pub round: i32,
    /// Letter of the answer's category under the scheme in force.
    pub reply_letter: Option<String>,
    /// Category of the answer now.
    #[schema(value_type = Option<ReplyCategoryCode>)]
    pub reply_category: Option<String>,
    /// 对办理态度的评价
    #[schema(value_type = Option<RatingCode>)]
    pub attitude: Option<String>,
    /// 对办理结果的评价
    #[schema(value_type = Option<RatingCode>)]
    pub result: Option<String>,
    /// I see its published parts alone: the other members are empty.
    pub published_only: bool,
    /// First hand-in.
    pub submitted_at: Option<Instant>,
    /// 交办日期
    pub assigned_on: Option<NaiveDate>,
    /// 答复日期: when every unit had answered for the first time.
    pub replied_on: Option<NaiveDate>,
    /// Last change.
    pub updated_at: Instant,
    /// Hits in the title.
    pub title_marks: Vec<Mark>,
    /// A piece of the text with hits, when the title has none.
    pub snippet: Option<Snippet>,
    /// My part in it, in lists with `mine=true`: `lead`, `cosigner`, `invited`.
    pub my_role: Option<&'static str>,
    /// What I may do with it, in lists with `mine=true`; the suggestion itself tells everybody.
    pub allowed_actions: Vec<String>,
    /// Contacts that wait for my confirmation, in lists with `mine=true`.
    pub contacts_to_confirm: u32,
}

/// A deputy by name.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b53", "name": "王建国"}))]
pub struct LeadDeputy {
    /// The seat; `null` when the name is protected (受保护代表).
    pub id: Option<Uuid>,
    /// Name, or “受保护代表”.
    pub name: String,
}

/// A page of suggestions.
#[derive(Serialize, ToSchema)]
pub struct SuggestionList {
    /// The page.
    pub items: Vec<SuggestionSummary>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
    /// Number of rows with `include=total`: exact to 10,000, then 10,001.
    pub total: Option<i64>,
}
