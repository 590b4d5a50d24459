//! The present day, calendar and settings, as every list needs them.

use crate::{
    http::{ApiResult, Language, RequestInfo},
    settings::Configuration,
    state::State,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    calendar::{Light, Remaining},
    kernel::{Coded, IdSource, business_date},
    settings::Settings,
    suggestion::{Ctx, LightBasis, LightDays, ReplyCategory, Seats, UrgeBy, category_letter, urged_until},
};
use persistence::suggestion::UrgeDays;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// What does not differ between the rows of an answer.
pub(crate) struct Reading {
    configuration: Arc<Configuration>,
    /// Settings in force today.
    pub settings: Settings,
    /// The one instant of the request.
    pub now: DateTime<Utc>,
    /// Today in the congress's zone.
    pub today: NaiveDate,
    /// What decides the lights today.
    pub days: LightDays,
    /// Up to which day each office may have urged that may urge again today.
    pub urge_days: UrgeDays,
    /// Language of labels.
    pub language: Language,
    ids: Arc<dyn IdSource>,
}

impl Reading {
    /// For this request.
    pub async fn of(state: &State, request: &RequestInfo) -> ApiResult<Self> {
        let configuration = state.configuration().await?;
        let today = business_date(request.now);
        let settings = configuration.settings_at(today)?;
        let days = LightDays::of(today, &settings, configuration.calendar());
        let until = |by| urged_until(configuration.calendar(), &settings, by, today);
        let urge_days = UrgeDays {
            lights: days,
            congress: until(UrgeBy::Congress),
            government: until(UrgeBy::Government),
            committee: until(UrgeBy::Committee),
            leader: until(UrgeBy::Leader),
        };
        Ok(Self {
            configuration,
            settings,
            now: request.now,
            today,
            days,
            urge_days,
            language: request.language,
            ids: state.shared.ids.clone(),
        })
    }

    /// The settings in force on a day.
    ///
    /// # Errors
    /// A defect: what is stored was checked when it was written.
    pub fn settings_on(&self, day: NaiveDate) -> ApiResult<Settings> {
        self.configuration.settings_at(day)
    }

    /// What the aggregate needs to answer questions of state.
    pub fn ctx<'a>(&'a self, seats: &'a Seats) -> Ctx<'a> {
        Ctx {
            now: self.now,
            settings: &self.settings,
            calendar: self.configuration.calendar(),
            ids: self.ids.as_ref(),
            seats,
        }
    }

    /// The word of a stored code; the code itself when another release wrote it.
    pub fn word<T: Coded>(&self, code: &str) -> String {
        T::from_code(code).map_or_else(|| code.to_owned(), |value| self.label(value))
    }

    /// The word of a value.
    pub fn label<T: Coded>(&self, value: T) -> String {
        self.pick(value.as_zh(), value.as_en()).to_owned()
    }

    /// The text in the language asked for.
    pub fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.language {
            Language::Chinese => zh,
            Language::English => en,
        }
    }

    /// The letter of a stored category under the scheme in force.
    pub fn letter(&self, category: Option<&str>) -> Option<String> {
        let category = ReplyCategory::from_code(category?)?;
        Some(category_letter(self.settings.category_scheme, category).to_string())
    }

    /// How far a day is.
    pub fn due(&self, on: NaiveDate) -> TimeLeft {
        let left = self.configuration.calendar().remaining(self.today, on);
        let signed = |days: u32| i64::from(days);
        let (working_days_left, days_late) = match left {
            Remaining::Left { working_days, .. } => (Some(signed(working_days)), None),
            Remaining::DueToday => (Some(0), None),
            Remaining::Overdue { days, .. } => (None, Some(signed(days))),
        };
        let (zh, en) = (left.zh(), left.en());
        TimeLeft { on, working_days_left, days_late, label: self.pick(&zh, &en).to_owned() }
    }

    /// The light of a row.
    pub fn light(&self, basis: LightBasis) -> Option<LightResponse> {
        basis
            .light(&self.days)
            .map(|light| LightResponse { code: light.as_str(), label: self.light_label(light) })
    }

    /// A light in words.
    pub fn light_label(&self, light: Light) -> String {
        self.pick(light.label_zh(), light_en(light)).to_owned()
    }
}

const fn light_en(light: Light) -> &'static str {
    match light {
        Light::Green => "Green light",
        Light::Yellow => "Yellow light",
        Light::YellowCard => "Yellow card",
        Light::RedCard => "Red card",
    }
}

/// How far a deadline is (期限).
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({"on": "2026-06-02", "working_days_left": 12, "days_late": null, "label": "剩 12 个工作日"}))]
pub struct TimeLeft {
    /// The last day, until 24:00 in the congress's zone.
    pub on: NaiveDate,
    /// Working days after today up to it; `null` once it is past.
    pub working_days_left: Option<i64>,
    /// Calendar days since; `null` before.
    pub days_late: Option<i64>,
    /// In words.
    pub label: String,
}

/// 亮灯
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({"code": "yellow", "label": "黄灯"}))]
pub struct LightResponse {
    /// `green`, `yellow`, `yellow_card`, `red_card`.
    pub code: &'static str,
    /// In words.
    pub label: String,
}
