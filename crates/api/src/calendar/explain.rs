use crate::{
    http::{Answer, Api, ApiResult, Caller, Language, Query},
    state::State,
};
use actix_web::web;
use chrono::{Datelike, NaiveDate};
use domain::{
    authz::{act, require},
    calendar::{Basis, CALENDAR_YEARS, Deadline, Rule, Step},
    kernel::{DomainError, ErrorCode, FieldError, business_date},
    settings::{DeadlineKind, SystemSettings},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub(super) fn register(api: &mut Api) {
    api.route(__path_explain_deadline, explain_deadline);
}

/// What deadline is asked for: a start and either a rule or a kind.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeadlineQuery {
    /// Start day, not counted.
    #[param(example = "2026-03-06")]
    pub start: NaiveDate,
    /// `5wd` working days, `20d` days, `2w` weeks, `3m` months, `1y` year; `20d!` is not moved to a working day.
    #[param(example = "3m")]
    pub rule: Option<String>,
    /// Instead of a rule: a deadline of the settings in force on `start`, such as `reply`, `sign`, `feedback`.
    pub kind: Option<String>,
}

/// A deadline that explains itself (期限及其计算过程).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "key": "reply", "start": "2026-03-06", "rule": "3m", "rule_text": "3个月", "due": "2026-06-08", "remaining": "剩 60 个工作日",
    "provisional": false,
    "basis": {"setting": "reply_months", "label": "答复期限", "value": "3", "valid_from": null,
        "law": "《全国人民代表大会和地方各级人民代表大会代表法》第五十一条"},
    "steps": [{"kind": "start_not_counted", "from": "2026-03-06", "to": "2026-03-06", "count": 0, "name": "",
        "text": "2026年3月6日（周五）为起算日，不计入"}]
}))]
pub struct DeadlineResponse {
    /// What is due; empty for a bare rule.
    pub key: String,
    /// Start day, not counted.
    pub start: NaiveDate,
    /// The period as written.
    pub rule: String,
    /// The period in words.
    pub rule_text: String,
    /// Last day.
    pub due: NaiveDate,
    /// Seen from today, in words.
    pub remaining: String,
    /// A year involved has no official notice yet: the day may move.
    pub provisional: bool,
    /// What it rests on.
    pub basis: Option<DeadlineBasisResponse>,
    /// How it was computed, in order.
    pub steps: Vec<DeadlineStepResponse>,
}

/// The setting and article on which a deadline rests.
#[derive(Serialize, ToSchema)]
pub struct DeadlineBasisResponse {
    /// Setting key.
    pub setting: String,
    /// The setting's name.
    pub label: String,
    /// Value in force.
    pub value: String,
    /// Since when; `null`: the built-in value.
    pub valid_from: Option<NaiveDate>,
    /// Law article.
    pub law: Option<String>,
}

/// One step of the computation.
#[derive(Serialize, ToSchema)]
pub struct DeadlineStepResponse {
    /// What was done, e.g. `holiday_skipped`, `rolled_forward`.
    pub kind: String,
    /// First day concerned.
    pub from: NaiveDate,
    /// Last day concerned.
    pub to: NaiveDate,
    /// A number of days, as `kind` tells; else 0.
    pub count: u32,
    /// A festival's name or a rule, as `kind` tells; else empty.
    pub name: String,
    /// The step in words.
    pub text: String,
}

/// Compute a deadline
///
/// 计算期限 with every step: what was counted, skipped and moved, the setting and the article it rests on.
#[utoipa::path(get, path = "/api/v1/calendar/deadline", tag = "calendar", security(("bearer" = [])), params(DeadlineQuery),
    responses((status = 200, description = "The deadline", body = DeadlineResponse)))]
pub(super) async fn explain_deadline(
    state: web::Data<State>,
    caller: Caller,
    query: Query<DeadlineQuery>,
) -> ApiResult<Answer> {
    require::<act::ReadSettings>(&caller.actor, &SystemSettings)?;
    if !CALENDAR_YEARS.contains(&query.start.year()) {
        return Err(wrong("?start", ErrorCode::ValueOutOfRange).into());
    }
    let configuration = state.configuration().await?;
    let calendar = configuration.calendar();
    let deadline = match (&query.rule, &query.kind) {
        (Some(rule), None) => {
            let rule: Rule = rule.parse().map_err(|_| wrong("?rule", ErrorCode::ValueInvalid))?;
            calendar.due(query.start, &rule)
        }
        (None, Some(word)) => {
            let kind = DeadlineKind::ALL.iter().copied().find(|kind| kind.as_str() == word);
            let kind = kind.ok_or_else(|| wrong("?kind", ErrorCode::ValueInvalid))?;
            configuration.settings_at(query.start)?.deadline(calendar, kind, query.start)
        }
        _ => return Err(wrong("?rule", ErrorCode::ValueRequired).into()),
    };
    let remaining = calendar.remaining(business_date(caller.request.now), deadline.due);
    let language = caller.request.language;
    let remaining = if language == Language::English { remaining.en() } else { remaining.zh() };
    Answer::ok(&DeadlineResponse::new(&deadline, remaining, language))
}

/// A wrong part of the address is 400.
fn wrong(pointer: &str, code: ErrorCode) -> DomainError {
    let mut refused = DomainError::new(ErrorCode::RequestMalformed);
    refused.fields.push(FieldError::new(pointer, code));
    refused
}

impl DeadlineResponse {
    /// The deadline in one language; `remaining` says how far away it is.
    pub fn new(deadline: &Deadline, remaining: String, language: Language) -> Self {
        let english = language == Language::English;
        let basis = |basis: &Basis| DeadlineBasisResponse {
            setting: basis.setting.to_owned(),
            label: if english { basis.label_en } else { basis.label_zh }.to_owned(),
            value: basis.value.clone(),
            valid_from: basis.valid_from,
            law: if english { basis.law_en } else { basis.law_zh }.map(str::to_owned),
        };
        let step = |step: &Step| DeadlineStepResponse {
            kind: step.kind.as_str().to_owned(),
            from: step.from,
            to: step.to,
            count: step.count,
            name: step.name.clone(),
            text: if english { step.en() } else { step.zh() },
        };
        Self {
            key: deadline.key.to_owned(),
            start: deadline.start,
            rule: deadline.rule.to_string(),
            rule_text: if english { deadline.rule.en() } else { deadline.rule.zh() },
            due: deadline.due,
            remaining,
            provisional: deadline.provisional,
            basis: deadline.basis.as_ref().map(basis),
            steps: deadline.steps.iter().map(step).collect(),
        }
    }
}
