//! 代表建议: the whole life of a suggestion, from a deputy's draft to the archive.
//!
//! [`Case`] is the aggregate. Two machines drive it: [`machine::targets`] for the suggestion, and
//! [`task_machine::task_targets`] for each unit's part; every other file adds the guards and side effects of one
//! group of commands (domain specification §3.8 and §8.1).

mod case;
mod category;
mod changes;
mod co_opinion;
mod coded;
mod commitment;
mod contact;
mod deadlines;
mod due;
mod evaluation;
mod letter;
pub mod machine;
mod objection;
mod official_number;
mod publication;
mod reply;
mod review_reason;
mod status;
#[expect(clippy::module_inception, reason = "the root of the feature bears its name")]
mod suggestion;
mod task;
pub mod task_machine;
mod task_status;
mod urge;

pub use case::*;
pub use category::*;
pub use changes::{Ctx, Outcome, Seats};
pub use co_opinion::*;
pub use commitment::*;
pub use contact::*;
pub use due::*;
pub use evaluation::*;
pub use letter::*;
pub use objection::*;
pub use official_number::*;
pub use publication::*;
pub use reply::*;
pub use review_reason::*;
pub use status::*;
pub use suggestion::*;
pub use task::*;
pub use task_status::*;
pub use urge::*;
