//! What a people's congress knows: types, state machines, deadlines and policies.
//!
//! This crate is pure. It performs no I/O, reads no clock and makes no ids: the instant and every
//! id come in as arguments (see [`kernel::Clock`] and [`kernel::IdSource`]), so that each rule can
//! be tested on any day of any year.

pub mod audit;
pub mod authz;
pub mod ballot;
pub mod calendar;
pub mod deputy;
pub mod file;
pub mod group;
pub mod integration;
pub mod kernel;
pub mod notification;
pub mod org;
pub mod redaction;
pub mod search;
pub mod settings;
pub mod suggestion;
pub mod view;
