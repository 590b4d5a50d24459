//! 导入: rosters, lists of units and handover ledgers of offices, by the wizard and by the command line.
//!
//! [`prepare`] reads the file (`documents::import`), compares it with the registers and asks the domain about every row; nothing is
//! written. [`write`] then writes all accepted rows through the same aggregates, audit lines and events as every other command,
//! inside the transaction that [`prepare`] read from. A formula is never computed, and nothing of a file is written back.

mod answers;
mod columns;
mod deputies;
mod dto;
mod findings;
mod importer;
mod job;
mod nearest;
mod registers;
mod routes;
mod suggestions;
mod sweep;
mod units;
mod upload;

pub(crate) use job::{ImportJob, Prepared, prepare, write};
pub(crate) use sweep::sweep;

use crate::http::Api;

pub(crate) fn register(api: &mut Api) {
    routes::register(api);
}
