//! 批量办理: the commands that are given to many matters at once. There is no second way to do anything: each item is the
//! command for one matter, with its transaction, its guards, its audit line and its events (ADR 19).

mod actions;
mod batch;
mod commands;
mod requests;
mod response;

use crate::http::Api;

/// Items of one request. Each takes a lock, a transaction and some ten milliseconds: a hundred are answered well within
/// the time that a request may take, hold no connection for long, and are what a person can still look through before
/// deciding. Whoever has chosen more sends them in several requests and sees how far it is.
const MOST_ITEMS: usize = 100;

pub(super) fn register(api: &mut Api) {
    commands::register(api);
    actions::register(api);
}
