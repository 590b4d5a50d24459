use super::{Material, figures::tally};
use crate::{
    http::{Api, ApiResult, Caller, FileBody, Query},
    letter::{collection::units, typesetter::Format},
    state::State,
    suggestion::SuggestionListQuery,
};
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use documents::{
    layout::chinese_date,
    report::{AcceptanceReport, MatterLine, RefusedLine},
};
use domain::{
    authz::{PublicRegister, act, require},
    kernel::{Coded, ErrorCode, FieldError},
    suggestion::{Case, SuggestionKind, SuggestionStatus},
};
use serde::Deserialize;
use std::collections::BTreeSet;
use utoipa::IntoParams;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_acceptance_report, get_acceptance_report);
}

/// Which matters: those of a session, or those handed in between two days.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AcceptanceQuery {
    /// 次会议; without it the days are needed.
    session_id: Option<Uuid>,
    /// Handed in on or after this day.
    from: Option<NaiveDate>,
    /// Handed in on or before this day.
    to: Option<NaiveDate>,
    /// The day as of which it counts; default: today.
    as_of: Option<NaiveDate>,
    /// File format: `pdf` (default) or `docx`.
    #[param(inline)]
    format: Option<Format>,
}

/// Report on what was handed in
///
/// 审查报告: how many suggestions were received, accepted, merged, returned or not accepted, by category and delegation, with lists of
/// both. Confidential ones are counted, not listed. Entered in the audit log.
#[utoipa::path(get, path = "/api/v1/suggestions/reports/acceptance", tag = "letter", security(("bearer" = [])),
    params(AcceptanceQuery),
    responses((status = 200, description = "The report", content(
        (FileBody = "application/pdf"), (FileBody = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"))),
        (status = 422, description = "Nothing to print in this selection, or more than one file holds", body = crate::http::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn get_acceptance_report(
    state: web::Data<State>,
    caller: Caller,
    query: Query<AcceptanceQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ReviewSuggestion>(&caller.actor, &PublicRegister)?;
    if query.session_id.is_none() && (query.from.is_none() || query.to.is_none()) {
        return Err(FieldError::new("?session_id", ErrorCode::ValueRequired).into());
    }
    let list = SuggestionListQuery {
        session_id: query.session_id,
        submitted_from: query.from,
        submitted_to: query.to,
        sort: Some("official_no".to_owned()),
        ..SuggestionListQuery::default()
    };
    let today = domain::kernel::business_date(caller.request.now);
    let material = Material::of(&state, &caller, &list, query.as_of.unwrap_or(today)).await?;
    let report = report(&material, &query)?;
    let format = query.format.unwrap_or(Format::Pdf);
    material.answer(&state, &caller, (report.document(), format), "acceptance").await
}

fn report(material: &Material, query: &AcceptanceQuery) -> ApiResult<AcceptanceReport> {
    let head = material.head()?;
    let received = |case: &Case| case.suggestion.submitted_at.is_some();
    let all: Vec<_> = material.cases.iter().filter(|(case, _)| received(case)).collect();
    let count = |is: &dyn Fn(&Case) -> bool| {
        u32::try_from(all.iter().filter(|(case, _)| is(case)).count()).unwrap_or(u32::MAX)
    };
    let status = |status: SuggestionStatus| count(&|case| case.status() == status);
    let accepted = |case: &Case| {
        case.suggestion.accepted_at.is_some()
            && !matches!(case.status(), SuggestionStatus::Withdrawn | SuggestionStatus::Merged)
    };
    let line = |case: &Case, registers: &_| MatterLine {
        number: Material::number(case, registers),
        title: case.suggestion.text.title.clone(),
        lead_deputy: Material::lead(case, registers),
        category: case.suggestion.classification.category.clone().unwrap_or_default(),
        units: units(case, registers),
    };
    let session = head.session_label();
    let span = |day: Option<NaiveDate>| day.map(chinese_date).unwrap_or_default();
    let period = match query.session_id {
        Some(_) => session.clone(),
        None => format!("{}至{}闭会期间", span(query.from), span(query.to)),
    };
    let deputies: BTreeSet<_> = all.iter().map(|(case, _)| case.suggestion.lead).collect();
    let unsorted = |name: Option<String>, other: &str| {
        name.filter(|name| !name.is_empty()).unwrap_or_else(|| other.to_owned())
    };
    let taken = || all.iter().filter(|(case, _)| accepted(case));
    Ok(AcceptanceReport {
        period,
        addressee: if query.session_id.is_some() {
            format!("{session}主席团")
        } else {
            head.chair_council()
        },
        issuer: head.committee(),
        as_of: material.as_of,
        received: count(&|_| true),
        deputies: u32::try_from(deputies.len()).unwrap_or(u32::MAX),
        joint: count(&|case| case.suggestion.confirmed_cosigners().next().is_some()),
        accepted: count(&accepted),
        converted: count(&|case| accepted(case) && case.suggestion.kind == SuggestionKind::ConvertedMotion),
        merged: status(SuggestionStatus::Merged),
        returned: status(SuggestionStatus::Returned),
        not_accepted: status(SuggestionStatus::NotAccepted),
        withdrawn: status(SuggestionStatus::Withdrawn),
        pending: status(SuggestionStatus::Submitted),
        by_category: tally(
            taken().map(|(case, _)| unsorted(case.suggestion.classification.category.clone(), "未分类")),
        ),
        by_delegation: tally(taken().map(|(case, registers)| {
            // Which delegation a protected deputy belongs to would say too much in a small one.
            let hidden = case.suggestion.confidentiality.hide_names_from_units;
            let name = (!hidden).then(|| registers.delegation(case.suggestion.lead));
            unsorted(name, "其他")
        })),
        list: taken()
            .filter(|(case, _)| Material::is_listed(case))
            .map(|(case, registers)| line(case, registers))
            .collect(),
        refused: all
            .iter()
            .filter(|(case, _)| Material::is_listed(case) && refused(case.status()))
            .map(|(case, registers)| RefusedLine {
                code: case.suggestion.code.clone().unwrap_or_default(),
                title: case.suggestion.text.title.clone(),
                lead_deputy: Material::lead(case, registers),
                outcome: case.status().as_zh().to_owned(),
                reason: reason(case),
            })
            .collect(),
        unlisted: count(&|case| !Material::is_listed(case) && (accepted(case) || refused(case.status()))),
        rendered_at: material.at,
    })
}

const fn refused(status: SuggestionStatus) -> bool {
    matches!(
        status,
        SuggestionStatus::Returned
            | SuggestionStatus::NotAccepted
            | SuggestionStatus::Merged
            | SuggestionStatus::Withdrawn
    )
}

fn reason(case: &Case) -> String {
    if case.status() == SuggestionStatus::Withdrawn {
        return case.suggestion.withdrawal.as_ref().map(|request| request.reason.clone()).unwrap_or_default();
    }
    let remark = case.suggestion.review_remarks.last();
    remark
        .map(|remark| {
            let reasons: Vec<&str> = remark.reasons.iter().map(|reason| reason.as_zh()).collect();
            [reasons.join("、"), remark.text.clone()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("：")
        })
        .unwrap_or_default()
}
