use super::super::{
    super::codes::{RatingCode, SuggestionStatusCode},
    snippet::{Mark, Snippet},
};
use crate::http::{CommaList, ListMembers, ListQuery};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Filter, sort and page of the published suggestions.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PublicSuggestionListQuery {
    /// Words of the published parts; two characters are enough.
    #[param(example = "停车")]
    pub q: Option<String>,
    /// Categories (类别), separated by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<String>>, style = Form, explode = false)]
    pub category: CommaList<String>,
    /// Year of the hand-in.
    #[serde(default, deserialize_with = "crate::http::year")]
    #[param(minimum = 1990, maximum = 2100)]
    pub year: Option<i32>,
    /// How far it is.
    #[param(inline)]
    pub phase: Option<PublicPhase>,
    /// 承办单位
    pub unit_id: Option<Uuid>,
    /// 领衔代表
    pub deputy_id: Option<Uuid>,
    /// 届
    pub term_id: Option<Uuid>,
    /// 次会议
    pub session_id: Option<Uuid>,
    /// `relevance` (default: newest published first), `-published_at`, `-replied_on`, `-submitted_on`; without `-`
    /// the oldest first.
    #[param(example = "-replied_on")]
    pub sort: Option<String>,
    /// `total` adds the number of rows, exact to 10,000; `facets` the counts by category, year and state.
    #[serde(skip_serializing_if = "crate::http::left_out")]
    #[param(inline)]
    pub include: Option<PublicInclude>,
    /// Rows per page, 1–200, default 50.
    #[serde(skip_serializing)]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing)]
    pub cursor: Option<String>,
}

impl ListQuery for PublicSuggestionListQuery {
    fn members(&self) -> ListMembers<'_> {
        ListMembers {
            // Matches are all or nothing, so the newest of them comes first.
            sort: self.sort.as_deref().filter(|sort| *sort != "relevance"),
            wants_total: self.include == Some(PublicInclude::Total),
            limit: self.limit,
            cursor: self.cursor.as_deref(),
        }
    }
}

/// What the list adds to its page when asked (附加内容).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "total")]
pub enum PublicInclude {
    /// The number of rows, exact to 10,000.
    Total,
    /// The counts by category, year and state.
    Facets,
}

/// How far a published matter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "answered")]
pub enum PublicPhase {
    /// 办理中
    Handling,
    /// 已答复: a letter is published.
    Answered,
    /// 已办结
    Closed,
}

/// A published suggestion as a search result.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "reference": "十八届五次第063号",
    "title": "关于缓解城北停车难的建议", "title_marks": [], "snippet": null, "category": "城建", "status": "replied",
    "status_label": "已答复（待评价）", "lead_deputy": "王建国", "lead_units": ["住建局"], "submitted_on": "2026-02-03",
    "assigned_on": "2026-03-02", "replied_on": "2026-05-20", "reply_letter": "A", "result_rating": null}))]
pub struct PublicSuggestionSummary {
    /// The suggestion.
    pub id: Uuid,
    /// 正式编号 as it is cited.
    pub reference: String,
    /// The title, with what is masked covered.
    pub title: String,
    /// Hits in the title.
    pub title_marks: Vec<Mark>,
    /// A piece of the published text with hits, when the title has none.
    pub snippet: Option<Snippet>,
    /// 类别
    pub category: Option<String>,
    /// State; `null` when progress is not published.
    #[schema(value_type = Option<SuggestionStatusCode>)]
    pub status: Option<String>,
    /// State in words.
    pub status_label: Option<String>,
    /// 领衔代表, by the setting `lead_name_public`.
    pub lead_deputy: Option<String>,
    /// 主办（分办）单位, short names.
    pub lead_units: Vec<String>,
    /// 提交日期
    pub submitted_on: Option<NaiveDate>,
    /// 交办日期
    pub assigned_on: Option<NaiveDate>,
    /// Day of the first published letter.
    pub replied_on: Option<NaiveDate>,
    /// Letter of the answer's category.
    pub reply_letter: Option<String>,
    /// 对办理结果的评价, when published.
    #[schema(value_type = Option<RatingCode>)]
    pub result_rating: Option<String>,
}

/// How many published suggestions have one value.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"facet": "category", "value": "城建", "label": "城建", "count": 12}))]
pub struct PublicFacet {
    /// `category`, `year` or `status`.
    pub facet: String,
    /// The value, as the filter takes it.
    pub value: String,
    /// In words.
    pub label: String,
    /// How many.
    pub count: i64,
}

/// A page of published suggestions.
#[derive(Serialize, ToSchema)]
pub struct PublicSuggestionList {
    /// The page.
    pub items: Vec<PublicSuggestionSummary>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
    /// Number of rows with `include=total`.
    pub total: Option<i64>,
    /// Counts with `include=facets`.
    pub facets: Vec<PublicFacet>,
}
