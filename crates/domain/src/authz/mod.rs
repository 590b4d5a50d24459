//! Who may do what: the ONLY place that decides.
//!
//! Three questions, one policy. [`require`] answers "may this actor do this to that?" and hands out
//! the [`Permit`] without which no mutating domain method can be called. `scope` functions of the
//! feature modules answer "which rows?" for lists, exports, search and feeds. [`capabilities`]
//! answers "which menus?". All three rest on the same role table ([`Role::actions`]).

mod account;
mod action;
mod actor;
mod ballot;
mod file;
mod integration;
mod permit;
mod register;
mod role;
pub mod suggestion;

pub use account::{AccountSubject, AuditLog, OwnAccount, check_role_combination};
pub use action::{Action, ActionKind, act};
pub use actor::{Actor, Grant, JurisdictionPath};
pub use ballot::{MeetingCollection, MeetingRecord};
pub use file::NewFile;
pub use integration::{KeyCollection, KeyRecord};
#[cfg(test)]
pub(crate) use permit::permit_for_tests;
pub use permit::{Decision, Permit, Subject, allows, require, system_permit};
pub use register::{PersonRecord, PublicRegister, Register, Scope};
pub use role::{Role, ScopeKind};

/// Every action that some grant of the actor allows on some subject, sorted: what menus are made
/// of. The single record's `allowed_actions` stay the authority for its buttons.
pub fn capabilities(actor: &Actor) -> Vec<&'static str> {
    let mut names: Vec<_> =
        actor.grants().iter().flat_map(|grant| grant.role.actions()).map(|action| action.name()).collect();
    names.sort_unstable();
    names.dedup();
    names
}
