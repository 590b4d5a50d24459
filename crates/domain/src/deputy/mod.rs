//! 人大代表: seats, the status machine of a deputy, delegations, composition statistics.

mod command;
mod composition;
mod delegation;
mod deputy;
mod machine;
mod profile;
mod status;

pub use command::{DeputyCommand, StatusChange, StatusRecord, SuspensionGround, TerminationGround, Vote};
pub use composition::{Bucket, Composition, CompositionFacts, Dimension, compose};
pub use delegation::{Delegation, DelegationData};
pub use deputy::{Deputy, DeputyData};
pub use machine::{mermaid, target};
pub use profile::{Entry, Level, Occupation, PublicProfile};
pub use status::{DeputyStatus, DeputyStep};
