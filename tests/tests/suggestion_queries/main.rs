//! Suggestions in the database and what is read of them: store, scope, lists, queues, public pages.

mod asking;
mod figures;
mod history;
mod kept;
mod lists;
mod matter;
mod merged;
mod portal;
mod publication;
mod published;
mod searching;
mod standing;
mod store;
mod visibility;
mod world;
