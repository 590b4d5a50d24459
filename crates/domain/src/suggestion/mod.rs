//! 代表建议: the whole life of a suggestion, from a deputy's draft to the archive.
//!
//! [`Case`] is the aggregate. Two machines drive it: [`machine::targets`] for the suggestion, and
//! [`task_machine::task_targets`] for each unit's part; every other file adds the guards and side effects of one
//! group of commands (domain specification §3.8 and §8.1).

mod allowed;
mod assigning;
mod case;
mod category;
mod changes;
mod co_handling;
mod co_opinion;
mod coded;
mod commitment;
mod contact;
mod contacting;
mod cosigning;
mod deadlines;
mod drafting;
mod due;
mod evaluation;
mod extending;
mod issuing;
mod letter;
mod lights;
pub mod machine;
mod merging;
pub mod metrics;
mod next_step;
mod objecting;
mod objection;
mod official_number;
mod promising;
mod publication;
mod publishing;
mod rating;
mod readiness;
mod recipients;
mod reply;
mod replying;
mod review_reason;
mod reviewing;
mod sending_back;
mod settling;
mod signing;
mod state_diagram;
mod status;
#[expect(clippy::module_inception, reason = "the root of the feature bears its name")]
mod suggestion;
mod sweeping;
mod task;
pub mod task_machine;
mod task_readiness;
mod task_status;
#[cfg(test)]
mod tests;
mod urge;
mod urging;
mod withdrawing;

pub use allowed::*;
pub use assigning::*;
pub use case::*;
pub use category::*;
pub use changes::{Ctx, Effects, Seats};
pub use co_opinion::*;
pub use commitment::*;
pub use contact::*;
pub use contacting::*;
pub use cosigning::ConfirmCosign;
pub use drafting::*;
pub use due::*;
pub use evaluation::*;
pub use issuing::*;
pub use letter::*;
pub use next_step::*;
pub use objection::*;
pub use official_number::*;
pub use publication::*;
pub use publishing::*;
pub use rating::*;
pub use recipients::*;
pub use reply::*;
pub use review_reason::*;
pub use reviewing::*;
pub use sending_back::*;
pub use settling::*;
pub use state_diagram::state_machines_markdown;
pub use status::*;
pub use suggestion::*;
pub use task::*;
pub use task_status::*;
pub use urge::*;
pub use urging::*;
