use serde_json::{Value, json};

use super::{CategoryScheme, SettingErrorKind, SettingMeta, ValueKind};
use crate::calendar::MonthDay;

/// A type that a setting can have.
pub(super) trait SettingValue: Sized {
    /// Reads and checks the value.
    fn read(value: &Value, meta: &SettingMeta) -> Result<Self, SettingErrorKind>;
    /// The value as it is stored and sent.
    fn write(&self) -> Value;
}

impl SettingValue for u16 {
    fn read(value: &Value, meta: &SettingMeta) -> Result<Self, SettingErrorKind> {
        let number = value.as_i64().ok_or(SettingErrorKind::WrongKind("a whole number"))?;
        let (min, max) = match meta.kind {
            ValueKind::Integer { min, max } => (min, max),
            ValueKind::Boolean | ValueKind::DayOfYear | ValueKind::Choice(_) => (0, Self::MAX),
        };
        let out_of_range = SettingErrorKind::OutOfRange { min, max, legal: meta.legal_bound };
        match Self::try_from(number) {
            Ok(number) if (min..=max).contains(&number) => Ok(number),
            _ => Err(out_of_range),
        }
    }

    fn write(&self) -> Value {
        json!(self)
    }
}

impl SettingValue for bool {
    fn read(value: &Value, _: &SettingMeta) -> Result<Self, SettingErrorKind> {
        value.as_bool().ok_or(SettingErrorKind::WrongKind("true or false"))
    }

    fn write(&self) -> Value {
        json!(self)
    }
}

impl SettingValue for Option<MonthDay> {
    fn read(value: &Value, _: &SettingMeta) -> Result<Self, SettingErrorKind> {
        let wrong = SettingErrorKind::WrongKind("a day of the year as MM-DD, or null");
        match value {
            Value::Null => Ok(None),
            Value::String(text) => text.parse().map(Some).map_err(|_| wrong),
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => Err(wrong),
        }
    }

    fn write(&self) -> Value {
        self.map_or(Value::Null, |day| json!(day.to_string()))
    }
}

impl SettingValue for CategoryScheme {
    fn read(value: &Value, _: &SettingMeta) -> Result<Self, SettingErrorKind> {
        let word = value.as_str().and_then(|word| word.parse().ok());
        word.ok_or(SettingErrorKind::WrongKind("one of ABC, ABCD, ABCD_PLANNED"))
    }

    fn write(&self) -> Value {
        json!(self.as_str())
    }
}
