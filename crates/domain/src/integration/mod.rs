//! 数据接口: what other systems may read of the congress's matters, and how much of each.

mod export;
mod key;
mod key_change;
mod key_secret;
#[cfg(test)]
mod key_tests;
pub mod limits;
mod network;
mod presented;
mod reference;
mod scope;
mod sight;
mod standing;
pub mod webhook;

pub use export::{ExportFormat, ExportState};
pub use key::{ApiKey, ApiKeyData, KeyState, LONGEST_DAYS, last_day_of};
pub use key_change::ApiKeyChange;
pub use key_secret::{KeySecret, LONGEST_OVERLAP_HOURS, SecretKind};
pub use network::Network;
pub use presented::PresentedKey;
pub use reference::{MatterRef, RefSeries};
pub use scope::KeyScope;
pub use sight::{OfficialSight, Sight};
pub use standing::{MatterPhase, OverdueLevel};
