//! 数据接口: what other systems may read of the congress's matters, and how much of each.

mod reference;
mod scope;
mod sight;
mod standing;

pub use reference::{MatterRef, RefSeries};
pub use scope::KeyScope;
pub use sight::{OfficialSight, Sight};
pub use standing::{MatterPhase, OverdueLevel};
