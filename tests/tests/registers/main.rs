//! The registers (名册) over HTTP, on a real database.

mod deputies;
mod deputies_status;
mod exports;
mod fixture;
mod groups;
mod org;
mod own_contact;
mod persons;
mod public;
mod search;
mod units;
