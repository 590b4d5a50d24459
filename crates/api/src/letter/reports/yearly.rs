use super::{
    Material,
    figures::{tally, year_figures},
};
use crate::{
    http::{Api, ApiResult, Caller, FileBody, Query},
    letter::{
        collection::units,
        typesetter::{Format, Printed},
    },
    state::State,
    suggestion::{SuggestionListQuery, commitment_rows},
};
use actix_web::{HttpResponse, web};
use chrono::{Datelike, NaiveDate};
use documents::report::{OpenLine, YearlyReport};
use domain::{
    authz::{JurisdictionPath, PublicRegister, act, require},
    kernel::{Coded, ErrorCode, UnitId, business_date},
    settings::Settings,
    suggestion::{Case, Rating, SuggestionStatus, metrics::MatterFacts},
};
use serde::Deserialize;
use std::collections::HashMap;
use utoipa::IntoParams;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_yearly_report, get_yearly_report);
}

/// Which year.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct YearlyQuery {
    /// Year of the assignment; default: this one.
    #[serde(default, deserialize_with = "crate::http::year")]
    #[param(minimum = 1990, maximum = 2100, example = 2026)]
    year: Option<i32>,
    /// The day as of which it counts; default: today, or the year's last day.
    as_of: Option<NaiveDate>,
    /// File format: `docx` (default) or `pdf`.
    #[param(inline)]
    format: Option<Format>,
}

/// Yearly report on the handling of suggestions
///
/// 办理情况报告 with its annexes (承办单位统计表, 尚未办结, 承诺事项), for the suggestions assigned in a year, compared with the year before
/// as of the same day. Confidential ones are counted, not listed. Entered in the audit log.
#[utoipa::path(get, path = "/api/v1/suggestions/reports/yearly", tag = "letter", security(("bearer" = [])),
    params(YearlyQuery),
    responses((status = 200, description = "The report", content(
        (FileBody = "application/pdf"), (FileBody = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"))),
        (status = 422, description = "Nothing to print in this selection, or more than one file holds", body = crate::http::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn get_yearly_report(
    state: web::Data<State>,
    caller: Caller,
    query: Query<YearlyQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ReviewSuggestion>(&caller.actor, &PublicRegister)?;
    let today = business_date(caller.request.now);
    let year = query.year.unwrap_or_else(|| today.year());
    let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today);
    let as_of = query.as_of.unwrap_or(if year < today.year() { last } else { today });
    let material = Material::of(&state, &caller, &assigned_in(year), as_of).await?;
    let same_day = material.as_of.checked_sub_months(chrono::Months::new(12)).unwrap_or(material.as_of);
    let before = Material::of(&state, &caller, &assigned_in(year - 1), same_day).await?;
    let report = report(&material, &before, year)?;
    let format = query.format.unwrap_or(Format::Docx);
    material.answer(&state, &caller, (report.document(), format), "yearly").await
}

/// A year's matters as they stood at the end of a day, and the report that tells of them.
pub(crate) struct YearAsOf {
    /// The node to which they belong.
    pub path: JurisdictionPath,
    /// Their facts on that day.
    pub facts: Vec<MatterFacts>,
    /// The settings of that day.
    pub settings: Settings,
    /// Names of the units.
    pub units: HashMap<UnitId, String>,
    /// 办理情况报告
    pub printed: Printed,
}

/// The matters assigned in `year` that the caller may read, as they stood at the end of `as_of`.
///
/// # Errors
/// 422 when there are none; as the database.
pub(crate) async fn year_as_of(
    state: &State,
    caller: &Caller,
    year: i32,
    as_of: NaiveDate,
) -> ApiResult<YearAsOf> {
    let material = Material::of(state, caller, &assigned_in(year), as_of).await?;
    let same_day = material.as_of.checked_sub_months(chrono::Months::new(12)).unwrap_or(material.as_of);
    let before = Material::of(state, caller, &assigned_in(year - 1), same_day).await?;
    let report = report(&material, &before, year)?;
    let mut units = HashMap::new();
    for (case, registers) in &material.cases {
        let replied = case.replies.iter().map(|reply| reply.unit);
        for unit in case.tasks.iter().map(|task| task.unit).chain(replied) {
            units.entry(unit).or_insert_with(|| registers.unit(unit));
        }
    }
    let first = material.cases.first().map(|(case, _)| case.suggestion.path.clone());
    Ok(YearAsOf {
        path: first.ok_or(ErrorCode::LetterNone)?,
        facts: material.cases().map(Case::facts).collect(),
        settings: material.reading.settings.clone(),
        units,
        printed: Printed::from(report.document()),
    })
}

fn assigned_in(year: i32) -> SuggestionListQuery {
    SuggestionListQuery {
        assigned_from: NaiveDate::from_ymd_opt(year, 1, 1),
        assigned_to: NaiveDate::from_ymd_opt(year, 12, 31),
        sort: Some("official_no".to_owned()),
        ..SuggestionListQuery::default()
    }
}

fn report(material: &Material, before: &Material, year: i32) -> ApiResult<YearlyReport> {
    let head = material.head()?;
    let (measures, counted) = (material.measures(), material.counted());
    let earlier = before.measures();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let category = |case: &Case| case.suggestion.classification.category.clone();
    let open: Vec<_> = material
        .cases
        .iter()
        .filter_map(|(case, registers)| Some((case, registers, open(case, &case.facts())?)))
        .collect();
    let listed = material.cases.iter().filter(|(case, _)| Material::is_listed(case));
    Ok(YearlyReport {
        congress: head.area(),
        issuer: head.committee(),
        year,
        as_of: material.as_of,
        figures: year_figures(&measures),
        before: (earlier.base > 0).then(|| year_figures(&earlier)),
        key: number(counted.iter().filter(|(case, _)| case.suggestion.is_key).count()),
        by_category: tally(
            counted.iter().map(|(case, _)| category(case).unwrap_or_else(|| "未分类".to_owned())),
        ),
        by_result: material.by_result(&measures),
        units: material.units(),
        with_d: material.with_d(),
        unlisted: number(open.iter().filter(|(case, ..)| !Material::is_listed(case)).count()),
        open: open
            .into_iter()
            .filter(|(case, ..)| Material::is_listed(case))
            .map(|(case, registers, reason)| OpenLine {
                number: Material::number(case, registers),
                title: case.suggestion.text.title.clone(),
                units: units(case, registers),
                status: case.status().as_zh().to_owned(),
                reason,
            })
            .collect(),
        commitments: listed
            .flat_map(|(case, registers)| {
                commitment_rows(case, &Material::number(case, registers), |unit| registers.unit(unit))
            })
            .collect(),
        rendered_at: material.at,
    })
}

/// Why a counted matter is not settled; `None` for one that is.
fn open(case: &Case, facts: &MatterFacts) -> Option<String> {
    if !facts.counts() || matches!(case.status(), SuggestionStatus::Closed | SuggestionStatus::Archived) {
        return None;
    }
    let unsatisfied = facts.final_rating.is_some_and(|(_, result)| result == Rating::Unsatisfied);
    Some(match case.status() {
        _ if facts.replied_on.is_none() => "未答复".to_owned(),
        SuggestionStatus::Rehandling => "正在重新办理".to_owned(),
        _ if unsatisfied => "代表对结果不满意".to_owned(),
        SuggestionStatus::Tracking => "承诺事项尚未全部落实".to_owned(),
        SuggestionStatus::Replied => "待代表评价".to_owned(),
        _ => "待办结".to_owned(),
    })
}
