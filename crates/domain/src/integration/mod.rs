//! 数据接口: what other systems may read of the congress's matters, and how much of each.

mod scope;
mod sight;

pub use scope::KeyScope;
pub use sight::{OfficialSight, Sight};
