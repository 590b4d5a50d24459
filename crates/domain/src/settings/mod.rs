//! Settings (系统设置): every deadline, threshold and choice of the congress is data with a history, never a constant.
//!
//! The catalogue names each key once, with its unit, bounds, built-in value and the law article that limits it. A value is valid from a day on
//! ([`SettingVersion`]); [`Settings::at`] gives all values in force on a day, so that what was computed in March is computed the same in May.

mod catalogue;
mod change;
mod deadline_kind;
mod error;
mod history;
mod meta;
mod policy;
mod scheme;
mod value;

pub use catalogue::{SettingKey, Settings};
pub use change::{ChangeSetting, MAX_REASON, SettingChanged, change_setting};
pub use deadline_kind::DeadlineKind;
pub use error::{SettingError, SettingErrorKind};
pub use history::{SettingVersion, check_change};
pub use meta::{LawArticle, SettingMeta, SettingUnit, ValueKind};
pub use policy::SystemSettings;
pub use scheme::CategoryScheme;

#[cfg(test)]
mod tests;
