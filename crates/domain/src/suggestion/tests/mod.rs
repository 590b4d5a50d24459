//! Tests of the aggregate through its public commands, with the real policy handing out every permit.

mod after_reply;
mod attempts;
mod before_assignment;
mod carrying_over;
mod due_outcomes;
mod examples;
mod files;
mod handling;
mod history;
mod importing;
mod invariants;
mod key;
mod machines;
mod marking;
mod measures;
mod model;
mod model_play;
mod named_invariants;
mod policy;
mod publishing;
mod publishing_together;
mod urging;
mod whole_life;
pub(crate) mod world;
