use super::{
    super::codes::{RatingCode, ReplyCategoryCode, SuggestionStatusCode},
    reading::Reading,
    represent::official_ref,
};
use crate::{
    http::{Answer, Api, ApiResult, Caller, Query},
    state::State,
};
use actix_web::web;
use chrono::{Months, NaiveDate};
use domain::{
    authz::{PublicRegister, act, require},
    kernel::{DomainError, ErrorCode, FieldError, business_date},
    suggestion::SuggestionStatus,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// How far back is looked.
const YEARS: u32 = 5;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_similar_suggestions, list_similar_suggestions);
}

/// The text to compare with.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SimilarQuery {
    /// Its title; without one nothing is alike.
    #[serde(default)]
    #[param(example = "关于缓解城北停车难的建议")]
    pub title: String,
    /// Its facts; at most the first thousand characters are compared.
    pub facts: Option<String>,
    /// The suggestion that is being written, which is not listed.
    pub except_id: Option<Uuid>,
    /// Rows at most, 1–50, default 10.
    #[param(minimum = 1, maximum = 50)]
    pub limit: Option<u64>,
}

/// A suggestion that resembles the text (相似建议).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "official_ref": "十八届四次第021号",
    "title": "关于增加老城区停车位的建议", "status": "closed", "status_label": "办结", "submitted_on": "2025-02-20",
    "lead_units": ["住建局"], "reply_letter": "B", "reply_category": "in_progress", "result": "basic", "shared": 7}))]
pub struct SimilarSuggestion {
    /// The suggestion.
    pub id: Uuid,
    /// 正式编号 as it is cited.
    pub official_ref: Option<String>,
    /// 标题
    pub title: String,
    /// State.
    #[schema(value_type = SuggestionStatusCode)]
    pub status: String,
    /// In words.
    pub status_label: String,
    /// 提交日期
    pub submitted_on: Option<NaiveDate>,
    /// 主办（分办）单位, short names.
    pub lead_units: Vec<String>,
    /// Letter of the answer's category.
    pub reply_letter: Option<String>,
    /// Category of the answer now.
    #[schema(value_type = Option<ReplyCategoryCode>)]
    pub reply_category: Option<String>,
    /// 对办理结果的评价
    #[schema(value_type = Option<RatingCode>)]
    pub result: Option<String>,
    /// How many two-character words they share.
    pub shared: i64,
}

/// Suggestions of the past five years that resemble a text, most alike first.
#[derive(Serialize, ToSchema)]
pub struct SimilarList {
    /// The suggestions.
    pub items: Vec<SimilarSuggestion>,
}

/// Similar suggestions
///
/// 相似建议: those of the past five years, within what I may read, that share the words of a title and text; for the
/// deputy who writes (是否已经提过) and the clerk who reviews (并案、重复提出).
#[utoipa::path(get, path = "/api/v1/suggestions/similar", tag = "suggestion", security(("bearer" = [])),
    params(SimilarQuery),
    responses((status = 200, description = "The suggestions", body = SimilarList)))]
pub(super) async fn list_similar_suggestions(
    state: web::Data<State>,
    caller: Caller,
    query: Query<SimilarQuery>,
) -> ApiResult<Answer> {
    require::<act::ReadSuggestion>(&caller.actor, &PublicRegister)?;
    let reading = Reading::of(&state, &caller.request).await?;
    let limit = query.limit.unwrap_or(10);
    if !(1..=50).contains(&limit) {
        let mut refused = DomainError::new(ErrorCode::RequestMalformed);
        refused.fields.push(FieldError::new("?limit", ErrorCode::ValueInvalid));
        return Err(refused.into());
    }
    let short = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    let since = reading.now.checked_sub_months(Months::new(12 * YEARS)).unwrap_or(reading.now);
    let facts = short(query.facts.as_deref().unwrap_or_default(), 1_000);
    let title = short(&query.title, 100);
    let rows =
        state.store.similar_suggestions(&caller.actor, &title, &facts, since, query.except_id, limit).await?;
    let items = rows
        .into_iter()
        .map(|row| SimilarSuggestion {
            id: row.id,
            official_ref: official_ref(row.session_name.as_deref(), &row.period, row.number),
            title: row.title,
            status_label: reading.word::<SuggestionStatus>(&row.status),
            status: row.status,
            submitted_on: row.submitted_at.map(business_date),
            lead_units: row.lead_units,
            reply_letter: reading.letter(row.reply_category.as_deref()),
            reply_category: row.reply_category,
            result: row.result,
            shared: row.shared,
        })
        .collect();
    Answer::ok(&SimilarList { items })
}
