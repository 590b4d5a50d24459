use crate::http::{Instant, Language};
use chrono::NaiveDate;
use domain::settings::{SettingKey, Settings, ValueKind};
use persistence::settings::SettingVersionRow;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

/// The day for which settings are asked.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SettingListQuery {
    /// Values in force on this day; today when absent.
    #[param(example = "2026-03-06")]
    pub on: Option<NaiveDate>,
}

/// All settings.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": [{
    "key": "sign_wd", "label": "签收期限", "unit": "working_days", "unit_label": "个工作日", "kind": "integer", "min": 1, "max": 30,
    "choices": [], "default_value": 3, "value": 3, "valid_from": null, "set_by_law": false, "law": null, "history": [],
    "version": 0
}]}))]
pub struct SettingList {
    /// In the order of the catalogue.
    pub items: Vec<SettingResponse>,
}

/// 系统设置: one setting with its value, bounds and history.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "key": "reply_months", "label": "答复期限", "unit": "months", "unit_label": "个月", "kind": "integer", "min": 1, "max": 3,
    "choices": [], "default_value": 3, "value": 3, "valid_from": null, "set_by_law": true,
    "law": "《全国人民代表大会和地方各级人民代表大会代表法》第五十一条", "history": [], "version": 0
}))]
pub struct SettingResponse {
    /// The key.
    pub key: String,
    /// Its name.
    pub label: String,
    /// `working_days`, `calendar_days`, `months`, `times`, `people`, `items`, `none`.
    pub unit: String,
    /// The unit as it follows the number in Chinese.
    pub unit_label: String,
    /// `integer`, `boolean`, `day_of_year` (MM-DD or null), `choice`.
    pub kind: String,
    /// Least value of an integer.
    pub min: Option<u16>,
    /// Greatest value of an integer; the law's maximum where it gives one.
    pub max: Option<u16>,
    /// The words of a choice.
    pub choices: Vec<String>,
    /// The built-in value.
    pub default_value: Value,
    /// The value in force on the day asked for.
    pub value: Value,
    /// Since when it is in force; `null`: it is the built-in one.
    pub valid_from: Option<NaiveDate>,
    /// The bounds come from the law.
    pub set_by_law: bool,
    /// The article it rests on.
    pub law: Option<String>,
    /// Every value ever entered, planned ones too, in the order of entry.
    pub history: Vec<SettingVersionResponse>,
    /// Number of changes; same as the `ETag`. 0: never changed.
    pub version: i64,
}

/// One value in the history of a setting.
#[derive(Serialize, ToSchema)]
pub struct SettingVersionResponse {
    /// Number within the setting's history, from 1.
    pub revision: i64,
    /// The value.
    pub value: Value,
    /// First day in force.
    pub valid_from: NaiveDate,
    /// Why it was changed.
    pub reason: String,
    /// Who changed it.
    pub changed_by: Option<String>,
    /// When it was entered.
    pub changed_at: Instant,
}

/// 修改系统设置
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"value": 4, "valid_from": "2026-12-01", "reason": "主任会议2026年11月20日决定"}))]
pub struct PutSettingRequest {
    /// The new value, of the setting's kind.
    pub value: Value,
    /// First day in force; today when absent.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// Why (变更理由), 1–500 characters.
    pub reason: String,
}

impl SettingResponse {
    /// The setting on the day of `settings`.
    pub fn new(
        key: SettingKey,
        settings: &Settings,
        history: &[SettingVersionRow],
        language: Language,
    ) -> Self {
        let meta = key.meta();
        let english = language == Language::English;
        let (min, max, choices) = match meta.kind {
            ValueKind::Integer { min, max } => (Some(min), Some(max), &[] as &[&str]),
            ValueKind::Choice(words) => (None, None, words),
            ValueKind::Boolean | ValueKind::DayOfYear => (None, None, &[] as &[&str]),
        };
        let history: Vec<_> = history.iter().filter(|row| row.key == key.as_str()).collect();
        Self {
            key: key.as_str().to_owned(),
            label: if english { meta.label_en } else { meta.label_zh }.to_owned(),
            unit: meta.unit.as_str().to_owned(),
            unit_label: meta.unit.zh().to_owned(),
            kind: meta.kind.as_str().to_owned(),
            min,
            max,
            choices: choices.iter().map(|word| (*word).to_owned()).collect(),
            default_value: meta.default,
            value: settings.get(key),
            valid_from: settings.valid_from(key),
            set_by_law: meta.legal_bound,
            law: meta.law.map(|law| if english { law.en } else { law.zh }.to_owned()),
            version: history.iter().map(|row| row.revision).max().unwrap_or(0),
            history: history.into_iter().map(represent).collect(),
        }
    }
}

fn represent(row: &SettingVersionRow) -> SettingVersionResponse {
    SettingVersionResponse {
        revision: row.revision,
        value: row.value.clone(),
        valid_from: row.valid_from,
        reason: row.reason.clone(),
        changed_by: row.account_name.clone(),
        changed_at: row.created_at.into(),
    }
}
