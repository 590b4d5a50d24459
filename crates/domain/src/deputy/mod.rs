//! 人大代表: seats, the status machine of a deputy, delegations, composition statistics.

mod command;
mod composition;
mod delegation;
mod machine;
mod profile;
mod release;
mod seat;
mod status;

pub use command::{DeputyCommand, StatusChange, StatusRecord, SuspensionGround, TerminationGround, Vote};
pub use composition::{Bucket, Composition, CompositionFacts, Dimension, compose};
pub use delegation::{Delegation, DelegationData};
pub use machine::{state_machine_markdown, target};
pub use profile::{Entry, Level, Occupation, PublicProfile};
pub use release::{Release, ReleaseGround};
pub use seat::{Deputy, DeputyData};
pub use status::{DeputyStatus, DeputyStep};
