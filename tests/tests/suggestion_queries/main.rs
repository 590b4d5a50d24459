//! Suggestions in the database and what is read of them: store, scope, lists, queues, public pages.

mod store;
mod world;
