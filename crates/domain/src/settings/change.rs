use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{SettingKey, SettingVersion, Settings, check_change};
use crate::authz::{Permit, act};
use crate::kernel::{AuditChange, DomainError, ErrorCode, Event, FieldError};

/// Longest reason for a change of a setting, characters.
pub const MAX_REASON: usize = 500;

/// A setting to be changed: what the administrator asked for.
#[derive(Clone, Debug)]
pub struct ChangeSetting<'a> {
    /// Which setting.
    pub key: SettingKey,
    /// New value.
    pub value: &'a Value,
    /// First day in force.
    pub valid_from: NaiveDate,
    /// Why (变更理由), 1–500 characters.
    pub reason: &'a str,
}

/// What a change of a setting leaves behind.
#[derive(Clone, Debug)]
pub struct SettingChanged {
    /// The version to be added to the history.
    pub version: SettingVersion,
    /// For the outbox: `setting.changed`.
    pub event: Event,
    /// For the audit log.
    pub audit: AuditChange,
}

/// Changes a setting from a day on (修改系统设置). The history only grows: an earlier value stays readable, and deadlines that were computed
/// keep what they were computed from.
///
/// # Errors
/// `validation.failed` with `#/value` (kind, bounds, law, contradiction on any later day) and `#/reason`.
pub fn change_setting(
    permit: &Permit<act::ManageSettings>,
    id: Uuid,
    history: &[SettingVersion],
    change: &ChangeSetting<'_>,
) -> Result<SettingChanged, DomainError> {
    let version =
        SettingVersion { key: change.key, value: change.value.clone(), valid_from: change.valid_from };
    let mut wrong = Vec::new();
    if let Err(errors) = check_change(history, &version) {
        wrong.extend(errors.iter().map(|error| error.to_field_error("#/value")));
    }
    let length = change.reason.trim().chars().count();
    if length == 0 {
        wrong.push(FieldError::new("#/reason", ErrorCode::TextRequired));
    } else if length > MAX_REASON {
        let error = FieldError::new("#/reason", ErrorCode::TextTooLong);
        wrong.push(error.param("max", MAX_REASON).param("actual", length));
    }
    if !wrong.is_empty() {
        return Err(DomainError::invalid(wrong));
    }
    let before = Settings::at(history, change.valid_from).map_or(Value::Null, |known| known.get(change.key));
    let key = change.key.as_str();
    Ok(SettingChanged {
        event: Event {
            kind: "setting.changed",
            aggregate: "setting",
            aggregate_id: id,
            data: json!({"key": key, "value": version.value, "valid_from": version.valid_from}),
        },
        audit: AuditChange {
            action: permit.action_name(),
            subject: "setting",
            subject_id: id,
            before: json!({"key": key, "value": before}),
            after: json!({
                "key": key, "value": version.value, "valid_from": version.valid_from, "reason": change.reason.trim(),
            }),
        },
        version,
    })
}
