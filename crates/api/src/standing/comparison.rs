//! 同比: this year's measures beside last year's as they stood on the same day.

use super::overview::StandingQuery;
use crate::{
    http::{Answer, Api, ApiResult, Caller, Query},
    state::State,
    suggestion::{
        MeasuresResponse, Reading, Selection, SuggestionListQuery, facts, matters, represent_measures,
    },
};
use actix_web::web;
use chrono::{Datelike, Days, Months, NaiveDate};
use domain::{
    authz::{PublicRegister, act, require},
    kernel::congress_midnight,
    suggestion::metrics::{MatterFacts, measures},
};
use serde::Serialize;
use utoipa::ToSchema;

/// Of so many matters of the year before each is read whole.
const MOST: usize = 10_000;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_standing_comparison, get_standing_comparison);
}

/// A year beside the one before.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"year": 2026, "as_of": "2026-06-10", "now": {"unit_id": null, "unit": null, "base": 32, "measures": [{"key": "on_time",
        "label": "按时办复率", "numerator": 24, "denominator": 30, "percent": 80.0}], "unevaluated": 3, "days_count": 30, "days_median": 52,
        "days_p90": 80, "yellow_cards": 1, "red_cards": 0, "by_category": [{"category": "resolved", "letter": "A",
        "label": "已经解决或基本解决", "count": 12}]},
    "before_as_of": "2025-06-10", "before": {"unit_id": null, "unit": null, "base": 31, "measures": [{"key": "on_time",
        "label": "按时办复率", "numerator": 27, "denominator": 30, "percent": 90.0}], "unevaluated": 3, "days_count": 30, "days_median": 52,
        "days_p90": 80, "yellow_cards": 1, "red_cards": 0, "by_category": [{"category": "resolved", "letter": "A",
        "label": "已经解决或基本解决", "count": 12}]}}))]
pub struct StandingComparison {
    /// The year.
    pub year: i32,
    /// As of this day.
    pub as_of: NaiveDate,
    /// The measures of what was assigned in the year.
    pub now: MeasuresResponse,
    /// The same day of the year before.
    pub before_as_of: NaiveDate,
    /// The measures of what had been assigned in the year before by that day, as they stood on it.
    pub before: MeasuresResponse,
}

/// Compare with the year before
///
/// 同比: the measures of the year, and those of the year before as they stood on the same day: without every answer, rating and
/// decision that came later.
#[utoipa::path(get, path = "/api/v1/standing/comparison", tag = "standing", security(("bearer" = [])),
    params(StandingQuery),
    responses((status = 200, description = "Both years", body = StandingComparison)))]
pub(super) async fn get_standing_comparison(
    state: web::Data<State>,
    caller: Caller,
    query: Query<StandingQuery>,
) -> ApiResult<Answer> {
    require::<act::ReadSuggestion>(&caller.actor, &PublicRegister)?;
    let reading = Reading::of(&state, &caller.request).await?;
    let today = reading.today;
    let year = query.year.unwrap_or_else(|| today.year());
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or(today);
    let as_of = today.min(day(year, 12, 31));
    let before_as_of = as_of.checked_sub_months(Months::new(12)).unwrap_or(as_of);
    let now = Selection::between(day(year, 1, 1), day(year, 12, 31)).read(&state, &caller.actor).await?;
    let list = SuggestionListQuery {
        assigned_from: Some(day(year - 1, 1, 1)),
        assigned_to: Some(before_as_of),
        ..SuggestionListQuery::default()
    };
    let earlier = matters(&state, &caller.actor, &list, &reading, MOST).await?;
    let end = before_as_of.checked_add_days(Days::new(1)).and_then(congress_midnight).unwrap_or(reading.now);
    let end = end - chrono::Duration::milliseconds(1);
    let before: Vec<MatterFacts> =
        earlier.as_slice().iter().map(|stored| stored.case.as_of(end).facts()).collect();
    let comparison = StandingComparison {
        year,
        as_of,
        now: represent_measures(&reading, None, &measures(&facts(&now), as_of)),
        before_as_of,
        before: represent_measures(&reading, None, &measures(&before, before_as_of)),
    };
    Answer::ok(&comparison)
}
