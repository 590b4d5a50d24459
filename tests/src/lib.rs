//! The testkit: the real application on a real Postgres, with a clock that the test moves and ids
//! that repeat themselves.
//!
//! ```no_run
//! # use domain::authz::Role; use serde_json::json; use tests::TestApp;
//! # async fn example() {
//! let app = TestApp::start().await;
//! let clerk = app.actor(Role::DcStaff).await;
//! let page = clerk.get("/api/v1/suggestions?limit=2").await.ok(200);
//! assert_eq!(page["items"], json!([]));
//! app.anonymous().get("/api/v1/suggestions").await.problem(401, "auth.required");
//! app.advance(chrono::Duration::days(90));
//! # }
//! ```
//!
//! Each test has a database of its own, copied from a migrated template in a few milliseconds, and
//! a server of its own on a free port; nothing is shared, so tests run in any order and at once.
//!
//! `cargo xtask test` hands over a throw-away Postgres; when a test is run by itself
//! (`cargo test -p tests name`), the kit starts one for the process, and it goes with the process.

mod app;
mod client;
mod cluster;
mod congress;
pub mod contract;
mod council;
mod county;
mod database;
mod electorate;
mod founding;
mod ids;
mod keys;
mod matter;
mod receiver;
mod registers;
mod reply;
pub mod suggestions;

pub use app::{Replica, START, TestApp};
pub use client::{Call, Client};
pub use congress::{Congress, DEPUTIES};
pub use council::Council;
pub use county::County;
pub use database::TestDatabase;
pub use electorate::{Electorate, Voting};
pub use founding::{Founding, Seat};
pub use ids::fresh_id;
pub use keys::{KeySpec, TestKey};
pub use matter::{Matter, draft, letter, ticked};
pub use receiver::{Manner, Received, Receiver};
pub use reply::Reply;
