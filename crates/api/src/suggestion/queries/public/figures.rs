use super::{super::reading::Reading, LIST_SECONDS, list::summary, list_dto::PublicSuggestionSummary};
use crate::{
    http::{Answer, Api, ApiResult, RequestInfo},
    state::State,
};
use actix_web::web;
use chrono::{Datelike, NaiveDate};
use domain::suggestion::metrics::{Ratio, measures};
use persistence::{
    listing::PageRequest,
    suggestion::{PUBLIC_SORTS, PublicFilter},
};
use serde::Serialize;
use utoipa::ToSchema;

/// How many of the latest answers the first page shows.
const RECENT: u64 = 5;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_public_home, get_public_home).route(__path_get_public_figures, get_public_figures);
}

/// Figures of one year: matters assigned in it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"year": 2026, "accepted": 120, "answered": 96, "answered_on_time_percent": 98,
    "resolved": 71, "satisfied_percent": 92, "evaluated": 90}))]
pub struct PublicFigures {
    /// The year.
    pub year: i32,
    /// 交办件数
    pub accepted: u32,
    /// 已答复
    pub answered: u32,
    /// 按时办复率, whole per cent; `null` while nothing was due.
    pub answered_on_time_percent: Option<u32>,
    /// 已解决或基本解决
    pub resolved: u32,
    /// 满意和基本满意率 (result), whole per cent; `null` while nothing was evaluated.
    pub satisfied_percent: Option<u32>,
    /// 已评价
    pub evaluated: u32,
}

/// What the portal's first page shows.
#[derive(Serialize, ToSchema)]
pub struct PublicHome {
    /// This year's figures.
    pub figures: PublicFigures,
    /// The latest published answers.
    pub recent: Vec<PublicSuggestionSummary>,
}

/// The portal's first page
///
/// 门户首页: this year's figures (本年办理情况) and the latest published answers.
#[utoipa::path(get, path = "/api/v1/public/home", tag = "public", security(()),
    responses((status = 200, description = "Figures and latest answers", body = PublicHome)))]
pub(super) async fn get_public_home(state: web::Data<State>, request: RequestInfo) -> ApiResult<Answer> {
    let reading = Reading::of(&state, &request).await?;
    let figures = figures(&state, &reading).await?;
    let filter = PublicFilter { answered: Some(true), ..PublicFilter::default() };
    let sort = PUBLIC_SORTS.iter().find(|column| column.name == "replied_on");
    let recent = match sort {
        Some(sort) => {
            let page = PageRequest { sort, descending: true, after: None, limit: RECENT };
            state.store.public_suggestions(&filter, &page).await?
        }
        None => Vec::new(),
    };
    let recent = recent.into_iter().map(|listed| summary(&reading, listed.row, None)).collect();
    Ok(Answer::ok(&PublicHome { figures, recent })?.public(LIST_SECONDS))
}

/// Figures of this year
///
/// 本年办理情况: how many suggestions were assigned, answered, solved, and how deputies rate the answers.
#[utoipa::path(get, path = "/api/v1/public/figures", tag = "public", security(()),
    responses((status = 200, description = "The figures", body = PublicFigures)))]
pub(super) async fn get_public_figures(state: web::Data<State>, request: RequestInfo) -> ApiResult<Answer> {
    let reading = Reading::of(&state, &request).await?;
    Ok(Answer::ok(&figures(&state, &reading).await?)?.public(LIST_SECONDS))
}

async fn figures(state: &State, reading: &Reading) -> ApiResult<PublicFigures> {
    let year = reading.today.year();
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or(reading.today);
    let facts = state.store.public_facts(day(1, 1), day(12, 31)).await?;
    let all = measures(&facts, reading.today);
    let percent = |ratio: &Ratio| ratio.per_mille().map(|tenths| (tenths + 5) / 10);
    Ok(PublicFigures {
        year,
        accepted: all.base,
        answered: all.replied.numerator,
        answered_on_time_percent: percent(&all.on_time),
        resolved: all.resolved.numerator,
        satisfied_percent: percent(&all.final_result.satisfied_or_basic),
        evaluated: all.final_result.satisfied.denominator,
    })
}
