use super::{Material, figures::share};
use crate::{
    http::{Api, ApiResult, Caller, FileBody, Query},
    letter::typesetter::Format,
    state::State,
    suggestion::SuggestionListQuery,
};
use actix_web::{HttpResponse, web};
use chrono::{Datelike, Months, NaiveDate};
use documents::report::{Bulletin, CardLine, LateLine};
use domain::{
    authz::{PublicRegister, act, require},
    kernel::{ErrorCode, FieldError, business_date},
    suggestion::{SuggestionStatus, UrgeLevel},
};
use serde::Deserialize;
use utoipa::IntoParams;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_progress_bulletin, get_progress_bulletin);
}

/// Which month.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct BulletinQuery {
    /// The year; default: this one.
    #[serde(default, deserialize_with = "crate::http::year")]
    #[param(minimum = 1990, maximum = 2100, example = 2026)]
    year: Option<i32>,
    /// The month, 1 to 12; default: this one.
    #[param(minimum = 1, maximum = 12, example = 5)]
    month: Option<u32>,
    /// File format: `pdf` (default) or `docx`.
    #[param(inline)]
    format: Option<Format>,
}

/// Progress bulletin of a month
///
/// 办理进度通报: how far the suggestions assigned in the year were at the end of the month, what is late, which cards were given, and
/// how each unit stands. The bulletin of a past month reads the same whenever it is made. Entered in the audit log.
#[utoipa::path(get, path = "/api/v1/suggestions/reports/bulletin", tag = "letter", security(("bearer" = [])),
    params(BulletinQuery),
    responses((status = 200, description = "The bulletin", content(
        (FileBody = "application/pdf"), (FileBody = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"))),
        (status = 422, description = "Nothing to print in this selection, or more than one file holds", body = crate::http::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn get_progress_bulletin(
    state: web::Data<State>,
    caller: Caller,
    query: Query<BulletinQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ReviewSuggestion>(&caller.actor, &PublicRegister)?;
    let today = business_date(caller.request.now);
    let (year, month) =
        (query.year.unwrap_or_else(|| today.year()), query.month.unwrap_or_else(|| today.month()));
    let wrong = || FieldError::new("?month", ErrorCode::ValueInvalid);
    let begin = NaiveDate::from_ymd_opt(year, month, 1).ok_or_else(wrong)?;
    let end = begin.checked_add_months(Months::new(1)).and_then(|day| day.pred_opt()).ok_or_else(wrong)?;
    let list = SuggestionListQuery {
        assigned_from: NaiveDate::from_ymd_opt(year, 1, 1),
        assigned_to: Some(end),
        sort: Some("official_no".to_owned()),
        ..SuggestionListQuery::default()
    };
    let material = Material::of(&state, &caller, &list, end).await?;
    let bulletin = bulletin(&material, begin)?;
    let format = query.format.unwrap_or(Format::Pdf);
    material.answer(&state, &caller, (bulletin.document(), format), "bulletin").await
}

fn bulletin(material: &Material, begin: NaiveDate) -> ApiResult<Bulletin> {
    let head = material.head()?;
    let measures = material.measures();
    let counted = material.counted();
    let in_month = |day: Option<NaiveDate>| day.is_some_and(|day| day >= begin && day <= material.as_of);
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let units = material.units();
    let mut copies = vec![head.government_office()];
    copies.extend(units.iter().map(|unit| unit.unit.clone()));
    copies.dedup();
    Ok(Bulletin {
        issuer: head.committee(),
        congress: head.area(),
        as_of: material.as_of,
        assigned: measures.base,
        assigned_now: number(counted.iter().filter(|(_, facts)| in_month(facts.assigned_on)).count()),
        replied: share(&measures.replied),
        replied_now: number(counted.iter().filter(|(_, facts)| in_month(facts.replied_on)).count()),
        signed_on_time: share(&measures.signed_on_time),
        on_time: share(&measures.on_time),
        met: share(&measures.met),
        satisfied: share(&measures.final_result.satisfied_or_basic),
        unevaluated: measures.final_result.unevaluated,
        resolved: share(&measures.resolved),
        rehandling: number(
            counted.iter().filter(|(case, _)| case.status() == SuggestionStatus::Rehandling).count(),
        ),
        commitments: share(&measures.commitments_kept),
        late: late(material),
        cards: cards(material, begin),
        units,
        with_d: material.with_d(),
        copies,
        rendered_at: material.at,
    })
}

/// Answering tasks past their end, the latest first.
fn late(material: &Material) -> Vec<LateLine> {
    let mut lines = Vec::new();
    for (case, registers) in &material.cases {
        if !Material::is_listed(case) || case.suggestion.wishes.reference_only || !case.facts().counts() {
            continue;
        }
        for task in case.answering_tasks().filter(|task| case.first_reply_of(task.id).is_none()) {
            let Some(due_on) = task.effective_due().filter(|due| *due < material.as_of) else { continue };
            lines.push(LateLine {
                number: Material::number(case, registers),
                title: case.suggestion.text.title.clone(),
                unit: registers.unit(task.unit),
                due_on,
                days: (material.as_of - due_on).num_days(),
            });
        }
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.days));
    lines
}

fn cards(material: &Material, begin: NaiveDate) -> Vec<CardLine> {
    let mut lines = Vec::new();
    for (case, registers) in material.cases.iter().filter(|(case, _)| Material::is_listed(case)) {
        for urge in &case.urges {
            let card = match urge.level {
                UrgeLevel::Yellow => "黄牌",
                UrgeLevel::Red => "红牌",
                UrgeLevel::Notice | UrgeLevel::Urge => continue,
            };
            let on = business_date(urge.at);
            if on < begin {
                continue;
            }
            let task = urge.task.and_then(|id| case.task(id).ok()).or_else(|| case.answering_tasks().next());
            lines.push(CardLine {
                number: Material::number(case, registers),
                title: case.suggestion.text.title.clone(),
                unit: task.map(|task| registers.unit(task.unit)).unwrap_or_default(),
                card: card.to_owned(),
                on,
            });
        }
    }
    lines.sort_by_key(|line| line.on);
    lines
}
