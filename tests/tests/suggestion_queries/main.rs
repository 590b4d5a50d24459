//! Suggestions in the database and what is read of them: store, scope, lists, queues, public pages.

mod http;
mod kept;
mod portal;
mod published;
mod store;
#[allow(dead_code, reason = "a world is larger than one test")]
mod world;
