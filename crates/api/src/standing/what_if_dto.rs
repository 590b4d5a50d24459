//! 设置试算: what is asked and what is told.

use crate::suggestion::{SuggestionSummary, TaskUnit, codes::DueKindCode};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// The value to try.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TrySettingQuery {
    /// The value as JSON: `20`, `true`, `"07-31"`, `null`.
    #[param(example = "20")]
    pub value: String,
}

/// How many lights would turn from one to another.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"from": "green", "from_label": "绿灯", "to": "yellow", "to_label": "黄灯", "count": 12}))]
pub struct LightChange {
    /// Today's light.
    pub from: &'static str,
    /// In words.
    pub from_label: String,
    /// The light under the new value.
    pub to: &'static str,
    /// In words.
    pub to_label: String,
    /// How many tasks.
    pub count: u32,
}

/// A unit whose score or place would change.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"unit_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b81", "unit": "住建局", "total_now": 88.5, "total_then": 90.25,
    "rank_now": 4, "rank_then": 2}))]
pub struct UnitChange {
    /// 承办单位
    pub unit_id: Uuid,
    /// Its name.
    pub unit: String,
    /// Score today.
    pub total_now: f64,
    /// Score under the new value.
    pub total_then: f64,
    /// Place today.
    pub rank_now: u32,
    /// Place under the new value.
    pub rank_then: u32,
}

/// A matter whose light or deadline would be another.
#[derive(Serialize, ToSchema)]
pub struct MatterChange {
    /// The matter.
    pub suggestion: SuggestionSummary,
    /// Whose task or deadline; `null`: the matter's own.
    pub unit: Option<TaskUnit>,
    /// Today's light, where lights change.
    pub light_now: Option<String>,
    /// The light under the new value.
    pub light_then: Option<String>,
    /// Which deadline, where deadlines are counted anew.
    #[schema(value_type = Option<DueKindCode>)]
    pub due_kind: Option<&'static str>,
    /// Its name; of an interval between urges, who urges.
    pub due_label: Option<String>,
    /// As it was computed, and stays.
    pub due_now: Option<NaiveDate>,
    /// As it would have been under the new value.
    pub due_then: Option<NaiveDate>,
}

/// What a value would change.
#[derive(Serialize, ToSchema)]
pub struct SettingEffects {
    /// The setting.
    pub key: String,
    /// `score`: places of units; `lights`: lights of running tasks; `deadlines`: running deadlines, had they been counted so
    /// from the start (those that run are not moved); `urges`: from which day whoever urged may urge again; `none`: nothing that
    /// could be counted.
    pub area: &'static str,
    /// How many units, tasks or deadlines were looked at.
    pub counted: u32,
    /// Of these, how many would be different.
    pub changed: u32,
    /// Of the deadlines that would be different, those that would be past today and are not, less those the other way round.
    pub later_late: i32,
    /// Lights that would turn.
    pub lights: Vec<LightChange>,
    /// Units that would change, by the place under the new value; empty for who keeps the settings but reads no business.
    pub units: Vec<UnitChange>,
    /// Matters that would change, at most two hundred; empty for who keeps the settings but reads no business.
    pub matters: Vec<MatterChange>,
}
