use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{SettingError, SettingErrorKind, SettingKey, Settings};
use crate::calendar::{Basis, LightThresholds};
use crate::suggestion::metrics::ScoreWeights;

/// One value of a setting, in force from a day on until the next version of the key (设置版本).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SettingVersion {
    /// Which setting.
    pub key: SettingKey,
    /// The value.
    pub value: Value,
    /// First day in force.
    pub valid_from: NaiveDate,
}

impl Settings {
    /// The values in force on `date`: for each key the latest version that is not later, otherwise the built-in value. Of two versions of
    /// one key and day the later in the list counts.
    ///
    /// # Errors
    /// Every value that is not valid, and pairs of values that contradict each other.
    pub fn at(versions: &[SettingVersion], date: NaiveDate) -> Result<Self, Vec<SettingError>> {
        let mut in_force: BTreeMap<SettingKey, &SettingVersion> = BTreeMap::new();
        for version in versions.iter().filter(|version| version.valid_from <= date) {
            let newer = in_force.get(&version.key).is_none_or(|known| known.valid_from <= version.valid_from);
            if newer {
                in_force.insert(version.key, version);
            }
        }
        let mut settings = Self::default();
        let mut errors = Vec::new();
        for (key, version) in in_force {
            match settings.set(key, &version.value) {
                Ok(()) => {
                    settings.valid_from.insert(key, version.valid_from);
                }
                Err(error) => errors.push(error),
            }
        }
        settings.finish(errors)
    }

    /// The built-in values changed by those given.
    ///
    /// # Errors
    /// Unknown keys, values that are not valid, and pairs of values that contradict each other.
    pub fn from_map(values: &BTreeMap<String, Value>) -> Result<Self, Vec<SettingError>> {
        let mut settings = Self::default();
        let mut errors = Vec::new();
        for (key, value) in values {
            match key.parse::<SettingKey>().and_then(|key| settings.set(key, value)) {
                Ok(()) => {}
                Err(error) => errors.push(error),
            }
        }
        settings.finish(errors)
    }

    /// Since when the value of the key is in force; `None`: it is the built-in one.
    pub fn valid_from(&self, key: SettingKey) -> Option<NaiveDate> {
        self.valid_from.get(&key).copied()
    }

    /// What a deadline says of the setting on which it rests.
    pub fn basis(&self, key: SettingKey) -> Basis {
        let meta = key.meta();
        Basis {
            setting: key.as_str(),
            label_zh: meta.label_zh,
            label_en: meta.label_en,
            value: match self.get(key) {
                Value::String(text) => text,
                other => other.to_string(),
            },
            valid_from: self.valid_from(key),
            law_zh: meta.law.map(|law| law.zh),
            law_en: meta.law.map(|law| law.en),
        }
    }

    /// Thresholds of the warning lights.
    pub fn light_thresholds(&self) -> LightThresholds {
        LightThresholds {
            yellow_light_days: u32::from(self.yellow_light_days),
            red_card_late_wd: u32::from(self.red_card_late_wd),
        }
    }

    /// Weights of the units' score.
    pub fn score_weights(&self) -> ScoreWeights {
        ScoreWeights {
            sign: self.score_sign.into(),
            contact: self.score_contact.into(),
            on_time: self.score_on_time.into(),
            quality: self.score_quality.into(),
            satisfaction: self.score_satisfaction.into(),
            implementation: self.score_implementation.into(),
            publication: self.score_publication.into(),
            yellow_card: self.score_yellow_card.into(),
            red_card: self.score_red_card.into(),
        }
    }

    fn finish(self, mut errors: Vec<SettingError>) -> Result<Self, Vec<SettingError>> {
        if self.reply_months > self.reply_months_extended {
            let kind = SettingErrorKind::Contradicts(SettingKey::ReplyMonths.as_str());
            errors.push(SettingError::new(SettingKey::ReplyMonthsExtended.as_str(), kind));
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}

/// Whether `change` may be added to the history: it must be valid itself and contradict no other value on any day from then on.
///
/// # Errors
/// As [`Settings::at`], for the first day on which something is wrong.
pub fn check_change(versions: &[SettingVersion], change: &SettingVersion) -> Result<(), Vec<SettingError>> {
    let mut after = versions.to_vec();
    after.push(change.clone());
    let mut days: Vec<NaiveDate> =
        after.iter().map(|version| version.valid_from).filter(|day| *day >= change.valid_from).collect();
    days.sort_unstable();
    days.dedup();
    days.into_iter().try_for_each(|day| Settings::at(&after, day).map(drop))
}
