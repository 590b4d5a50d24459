//! The testkit: the real application on a real Postgres, with a clock that the test moves and ids
//! that repeat themselves.
//!
//! Each test has a database of its own, copied from a migrated template in a few milliseconds, and
//! a server of its own on a free port; nothing is shared, so tests run in any order and at once.
//!
//! `cargo xtask test` hands over a throw-away Postgres; when a test is run by itself
//! (`cargo test -p tests name`), the kit starts one for the process, and it goes with the process.

mod cluster;
mod database;

pub use database::TestDatabase;
